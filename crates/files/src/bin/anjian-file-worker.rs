//! Reads PDFs for [`anjian_files::worker::Worker`] and does nothing else. The server does the same
//! when it is asked; this one is small, for tests.

use std::process::ExitCode;

fn main() -> ExitCode {
    anjian_files::worker::serve_if_asked().unwrap_or(ExitCode::FAILURE)
}
