//! The fonts that papers are set in, and a court's own beside them.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::Path;

use thiserror::Error;
use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

use crate::unhinted::unhinted;

/// What the words of a paper are set in. Another font lends the characters that this one lacks.
pub const SERIF: &str = "Noto Serif SC";
/// What numbers and notes at the edges are set in.
pub const SANS: &str = "Noto Sans SC";

/// Why fonts cannot be used.
#[derive(Debug, Error)]
pub enum BadFonts {
    /// The folder or a file in it cannot be read.
    #[error("the fonts cannot be read: {0}")]
    Unreadable(#[from] std::io::Error),
    /// One that papers need is not there.
    #[error("the font {0} is not there")]
    Missing(&'static str),
}

/// Fonts, read once.
pub struct Fonts {
    pub(crate) book: LazyHash<FontBook>,
    pub(crate) fonts: Vec<Font>,
}

impl Fonts {
    /// Reads every font file of a folder.
    ///
    /// # Errors
    /// The folder cannot be read, or one that papers need is not in it.
    pub fn read(folder: &Path) -> Result<Self, BadFonts> {
        Self::read_all(&[folder])
    }

    /// Reads every font file of several folders, the most wanted first. A file whose name a folder
    /// before has is the same one.
    ///
    /// # Errors
    /// A folder cannot be read, or one that papers need is in none of them.
    pub fn read_all(folders: &[&Path]) -> Result<Self, BadFonts> {
        let mut files = Vec::new();
        let mut names = BTreeSet::new();
        for folder in folders {
            let mut found: Vec<_> = std::fs::read_dir(folder)?
                .collect::<Result<Vec<_>, _>>()?
                .into_iter()
                .map(|file| file.path())
                .filter(|path| is_font(path))
                .collect();
            // The order decides which face stands in for a missing one: the same on every machine.
            found.sort();
            found.retain(|file| names.insert(file.file_name().map(OsStr::to_owned)));
            files.extend(found);
        }
        let mut fonts = Vec::new();
        for file in files {
            let plain = unhinted(std::fs::read(file)?);
            fonts.extend(Font::iter(Bytes::new(plain)));
        }
        let book = FontBook::from_fonts(&fonts);
        for needed in [SERIF, SANS] {
            if !book.contains_family(&needed.to_lowercase()) {
                return Err(BadFonts::Missing(needed));
            }
        }
        Ok(Self {
            book: LazyHash::new(book),
            fonts,
        })
    }
}

impl Fonts {
    /// How many faces there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.fonts.len()
    }

    /// There is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.fonts.is_empty()
    }

    /// The characters of these words that no font has, or that PDF/A does not take. Space of any
    /// kind needs none.
    #[must_use]
    pub fn missing(&self, words: &str) -> BTreeSet<char> {
        let has = |character: char| {
            let covers = |font: &Font| font.info().coverage.contains(u32::from(character));
            character.is_whitespace() || !is_private(character) && self.fonts.iter().any(covers)
        };
        words.chars().filter(|character| !has(*character)).collect()
    }
}

/// A character of private use means another thing in every font: PDF/A-2a takes none
/// (ISO 19005-2, 6.2.11.7.3).
pub(crate) const fn is_private(character: char) -> bool {
    matches!(character as u32, 0xE000..=0xF8FF | 0xF_0000..)
}

fn is_font(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| {
        ["otf", "ttf", "ttc", "otc"]
            .iter()
            .any(|known| extension.eq_ignore_ascii_case(known))
    })
}
