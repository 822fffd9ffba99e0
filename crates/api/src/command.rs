//! What people ask for.

use serde::{Deserialize, Serialize};

use crate::audience::Audience;
use crate::case::{CaseStage, Procedure};
use crate::document::command::DocumentCommand;
use crate::evidence::command::EvidenceCommand;
use crate::file::FileFacts;
use crate::ids::{CourtId, Moment, PersonId, SeatId, Seq};
use crate::role::{Authority, Role};

/// A request to change a case. Judged by `anjian_domain::decide`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Command {
    /// Opens the case space.
    OpenCase(OpenCase),
    /// Moves the case to another stage.
    ChangeStage(ChangeStage),
    /// Gives a person a seat.
    SeatMember(SeatMember),
    /// Ends a seat.
    UnseatMember(UnseatMember),
    /// Records how far an agent may act.
    SetAuthority(SetAuthority),
    /// Says something.
    SendMessage(SendMessage),
    /// Hides the words of an own message.
    Recall(Recall),
    /// Gives notice of something (court only).
    PostNotice(PostNotice),
    /// Confirms that a notice was read.
    ConfirmNotice(ConfirmNotice),
    /// A file came up whole. Only the server gives it, for the seat that uploaded.
    ReceiveFile(ReceiveFile),
    /// Something about evidence; its own kinds stand flat beside these.
    #[serde(untagged)]
    Evidence(EvidenceCommand),
    /// Something about documents; its own kinds stand flat beside these.
    #[serde(untagged)]
    Document(DocumentCommand),
}

impl Command {
    /// Only the server itself gives this command; from outside it is no command.
    #[must_use]
    pub const fn is_the_servers(&self) -> bool {
        matches!(
            self,
            Command::ReceiveFile(_)
                | Command::Evidence(EvidenceCommand::OpenExhibit(_))
                | Command::Document(
                    DocumentCommand::SendDocument(_)
                        | DocumentCommand::ReviseDocument(_)
                        | DocumentCommand::FillDocument(_)
                        | DocumentCommand::SignDocument(_)
                        | DocumentCommand::SealDocument(_)
                )
        )
    }
}

/// Opens a case in a court.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OpenCase {
    /// The court.
    pub court: CourtId,
    /// The type code of the 案号, such as 民初 (法〔2015〕137号).
    pub type_code: String,
    /// 案由
    pub cause: String,
    /// The title people know it by, such as "周敏 诉 韩立".
    pub title: String,
    /// 审理程序
    pub procedure: Procedure,
    /// The stage it starts in.
    pub stage: CaseStage,
    /// The first seats: the court's people and the parties. An agent's `acts_for` counts in this
    /// list, from 1.
    pub members: Vec<SeatMember>,
}

/// Moves the case to another stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeStage {
    /// The new stage.
    pub stage: CaseStage,
}

/// Gives a person a seat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SeatMember {
    /// Who.
    pub person: PersonId,
    /// The name shown to the others.
    pub name: String,
    /// In which role.
    pub role: Role,
    /// The party seat an agent acts for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acts_for: Option<SeatId>,
    /// How far an agent may act.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authority: Option<Authority>,
    /// A telephone number: of the court's people for everybody who takes part, of others for their
    /// own side and the court.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

/// Ends a seat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct UnseatMember {
    /// The seat.
    pub seat: SeatId,
}

/// Records how far an agent may act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetAuthority {
    /// The agent's seat.
    pub seat: SeatId,
    /// How far.
    pub authority: Authority,
}

/// Says something.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SendMessage {
    /// What.
    pub content: Content,
    /// To whom.
    pub audience: Audience,
    /// The entry it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<Seq>,
    /// The seats it calls upon.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<SeatId>,
}

/// Hides the words of an own message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Recall {
    /// The message.
    pub message: Seq,
}

/// Gives notice of something.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PostNotice {
    /// Title and words.
    pub text: NoticeText,
    /// To whom.
    pub audience: Audience,
    /// Until when its addressees are to confirm it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Moment>,
}

/// Confirms that a notice was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ConfirmNotice {
    /// The notice.
    pub notice: Seq,
}

/// A file came up whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReceiveFile {
    /// What the server found.
    pub file: FileFacts,
}

/// Title and words of a notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NoticeText {
    /// One line.
    pub title: String,
    /// The words.
    pub words: String,
}

/// What a message carries.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "form", rename_all = "snake_case")]
pub enum Content {
    /// Words, up to 4,000 characters.
    Text(Text),
    /// A place.
    Location(Location),
    /// One to nine pictures, films or documents.
    Files(Files),
    /// A spoken message.
    Voice(Box<Voice>),
}

/// Words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// The words.
    pub text: String,
}

/// Files shown together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Files {
    /// The files, in the order in which they are shown. As the receipts told them; the words of the
    /// camera may be left out (kept back).
    pub files: Vec<FileFacts>,
}

/// Something spoken.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Voice {
    /// The recording.
    pub file: FileFacts,
    /// How long it is, milliseconds; up to two minutes.
    pub duration_ms: u32,
    /// How loud it is along its length, up to 64 values from 0 to 31.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waveform: Vec<u8>,
}

/// A place, with the datum its coordinates are in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Location {
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lng: f64,
    /// Which system the degrees are measured in.
    pub datum: Datum,
    /// Radius of 95 % confidence, metres.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accuracy_m: Option<f64>,
    /// The sender's own words for the place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
}

/// The geodetic datum of a coordinate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Datum {
    /// WGS 84: what a browser's geolocation gives.
    Wgs84,
    /// GCJ-02: what Chinese maps draw.
    Gcj02,
    /// BD-09: what Baidu draws.
    Bd09,
}
