//! Many forms of one instrument, counted in packed columns: the same tally as form by form, some hundred times faster.
//!
//! How they are packed and counted is in `lang-nghe-planes`; here stands what the columns of an instrument are, and what
//! the counts mean. Whole numbers only, so the sums are those of [`Tally::add`] to the last bit.
//!
//! A block is counted as soon as it is full and used again, so memory does not grow with the number of forms. Forms of
//! the 65th stratum and of those after it wait as bytes until there are 64 of them, and share one block.
//!
//! Counted form by form, because they fit no columns: answers of several options, numbers and words; and composites
//! with weights, with items that are asked under conditions, or of parts that count alike. They cost what they cost in
//! [`Tally::add`] and come out the same.
//!
//! A module of this crate and not one of its own, because it makes cells and own values, whose insides nobody else
//! should know.

mod plan;

use std::collections::BTreeMap;

use lang_nghe_instrument::{Answer, AnswerFault, Instrument, Kind};
use lang_nghe_planes::{Block, Composed, Counter, FORMS, Layout};
use lang_nghe_record::Record;

use crate::cell::Cell;
use crate::composite::Composite;
use crate::reading::Reading;
use crate::{CAPACITY, MOST_STRATA, Stratum, Tally, TallyError};

/// Most strata that have a block of their own, which is some 120 KB for 78 items.
const MOST_OPEN: usize = 64;

/// Forms of one of the other strata that wait to be packed together.
const TOGETHER: usize = 64;

/// Most forms of these strata that wait, in all.
const MOST_WAITING: usize = 1 << 16;

/// Counts forms of one instrument in packed columns.
#[derive(Clone, Debug)]
pub struct Columns<'a> {
    rules: Rules<'a>,
    has_conditions: bool,
    tally: Tally,
    open: BTreeMap<Stratum, Open>,
    /// Codes of the forms of all other strata that are not counted yet, form after form.
    few: BTreeMap<Stratum, Vec<u8>>,
    /// How many forms these are.
    waiting: usize,
    /// Where they are counted.
    shared: Option<(Block, Counter)>,
    codes: Vec<u8>,
}

/// How a form of an instrument is taken in.
#[derive(Clone, Debug)]
struct Rules<'a> {
    instrument: &'a Instrument,
    layout: Layout,
    /// Composites to be worked out form by form, with their position.
    single: Vec<(usize, Composite)>,
}

/// One form, per item.
#[derive(Clone, Copy, Debug)]
struct Form<'f> {
    answers: &'f [Option<Answer>],
    /// Empty where everything was asked.
    unasked: &'f [bool],
}

/// A stratum whose forms are being gathered.
#[derive(Clone, Debug)]
struct Open {
    block: Block,
    counter: Counter,
    cell: Cell,
}

impl<'a> Columns<'a> {
    /// No forms.
    ///
    /// # Errors
    /// The weights of a factor or the total are too many for exact sums ([`TallyError::CompositeTooLong`]).
    pub fn new(instrument: &'a Instrument) -> Result<Self, TallyError> {
        let layout = plan::layout(instrument)?;
        let composites = Composite::all(instrument).into_iter().enumerate();
        let is_single = |at: usize| matches!(layout.composites.get(at), Some(Composed::FormByForm));
        let single = composites.filter(|(at, of)| is_single(*at) && !of.is_empty()).collect();
        Ok(Self {
            has_conditions: instrument.items.iter().any(|item| !item.relevant.is_empty()),
            tally: Tally::new(instrument),
            open: BTreeMap::new(),
            few: BTreeMap::new(),
            waiting: 0,
            shared: None,
            codes: Vec::with_capacity(layout.columns.len()),
            rules: Rules { instrument, layout, single },
        })
    }

    /// Counts one record, as [`Tally::add`] does.
    ///
    /// # Errors
    /// Those of [`Tally::add`]. Nothing was changed.
    pub fn add(&mut self, record: &Record) -> Result<(), TallyError> {
        self.tally.accepts(&record.instrument, &record.version)?;
        let reading = Reading::of(self.rules.instrument, record)?;
        self.take(&Stratum::of(record), Form { answers: &reading.answers, unasked: &reading.unasked })
    }

    /// Counts one form that asked everything: what was answered to each item, in the instrument's order, as
    /// [`Instrument::answer`] read it. Answers to what the form's other answers leave out are not counted.
    ///
    /// # Errors
    /// There are not as many answers as items, one is of another kind than its item or names an option that its scale
    /// does not have, the instrument draws blocks, or there is no room. Nothing was changed.
    pub fn push(&mut self, stratum: &Stratum, answers: &[Option<Answer>]) -> Result<(), TallyError> {
        let instrument = self.rules.instrument;
        if !instrument.blocks.is_empty() {
            return Err(TallyError::Blocks);
        }
        if answers.len() != instrument.items.len() {
            return Err(TallyError::OtherShape);
        }
        for (item, answer) in instrument.items.iter().zip(answers) {
            let options = instrument.scale_of(item).options.len();
            let fits = match (answer, item.kind) {
                (None, _) | (Some(Answer::Words), Kind::Words { .. }) => true,
                (Some(Answer::One(option)), _) => *option < options,
                (Some(Answer::Several(some)), Kind::Several { .. }) => {
                    some.iter().all(|option| *option < options)
                }
                (Some(Answer::Number(number)), Kind::Number { least, most, .. }) => {
                    (least..=most).contains(number)
                }
                _ => false,
            };
            if !fits {
                return Err(TallyError::Unfit { item: item.id.clone(), fault: AnswerFault::UnknownOption });
            }
        }
        if self.has_conditions {
            let mut answers = answers.to_vec();
            Reading::leave_out(instrument, &mut answers);
            return self.take(stratum, Form { answers: &answers, unasked: &[] });
        }
        self.take(stratum, Form { answers, unasked: &[] })
    }

    fn take(&mut self, stratum: &Stratum, form: Form<'_>) -> Result<(), TallyError> {
        if self.tally.records >= CAPACITY {
            return Err(TallyError::Full);
        }
        let is_open = self.open.contains_key(stratum);
        if !is_open && !self.tally.strata.contains_key(stratum) && self.tally.strata.len() >= MOST_STRATA {
            return Err(TallyError::TooManyStrata);
        }
        if !is_open && (self.open.len() >= MOST_OPEN || self.few.contains_key(stratum)) {
            self.take_among_few(stratum, form);
            self.tally.records += 1;
            return Ok(());
        }
        if !is_open {
            // From here on the stratum has its place, so that open ones never are too many.
            let cell = self.tally.strata.entry(stratum.clone()).or_insert_with(|| self.tally.blank.clone());
            let cell = std::mem::replace(cell, self.tally.blank.clone());
            let layout = &self.rules.layout;
            self.open.insert(
                stratum.clone(),
                Open { block: Block::new(layout), counter: Counter::new(layout), cell },
            );
        }
        let Some(open) = self.open.get_mut(stratum) else { return Ok(()) };
        self.rules.read(form, &mut open.cell, &mut self.codes);
        open.block.push(&self.rules.layout, &self.codes);
        if open.block.forms() == FORMS {
            open.counter.count(&self.rules.layout, &open.block);
            open.block.clear();
        }
        self.tally.records += 1;
        Ok(())
    }

    /// Takes a form of a stratum without a block of its own.
    fn take_among_few(&mut self, stratum: &Stratum, form: Form<'_>) {
        if self.waiting >= MOST_WAITING {
            while self.settle_some() {}
        }
        if !self.few.contains_key(stratum) {
            self.tally.strata.entry(stratum.clone()).or_insert_with(|| self.tally.blank.clone());
            self.few.insert(stratum.clone(), Vec::new());
        }
        let places = (self.few.get_mut(stratum), self.tally.strata.get_mut(stratum));
        let (Some(few), Some(cell)) = places else { return };
        self.rules.read(form, cell, &mut self.codes);
        few.extend_from_slice(&self.codes);
        self.waiting += 1;
        if few.len() >= TOGETHER * self.codes.len() {
            self.waiting -= count_together(&self.rules, &mut self.shared, few, cell);
        }
    }

    /// Counts some of what waits to be counted, and says whether there is more: before [`Columns::finish`], for whoever
    /// has others waiting.
    pub fn settle_some(&mut self) -> bool {
        for _ in 0..TOGETHER {
            let Some((stratum, mut few)) = self.few.pop_first() else { return false };
            if let Some(cell) = self.tally.strata.get_mut(&stratum) {
                self.waiting -= count_together(&self.rules, &mut self.shared, &mut few, cell);
            }
        }
        !self.few.is_empty()
    }

    /// How many forms were counted.
    pub fn records(&self) -> u64 {
        self.tally.records
    }

    /// The tally of all forms so far.
    pub fn finish(mut self) -> Tally {
        while self.settle_some() {}
        let Rules { layout, instrument, .. } = &self.rules;
        for (stratum, mut open) in std::mem::take(&mut self.open) {
            open.block.settle(layout);
            open.counter.count(layout, &open.block);
            plan::add(open.counter.take(), layout, instrument, &mut open.cell);
            self.tally.strata.insert(stratum, open.cell);
        }
        self.tally
    }
}

impl Rules<'_> {
    /// Gives a form's codes; what fits no column is counted at once.
    fn read(&self, form: Form<'_>, cell: &mut Cell, codes: &mut Vec<u8>) {
        codes.clear();
        for (position, column) in self.layout.columns.iter().enumerate() {
            let answer = form.answers.get(position).and_then(Option::as_ref);
            let unasked = form.unasked.get(position).copied().unwrap_or_default();
            if column.planes == 0
                && let Some(item) = cell.items.get_mut(position)
            {
                item.count(answer, unasked);
            }
            codes.push(match answer {
                Some(Answer::One(option)) => (*option as u8).saturating_add(1),
                _ if unasked => column.options + 1,
                _ => 0,
            });
        }
        if !self.single.is_empty() {
            let chosen = Reading::chosen(self.instrument, form.answers);
            for (position, composite) in &self.single {
                let own = composite.value(self.instrument, &chosen);
                if let Some((sums, own)) = cell.composites.get_mut(*position).zip(own) {
                    sums.count(&own);
                }
            }
        }
    }
}

/// Counts forms that waited, at most a block of them, and says how many.
fn count_together(
    rules: &Rules<'_>,
    shared: &mut Option<(Block, Counter)>,
    few: &mut Vec<u8>,
    cell: &mut Cell,
) -> usize {
    let layout = &rules.layout;
    let (block, counter) = shared.get_or_insert_with(|| (Block::new(layout), Counter::new(layout)));
    for codes in few.chunks(layout.columns.len().max(1)) {
        block.push(layout, codes);
    }
    few.clear();
    let forms = block.forms();
    block.settle(layout);
    counter.count(layout, block);
    plan::add(counter.take(), layout, rules.instrument, cell);
    block.clear();
    forms
}

/// Forms of single choices kept packed, to be counted as often as one likes: the columns by themselves.
#[derive(Clone, Debug)]
pub struct Packed<'a> {
    instrument: &'a Instrument,
    layout: Layout,
    blocks: Vec<Block>,
}

impl<'a> Packed<'a> {
    /// No forms; `None` for an instrument that cannot be counted in columns alone.
    pub fn new(instrument: &'a Instrument) -> Option<Self> {
        let layout = plan::layout(instrument).ok()?;
        let composites = Composite::all(instrument);
        let in_planes = |(composed, composite): (&Composed, &Composite)| {
            matches!(composed, Composed::InPlanes { .. }) || composite.is_empty()
        };
        let alone = instrument.blocks.is_empty()
            && layout.columns.iter().all(|column| column.planes > 0)
            && layout.composites.iter().zip(&composites).all(in_planes);
        alone.then_some(Self { instrument, layout, blocks: Vec::new() })
    }

    /// Packs one form: per item 0 for no answer, or the position of the option and 1. Codes that an item does not have
    /// count as no answer.
    pub fn push(&mut self, codes: &[u8]) {
        if self.blocks.last().is_none_or(|block| block.forms() == FORMS) {
            self.blocks.push(Block::new(&self.layout));
        }
        let mut known = [0; 256];
        for ((to, code), column) in known.iter_mut().zip(codes).zip(&self.layout.columns) {
            *to = if *code <= column.options { *code } else { 0 };
        }
        if let Some(block) = self.blocks.last_mut() {
            block.push(&self.layout, &known[..codes.len().min(256)]);
        }
    }

    /// Says that no more forms come for now: what is not packed yet is packed.
    pub fn settle(&mut self) {
        if let Some(block) = self.blocks.last_mut() {
            block.settle(&self.layout);
        }
    }

    /// The packed bits in their order, 256 forms each.
    pub fn lanes(&self) -> impl Iterator<Item = &[u64; 4]> {
        self.blocks.iter().flat_map(|block| block.column(0, self.layout.planes)).flatten()
    }

    /// Bytes of the packed answers.
    pub fn bytes(&self) -> usize {
        self.blocks.iter().map(Block::bytes).sum()
    }

    /// How often each answer was given, and what the forms add up to otherwise, composites left out.
    pub fn levels(&self) -> Cell {
        let mut counter = Counter::new(&self.layout);
        self.blocks.iter().for_each(|block| counter.count_levels(&self.layout, block));
        self.drained(counter)
    }

    /// What the forms add up to.
    pub fn cell(&self) -> Cell {
        let mut counter = Counter::new(&self.layout);
        self.blocks.iter().for_each(|block| counter.count(&self.layout, block));
        self.drained(counter)
    }

    fn drained(&self, mut counter: Counter) -> Cell {
        let mut cell = Cell::empty(self.instrument);
        plan::add(counter.take(), &self.layout, self.instrument, &mut cell);
        cell
    }
}
