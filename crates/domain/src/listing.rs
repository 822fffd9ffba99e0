//! Which entries make the last line of a case in the list, and which count as unread.

/// Entries that make the last line: everything that people would tell each other.
#[must_use]
pub fn makes_a_line(kind: &str) -> bool {
    !matches!(
        kind,
        "notice_confirmed"
            | "contact_noted"
            | "authority_set"
            | "member_unseated"
            | "file_received"
            | "exhibit_opened"
    )
}

/// Entries that count as unread: words by people, and acts of the court that concern everybody.
/// A kind that this version does not know counts: it may be the one that matters.
#[must_use]
pub fn counts_as_unread(kind: &str) -> bool {
    makes_a_line(kind) && !matches!(kind, "message_recalled" | "member_seated")
}
