//! A practice left in the middle, as one word of text, so that it goes on where it was.
//!
//! ```text
//! 5c2f91aa:1:1s1.0s-,-o-
//! ```
//!
//! A mark of the practice's shape, the screen, and per screen (`,`) and task (`.`): whether the first try
//! was right (`1`, `0`, `-` before it), whether it is solved (`s`) or open (`o`), and the option chosen last.
//! What was typed is not in it.

use super::{Rehearsal, Tried};
use crate::{Practice, Way};

impl Rehearsal {
    /// Whether anything was done that would be missed.
    pub fn is_begun(&self) -> bool {
        self.at > 0 || self.tried.iter().flatten().any(|tried| tried.first.is_some())
    }

    /// How far it is, without spaces.
    pub fn encode(&self, practice: &Practice) -> String {
        let screens: Vec<String> =
            self.tried.iter().map(|tasks| tasks.iter().map(write).collect::<Vec<_>>().join(".")).collect();
        [shape(practice), self.at.to_string(), screens.join(",")].join(":")
    }

    /// Reads what [`Rehearsal::encode`] wrote; `None` if it is damaged or the practice has changed since:
    /// then it begins anew.
    pub fn decode(practice: &Practice, text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, ':');
        let (mark, at, screens) = (parts.next()?, parts.next()?, parts.next()?);
        let at: usize = at.parse().ok().filter(|at| *at <= practice.screens.len())?;
        if mark != shape(practice) {
            return None;
        }
        let mut run = Self::new(practice);
        run.at = at;
        let mut written = screens.split(',');
        for (screen, tasks) in practice.screens.iter().zip(&mut run.tried) {
            let cells = written.next()?;
            let mut cells = cells.split('.').filter(|cell| !cell.is_empty());
            for (task, tried) in screen.tasks.iter().zip(tasks) {
                *tried = read(cells.next()?, &task.way)?;
            }
            if cells.next().is_some() {
                return None;
            }
        }
        written.next().is_none().then_some(run)
    }
}

fn write(tried: &Tried) -> String {
    let first = match tried.first {
        None => "-",
        Some(false) => "0",
        Some(true) => "1",
    };
    let chosen = tried.chosen.map_or("-".to_owned(), |option| option.to_string());
    [first, if tried.solved { "s" } else { "o" }, &chosen].concat()
}

fn read(cell: &str, way: &Way) -> Option<Tried> {
    let (first, rest) = (cell.get(..1)?, cell.get(1..)?);
    let (solved, chosen) = (rest.get(..1)?, rest.get(1..)?);
    let first = match first {
        "-" => None,
        "0" => Some(false),
        "1" => Some(true),
        _ => return None,
    };
    let solved = match solved {
        "s" => true,
        "o" => false,
        _ => return None,
    };
    let chosen = match (chosen, way) {
        ("-", _) => None,
        (option, Way::Choose { options, .. }) => Some(option.parse().ok().filter(|at| *at < options.len())?),
        (_, Way::Type { .. }) => return None,
    };
    // Nothing is solved or chosen before the first try.
    (first.is_some() || (!solved && chosen.is_none())).then_some(Tried { first, solved, chosen })
}

/// Eight digits over the ids of screens, tasks and options: with any of them another practice (FNV-1a of
/// Fowler, Noll and Vo, 32 bits; it tells practices apart and hides nothing).
fn shape(practice: &Practice) -> String {
    let mut hash = 0x811c_9dc5_u32;
    let mut add = |id: &str| {
        for byte in id.bytes().chain([0]) {
            hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
    };
    for screen in &practice.screens {
        add(&screen.id);
        for task in &screen.tasks {
            add(&task.id);
            if let Way::Choose { options, right } = &task.way {
                options.iter().for_each(|option| add(&option.id));
                add(&right.to_string());
            }
        }
    }
    let digit = |place: u32| char::from_digit(hash >> (28 - 4 * place) & 15, 16).unwrap_or('0');
    (0..8).map(digit).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::samples;

    fn half_done(practice: &Practice) -> Rehearsal {
        let mut run = Rehearsal::new(practice);
        run.choose(practice, 0, 0).unwrap();
        run.choose(practice, 0, 1).unwrap();
        run.type_in(practice, 1, "tran thi mau").unwrap();
        run.next(practice).unwrap();
        run
    }

    #[test]
    fn a_practice_goes_on_where_it_was_left() {
        let practice = samples::practice();
        assert!(!Rehearsal::new(&practice).is_begun());
        let mut run = half_done(&practice);
        assert!(run.is_begun());
        let text = run.encode(&practice);
        assert!(text.ends_with(":1:0s1.1s-,-o-") && !text.contains(' '), "{text}");
        assert_eq!(Rehearsal::decode(&practice, &text), Some(run.clone()));
        run.choose(&practice, 0, 0).unwrap();
        run.next(&practice).unwrap();
        let over = Rehearsal::decode(&practice, &run.encode(&practice)).unwrap();
        assert_eq!((over.screen(), over.marks()), (None, run.marks()));
    }

    #[test]
    fn a_practice_that_has_changed_begins_anew() {
        let practice = samples::practice();
        let text = half_done(&practice).encode(&practice);
        let mut other = practice.clone();
        if let Way::Choose { right, .. } = &mut other.screens[0].tasks[0].way {
            *right = 0;
        }
        assert_eq!(Rehearsal::decode(&other, &text), None);
        other = practice.clone();
        other.screens.pop();
        assert_eq!(Rehearsal::decode(&other, &text), None);
    }

    #[test]
    fn damage_is_not_read_as_progress() {
        let practice = samples::practice();
        let mark = shape(&practice);
        for rest in [
            "3:",
            "9:-o-.-o-,-o-",
            "0:-o-,-o-",
            "0:-o-.-o-,-o-,",
            "0:-s-.-o-,-o-",
            "0:1s7.-o-,-o-",
            "0:1s1.1s1,-o-",
        ] {
            assert_eq!(Rehearsal::decode(&practice, &[&mark, ":", rest].concat()), None, "{rest}");
        }
        assert!(Rehearsal::decode(&practice, &[&mark, ":0:-o-.-o-,-o-"].concat()).is_some());
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in "\\PC{0,40}") {
            let practice = samples::practice();
            let _ = Rehearsal::decode(&practice, &text);
            let _ = Rehearsal::decode(&practice, &[shape(&practice), text].join(":"));
        }
    }
}
