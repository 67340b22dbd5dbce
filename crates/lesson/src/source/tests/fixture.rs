//! A small content folder on disk, good until a test breaks it.

use std::{fs, path::PathBuf};

use lang_nghe_instrument::source::Faults;

use crate::source::check;

/// A content folder with one lesson, one drawing and one practice, removed when the test ends.
pub(super) struct Content {
    folder: tempfile::TempDir,
}

const LESSON: &str = r#"
id = "well"
edition = "2026.1"
status = "draft"
order = 10
minutes = 5
audience = ["everyone"]
skills = ["water"]
checked = "2026-11-22"
review_by = "2027-05-22"

[keywords]
vi = ["múc nước"]
en = ["draw water"]

[[source]]
name = "own"
date = "2026-11"

[[check]]
id = "rope"
options = ["short", "long"]
right = "long"
"#;

const VI: &str = r#"# Múc nước giếng

Học xong, ông/bà múc được nước.

## Cách làm

1. Thả **gàu** xuống.

   Thả từ từ.

   ![Cái giếng](../pictures/well.svg)
2. Kéo dây lên.

- Gàu
- Dây

> [!IMPORTANT]
> Nước giếng mát.

> [!WARNING]
> Dây có thể đứt.

```practice
drop
```

```question rope
Dây nào múc được?
short: Dây ngắn
  Không tới nước.
long: Dây dài
  Đúng. Dây tới nước.
```
"#;

const EN: &str = r#"# Drawing water

Afterwards you can draw water.

## How

1. Let the **bucket** down.

   Slowly.

   ![A well](../pictures/well.svg)
2. Pull the rope.

- Bucket
- Rope

> [!IMPORTANT]
> Well water is cool.

> [!WARNING]
> The rope may break.

```practice
drop
```

```question rope
Which rope will do?
short: A short one
  It does not reach the water.
long: A long one
  Right. It reaches.
```
"#;

const CATALOGUE: &str = r#"
[[audience]]
id = "everyone"
vi = "Mọi người"
en = "Everyone"

[[skill]]
id = "water"
vi = "Nước"
en = "Water"

[[need]]
id = "drink"
lesson = "well"
vi = "uống nước"
en = "drink"
"#;

const PRACTICE: &str = r#"
id = "drop"
kind = "form"

[[screen]]
id = "one"

[[screen.task]]
id = "let"
options = ["go", "hold"]
right = "go"

[[screen.task]]
id = "say"
"#;

const PRACTICE_TEXT: &str = r#"
title = "Drop"
lead = "Try it."

[screens.one]
title = "One"
lines = ["A well."]
facts = [["Depth", "5 m"]]

[tasks.let]
ask = "What now?"
[tasks.let.options.go]
words = "Let go"
because = "Right."
[tasks.let.options.hold]
words = "Hold"
because = "Nothing happens."

[tasks.say]
ask = "Type: water"
text = "water"
right = "Right."
wrong = "Try again."
"#;

pub(super) const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 160 120\" fill=\"none\" stroke=\"currentColor\">\n  <circle class=\"p-wash\" cx=\"80\" cy=\"60\" r=\"30\"/>\n</svg>\n";

impl Content {
    pub(super) fn good() -> Self {
        let content = Self { folder: tempfile::tempdir().unwrap() };
        for (file, text) in [
            ("catalogue.toml", CATALOGUE),
            ("SOURCE.md", "Made up for tests.\n"),
            ("well/lesson.toml", LESSON),
            ("well/vi.md", VI),
            ("well/en.md", EN),
            ("pictures/well.svg", SVG),
            ("practice/drop/practice.toml", PRACTICE),
            ("practice/drop/text.vi.toml", PRACTICE_TEXT),
            ("practice/drop/text.en.toml", PRACTICE_TEXT),
        ] {
            content.write(file, text);
        }
        content
    }

    pub(super) fn root(&self) -> PathBuf {
        self.folder.path().join("content")
    }

    fn path(&self, file: &str) -> PathBuf {
        self.root().join("lessons").join(file)
    }

    pub(super) fn write(&self, file: &str, text: &str) {
        fs::create_dir_all(self.path(file).parent().unwrap()).unwrap();
        fs::write(self.path(file), text).unwrap();
    }

    pub(super) fn remove(&self, file: &str) {
        fs::remove_file(self.path(file)).unwrap();
    }

    pub(super) fn replace(&self, file: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.path(file)).unwrap();
        assert!(text.contains(from), "{file} does not contain `{from}`");
        self.write(file, &text.replacen(from, to, 1));
    }

    pub(super) fn check(&self) -> Faults {
        check(&self.root())
    }

    /// Compares all faults with the expected sentences, each without the leading `content/lessons/`.
    #[track_caller]
    pub(super) fn expect(&self, name: &str, sentences: &[&str]) {
        let faults = self.check();
        let found: Vec<&str> =
            faults.iter().map(|fault| fault.trim_start_matches("content/lessons/")).collect();
        assert_eq!(found, sentences, "case: {name}");
    }
}
