//! What a signature on a document signs: not a picture, but everything that it holds for.

use anjian_api::bytes::{CaseLogId, Leaf, Sha256Digest, Sm3Digest};
use anjian_api::ids::{Moment, SeatId, Seq};
use sha2::{Digest as _, Sha256};

const DOMAIN: &[u8] = b"aj/v1/signature";

/// A manifest. Its bytes are signed by the device's key or, without one, by the server's; the
/// entry of the signature carries its SHA-256.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Manifest<'a> {
    /// The number of the case in proofs.
    pub case_log: CaseLogId,
    /// The document: the entry that sent it.
    pub document: Seq,
    /// The leaf of the entry that brought the version which was shown.
    pub brought_by: Leaf,
    /// The version, from 1.
    pub version: u32,
    /// SHA-256 of the PDF that was shown.
    pub pdf_sha256: Sha256Digest,
    /// SM3 of the same.
    pub pdf_sm3: Sm3Digest,
    /// Hashes of the trace's canonical bytes; none when nothing was drawn.
    pub ink: Option<(Sha256Digest, Sm3Digest)>,
    /// The seat that signs.
    pub seat: SeatId,
    /// The name of who signs.
    pub signer: &'a str,
    /// In which capacity; empty for oneself.
    pub capacity: &'a str,
    /// How it was signed: `drawn`, `typed`, `assisted`, `fingerprint`.
    pub method: &'a str,
    /// What refers to the checks of the person: the session, the code, the witness.
    pub checks: &'a str,
    /// Random bytes that the server gave for this one signature.
    pub nonce: [u8; 32],
    /// The server's time when it gave them.
    pub at: Moment,
}

impl Manifest<'_> {
    /// The canonical bytes: fields in this order, each with its length before it (64 bits, most
    /// significant byte first), described in `docs/proof-format.md`.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(512);
        let none: &[u8] = &[];
        let ink = self.ink.as_ref();
        let fields: [&[u8]; 16] = [
            DOMAIN,
            &self.case_log.0,
            &self.document.0.to_be_bytes(),
            &self.brought_by.0,
            &self.version.to_be_bytes(),
            &self.pdf_sha256.0,
            &self.pdf_sm3.0,
            ink.map_or(none, |(sha256, _)| &sha256.0),
            ink.map_or(none, |(_, sm3)| &sm3.0),
            &self.seat.0.to_be_bytes(),
            self.signer.as_bytes(),
            self.capacity.as_bytes(),
            self.method.as_bytes(),
            self.checks.as_bytes(),
            &self.nonce,
            &self.at.0.to_be_bytes(),
        ];
        for field in fields {
            out.extend_from_slice(&(field.len() as u64).to_be_bytes());
            out.extend_from_slice(field);
        }
        out
    }

    /// SHA-256 of the canonical bytes.
    #[must_use]
    pub fn digest(&self) -> Sha256Digest {
        Sha256Digest(Sha256::digest(self.bytes()).into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest() -> Manifest<'static> {
        Manifest {
            case_log: CaseLogId([1; 16]),
            document: Seq(7),
            brought_by: Leaf([2; 32]),
            version: 1,
            pdf_sha256: Sha256Digest([3; 32]),
            pdf_sm3: Sm3Digest([4; 32]),
            ink: Some((Sha256Digest([5; 32]), Sm3Digest([6; 32]))),
            seat: SeatId(3),
            signer: "某三",
            capacity: "",
            method: "drawn",
            checks: "session",
            nonce: [7; 32],
            at: Moment(1_795_000_000_000),
        }
    }

    #[test]
    fn every_field_counts() {
        let one = manifest();
        let others = [
            Manifest {
                case_log: CaseLogId([9; 16]),
                ..one
            },
            Manifest {
                document: Seq(8),
                ..one
            },
            Manifest {
                brought_by: Leaf([9; 32]),
                ..one
            },
            Manifest { version: 2, ..one },
            Manifest {
                pdf_sha256: Sha256Digest([9; 32]),
                ..one
            },
            Manifest {
                pdf_sm3: Sm3Digest([9; 32]),
                ..one
            },
            Manifest { ink: None, ..one },
            Manifest {
                seat: SeatId(4),
                ..one
            },
            Manifest {
                signer: "某四",
                ..one
            },
            Manifest {
                capacity: "法定代表人",
                ..one
            },
            Manifest {
                method: "typed",
                ..one
            },
            Manifest {
                checks: "code",
                ..one
            },
            Manifest {
                nonce: [9; 32],
                ..one
            },
            Manifest {
                at: Moment(1_795_000_000_001),
                ..one
            },
        ];
        for (index, other) in others.iter().enumerate() {
            assert_ne!(other.digest(), one.digest(), "field {index}");
        }
    }

    #[test]
    fn words_cannot_slide_from_one_field_to_the_next() {
        let one = Manifest {
            signer: "某三法",
            capacity: "定代表人",
            ..manifest()
        };
        let two = Manifest {
            signer: "某三",
            capacity: "法定代表人",
            ..manifest()
        };
        assert_ne!(one.bytes(), two.bytes());
        assert_eq!(one.bytes().len(), two.bytes().len());
    }

    #[test]
    fn the_bytes_are_what_the_format_says() {
        let bytes = manifest().bytes();
        assert_eq!(bytes[..8], 15_u64.to_be_bytes());
        assert_eq!(&bytes[8..23], b"aj/v1/signature");
        assert_eq!(bytes[23..31], 16_u64.to_be_bytes());
        assert_eq!(bytes[31..47], [1; 16]);
        let lengths = [15, 16, 8, 32, 4, 32, 32, 32, 32, 2, 6, 0, 5, 7, 32, 8];
        assert_eq!(
            bytes.len(),
            lengths.iter().sum::<usize>() + 8 * lengths.len()
        );
    }
}
