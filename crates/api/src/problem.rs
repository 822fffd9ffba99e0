//! Errors on the wire (RFC 9457 `application/problem+json`, without prose for people).

use serde::{Deserialize, Serialize};

use crate::refusal::Refusal;

/// Why a request failed. The app words it in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// What kind of failure.
    pub code: ProblemCode,
    /// With `Refused`: the reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<Refusal>,
    /// The number under which the server logged the request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// When trying again makes sense, milliseconds from now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_ms: Option<u64>,
    /// With `TooLarge` and `CaseFull`: the most there may be, bytes; with `TooManyUploads` uploads;
    /// with `CodeWrong` tries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u64>,
    /// With codes that say so: what it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

impl Problem {
    /// A failure of this kind and nothing else.
    #[must_use]
    pub const fn of(code: ProblemCode) -> Self {
        Self {
            code,
            refusal: None,
            request_id: None,
            retry_after_ms: None,
            limit: None,
            detail: None,
        }
    }

    /// A command refused for this reason.
    #[must_use]
    pub const fn refused(refusal: Refusal) -> Self {
        Self {
            code: ProblemCode::Refused,
            refusal: Some(refusal),
            request_id: None,
            retry_after_ms: None,
            limit: None,
            detail: None,
        }
    }
}

/// The kinds of failure. A newer server's kind reads as `Unknown`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ProblemCode {
    /// 422: the law of the product says no; see `refusal`.
    Refused,
    /// 404: there is no such thing, or not for this person.
    NotFound,
    /// 401: nobody is signed in, or no longer.
    SessionEnded,
    /// 403: the first password must be changed before anything else.
    PasswordChangeRequired,
    /// 401: number and password do not belong together.
    WrongCredentials,
    /// 422: the new password is too short, too long, too common or the old one.
    WeakPassword,
    /// 429: too many tries; see `retry_after_ms`.
    TooManyTries,
    /// 409: this command id was used with another body.
    CommandConflict,
    /// 400: the body is not what this address takes.
    BadRequest,
    /// 415: the body is not JSON.
    WrongContentType,
    /// 413: the body is larger than this address takes.
    TooLarge,
    /// 403: the request came from another site.
    ForeignOrigin,
    /// 507: the disk is full; nothing was stored, nothing was lost.
    StorageFull,
    /// 503: the server is stopping or overloaded; try again.
    Unavailable,
    /// 409: the account is there already.
    AccountExists,
    /// 409: this upload was announced otherwise, or other bytes are there already.
    UploadConflict,
    /// 409: not all parts of the upload are there.
    UploadIncomplete,
    /// 422: the bytes that arrived are not those that were sent.
    DigestMismatch,
    /// 409: too many uploads of this person are open; see `limit`.
    TooManyUploads,
    /// 422: the files of this case would be more than it may have; see `limit`.
    CaseFull,
    /// 422: the file has no bytes.
    FileEmpty,
    /// 422: the file is of no kind that the court takes.
    FileKindNotAllowed,
    /// 422: the bytes are something else than the name or the device says.
    FileNameMismatch,
    /// 422: the file is two things at once, or carries something after its end.
    FileAmbiguous,
    /// 422: unpacked or drawn, the file would be far larger than it is.
    FileTooDeep,
    /// 422: the file is damaged.
    FileBroken,
    /// 422: the file holds macros or programs.
    FileActive,
    /// 422: the file is known to do harm.
    FileHarmful,
    /// 416: the file has no such bytes.
    RangeNotSatisfiable,
    /// 422: there is no such form of this file; it can be downloaded.
    NoPreview,
    /// 422: this server cannot make pages of office files; it can be downloaded.
    ConverterMissing,
    /// 422: the file opens with a password only; it can be downloaded.
    FileNeedsPassword,
    /// 422: this server has no fonts to make papers with.
    DocumentsUnavailable,
    /// 422: nothing was given for some gaps of the paper, or too much; `detail` names them, separated by spaces.
    PaperIncomplete,
    /// 422: no font of the court has these characters; see `detail`.
    CharactersMissing,
    /// 422: notes, stamps, seals or fields of a form lie over the pages of a PDF to sign: the pages with
    /// the signatures would lose them. With `detail` `unfit` its pages cannot be taken over at all.
    PdfNotFlat,
    /// 422: the bytes of a document are no longer those that were sent: nothing is signed.
    FileAltered,
    /// 422: what was drawn cannot be taken: `detail` says `form`, `too_large`, `outside`, `impossible`, `empty`, `dot`, `line` or `missing`.
    InkRejected,
    /// 409: these very movements were used for another signature.
    InkReplayed,
    /// 409: the signing was not finished in time, or it was for another version: begin again.
    CeremonyOver,
    /// 422: what was signed is not what the court has; or the signature of the device does not hold.
    ManifestMismatch,
    /// 422: the code is wrong, used or too old; `limit` says how many tries are left.
    CodeWrong,
    /// 422: this court sends no codes.
    CodesUnavailable,
    /// 410: the code of a hand-off can no longer be used, or never could.
    HandoffExpired,
    /// 409: another device has taken this hand-off already.
    HandoffUsed,
    /// 409: the device that shows the code cannot be the other one.
    HandoffSameDevice,
    /// 403: the code is meant for the person whose other device shows it.
    HandoffOtherPerson,
    /// 409: the document has another version meanwhile.
    HandoffOtherVersion,
    /// 422: the number is not the one on the other screen; the code is used up.
    HandoffWrongNumber,
    /// 500: a fault of ours, logged under `request_id`.
    Internal,
    /// A kind this version does not know.
    #[serde(other)]
    Unknown,
}

impl ProblemCode {
    /// Every kind, for the tests that want a text for each.
    pub const ALL: [ProblemCode; 51] = [
        ProblemCode::Refused,
        ProblemCode::NotFound,
        ProblemCode::SessionEnded,
        ProblemCode::PasswordChangeRequired,
        ProblemCode::WrongCredentials,
        ProblemCode::WeakPassword,
        ProblemCode::TooManyTries,
        ProblemCode::CommandConflict,
        ProblemCode::BadRequest,
        ProblemCode::WrongContentType,
        ProblemCode::TooLarge,
        ProblemCode::ForeignOrigin,
        ProblemCode::StorageFull,
        ProblemCode::Unavailable,
        ProblemCode::AccountExists,
        ProblemCode::UploadConflict,
        ProblemCode::UploadIncomplete,
        ProblemCode::DigestMismatch,
        ProblemCode::TooManyUploads,
        ProblemCode::CaseFull,
        ProblemCode::FileEmpty,
        ProblemCode::FileKindNotAllowed,
        ProblemCode::FileNameMismatch,
        ProblemCode::FileAmbiguous,
        ProblemCode::FileTooDeep,
        ProblemCode::FileBroken,
        ProblemCode::FileActive,
        ProblemCode::FileHarmful,
        ProblemCode::RangeNotSatisfiable,
        ProblemCode::NoPreview,
        ProblemCode::ConverterMissing,
        ProblemCode::FileNeedsPassword,
        ProblemCode::DocumentsUnavailable,
        ProblemCode::PaperIncomplete,
        ProblemCode::CharactersMissing,
        ProblemCode::PdfNotFlat,
        ProblemCode::FileAltered,
        ProblemCode::InkRejected,
        ProblemCode::InkReplayed,
        ProblemCode::CeremonyOver,
        ProblemCode::ManifestMismatch,
        ProblemCode::CodeWrong,
        ProblemCode::CodesUnavailable,
        ProblemCode::HandoffExpired,
        ProblemCode::HandoffUsed,
        ProblemCode::HandoffSameDevice,
        ProblemCode::HandoffOtherPerson,
        ProblemCode::HandoffOtherVersion,
        ProblemCode::HandoffWrongNumber,
        ProblemCode::Internal,
        ProblemCode::Unknown,
    ];

    /// The HTTP status that goes with it.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            ProblemCode::Refused
            | ProblemCode::WeakPassword
            | ProblemCode::DigestMismatch
            | ProblemCode::CaseFull
            | ProblemCode::FileEmpty
            | ProblemCode::FileKindNotAllowed
            | ProblemCode::FileNameMismatch
            | ProblemCode::FileAmbiguous
            | ProblemCode::FileTooDeep
            | ProblemCode::FileBroken
            | ProblemCode::FileActive
            | ProblemCode::FileHarmful
            | ProblemCode::NoPreview
            | ProblemCode::ConverterMissing
            | ProblemCode::FileNeedsPassword
            | ProblemCode::DocumentsUnavailable
            | ProblemCode::PaperIncomplete
            | ProblemCode::CharactersMissing
            | ProblemCode::PdfNotFlat
            | ProblemCode::FileAltered
            | ProblemCode::InkRejected
            | ProblemCode::ManifestMismatch
            | ProblemCode::CodeWrong
            | ProblemCode::CodesUnavailable
            | ProblemCode::HandoffWrongNumber => 422,
            ProblemCode::HandoffExpired => 410,
            ProblemCode::NotFound => 404,
            ProblemCode::SessionEnded | ProblemCode::WrongCredentials => 401,
            ProblemCode::PasswordChangeRequired
            | ProblemCode::ForeignOrigin
            | ProblemCode::HandoffOtherPerson => 403,
            ProblemCode::TooManyTries => 429,
            ProblemCode::CommandConflict
            | ProblemCode::AccountExists
            | ProblemCode::UploadConflict
            | ProblemCode::UploadIncomplete
            | ProblemCode::TooManyUploads
            | ProblemCode::InkReplayed
            | ProblemCode::CeremonyOver
            | ProblemCode::HandoffUsed
            | ProblemCode::HandoffSameDevice
            | ProblemCode::HandoffOtherVersion => 409,
            ProblemCode::BadRequest => 400,
            ProblemCode::WrongContentType => 415,
            ProblemCode::TooLarge => 413,
            ProblemCode::RangeNotSatisfiable => 416,
            ProblemCode::StorageFull => 507,
            ProblemCode::Unavailable => 503,
            ProblemCode::Internal | ProblemCode::Unknown => 500,
        }
    }
}
