//! The lessons as they are shipped: found with the words and the typing errors of real people, and
//! light enough for a weak line.

#![allow(clippy::unwrap_used, reason = "a test")]

use std::collections::BTreeSet;
use std::path::Path;

use lang_nghe_lesson::search::{Finder, Index, folded};
use lang_nghe_lesson::source::{Packs, pack_all};
use lang_nghe_lesson::{Block, Catalogue, LessonPack, Rehearsal, Way};

/// Largest lesson, in bytes as it lies on the device.
const LARGEST_LESSON: usize = 24_000;

/// Largest catalogue.
const LARGEST_CATALOGUE: usize = 48_000;

fn packs() -> Vec<Packs> {
    pack_all(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content")).unwrap()
}

fn catalogue(lang: &str) -> Catalogue {
    let packs = packs();
    let packs = packs.iter().find(|packs| packs.lang == lang).unwrap();
    Catalogue::decode(&packs.catalogue).unwrap()
}

#[track_caller]
fn finds(lang: &str, cases: &[(&str, &str)]) {
    let catalogue = catalogue(lang);
    let index = Index::of_lessons(&catalogue);
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|(query, expected)| {
            let found = index.find(query);
            let ids: Vec<&str> = found.iter().take(3).map(|at| catalogue.lessons[*at].id.as_str()).collect();
            (ids.first() != Some(expected)).then(|| format!("{query}: {ids:?} instead of {expected}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn vietnamese_needs_find_their_lesson() {
    finds(
        "vi",
        &[
            ("mật khẩu", "password-otp"),
            ("mã OTP", "password-otp"),
            ("nộp hồ sơ", "file-dossier"),
            ("bảo hiểm y tế", "health-insurance"),
            ("VssID", "health-insurance"),
            ("vneid mức 2", "vneid-levels"),
            ("căn cước điện tử", "vneid-levels"),
            ("quét mã QR", "pay-online"),
            ("cỡ chữ", "phone-basics"),
            ("wifi", "phone-basics"),
            ("gõ dấu", "typing-vietnamese"),
            ("tra cứu hồ sơ", "follow-dossier"),
            ("phản ánh", "send-feedback"),
            ("sổ sức khỏe", "health-record"),
            ("ứng dụng giả", "fake-apps"),
            ("giả công an", "fake-officials"),
            ("giả giọng nói", "deepfake-calls"),
            ("156", "deepfake-calls"),
            ("mua hàng", "shop-safely"),
            ("bán hàng trên mạng", "shop-safely"),
            ("giúp bố mẹ", "help-someone"),
            ("dạy lớp", "teach-one-hour"),
            ("giấy khai sinh", "find-procedure"),
            ("đăng xuất", "portal-login"),
        ],
    );
}

#[test]
fn accents_may_be_missing_and_tone_marks_stand_in_either_place() {
    finds(
        "vi",
        &[
            ("mat khau", "password-otp"),
            ("nop ho so", "file-dossier"),
            ("bao hiem y te", "health-insurance"),
            ("so suc khoe", "health-record"),
            ("sổ sức khoẻ", "health-record"),
            ("lua dao", "fake-officials"),
            ("go dau", "typing-vietnamese"),
            ("MUA BAN", "shop-safely"),
        ],
    );
}

#[test]
fn typing_errors_are_forgiven() {
    finds(
        "vi",
        &[
            ("mta khau", "password-otp"),
            ("matkhau", "password-otp"),
            ("matkhua", "password-otp"),
            ("nop hoso", "file-dossier"),
            ("bao heim y te", "health-insurance"),
            ("baohiem", "health-insurance"),
            ("venid", "vneid-levels"),
            ("vnied muc 2", "vneid-levels"),
            ("dinh dnah", "vneid-levels"),
            ("tra cuu hoso", "follow-dossier"),
            ("phan nah kien nghi", "send-feedback"),
            ("deepfaek", "deepfake-calls"),
            ("vsid", "health-insurance"),
            ("quet am qr", "pay-online"),
        ],
    );
}

#[test]
fn english_needs_find_their_lesson() {
    finds(
        "en",
        &[
            ("password", "password-otp"),
            ("passwrod", "password-otp"),
            ("file an application", "file-dossier"),
            ("health insurance", "health-insurance"),
            ("heatlh insurance", "health-insurance"),
            ("bigger letters", "phone-basics"),
            ("scam call", "deepfake-calls"),
            ("fake police", "fake-officials"),
            ("sell online", "shop-safely"),
            ("scan qr", "pay-online"),
        ],
    );
}

#[test]
fn every_need_leads_to_the_lesson_that_search_finds_for_it() {
    let catalogue = catalogue("vi");
    let index = Index::of_lessons(&catalogue);
    for need in &catalogue.needs {
        let found = index.find(&format!("tôi muốn {}", need.words));
        let first = found.first().map(|at| catalogue.lessons[*at].id.as_str());
        assert_eq!(first, Some(need.lesson.as_str()), "{}", need.words);
    }
}

#[test]
fn a_procedure_is_found_by_the_name_that_people_use_and_by_nothing_else() {
    let catalogue = catalogue("vi");
    let index = Index::of_procedures(&catalogue);
    for (query, expected) in [
        ("khai sinh", "birth"),
        ("khai sihn", "birth"),
        ("giay khai sinh", "birth"),
        ("ket hon", "marriage"),
        ("giấy độc thân", "single"),
        ("sao y", "copy"),
        ("cong chung", "copy"),
        ("so do", "land"),
        ("tam tru", "temporary"),
        ("nhập hộ khẩu", "permanent"),
        ("ho ngheo", "poor"),
        ("mai tang", "funeral"),
        ("giay phep xay dung", "building"),
        ("hộ kinh doanh", "business"),
    ] {
        let found = index.find(query);
        let first = found.first().map(|at| catalogue.procedures[*at].id.as_str());
        assert_eq!(first, Some(expected), "{query}");
    }
    for query in ["mật khẩu", "mã QR", "cuộc gọi lạ", "gõ chữ có dấu"] {
        let found: Vec<&str> =
            index.find(query).into_iter().map(|at| catalogue.procedures[at].id.as_str()).collect();
        assert!(found.is_empty(), "{query}: {found:?}");
    }
}

/// What people ask for at a commune, and what comes first: a procedure, a lesson (`bài:`), or nothing. Procedures stand above
/// lessons on the page.
const ASKED: [(&str, &str); 54] = [
    ("khai sinh", "birth"),
    ("làm giấy khai sinh cho con", "birth"),
    ("nhập khẩu cho con", "linked-birth"),
    ("mất giấy khai sinh", "extract"),
    ("sửa ngày sinh", "correct"),
    ("kết hôn", "marriage"),
    ("giấy độc thân", "single"),
    ("khai tử", "death"),
    ("mai táng phí", "funeral"),
    ("xóa khẩu", "linked-death"),
    ("nhận con nuôi", "adoption"),
    ("sao y bản chính", "copy"),
    ("chứng thực hợp đồng", "contract"),
    ("giấy ủy quyền", "contract"),
    ("xác nhận chữ ký", "signature"),
    ("xác nhận cư trú", "residence-info"),
    ("đăng ký tạm trú", "temporary"),
    ("tách hộ", "split"),
    ("nhập hộ khẩu", "permanent"),
    ("căn cước công dân", "id-card"),
    ("làm VNeID", "vneid"),
    ("hộ chiếu", "passport"),
    ("sổ đỏ", "land"),
    ("tách thửa", "split-land"),
    ("chuyển mục đích sử dụng đất", "land-use"),
    ("xin phép xây nhà", "building"),
    ("mở cửa hàng", "business"),
    ("thuế", "tax"),
    ("hưu trí", "pension"),
    ("trợ cấp người già", "pension"),
    ("lương hưu", "retirement"),
    ("người có công", "merit"),
    ("thương binh", "merit"),
    ("giấy khuyết tật", "disability"),
    ("hộ nghèo", "poor"),
    ("thẻ BHYT", "insurance"),
    ("mất thẻ bảo hiểm y tế", "insurance"),
    ("bảo hiểm thất nghiệp", "unemployed"),
    ("miễn giảm học phí", "tuition"),
    ("tố cáo", "complaint"),
    ("lý lịch tư pháp", "record"),
    ("bằng lái xe", "licence"),
    ("đăng ký xe máy", "vehicle"),
    ("gửi phản ánh", "bài:send-feedback"),
    ("xem hồ sơ tới đâu", "bài:follow-dossier"),
    ("nộp hồ sơ qua mạng", "bài:file-dossier"),
    ("trả phí qua mạng", "bài:pay-online"),
    ("quên mật khẩu", "bài:password-otp"),
    ("cuộc gọi lừa đảo", "bài:deepfake-calls"),
    ("AI", ""),
    ("chữ ký số", ""),
    ("ly hôn", ""),
    ("vay vốn ngân hàng chính sách", ""),
    ("nghĩa vụ quân sự", ""),
];

#[test]
fn what_people_ask_at_a_commune_is_found_or_said_to_be_missing() {
    let catalogue = catalogue("vi");
    let finder = Finder::new(&catalogue);
    let answer = |query: &str| {
        let found = finder.find(query);
        let procedure = found.procedures.first().map(|at| catalogue.procedures[*at].id.clone());
        let lesson = || found.lessons.first().map(|at| format!("bài:{}", catalogue.lessons[*at].id));
        procedure.or_else(lesson).unwrap_or_default()
    };
    let wrong: Vec<String> = ASKED
        .iter()
        .filter(|(query, expected)| answer(query) != *expected)
        .map(|(query, expected)| format!("{query}: “{}” instead of “{expected}”", answer(query)))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    // The same without accents, as many people type. “Thue” could be anything.
    let plain = |query: &str| folded(query).join(" ");
    let wrong: Vec<&str> = ASKED
        .iter()
        .map(|(query, _)| *query)
        .filter(|query| answer(&plain(query)) != answer(query))
        .collect();
    assert!(wrong.is_empty(), "without accents: {wrong:#?}");
}

#[test]
fn what_is_not_here_is_not_announced_as_found() {
    let catalogue = catalogue("vi");
    let index = Index::of_lessons(&catalogue);
    let irrelevant: Vec<String> = ASKED
        .iter()
        .filter(|(_, expected)| {
            expected.is_empty() || ["tax", "licence", "record", "passport", "split-land"].contains(expected)
        })
        .flat_map(|(query, _)| {
            let found = index.find(query).into_iter().map(|at| catalogue.lessons[at].id.clone());
            found.map(|lesson| format!("{query}: {lesson}")).collect::<Vec<_>>()
        })
        .collect();
    assert!(irrelevant.is_empty(), "{irrelevant:#?}");
}

#[test]
fn lessons_and_catalogue_are_light() {
    for packs in packs() {
        assert!(packs.lessons.len() >= 16, "{} has {} lessons", packs.lang, packs.lessons.len());
        assert!(packs.catalogue.len() <= LARGEST_CATALOGUE, "{} {}", packs.lang, packs.catalogue.len());
        for lesson in &packs.lessons {
            assert!(lesson.bytes.len() <= LARGEST_LESSON, "{} {}", lesson.id, lesson.bytes.len());
        }
    }
}

#[test]
fn every_lesson_has_two_to_six_pictures_and_at_least_two_questions() {
    for packed in packs().iter().flat_map(|packs| &packs.lessons) {
        let pack = LessonPack::decode(&packed.bytes).unwrap();
        let questions = pack.text.blocks.iter().filter(|block| matches!(block, Block::Question(_))).count();
        assert!((2..=6).contains(&pack.pictures.len()), "{}: {} pictures", packed.id, pack.pictures.len());
        assert!(questions >= 2, "{}: {questions} questions", packed.id);
        assert!(!pack.lesson.needs_review("2026-11-22"), "{}", packed.id);
    }
}

#[test]
fn every_practice_can_be_done_right_to_its_end() {
    let mut seen = BTreeSet::new();
    for packed in packs().iter().flat_map(|packs| &packs.lessons) {
        let pack = LessonPack::decode(&packed.bytes).unwrap();
        for practice in &pack.practices {
            seen.insert(practice.id.clone());
            let mut run = Rehearsal::new(practice);
            while let Some(screen) = run.screen() {
                for (at, task) in practice.screens[screen].tasks.iter().enumerate() {
                    let verdict = match &task.way {
                        Way::Choose { right, .. } => run.choose(practice, at, *right).unwrap(),
                        Way::Type { text, .. } => run.type_in(practice, at, text).unwrap(),
                    };
                    assert!(verdict.right && !verdict.because.is_empty(), "{} {}", practice.id, task.id);
                }
                run.next(practice).unwrap();
            }
            let marks = run.marks();
            assert_eq!(marks.right, marks.asked, "{}", practice.id);
        }
    }
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), ["filing", "inbox", "otp-call", "qr-payment"]);
}

#[test]
fn filing_is_practised_in_six_steps() {
    for packs in packs() {
        let packed = packs.lessons.iter().find(|lesson| lesson.id == "file-dossier").unwrap();
        let pack = LessonPack::decode(&packed.bytes).unwrap();
        assert_eq!(pack.practice("filing").unwrap().screens.len(), 6);
    }
}

#[test]
fn a_lesson_names_only_sources_of_which_it_is_said_what_was_read() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content/lessons/SOURCE.md");
    let said = std::fs::read_to_string(path).unwrap();
    let (_, read) = said.split_once("**What was read.**").unwrap();
    let (read, unread) = read.split_once("**What was not read**").unwrap();
    assert!(unread.contains("Nghị định 118/2025/NĐ-CP"));
    for packed in packs().iter().flat_map(|packs| &packs.lessons) {
        let lesson = LessonPack::decode(&packed.bytes).unwrap().lesson;
        for source in lesson.sources.iter().filter(|source| source.name != "own") {
            let told = read.lines().any(|line| line.starts_with(&format!("- {}", source.name)));
            assert!(told, "{}: {}", packed.id, source.name);
        }
    }
}

#[test]
fn english_lessons_say_application_and_what_one_can_do_after_the_lesson() {
    let packs = packs();
    let packs = packs.iter().find(|packs| packs.lang == "en").unwrap();
    // Words of pictures and practices too: everything that is packed, and the catalogue.
    let whole = packs.lessons.iter().map(|lesson| (lesson.id.as_str(), &lesson.bytes));
    for (id, bytes) in whole.chain([("catalogue", &packs.catalogue)]) {
        // Ids of lessons keep their names.
        let words = String::from_utf8_lossy(bytes).replace("-dossier", "").to_lowercase();
        assert!(!words.contains("dossier"), "{id} says dossier");
        assert!(!words.contains("afterwards you"), "{id} begins with afterwards");
    }
    for card in &Catalogue::decode(&packs.catalogue).unwrap().lessons {
        let begins = card.summary.starts_with("After this lesson you ");
        assert!(begins || card.audience == ["volunteer"], "{}: {}", card.id, card.summary);
    }
}

#[test]
fn the_right_answer_has_no_favourite_place() {
    let mut places = [0; 4];
    for packed in packs().iter().filter(|packs| packs.lang == "vi").flat_map(|packs| &packs.lessons) {
        let pack = LessonPack::decode(&packed.bytes).unwrap();
        pack.lesson.checks.iter().for_each(|check| places[check.right] += 1);
    }
    let all: i32 = places.iter().sum();
    assert!(places.iter().all(|place| 100 * place <= 65 * all), "{places:?} of {all}");
}
