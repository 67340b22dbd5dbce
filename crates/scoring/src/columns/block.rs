//! Some thousand forms, packed: of each answer as many bits as its item has answers to tell apart.

use super::lanes::{GROUPS, Lanes, NONE, Plane};
use super::plan::Plan;

/// Forms in a block.
pub(super) const FORMS: usize = GROUPS * 256;

/// Forms that are gathered, a byte each answer, before they are packed.
const GATHERED: usize = 64;

/// Forms of one stratum.
#[derive(Clone, Debug)]
pub(super) struct Block {
    /// Per column its planes, one column after the other.
    planes: Vec<Plane>,
    /// Per column the codes of the forms that are not packed yet.
    gathered: Vec<[u8; GATHERED]>,
    /// Forms, gathered ones included.
    len: usize,
}

impl Block {
    /// No forms.
    pub(super) fn new(plan: &Plan) -> Self {
        Self {
            planes: vec![[NONE; GROUPS]; plan.planes],
            gathered: vec![[0; GATHERED]; plan.columns.len()],
            len: 0,
        }
    }

    /// How many forms.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// Takes a form in, one code per item. The caller sees to it that there is room, and that codes are the columns'.
    pub(super) fn push(&mut self, plan: &Plan, codes: &[u8]) {
        let at = self.len % GATHERED;
        for (gathered, code) in self.gathered.iter_mut().zip(codes) {
            gathered[at] = *code;
        }
        self.len += 1;
        if self.len.is_multiple_of(GATHERED) {
            self.pack(plan, self.len / GATHERED - 1);
        }
    }

    /// Packs what is gathered so that everything can be counted. More forms may follow.
    pub(super) fn settle(&mut self, plan: &Plan) {
        let rest = self.len % GATHERED;
        if rest > 0 {
            for codes in &mut self.gathered {
                codes[rest..].fill(0);
            }
            self.pack(plan, self.len / GATHERED);
        }
    }

    /// No forms again.
    pub(super) fn clear(&mut self) {
        self.planes.fill([NONE; GROUPS]);
        self.len = 0;
    }

    /// Lanes that hold forms.
    pub(super) fn groups(&self) -> usize {
        self.len.div_ceil(256)
    }

    /// The planes of a column.
    pub(super) fn column(&self, at: usize, planes: usize) -> &[Plane] {
        self.planes.get(at..at + planes).unwrap_or_default()
    }

    /// Bytes that it takes, packed.
    pub(super) fn bytes(&self) -> usize {
        std::mem::size_of_val(self.planes.as_slice())
    }

    /// Moves 64 forms into the word at this position of every plane.
    fn pack(&mut self, plan: &Plan, word: usize) {
        for (column, codes) in plan.columns.iter().zip(&self.gathered) {
            let (eights, _) = codes.as_chunks::<8>();
            for (bit, plane) in self.planes[column.at..column.at + column.planes].iter_mut().enumerate() {
                let packed = eights.iter().rev().fold(0, |packed, eight| packed << 8 | bits(*eight, bit));
                let lanes: &mut Lanes = &mut plane[word / 4];
                lanes[word % 4] = packed;
            }
        }
    }
}

/// The bit at this position of eight bytes, as one byte: a multiplication carries each to its place.
fn bits(eight: [u8; 8], bit: usize) -> u64 {
    let ones = (u64::from_le_bytes(eight) >> bit) & 0x0101_0101_0101_0101;
    ones.wrapping_mul(0x0102_0408_1020_4080) >> 56
}
