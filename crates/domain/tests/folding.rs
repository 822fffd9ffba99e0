//! Invariant 1: folding gives the same case, whoever folds and whenever.

mod support;

use anjian_api::audience::Audience;
use anjian_api::case::CaseStage;
use anjian_api::command::*;
use anjian_api::evidence::command::*;
use anjian_api::evidence::*;
use anjian_api::file::FileFacts;
use anjian_api::ids::{SeatId, Seq};
use anjian_api::role::{Role, Side};
use anjian_domain::{Actor, CaseState, decide};
use proptest::prelude::*;
use support::evidence::*;
use support::*;

fn audience() -> impl Strategy<Value = Audience> {
    prop_oneof![
        4 => Just(Audience::Participants),
        1 => Just(Audience::Everyone),
        1 => Just(Audience::Court),
        1 => Just(Audience::Side(Side::Plaintiff)),
        1 => Just(Audience::Side(Side::Defendant)),
        1 => (1u16..9).prop_map(|seat| Audience::Named(vec![SeatId(seat)])),
        1 => (1u16..9).prop_map(|seat| Audience::Voices(vec![SeatId(seat)])),
    ]
}

/// Numbers in these commands count back from the head: `aimed` turns them into real ones.
fn command() -> impl Strategy<Value = Command> {
    let seat = || (1u16..10).prop_map(SeatId);
    let seq = || (0u64..8).prop_map(Seq);
    prop_oneof![
        6 => (audience(), proptest::option::of(seq()), proptest::collection::vec(seat(), 0..2))
            .prop_map(|(audience, quote, mentions)| Command::SendMessage(SendMessage {
                audience, quote, mentions, ..words("话")
            })),
        3 => seq().prop_map(|message| Command::Recall(Recall { message })),
        1 => audience().prop_map(|audience| Command::PostNotice(PostNotice {
            text: NoticeText { title: "通知".into(), words: "请阅".into() }, audience, due: None,
        })),
        2 => seq().prop_map(|notice| Command::ConfirmNotice(ConfirmNotice { notice })),
        1 => seat().prop_map(|seat| Command::UnseatMember(UnseatMember { seat })),
        1 => (10u16..14).prop_map(|seat| Command::SeatMember(member(SeatId(seat), Role::Observer))),
        3 => (0u128..6).prop_map(|number| receive(picture(number))),
        4 => (audience(), proptest::collection::vec((0u128..6, any::<bool>()), 1..4))
            .prop_map(|(audience, files)| Command::SendMessage(SendMessage {
                audience, ..showing(files.into_iter().map(|(number, told)| {
                    if told { picture(number) } else { kept_back(picture(number)) }
                }).collect())
            })),
        14 => (0u8..20, seq(), any::<bool>()).prop_map(|(what, seq, yes)| {
            Command::Evidence(evidence_command(what, seq, yes))
        }),
        1 => Just(Command::ChangeStage(ChangeStage { stage: CaseStage::Hearing })),
    ]
}

/// Something about evidence; exhibits and times are aimed at what is there.
fn evidence_command(what: u8, seq: Seq, yes: bool) -> EvidenceCommand {
    let opinion = if yes {
        agreeing()
    } else {
        objecting("不真实")
    };
    let form = if yes {
        ExchangeForm::Async
    } else {
        ExchangeForm::Sync
    };
    let number = u128::from(seq.0);
    match what {
        0..=4 => EvidenceCommand::SubmitExhibit(SubmitExhibit {
            exhibit: exhibit("借条", vec![picture(number % 6)]),
            late_reason: yes.then(|| "住院".into()),
        }),
        5 => open(seq),
        6..=8 => withdraw(seq),
        9..=11 => give(seq, opinion),
        12 => waive(seq, None, None),
        13 => rule(seq),
        14 => leave(seq, Leave::Admit),
        15 => reply(seq, seq),
        16 => mark(seq, Mark::Disputed),
        17 => state_form(form),
        18 => open_exchange(ExchangeTerms::Async { until: START }),
        _ if yes => deadline(START),
        _ => finish(seq),
    }
}

/// The exhibit so many back from the newest one.
fn nth_exhibit(court: &Court, back: Seq) -> Seq {
    let mut exhibits = court.case.evidence.exhibits.keys().rev();
    let back = usize::try_from(back.0 % 3).unwrap_or_default();
    exhibits.nth(back).copied().unwrap_or_default()
}

fn aimed_evidence(
    court: &Court,
    seat: SeatId,
    command: EvidenceCommand,
) -> (SeatId, EvidenceCommand) {
    let soon = court.now.plus_ms(40_000);
    let exchange = court.case.evidence.round;
    let owner = |exhibit: Seq| {
        let record = court.case.evidence.exhibits.get(&exhibit);
        record.map_or(seat, |record| record.by)
    };
    let both = [PLAINTIFF, DEFENDANT][usize::from(seat.0 % 2)];
    match command {
        EvidenceCommand::SubmitExhibit(submit) => {
            let file = submit.exhibit.files[0].id;
            let owner = court.case.files.get(&file).map(|record| record.owner);
            let seat = owner.unwrap_or(seat);
            (seat, EvidenceCommand::SubmitExhibit(submit))
        }
        EvidenceCommand::OpenExhibit(it) => (both, open(nth_exhibit(court, it.exhibit))),
        EvidenceCommand::WithdrawExhibit(it) => {
            let exhibit = nth_exhibit(court, it.exhibit);
            (owner(exhibit), withdraw(exhibit))
        }
        EvidenceCommand::GiveOpinion(it) => {
            (both, give(nth_exhibit(court, it.exhibit), it.opinion))
        }
        EvidenceCommand::WaiveExamination(it) => {
            (both, waive(nth_exhibit(court, it.exhibit), None, None))
        }
        EvidenceCommand::RuleOnExhibit(it) => (JUDGE, rule(nth_exhibit(court, it.exhibit))),
        EvidenceCommand::DecideLate(it) => (JUDGE, leave(nth_exhibit(court, it.exhibit), it.leave)),
        EvidenceCommand::MarkExhibit(it) => (JUDGE, mark(nth_exhibit(court, it.exhibit), it.mark)),
        EvidenceCommand::ReplyToOpinion(it) => {
            let exhibit = nth_exhibit(court, it.exhibit);
            let record = court.case.evidence.exhibits.get(&exhibit);
            let opinion = record.and_then(|record| record.opinions.values().next());
            let opinion = opinion.map_or(Seq::START, |opinion| opinion.seq);
            (owner(exhibit), reply(exhibit, opinion))
        }
        EvidenceCommand::StateExchangeForm(it) => (both, state_form(it.form)),
        EvidenceCommand::OpenExchange(_) => {
            let all = court.case.evidence.forms.values();
            let terms =
                if all.clone().count() == 2 && all.clone().all(|one| *one == ExchangeForm::Async) {
                    ExchangeTerms::Async { until: soon }
                } else {
                    ExchangeTerms::Sync { at: soon }
                };
            (CLERK, open_exchange(terms))
        }
        EvidenceCommand::SetEvidenceDeadline(_) => (CLERK, deadline(soon)),
        EvidenceCommand::FinishAnswers(_) if seat.0.is_multiple_of(3) => (CLERK, close(exchange)),
        EvidenceCommand::FinishAnswers(_) => (both, finish(exchange)),
        other => (seat, other),
    }
}

fn aimed(court: &Court, seat: SeatId, command: Command) -> (SeatId, Command) {
    let back = |seq: Seq| Seq(court.case.head.0.saturating_sub(seq.0));
    match command {
        Command::SendMessage(mut message) => {
            message.quote = message.quote.map(back);
            // Files are shown by whoever uploaded them, each once.
            let owner = match &mut message.content {
                Content::Files(Files { files }) => {
                    let owner = |facts: &FileFacts| {
                        court.case.files.get(&facts.id).map(|record| record.owner)
                    };
                    let first = files.iter().find_map(owner);
                    files.sort_by_key(|facts| facts.id);
                    files.dedup_by_key(|facts| facts.id);
                    files.retain(|facts| owner(facts) == first);
                    first
                }
                _ => None,
            };
            (owner.unwrap_or(seat), Command::SendMessage(message))
        }
        // Mostly one's own words are recalled.
        Command::Recall(recall) => {
            let message = back(recall.message);
            let author = court
                .case
                .recent
                .get(&message)
                .map_or(seat, |recent| recent.author);
            (author, Command::Recall(Recall { message }))
        }
        Command::ConfirmNotice(_) => {
            let notice = court
                .case
                .notices
                .keys()
                .next_back()
                .copied()
                .unwrap_or_default();
            (seat, Command::ConfirmNotice(ConfirmNotice { notice }))
        }
        Command::Evidence(command) => {
            let (seat, command) = aimed_evidence(court, seat, command);
            (seat, Command::Evidence(command))
        }
        other => (seat, other),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_history_folds_to_the_same_case(
        steps in proptest::collection::vec((1u16..9, command(), 0i64..20_000), 0..160)
    ) {
        let mut court = Court::open();
        for (seat, command, ms) in steps {
            court.later_ms(ms);
            let before = court.case.clone();
            let (seat, command) = aimed(&court, SeatId(seat), command);
            if court.does(seat, &command).is_err() {
                prop_assert_eq!(&before, &court.case, "a refusal changes nothing");
            }
        }
        // The server's snapshot is what folding everything from nothing gives.
        prop_assert_eq!(&court.view(None, false), &court.case);
        for seat in 1..=8 {
            // A device that was there all along and one that comes later hold the same case,
            // though the later one never receives recalled words.
            let lived = court.view(Some(SeatId(seat)), false);
            let late = court.view(Some(SeatId(seat)), true);
            prop_assert_eq!(&lived, &late);
            let text = serde_json::to_string(&lived).unwrap();
            prop_assert_eq!(&serde_json::from_str::<CaseState>(&text).unwrap(), &lived);
        }
    }

    /// By this a device knows its own act when it meets it in the timeline.
    #[test]
    fn what_a_seat_does_is_what_its_own_view_makes_of_it(
        steps in proptest::collection::vec((1u16..9, command(), 0i64..20_000), 0..80)
    ) {
        let mut court = Court::open();
        for (seat, command, ms) in steps {
            court.later_ms(ms);
            let (seat, command) = aimed(&court, SeatId(seat), command);
            let actor = Actor::Seat { seat, person: person(seat) };
            let Ok(made) = decide(&court.case, &actor, &command, court.now) else { continue };
            let view = court.view(Some(seat), false);
            let seen = decide(&view, &actor, &command, court.now);
            prop_assert_eq!(seen.as_ref().map(|new| new.first()), Ok(made.first()));
            court.does(seat, &command).unwrap();
        }
    }
}
