//! What outlives a page of evidence: drafts, kept on the device.

mod examining;
mod submission;

pub use examining::Examining;
pub use submission::{Page, Submission};

use anjian_api::ids::{CaseId, PersonId};

/// Where a draft of a person in a case is kept; goes with everything else at log-out.
fn kept(what: &str, person: Option<PersonId>, case: CaseId) -> String {
    let person = person.map(|person| person.to_string());
    format!(
        "anjian.kept.{what}.{}.{case}",
        person.as_deref().unwrap_or_default()
    )
}
