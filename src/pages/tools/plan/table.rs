//! The plan as a table, and actions from one.

use lang_nghe_published::{Action, PLAN_COLUMNS, PlanWords, Written, import_plan};
use leptos::prelude::*;

use super::super::keep::NotKept;
use super::super::sheet::{self, Labels};
use super::Room;
use super::actions::today;
use crate::pages::around::Tongue;
use crate::pages::numbers::separator;
use crate::text::{Text, of_tools};

const LABELS: Labels = Labels { title: Text::PlanTable, about: Text::PlanTableText, keep: Text::PlanAddRows };

/// The section.
pub(super) fn section(room: Room) -> impl IntoView {
    let tongue = room.tongue;
    let read = move |text: &str| read(tongue, text);
    let keep = move |actions: Vec<Action>| async move {
        let mut added = 0;
        room.change(|plan| added = plan.add(actions)).await?;
        Ok::<_, NotKept>(tongue.fill(Text::PlanAddedRows, &[("n", &added.to_string())]))
    };
    let all = move || {
        let today = today()?;
        let plan = room.plan.get_untracked();
        (!plan.actions.is_empty()).then(|| plan.export(&words(tongue), today, separator(tongue)))
    };
    sheet::section(
        tongue,
        LABELS,
        (read, keep),
        vec![(Text::PlanExport, Text::PlanExportName, Box::new(all))],
    )
}

/// Actions and faults of a table, which may name its columns in either language.
fn read(tongue: Tongue, text: &str) -> (Vec<Action>, Vec<String>) {
    let known = ["vi", "en"].map(|lang| words(Tongue::new(lang, of_tools)).columns);
    let written: Vec<Written<'_>> = known
        .iter()
        .flat_map(|columns| PLAN_COLUMNS.into_iter().zip(columns.iter().map(String::as_str)))
        .collect();
    let table = import_plan(&written, text);
    let column = |id: &str| {
        let at = PLAN_COLUMNS.iter().position(|column| *column == id);
        at.map_or_else(|| id.to_owned(), |at| words(tongue).columns[at].clone())
    };
    let faults = table.faults.iter().map(|fault| sheet::fault(tongue, fault, column, |_| String::new()));
    (table.rows, faults.collect())
}

/// The words of an exported plan.
fn words(tongue: Tongue) -> PlanWords {
    let say = |key: Text| tongue.say(key).to_owned();
    PlanWords {
        columns: [
            Text::PlanWeak,
            Text::PlanSeenIn,
            Text::PlanAction,
            Text::PlanWho,
            Text::PlanBy,
            Text::PlanDone,
            Text::PlanState,
        ]
        .map(say),
        states: [Text::PlanStateDone, Text::PlanStateLate, Text::PlanStateOpen].map(say),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_saved_in_one_language_is_read_in_the_other() {
        let csv = "What is weak,What is done,By when\nSigns,New signs,2026-12-31\n,x,\n";
        let (actions, faults) = read(Tongue::new("vi", of_tools), csv);
        assert_eq!(actions.len(), 1);
        assert_eq!(faults, ["Dòng 3, cột “Phần còn yếu”: còn trống."]);
    }
}
