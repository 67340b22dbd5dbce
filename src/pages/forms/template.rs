//! A table without forms, and the words that one may use.

use lang_nghe_instrument::{Item, Kind, Pack};
use lang_nghe_own_forms::Column;
use lang_nghe_record::Mode;
use lang_nghe_sheet::write;
use leptos::prelude::*;

use super::Room;
use crate::pages::numbers::separator;
use crate::platform::hand_over::{self, HandedOver};
use crate::text::Text;

/// A column's name, and what stands in it.
pub(super) fn names(column: Column) -> (Text, Text) {
    match column {
        Column::Instrument => (Text::OwnFormsColumnInstrument, Text::OwnFormsAboutInstrument),
        Column::Version => (Text::OwnFormsColumnVersion, Text::OwnFormsAboutVersion),
        Column::Point => (Text::OwnFormsColumnPoint, Text::OwnFormsAboutPoint),
        Column::Mode => (Text::OwnFormsColumnMode, Text::OwnFormsAboutMode),
        Column::Day => (Text::OwnFormsColumnDay, Text::OwnFormsAboutDay),
        Column::Weight => (Text::OwnFormsColumnWeight, Text::OwnFormsAboutWeight),
        Column::Stratum => (Text::OwnFormsColumnStratum, Text::OwnFormsAboutStratum),
        Column::Cluster => (Text::OwnFormsColumnCluster, Text::OwnFormsAboutCluster),
        Column::Group => (Text::OwnFormsColumnGroup, Text::OwnFormsAboutGroup),
    }
}

/// A mode's name.
pub(super) fn mode_name(mode: Mode) -> Text {
    match mode {
        Mode::SelfCompleted => Text::ReportModeSelf,
        Mode::Assisted => Text::ReportModeAssisted,
        Mode::Paper => Text::ReportModePaper,
        Mode::Unstated => Text::ReportUnstated,
    }
}

/// What may stand in a cell of this item: ids with their names.
pub(super) fn options(pack: &Pack, item: &Item) -> String {
    let scale = pack.instrument.scale_of(item);
    let named = pack.text.options.get(item.scale).into_iter().flatten();
    let options =
        scale.options.iter().zip(named).map(|(option, name)| [&option.id, " (", name, ")"].concat());
    let mut all: Vec<String> = options.collect();
    match item.kind {
        Kind::Number { least, most, .. } => all.insert(0, format!("{least}–{most}")),
        Kind::Words { .. } => all.clear(),
        Kind::One | Kind::Several { .. } => {}
    }
    all.join(", ")
}

/// The head of a table for this instrument.
fn empty(pack: &Pack, separator: lang_nghe_sheet::Separator) -> String {
    let columns = Column::ALL.into_iter().map(|column| column.id().to_owned());
    let items = pack.instrument.items.iter().map(|item| item.id.clone());
    let head: Vec<String> = columns.chain(items).collect();
    write([head], separator)
}

/// Hands it out.
pub(super) async fn give(room: Room, pack: &'static Pack) {
    let tongue = room.tongue;
    let name = [tongue.say(Text::OwnFormsTemplateName), "-", &pack.instrument.id].concat();
    let key = match hand_over::csv(&name, &empty(pack, separator(tongue))).await {
        HandedOver::Shared => Text::TableFileShared,
        HandedOver::Saved => Text::TableFileSaved,
        HandedOver::Cancelled => return,
    };
    room.said.set(tongue.fill(key, &[("name", &[&name, ".csv"].concat())]));
}
