//! Linear equations, as an attacker solves them who does not know the rule.

/// Rows of exact fractions would grow; a large prime field finds the same spans with certainty
/// that is practical (coefficients of such small systems are 0 and ±1).
pub(super) const PRIME: i128 = 2_147_483_647;

/// The kernel of the equations `rows` over `width` unknowns.
pub(super) fn kernel(rows: &[Vec<i128>], width: usize) -> Vec<Vec<i128>> {
    let mut rows = rows.to_vec();
    let mut pivots = Vec::new();
    for column in 0..width {
        let Some(found) = (pivots.len()..rows.len()).find(|&row| rows[row][column] != 0) else {
            continue;
        };
        let place = pivots.len();
        rows.swap(place, found);
        let inverse = power(rows[place][column], PRIME - 2);
        rows[place].iter_mut().for_each(|value| *value = *value * inverse % PRIME);
        let pivot = rows[place].clone();
        for (row, values) in rows.iter_mut().enumerate() {
            let factor = values[column];
            if row != place && factor != 0 {
                for (value, pivot) in values.iter_mut().zip(&pivot) {
                    *value = (*value - factor * pivot).rem_euclid(PRIME);
                }
            }
        }
        pivots.push(column);
    }
    let free = (0..width).filter(|column| !pivots.contains(column));
    free.map(|free| {
        let mut vector = vec![0; width];
        vector[free] = 1;
        for (row, &pivot) in pivots.iter().enumerate() {
            vector[pivot] = (PRIME - rows[row][free]) % PRIME;
        }
        vector
    })
    .collect()
}

fn power(base: i128, exponent: i128) -> i128 {
    let (mut result, mut base, mut exponent) = (1, base, exponent);
    while exponent > 0 {
        if exponent % 2 == 1 {
            result = result * base % PRIME;
        }
        base = base * base % PRIME;
        exponent /= 2;
    }
    result
}

/// The smallest set of atoms of 1 to `threshold` − 1 that adding and subtracting the rows leaves.
pub(super) fn smallest_set(sizes: &[u64], rows: &[Vec<i128>], threshold: u64) -> Option<u64> {
    // A combination of rows that vanishes outside a set exists exactly if the rank without the set's atoms is lower.
    let rank = |without: u32| {
        let kept: Vec<usize> = (0..sizes.len()).filter(|at| without >> at & 1 == 0).collect();
        let rows: Vec<Vec<i128>> = rows.iter().map(|row| kept.iter().map(|at| row[*at]).collect()).collect();
        kept.len() - kernel(&rows, kept.len()).len()
    };
    let all = rank(0);
    let size = |set: u32| -> u64 {
        sizes.iter().enumerate().filter(|(at, _)| set >> at & 1 == 1).map(|(_, size)| size).sum()
    };
    let small = (1u32..1 << sizes.len()).filter(|set| (1..threshold).contains(&size(*set)));
    small.filter(|set| rank(*set) < all).map(size).min()
}
