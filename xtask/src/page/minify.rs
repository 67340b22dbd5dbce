//! Leaves out what only the people who write the files read: comments and indentation.
//!
//! The functions here rename and reorder nothing, so a mistake in them cannot change what the code does; brotli takes
//! care of the rest. Each prefers leaving a thing in to guessing. Where terser is at hand it goes on from there.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::Stdio;

use anyhow::{Context, Result, bail};

use crate::run;

/// How scripts are made small.
pub(super) struct Scripts {
    pub(super) terser: Option<PathBuf>,
}

impl Scripts {
    /// A module's own names are nobody else's and may be shortened; those of a plain script may not.
    pub(super) fn minify(&self, text: &str, module: bool) -> Result<String> {
        let arguments = ["--ecma", "2020", "--compress", "passes=3,unsafe_arrows=true", "--mangle"];
        self.run(text, arguments.iter().chain(module.then_some(&"--module")))
    }

    /// A script that the oldest browsers can read stays one.
    pub(super) fn minify_old(&self, text: &str) -> Result<String> {
        self.run(text, ["--ecma", "5", "--compress", "passes=3", "--mangle"].iter())
    }

    fn run<'a>(&self, text: &str, arguments: impl Iterator<Item = &'a &'a str>) -> Result<String> {
        let plain = js(text);
        let Some(terser) = &self.terser else {
            return Ok(plain);
        };
        let mut command = run::command(terser);
        command.args(arguments);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start {}", terser.display()))?;
        // terser reads all of its input before it writes, so writing first cannot block for ever.
        if let Some(mut input) = child.stdin.take() {
            input.write_all(plain.as_bytes())?;
        }
        let output = child.wait_with_output()?;
        if !output.status.success() {
            bail!("terser failed ({})", output.status);
        }
        Ok(String::from_utf8(output.stdout)?)
    }
}

/// JavaScript: drops lines that are comments, and indentation.
///
/// A template literal over several lines could contain such lines as text, so a file that has one is left alone.
pub(super) fn js(text: &str) -> String {
    let spans_lines = text.lines().any(|line| {
        let code = line.trim_start();
        !code.starts_with("//") && !code.starts_with('*') && code.matches('`').count() % 2 == 1
    });
    if spans_lines {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut in_comment = false;
    for line in text.lines().map(str::trim) {
        let begins = line.starts_with("/*") && (line.ends_with("*/") || !line.contains("*/"));
        if in_comment || begins {
            in_comment = !line.ends_with("*/");
        } else if !line.is_empty() && !line.starts_with("//") {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

/// CSS: drops comments, and white space that separates nothing.
pub(crate) fn css(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    let mut quote = None;
    let mut gap = false;
    while let Some(letter) = letters.next() {
        if let Some(open) = quote {
            out.push(letter);
            if letter == '\\' {
                out.extend(letters.next());
            } else if letter == open {
                quote = None;
            }
            continue;
        }
        if letter == '/' && letters.peek() == Some(&'*') {
            letters.next();
            let mut before = ' ';
            for inside in letters.by_ref() {
                if before == '*' && inside == '/' {
                    break;
                }
                before = inside;
            }
            gap = true;
        } else if letter.is_whitespace() {
            gap = true;
        } else {
            let before = out.chars().next_back();
            // A space after “)” or around “+” carries meaning; around these it never does.
            let closes = matches!(letter, '{' | '}' | ';' | ',');
            let opens = before.is_none_or(|b| matches!(b, '{' | '}' | ';' | ',' | ':'));
            if gap && !closes && !opens {
                out.push(' ');
            }
            if letter == '}' && before == Some(';') {
                out.pop();
            }
            if matches!(letter, '"' | '\'') {
                quote = Some(letter);
            }
            out.push(letter);
            gap = false;
        }
    }
    out
}

/// A page template: drops comments (not the slots) and the white space at line ends and beginnings.
///
/// A line break stays where one was: between two inline elements it is the space that a person sees.
pub(super) fn html(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("<!--") {
        kept.push_str(before);
        let (comment, next) = after.split_once("-->").unwrap_or((after, ""));
        if comment.starts_with("slot:") {
            kept.push_str("<!--");
            kept.push_str(comment);
            kept.push_str("-->");
        }
        rest = next;
    }
    kept.push_str(rest);
    if kept.contains("<pre") || kept.contains("<textarea") {
        return kept;
    }
    let lines: Vec<&str> = kept.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join("\n") + "\n"
}

/// Removes every element that carries `data-trunk`: those serve people who use Trunk.
pub(super) fn without_trunk(text: &str) -> String {
    let mut out = text.to_owned();
    while let Some(at) = out.find("data-trunk") {
        let Some(open) = out.get(..at).and_then(|before| before.rfind('<')) else {
            break;
        };
        let rest = out.get(open..).unwrap_or_default();
        let close = if rest.starts_with("<script") { "</script>" } else { ">" };
        let Some(length) = rest.find(close).map(|end| end + close.len()) else {
            break;
        };
        out.replace_range(open..open + length, "");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{css, html, js, without_trunk};

    #[test]
    fn scripts_lose_comment_lines_and_indentation_only() {
        let text = "/** what\n * it is */\nconst a = 1; // kept\n  // dropped\n\n  f(\"// text\");\n/* one */\ng();\n";
        assert_eq!(js(text), "const a = 1; // kept\nf(\"// text\");\ng();\n");
    }

    #[test]
    fn a_script_with_text_over_several_lines_is_left_alone() {
        let text = "const a = `\n  // text\n`;\n";
        assert_eq!(js(text), text);
    }

    #[test]
    fn styles_keep_the_spaces_that_mean_something() {
        let text = "/* a */ .a  .b:hover > c {\n  margin : calc(1px + 2px) auto;\n  content: \"a ; b\" ;\n}\n@media (width > 3em) and (x) { p { color: red } }";
        assert_eq!(
            css(text),
            ".a .b:hover > c{margin :calc(1px + 2px) auto;content:\"a ; b\"}@media (width > 3em) and (x){p{color:red}}"
        );
    }

    #[test]
    fn a_descendant_pseudo_class_stays_a_descendant() {
        assert_eq!(css("a :focus { x: y }"), "a :focus{x:y}");
    }

    #[test]
    fn slots_stay_and_comments_go() {
        let text = "<p>\n  <b>a</b>\n  <i>b</i>\n</p><!-- note --><!--slot:head-->\n";
        assert_eq!(html(text), "<p>\n<b>a</b>\n<i>b</i>\n</p><!--slot:head-->\n");
    }

    #[test]
    fn elements_for_trunk_are_left_out() {
        let text = "<a><link data-trunk rel=\"css\"><script data-trunk src=x></script><b>";
        assert_eq!(without_trunk(text), "<a><b>");
    }
}
