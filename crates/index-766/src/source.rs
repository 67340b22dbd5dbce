//! Reading `content/indexes/<id>/<version>/`: `index.toml`, `text.<language>.toml`, `SOURCE.md`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use lang_nghe_instrument::source::{Faults, Inspector, LANGUAGES, read_toml};
use lang_nghe_sheet::Decimal;
use serde::Deserialize;

use crate::texts::COLUMNS;
use crate::{Band, Certainty, Component, Good, Group, IfNone, Index, Limit, Next, Texts};

mod text;

use text::TextWritten;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct IndexWritten {
    id: String,
    version: String,
    checked: String,
    group: Vec<GroupWritten>,
    component: Vec<ComponentWritten>,
    limit: Vec<LimitWritten>,
    band: Vec<BandWritten>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct GroupWritten {
    id: String,
    points: u32,
    certainty: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct ComponentWritten {
    id: String,
    group: String,
    points: u32,
    good: String,
    without: Vec<String>,
    of: String,
    full_at: String,
    if_none: String,
    next: String,
    certainty: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct LimitWritten {
    parts: Vec<String>,
    whole: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct BandWritten {
    id: String,
    from: String,
    certainty: String,
}

/// Reads an index and its words from a version's folder.
///
/// # Errors
/// Everything that is wrong with the files.
pub fn read_index(folder: &Path) -> Result<(Index, BTreeMap<String, Texts>), Faults> {
    let mut faults = Faults::default();
    let path = folder.join("index.toml");
    let written: Option<IndexWritten> = read_toml(&path, &mut faults);
    let index = written.map(|written| written.meant(&mut Inspector::new(&path, &mut faults)));
    if !folder.join("SOURCE.md").is_file() {
        Inspector::new(&folder.join("SOURCE.md"), &mut faults).say("is missing; add it");
    }
    let mut texts = BTreeMap::new();
    for lang in LANGUAGES {
        let path = folder.join(format!("text.{lang}.toml"));
        let written: Option<TextWritten> = read_toml(&path, &mut faults);
        if let (Some(written), Some(index)) = (written, &index) {
            texts.insert(lang.to_owned(), written.meant(index, &mut Inspector::new(&path, &mut faults)));
        }
    }
    faults.finish(index.map(|index| (index, texts)))
}

impl IndexWritten {
    fn meant(self, inspector: &mut Inspector<'_>) -> Index {
        inspector.id("the index", &self.id);
        inspector.day("`checked`", &self.checked);
        let ids = || {
            let groups = self.group.iter().map(|group| group.id.as_str());
            groups.chain(self.component.iter().map(|component| component.id.as_str()))
        };
        let counts = self.counts();
        for id in ids().chain(counts.iter().map(String::as_str)) {
            inspector.id("a group, a component or a count", id);
        }
        inspector.unique("name", ids().chain(counts.iter().map(String::as_str)).chain(COLUMNS));
        inspector.unique("band", self.band.iter().map(|band| band.id.as_str()));
        let position = |name: &str| counts.iter().position(|count| count == name).unwrap_or_default();
        let groups: Vec<Group> = self
            .group
            .iter()
            .map(|group| Group {
                id: group.id.clone(),
                points: group.points,
                certainty: certainty(&group.id, &group.certainty, inspector),
            })
            .collect();
        let components: Vec<Component> =
            self.component.iter().map(|one| one.meant(&groups, position, inspector)).collect();
        for (at, group) in groups.iter().enumerate() {
            let sum: u32 = components.iter().filter(|one| one.group == at).map(|one| one.points).sum();
            if sum != group.points || !(1..=100).contains(&sum) {
                inspector.say(format_args!(
                    "the components of `{}` have {sum} points together, the group has {}; make them the same, from 1 to 100",
                    group.id, group.points
                ));
            }
        }
        let limits = self.limit.iter().map(|limit| Limit {
            parts: limit.parts.iter().map(|part| position(part)).collect(),
            whole: position(&limit.whole),
        });
        let limits = limits.collect();
        let bands = bands(&self.band, inspector);
        Index {
            id: self.id,
            version: self.version,
            checked: self.checked,
            groups,
            components,
            counts,
            limits,
            bands,
        }
    }

    /// Names of counts in the order in which components first use them.
    fn counts(&self) -> Vec<String> {
        let mut seen = BTreeSet::new();
        let used = self.component.iter().flat_map(|one| [&one.of, &one.good].into_iter().chain(&one.without));
        let limited = self.limit.iter().flat_map(|limit| limit.parts.iter().chain([&limit.whole]));
        let all = used.chain(limited).filter(|name| !name.is_empty());
        all.filter(|name| seen.insert((*name).clone())).cloned().collect()
    }
}

impl ComponentWritten {
    fn meant(
        &self,
        groups: &[Group],
        position: impl Fn(&str) -> usize,
        inspector: &mut Inspector<'_>,
    ) -> Component {
        let id = &self.id;
        let group = groups.iter().position(|group| group.id == self.group);
        if group.is_none() {
            inspector.say(format_args!("`{id}` belongs to `{}`, which is no group; correct it", self.group));
        }
        if self.of.is_empty() || self.good.is_empty() == self.without.is_empty() {
            inspector.say(format_args!("`{id}` needs `of`, and either `good` or `without`; write them"));
        }
        let one = Decimal::whole(1);
        let full_at = if self.full_at.is_empty() { Ok(one) } else { Decimal::parse(&self.full_at) };
        let full_at =
            full_at.ok().filter(|share| *share > Decimal::ZERO && *share <= one).unwrap_or_else(|| {
                inspector.say(format_args!(
                    "`full_at` of `{id}` is `{}`; write a share up to 1, such as \"0.80\"",
                    self.full_at
                ));
                one
            });
        let if_none = match self.if_none.as_str() {
            "" | "unknown" => IfNone::Unknown,
            "zero" => IfNone::Zero,
            "full" => IfNone::Full,
            other => {
                inspector.say(format_args!(
                    "`if_none` of `{id}` is `{other}`; write \"unknown\", \"zero\" or \"full\""
                ));
                IfNone::Unknown
            }
        };
        let next = match self.next.as_str() {
            "new" => Next::New,
            "repair" => Next::Repair,
            other => {
                inspector.say(format_args!("`next` of `{id}` is `{other}`; write \"new\" or \"repair\""));
                Next::New
            }
        };
        let good = if self.without.is_empty() {
            Good::Count(position(&self.good))
        } else {
            Good::AllBut(self.without.iter().map(|name| position(name)).collect())
        };
        Component {
            id: id.clone(),
            group: group.unwrap_or_default(),
            points: self.points,
            good,
            of: position(&self.of),
            full_at,
            if_none,
            next,
            certainty: certainty(id, &self.certainty, inspector),
        }
    }
}

fn bands(written: &[BandWritten], inspector: &mut Inspector<'_>) -> Vec<Band> {
    let mut bands: Vec<Band> = Vec::new();
    for band in written {
        let from = Decimal::parse(&band.from).unwrap_or_else(|_| {
            inspector.say(format_args!(
                "`from` of the band `{}` is `{}`; write a number of points",
                band.id, band.from
            ));
            Decimal::ZERO
        });
        if bands.last().is_some_and(|above| above.from <= from) {
            inspector.say(format_args!(
                "the band `{}` is not below the one before it; put the highest first",
                band.id
            ));
        }
        bands.push(Band {
            id: band.id.clone(),
            from,
            certainty: certainty(&band.id, &band.certainty, inspector),
        });
    }
    if bands.last().is_none_or(|lowest| lowest.from != Decimal::ZERO) {
        inspector.say("the lowest band does not begin at 0; let it");
    }
    bands
}

fn certainty(id: &str, written: &str, inspector: &mut Inspector<'_>) -> Certainty {
    match written {
        "found" => Certainty::Found,
        "reproduced" => Certainty::Reproduced,
        "unconfirmed" => Certainty::Unconfirmed,
        other => {
            inspector.say(format_args!(
                "`certainty` of `{id}` is `{other}`; write \"found\", \"reproduced\" or \"unconfirmed\""
            ));
            Certainty::Unconfirmed
        }
    }
}
