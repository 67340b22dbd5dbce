//! Taking turns with the page: work in slices, between which it draws and answers.

use leptos::prelude::*;

use super::{Read, Room};
use crate::platform::clock;

/// How long the page may be kept from answering, in milliseconds.
pub(super) const SLICE_MS: u64 = 24;

/// Parts of the whole that opening a file takes, reading its rows, and working out what they say: about as long as each
/// lasts.
const OPENING: f64 = 0.04;
const ROWS: f64 = 0.88;

/// One reading, which goes on as long as nobody gives it up.
pub(super) struct Turns {
    room: Room,
    number: u32,
    since: u64,
    read: Read,
}

impl Turns {
    /// Begins with the page's permission to work for one slice.
    pub(super) fn begin(room: Room, number: u32) -> Self {
        Self { room, number, since: clock::now(), read: Read::default() }
    }

    /// So many bytes of the file have been opened.
    pub(super) fn opened(&mut self, bytes: u64, of: u64) {
        self.read.share = OPENING * share(bytes, of);
    }

    /// So many bytes have been read as rows, and so many forms counted.
    pub(super) fn rows(&mut self, (bytes, of): (usize, usize), forms: u64) {
        self.read = Read { share: OPENING + ROWS * share(bytes as u64, of as u64), forms };
    }

    /// So many steps of working out what they say are done.
    pub(super) fn worked_out(&mut self, steps: usize, of: usize) {
        self.read.share = OPENING + ROWS + (1.0 - OPENING - ROWS) * share(steps as u64, of as u64);
    }

    /// Whether it is the page's turn.
    pub(super) fn is_over(&self) -> bool {
        clock::now().saturating_sub(self.since) >= SLICE_MS
    }

    /// Lets the page draw and answer, if it is its turn; `None` if the reading was given up meanwhile.
    pub(super) async fn rest(&mut self) -> Option<()> {
        if self.is_over() {
            self.room.read.set(self.read);
            clock::sleep(0).await;
            self.since = clock::now();
        }
        (self.room.reading.get_untracked() == self.number).then_some(())
    }
}

fn share(done: u64, of: u64) -> f64 {
    done as f64 / of.max(1) as f64
}
