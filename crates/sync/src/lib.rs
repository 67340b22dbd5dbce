//! What to send, when to try again, and what an answer of the hub means. No network, no clock, no
//! idea what a question is: sealed envelopes go in, steps come out.

pub mod wire;
