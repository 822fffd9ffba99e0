//! Folding a case from nothing gives what is in memory and what is stored, for the whole case and
//! for every seat, whatever was done in it.

use anjian_api::audience::Audience;
use anjian_api::case::CaseStage;
use anjian_api::command::*;
use anjian_api::entry::Shown;
use anjian_api::role::{Authority, Role, Side};
use anjian_domain::{CaseState, evolve_wire, may_see};
use anjian_proof::check_run;

use super::super::cases::read_whole;
use super::super::folding::{Folded, WHOLE};
use super::super::stored::Stored;
use super::*;

/// xorshift64*: small, seeded, the same everywhere.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % sides
    }

    fn seat(&mut self) -> SeatId {
        SeatId(u16::try_from(self.roll(9) + 1).unwrap())
    }

    fn seats(&mut self) -> Vec<SeatId> {
        (0..self.roll(3)).map(|_| self.seat()).collect()
    }

    fn audience(&mut self) -> Audience {
        match self.roll(8) {
            0 => Audience::Everyone,
            1 => Audience::Court,
            2 => Audience::Side(Side::Plaintiff),
            3 => Audience::Side(Side::Defendant),
            4 => Audience::Named(self.seats()),
            _ => Audience::Participants,
        }
    }

    /// A number of an entry, mostly a young one.
    fn seq(&mut self, head: Seq) -> Seq {
        let back = if self.roll(4) == 0 {
            self.roll(head.0 + 2)
        } else {
            self.roll(6)
        };
        Seq(head.0.saturating_sub(back))
    }

    fn command(&mut self, head: Seq, now: Moment) -> Command {
        let (roll, seq) = (self.roll(40), self.seq(head));
        match roll {
            0..=3 => Command::Recall(Recall { message: seq }),
            4..=6 => Command::PostNotice(PostNotice {
                text: NoticeText {
                    title: "举证通知".into(),
                    words: "请在期限内举证".into(),
                },
                audience: self.audience(),
                due: (self.roll(2) == 0).then(|| now.plus_ms(60_000)),
            }),
            7..=11 => Command::ConfirmNotice(ConfirmNotice { notice: seq }),
            12 => Command::SeatMember(SeatMember {
                phone: Some("13800000000".into()),
                ..seat_member(
                    SeatId(8 + u16::try_from(self.roll(2)).unwrap()),
                    Role::ThirdParty,
                )
            }),
            13 => Command::UnseatMember(UnseatMember {
                seat: SeatId(self.seat().0.max(WITNESS.0)),
            }),
            14 => Command::SetAuthority(SetAuthority {
                seat: AGENT,
                authority: Authority::Special,
            }),
            15 => Command::ChangeStage(ChangeStage {
                stage: CaseStage::Hearing,
            }),
            _ => Command::SendMessage(SendMessage {
                content: Content::Text(Text {
                    text: format!("第{roll}句"),
                }),
                audience: self.audience(),
                quote: (self.roll(5) == 0).then_some(seq),
                mentions: if self.roll(4) == 0 {
                    self.seats()
                } else {
                    Vec::new()
                },
            }),
        }
    }
}

async fn play(court: &Court, dice: &mut Dice, commands: u32) {
    let mut head = Seq(8);
    for _ in 0..commands {
        court
            .clock
            .advance_ms(i64::try_from(dice.roll(40_000)).unwrap());
        let command = dice.command(head, START.plus_ms(1_000_000_000));
        if let Ok(accepted) = court.submit(dice.seat(), &command).await {
            head = accepted.last;
        }
    }
}

async fn scratch(court: &Court) -> Folded {
    let shared = &court.ledger.shared;
    let key = shared.keys.case(CASE).await.unwrap();
    let mut folded = Folded::default();
    for row in shared
        .store
        .entries(CASE, Seq::START, 100_000)
        .await
        .unwrap()
    {
        folded.fold(&Stored::unseal(&key, &row).unwrap(), WHOLE, true);
    }
    folded
}

async fn check_whole(court: &Court) -> CaseState {
    let shared = &court.ledger.shared;
    let key = shared.keys.case(CASE).await.unwrap();
    let scratch = scratch(court).await;
    assert_eq!(read_whole(shared, &key, CASE).await.unwrap(), scratch);
    if let Some(memory) = shared.cases.peek(CASE) {
        assert_eq!(memory, scratch);
    }
    scratch.state
}

async fn check_seats(court: &Court, whole: &CaseState) {
    for seat in whole.present() {
        let member = court
            .ledger
            .member(seat.person, CASE)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(member.seat(), seat.id);
        let opening = court.ledger.opening(&member).await.unwrap();
        let all = court.all(&member).await;
        assert_eq!(
            check_run(&opening.proof, None, &all),
            Ok(()),
            "{:?}",
            seat.id
        );
        let mut state = CaseState::default();
        for entry in &all {
            evolve_wire(&mut state, entry);
        }
        assert_eq!(opening.state, state, "{:?}", seat.id);
        for entry in &all {
            let Some(header) = entry.header() else {
                continue;
            };
            let audience = match &entry.shown {
                Shown::Open(open) => {
                    let payload = serde_json::from_str(open.payload.get()).unwrap();
                    let anjian_api::act::Payload { audience, .. } = payload;
                    audience
                }
                Shown::Withheld(withheld) => withheld.audience.clone(),
                Shown::Sealed => panic!("a sealed entry has no header"),
            };
            assert!(
                may_see(whole, seat.id, header.author, &audience),
                "{:?}",
                seat.id
            );
        }
    }
}

#[tokio::test]
async fn folding_from_nothing_gives_what_is_kept_for_the_whole_and_for_every_seat() {
    for seed in [1, 7, 42] {
        let mut court = Court::with_case().await;
        let mut dice = Dice(0x9E37_79B9_7F4A_7C15 ^ seed);
        for round in 0..4 {
            play(&court, &mut dice, 160).await;
            let whole = check_whole(&court).await;
            check_seats(&court, &whole).await;
            court = if round % 2 == 0 {
                court.restart().await
            } else {
                court.crash().await
            };
            assert_eq!(check_whole(&court).await, whole, "seed {seed}");
            check_seats(&court, &whole).await;
        }
        let entries = court.all(&court.member(JUDGE).await).await.len();
        assert!(entries > 150, "seed {seed} made {entries} entries only");
    }
}

#[tokio::test]
async fn a_long_case_opens_from_a_snapshot() {
    let court = Court::with_case().await;
    let messages: Vec<Command> = (0..1200)
        .map(|number| message(&number.to_string(), Audience::Participants))
        .collect();
    let said = messages
        .iter()
        .map(|command| court.submit(PLAINTIFF, command));
    for answer in futures_util::future::join_all(said).await {
        answer.unwrap();
    }
    court
        .ledger
        .opening(&court.member(JUDGE).await)
        .await
        .unwrap();
    let court = court.restart().await;
    let shared = &court.ledger.shared;
    let whole = shared.store.snapshot(CASE, WHOLE).await.unwrap().unwrap();
    assert_eq!(whole.seq, Seq(1208));
    // Brought up to date in the background, and in any case by the first to look.
    for seat in [JUDGE, DEFENDANT] {
        court
            .ledger
            .opening(&court.member(seat).await)
            .await
            .unwrap();
        let stored = super::rest::eventually(async || {
            let view = shared.store.snapshot(CASE, seat).await.unwrap();
            view.is_some_and(|view| view.seq >= Seq(708))
        });
        assert!(stored.await, "{seat:?} would fold more than 500 entries");
    }
}
