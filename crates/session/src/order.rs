//! Which blocks a form asks, and in which order: drawn once per form from a seed.

use lang_nghe_instrument::Instrument;

/// Positions of the blocks that a form of this seed asks, in the order asked. The same seed gives the same
/// form; over all seeds each block is asked, and stands in each place, equally often.
///
/// The first steps of a shuffle (Fisher and Yates 1938, in Durstenfeld's form), fed by SplitMix64 (Steele, Lea
/// and Flood 2014). The remainder of 64 bits by at most 20 favours no block by more than 20 / 2⁶⁴.
pub(crate) fn draw(instrument: &Instrument, seed: u32) -> Vec<usize> {
    let mut blocks: Vec<usize> = (0..instrument.blocks.len()).collect();
    let asked = instrument.blocks_asked.min(blocks.len());
    let mut state = u64::from(seed);
    for place in 0..asked {
        let left = (blocks.len() - place) as u64;
        blocks.swap(place, place + (next(&mut state) % left) as usize);
    }
    blocks.truncate(asked);
    blocks
}

fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mixed = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
