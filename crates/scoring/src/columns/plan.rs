//! How an instrument's answers lie in columns, and what each answer means there; what was counted becomes a cell.

use lang_nghe_instrument::{Instrument, Kind, OptionKind};
use lang_nghe_planes::{Column, Composed, Counted, Factor, Layout, Scored};

use crate::cell::Cell;
use crate::composite::Composite;
use crate::{TallyError, Wide};

/// Most codes that a byte tells apart from "no answer".
const MOST_CODES: usize = 255;

/// The layout of an instrument.
///
/// # Errors
/// Own values of a composite would be too long to be kept exactly.
pub(super) fn layout(instrument: &Instrument) -> Result<Layout, TallyError> {
    let mut planes = 0;
    let columns: Vec<Column> = instrument
        .items
        .iter()
        .map(|item| {
            let codes = instrument.scale_of(item).options.len() + usize::from(item.block.is_some());
            let fits = item.kind == Kind::One && codes <= MOST_CODES;
            let its = if fits { (usize::BITS - codes.leading_zeros()) as usize } else { 0 };
            let options = instrument.scale_of(item).options.len().min(MOST_CODES);
            let column = Column {
                at: planes,
                planes: its,
                options: options as u8,
                can_be_unasked: item.block.is_some(),
            };
            planes += its;
            column
        })
        .collect();
    let factors: Vec<Factor> = (0..instrument.factors.len()).map(|of| factor(instrument, of)).collect();
    let composites = Composite::all(instrument);
    if composites.iter().any(|composite| composite.unit.is_none()) {
        return Err(TallyError::CompositeTooLong);
    }
    let composites = composites.iter().map(|composite| composed(instrument, composite, &factors)).collect();
    Ok(Layout { columns, planes, factors, composites })
}

fn factor(instrument: &Instrument, of: usize) -> Factor {
    let mut factor = Factor::default();
    for (position, item) in instrument.items.iter().enumerate().filter(|(_, item)| item.factor == Some(of)) {
        let Some((_, highest)) = instrument.range_of(item).filter(|_| item.kind == Kind::One) else {
            continue;
        };
        let codes = (0..instrument.scale_of(item).options.len()).filter_map(|option| {
            match instrument.counts_as(item, option)? {
                OptionKind::Scored { points, satisfied } => {
                    Some(Scored { code: option + 1, points, satisfied })
                }
                OptionKind::Unscored | OptionKind::NotApplicable => None,
            }
        });
        factor.items.push((position, codes.collect(), (u8::BITS - highest.leading_zeros()) as usize));
        factor.most += u32::from(highest);
    }
    factor
}

fn composed(instrument: &Instrument, composite: &Composite, factors: &[Factor]) -> Composed {
    let plain = |position: usize| {
        let item = instrument.items.get(position);
        item.is_some_and(|item| {
            let few = instrument.scale_of(item).options.len() < MOST_CODES;
            item.weight == 1 && item.relevant.is_empty() && item.kind == Kind::One && few
        })
    };
    let [group] = composite.groups() else { return Composed::FormByForm };
    let added = |factor: &Factor| factor.items.iter().any(|(position, ..)| group.contains(position));
    let of: Vec<usize> = (0..factors.len()).filter(|factor| added(&factors[*factor])).collect();
    let items: usize = of.iter().map(|factor| factors[*factor].items.len()).sum();
    // A group is made of whole factors; should that ever change, forms are counted one by one.
    let whole = items == group.len() && group.iter().all(|position| plain(*position));
    let most = of.iter().map(|factor| factors[*factor].most).sum();
    if whole && Layout::holds(most, items as u32) {
        Composed::InPlanes { factors: of, least: composite.least_of(items) as u32, items: items as u32, most }
    } else {
        Composed::FormByForm
    }
}

/// Adds what was counted to a cell.
pub(super) fn add(counted: Counted, layout: &Layout, instrument: &Instrument, cell: &mut Cell) {
    for ((column, levels), item) in layout.columns.iter().zip(&counted.levels).zip(&mut cell.items) {
        if column.planes == 0 {
            continue;
        }
        let options = usize::from(column.options);
        let mut answered = 0;
        for (count, level) in item.options.iter_mut().zip(levels.iter().skip(1)) {
            *count += level;
            answered += level;
        }
        let unasked = levels.get(options + 1).copied().filter(|_| column.can_be_unasked).unwrap_or(0);
        item.unasked += unasked;
        item.none += counted.forms - answered - unasked;
    }
    let composites = Composite::all(instrument);
    for ((composite, alike), sums) in composites.iter().zip(&counted.alike).zip(&mut cell.composites) {
        for (answered, alike) in alike.iter().enumerate().filter(|(_, alike)| alike.n > 0) {
            // A whole number, because every count of answers divides the unit.
            let one = composite.unit.unwrap_or(0) / answered.max(1) as u128;
            sums.n += alike.n;
            sums.points.add_scaled(alike.points, one);
            sums.satisfied.add_scaled(alike.satisfied, one);
        }
    }
    cell.records += counted.forms;
}

impl crate::cell::Moments {
    /// Adds Σ and Σ² of values that stand in units of `one`.
    fn add_scaled(&mut self, (sum, squares): (u64, u64), one: u128) {
        let sum = Wide::product(sum.into(), one);
        // Own values stay below 2⁸⁸ and there are fewer than 2⁴⁰ of them, so nothing is ever cut off here.
        let squares = Wide::product(one, one).checked_mul(squares);
        self.sum = self.sum.checked_add(sum).unwrap_or(self.sum);
        self.squares = squares.and_then(|squares| self.squares.checked_add(squares)).unwrap_or(self.squares);
    }
}
