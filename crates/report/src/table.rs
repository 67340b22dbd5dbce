//! A table as a model and as accessible HTML.

use crate::chart::Reading;
use crate::words::escape;

/// A table: every row has a head, every cell its column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// What the table shows.
    pub caption: String,
    /// Heads of the columns, the rows' own first.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<Row>,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What the row is about.
    pub head: String,
    /// One per further column.
    pub cells: Vec<Entry>,
    /// Whether it sums up the others.
    pub total: bool,
}

/// One cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// The figure, or the words instead of one.
    pub text: String,
    /// Whether it is a figure.
    pub figure: bool,
    /// Interval, or why there is none.
    pub detail: Option<String>,
    /// "Mẫu nhỏ".
    pub mark: Option<String>,
}

impl Entry {
    /// A figure without an interval.
    pub(crate) fn number(text: String) -> Self {
        Self { text, figure: true, ..Self::default() }
    }

    /// Words instead of a figure.
    pub(crate) fn words(text: &str) -> Self {
        Self { text: text.to_owned(), ..Self::default() }
    }

    /// What a picture reads, as a cell: interval and n below the figure.
    pub(crate) fn of_reading(reading: &Result<Reading, String>) -> Self {
        match reading {
            Err(why) => Self::words(why),
            Ok(reading) => {
                let parts = [&reading.detail, &reading.count].map(String::as_str);
                let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
                Self {
                    text: reading.text.clone(),
                    figure: true,
                    detail: (!parts.is_empty()).then(|| parts.join(" · ")),
                    mark: reading.mark.clone(),
                }
            }
        }
    }

    fn html(&self) -> String {
        let kind = if self.figure { "report-figure" } else { "report-none" };
        let mut html = ["<td><span class=\"", kind, "\">", &escape(&self.text), "</span>"].concat();
        for (class, part) in [("report-detail", &self.detail), ("report-mark", &self.mark)] {
            if let Some(text) = part {
                html.extend([" <span class=\"", class, "\">", &escape(text), "</span>"]);
            }
        }
        html + "</td>"
    }
}

impl Table {
    /// The table as HTML. It can be scrolled sideways by keyboard where the screen is narrow.
    /// `id` must be unique in the page.
    pub fn html(&self, id: &str) -> String {
        let id = escape(id);
        let mut html = String::new();
        html.extend([
            "<div class=\"report-scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"",
            &id,
            "\">",
        ]);
        html.extend([
            "<table class=\"report-table\"><caption id=\"",
            &id,
            "\">",
            &escape(&self.caption),
            "</caption>",
        ]);
        html.push_str("<thead><tr>");
        for column in &self.columns {
            html.extend(["<th scope=\"col\">", &escape(column), "</th>"]);
        }
        html.push_str("</tr></thead><tbody>");
        for row in &self.rows {
            html.push_str(if row.total { "<tr class=\"report-total\">" } else { "<tr>" });
            html.extend(["<th scope=\"row\">", &escape(&row.head), "</th>"]);
            html.extend(row.cells.iter().map(Entry::html));
            html.push_str("</tr>");
        }
        html + "</tbody></table></div>"
    }
}
