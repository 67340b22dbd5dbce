//! The survey's pages as text.
//!
//! A page of the survey is drawn whole and seldom, so it is written as HTML and handed to the browser in one piece:
//! its parser is several times quicker at that than a call for every element and attribute, and the program that
//! people download is smaller by what those calls take (`docs/performance.md` has both figures). What a page says
//! follows from the state alone, so the same functions write the prerendered start, and tests read them on the host.

/// HTML as far as it is written. Markup comes from literals; everything else goes through [`Markup::text`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Markup(String);

impl Markup {
    /// Markup as it stands in the source.
    pub fn html(&mut self, html: &'static str) {
        self.0.push_str(html);
    }

    /// Text, also inside a quoted attribute: nothing in it is taken for markup.
    pub fn text(&mut self, text: &str) {
        for letter in text.chars() {
            match letter {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                letter => self.0.push(letter),
            }
        }
    }

    /// The HTML.
    #[must_use]
    pub fn finish(self) -> String {
        self.0
    }
}

/// Writes pieces in order: literals as markup, `{words}` as text, `(condition => "markup")` where it holds.
macro_rules! write_html {
    ($out:ident:) => {};
    ($out:ident: $html:literal $($rest:tt)*) => { $out.html($html); $crate::markup::write_html!($out: $($rest)*); };
    ($out:ident: {$text:expr} $($rest:tt)*) => {
        $out.text(::core::convert::AsRef::<str>::as_ref(&$text));
        $crate::markup::write_html!($out: $($rest)*);
    };
    ($out:ident: ($holds:expr => $html:literal) $($rest:tt)*) => {
        if $holds { $out.html($html); }
        $crate::markup::write_html!($out: $($rest)*);
    };
}
pub(crate) use write_html;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_never_taken_for_markup() {
        let mut out = Markup::default();
        write_html!(out: "<p title=\"" {"a\" onclick=\"b"} "\">" {"<b>1 & 2</b>"} "</p>");
        assert_eq!(out.finish(), "<p title=\"a&quot; onclick=&quot;b\">&lt;b&gt;1 &amp; 2&lt;/b&gt;</p>");
    }

    #[test]
    fn markup_stands_only_where_its_condition_holds() {
        let mut out = Markup::default();
        write_html!(out: "<p" (true => " hidden") (false => " inert") ">" {String::from("ổn")});
        assert_eq!(out.finish(), "<p hidden>ổn");
    }
}
