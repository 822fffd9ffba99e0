//! Finishing a signature: the manifest is built anew, compared, signed, entered.

use anjian_api::document::command::SignDocument;
use anjian_api::document::signing::{DeviceSignature, FinishSigning, Signed, Way};
use anjian_api::document::{Method, SignedBy};
use anjian_api::file::FileFacts;
use anjian_api::ids::{CeremonyId, Seq};
use anjian_api::problem::ProblemCode;
use anjian_proof::Manifest;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use p256::ecdsa::signature::Verifier as _;
use p256::ecdsa::{Signature, VerifyingKey};

use super::ceremony::TRIES;
use super::kept::{Held, Intended};
use super::{PaperError, Papers, asked_hash, command};
use crate::ledger::Member;

impl Papers {
    /// Finishes a signature. Repeating it gives the first answer.
    ///
    /// # Errors
    /// Something missing or other than the court has it, a wrong code, or the rules.
    pub async fn finish(
        &self,
        member: &Member,
        document: Seq,
        id: CeremonyId,
        asked: &FinishSigning,
    ) -> Result<Signed, PaperError> {
        let _alone = self.alone_in(member.case()).await;
        let held = self.held_by(member, document, id).await?;
        let mut held = held.ok_or(PaperError::not_found())?;
        // The device signs anew each time, and each of its signatures is another.
        let hash = asked_hash(&FinishSigning {
            device: None,
            ..asked.clone()
        })?;
        self.settle(member.case(), &mut held).await?;
        match &held.done {
            Some(done) if done.asked != hash => {
                return Err(PaperError::of(ProblemCode::CommandConflict));
            }
            Some(_) => {}
            None => {
                held = self.open_held(member, document, id).await?;
                self.sign(member, &mut held, asked, hash).await?;
            }
        }
        self.seal_or_later(member.case(), &mut held).await;
        held.signed().ok_or(PaperError::not_found())
    }

    async fn sign(
        &self,
        member: &Member,
        held: &mut Held,
        asked: &FinishSigning,
        hash: [u8; 32],
    ) -> Result<(), PaperError> {
        let case = member.case();
        let ceremony = held.ceremony.clone();
        let words = [
            Some(&asked.signer),
            asked.capacity.as_ref(),
            asked.witness.as_ref(),
        ];
        let fonts = self.fonts()?;
        let missing: std::collections::BTreeSet<char> = words
            .into_iter()
            .flatten()
            .flat_map(|words| fonts.missing(words))
            .collect();
        if !missing.is_empty() {
            return Err(PaperError::characters(missing));
        }
        let fingerprint = match asked.fingerprint {
            Some(file) => Some(self.own_file(member, file).await?),
            None => None,
        };
        let method = method(held, asked, fingerprint.as_ref())?;
        let ink = match &method {
            Method::Drawn { ink } => Some(*ink),
            Method::Assisted { ink, .. } => *ink,
            _ => None,
        };
        let checks = ceremony.checks(
            asked.witness.as_deref(),
            fingerprint.as_ref().map(|file| &file.sha256),
        );
        let manifest = Manifest {
            case_log: ceremony.case_log,
            document: ceremony.document,
            brought_by: ceremony.brought_by,
            version: ceremony.version,
            pdf_sha256: ceremony.shown,
            pdf_sm3: ceremony.pdf_sm3,
            ink: ink.map(|ink| (ink.sha256, ink.sm3)),
            seat: ceremony.seat,
            signer: &asked.signer,
            capacity: asked.capacity.as_deref().unwrap_or_default(),
            method: ceremony.by.name(),
            checks: &checks,
            nonce: ceremony.nonce.0,
            at: ceremony.at,
        };
        if manifest.digest() != asked.manifest {
            return Err(PaperError::of(ProblemCode::ManifestMismatch));
        }
        let bytes = manifest.bytes();
        let (signed_by, signature) = match &asked.device {
            Some(device) => {
                verify(device, &bytes)?;
                (SignedBy::Device, device.signature.clone())
            }
            None => {
                let signature = self.inner.ledger.keys().sign_receipt(&bytes);
                (SignedBy::Server, STANDARD.encode(signature.0))
            }
        };
        let sign = SignDocument {
            document: ceremony.document,
            version: ceremony.version,
            shown: ceremony.shown,
            signer: asked.signer.clone(),
            capacity: asked.capacity.clone(),
            method,
            manifest: asked.manifest,
            signed_by,
            key: Some(self.key_digest(asked.device.as_ref().map(|device| device.key.as_str()))?),
            handed_over: held.handoff.is_some(),
        };
        self.require_may(member, sign.clone()).await?;
        let record = self.record(member, ceremony.document).await?;
        let current = record.current().ok_or(PaperError::not_found())?;
        self.inner.files.unaltered(case, &current.file).await?;
        if ceremony.by == Way::Typed {
            self.spend_code(member, held, asked.code.as_deref()).await?;
        }
        held.intended = Some(Intended {
            asked: hash,
            sign,
            manifest: STANDARD.encode(&bytes),
            signature,
            key: asked.device.as_ref().map(|device| device.key.clone()),
        });
        self.enter_signature(member, held).await
    }

    /// What is intended is noted first, so that neither a fault nor the end of the server loses it.
    async fn enter_signature(&self, member: &Member, held: &mut Held) -> Result<(), PaperError> {
        let case = member.case();
        let Some(intended) = held.intended.clone() else {
            return Err(PaperError::internal("nothing is intended"));
        };
        self.intend(held, case).await?;
        let entered = async {
            if intended.ink().is_some() {
                self.use_ink(case, &held.ceremony).await?;
            }
            let id = command(held.ceremony.id.0, b"sign", 0);
            let (ledger, sign) = (&self.inner.ledger, intended.command());
            Ok::<_, PaperError>(ledger.submit_for(member, id, sign, self.told).await?)
        };
        match entered.await {
            Ok(accepted) => held.enter(accepted.first, accepted.at),
            Err(error) => {
                // It may be there all the same.
                self.settle(case, held).await?;
                if held.done.is_none() {
                    return Err(error);
                }
            }
        }
        self.keep_held(case, held).await
    }

    /// The code is used up by being right, or by too many tries.
    async fn spend_code(
        &self,
        member: &Member,
        held: &mut Held,
        given: Option<&str>,
    ) -> Result<(), PaperError> {
        let wrong = |left| PaperError::Of(ProblemCode::CodeWrong, None, Some(left));
        let now = self.now();
        let Some(code) = held.code.as_mut().filter(|code| code.expires > now) else {
            return Err(wrong(0));
        };
        if code.tries >= TRIES {
            return Err(wrong(0));
        }
        code.tries += 1;
        let (is_right, left) = (given == Some(code.digits.as_str()), TRIES - code.tries);
        // Counted before it is answered: whoever hangs up has tried, too.
        self.keep_held(member.case(), held).await?;
        if is_right {
            Ok(())
        } else {
            Err(wrong(u64::from(left)))
        }
    }
}

/// How it was signed, when all that belongs to it is there and nothing else.
fn method(
    held: &Held,
    asked: &FinishSigning,
    fingerprint: Option<&FileFacts>,
) -> Result<Method, PaperError> {
    let by = held.ceremony.by;
    let ink = held.ceremony.trace.as_ref().map(|trace| trace.ink);
    let has = (asked.witness.is_some(), asked.code.is_some(), fingerprint);
    Ok(match (by, has) {
        (Way::Drawn, (false, false, None)) => {
            let missing = || PaperError::about(ProblemCode::InkRejected, "missing");
            Method::Drawn {
                ink: ink.ok_or_else(missing)?,
            }
        }
        (Way::Typed, (false, _, None)) => Method::Typed,
        (Way::Assisted, (true, false, None)) => Method::Assisted {
            witness: asked.witness.clone().unwrap_or_default(),
            ink,
        },
        (Way::Fingerprint, (false, false, Some(file))) => Method::Fingerprint {
            file: Box::new(FileFacts {
                capture: None,
                ..file.clone()
            }),
        },
        _ => return Err(PaperError::of(ProblemCode::BadRequest)),
    })
}

/// ECDSA with P-256 and SHA-256 over the manifest, by the key that came with it.
fn verify(device: &DeviceSignature, manifest: &[u8]) -> Result<(), PaperError> {
    let bad = || PaperError::of(ProblemCode::ManifestMismatch);
    let key = STANDARD.decode(&device.key).map_err(|_| bad())?;
    let key = VerifyingKey::from_sec1_bytes(&key).map_err(|_| bad())?;
    let signature = STANDARD.decode(&device.signature).map_err(|_| bad())?;
    let signature = Signature::from_slice(&signature).map_err(|_| bad())?;
    key.verify(manifest, &signature).map_err(|_| bad())
}
