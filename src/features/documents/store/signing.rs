//! A signature in the making: begun, drawn or coded, finished. Every step can be done again, so a
//! lost connection or a reload costs nothing.

use anjian_api::bytes::Sha256Digest;
use anjian_api::document::signing::{
    BeginSigning, Ceremony, CodeSent, DeviceSignature, FinishSigning, Signed, Way,
};
use anjian_api::file::FileId;
use anjian_api::ids::{CaseId, CeremonyId, HandoffId, Seq};
use anjian_api::problem::ProblemCode;
use anjian_ink::trace::Trace;
use leptos::prelude::*;

use crate::api::{Api, ApiError};
use crate::app::App;
use crate::features::documents::model::attempt::{Attempt, Sent, Whose};
use crate::features::documents::model::manifest::{Signer, base64, manifest};
use crate::platform::{device_key, local_storage, random, task, timer};

/// After a question that was not answered, ms.
const AGAIN_MS: u32 = 3_000;

/// Where the signature stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Step {
    /// Being prepared.
    #[default]
    Open,
    /// On its way to the court.
    Sending,
    /// It did not get there; what was drawn and typed is kept.
    Failed(ApiError),
    /// It stands.
    Done(Stands),
}

/// What stands in the record.
#[derive(Clone, Debug, PartialEq)]
pub struct Stands {
    /// The entry.
    pub signed: Signed,
    /// Who signed.
    pub signer: String,
    /// It is what this person sent before and heard no answer to; what was given now is nowhere.
    pub is_earlier: bool,
}

/// Somebody else's signature, whose answer was lost on this device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Before {
    /// Who signed.
    pub signer: String,
    /// The entry.
    pub seq: Seq,
}

/// What came of one try.
enum Tried {
    Stands(Signed),
    /// The ceremony was over, or another's: another is begun.
    Again(ApiError),
}

/// Tries of one confirmation: as it is, after what was found out, and once more.
const TRIES: usize = 3;

/// What is shown and signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The version, from 1.
    pub version: u32,
    /// SHA-256 of its PDF.
    pub sha256: Sha256Digest,
}

/// The signing of one document on one page.
#[derive(Clone, Copy)]
pub struct Signing {
    case: CaseId,
    /// What is signed, by the entry that sent it.
    pub document: Seq,
    handoff: Option<HandoffId>,
    api: StoredValue<Api, LocalStorage>,
    person: StoredValue<String>,
    /// Where it stands.
    pub step: RwSignal<Step>,
    /// Somebody else's signature that was found to stand meanwhile.
    pub before: RwSignal<Option<Before>>,
    /// A code was sent.
    pub code_sent: RwSignal<Option<CodeSent>>,
    /// The code could not be sent.
    pub code_failed: RwSignal<Option<ApiError>>,
}

impl Signing {
    /// Belongs to the current owner, the page. `handoff`: the phone signs for another device.
    #[must_use]
    pub fn open(app: App, case: CaseId, document: Seq, handoff: Option<HandoffId>) -> Self {
        let person = app.court.person().map(|person| person.to_string());
        Self {
            case,
            document,
            handoff,
            api: StoredValue::new_local(app.api()),
            person: StoredValue::new(person.unwrap_or_default()),
            step: RwSignal::default(),
            before: RwSignal::default(),
            code_sent: RwSignal::default(),
            code_failed: RwSignal::default(),
        }
    }

    /// Signs with what was drawn, if anything, and the photograph of a fingerprint, if any.
    pub fn sign(
        self,
        shown: Shown,
        way: Way,
        signer: Signer,
        trace: Option<Trace>,
        fingerprint: Option<(FileId, Sha256Digest)>,
        code: Option<String>,
    ) {
        if self.step.get_untracked() == Step::Sending {
            return;
        }
        self.step.set(Step::Sending);
        task::detached(async move {
            let given = Given {
                way,
                signer,
                trace,
                fingerprint,
                code,
            };
            let done = self.run(shown, &given).await;
            let _ = self.step.try_set(match done {
                Ok(stands) => {
                    self.keep_ceremony(shown, way, None);
                    self.keep_sent(shown, None);
                    Step::Done(stands)
                }
                Err(error) => Step::Failed(error),
            });
        });
    }

    async fn run(self, shown: Shown, given: &Given) -> Result<Stands, ApiError> {
        let attempt = given.attempt();
        let mut last = ApiError::Cancelled;
        for _ in 0..TRIES {
            if let Some(stands) = self.settle(shown, &attempt).await? {
                return Ok(stands);
            }
            match self.once(shown, given, &attempt).await? {
                Tried::Stands(signed) => {
                    return Ok(Stands {
                        signed,
                        signer: attempt.signer,
                        is_earlier: false,
                    });
                }
                Tried::Again(error) => last = error,
            }
            // The code went with the ceremony that it was for.
            if given.way == Way::Typed {
                break;
            }
        }
        // It may stand by now.
        match self.settle(shown, &attempt).await? {
            Some(stands) => Ok(stands),
            None => Err(last),
        }
    }

    /// What was sent before may stand though its answer was lost. Then it is said, and nothing is
    /// signed twice; when it was somebody else's, this signature is another one.
    async fn settle(self, shown: Shown, now: &Attempt) -> Result<Option<Stands>, ApiError> {
        let Some(Sent { ceremony, attempt }) = self.sent(shown) else {
            return Ok(None);
        };
        let api = self.api.get_value();
        let signed = match api.signing(self.case, self.document, ceremony).await {
            Ok(ceremony) => ceremony.signed,
            Err(error) if error.code() == Some(ProblemCode::NotFound) => None,
            Err(error) => return Err(error),
        };
        let whose = now.earlier(&attempt);
        if signed.is_some() || whose == Whose::Another {
            self.keep_sent(shown, None);
            self.keep_ceremony(shown, attempt.way, None);
        }
        let Some(signed) = signed else {
            return Ok(None);
        };
        if whose == Whose::Another {
            let _ = self.before.try_set(Some(Before {
                signer: attempt.signer,
                seq: signed.seq,
            }));
            return Ok(None);
        }
        Ok(Some(Stands {
            signed,
            signer: attempt.signer,
            is_earlier: whose == Whose::SamePerson,
        }))
    }

    async fn once(self, shown: Shown, given: &Given, attempt: &Attempt) -> Result<Tried, ApiError> {
        let done = self.try_once(shown, given, attempt).await;
        match done {
            Err(error) => match error.code() {
                Some(ProblemCode::CeremonyOver) => {
                    self.keep_ceremony(shown, given.way, None);
                    Ok(Tried::Again(error))
                }
                Some(ProblemCode::CommandConflict) => Ok(Tried::Again(error)),
                _ => Err(error),
            },
            done => done,
        }
    }

    async fn try_once(
        self,
        shown: Shown,
        given: &Given,
        attempt: &Attempt,
    ) -> Result<Tried, ApiError> {
        let api = self.api.get_value();
        let trace = given.trace.as_ref();
        let mut ceremony = self.begun(shown, given.way).await?;
        if ceremony.signed.is_none() && trace.is_none() && ceremony.trace.is_some() {
            // What was drawn for it is not meant now, and the court would bind it in.
            self.keep_ceremony(shown, given.way, None);
            ceremony = self.begun(shown, given.way).await?;
        }
        if let Some(signed) = ceremony.signed {
            return Ok(match self.sent(shown) {
                // It came to stand since it was looked at: whose it is is told there.
                Some(_) => Tried::Again(ApiError::Cancelled),
                None => Tried::Stands(signed),
            });
        }
        if let Some(trace) = trace {
            api.put_trace(self.case, self.document, ceremony.id, &trace.bytes())
                .await?;
        }
        let photograph = given.fingerprint.as_ref().map(|(_, sha256)| sha256);
        let signer = &given.signer;
        let (bytes, digest) = manifest(&ceremony, signer, trace, photograph);
        let name = format!("sign/{}", self.person.get_value());
        let device = device_key::sign(&name, &bytes).await;
        let finish = FinishSigning {
            signer: signer.name.clone(),
            capacity: Some(signer.capacity.clone()).filter(|capacity| !capacity.is_empty()),
            witness: signer.witness().map(str::to_owned),
            fingerprint: given.fingerprint.as_ref().map(|(file, _)| *file),
            code: given.code.clone(),
            device: device.map(|made| DeviceSignature {
                key: base64(&made.key),
                signature: base64(&made.signature),
            }),
            manifest: digest,
        };
        let sent = Sent {
            ceremony: ceremony.id,
            attempt: attempt.clone(),
        };
        self.keep_sent(shown, Some(&sent));
        let signed = api
            .finish_signing(self.case, self.document, ceremony.id, &finish)
            .await?;
        Ok(Tried::Stands(signed))
    }

    async fn begun(self, shown: Shown, way: Way) -> Result<Ceremony, ApiError> {
        let begin = self.begin(shown, way);
        let api = self.api.get_value();
        api.begin_signing(self.case, self.document, &begin).await
    }

    /// Asks what came of a signature whose answer was lost, until there is an answer.
    pub fn ask_what_stands(self, shown: Shown) {
        task::scoped(async move {
            let api = self.api.get_value();
            while let Some(Sent { ceremony, attempt }) = self.sent(shown) {
                let answer = api.signing(self.case, self.document, ceremony).await;
                let has_failed = (self.step).with_untracked(|step| matches!(step, Step::Failed(_)));
                match answer {
                    // Somebody tries again by hand.
                    _ if !has_failed => break,
                    Ok(ceremony) => {
                        if let Some(signed) = ceremony.signed {
                            self.keep_ceremony(shown, attempt.way, None);
                            self.keep_sent(shown, None);
                            self.step.set(Step::Done(Stands {
                                signed,
                                signer: attempt.signer,
                                is_earlier: false,
                            }));
                        }
                        break;
                    }
                    Err(error) if error.code().is_some() => break,
                    Err(_) => timer::sleep(AGAIN_MS).await,
                }
            }
        });
    }

    /// Asks for a code by telephone.
    pub fn ask_code(self, shown: Shown) {
        self.code_failed.set(None);
        task::detached(async move {
            let mut sent = self.code(shown).await;
            if let Err(error) = &sent
                && error.code() == Some(ProblemCode::CeremonyOver)
            {
                // It was finished, or is too old: the code is for another one.
                self.keep_ceremony(shown, Way::Typed, None);
                sent = self.code(shown).await;
            }
            match sent {
                Ok(sent) => drop(self.code_sent.try_set(Some(sent))),
                Err(error) => drop(self.code_failed.try_set(Some(error))),
            }
        });
    }

    async fn code(self, shown: Shown) -> Result<CodeSent, ApiError> {
        let ceremony = self.begun(shown, Way::Typed).await?;
        let api = self.api.get_value();
        api.send_code(self.case, self.document, ceremony.id).await
    }

    /// Somebody else signs on this device now.
    pub fn again(self) {
        self.step.set(Step::Open);
        self.before.set(None);
        self.code_sent.set(None);
        self.code_failed.set(None);
    }

    fn begin(self, shown: Shown, way: Way) -> BeginSigning {
        let key = self.ceremony_key(shown, way);
        let kept = local_storage::kept_in_tab(&key).and_then(|text| text.parse().ok());
        let id = kept.unwrap_or_else(|| CeremonyId(random::uuid_v4()));
        self.keep_ceremony(shown, way, Some(id));
        BeginSigning {
            id,
            version: shown.version,
            shown: shown.sha256,
            by: way,
            handoff: self.handoff,
        }
    }

    fn keep_ceremony(self, shown: Shown, way: Way, id: Option<CeremonyId>) {
        let id = id.map(|id| id.to_string());
        local_storage::keep_in_tab(&self.ceremony_key(shown, way), id.as_deref());
    }

    fn sent(self, shown: Shown) -> Option<Sent> {
        let kept = local_storage::kept_in_tab(&self.key("sent", shown))?;
        serde_json::from_str(&kept).ok()
    }

    fn keep_sent(self, shown: Shown, sent: Option<&Sent>) {
        let sent = sent.and_then(|sent| serde_json::to_string(sent).ok());
        local_storage::keep_in_tab(&self.key("sent", shown), sent.as_deref());
    }

    fn ceremony_key(self, shown: Shown, way: Way) -> String {
        format!("{}.{}", self.key("ceremony", shown), way.name())
    }

    fn key(self, of: &str, shown: Shown) -> String {
        let person = self.person.get_value();
        let (case, document, version) = (self.case, self.document, shown.version);
        // What was begun for a desktop is another signature than what is begun here.
        let handoff = self.handoff.map_or_else(String::new, |id| format!(".{id}"));
        format!("anjian.kept.{of}.{person}.{case}.{document}.{version}{handoff}")
    }
}

/// What somebody confirmed, with all that goes to the court.
struct Given {
    way: Way,
    signer: Signer,
    trace: Option<Trace>,
    fingerprint: Option<(FileId, Sha256Digest)>,
    code: Option<String>,
}

impl Given {
    fn attempt(&self) -> Attempt {
        let ink = self.trace.as_ref();
        let ink = ink.map(|trace| Sha256Digest(trace.digests().sha256));
        let photograph = self.fingerprint.as_ref().map(|(_, sha256)| *sha256);
        Attempt::of(&self.signer, self.way, ink, photograph)
    }
}
