//! The stored form of an entry: what is sealed, and what comes out again.

use anjian_api::audience::Audience;
use anjian_api::bytes::{Leaf, Suite};
use anjian_api::case::ProofTerms;
use anjian_api::entry::{Header, Open, Shown, WireEntry, Withheld};
use anjian_api::ids::{Moment, SeatId, Seq};
use anjian_domain::NewEntry;
use anjian_proof::{Record, actor_commit, leaf, payload_commit};
use serde_json::value::RawValue;

use super::visibility::Guard;
use crate::keys::{CaseKey, KeyError};
use crate::seal::SealError;
use crate::store::EntryRow;

/// The form of the sealed bytes; another form gets another number.
const FORM: u8 = 1;

/// An entry, unsealed. It stays inside the ledger; readers get what `wire_for` makes of it.
#[derive(Debug, Clone)]
pub(super) struct Stored {
    pub(super) seq: Seq,
    pub(super) leaf: Leaf,
    pub(super) open: Open,
    pub(super) guard: Guard,
}

impl Stored {
    /// Gives a new entry its number, time, salt and leaf. Its payload is printed here, once.
    pub(super) fn forge(
        key: &CaseKey,
        terms: &ProofTerms,
        seq: Seq,
        prev: Leaf,
        at: Moment,
        entry: &NewEntry,
    ) -> Result<Self, ForgeError> {
        let payload = serde_json::value::to_raw_value(&entry.payload)?;
        let salt = key.salt(seq)?;
        let kind = entry.payload.act.kind();
        let leaf = leaf(&Record {
            suite: terms.suite,
            court: terms.court,
            case_log: terms.case_log,
            seq,
            kind,
            actor_commit: actor_commit(terms.suite, &salt, entry.author),
            at,
            prev,
            salt,
            payload_commit: payload_commit(terms.suite, &salt, payload.get().as_bytes()),
        });
        let header = Header {
            at,
            kind: kind.to_owned(),
            author: entry.author,
            prev,
            salt,
        };
        let guard = Guard::new(entry.author, entry.payload.audience.clone());
        Ok(Self {
            seq,
            leaf,
            open: Open { header, payload },
            guard,
        })
    }

    /// Seals the entry for the store.
    pub(super) fn seal(&self, key: &CaseKey) -> Result<EntryRow, SealError> {
        let header = &self.open.header;
        let kind = header.kind.as_bytes();
        let payload = self.open.payload.get().as_bytes();
        let mut bytes = Vec::with_capacity(44 + kind.len() + payload.len());
        bytes.push(FORM);
        bytes.extend_from_slice(&header.at.0.to_be_bytes());
        bytes.extend_from_slice(&header.author.0.to_be_bytes());
        bytes.extend_from_slice(&header.prev.0);
        bytes.push(u8::try_from(kind.len()).map_err(|_| SealError)?);
        bytes.extend_from_slice(kind);
        bytes.extend_from_slice(payload);
        Ok(EntryRow {
            seq: self.seq,
            leaf: self.leaf,
            sealed: key.seal_entry(self.seq, &bytes)?,
        })
    }

    /// Opens what the store kept.
    pub(super) fn unseal(key: &CaseKey, row: &EntryRow) -> Result<Self, KeyError> {
        let bytes = key.open_entry(row.seq, &row.sealed)?;
        let (header, payload) = parse(&bytes).ok_or(SealError)?;
        let header = Header {
            salt: key.salt(row.seq)?,
            ..header
        };
        let guard = Guard::read(header.author, payload.get());
        Ok(Self {
            seq: row.seq,
            leaf: row.leaf,
            open: Open { header, payload },
            guard,
        })
    }

    /// The entry as its reader may see it.
    pub(super) fn wire(&self, suite: Suite, visible: bool, recalled: bool) -> WireEntry {
        let shown = if !visible {
            Shown::Sealed
        } else if recalled {
            let bytes = self.open.payload.get().as_bytes();
            Shown::Withheld(Withheld {
                header: self.open.header.clone(),
                audience: self.audience(),
                payload_commit: payload_commit(suite, &self.open.header.salt, bytes),
            })
        } else {
            Shown::Open(self.open.clone())
        };
        WireEntry {
            seq: self.seq,
            leaf: self.leaf,
            shown,
        }
    }

    pub(super) fn author(&self) -> SeatId {
        self.open.header.author
    }

    fn audience(&self) -> Audience {
        self.guard.clone().into_audience()
    }
}

/// Why an entry could not be made.
#[derive(Debug, thiserror::Error)]
pub(super) enum ForgeError {
    #[error("the payload cannot be printed: {0}")]
    Print(#[from] serde_json::Error),
    #[error(transparent)]
    Seal(#[from] SealError),
}

/// Reads the sealed bytes; the salt comes from the key and is filled in by the caller.
fn parse(bytes: &[u8]) -> Option<(Header, Box<RawValue>)> {
    let (form, rest) = bytes.split_first()?;
    let (at, rest) = rest.split_first_chunk::<8>()?;
    let (author, rest) = rest.split_first_chunk::<2>()?;
    let (prev, rest) = rest.split_first_chunk::<32>()?;
    let (kind_len, rest) = rest.split_first()?;
    let (kind, payload) = rest.split_at_checked(usize::from(*kind_len))?;
    if *form != FORM {
        return None;
    }
    let payload = String::from_utf8(payload.to_vec()).ok()?;
    let header = Header {
        at: Moment(i64::from_be_bytes(*at)),
        kind: String::from_utf8(kind.to_vec()).ok()?,
        author: SeatId(u16::from_be_bytes(*author)),
        prev: Leaf(*prev),
        salt: anjian_api::bytes::Salt::default(),
    };
    Some((header, RawValue::from_string(payload).ok()?))
}
