//! Some thousand forms, packed: of each answer as many bits as its item has answers to tell apart.

use crate::lanes::{GROUPS, Lanes, NONE, Plane};
use crate::layout::Layout;

/// Forms in a block.
pub const FORMS: usize = GROUPS * 256;

/// Forms that are gathered, a byte each answer, before they are packed.
const GATHERED: usize = 64;

/// Forms of one stratum.
#[derive(Clone, Debug)]
pub struct Block {
    /// Per column its planes, one column after the other.
    planes: Vec<Plane>,
    /// Per column the codes of the forms that are not packed yet.
    gathered: Vec<[u8; GATHERED]>,
    /// Forms, gathered ones included.
    len: usize,
}

impl Block {
    /// No forms.
    pub fn new(layout: &Layout) -> Self {
        Self {
            planes: vec![[NONE; GROUPS]; layout.planes],
            gathered: vec![[0; GATHERED]; layout.columns.len()],
            len: 0,
        }
    }

    /// How many forms.
    pub fn forms(&self) -> usize {
        self.len
    }

    /// Takes a form in, one code per item. The caller sees to it that there is room, and that codes are the columns'.
    pub fn push(&mut self, layout: &Layout, codes: &[u8]) {
        let at = self.len % GATHERED;
        for (gathered, code) in self.gathered.iter_mut().zip(codes) {
            gathered[at] = *code;
        }
        self.len += 1;
        if self.len.is_multiple_of(GATHERED) {
            self.pack(layout, self.len / GATHERED - 1);
        }
    }

    /// Packs what is gathered so that everything can be counted. More forms may follow.
    pub fn settle(&mut self, layout: &Layout) {
        let rest = self.len % GATHERED;
        if rest > 0 {
            for codes in &mut self.gathered {
                codes[rest..].fill(0);
            }
            self.pack(layout, self.len / GATHERED);
        }
    }

    /// No forms again.
    pub fn clear(&mut self) {
        self.planes.fill([NONE; GROUPS]);
        self.len = 0;
    }

    /// Lanes that hold forms.
    pub fn groups(&self) -> usize {
        self.len.div_ceil(256)
    }

    /// The planes of a column.
    pub fn column(&self, at: usize, planes: usize) -> &[Plane] {
        self.planes.get(at..at + planes).unwrap_or_default()
    }

    /// Bytes that it takes, packed.
    pub fn bytes(&self) -> usize {
        std::mem::size_of_val(self.planes.as_slice())
    }

    /// Moves 64 forms into the word at this position of every plane.
    fn pack(&mut self, layout: &Layout, word: usize) {
        for (column, codes) in layout.columns.iter().zip(&self.gathered) {
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
