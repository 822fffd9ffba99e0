//! Papers of the demonstration: sent, signed by an invented hand, refused.

use std::collections::BTreeMap;

use anjian_api::bytes::Sha256Digest;
use anjian_api::command::Command;
use anjian_api::document::command::{DocumentCommand, RefuseDocument};
use anjian_api::document::paper::{PaperSource, SendPaper};
use anjian_api::document::signing::{BeginSigning, Ceremony, FinishSigning, Way};
use anjian_api::document::{Asked, DocumentKind, Duty};
use anjian_api::ids::{CeremonyId, DeviceId, Moment, Seq};
use anjian_ink::trace::{Event, Point, Sheet, Stroke, Tool, Trace};
use anjian_proof::Manifest;

use super::SeedError;
use super::script::{At, Teller};

impl Teller<'_> {
    /// Sends a paper to people who are to sign it; each has one of their own.
    pub(super) async fn sends(
        &mut self,
        at: At,
        (who, paper): (&str, DocumentKind),
        to: &[&str],
        due: Moment,
    ) -> Result<Vec<Seq>, SeedError> {
        let id = self.next_command();
        let mut asked = Vec::new();
        for name in to {
            let seat = self.member(name).await?.seat();
            let duty = Duty::Sign;
            asked.push(Asked { seat, duty });
        }
        let send = SendPaper {
            id,
            paper,
            source: PaperSource::Generated {
                facts: BTreeMap::new(),
            },
            to: asked,
            due: Some(due),
            otherwise: Some("逾期未签的，由书记员电话联系并记入笔录。".to_owned()),
        };
        let member = self.member(who).await?;
        let sent = self.papers_at(at).send(&member, &send).await?;
        Ok(sent.documents)
    }

    /// Signs a paper by hand; the key is the server's.
    pub(super) async fn signs(
        &mut self,
        at: At,
        who: &str,
        document: Seq,
    ) -> Result<(), SeedError> {
        let id = CeremonyId(self.next_command().0);
        let member = self.member(who).await?;
        let papers = self.papers_at(at);
        let shown = papers.shown(&member, document).await?;
        let begin = BeginSigning {
            id,
            version: 1,
            shown,
            by: Way::Drawn,
            handoff: None,
        };
        // No device that anybody could sign in with.
        let device = DeviceId(id.0);
        let ceremony = papers.begin(&member, device, document, &begin).await?;
        if ceremony.signed.is_none() {
            let trace = hand().bytes();
            papers.take_trace(&member, document, id, &trace).await?;
        }
        let finish = FinishSigning {
            signer: ceremony.name.clone(),
            capacity: None,
            witness: None,
            fingerprint: None,
            code: None,
            device: None,
            manifest: manifest(&ceremony),
        };
        papers.finish(&member, document, id, &finish).await?;
        Ok(())
    }

    /// Refuses to sign a paper.
    pub(super) async fn refuses(
        &mut self,
        at: At,
        who: &str,
        document: Seq,
        reason: &str,
    ) -> Result<(), SeedError> {
        let refuse = DocumentCommand::RefuseDocument(RefuseDocument {
            document,
            version: 1,
            reason: reason.to_owned(),
        });
        self.step(at, who, Command::Document(refuse)).await?;
        Ok(())
    }
}

/// What is signed, as a client builds it.
fn manifest(ceremony: &Ceremony) -> Sha256Digest {
    let digests = hand().digests();
    let manifest = Manifest {
        case_log: ceremony.case_log,
        document: ceremony.document,
        brought_by: ceremony.brought_by,
        version: ceremony.version,
        pdf_sha256: ceremony.shown,
        pdf_sm3: ceremony.pdf_sm3,
        ink: Some((
            Sha256Digest(digests.sha256),
            anjian_api::bytes::Sm3Digest(digests.sm3),
        )),
        seat: ceremony.seat,
        signer: &ceremony.name,
        capacity: "",
        method: ceremony.by.name(),
        checks: &ceremony.checks(None, None),
        nonce: ceremony.nonce.0,
        at: ceremony.at,
    };
    manifest.digest()
}

/// Strokes from place to place on a sheet of 600 × 300 px: 何静, as nobody writes it.
const STROKES: [&[(i32, i32)]; 9] = [
    &[(120, 70), (96, 120), (70, 160)],
    &[(98, 120), (99, 180), (96, 240)],
    &[(130, 90), (190, 86), (250, 92)],
    &[(150, 130), (152, 170), (190, 168), (192, 130), (150, 130)],
    &[(226, 92), (230, 180), (222, 236), (200, 222)],
    &[(320, 80), (372, 76), (424, 82)],
    &[(372, 60), (374, 120), (370, 150), (330, 160)],
    &[(440, 60), (470, 100), (520, 96), (480, 140), (540, 150)],
    &[(500, 110), (504, 190), (496, 244), (470, 228)],
];
/// Points from one place to the next.
const STEPS: i32 = 10;

/// An invented hand.
fn hand() -> Trace {
    let mut at = 0;
    let stroke = |places: &&[(i32, i32)]| {
        let mut points = Vec::new();
        for pair in places.windows(2) {
            let [from, to] = [pair[0], pair[1]];
            for step in 0..STEPS {
                // 8 ms, in tenths.
                at += 80;
                let between = |from: i32, to: i32| from * 100 + (to - from) * 100 * step / STEPS;
                points.push(Point {
                    x: between(from.0, to.0),
                    y: between(from.1, to.1),
                    at,
                    ..Point::default()
                });
            }
        }
        at += 1_500;
        let tool = Tool::Touch;
        Event::Stroke(Stroke { tool, points })
    };
    Trace {
        sheet: Sheet {
            width: 60_000,
            height: 30_000,
            ratio: 300,
        },
        events: STROKES.iter().map(stroke).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use anjian_ink::legible;

    #[test]
    fn the_invented_hand_can_be_read() {
        assert_eq!(Trace::read(&hand().bytes()).unwrap(), hand());
        assert_eq!(legible::judge(&hand()), Ok(Vec::new()));
    }
}
