//! Scores of the open index from a table, and to one.

use lang_nghe_published::{Quarter, SCORE_COLUMNS, Score, Written, export_scores, import_scores};
use leptos::prelude::*;

use super::super::keep::NotKept;
use super::super::sheet::{self, Labels};
use super::Room;
use super::content::{Forms, name_of};
use super::entry::group_name;
use super::form::GROUPS;
use crate::pages::around::Tongue;
use crate::pages::numbers::separator;
use crate::text::{Text, of_tools};

const LABELS: Labels =
    Labels { title: Text::PublishedTable, about: Text::PublishedTableText, keep: Text::Index766TableKeep };

/// The section.
pub(super) fn section(room: Room) -> impl IntoView {
    let tongue = room.tongue;
    let read = move |text: &str| read(room, text);
    let keep = move |scores: Vec<Score>| async move {
        let n = tongue.number(scores.len());
        room.put(scores).await?;
        Ok::<_, NotKept>(tongue.fill(Text::Index766TableKept, &[("n", &n)]))
    };
    let out = move |scores: &[Score]| {
        let columns = columns(tongue, room.forms_untracked());
        let columns: Vec<Written<'_>> =
            columns.iter().map(|(id, name)| (id.as_str(), name.as_str())).collect();
        let groups = GROUPS.map(|(quarter, _)| tongue.say(group_name(quarter)).to_owned());
        export_scores(scores, &columns, &groups, separator(tongue))
    };
    let template = move || Some(out(&[]));
    let all = move || room.scores.with_untracked(|scores| (!scores.is_empty()).then(|| out(scores)));
    sheet::section(
        tongue,
        LABELS,
        (read, keep),
        vec![
            (Text::Index766Export, Text::PublishedExportName, Box::new(all)),
            (Text::TableTemplate, Text::PublishedTemplateName, Box::new(template)),
        ],
    )
}

/// Scores and faults of a table, which may name its columns in either language.
fn read(room: Room, text: &str) -> (Vec<Score>, Vec<String>) {
    let (tongue, forms) = (room.tongue, room.forms_untracked());
    let known: Vec<_> =
        ["vi", "en"].iter().flat_map(|lang| columns(Tongue::new(lang, of_tools), forms)).collect();
    let written: Vec<Written<'_>> = known.iter().map(|(id, name)| (id.as_str(), name.as_str())).collect();
    let groups: Vec<(Quarter, &str)> = GROUPS
        .into_iter()
        .flat_map(|(quarter, id)| {
            let names = ["vi", "en"].map(|lang| of_tools(lang, group_name(quarter)));
            names.into_iter().chain([id]).map(move |name| (quarter, name))
        })
        .collect();
    let table = import_scores(&forms.things, &written, &groups, text);
    let column = |id: &str| {
        let named = columns(tongue, forms).into_iter().find(|(known, _)| known == id);
        named.map_or_else(|| id.to_owned(), |(_, name)| name)
    };
    let newest = forms.of_year(None, tongue.lang);
    let figures = |problem: &_| newest.map(|form| room.problem(problem, form)).unwrap_or_default();
    let faults = table.faults.iter().map(|fault| sheet::fault(tongue, fault, column, figures));
    (table.rows, faults.collect())
}

/// Columns by stable name and by name in a language: the score's own, then dimensions with their parts
/// as the newest form has them. Earlier forms have no others.
fn columns(tongue: Tongue, forms: &Forms) -> Vec<(String, String)> {
    let own = [
        Text::PublishedUnit,
        Text::PublishedColumnYear,
        Text::PublishedColumnTotal,
        Text::PublishedColumnChange,
        Text::PublishedColumnRank,
        Text::PublishedColumnGroup,
        Text::PublishedColumnSource,
    ];
    let own = SCORE_COLUMNS.into_iter().zip(own).map(|(id, key)| (id.to_owned(), tongue.say(key).to_owned()));
    let form = forms.of_year(None, tongue.lang);
    let names = form.into_iter().flat_map(|(form, texts)| {
        let ids = form
            .dimensions
            .iter()
            .flat_map(|one| [&one.id].into_iter().chain(one.parts.iter().map(|part| &part.id)));
        ids.filter_map(|id| Some((id.clone(), name_of(form, texts, id)?.to_owned())))
    });
    own.chain(names).collect()
}

#[cfg(test)]
mod tests {
    use super::super::content::{Index, content};
    use super::*;

    #[test]
    fn no_two_columns_have_one_name_and_the_newest_form_has_them_all() {
        for index in [Index::Papi, Index::Par] {
            let forms = content().unwrap().forms(index);
            for lang in ["vi", "en"] {
                let columns = columns(Tongue::new(lang, of_tools), forms);
                let mut names: Vec<_> = columns.iter().map(|(_, name)| name.to_lowercase()).collect();
                names.sort();
                let all = names.len();
                names.dedup();
                assert_eq!(names.len(), all, "{index:?} in {lang}");
                let parts = forms.things.iter().flat_map(|form| &form.dimensions).flat_map(|one| &one.parts);
                for part in parts {
                    assert!(columns.iter().any(|(id, _)| *id == part.id), "{}", part.id);
                }
            }
        }
    }
}
