//! A small instrument and its words, for tests.
#![allow(clippy::unwrap_used, reason = "helpers of tests may fail as tests do")]

use lang_nghe_instrument::{
    Factor, Formula, Instrument, InstrumentText, Item, ItemText, MissingRule, OptionKind, ResponseOption,
    Scale, Source, Status,
};
use lang_nghe_record::{Day, Mode, Record, RecordId};

use crate::{Names, Words};

fn option(id: &str, kind: OptionKind) -> ResponseOption {
    ResponseOption { id: id.into(), kind }
}

/// Two factors of two items each, and a question without points.
pub(crate) fn instrument() -> Instrument {
    let mut levels: Vec<_> = (1..=5)
        .map(|points| option(&points.to_string(), OptionKind::Scored { points, satisfied: points >= 4 }))
        .collect();
    levels.push(option("na", OptionKind::NotApplicable));
    let money = vec![
        option("no", OptionKind::Unscored),
        option("yes", OptionKind::Unscored),
        option("na", OptionKind::NotApplicable),
    ];
    let item = |id: &str, scale, factor| Item { id: id.into(), scale, factor, ..Item::default() };
    Instrument {
        id: "sample".into(),
        version: "2026.1".into(),
        status: Status::Current,
        source: Source { number: "own".into(), date: "2026-11-01".into(), replaced_by: None },
        valid_from: "2026-11-01".into(),
        valid_to: None,
        scales: vec![
            Scale { id: "satisfaction-5".into(), options: levels },
            Scale { id: "yes-no".into(), options: money },
        ],
        factors: ["access", "staff"].map(|id| Factor { id: id.into(), part: None }).into(),
        items: vec![
            item("access-1", 0, Some(0)),
            item("access-2", 0, Some(0)),
            item("staff-1", 0, Some(1)),
            item("staff-2", 0, Some(1)),
            item("money-1", 1, None),
        ],
        missing: MissingRule { numerator: 1, denominator: 2 },
        formulas: vec![Formula::TopBox, Formula::MeanOfMax, Formula::Rescaled],
        ..Instrument::default()
    }
}

/// Its words; a name that would break markup is among them.
pub(crate) fn text() -> InstrumentText {
    let item = |short: &str| ItemText { plain: short.into(), formal: None, short: short.into(), unit: None };
    let words = |list: &[&str]| list.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    InstrumentText {
        title: "Phục vụ tại xã".into(),
        items: vec![
            item("Biển chỉ dẫn"),
            item("Ghế chờ, bàn viết"),
            item("Lịch sự, tôn trọng"),
            item("Hướng dẫn dễ hiểu, đủ trong một lần"),
            item("Tốn thêm tiền"),
        ],
        factors: words(&["Tiếp cận <dịch vụ>", "Người tiếp nhận và giải quyết công việc của ông/bà"]),
        options: vec![
            words(&[
                "Rất không hài lòng",
                "Không hài lòng",
                "Bình thường",
                "Hài lòng",
                "Rất hài lòng",
                "Không biết",
            ]),
            words(&["Không", "Có", "Không biết"]),
        ],
        ..InstrumentText::default()
    }
}

/// A record with these answers.
pub(crate) fn record(
    point: Option<&str>,
    procedure: Option<&str>,
    mode: Mode,
    answers: &[(&str, &str)],
) -> Record {
    let pair = |(item, option): &(&str, &str)| ((*item).to_owned(), (*option).to_owned());
    Record {
        id: RecordId::from_random([7; 16]),
        campaign: "demo".into(),
        instrument: "sample".into(),
        version: "2026.1".into(),
        profile: "1".into(),
        day: Day::new(2026, 11, 21).unwrap(),
        mode,
        lang: "vi".into(),
        point: point.map(str::to_owned),
        answers: answers.iter().map(pair).collect(),
        about: procedure.map(|code| ("procedure".to_owned(), code.to_owned())).into_iter().collect(),
        comment: None,
        blocks: Vec::new(),
        flags: None,
        app: "0.1.0".into(),
    }
}

/// Names of points and procedures.
pub(crate) fn names() -> Names {
    let map =
        |pairs: &[(&str, &str)]| pairs.iter().map(|(code, name)| ((*code).into(), (*name).into())).collect();
    Names {
        points: map(&[("một-cửa", "Bộ phận Một cửa"), ("nhà-văn-hóa", "Nhà văn hóa thôn")]),
        procedures: map(&[("land", "Đất đai")]),
    }
}

/// The Vietnamese words of `content/ui`.
pub(crate) fn words() -> Words {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../content/ui/vi.toml");
    let file: toml::Table = toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    file["report"].clone().try_into().unwrap()
}
