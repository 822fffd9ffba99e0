//! The fonts that papers are set in: those of the data folder, and a court's own beside them.

use std::path::Path;

use thiserror::Error;
use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

/// What the words of a paper are set in unless the court has its own.
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
        let mut files: Vec<_> = std::fs::read_dir(folder)?
            .collect::<Result<Vec<_>, _>>()?
            .into_iter()
            .map(|file| file.path())
            .filter(|path| is_font(path))
            .collect();
        // The order decides which face stands in for a missing one: the same on every machine.
        files.sort();
        let mut fonts = Vec::new();
        for file in files {
            fonts.extend(Font::iter(Bytes::new(std::fs::read(file)?)));
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

fn is_font(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| {
        ["otf", "ttf", "ttc", "otc"]
            .iter()
            .any(|known| extension.eq_ignore_ascii_case(known))
    })
}
