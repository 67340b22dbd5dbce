//! Small typing errors.

/// Longest word that is compared letter by letter; nobody types more with one error.
const LONGEST: usize = 24;

/// The number of typing errors between what was typed and a term, if they are few for its length:
/// one from four letters typed on, two from ten on. Up to seven letters another letter in place of one is no typing error but
/// another word (`thuế`, `thực`; `bằng lái`, `bằng lời`), and in three letters only an exchange of neighbours is forgiven. `None`
/// otherwise, and for equal words.
///
/// An error is a letter too many, missing, wrong, or exchanged with its neighbour: the restricted
/// Damerau–Levenshtein distance (Damerau 1964; computed row by row after Wagner and Fischer 1974).
pub(super) fn near(typed: &str, term: &str) -> Option<usize> {
    let (typed, term) = (typed.as_bytes(), term.as_bytes());
    let most = match typed.len().min(term.len()) {
        0..=2 => return None,
        3 if typed.len() == 4 => 1,
        3 => return (typed.len() == 3 && is_swap(typed, term)).then_some(1),
        4..=7 if typed.len() == term.len() => return is_swap(typed, term).then_some(1),
        4..=9 => 1,
        _ => 2,
    };
    if typed.len().max(term.len()) > LONGEST || typed.len().abs_diff(term.len()) > most {
        return None;
    }
    Some(distance(typed, term)).filter(|errors| (1..=most).contains(errors))
}

fn is_swap(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && distance(a, b) == 1 && {
        let (mut a, mut b) = (a.to_vec(), b.to_vec());
        a.sort_unstable();
        b.sort_unstable();
        a == b
    }
}

fn distance(a: &[u8], b: &[u8]) -> usize {
    // Rows of the table: two before, one before, this one.
    let mut rows = [[0usize; LONGEST + 1]; 3];
    for (column, cell) in rows[1].iter_mut().enumerate() {
        *cell = column;
    }
    for (i, x) in a.iter().enumerate() {
        rows[2][0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let changed = rows[1][j] + usize::from(x != y);
            let mut least = changed.min(rows[1][j + 1] + 1).min(rows[2][j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                least = least.min(rows[0][j - 1] + 1);
            }
            rows[2][j + 1] = least;
        }
        rows.rotate_left(1);
    }
    rows[1][b.len()]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_kind_of_typing_error_is_one() {
        for (typed, expected) in [("dien", None), ("duien", Some(1)), ("dein", Some(1)), ("dieb", None)] {
            assert_eq!(near(typed, "dien"), expected, "{typed}");
        }
        assert_eq!(near("banglai", "bangloi"), None);
        assert_eq!(near("hochieub", "hochieuv"), Some(1));
        assert_eq!(near("die", "dien"), None, "three letters are too few to guess");
        assert_eq!(near("matkhua", "matkhau"), Some(1));
        assert_eq!(near("dienthaoi", "dienthoai"), Some(1));
        assert_eq!(near("dnethoaiban", "dienthoaiban"), Some(2));
        assert_eq!(near("tachthua", "tachkhau"), None, "two errors in eight letters are another word");
        assert_eq!(near("thue", "thuc"), None, "another syllable");
    }

    #[test]
    fn short_words_are_not_guessed() {
        assert_eq!(near("ma", "mo"), None);
        assert_eq!(near("mat", "mot"), None);
        assert_eq!(near("mta", "mat"), Some(1), "an exchange of neighbours is an error of the fingers");
        assert_eq!(near("khau", "khoi"), None, "another syllable");
        assert_eq!(near("daoo", "dao"), Some(1), "a letter too many");
    }

    proptest! {
        #[test]
        fn the_distance_is_the_same_both_ways(a in "[abc]{0,9}", b in "[abc]{0,9}") {
            prop_assert_eq!(distance(a.as_bytes(), b.as_bytes()), distance(b.as_bytes(), a.as_bytes()));
            prop_assert_eq!(distance(a.as_bytes(), a.as_bytes()), 0);
        }

        #[test]
        fn one_letter_put_in_anywhere_is_one_error(
            word in "[a-z]{5,12}", letter in "[a-z]", at in any::<prop::sample::Index>(),
        ) {
            let at = at.index(word.len());
            let typed = [&word[..at], &letter, &word[at..]].concat();
            prop_assert_eq!(near(&typed, &word), Some(1));
        }

        #[test]
        fn any_bytes_are_compared_without_a_panic(a in "\\PC{0,40}", b in "\\PC{0,40}") {
            let _ = near(&a, &b);
        }
    }
}
