//! What the list reads of an entry: no more than it shows.
//!
//! The list stands before the first tap, and reading every act there is would cost it more code
//! than all the rest of it. Whatever else an entry holds is passed over.

use anjian_api::case::CaseStage;
use anjian_api::entry::Open;
use anjian_api::file::FileKind;
use anjian_api::role::Role;
use serde::Deserialize;

/// The parts of an act that the list shows, whatever its kind.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Glance {
    /// What kind of act.
    pub kind: String,
    /// Of a message.
    pub content: Option<Content>,
    /// Of a change of stage.
    pub stage: Option<CaseStage>,
    /// Of a seat: an object where it is given, a number where it is ended.
    #[serde(deserialize_with = "seat")]
    pub seat: Option<Seat>,
    /// Of a notice.
    pub text: Option<Title>,
    /// Of a file that came.
    pub file: Option<File>,
}

/// What a message holds.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Content {
    /// In which form.
    pub form: String,
    /// Words.
    pub text: Option<String>,
    /// Of a place.
    pub label: Option<String>,
    /// Pictures, films, documents.
    pub files: Vec<File>,
    /// Of a recording.
    pub duration_ms: u32,
}

/// A file, as far as a line tells it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct File {
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: FileKind,
}

/// A seat, as far as a line tells it.
#[derive(Debug, Deserialize)]
pub struct Seat {
    /// Whose.
    pub name: String,
    /// In which role.
    pub role: Role,
}

/// The title of a notice.
#[derive(Debug, Deserialize)]
pub struct Title {
    /// One line.
    pub title: String,
}

/// Looks at an entry; none when it is of no form that this version knows.
pub fn glance(open: &Open) -> Option<Glance> {
    #[derive(Deserialize)]
    struct Payload {
        act: Glance,
    }
    serde_json::from_str::<Payload>(open.payload.get())
        .ok()
        .map(|payload| payload.act)
}

fn seat<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Seat>, D::Error> {
    let raw = <&serde_json::value::RawValue>::deserialize(from)?;
    Ok(serde_json::from_str(raw.get()).ok())
}
