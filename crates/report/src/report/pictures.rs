//! A release in pictures other than bars.

use std::collections::BTreeSet;

use lang_nghe_instrument::Formula;
use lang_nghe_scoring::{Figure, score};

use super::Report;
use crate::chart::Bar;
use crate::number;
use crate::panels::{Panel, PanelFigures, Panels};
use crate::partition::Group;
use crate::radar::{FEWEST_AXES, Radar};
use crate::words::fill;

impl Report<'_> {
    /// The groups of questions around a centre, by one formula. `None` when there are fewer than three,
    /// or nothing may be shown yet.
    pub fn radar(&self, position: usize) -> Option<Radar> {
        let words = self.words;
        let formula = *self.instrument.formulas.get(position)?;
        if self.text.factors.len() < FEWEST_AXES || !self.is_out() {
            return None;
        }
        let factors = self.text.factors.iter().zip(&self.scores.factors);
        let axes = factors.map(|(name, scores)| self.bar(name, scores.figures.get(position), formula));
        let title = fill(&words.pictures.radar_title, &[("formula", self.formula_name(formula))]);
        Some(Radar {
            columns: [words.factor.clone(), self.formula_name(formula).to_owned()],
            title,
            intro: words.pictures.radar_intro.clone(),
            axes: axes.collect(),
        })
    }

    /// One small picture per service point, by one formula: every point that has a name, whether or not
    /// it may be shown. `None` when there are fewer than two, or nothing may be shown yet.
    pub fn panels(&self, position: usize) -> Option<Panels> {
        let words = self.words;
        let formula = *self.instrument.formulas.get(position)?;
        let groups = &self.release.points.groups;
        let named = self.names.points.keys().map(|key| Some(key.as_str()));
        let keys: BTreeSet<_> = named.chain(groups.iter().map(|group| group.key.as_deref())).collect();
        if keys.len() < 2 || !self.is_out() || self.scores.factors.is_empty() {
            return None;
        }
        let mut panels: Vec<_> = keys
            .into_iter()
            .map(|key| {
                let group = groups.iter().find(|group| group.key.as_deref() == key);
                self.panel(self.point_name(key), group, (position, formula))
            })
            .collect();
        panels.sort_by(|a, b| a.name.cmp(&b.name));
        Some(Panels {
            title: fill(&words.pictures.panels_title, &[("formula", self.formula_name(formula))]),
            intro: words.pictures.panels_intro.clone(),
            place: words.point.clone(),
            forms: words.forms.clone(),
            total: self.has_total().then(|| (words.pictures.panels_total.clone(), words.total.clone())),
            rows: self.text.factors.clone(),
            panels,
        })
    }

    fn point_name(&self, key: Option<&str>) -> String {
        let named = key.map(|key| self.names.points.get(key).map_or(key, String::as_str));
        named.unwrap_or(&self.words.unstated).to_owned()
    }

    fn panel(&self, name: String, group: Option<&Group>, (position, formula): (usize, Formula)) -> Panel {
        let words = self.words;
        let Some(group) = group else {
            let why = &words.not_released;
            let spoken = fill(&words.chart_row_none, &[("name", &name), ("why", why)]);
            return Panel { name, figures: Err(why.clone()), spoken };
        };
        let scores = score(self.instrument, &group.cell);
        let bar = |name: &str, figures: &[Figure]| self.bar(name, figures.get(position), formula);
        let total = self.has_total().then(|| bar(&words.total, &scores.total.figures));
        let factors = self.text.factors.iter().zip(&scores.factors);
        let factors = factors.map(|(name, factor)| bar(name, &factor.figures));
        let rows: Vec<Bar> = total.into_iter().chain(factors).collect();
        let forms = number::whole(group.cell.records, words);
        let count = fill(&words.count, &[("n", &forms)]);
        let spoken = fill(&words.pictures.panel, &[("name", &name), ("count", &count)]);
        Panel { name, figures: Ok(PanelFigures { forms, count, rows }), spoken }
    }
}
