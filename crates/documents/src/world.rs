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
