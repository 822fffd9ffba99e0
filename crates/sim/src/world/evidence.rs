//! Evidence in a simulated world: files that came up, exhibits, opinions and exchanges, and the
//! promise that nobody holds another party's sealed opinion.

use anjian_api::act::{Act, Understood};
use anjian_api::command::{Command, ReceiveFile};
use anjian_api::entry::WireEntry;
use anjian_api::evidence::act::EvidenceAct;
use anjian_api::evidence::command::*;
use anjian_api::evidence::*;
use anjian_api::file::{FileFacts, FileId};
use anjian_api::ids::{CaseId, CommandId, Moment, SeatId, Seq};
use anjian_domain::evidence::{ExhibitRecord, opposes, party_of, side_of};
use anjian_domain::{CaseState, FileRecord, roles, samples};

use super::World;
use crate::dice::Dice;

impl World {
    /// A file of this person came up whole; the server enters it for the seat.
    pub(super) fn upload(&mut self, person: usize, case: CaseId) {
        if !self.server_up {
            return;
        }
        let person = self.people[person].id;
        let file = samples::picture(FileId(self.dice.uuid()));
        let id = CommandId(self.dice.uuid());
        let command = Command::ReceiveFile(ReceiveFile { file });
        let before = self.server.logs[&case].state.head;
        // An observer uploads nothing, and a full disk takes nothing: then nothing came up.
        let _ = self.server.submit(person, case, id, &command, self.now);
        self.broadcast(case, before);
    }

    /// The registry closes exchanges whose time is over.
    pub(super) fn close_what_is_over(&mut self) {
        if !self.server_up || self.server.disk_full {
            return;
        }
        for case in self.cases.clone() {
            let before = self.server.logs[&case].state.head;
            self.server.close_exchange(case, self.now);
            self.broadcast(case, before);
        }
    }
}

/// Something about evidence that this seat might want, from what it sees.
pub(super) fn compose(
    dice: &mut Dice,
    state: &CaseState,
    seat: SeatId,
    now: Moment,
    unique: u64,
) -> Option<Command> {
    let role = state.seat(seat)?.role;
    let command = if roles::conducts(role) {
        of_the_court(dice, state, now)
    } else {
        of_a_party(dice, state, seat, now, unique)
    };
    command.map(Command::Evidence)
}

fn of_the_court(dice: &mut Dice, state: &CaseState, now: Moment) -> Option<EvidenceCommand> {
    // What is said in a storm may come half a minute later.
    let soon = now.plus_ms(dice.between(12_000, 40_000));
    let exhibits: Vec<_> = state.evidence.exhibits.keys().copied().collect();
    let exhibit = dice.pick(&exhibits).copied();
    // Without this hardly any exchange would come about.
    let is_agreed = state.evidence.exchange.is_none() && state.evidence.forms.len() > 1;
    let wish = match dice.below(10) {
        0..=8 if is_agreed => 1,
        0..=2 if state.evidence.exchange.is_some() => 5,
        _ => dice.below(12),
    };
    Some(match wish {
        0 => EvidenceCommand::AskExchangeForm(AskExchangeForm { due: soon }),
        1..=4 => {
            // A sync one needs nobody's consent, and would take the place of all others.
            let terms = if is_agreed || dice.happens(950) {
                ExchangeTerms::Async { until: soon }
            } else {
                ExchangeTerms::Sync { at: soon }
            };
            EvidenceCommand::OpenExchange(OpenExchange { terms })
        }
        5 => {
            let exchange = state.evidence.exchange.as_ref()?.opened;
            EvidenceCommand::CloseExchange(CloseExchange { exchange })
        }
        6 => {
            let requests = &state.evidence.exchange.as_ref()?.requests;
            let request = *requests.keys().next()?;
            EvidenceCommand::DecideExtension(DecideExtension {
                request,
                until: dice.happens(500).then_some(soon),
                reason: Some("双方均可延期".into()),
            })
        }
        7 if dice.happens(300) => {
            EvidenceCommand::SetEvidenceDeadline(SetEvidenceDeadline { due: soon })
        }
        8 => EvidenceCommand::DecideLate(DecideLate {
            exhibit: exhibit?,
            leave: Leave::Admit,
            reason: "理由正当".into(),
        }),
        9 => EvidenceCommand::MarkExhibit(MarkExhibit {
            exhibit: exhibit?,
            mark: Mark::Disputed,
        }),
        _ => EvidenceCommand::RuleOnExhibit(RuleOnExhibit {
            exhibit: exhibit?,
            admitted: dice.happens(500),
            reason: "来源合法，内容真实".into(),
        }),
    })
}

fn of_a_party(
    dice: &mut Dice,
    state: &CaseState,
    seat: SeatId,
    now: Moment,
    unique: u64,
) -> Option<EvidenceCommand> {
    let party = party_of(state, seat)?;
    let pick = |dice: &mut Dice, wanted: &dyn Fn(&ExhibitRecord) -> bool| {
        let all = state.evidence.exhibits.iter();
        let some: Vec<Seq> = all
            .filter(|(_, record)| wanted(record))
            .map(|(seq, _)| *seq)
            .collect();
        dice.pick(&some).copied()
    };
    let opposed = |record: &ExhibitRecord| opposes(state, party, record.side);
    let own = |record: &ExhibitRecord| side_of(state, seat) == Some(record.side);
    let exchange = state.evidence.exchange.as_ref().map(|open| open.opened);
    let is_free = |file: &&FileRecord| {
        file.owner == seat && file.received.is_some() && file.shown_in.is_empty()
    };
    let free = state.files.values().find(is_free);
    let is_unsaid = exchange.is_none() && !state.evidence.forms.contains_key(&party);
    let is_to_answer = |record: &ExhibitRecord| {
        opposed(record) && record.is_live() && !record.is_answered_by(party)
    };
    let answers = exchange.is_some() && state.evidence.exhibits.values().any(is_to_answer);
    // Mostly what is to be done next: otherwise hardly any answer would come about.
    let wish = match dice.below(10) {
        0..=6 if answers => 5,
        7 if answers => 15,
        0..=5 if free.is_some() => 0,
        0..=5 if is_unsaid => 11,
        _ => dice.below(20),
    };
    Some(match wish {
        0..=4 => submit(free?.facts.clone(), dice.happens(500)),
        5..=10 => EvidenceCommand::GiveOpinion(GiveOpinion {
            exhibit: pick(dice, &is_to_answer).or_else(|| pick(dice, &opposed))?,
            opinion: opinion(dice.happens(500).then(|| format!("第{unique}条异议"))),
        }),
        11..=14 => EvidenceCommand::StateExchangeForm(StateExchangeForm {
            form: ExchangeForm::Async,
        }),
        15 | 16 => EvidenceCommand::FinishAnswers(FinishAnswers {
            exchange: exchange?,
        }),
        17 => EvidenceCommand::AskExtension(AskExtension {
            exchange: exchange?,
            until: now.plus_ms(30_000),
            reason: "还在外地".into(),
        }),
        18 => EvidenceCommand::WithdrawExhibit(WithdrawExhibit {
            exhibit: pick(dice, &own)?,
            reason: "提交错了".into(),
        }),
        _ => {
            let exhibit = pick(dice, &own)?;
            let record = state.evidence.exhibits.get(&exhibit)?;
            EvidenceCommand::ReplyToOpinion(ReplyToOpinion {
                exhibit,
                opinion: record.opinions.values().next()?.seq,
                reply: samples::ground(&format!("第{unique}条答复")),
            })
        }
    })
}

fn submit(file: FileFacts, has_reason: bool) -> EvidenceCommand {
    EvidenceCommand::SubmitExhibit(SubmitExhibit {
        exhibit: samples::exhibit("借条", vec![file]),
        late_reason: has_reason.then(|| "住院".into()),
    })
}

fn opinion(objection: Option<String>) -> Opinion {
    Opinion {
        authenticity: objection.map_or(Stance::Agree, |reason| {
            Stance::Object(samples::ground(&reason))
        }),
        ..samples::agreeing()
    }
}

/// The entry carries the sealed opinion of another party than this seat's.
pub(super) fn leaks(entry: &WireEntry, state: &CaseState, seat: SeatId) -> bool {
    let is_opinion = |kind: &str| kind == "opinion_given";
    if !entry
        .header()
        .is_some_and(|header| is_opinion(&header.kind))
    {
        return false;
    }
    match entry.understood() {
        Some(Understood::Known(payload)) => match payload.act {
            Act::Evidence(act) => match *act {
                EvidenceAct::OpinionGiven(given) => {
                    given.sealed && party_of(state, seat) != Some(given.party)
                }
                _ => false,
            },
            _ => false,
        },
        _ => false,
    }
}

/// The view holds the sealed opinion of another party than this seat's.
pub(super) fn holds_sealed(state: &CaseState, seat: SeatId) -> bool {
    let own = party_of(state, seat);
    let mut exhibits = state.evidence.exhibits.values();
    exhibits.any(|record| {
        let mut opinions = record.opinions.iter();
        opinions.any(|(party, opinion)| opinion.sealed && own != Some(*party))
    })
}

/// Opinions that were given sealed, and those of them that were opened to all.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Answers {
    /// Given sealed.
    pub sealed: u64,
    /// Opened.
    pub opened: u64,
}

impl Answers {
    /// Adds others to these.
    pub(crate) const fn add(&mut self, other: Answers) {
        self.sealed += other.sealed;
        self.opened += other.opened;
    }

    /// Counts an entry of a case.
    pub(super) fn count(&mut self, act: &Act) {
        if let Act::Evidence(act) = act {
            match &**act {
                EvidenceAct::OpinionGiven(given) if given.sealed => self.sealed += 1,
                EvidenceAct::AnswersOpened(opened) => self.opened += opened.answers.len() as u64,
                _ => {}
            }
        }
    }
}
