//! Fonts of this machine for what a PDF names but does not carry.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use hayro::hayro_interpret::FontResolverFn;
use hayro::hayro_interpret::font::{FontData, FontQuery};

/// How deep folders of fonts are looked through, and how many files.
const DEPTH: usize = 4;
const FILES: usize = 20_000;
/// Bytes of the largest font that is read.
const LARGEST: u64 = 64 * 1024 * 1024;
/// Folders where a Linux machine keeps fonts.
const USUAL: [&str; 3] = [
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/usr/share/texmf/fonts",
];

/// Files with simplified Chinese, the best first; in a collection, which face is the simplified
/// one. Lower case, by the beginning of the file's name.
const CHINESE: [(&str, u32); 15] = [
    ("notoserifcjksc", 0),
    ("notoserifsc", 0),
    ("notoserifcjk", 2),
    ("sourcehanserifsc", 0),
    ("sourcehanserif", 2),
    ("simsun", 0),
    ("fandolsong", 0),
    ("notosanscjksc", 0),
    ("notosanssc", 0),
    ("notosanscjk", 2),
    ("sourcehansanssc", 0),
    ("sourcehansans", 2),
    ("wqy-zenhei", 0),
    ("wqy-microhei", 0),
    ("droidsansfallback", 0),
];

/// Fonts for PDFs that do not carry their own. Cheap to copy; a font is read when a page first
/// needs it, and kept.
#[derive(Clone, Default)]
pub struct Fonts(Arc<Found>);

#[derive(Default)]
struct Found {
    regular: Option<Face>,
    bold: Option<Face>,
}

struct Face {
    path: PathBuf,
    index: u32,
    data: OnceLock<Option<Arc<Vec<u8>>>>,
}

impl Fonts {
    /// Looks for fonts with Chinese in these folders, then in the usual ones of the system.
    #[must_use]
    pub fn from_dirs(dirs: &[PathBuf]) -> Self {
        let usual = USUAL.iter().map(PathBuf::from);
        let mut files = Vec::new();
        for dir in dirs.iter().cloned().chain(usual) {
            collect(&dir, DEPTH, &mut files);
        }
        Self(Arc::new(Found {
            regular: best(&files, false),
            bold: best(&files, true),
        }))
    }

    /// Whether Chinese that a PDF does not carry can be drawn.
    #[must_use]
    pub fn has_chinese(&self) -> bool {
        self.0.regular.is_some() || self.0.bold.is_some()
    }

    /// Answers hayro's question for a font.
    pub(super) fn resolver(&self) -> FontResolverFn {
        let found = Arc::clone(&self.0);
        Arc::new(move |query| match query {
            FontQuery::Standard(standard) => Some(standard.get_font_data()),
            FontQuery::Fallback(wanted) => {
                let named = [
                    &wanted.post_script_name,
                    &wanted.font_name,
                    &wanted.font_family,
                ];
                let chinese = wanted.character_collection.is_some()
                    || named.into_iter().flatten().any(|name| !name.is_ascii());
                chinese
                    .then(|| found.face(wanted.is_bold || wanted.font_weight >= 600))
                    .flatten()
                    .or_else(|| Some(wanted.pick_standard_font().get_font_data()))
            }
        })
    }
}

impl Found {
    fn face(&self, bold: bool) -> Option<(FontData, u32)> {
        let first = if bold { &self.bold } else { &self.regular };
        let second = if bold { &self.regular } else { &self.bold };
        let face = first.as_ref().or(second.as_ref())?;
        let data = face
            .data
            .get_or_init(|| fs::read(&face.path).ok().map(Arc::new));
        let data: FontData = data.clone()?;
        Some((data, face.index))
    }
}

fn collect(dir: &Path, depth: usize, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(dir) else {
        return;
    };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if files.len() >= FILES {
            return;
        }
        if path.is_dir() {
            if depth > 0 {
                collect(&path, depth - 1, files);
            }
        } else {
            files.push(path);
        }
    }
}

/// The best font there is in this weight.
fn best(files: &[PathBuf], bold: bool) -> Option<Face> {
    let named: Vec<(String, &PathBuf)> = files.iter().filter_map(name).collect();
    CHINESE.into_iter().find_map(|(begin, index)| {
        let (name, path) = named.iter().find(|(name, path)| {
            let weight = name[..].strip_prefix(begin).unwrap_or("?");
            name.starts_with(begin)
                && weight.contains("bold") == bold
                && (bold
                    || !["light", "thin", "black", "medium"]
                        .iter()
                        .any(|w| weight.contains(w)))
                && fs::metadata(path).is_ok_and(|found| found.len() <= LARGEST)
        })?;
        Some(Face {
            path: (*path).clone(),
            index: if name.ends_with(".ttc") { index } else { 0 },
            data: OnceLock::new(),
        })
    })
}

fn name(path: &PathBuf) -> Option<(String, &PathBuf)> {
    let name = path.file_name()?.to_str()?.to_ascii_lowercase();
    [".ttf", ".otf", ".ttc"]
        .iter()
        .any(|ending| name.ends_with(ending))
        .then_some((name, path))
}
