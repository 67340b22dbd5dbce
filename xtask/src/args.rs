//! Options of a verb: `--name value`, `--flag`, and plain words.

use std::collections::BTreeMap;

use anyhow::{Result, bail};

/// What was written after the verb.
#[derive(Debug, Default)]
pub(crate) struct Args {
    values: BTreeMap<String, String>,
    flags: Vec<String>,
    /// Words without dashes, in order.
    pub(crate) words: Vec<String>,
}

impl Args {
    /// Reads the words after a verb; an option that the verb does not know is an error, not a guess.
    pub(crate) fn parse(
        mut rest: impl Iterator<Item = String>,
        valued: &[&str],
        flags: &[&str],
    ) -> Result<Self> {
        let mut args = Self::default();
        while let Some(word) = rest.next() {
            let Some(name) = word.strip_prefix("--") else {
                args.words.push(word);
                continue;
            };
            let (name, inline) = match name.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (name, None),
            };
            if flags.contains(&name) && inline.is_none() {
                args.flags.push(name.to_owned());
            } else if valued.contains(&name) {
                let Some(value) = inline.or_else(|| rest.next()) else {
                    bail!("--{name} needs a value");
                };
                args.values.insert(name.to_owned(), value);
            } else {
                bail!("unknown option --{name}; `cargo xtask help` lists them");
            }
        }
        Ok(args)
    }

    /// The value of `--name`, when it was given.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }

    /// Whether `--name` was given.
    pub(crate) fn flag(&self, name: &str) -> bool {
        self.flags.iter().any(|flag| flag == name)
    }
}

#[cfg(test)]
mod tests {
    use super::Args;

    fn parse(line: &str) -> anyhow::Result<Args> {
        Args::parse(line.split_whitespace().map(str::to_owned), &["port"], &["fast"])
    }

    #[test]
    fn a_value_may_follow_a_space_or_an_equals_sign() {
        assert_eq!(parse("--port 9000").unwrap().value("port"), Some("9000"));
        assert_eq!(parse("--port=9000").unwrap().value("port"), Some("9000"));
    }

    #[test]
    fn an_unknown_option_is_refused_and_not_ignored() {
        assert!(parse("--prot 9000").is_err());
        assert!(parse("--port").is_err());
    }

    #[test]
    fn flags_and_plain_words_are_told_apart() {
        let args = parse("check --fast").unwrap();
        assert!(args.flag("fast"));
        assert_eq!(args.words, ["check"]);
    }
}
