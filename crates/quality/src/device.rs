//! What only the device knows: which answers were given on the way, and how long that took.

use lang_nghe_instrument::{Counting, Instrument, Kind, OptionKind};

use crate::{Flag, Flags};

/// Fewest answers on one scale that say anything: with five levels, seven equal answers of somebody who chooses by
/// chance come once in 5⁶ = 15,625 forms.
pub const STRAIGHT: usize = 7;

/// Fewest seconds per item that reading and answering it takes. A question of fifteen words read at 300 words a
/// minute, faster than most read, takes three; a third of that is no reading at all.
pub const FLOOR_SECONDS: u64 = 1;

/// Fewest items after which the time says anything.
pub const TIMED_ITEMS: usize = 4;

/// What the device notices about one form. `chosen` has one entry per item: the position of the option chosen, or
/// nothing; `seconds` is how long the form was open in one go, if that is known.
pub fn notice(instrument: &Instrument, chosen: &[Option<usize>], seconds: Option<u64>) -> Flags {
    let mut flags = Flags::default();
    if straight_lined(instrument, chosen) {
        flags = flags.with(Flag::StraightLining);
    }
    let answered = chosen.iter().flatten().count();
    let floor = FLOOR_SECONDS * answered as u64;
    if answered >= TIMED_ITEMS && seconds.is_some_and(|seconds| seconds < floor) {
        flags = flags.with(Flag::Fast);
    }
    flags
}

/// Whether, on some scale with points, at least [`STRAIGHT`] items were answered and every answer is the same
/// option. Where items of that scale are turned around, that also contradicts itself, which makes it no less of a
/// straight line. "Không biết / không áp dụng" is left out: a form may well not apply to somebody.
fn straight_lined(instrument: &Instrument, chosen: &[Option<usize>]) -> bool {
    (0..instrument.scales.len()).any(|scale| {
        let on_scale = instrument.items.iter().zip(chosen).filter(|(item, _)| {
            item.scale == scale && item.kind == Kind::One && !matches!(item.counting, Counting::Right(_))
        });
        let options = on_scale.filter_map(|(item, chosen)| {
            let option = (*chosen)?;
            let kind = instrument.counts_as(item, option)?;
            matches!(kind, OptionKind::Scored { .. }).then_some(option)
        });
        let options: Vec<usize> = options.collect();
        options.len() >= STRAIGHT && options.iter().all(|option| *option == options[0])
    })
}

#[cfg(test)]
mod tests {
    use lang_nghe_instrument::{Item, ResponseOption, Scale};
    use proptest::prelude::*;

    use super::*;

    /// Ten items of five levels and "na" (5), the last two turned around.
    fn instrument() -> Instrument {
        let scored = |points: u8| ResponseOption {
            id: points.to_string(),
            kind: OptionKind::Scored { points, satisfied: points > 3 },
        };
        let away = ResponseOption { id: "na".into(), kind: OptionKind::NotApplicable };
        let counting = |at| if at < 8 { Counting::Plain } else { Counting::Reversed };
        Instrument {
            scales: vec![Scale { id: "five".into(), options: (1..=5).map(scored).chain([away]).collect() }],
            items: (0..10).map(|at| Item { counting: counting(at), ..Item::default() }).collect(),
            ..Instrument::default()
        }
    }

    fn flags(chosen: [Option<usize>; 10], seconds: Option<u64>) -> Flags {
        notice(&instrument(), &chosen, seconds)
    }

    #[test]
    fn the_same_option_everywhere_is_a_straight_line_also_through_items_turned_around() {
        assert!(flags([Some(4); 10], None).has(Flag::StraightLining));
        let mut varied = [Some(4); 10];
        varied[9] = Some(0);
        assert!(!flags(varied, None).has(Flag::StraightLining), "who reads turns around with the item");
    }

    #[test]
    fn few_answers_and_answers_that_do_not_apply_are_no_straight_line() {
        let mut few = [None; 10];
        few[..STRAIGHT - 1].fill(Some(2));
        assert!(flags(few, None).is_empty());
        few[STRAIGHT - 1] = Some(2);
        assert!(flags(few, None).has(Flag::StraightLining));
        assert!(flags([Some(5); 10], None).is_empty());
        few[STRAIGHT - 1] = Some(5);
        assert!(flags(few, None).is_empty());
    }

    #[test]
    fn a_form_is_fast_below_the_floor_and_not_on_it() {
        let mixed = std::array::from_fn(|at| Some(at % 5));
        assert!(flags(mixed, Some(9)).has(Flag::Fast));
        assert!(flags(mixed, Some(10)).is_empty());
        assert!(flags(mixed, None).is_empty(), "a time that is not known says nothing");
        let mut short = [None; 10];
        short[..TIMED_ITEMS - 1].fill(Some(1));
        assert!(flags(short, Some(0)).is_empty());
    }

    proptest! {
        #[test]
        fn more_time_never_adds_a_flag(chosen in prop::array::uniform10(prop::option::of(0usize..6)), less in 0u64..40, more in 0u64..40) {
            let (less, more) = (flags(chosen, Some(less)), flags(chosen, Some(less + more)));
            prop_assert!(more.iter().all(|flag| less.has(flag)));
        }
    }
}
