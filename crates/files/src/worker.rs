//! PDFs and pictures in a process of their own.
//!
//! A PDF of 5 KB can hold a stream that unpacks to gigabytes, a PNG of 200 KB is 192 MB of pixels,
//! and no library says stop at every turn: the only limit that holds is the system's. So a server
//! hands them to a copy of itself that may use [`limits::WORKER_MEMORY`] and then dies alone. The
//! copy gets the bytes on its standard input and nothing else: no environment, no files of the court.
//!
//! A program that wants this calls [`serve_if_asked`] before anything else in its `main`, and makes
//! its [`Worker`] with [`Worker::of`] and its own path.

use std::ffi::{OsStr, OsString};
use std::io::{self, Read, Write};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::sync::Arc;

use anjian_api::file::FileKind;

use crate::guard::within;
use crate::limits;
use crate::pdf::{self, Fonts, PdfError, PdfFacts};
use crate::picture::{self, PictureError, PictureFacts};

/// The first argument of a program that is asked to work.
const ASKED: &str = "--file-worker";
/// The first byte of an answer that is no error.
const FINE: u8 = b'+';
/// The answer that something lies over the pages of a PDF.
const LOOSE: &[u8] = b"loose";
/// What an answer that is none means.
const SILENT: u8 = b'b';

/// Where files that may be bombs are read. Cheap to copy.
#[derive(Clone)]
pub struct Worker(Arc<Place>);

enum Place {
    Here(Fonts),
    There {
        program: PathBuf,
        fonts: Vec<PathBuf>,
    },
}

impl Worker {
    /// Reads in this process, without a limit of memory: for tests.
    #[must_use]
    pub fn here(fonts: &[PathBuf]) -> Self {
        Self(Arc::new(Place::Here(Fonts::from_dirs(fonts))))
    }

    /// Reads in this program, started anew for each answer; it must call [`serve_if_asked`].
    #[must_use]
    pub fn of(program: PathBuf, fonts: &[PathBuf]) -> Self {
        let fonts = fonts.to_vec();
        Self(Arc::new(Place::There { program, fonts }))
    }

    /// As [`pdf::probe`].
    ///
    /// # Errors
    /// See [`PdfError`]; what uses too much memory is `Broken`.
    pub fn probe(&self, bytes: Arc<Vec<u8>>) -> Result<PdfFacts, PdfError> {
        match &*self.0 {
            Place::Here(_) => pdf::probe(bytes),
            Place::There { program, .. } => {
                let answer = ask(program, ["probe".into()], &bytes).map_err(pdf_error)?;
                let text = String::from_utf8(answer).map_err(|_| PdfError::Broken)?;
                match text.as_str() {
                    "locked" => Ok(PdfFacts {
                        pages: None,
                        locked: true,
                    }),
                    pages => Ok(PdfFacts {
                        pages: Some(pages.parse().map_err(|_| PdfError::Broken)?),
                        locked: false,
                    }),
                }
            }
        }
    }

    /// As [`pdf::has_loose_parts`].
    ///
    /// # Errors
    /// See [`PdfError`]; what uses too much memory is `Broken`.
    pub fn has_loose_parts(&self, bytes: Arc<Vec<u8>>) -> Result<bool, PdfError> {
        match &*self.0 {
            Place::Here(_) => pdf::has_loose_parts(bytes),
            Place::There { program, .. } => {
                let answer = ask(program, ["loose".into()], &bytes).map_err(pdf_error)?;
                Ok(answer == LOOSE)
            }
        }
    }

    /// As [`pdf::page_jpeg`].
    ///
    /// # Errors
    /// See [`PdfError`]; what uses too much memory is `Broken`.
    pub fn page_jpeg(
        &self,
        bytes: Arc<Vec<u8>>,
        page: u32,
        longest: u32,
    ) -> Result<Vec<u8>, PdfError> {
        match &*self.0 {
            Place::Here(fonts) => pdf::page_jpeg(bytes, page, longest, fonts),
            Place::There { program, fonts } => {
                let what = [
                    "page".into(),
                    page.to_string().into(),
                    longest.to_string().into(),
                ];
                let words = what.into_iter().chain(fonts.iter().map(OsString::from));
                ask(program, words, &bytes).map_err(pdf_error)
            }
        }
    }

    /// As [`picture::derive`]; when `is_upright`, as [`picture::derive_upright`].
    ///
    /// # Errors
    /// See [`PictureError`]; what uses too much memory is `Broken`.
    pub fn picture(
        &self,
        bytes: Arc<Vec<u8>>,
        longest: u32,
        is_upright: bool,
    ) -> Result<Vec<u8>, PictureError> {
        match &*self.0 {
            Place::Here(_) => drawn(bytes, longest, is_upright),
            Place::There { program, .. } => {
                let what = if is_upright { "upright" } else { "picture" };
                let words = [what.into(), longest.to_string().into()];
                ask(program, words, &bytes).map_err(picture_error)
            }
        }
    }

    /// As [`picture::probe`], within [`limits::PICTURE_TIME`]. It decodes nothing and stays here.
    ///
    /// # Errors
    /// See [`PictureError`].
    pub fn picture_facts(&self, bytes: Arc<Vec<u8>>) -> Result<PictureFacts, PictureError> {
        within(limits::PICTURE_TIME, move || picture::probe(&bytes))?
    }

    /// As [`picture::without_metadata`], within [`limits::PICTURE_TIME`]. It decodes nothing and
    /// stays here.
    ///
    /// # Errors
    /// See [`PictureError`].
    pub fn bare(&self, bytes: Arc<Vec<u8>>, kind: FileKind) -> Result<Vec<u8>, PictureError> {
        within(limits::PICTURE_TIME, move || {
            picture::without_metadata(&bytes, kind)
        })?
    }
}

fn drawn(bytes: Arc<Vec<u8>>, longest: u32, is_upright: bool) -> Result<Vec<u8>, PictureError> {
    within(limits::PICTURE_TIME, move || match is_upright {
        true => picture::derive_upright(&bytes, longest),
        false => picture::derive(&bytes, longest),
    })?
}

/// Starts the program under limits, gives it the bytes, waits for its answer: bytes, or the code of
/// an error.
fn ask(
    program: &Path,
    words: impl IntoIterator<Item = OsString>,
    bytes: &[u8],
) -> Result<Vec<u8>, u8> {
    let script = format!(
        "ulimit -c 0; ulimit -v {}; ulimit -t {}; exec \"$@\"",
        limits::WORKER_MEMORY / 1024,
        limits::PDF_TIME.as_secs() * 2,
    );
    let mut child = Command::new("/bin/sh")
        .args(["-c", &script, "sh"])
        .arg(program)
        .arg(ASKED)
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .process_group(0)
        .env_clear()
        .spawn()
        .map_err(|_| BUSY)?;
    if let Some(mut stdin) = child.stdin.take() {
        // One that died says so by its silence.
        let _ = stdin.write_all(bytes);
    }
    let mut answer = Vec::new();
    if let Some(stdout) = child.stdout.take() {
        let read = stdout.take(limits::DECODED_BYTES).read_to_end(&mut answer);
        if read.is_err() {
            answer.clear();
        }
    }
    let ended = child.wait();
    match answer.first() {
        Some(&FINE) if ended.is_ok_and(|status| status.success()) => Ok(answer.split_off(1)),
        Some(code) => Err(*code),
        None => Err(SILENT),
    }
}

/// Does what a [`Worker`] asks and gives the code to exit with; none when nobody asks. Call it
/// before anything else in `main`.
#[must_use]
pub fn serve_if_asked() -> Option<ExitCode> {
    let mut words = std::env::args_os().skip(1);
    if words.next()? != ASKED {
        return None;
    }
    let words: Vec<OsString> = words.collect();
    let mut bytes = Vec::new();
    let answer = match io::stdin().lock().read_to_end(&mut bytes) {
        Ok(_) => work(&words, Arc::new(bytes)),
        Err(_) => Err(SILENT),
    };
    let answer = match answer {
        Ok(answer) => [&[FINE], &answer[..]].concat(),
        Err(code) => vec![code],
    };
    let mut out = io::stdout().lock();
    let written = out.write_all(&answer).and_then(|()| out.flush());
    // Exiting also ends a page that overran.
    Some(match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    })
}

fn work(words: &[OsString], bytes: Arc<Vec<u8>>) -> Result<Vec<u8>, u8> {
    let number = |at: usize| -> Result<u32, u8> {
        let word = words.get(at).and_then(|word| word.to_str());
        word.and_then(|word| word.parse().ok()).ok_or(SILENT)
    };
    match words.first().and_then(|word| OsStr::to_str(word)) {
        Some("probe") => {
            let facts = pdf::probe(bytes).map_err(code_of_pdf)?;
            let text = facts
                .pages
                .map_or("locked".into(), |pages| pages.to_string());
            Ok(text.into_bytes())
        }
        Some("loose") => {
            let is_loose = pdf::has_loose_parts(bytes).map_err(code_of_pdf)?;
            Ok(if is_loose { LOOSE } else { b"flat" }.to_vec())
        }
        Some("page") => {
            let fonts: Vec<PathBuf> = words.iter().skip(3).map(PathBuf::from).collect();
            let fonts = Fonts::from_dirs(&fonts);
            pdf::page_jpeg(bytes, number(1)?, number(2)?, &fonts).map_err(code_of_pdf)
        }
        Some("picture") => drawn(bytes, number(1)?, false).map_err(code_of_picture),
        Some("upright") => drawn(bytes, number(1)?, true).map_err(code_of_picture),
        _ => Err(SILENT),
    }
}

const BUSY: u8 = b'y';

fn code_of_pdf(error: PdfError) -> u8 {
    match error {
        PdfError::Locked => b'l',
        PdfError::NoSuchPage => b'n',
        PdfError::TooSlow => b't',
        PdfError::Busy => BUSY,
        PdfError::Broken => SILENT,
    }
}

fn pdf_error(code: u8) -> PdfError {
    match code {
        b'l' => PdfError::Locked,
        b'n' => PdfError::NoSuchPage,
        b't' => PdfError::TooSlow,
        BUSY => PdfError::Busy,
        _ => PdfError::Broken,
    }
}

fn code_of_picture(error: PictureError) -> u8 {
    match error {
        PictureError::NoDecoder => b'd',
        PictureError::TooManyPixels => b'p',
        PictureError::TooSlow => b't',
        PictureError::Busy => BUSY,
        PictureError::Broken => SILENT,
    }
}

fn picture_error(code: u8) -> PictureError {
    match code {
        b'd' => PictureError::NoDecoder,
        b'p' => PictureError::TooManyPixels,
        b't' => PictureError::TooSlow,
        BUSY => PictureError::Busy,
        _ => PictureError::Broken,
    }
}
