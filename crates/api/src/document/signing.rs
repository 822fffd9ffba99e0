//! Signing over HTTP. One ceremony is one signature: begun, drawn or coded, finished.
//!
//! Everything lives under `/api/cases/{case}/documents/{seq}/signing`.

use serde::{Deserialize, Serialize};

use super::{Ink, SignedBy};
use crate::bytes::{CaseLogId, Leaf, Nonce, Sha256Digest, Sm3Digest};
use crate::file::{FileFacts, FileId};
use crate::ids::{CeremonyId, HandoffId, Moment, SeatId, Seq};

/// The way somebody wants to sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// With a finger or a pen.
    Drawn,
    /// By typing the name, with a code sent to the telephone.
    Typed,
    /// With the help of a witness who is named; drawn, or not.
    Assisted,
    /// With a fingerprint, photographed.
    Fingerprint,
}

impl Way {
    /// As in the manifest.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Way::Drawn => "drawn",
            Way::Typed => "typed",
            Way::Assisted => "assisted",
            Way::Fingerprint => "fingerprint",
        }
    }
}

/// Begins: `POST …/signing`. Repeating it gives the same ceremony, however far it has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BeginSigning {
    /// The client's.
    pub id: CeremonyId,
    /// The version that was shown, from 1.
    pub version: u32,
    /// SHA-256 of the PDF that was shown.
    pub shown: Sha256Digest,
    /// How.
    pub by: Way,
    /// The phone signs for another device that shows the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handoff: Option<HandoffId>,
}

/// A ceremony as it stands: `GET …/signing/{id}`. With it the client builds the manifest
/// (`anjian_proof::Manifest`) that the server will compare: `pdf_sha256` is `shown`, `method` is
/// `by.name()`, `checks` is [`Ceremony::checks`], the rest has the same names.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Ceremony {
    /// The ceremony.
    pub id: CeremonyId,
    /// The document: the entry that sent it.
    pub document: Seq,
    /// The version, from 1.
    pub version: u32,
    /// SHA-256 of its PDF.
    pub shown: Sha256Digest,
    /// SM3 of the same.
    pub pdf_sm3: Sm3Digest,
    /// The leaf of the entry that brought the version.
    pub brought_by: Leaf,
    /// The number of the case in proofs.
    pub case_log: CaseLogId,
    /// The seat that signs.
    pub seat: SeatId,
    /// How.
    pub by: Way,
    /// Random, for this one signature.
    pub nonce: Nonce,
    /// The server's time when it began.
    pub at: Moment,
    /// Not finished until then, it is over.
    pub expires: Moment,
    /// What refers to the checks of the person, so far.
    pub checked: String,
    /// The name of the account; what the signer is called unless it signs for an organisation.
    pub name: String,
    /// With [`Way::Typed`]: where the code goes, masked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// What was drawn and has arrived.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trace: Option<TraceHeld>,
    /// It is finished.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed: Option<Signed>,
}

impl Ceremony {
    /// The manifest's `checks`: what the server has seen, then the witness and the photograph of
    /// the fingerprint (its SHA-256), a line each.
    #[must_use]
    pub fn checks(&self, witness: Option<&str>, fingerprint: Option<&Sha256Digest>) -> String {
        let mut checks = self.checked.clone();
        if let Some(witness) = witness {
            checks.push_str("\nwitness ");
            checks.push_str(witness);
        }
        if let Some(fingerprint) = fingerprint {
            checks.push_str("\nfingerprint ");
            checks.push_str(&fingerprint.to_hex());
        }
        checks
    }
}

/// A trace was read and is held, sealed: the answer to `PUT …/signing/{id}/trace`, whose body is
/// the canonical bytes of `anjian_ink` (`application/octet-stream`). Another trace takes its place
/// until the ceremony is finished.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TraceHeld {
    /// What it is known by.
    pub ink: Ink,
    /// What its writer should be asked about once.
    pub doubts: Vec<InkDoubt>,
}

/// Why a signature may not be what its writer wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum InkDoubt {
    /// It fills little of the sheet.
    Small,
    /// Some of it lies at the edge of the sheet.
    CutOff,
    /// It was written faster than a name is.
    Hasty,
}

/// A code is on its way: the answer to `POST …/signing/{id}/code`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CodeSent {
    /// Where it went, masked.
    pub phone: String,
    /// Until when it holds.
    pub expires: Moment,
    /// How many more may be sent in this ceremony.
    pub left: u32,
    /// In a demonstration, which sends nothing: the code itself. The app says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown_here: Option<String>,
}

/// Finishes: `POST …/signing/{id}/finish`. Repeating it gives the first answer.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FinishSigning {
    /// The name of who signs; for an organisation its representative.
    pub signer: String,
    /// In which capacity, such as 法定代表人.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<String>,
    /// With [`Way::Assisted`]: who helped and saw it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub witness: Option<String>,
    /// With [`Way::Fingerprint`]: the photograph, uploaded before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<FileId>,
    /// With [`Way::Typed`]: the code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// A signature by a key that cannot leave the device; without one the server signs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<DeviceSignature>,
    /// SHA-256 of the canonical manifest as the client built it.
    pub manifest: Sha256Digest,
}

/// ECDSA with P-256 and SHA-256 (WebCrypto) over the canonical bytes of the manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DeviceSignature {
    /// The public key: WebCrypto's `raw` form (65 bytes, uncompressed point), base64.
    pub key: String,
    /// r ‖ s (64 bytes), base64, as WebCrypto gives it.
    pub signature: String,
}

/// All that it takes to verify a signature without the court's code:
/// `GET /api/cases/{case}/documents/{seq}/signatures/{entry}`; docs/proof-format.md says how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignatureProof {
    /// Whose key signed.
    pub signed_by: SignedBy,
    /// The canonical bytes of the manifest, base64.
    pub manifest: String,
    /// The signature over them, base64: of a device `Ecdsa-Sig-Value` (DER, RFC 3279 §2.2.3), of
    /// the server 64 bytes (RFC 8032).
    pub signature: String,
    /// The public key, a SubjectPublicKeyInfo (DER, RFC 5280 §4.1), base64.
    pub key: String,
}

/// Signed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Signed {
    /// The entry of the signature.
    pub seq: Seq,
    /// The PDF with the signatures so far; none while it is being made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sealed: Option<FileFacts>,
}
