//! The communes of Vietnam by their codes; where the list comes from is said in `content/places/SOURCE.md`.

use crate::Commune;

const LIST: &str = include_str!("../../../../content/places/communes.tsv");

/// The commune of this code (five digits), with its province.
pub fn commune(code: &str) -> Option<Commune> {
    communes().find(|commune| commune.code == code)
}

/// All communes, by their codes.
pub fn communes() -> impl Iterator<Item = Commune> {
    LIST.lines().skip(1).filter_map(|line| {
        let mut cells = line.split('\t');
        let (code, name) = (cells.next()?.to_owned(), cells.next()?.to_owned());
        let province = cells.nth(1)?.to_owned();
        Some(Commune { code, name, province })
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_commune_is_there_once_with_its_province() {
        let all: Vec<Commune> = communes().collect();
        let codes: BTreeSet<&str> = all.iter().map(|commune| commune.code.as_str()).collect();
        let provinces: BTreeSet<&str> = all.iter().map(|commune| commune.province.as_str()).collect();
        assert_eq!((all.len(), codes.len(), provinces.len()), (3_321, 3_321, 34));
        assert!(codes.iter().all(|code| code.len() == 5 && code.bytes().all(|byte| byte.is_ascii_digit())));
        let of = |kind: &str| all.iter().filter(|commune| commune.name.starts_with(kind)).count();
        assert_eq!((of("Xã "), of("Phường "), of("Đặc khu ")), (2_621, 687, 13));
    }

    #[test]
    fn communes_of_one_name_are_told_apart_by_their_province() {
        let full = |code: &str| commune(code).map(|commune| commune.to_string());
        assert_eq!(full("10273").as_deref(), Some("Xã Phú Xuyên, Thành phố Hà Nội"));
        assert_eq!(full("05773").as_deref(), Some("Xã Phú Xuyên, Tỉnh Thái Nguyên"));
        assert_eq!(full("00000"), None);
    }
}
