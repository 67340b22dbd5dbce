//! The learner's part: the lessons, their practice, who learns on this device.

fn main() {
    lang_nghe::pages::learn::start();
}
