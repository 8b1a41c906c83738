//! The page of measurements, `docs/performance.md`: what was measured is put between its marks, the rest is written by hand.

use std::fs;
use std::path::{Path, PathBuf};

/// Everything that one run has measured.
#[derive(Debug, Default)]
pub struct Page {
    /// The name of a mark, and what belongs there.
    parts: Vec<(String, String)>,
    /// The name of a picture, and its SVG.
    pictures: Vec<(String, String)>,
}

impl Page {
    pub fn part(&mut self, name: &str, text: String) {
        self.parts.push((name.to_owned(), text));
    }

    pub fn picture(&mut self, name: &str, svg: String) {
        self.pictures.push((name.to_owned(), svg));
    }

    /// Writes page and pictures. A mark without a measurement keeps what was there.
    pub fn write(&self) -> std::io::Result<()> {
        let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
        let path = docs.join("performance.md");
        let mut text = fs::read_to_string(&path)?;
        for (name, part) in &self.parts {
            text = replaced(&text, name, part);
        }
        fs::write(&path, text)?;
        let folder = pictures(&docs);
        fs::create_dir_all(&folder)?;
        for (name, svg) in &self.pictures {
            fs::write(folder.join(name).with_extension("svg"), svg)?;
        }
        println!("\nwritten: {} and {}", path.display(), folder.display());
        Ok(())
    }
}

fn pictures(docs: &Path) -> PathBuf {
    docs.join("performance")
}

fn replaced(text: &str, name: &str, part: &str) -> String {
    let (begin, end) = (format!("<!-- measured: {name} -->\n"), "<!-- end -->");
    let (before, rest) = text
        .split_once(&begin)
        .unwrap_or_else(|| panic!("docs/performance.md has no mark for {name}"));
    let (_, after) = rest.split_once(end).expect("every mark ends");
    format!("{before}{begin}\n{}\n\n{end}{after}", part.trim())
}
