//! Documents in words.

use anjian_api::document::ink::InkPurpose;
use anjian_api::document::{DocumentKind, Duty};
use anjian_domain::document::{DocumentRecord, Done};

use super::model::standing::Standing;
use crate::i18n::{Locale, document_words, text};

/// Which paper.
#[must_use]
pub fn paper(locale: Locale, kind: DocumentKind) -> String {
    match kind {
        DocumentKind::AddressConfirmation => text!(locale, papers.kind_address),
        DocumentKind::RightsNotice => text!(locale, papers.kind_rights),
        DocumentKind::IntegrityPledge => text!(locale, papers.kind_integrity),
        DocumentKind::EvidenceList => text!(locale, papers.kind_evidence),
        DocumentKind::Other => text!(locale, papers.kind_other),
    }
}

/// What somebody is asked for.
#[must_use]
pub fn duty(locale: Locale, duty: Duty) -> String {
    match duty {
        Duty::Read => text!(locale, papers.duty_read),
        Duty::Confirm => text!(locale, papers.duty_confirm),
        Duty::Sign => text!(locale, papers.duty_sign),
    }
}

/// Where it stands for somebody.
#[must_use]
pub fn standing(locale: Locale, standing: Standing, duty: Duty) -> String {
    match (standing, duty) {
        (Standing::Waiting, Duty::Read) => text!(locale, papers.waits_read),
        (Standing::Waiting, Duty::Confirm) => text!(locale, papers.waits_confirm),
        (Standing::Waiting, Duty::Sign) => text!(locale, papers.waits_sign),
        (Standing::Stale, Duty::Sign) => text!(locale, papers.stale_sign),
        (Standing::Stale, _) => text!(locale, papers.stale_confirm),
        (Standing::Read, _) => text!(locale, papers.is_read),
        (Standing::Confirmed, _) => text!(locale, papers.is_confirmed),
        (Standing::Signed, _) => text!(locale, papers.is_signed),
        (Standing::Refused, _) => text!(locale, papers.is_refused),
        (Standing::Withdrawn, _) => text!(locale, papers.is_withdrawn),
    }
}

/// What somebody did.
#[must_use]
pub fn done(locale: Locale, done: &Done) -> String {
    match done {
        Done::Read => text!(locale, papers.is_read),
        Done::Confirmed => text!(locale, papers.is_confirmed),
        Done::Signed { signer } => text!(locale, papers.did_sign, name = signer),
        Done::Refused { reason } => text!(locale, papers.did_refuse, reason = reason),
    }
}

/// A gap of a paper.
#[must_use]
pub fn gap(locale: Locale, name: &str) -> String {
    document_words::gap(locale, name).unwrap_or_else(|| name.to_owned())
}

/// What somebody looks at a signature for.
#[must_use]
pub fn ink_purpose(locale: Locale, purpose: InkPurpose) -> String {
    match purpose {
        InkPurpose::SealedPdf => text!(locale, looking.purpose_sealed_pdf),
        InkPurpose::Dispute => text!(locale, looking.purpose_dispute),
        InkPurpose::Compare => text!(locale, looking.purpose_compare),
        InkPurpose::Appraisal => text!(locale, looking.purpose_appraisal),
        InkPurpose::Archive => text!(locale, looking.purpose_archive),
    }
}

/// How a gap is to be filled.
#[must_use]
pub fn gap_hint(locale: Locale, name: &str) -> Option<String> {
    Some(match name {
        "electronic" => text!(locale, papers.hint_electronic),
        "phone" => text!(locale, papers.hint_phone),
        "address" => text!(locale, papers.hint_address),
        "receiver" => text!(locale, papers.hint_receiver),
        _ => return None,
    })
}

/// Number, version and the beginning of the PDF's hash, to be compared on two screens.
#[must_use]
pub fn identity(locale: Locale, record: &DocumentRecord) -> String {
    let hex = record
        .current()
        .map_or_else(String::new, |version| version.file.sha256.to_hex());
    text!(
        locale,
        papers.identity,
        version = record.version(),
        check = super::model::standing::short(&hex)
    )
}
