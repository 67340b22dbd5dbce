//! Bits of many forms side by side: one bit of one question is a plane, and one operation works on 256 forms.
//!
//! Plain arrays, so that the compiler makes of them what the processor has: SSE2 or AVX on a server, SIMD128 in
//! WebAssembly, and words of 64 bits where there is nothing better.

/// The same bit of 256 forms.
pub(crate) type Lanes = [u64; 4];

/// Lanes in a plane.
pub(crate) const GROUPS: usize = 16;

/// The same bit of all the forms of a block.
pub(crate) type Plane = [Lanes; GROUPS];

/// No bit set.
pub(crate) const NONE: Lanes = [0; 4];

#[inline(always)]
pub(crate) fn and(a: Lanes, b: Lanes) -> Lanes {
    std::array::from_fn(|i| a[i] & b[i])
}

#[inline(always)]
pub(crate) fn or(a: Lanes, b: Lanes) -> Lanes {
    std::array::from_fn(|i| a[i] | b[i])
}

#[inline(always)]
pub(crate) fn xor(a: Lanes, b: Lanes) -> Lanes {
    std::array::from_fn(|i| a[i] ^ b[i])
}

#[inline(always)]
pub(crate) fn not(a: Lanes) -> Lanes {
    std::array::from_fn(|i| !a[i])
}

/// How many bits are set.
#[inline(always)]
pub(crate) fn ones(a: Lanes) -> u64 {
    a.iter().map(|word| u64::from(word.count_ones())).sum()
}

/// Three bits added: sum and carry.
#[inline(always)]
fn add(a: Lanes, b: Lanes, c: Lanes) -> (Lanes, Lanes) {
    let either = xor(a, b);
    (xor(either, c), or(and(a, b), and(either, c)))
}

/// Most bits that a number can have: 60 items of 255 points need 14.
const MOST: usize = 14;

/// A number per form, its bits in planes, lowest first.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Numbers {
    bits: [Lanes; MOST],
    len: usize,
}

impl Numbers {
    /// Nothing, with room for numbers up to `most`; `None` if that needs too many bits.
    pub(crate) fn up_to(most: u32) -> Option<Self> {
        let len = (u32::BITS - most.leading_zeros()) as usize;
        (len <= MOST).then_some(Self { bits: [NONE; MOST], len })
    }

    /// Nothing, with the same room.
    pub(crate) fn clear(&mut self) {
        self.bits[..self.len].fill(NONE);
    }

    /// The bits, lowest first.
    pub(crate) fn bits(&self) -> &[Lanes] {
        &self.bits[..self.len]
    }

    /// Adds 1 to the numbers of these forms. The caller knows that the sums fit.
    #[inline(always)]
    pub(crate) fn add_one(&mut self, bit: Lanes) {
        let mut carry = bit;
        for here in &mut self.bits[..self.len] {
            (*here, carry) = (xor(*here, carry), and(*here, carry));
        }
    }

    /// Adds numbers given by their bits. The caller knows that the sums fit.
    #[inline(always)]
    pub(crate) fn add(&mut self, bits: &[Lanes]) {
        let mut carry = NONE;
        for (position, here) in self.bits[..self.len].iter_mut().enumerate() {
            let more = bits.get(position).copied().unwrap_or(NONE);
            (*here, carry) = add(*here, more, carry);
        }
    }

    /// The forms whose number is this one.
    #[inline(always)]
    pub(crate) fn are(&self, number: u32) -> Lanes {
        let mut same = [u64::MAX; 4];
        for (position, bits) in self.bits().iter().enumerate() {
            same = and(same, if number >> position & 1 == 1 { *bits } else { not(*bits) });
        }
        same
    }

    /// Σx and Σx² over the forms in `of`: Σ over pairs of bits of 2^(j+k) times how often both are set.
    #[inline(always)]
    pub(crate) fn moments(&self, of: Lanes) -> (u64, u64) {
        let (mut sum, mut squares) = (0, 0);
        for (j, bits) in self.bits().iter().enumerate() {
            let here = and(of, *bits);
            let count = ones(here);
            sum += count << j;
            squares += count << (2 * j);
            for (k, other) in self.bits().iter().enumerate().skip(j + 1) {
                squares += ones(and(here, *other)) << (j + k + 1);
            }
        }
        (sum, squares)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_side_by_side_add_up_as_numbers(forms in prop::collection::vec(prop::collection::vec(0u32..256, 5), 1..=256)) {
            let mut numbers = Numbers::up_to(5 * 256).unwrap();
            for item in 0..5 {
                let mut bits = [NONE; 8];
                for (form, answers) in forms.iter().enumerate() {
                    for (position, bits) in bits.iter_mut().enumerate() {
                        bits[form / 64] |= u64::from(answers[item] >> position & 1) << (form % 64);
                    }
                }
                numbers.add(&bits);
            }
            numbers.add_one([u64::MAX; 4]);
            let sums: Vec<u64> = forms.iter().map(|form| u64::from(form.iter().sum::<u32>()) + 1).collect();
            let all: Lanes = std::array::from_fn(|word| {
                (0..64).filter(|bit| word * 64 + bit < forms.len()).fold(0, |all, bit| all | 1u64 << bit)
            });
            let expected = (sums.iter().sum(), sums.iter().map(|x| x * x).sum());
            prop_assert_eq!(numbers.moments(all), expected);
            let same = sums.iter().filter(|sum| **sum == sums[0]).count() as u64;
            prop_assert_eq!(ones(and(all, numbers.are(sums[0] as u32))), same);
        }
    }
}
