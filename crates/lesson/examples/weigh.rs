//! What lessons weigh and how long search takes: `cargo run --release -p lang-nghe-lesson --features source
//! --example weigh -- content`.
#![allow(clippy::print_stdout, reason = "a command-line tool talks on the terminal")]
#![allow(
    clippy::disallowed_methods,
    reason = "a tool measures how long its steps take; domain crates may not"
)]

use std::error::Error;
use std::path::Path;
use std::time::Instant;

use lang_nghe_lesson::search::Finder;
use lang_nghe_lesson::source::pack_all;
use lang_nghe_lesson::{Catalogue, LessonPack};

fn main() -> Result<(), Box<dyn Error>> {
    let content = std::env::args().nth(1).unwrap_or_else(|| "content".to_owned());
    let out = std::env::args().nth(2);
    for packs in pack_all(Path::new(&content))? {
        let lessons: usize = packs.lessons.iter().map(|lesson| lesson.bytes.len()).sum();
        println!(
            "{}: {} lessons, {lessons} bytes; catalogue {} bytes",
            packs.lang,
            packs.lessons.len(),
            packs.catalogue.len()
        );
        for lesson in &packs.lessons {
            let pack = LessonPack::decode(&lesson.bytes)?;
            println!("  {:20} {:6} bytes, {} pictures", lesson.id, lesson.bytes.len(), pack.pictures.len());
            if let Some(out) = &out {
                std::fs::write(format!("{out}/{}.{}.pack", lesson.id, packs.lang), &lesson.bytes)?;
            }
        }
        if let Some(out) = &out {
            std::fs::write(format!("{out}/catalogue.{}.pack", packs.lang), &packs.catalogue)?;
        }
        let start = Instant::now();
        let catalogue = Catalogue::decode(&packs.catalogue)?;
        let decoded = start.elapsed();
        let finder = Finder::new(&catalogue);
        let built = start.elapsed() - decoded;
        println!("  catalogue read in {decoded:?}, index built in {built:?}");
        for query in ["mat", "matkhua", "toi muon nop ho so qua mang"] {
            let start = Instant::now();
            let found = finder.find(query);
            println!(
                "  “{query}”: {} found in {:?}",
                found.lessons.len() + found.procedures.len(),
                start.elapsed()
            );
        }
    }
    Ok(())
}
