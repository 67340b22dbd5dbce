//! Queries whose answers are known, over a small shelf.

use super::*;

const TITLES: [(&str, &str); 6] = [
    ("Mật khẩu và mã OTP", "Giữ mật khẩu cho riêng mình"),
    ("Nộp hồ sơ trực tuyến", "Nộp hồ sơ trong sáu bước"),
    ("Thanh toán bằng mã QR", "Quét mã và trả tiền"),
    ("Bảo hiểm y tế", "Xem thẻ bảo hiểm trong điện thoại"),
    ("Báo cuộc gọi lừa đảo", "Gọi 156 hoặc nhắn 5656"),
    ("Gõ tiếng Việt", "Gõ chữ Hoà Bình có dấu"),
];

fn index() -> Index {
    Index::new(TITLES.map(|(title, summary)| Entry {
        texts: vec![(Weight::Title, title), (Weight::Summary, summary)],
        terms: &[],
    }))
}

#[track_caller]
fn first(query: &str, expected: usize) {
    let found = index().find(query);
    assert_eq!(found.first(), Some(&expected), "{query}: {found:?}");
}

#[test]
fn accents_and_capitals_do_not_matter() {
    for query in ["mật khẩu", "mat khau", "MAT KHAU", "Mât khâu", "matkhau"] {
        first(query, 0);
    }
}

#[test]
fn both_places_of_the_tone_mark_find_the_same() {
    for query in ["hoà bình", "hòa bình", "hoa binh", "hoabinh"] {
        first(query, 5);
    }
}

#[test]
fn typing_errors_are_forgiven() {
    for (query, expected) in [
        ("mta khau", 0),
        ("mat khua", 0),
        ("nop ho soo", 1),
        ("truc tuyne", 1),
        ("thnah toan", 2),
        ("bao heim", 3),
        ("baohiemm", 3),
        ("lua dapo", 4),
        ("tieng veit", 5),
    ] {
        first(query, expected);
    }
}

#[test]
fn results_come_while_one_types() {
    let query = "bảo hiểm";
    for (end, _) in query.char_indices().skip(5) {
        first(&query[..end], 3);
    }
}

#[test]
fn two_syllables_together_weigh_more_than_apart() {
    // “báo” stands in lesson 4 and “hiểm” nowhere else: only the pair tells them apart.
    assert_eq!(index().find("bao hiem")[0], 3);
    assert_eq!(index().find("bao cuoc goi")[0], 4);
}

#[test]
fn what_is_nowhere_finds_nothing() {
    for query in ["", "  ", "?!", "xyz", "zzzz zzzz"] {
        assert!(index().find(query).is_empty(), "{query}");
    }
    assert!(Index::default().find("mật khẩu").is_empty());
}

#[test]
fn more_than_half_of_a_question_is_enough() {
    first("tôi muốn đổi mật khẩu", 0);
    assert!(index().find("trâu ngoài ruộng ăn lúa mã").is_empty(), "one of six is not");
    assert!(index().find("thẻ thoại").is_empty(), "what stands apart in a summary is no subject");
}

/// Entries of keywords alone.
fn shelf(entries: &[&[&'static str]]) -> Index {
    Index::new(entries.iter().map(|words| Entry {
        texts: words.iter().map(|words| (Weight::Keyword, *words)).collect(),
        terms: &[],
    }))
}

#[test]
fn a_query_with_accents_finds_no_other_word() {
    let index = shelf(&[&["cán bộ giả"], &["bị lừa mất tiền"], &["mở cửa hàng"], &["xóa hộ khẩu"]]);
    for query in ["giá", "giá nhãn", "lúa mất", "cúa hàng", "hổ khẩu"] {
        assert!(index.find(query).is_empty(), "{query}");
    }
    for (query, expected) in [("gia", 0), ("lua", 1), ("cua hang", 2), ("cửa hàng", 2), ("ho khau", 3)] {
        assert_eq!(index.find(query), [expected], "{query}");
    }
}

#[test]
fn a_second_choice_stands_behind_the_word_itself_or_alone() {
    let index = shelf(&[&["nghĩ kỹ"], &["nghỉ hưu"]]);
    assert_eq!(index.find("nghĩ"), [0], "what fits exactly leaves no room for what is said alike");
    assert_eq!(index.find("nghĩ hưu"), [1], "nothing fits better");
    assert_eq!(index.find("nghi hưu"), [1]);
    assert_eq!(index.find("nghi"), [0, 1]);
}

#[test]
fn words_of_different_texts_are_no_phrase() {
    let index = shelf(&[&["làm hộ", "giữ mật khẩu"], &["nhập hộ khẩu"], &["gõ chữ có dấu"]]);
    assert_eq!(index.find("hộ khẩu"), [1]);
    assert!(index.find("con dấu").is_empty());
    assert!(index.find("khẩu hộ").is_empty(), "apart and turned around they are other words");
}

#[test]
fn a_name_inside_a_longer_question_is_found() {
    let index = shelf(&[&["đăng ký kết hôn"], &["công an"], &["đăng ký xe"]]);
    assert_eq!(index.find("đăng ký kết hôn với người nước ngoài"), [0]);
    assert!(
        index.find("tuyển chọn công an viên").is_empty(),
        "two words of a longer question are not enough"
    );
}

#[test]
fn what_fits_clearly_worse_than_the_best_is_left_out() {
    let index = shelf(&[&["sang tên sổ đỏ"], &["sang tên xe"], &["tách sổ đỏ"]]);
    assert_eq!(index.find("sang tên sổ đỏ"), [0]);
    assert_eq!(index.find("sang tên"), [1, 0]);
}

#[test]
fn questions_without_words_of_their_own_find_nothing_by_chance() {
    let index = shelf(&[&["làm khai sinh cho con"], &["mất căn cước"]]);
    for query in ["tôi muốn", "con cho can", "con dau", "cho tôi hỏi", "ở đâu"] {
        assert!(index.find(query).is_empty(), "{query}");
    }
    assert_eq!(index.find("toi muon khai sinh o dau"), [0]);
}

#[test]
fn equal_fits_keep_the_order_of_the_entries() {
    let entry = || Entry { texts: vec![(Weight::Title, "Mã QR")], terms: &[] };
    let index = Index::new([entry(), entry(), entry()]);
    assert_eq!(index.find("qr"), [0, 1, 2]);
}

#[test]
fn a_query_of_any_length_is_answered() {
    let long = "mật khẩu ".repeat(2_000);
    assert_eq!(index().find(&long)[0], 0);
}
