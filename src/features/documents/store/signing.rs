//! A signature in the making: begun, drawn or coded, finished. Every step can be done again, so a
//! lost connection or a reload costs nothing.

use anjian_api::bytes::Sha256Digest;
use anjian_api::document::signing::{
    BeginSigning, CodeSent, DeviceSignature, FinishSigning, Signed, Way,
};
use anjian_api::file::FileId;
use anjian_api::ids::{CaseId, CeremonyId, HandoffId, Seq};
use anjian_api::problem::ProblemCode;
use anjian_ink::trace::Trace;
use leptos::prelude::*;

use crate::api::{Api, ApiError};
use crate::app::App;
use crate::features::documents::model::manifest::{Signer, base64, manifest};
use crate::platform::{device_key, local_storage, random, task};

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
    Done(Signed),
}

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
            let done = self
                .run(shown, way, &signer, trace.as_ref(), fingerprint, code)
                .await;
            if let Err(error) = &done
                && error.code() == Some(ProblemCode::CeremonyOver)
            {
                // The next try is another ceremony.
                self.keep_ceremony(shown, way, None);
            }
            let _ = self.step.try_set(match done {
                Ok(signed) => {
                    self.keep_ceremony(shown, way, None);
                    Step::Done(signed)
                }
                Err(error) => Step::Failed(error),
            });
        });
    }

    async fn run(
        self,
        shown: Shown,
        way: Way,
        signer: &Signer,
        trace: Option<&Trace>,
        fingerprint: Option<(FileId, Sha256Digest)>,
        code: Option<String>,
    ) -> Result<Signed, ApiError> {
        let api = self.api.get_value();
        let ceremony = api
            .begin_signing(self.case, self.document, &self.begin(shown, way))
            .await?;
        if let Some(signed) = ceremony.signed {
            return Ok(signed);
        }
        if let Some(trace) = trace {
            api.put_trace(self.case, self.document, ceremony.id, &trace.bytes())
                .await?;
        }
        let photograph = fingerprint.as_ref().map(|(_, sha256)| sha256);
        let (bytes, digest) = manifest(&ceremony, signer, trace, photograph);
        let name = format!("sign/{}", self.person.get_value());
        let device = device_key::sign(&name, &bytes).await;
        let finish = FinishSigning {
            signer: signer.name.clone(),
            capacity: Some(signer.capacity.clone()).filter(|capacity| !capacity.is_empty()),
            witness: signer.witness().map(str::to_owned),
            fingerprint: fingerprint.map(|(file, _)| file),
            code,
            device: device.map(|made| DeviceSignature {
                key: base64(&made.key),
                signature: base64(&made.signature),
            }),
            manifest: digest,
        };
        api.finish_signing(self.case, self.document, ceremony.id, &finish)
            .await
    }

    /// Asks for a code by telephone.
    pub fn ask_code(self, shown: Shown) {
        self.code_failed.set(None);
        task::detached(async move {
            let api = self.api.get_value();
            let begin = self.begin(shown, Way::Typed);
            let sent = match api.begin_signing(self.case, self.document, &begin).await {
                Ok(ceremony) => api.send_code(self.case, self.document, ceremony.id).await,
                Err(error) => Err(error),
            };
            match sent {
                Ok(sent) => drop(self.code_sent.try_set(Some(sent))),
                Err(error) => {
                    if error.code() == Some(ProblemCode::CeremonyOver) {
                        self.keep_ceremony(shown, Way::Typed, None);
                    }
                    let _ = self.code_failed.try_set(Some(error));
                }
            }
        });
    }

    /// Somebody else signs on this device now.
    pub fn again(self) {
        self.step.set(Step::Open);
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

    fn ceremony_key(self, shown: Shown, way: Way) -> String {
        let (person, way) = (self.person.get_value(), way.name());
        let (case, document, version) = (self.case, self.document, shown.version);
        // What was begun for a desktop is another signature than what is begun here.
        let handoff = self.handoff.map_or_else(String::new, |id| format!(".{id}"));
        format!("anjian.kept.ceremony.{person}.{case}.{document}.{version}.{way}{handoff}")
    }
}
