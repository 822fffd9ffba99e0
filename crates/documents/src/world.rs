//! All that the typesetter can reach: one template, one value, the fonts, and at most one PDF in
//! memory. No disk, no packages, no clock.

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Dict, Duration, IntoValue};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use crate::fonts::Fonts;
use crate::typeset::NoPaper;

/// Where a layout finds the one file that it may read.
pub const SHOWN: &str = "shown.pdf";

pub struct PaperWorld<'a> {
    library: LazyHash<Library>,
    main: Source,
    fonts: &'a Fonts,
    shown: Option<(FileId, Bytes)>,
}

fn id(name: &str) -> Result<FileId, NoPaper> {
    let path = VirtualPath::new(name).map_err(|_| NoPaper::Layout(String::new()))?;
    Ok(FileId::new(RootedPath::new(VirtualRoot::Project, path)))
}

impl<'a> PaperWorld<'a> {
    pub fn new(
        fonts: &'a Fonts,
        layout: &str,
        json: String,
        shown: Option<Bytes>,
    ) -> Result<Self, NoPaper> {
        let mut inputs = Dict::new();
        inputs.insert("paper".into(), json.into_value());
        let library = Library::builder().with_inputs(inputs).build();
        let shown = shown.map(|bytes| Ok((id(SHOWN)?, bytes))).transpose()?;
        Ok(Self {
            library: LazyHash::new(library),
            main: Source::new(id("paper.typ")?, layout.to_owned()),
            fonts,
            shown,
        })
    }
}

impl World for PaperWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.fonts.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() {
            Ok(self.main.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        match &self.shown {
            Some((shown, bytes)) if *shown == id => Ok(bytes.clone()),
            _ => Err(FileError::AccessDenied),
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

#[cfg(test)]
mod tests {
    use typst::layout::Abs;
    use typst_layout::PagedDocument;

    use super::*;

    fn nothing_to_read_from() -> Fonts {
        Fonts {
            book: LazyHash::new(FontBook::new()),
            fonts: Vec::new(),
        }
    }

    /// What the typesetter says to this layout.
    fn said(layout: &str, shown: Option<&[u8]>) -> Result<Abs, String> {
        let fonts = nothing_to_read_from();
        let shown = shown.map(|bytes| Bytes::new(bytes.to_vec()));
        let world = PaperWorld::new(&fonts, layout, "{}".into(), shown);
        let world = world.map_err(|error| error.to_string())?;
        let made = typst::compile::<PagedDocument>(&world).output;
        made.map(|made| made.pages()[0].frame.width())
            .map_err(|errors| errors[0].message.to_string())
    }

    #[test]
    fn no_file_package_or_clock_can_be_reached() {
        for layout in [
            "#read(\"/etc/passwd\")",
            "#read(\"../../etc/passwd\")",
            "#read(\"shown.pdf\", encoding: none)",
            "#include \"other.typ\"",
            "#import \"@preview/a:0.1.0\": *",
            "#image(\"other.pdf\")",
            "#json(\"/proc/self/environ\")",
            "#plugin(\"other.wasm\")",
            "#bibliography(\"other.bib\")",
        ] {
            let refused = said(layout, None).err();
            let refused = refused.unwrap_or_else(|| format!("{layout} was read"));
            let is_denied = refused.contains("denied") || refused.contains("escape");
            assert!(is_denied, "{layout}: {refused}");
        }
        assert!(said("#datetime.today()", None).is_err());
    }

    #[test]
    fn the_one_file_that_is_shown_is_no_way_to_others() {
        let layout = "#assert(read(\"shown.pdf\") == \"words\")";
        assert!(said(layout, Some(b"words")).is_ok());
        let other = said("#read(\"shown2.pdf\")", Some(b"words"));
        assert!(other.is_err());
    }
}
