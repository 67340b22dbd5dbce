//! The same work for a browser, whose clock is the page's. See `speed/main.rs`.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::panic, unreachable_pub, reason = "a measurement that cannot go on says so")]

#[path = "../speed/work.rs"]
mod work;

use lang_nghe_instrument::Instrument;
use lang_nghe_scoring::{Cell, Packed, score};
use wasm_bindgen::prelude::wasm_bindgen;

/// Forms of an instrument, packed.
#[wasm_bindgen]
pub struct Forms {
    instrument: &'static Instrument,
    packed: Packed<'static>,
    cell: Option<Cell>,
}

#[wasm_bindgen]
impl Forms {
    /// Packs forms that lie one after the other, a byte an answer. The instrument comes as postcard.
    #[wasm_bindgen(constructor)]
    pub fn new(instrument: &[u8], codes: &[u8]) -> Self {
        let Ok(instrument) = postcard::from_bytes::<Instrument>(instrument) else { panic!("no instrument") };
        // It lives as long as the page, which measures it and is closed.
        let instrument: &'static Instrument = Box::leak(Box::new(instrument));
        Self { instrument, packed: work::pack(instrument, codes), cell: None }
    }

    /// Bytes of the packed answers.
    pub fn bytes(&self) -> usize {
        self.packed.bytes()
    }

    /// Counts how often each answer was given.
    pub fn levels(&mut self) -> u32 {
        self.keep(self.packed.levels())
    }

    /// Counts everything.
    pub fn whole(&mut self) -> u32 {
        self.keep(self.packed.cell())
    }

    /// Turns what was counted last into figures with their intervals; gives how many records stand behind them.
    #[wasm_bindgen(js_name = scored)]
    pub fn scored(&self) -> f64 {
        self.cell.as_ref().map_or(0.0, |cell| score(self.instrument, cell).records as f64)
    }

    /// Packs forms and forgets them; gives their bytes.
    pub fn pack(&self, codes: &[u8]) -> usize {
        work::pack(self.instrument, codes).bytes()
    }

    /// What was counted last, as JSON.
    pub fn report(&self) -> String {
        self.cell.as_ref().map_or_else(String::new, |cell| work::report(self.instrument, cell).to_string())
    }
}

/// Forms that are counted as they come, and not kept.
#[wasm_bindgen]
pub struct Stream(&'static Instrument, work::Stream<'static>);

#[wasm_bindgen]
impl Stream {
    /// None yet.
    #[wasm_bindgen(constructor)]
    pub fn new(instrument: &[u8]) -> Self {
        let Ok(instrument) = postcard::from_bytes::<Instrument>(instrument) else { panic!("no instrument") };
        let instrument: &'static Instrument = Box::leak(Box::new(instrument));
        Self(instrument, work::Stream::new(instrument))
    }

    /// Some more forms, a byte an answer.
    pub fn push(&mut self, codes: &[u8]) {
        self.1.push(codes);
    }

    /// What was counted, as JSON.
    pub fn finish(self) -> String {
        work::report(self.0, &self.1.finish()).to_string()
    }
}

impl Forms {
    fn keep(&mut self, cell: Cell) -> u32 {
        let records = cell.records as u32;
        self.cell = Some(cell);
        records
    }
}
