//! The exchange of evidence: its form, its sealed answers, its end.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use anjian_api::audience::Audience;
use anjian_api::command::*;
use anjian_api::evidence::command::*;
use anjian_api::evidence::*;
use anjian_api::ids::{Moment, SeatId, Seq};
use anjian_api::refusal::Refusal;
use anjian_domain::turns::{Otherwise, Task, turns};
use anjian_domain::{Actor, decide};
use proptest::prelude::*;
use support::evidence::*;
use support::*;

const PERIOD: i64 = 86_400_000;

/// An async exchange with one exhibit of each side: the court, the exchange, the two exhibits.
fn exchanging() -> (Court, Seq, Seq, Seq) {
    let mut court = Court::open();
    let one = court.submits(PLAINTIFF, 1);
    let two = court.submits(DEFENDANT, 2);
    for seat in [AGENT, DEFENDANT] {
        court.proves(seat, state_form(ExchangeForm::Async)).unwrap();
    }
    let until = court.now.plus_ms(PERIOD);
    let exchange = court
        .proves(CLERK, open_exchange(ExchangeTerms::Async { until }))
        .unwrap();
    (court, exchange, one, two)
}

fn knows(court: &Court, seat: SeatId, words: &str) -> bool {
    serde_json::to_string(&court.view(Some(seat), false))
        .unwrap()
        .contains(words)
}

#[test]
fn an_exchange_is_sync_unless_every_party_agreed_to_another_form() {
    let mut court = Court::open();
    let at = court.now.plus_ms(PERIOD);
    let later = open_exchange(ExchangeTerms::Async { until: at });
    assert_eq!(
        court.proves(CLERK, later.clone()),
        Err(Refusal::FormNotAgreed)
    );
    court
        .proves(PLAINTIFF, state_form(ExchangeForm::Async))
        .unwrap();
    assert_eq!(
        court.proves(CLERK, later.clone()),
        Err(Refusal::FormNotAgreed)
    );
    court
        .proves(DEFENDANT, state_form(ExchangeForm::Sync))
        .unwrap();
    assert_eq!(
        court.proves(CLERK, later.clone()),
        Err(Refusal::FormNotAgreed)
    );
    let by_party = court.proves(PLAINTIFF, later.clone());
    assert_eq!(by_party, Err(Refusal::RoleMayNot));
    court
        .proves(CLERK, open_exchange(ExchangeTerms::Sync { at }))
        .unwrap();
    let another = court.proves(CLERK, open_exchange(ExchangeTerms::Sync { at }));
    assert_eq!(another, Err(Refusal::ExchangeRunning));
}

#[test]
fn the_courts_question_is_a_turn_until_it_is_answered() {
    let mut court = Court::open();
    let due = court.now.plus_ms(PERIOD);
    let ask = EvidenceCommand::AskExchangeForm(AskExchangeForm { due });
    let asked = court.proves(CLERK, ask).unwrap();
    let turn = &turns(&court.case, DEFENDANT, court.now)[0];
    assert_eq!((&turn.task, turn.from), (&Task::StateExchangeForm, asked));
    assert_eq!(turn.otherwise, Otherwise::SyncApplies);
    court
        .proves(DEFENDANT, state_form(ExchangeForm::Async))
        .unwrap();
    assert!(turns(&court.case, DEFENDANT, court.now).is_empty());
    assert!(!turns(&court.case, AGENT, court.now).is_empty());
}

#[test]
fn an_answer_is_sealed_to_the_own_party_until_all_have_finished() {
    let (mut court, exchange, one, two) = exchanging();
    let given = court
        .proves(DEFENDANT, give(one, objecting("CANARY-D")))
        .unwrap();
    court
        .proves(AGENT, give(two, objecting("CANARY-P")))
        .unwrap();
    for (seat, sees_d, sees_p) in [
        (DEFENDANT, true, false),
        (PLAINTIFF, false, true),
        (AGENT, false, true),
        (JUDGE, false, false),
        (CLERK, false, false),
        (OBSERVER, false, false),
    ] {
        assert_eq!(knows(&court, seat, "CANARY-D"), sees_d, "{seat:?}");
        assert_eq!(knows(&court, seat, "CANARY-P"), sees_p, "{seat:?}");
    }
    court.proves(DEFENDANT, finish(exchange)).unwrap();
    assert!(!knows(&court, PLAINTIFF, "CANARY-D"));
    assert_eq!(
        court.proves(DEFENDANT, give(one, agreeing())),
        Err(Refusal::AlreadyFinished)
    );
    assert_eq!(
        court.proves(DEFENDANT, finish(exchange)),
        Err(Refusal::AlreadyFinished)
    );
    court.proves(PLAINTIFF, finish(exchange)).unwrap();
    for seat in [PLAINTIFF, DEFENDANT, JUDGE] {
        assert!(knows(&court, seat, "CANARY-D") && knows(&court, seat, "CANARY-P"));
    }
    let view = court.view(Some(JUDGE), true);
    let opinion = &view.evidence.exhibits[&one].opinions[&DEFENDANT];
    assert_eq!((opinion.seq, opinion.sealed), (given, false));
    let opened = court.entries.last().unwrap();
    assert_eq!(opened.author, SeatId::REGISTRY);
    assert_eq!(opened.payload.audience, Audience::Participants);
    assert!(!knows(&court, OBSERVER, "CANARY-D"));
}

#[test]
fn the_registry_closes_what_is_over_and_nothing_else() {
    let (mut court, exchange, one, _) = exchanging();
    court
        .proves(DEFENDANT, give(one, objecting("CANARY-D")))
        .unwrap();
    let command = Command::Evidence(close(exchange));
    let asks = |court: &Court| decide(&court.case, &Actor::Registry, &command, court.now);
    let until = court.now.plus_ms(PERIOD);
    let running = Refusal::ExchangeNotOver { until };
    assert_eq!(asks(&court).unwrap_err(), running);
    assert_eq!(court.proves(JUDGE, close(exchange)), Err(running));
    court.later_ms(PERIOD);
    for refused in [
        court.proves(DEFENDANT, give(one, agreeing())),
        court.proves(PLAINTIFF, finish(exchange)),
    ] {
        assert_eq!(refused, Err(Refusal::ExchangeOver));
    }
    let entries = asks(&court).unwrap();
    assert_eq!(entries.len(), 2);
    assert!(entries.iter().all(|one| one.author == SeatId::REGISTRY));
    let other = Command::SendMessage(words("自动消息"));
    let refused = decide(&court.case, &Actor::Registry, &other, court.now);
    assert_eq!(refused.unwrap_err(), Refusal::RoleMayNot);
    court.proves(CLERK, close(exchange)).unwrap();
    assert!(knows(&court, PLAINTIFF, "CANARY-D"));
    let again = court.proves(CLERK, close(exchange));
    assert_eq!(again, Err(Refusal::NoExchange));
}

#[test]
fn what_comes_after_the_period_is_no_part_of_it_however_late_it_is_closed() {
    let (mut court, exchange, one, _) = exchanging();
    let until = court.now.plus_ms(PERIOD);
    court.later_ms(PERIOD);
    // Nobody has closed it yet.
    let refused = court.proves(DEFENDANT, give(one, agreeing()));
    assert_eq!(refused, Err(Refusal::ExchangeOver));
    let after = court.submits(PLAINTIFF, 3);
    court.later_ms(PERIOD);
    let close = Command::Evidence(close(exchange));
    court.registry(&close);
    assert!(court.proves(DEFENDANT, give(after, agreeing())).is_ok());
    let refused = court.proves(DEFENDANT, give(one, agreeing()));
    assert_eq!(refused, Err(Refusal::OpinionsLocked));
    let past = &court.view(Some(DEFENDANT), true).evidence.past[0];
    assert_eq!(past.terms, ExchangeTerms::Async { until });
    assert_eq!((past.opened, past.by), (exchange, SeatId::REGISTRY));
    assert!(past.finished.is_empty());
}

#[test]
fn after_the_end_opinions_are_locked_until_another_exchange() {
    let (mut court, exchange, one, two) = exchanging();
    court
        .proves(DEFENDANT, give(one, objecting("假的")))
        .unwrap();
    court.later_ms(PERIOD);
    court.proves(CLERK, close(exchange)).unwrap();
    for (seat, exhibit) in [(DEFENDANT, one), (PLAINTIFF, two)] {
        let refused = court.proves(seat, give(exhibit, agreeing()));
        assert_eq!(refused, Err(Refusal::OpinionsLocked));
    }
    let new = court.submits(PLAINTIFF, 3);
    assert!(court.proves(DEFENDANT, give(new, agreeing())).is_ok());
    let at = court.now.plus_ms(PERIOD);
    court
        .proves(CLERK, open_exchange(ExchangeTerms::Sync { at }))
        .unwrap();
    assert!(court.proves(PLAINTIFF, give(two, agreeing())).is_ok());
}

#[test]
fn what_was_replied_to_may_be_said_anew_in_another_exchange() {
    let mut court = Court::open();
    let one = court.submits(PLAINTIFF, 1);
    let said = court
        .proves(DEFENDANT, give(one, objecting("假的")))
        .unwrap();
    court.proves(PLAINTIFF, reply(one, said)).unwrap();
    let at = court.now.plus_ms(PERIOD);
    let sync = open_exchange(ExchangeTerms::Sync { at });
    let exchange = court.proves(CLERK, sync).unwrap();
    court.proves(DEFENDANT, give(one, agreeing())).unwrap();
    court.proves(JUDGE, close(exchange)).unwrap();
    assert!(
        !court.case.evidence.exhibits[&one].opinions[&DEFENDANT]
            .opinion
            .objects()
    );
}

#[test]
fn nothing_is_replied_to_waived_by_the_court_or_ruled_on_while_answers_are_sealed() {
    let (mut court, _, one, _) = exchanging();
    let given = court
        .proves(DEFENDANT, give(one, objecting("假的")))
        .unwrap();
    for (seat, command) in [
        (PLAINTIFF, reply(one, given)),
        (JUDGE, rule(one)),
        (CLERK, waive(one, Some(DEFENDANT), Some("未发表意见"))),
    ] {
        let refused = court.proves(seat, command);
        assert_eq!(refused, Err(Refusal::ExchangeRunning));
    }
}

#[test]
fn a_sealed_answer_does_not_show_in_how_an_exhibit_is_withdrawn() {
    let (mut court, exchange, one, _) = exchanging();
    court
        .proves(DEFENDANT, give(one, objecting("CANARY-D")))
        .unwrap();
    court.proves(PLAINTIFF, withdraw(one)).unwrap();
    assert!(
        court.case.recalled.contains(&one),
        "as if nobody had answered"
    );
    court.later_ms(PERIOD);
    court.proves(CLERK, close(exchange)).unwrap();
    assert!(!knows(&court, PLAINTIFF, "CANARY-D"));
}

#[test]
fn new_evidence_lets_a_party_answer_that_had_finished() {
    let (mut court, exchange, one, _) = exchanging();
    court.proves(DEFENDANT, give(one, agreeing())).unwrap();
    court.proves(DEFENDANT, finish(exchange)).unwrap();
    let new = court.submits(PLAINTIFF, 3);
    court.proves(PLAINTIFF, finish(exchange)).unwrap();
    assert!(
        court.case.evidence.exchange.is_some(),
        "one has to answer yet"
    );
    let turn = &turns(&court.case, DEFENDANT, court.now)[0];
    let exhibits = vec![new];
    assert_eq!(turn.task, Task::GiveOpinions { exhibits });
    court.proves(DEFENDANT, give(new, agreeing())).unwrap();
    court.proves(DEFENDANT, finish(exchange)).unwrap();
    assert!(court.case.evidence.exchange.is_none());
}

#[test]
fn answers_are_turns_with_the_period_and_what_follows() {
    let (mut court, exchange, one, two) = exchanging();
    let until = court.now.plus_ms(PERIOD);
    let turn = turns(&court.case, DEFENDANT, court.now).remove(0);
    let exhibits = vec![one];
    assert_eq!(turn.task, Task::GiveOpinions { exhibits });
    assert_eq!((turn.due, turn.from), (Some(until), exchange));
    assert_eq!(turn.otherwise, Otherwise::MayCountAsWaived);
    court.proves(DEFENDANT, give(one, agreeing())).unwrap();
    let turn = turns(&court.case, DEFENDANT, court.now).remove(0);
    assert_eq!(turn.task, Task::FinishAnswers);
    court.proves(DEFENDANT, finish(exchange)).unwrap();
    assert!(turns(&court.case, DEFENDANT, court.now).is_empty());
    court.proves(PLAINTIFF, give(two, agreeing())).unwrap();
    court.later_ms(PERIOD);
    let of_clerk = turns(&court.case, CLERK, court.now).remove(0);
    assert_eq!(of_clerk.task, Task::CloseExchange);
}

#[test]
fn more_time_is_asked_for_and_decided_and_is_for_all() {
    let (mut court, exchange, one, _) = exchanging();
    let until = court.now.plus_ms(PERIOD);
    let ask = |until: Moment| {
        EvidenceCommand::AskExtension(AskExtension {
            exchange,
            until,
            reason: "需要调取银行流水".into(),
        })
    };
    let longer = until.plus_ms(PERIOD);
    assert_eq!(
        court.proves(DEFENDANT, ask(until)),
        Err(Refusal::ExtensionNotLonger { until })
    );
    let request = court.proves(DEFENDANT, ask(longer)).unwrap();
    assert_eq!(
        court.proves(DEFENDANT, ask(longer)),
        Err(Refusal::AlreadyAsked)
    );
    let waiting = turns(&court.case, JUDGE, court.now);
    assert_eq!(waiting[0].task, Task::DecideExtension { party: DEFENDANT });
    let decide = |until, reason: Option<&str>| {
        EvidenceCommand::DecideExtension(DecideExtension {
            request,
            until,
            reason: reason.map(str::to_owned),
        })
    };
    let bare = court.proves(JUDGE, decide(None, None));
    assert_eq!(bare, Err(Refusal::ReasonMissing));
    court.proves(JUDGE, decide(Some(longer), None)).unwrap();
    let again = court.proves(JUDGE, decide(Some(longer), None));
    assert_eq!(again, Err(Refusal::NotFound));
    court.later_ms(PERIOD);
    assert!(court.proves(DEFENDANT, give(one, agreeing())).is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// Invariant: before the end no view but the own party's holds a word of an answer.
    #[test]
    fn no_other_view_holds_a_word_of_a_sealed_answer(
        steps in proptest::collection::vec((0u8..7, any::<bool>(), any::<bool>()), 0..40)
    ) {
        let (mut court, exchange, one, two) = exchanging();
        let mut number = 100;
        for (step, of_defendant, spoken) in steps {
            let (seat, exhibit, word) = if of_defendant {
                (DEFENDANT, one, "CANARY-D")
            } else {
                (AGENT, two, "CANARY-P")
            };
            number += 1;
            // What is refused changes nothing; what is not must keep the secret.
            let _ = match step {
                0..=2 if spoken => {
                    let mut voice = recording(number);
                    voice.file.name = format!("{word}.webm");
                    court.does(seat, &receive(voice.file.clone())).unwrap();
                    let ground = Ground { reason: None, voice: Some(Box::new(voice)) };
                    let opinion = Opinion { purpose: Stance::Object(ground), ..agreeing() };
                    court.proves(seat, give(exhibit, opinion))
                }
                0..=2 => court.proves(seat, give(exhibit, objecting(word))),
                3 => court.proves(seat, finish(exchange)),
                4 => { court.submits(seat, number); Ok(court.case.head) }
                5 => court.proves(seat, open(exhibit)),
                _ => { court.later_ms(PERIOD / 3); court.proves(CLERK, close(exchange)) }
            };
            let is_open = court.case.evidence.exchange.is_some();
            for reader in [JUDGE, CLERK, DEFENDANT, OBSERVER, WITNESS, PLAINTIFF, AGENT] {
                let is_defendant = reader == DEFENDANT;
                let is_plaintiff = reader == PLAINTIFF || reader == AGENT;
                prop_assert!(!is_open || is_defendant || !knows(&court, reader, "CANARY-D"));
                prop_assert!(!is_open || is_plaintiff || !knows(&court, reader, "CANARY-P"));
            }
            if !is_open {
                let judge = court.view(Some(JUDGE), true);
                let sealed = |one: &anjian_domain::evidence::OpinionRecord| one.sealed;
                prop_assert!(!judge.evidence.exhibits.values()
                    .any(|record| record.opinions.values().any(sealed)));
            }
        }
    }
}
