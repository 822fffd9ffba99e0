//! All that the typesetter can reach: one template, one value, the fonts. No disk, no packages, no
//! clock.

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Dict, Duration, IntoValue};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use crate::fonts::Fonts;
use crate::typeset::NoPaper;

const LAYOUT: &str = include_str!("layout.typ");

pub struct PaperWorld<'a> {
    library: LazyHash<Library>,
    main: Source,
    fonts: &'a Fonts,
}

impl<'a> PaperWorld<'a> {
    pub fn new(fonts: &'a Fonts, json: String) -> Result<Self, NoPaper> {
        let path = VirtualPath::new("paper.typ").map_err(|_| NoPaper::Layout(String::new()))?;
        let id = FileId::new(RootedPath::new(VirtualRoot::Project, path));
        let mut inputs = Dict::new();
        inputs.insert("paper".into(), json.into_value());
        let library = Library::builder().with_inputs(inputs).build();
        Ok(Self {
            library: LazyHash::new(library),
            main: Source::new(id, LAYOUT.to_owned()),
            fonts,
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

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
