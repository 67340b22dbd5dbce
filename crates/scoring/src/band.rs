//! Which band the total falls into, decided in whole numbers: a total on the line is not lost to
//! rounding.

use lang_nghe_instrument::Instrument;

use crate::Wide;
use crate::cell::Cell;
use crate::composite::Composite;

/// Position in [`Instrument::bands`] of the band of this cell's total; `None` without bands, without
/// anybody's own total, or where scales differ.
///
/// The total's share of the way from lowest to highest, (x̄ − lowest) / (highest − lowest), is held
/// against the share at which each band begins, from the highest down.
pub fn band(instrument: &Instrument, cell: &Cell) -> Option<usize> {
    let composites = Composite::all(instrument);
    let (total, sums) = (composites.last()?, cell.composites.last()?);
    let (unit, (lowest, highest)) = (total.unit?, total.range?);
    let span = highest.checked_sub(lowest).filter(|span| *span > 0 && sums.n > 0)?;
    let zero = Wide::product(unit * u128::from(lowest), sums.n.into());
    let above = sums.points.sum.checked_sub(zero)?;
    let whole = Wide::product(unit * u128::from(span), sums.n.into());
    instrument.bands.iter().position(|band| {
        let reached = above.checked_mul(band.denominator.into());
        let asked = whole.checked_mul(band.numerator.into());
        reached.zip(asked).is_some_and(|(reached, asked)| reached >= asked)
    })
}
