//! One of everything, for tests.

use lang_nghe_instrument::Status;

use crate::{
    Answer, Block, Card, Catalogue, Check, Choice, Drawing, Fact, Kind, Lesson, LessonPack, LessonSource,
    LessonText, Named, Need, Picture, Practice, Procedure, Question, Run, Screen, Step, Task, Way, Words,
};

fn text(text: &str) -> String {
    text.to_owned()
}

fn words(plain: &str, strong: &str) -> Words {
    Words(vec![Run { strong: false, text: text(plain) }, Run { strong: true, text: text(strong) }])
}

pub(crate) fn practice() -> Practice {
    let choice = |id: &str, because: &str| Choice { id: text(id), words: text(id), because: text(because) };
    let choose = |right| Way::Choose {
        options: vec![choice("tell", "Tiền mất."), choice("hang-up", "Đúng.")],
        right,
    };
    let screen = |id: &str, tasks| Screen {
        id: text(id),
        title: text("Số lạ"),
        lines: vec![text("Đọc mã cho tôi.")],
        facts: vec![Fact { label: text("Số tiền"), value: text("20.000 đ") }],
        tasks,
    };
    let task = |id: &str, way| Task { id: text(id), ask: text("Làm gì?"), way };
    let typed =
        Way::Type { text: text("Trần Thị Mẫu"), right: text("Đúng."), wrong: text("Xem lại.") };
    Practice {
        id: text("call"),
        kind: Kind::Message,
        title: text("Cuộc gọi lạ"),
        lead: text("Tập thôi."),
        screens: vec![
            screen("one", vec![task("answer", choose(1)), task("name", typed)]),
            screen("two", vec![task("again", choose(0))]),
        ],
    }
}

pub(crate) fn pack() -> LessonPack {
    let picture = || Picture { id: text("phone"), alt: text("Điện thoại") };
    let answer = |words: &str| Answer { words: text(words), because: text("Vì thế.") };
    LessonPack {
        lang: text("vi"),
        lesson: Lesson {
            id: text("otp"),
            edition: text("2026.1"),
            status: Status::Current,
            order: 300,
            minutes: 10,
            audience: vec![text("everyone")],
            skills: vec![text("safety")],
            sources: vec![
                LessonSource { name: text("own"), date: Some(text("2026-11-22")) },
                LessonSource { name: text("page"), date: None },
            ],
            checked: text("2026-11-22"),
            review_by: text("2027-05-22"),
            checks: vec![Check { id: text("who"), options: vec![text("staff"), text("me")], right: 1 }],
        },
        text: LessonText {
            title: text("Mã OTP"),
            summary: words("Giữ mã ", "cho mình"),
            keywords: vec![text("mã xác nhận")],
            blocks: vec![
                Block::Heading(words("Mã ", "OTP")),
                Block::Step(Step {
                    number: 1,
                    action: words("Bấm ", "Gửi"),
                    notes: vec![words("Chờ.", "")],
                    picture: Some(picture()),
                }),
                Block::Paragraph(words("a", "b")),
                Block::List(vec![words("a", "b"), Words::default()]),
                Block::Picture(picture()),
                Block::Why(vec![words("a", "b")]),
                Block::Wrong(vec![words("a", "b")]),
                Block::Practice(text("call")),
                Block::Question(Question {
                    check: 0,
                    ask: text("Ai được biết mã này?"),
                    options: vec![answer("Cán bộ"), answer("Chỉ ông/bà")],
                }),
            ],
        },
        pictures: vec![Drawing { id: text("phone"), svg: text("<svg/>") }],
        practices: vec![practice()],
    }
}

pub(crate) fn catalogue() -> Catalogue {
    let named = |id: &str| vec![Named { id: text(id), words: text("Tên") }];
    Catalogue {
        lang: text("vi"),
        lessons: vec![Card {
            id: text("otp"),
            edition: text("2026.1"),
            title: text("Mã OTP"),
            summary: text("Giữ mã cho mình"),
            minutes: 10,
            audience: vec![text("everyone")],
            skills: vec![text("safety")],
            review_by: text("2027-05-22"),
            bytes: 70_000,
            picture: Some(text("<svg/>")),
            keywords: vec![text("mã xác nhận")],
            headings: vec![text("Mã")],
            terms: vec![text("ma")],
        }],
        needs: vec![Need { id: text("pay"), words: text("trả tiền"), lesson: text("otp") }],
        procedures: vec![Procedure {
            id: text("birth"),
            words: text("Khai sinh"),
            also: vec![text("giấy khai sinh")],
            note: text("Hỏi ở xã"),
            lesson: text("otp"),
        }],
        audiences: named("everyone"),
        skills: named("safety"),
    }
}
