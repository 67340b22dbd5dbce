//! A pasted list and the draw from it.

use lang_nghe_sampling::draw::{DrawError, Villages, simple, systematic, two_stage};

use super::plan::count;

/// How it is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum How {
    /// The lowest tickets.
    #[default]
    Simple,
    /// Every so many from a random start.
    Systematic,
    /// Villages first, larger ones more likely.
    Villages,
}

/// What is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Typed {
    /// One name per line; with villages `village; household`.
    pub(super) list: String,
    /// How it is drawn.
    pub(super) how: How,
    /// How many are wanted, in each village where villages are drawn first.
    pub(super) wanted: String,
    /// How many villages are wanted.
    pub(super) villages: String,
    /// What the draw is made from.
    pub(super) seed: String,
}

/// What cannot be drawn. Lines count from 1, empty ones too, as the field shows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// The list is empty.
    NoList,
    /// Not a number of people.
    Wanted,
    /// Not a number of villages.
    Villages,
    /// There is no seed.
    NoSeed,
    /// A line without a village or without a name after it.
    NoVillage(usize),
    /// The same name on two lines.
    SameName(usize, usize),
    /// More people are wanted than there are.
    TooMany(usize),
    /// More villages are wanted than there are.
    TooManyVillages(usize),
}

/// What was drawn.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Drawn {
    /// The seed.
    pub(super) seed: String,
    /// How.
    pub(super) how: How,
    /// How many stand on the list.
    pub(super) of: usize,
    /// In the order of the draw.
    pub(super) rows: Vec<Row>,
}

/// One that was drawn.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    /// The line of the list.
    pub(super) line: usize,
    /// The village, where villages are drawn first.
    pub(super) village: String,
    /// The name.
    pub(super) name: String,
    /// How many of the list each stands for.
    pub(super) weight: f64,
}

/// Lines with something on them, with their numbers.
fn lines(list: &str) -> Vec<(usize, &str)> {
    let lines = list.lines().enumerate().map(|(at, line)| (at + 1, line.trim()));
    lines.filter(|(_, line)| !line.is_empty()).collect()
}

/// Village and household of a line.
fn halves(line: &str) -> (&str, &str) {
    let (village, name) = line.split_once([';', '\t']).unwrap_or((line, ""));
    (village.trim(), name.trim())
}

impl Typed {
    /// Draws, or says everything that is in the way.
    pub(super) fn draw(&self) -> Result<Drawn, Vec<Fault>> {
        let lines = lines(&self.list);
        let seed = self.seed.trim();
        let wanted = count(&self.wanted).and_then(|n| usize::try_from(n).ok());
        let villages = count(&self.villages).and_then(|n| usize::try_from(n).ok());
        let faults: Vec<Fault> = [
            lines.is_empty().then_some(Fault::NoList),
            wanted.is_none().then_some(Fault::Wanted),
            (self.how == How::Villages && villages.is_none()).then_some(Fault::Villages),
            seed.is_empty().then_some(Fault::NoSeed),
        ]
        .into_iter()
        .flatten()
        .collect();
        let (Some(wanted), true) = (wanted, faults.is_empty()) else { return Err(faults) };
        let rows = match self.how {
            How::Villages => by_village(&lines, (villages.unwrap_or(1), wanted), seed),
            how => plain(&lines, how, wanted, seed),
        };
        let rows = rows.map_err(|fault| vec![fault])?;
        Ok(Drawn { seed: seed.to_owned(), how: self.how, of: lines.len(), rows })
    }
}

fn plain(lines: &[(usize, &str)], how: How, wanted: usize, seed: &str) -> Result<Vec<Row>, Fault> {
    let names: Vec<&str> = lines.iter().map(|(_, name)| *name).collect();
    let drawn = match how {
        How::Systematic => systematic(&names, wanted, seed),
        _ => simple(&names, wanted, seed),
    };
    let row = |unit: &lang_nghe_sampling::draw::Unit| {
        let (line, name) = lines.get(unit.position).copied().unwrap_or_default();
        Row { line, village: String::new(), name: name.to_owned(), weight: 1.0 / unit.chance }
    };
    drawn.map(|drawn| drawn.units.iter().map(row).collect()).map_err(|error| fault(lines, &error, false))
}

fn by_village(lines: &[(usize, &str)], wanted: (usize, usize), seed: &str) -> Result<Vec<Row>, Fault> {
    let list: Vec<(&str, &str)> = lines.iter().map(|(_, line)| halves(line)).collect();
    let drawn =
        two_stage(&list, Villages::BySize, wanted, seed).map_err(|error| fault(lines, &error, true))?;
    let mut rows = Vec::new();
    for village in &drawn {
        for position in &village.drawn {
            let line = lines.get(*position).map_or(0, |(line, _)| *line);
            let name = list.get(*position).map_or("", |(_, name)| *name).to_owned();
            rows.push(Row { line, village: village.name.clone(), name, weight: village.weight });
        }
    }
    Ok(rows)
}

/// An error with the lines of the field in place of places on the list.
fn fault(lines: &[(usize, &str)], error: &DrawError, by_village: bool) -> Fault {
    let line = |place: usize| lines.get(place.saturating_sub(1)).map_or(place, |(line, _)| *line);
    match error {
        DrawError::Nothing => Fault::NoList,
        DrawError::TooMany { there, .. } if by_village => Fault::TooManyVillages(*there),
        DrawError::TooMany { there, .. } => Fault::TooMany(*there),
        DrawError::SameName { first, second } => Fault::SameName(line(*first), line(*second)),
        DrawError::NoName { place } | DrawError::Size { place } => Fault::NoVillage(line(*place)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(list: &str, wanted: &str) -> Typed {
        let text = |text: &str| text.to_owned();
        Typed { list: text(list), wanted: text(wanted), seed: text("2026"), ..Typed::default() }
    }

    const NAMES: &str = "An\n\nBình\nChi\n Dũng \nHoa";

    #[test]
    fn the_same_list_and_seed_draw_the_same_people_in_any_order_of_the_list() {
        let names = |drawn: &Drawn| drawn.rows.iter().map(|row| row.name.clone()).collect::<Vec<_>>();
        let one = typed(NAMES, "3").draw().unwrap();
        let other = typed("Hoa\nDũng\nChi\nBình\nAn", "3").draw().unwrap();
        assert_eq!(names(&one), names(&other));
        assert_eq!((one.of, one.rows.len()), (5, 3));
        assert!((one.rows[0].weight - 5.0 / 3.0).abs() < 1e-12);
        let seeds: std::collections::BTreeSet<_> = (0..20)
            .map(|seed| names(&Typed { seed: seed.to_string(), ..typed(NAMES, "3") }.draw().unwrap()))
            .collect();
        assert!(seeds.len() > 5, "{seeds:?}");
    }

    #[test]
    fn faults_name_the_lines_as_the_field_shows_them() {
        assert_eq!(typed("An\n\nBình\nAn", "1").draw(), Err(vec![Fault::SameName(1, 4)]));
        assert_eq!(typed(NAMES, "6").draw(), Err(vec![Fault::TooMany(5)]));
        let villages = Typed { how: How::Villages, villages: "1".into(), ..typed("Đông; An\n\nTây", "1") };
        assert_eq!(villages.draw(), Err(vec![Fault::NoVillage(3)]));
        let many = Typed { villages: "3".into(), list: "Đông; An\nTây\tBa".into(), ..villages };
        assert_eq!(many.draw(), Err(vec![Fault::TooManyVillages(2)]));
    }

    #[test]
    fn everything_that_is_missing_is_said_at_once() {
        let empty = Typed { how: How::Villages, ..Typed::default() };
        assert_eq!(empty.draw(), Err(vec![Fault::NoList, Fault::Wanted, Fault::Villages, Fault::NoSeed]));
    }

    #[test]
    fn villages_are_drawn_first_and_weights_add_up_to_the_list() {
        let list: String =
            (0..40).map(|n| format!("Thôn {}; hộ {n}\n", if n % 4 == 0 { "Đông" } else { "Tây" })).collect();
        let form = Typed { how: How::Villages, villages: "2".into(), ..typed(&list, "4") };
        let drawn = form.draw().unwrap();
        assert_eq!(drawn.rows.len(), 8);
        let sum: f64 = drawn.rows.iter().map(|row| row.weight).sum();
        assert!((sum - 40.0).abs() < 1e-9, "{sum}");
    }
}
