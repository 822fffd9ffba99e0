//! A signature in the making: begun, resumed, confirmed by a code.

use anjian_api::bytes::{Nonce, Sha256Digest};
use anjian_api::command::Command;
use anjian_api::document::command::{DocumentCommand, SignDocument};
use anjian_api::document::signing::{BeginSigning, Ceremony, CodeSent, Signed, Way};
use anjian_api::document::{Method, SignedBy};
use anjian_api::ids::{CeremonyId, DeviceId, HandoffId, Moment, Seq};
use anjian_api::problem::ProblemCode;
use anjian_domain::{Actor, decide};

use super::kept::{Code, Held, of};
use super::{PaperError, Papers, command};
use crate::ledger::Member;
use crate::store::Kept;

/// Not finished in so long, it begins anew, ms.
const PATIENCE_MS: i64 = 30 * 60_000;
/// A code holds for so long, ms.
const CODE_MS: i64 = 5 * 60_000;
/// Ceremonies of one person on a document that are not finished.
const OPEN: usize = 8;
/// Codes of one ceremony.
const CODES: u32 = 3;
/// Tries of one code.
pub(super) const TRIES: u32 = 5;
/// Codes of one person in an hour.
const CODES_AN_HOUR: usize = 10;
/// An hour, ms.
const HOUR_MS: i64 = 3_600_000;

impl Papers {
    /// Begins a signature. Repeating it gives the same, however far it has come.
    ///
    /// # Errors
    /// Another version, altered bytes, or the rules.
    pub async fn begin(
        &self,
        member: &Member,
        device: DeviceId,
        document: Seq,
        begin: &BeginSigning,
    ) -> Result<Ceremony, PaperError> {
        let case = member.case();
        let _alone = self.alone_in(case).await;
        let now = self.now();
        self.drop_expired().await?;
        if let Some(mut held) = self.held_by(member, document, begin.id).await? {
            let one = &held.ceremony;
            let is_same = (one.version, one.shown, one.by, held.handoff)
                == (begin.version, begin.shown, begin.by, begin.handoff);
            if !is_same {
                return Err(PaperError::of(ProblemCode::CommandConflict));
            }
            self.settle(case, &mut held).await?;
            self.seal_or_later(case, &mut held).await;
            return Ok(held.ceremony);
        }
        self.fonts()?;
        self.require_room()?;
        if begin.by == Way::Typed && self.inner.sms.is_none() {
            return Err(PaperError::of(ProblemCode::CodesUnavailable));
        }
        let profile = self.inner.accounts.profile(member.person()).await?;
        let try_out = SignDocument {
            document,
            version: begin.version,
            shown: begin.shown,
            signer: profile.name.clone(),
            capacity: None,
            method: Method::Typed,
            manifest: Sha256Digest::default(),
            signed_by: SignedBy::Server,
            key: None,
            handed_over: false,
        };
        self.require_may(member, try_out).await?;
        let record = self.record(member, document).await?;
        let current = record.current().ok_or(PaperError::not_found())?;
        self.inner.files.unaltered(case, &current.file).await?;
        let (brought_by, case_log) = self.inner.ledger.leaf(case, current.brought).await?;
        let mut nonce = Nonce::default();
        getrandom::fill(&mut nonce.0).map_err(|_| PaperError::internal("no randomness"))?;
        let ceremony = Ceremony {
            id: begin.id,
            document,
            version: begin.version,
            shown: begin.shown,
            pdf_sm3: current.file.sm3,
            brought_by,
            case_log,
            seat: member.seat(),
            by: begin.by,
            nonce,
            at: now,
            expires: now.plus_ms(PATIENCE_MS),
            checked: self.checked(member, device, begin).await?,
            name: profile.name,
            phone: (begin.by == Way::Typed).then_some(profile.phone_masked),
            trace: None,
            signed: None,
        };
        let held = Held {
            ceremony,
            person: member.person(),
            device,
            handoff: begin.handoff,
            code: None,
            codes: 0,
            intended: None,
            done: None,
        };
        self.make_way(member, document).await?;
        self.keep_held(case, &held).await?;
        Ok(held.ceremony)
    }

    /// Of what one person began on a document and did not finish, the oldest goes.
    async fn make_way(&self, member: &Member, document: Seq) -> Result<(), PaperError> {
        let case = member.case();
        let mut open = self.held_under(case, document).await?;
        open.retain(|held| held.person == member.person() && held.is_open());
        open.sort_by_key(|held| held.ceremony.at);
        let too_many = (open.len() + 1).saturating_sub(OPEN);
        for held in open.iter().take(too_many) {
            let id = of(document, held.ceremony.id);
            self.unkeep(case, Kept::Trace, id.clone()).await?;
            self.unkeep(case, Kept::Ceremony, id).await?;
        }
        Ok(())
    }

    /// A signature as it stands.
    ///
    /// # Errors
    /// No such one of this person.
    pub async fn ceremony(
        &self,
        member: &Member,
        document: Seq,
        id: CeremonyId,
    ) -> Result<Ceremony, PaperError> {
        let held = self.held_by(member, document, id).await?;
        Ok(held.ok_or(PaperError::not_found())?.ceremony)
    }

    /// The hand-off by which a signature came to this device, while the signature is not given.
    ///
    /// # Errors
    /// No such one of this person.
    pub async fn awaited_by(
        &self,
        member: &Member,
        document: Seq,
        id: CeremonyId,
    ) -> Result<Option<HandoffId>, PaperError> {
        let held = self.held_by(member, document, id).await?;
        let held = held.ok_or(PaperError::not_found())?;
        Ok(held.handoff.filter(|_| held.done.is_none()))
    }

    /// Whether the signature is in the record, whatever became of its paper.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn stands(
        &self,
        member: &Member,
        document: Seq,
        id: CeremonyId,
    ) -> Result<bool, PaperError> {
        let held = self.held_by(member, document, id).await?;
        let Some(held) = held.filter(|held| held.done.is_some() || held.intended.is_some()) else {
            return Ok(false);
        };
        let id = command(held.ceremony.id.0, b"sign", 0);
        Ok(held.done.is_some() || {
            let (case, person) = (member.case(), member.person());
            self.entry_of(case, person, id).await?.is_some()
        })
    }

    /// Sends a code.
    ///
    /// # Errors
    /// Too many were sent, or none can be.
    pub async fn send_code(
        &self,
        member: &Member,
        document: Seq,
        id: CeremonyId,
    ) -> Result<CodeSent, PaperError> {
        let _alone = self.alone_in(member.case()).await;
        let sms = self.inner.sms.clone();
        let sms = sms.ok_or(PaperError::of(ProblemCode::CodesUnavailable))?;
        let mut held = self.open_held(member, document, id).await?;
        if held.ceremony.by != Way::Typed {
            return Err(PaperError::of(ProblemCode::BadRequest));
        }
        let now = self.now();
        if held.codes >= CODES {
            let left = held.ceremony.expires.ms_since(now);
            return Err(PaperError::TooMany(left.unsigned_abs()));
        }
        self.admit_code(member, now)?;
        let digits = digits()?;
        let expires = now.plus_ms(CODE_MS);
        held.codes += 1;
        held.code = Some(Code {
            digits: digits.clone(),
            expires,
            tries: 0,
        });
        self.keep_held(member.case(), &held).await?;
        let phone = self.inner.accounts.number(member.person()).await?;
        sms.send(phone.digits(), &digits)
            .await
            .map_err(|_| PaperError::Wait(30_000))?;
        Ok(CodeSent {
            phone: phone.masked(),
            expires,
            left: CODES - held.codes,
            shown_here: sms.shows_here().then_some(digits),
        })
    }

    fn admit_code(&self, member: &Member, now: Moment) -> Result<(), PaperError> {
        let mut codes = self
            .inner
            .codes
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        codes.retain(|_, sent| sent.iter().any(|at| now.ms_since(*at) < HOUR_MS));
        let sent = codes.entry(member.person()).or_default();
        sent.retain(|at| now.ms_since(*at) < HOUR_MS);
        if let (Some(first), true) = (sent.first(), sent.len() >= CODES_AN_HOUR) {
            let wait = HOUR_MS - now.ms_since(*first);
            return Err(PaperError::TooMany(wait.unsigned_abs()));
        }
        sent.push(now);
        Ok(())
    }

    /// What the domain would say to this signature now.
    pub(super) async fn require_may(
        &self,
        member: &Member,
        sign: SignDocument,
    ) -> Result<(), PaperError> {
        let actor = Actor::Seat {
            seat: member.seat(),
            person: member.person(),
        };
        let command = Command::Document(DocumentCommand::SignDocument(Box::new(sign)));
        let now = self.now();
        let judged = self.inner.ledger.view(member, |view| {
            decide(view, &actor, &command, now).map(|_| ())
        });
        Ok(judged.await??)
    }

    /// What refers to the checks of the person: session and device by a keyed hash, the code, the
    /// handing over.
    async fn checked(
        &self,
        member: &Member,
        device: DeviceId,
        begin: &BeginSigning,
    ) -> Result<String, PaperError> {
        let key = self.inner.ledger.keys().case(member.case()).await?;
        let person = member.person();
        let parts: [&[u8]; 2] = [person.0.as_bytes(), device.0.as_bytes()];
        let hash = Sha256Digest(key.blob_name(b"session", &parts)?).to_hex();
        let mut checked = format!("session {}", &hash[..32]);
        if begin.by == Way::Typed {
            checked.push_str("\ncode");
        }
        if let Some(handoff) = begin.handoff {
            checked.push_str(&format!("\nhandoff {handoff}"));
        }
        Ok(checked)
    }

    /// The ceremony, when it is this person's.
    pub(super) async fn held_by(
        &self,
        member: &Member,
        document: Seq,
        id: CeremonyId,
    ) -> Result<Option<Held>, PaperError> {
        let found: Option<Held> = self
            .kept(member.case(), Kept::Ceremony, &of(document, id))
            .await?;
        match found {
            // Somebody else's looks as if it were not there.
            Some(held) if held.person != member.person() => Err(PaperError::not_found()),
            found => Ok(found),
        }
    }

    /// The ceremony, when it is this person's and can go on.
    pub(super) async fn open_held(
        &self,
        member: &Member,
        document: Seq,
        id: CeremonyId,
    ) -> Result<Held, PaperError> {
        let held = self.held_by(member, document, id).await?;
        let held = held.ok_or(PaperError::not_found())?;
        if held.done.is_some() || held.ceremony.expires <= self.now() {
            return Err(PaperError::of(ProblemCode::CeremonyOver));
        }
        Ok(held)
    }
}

impl Held {
    /// As it is told to its signer.
    pub(super) fn signed(&self) -> Option<Signed> {
        self.ceremony.signed.clone()
    }
}

/// Six digits, each as likely as any other.
fn digits() -> Result<String, PaperError> {
    const ALL: u32 = 1_000_000;
    const FAIR: u32 = u32::MAX - u32::MAX % ALL;
    loop {
        let mut bytes = [0; 4];
        getrandom::fill(&mut bytes).map_err(|_| PaperError::internal("no randomness"))?;
        let number = u32::from_be_bytes(bytes);
        if number < FAIR {
            return Ok(format!("{:06}", number % ALL));
        }
    }
}
