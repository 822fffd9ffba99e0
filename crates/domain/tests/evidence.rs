//! What may happen with an exhibit, and what may not.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use anjian_api::case::CaseStage;
use anjian_api::command::*;
use anjian_api::evidence::command::*;
use anjian_api::evidence::*;
use anjian_api::ids::{Moment, SeatId, Seq};
use anjian_api::refusal::Refusal;
use anjian_api::role::Role;
use anjian_domain::evidence::{
    Cell, evidence_list, matrix, may_present, may_take_lead, preview_for,
};
use anjian_domain::may_read_file;
use anjian_domain::turns::{Otherwise, Task, turns};
use support::evidence::*;
use support::*;

fn tasks(court: &Court, seat: SeatId) -> Vec<Task> {
    turns(&court.view(Some(seat), true), seat, court.now)
        .into_iter()
        .map(|turn| turn.task)
        .collect()
}

#[test]
fn exhibits_are_numbered_on_each_side_and_by_the_court() {
    let mut court = Court::open();
    let seqs = [PLAINTIFF, AGENT, DEFENDANT, CLERK, PLAINTIFF]
        .into_iter()
        .zip(1..)
        .map(|(seat, number)| court.submits(seat, number))
        .collect::<Vec<_>>();
    let told: Vec<_> = seqs
        .iter()
        .map(|seq| {
            let record = &court.case.evidence.exhibits[seq];
            (record.side, record.number)
        })
        .collect();
    use EvidenceSide::{Court as Collected, Defendant, Plaintiff};
    let wanted = [
        (Plaintiff, 1),
        (Plaintiff, 2),
        (Defendant, 1),
        (Collected, 1),
        (Plaintiff, 3),
    ];
    assert_eq!(told, wanted);
    let list = evidence_list(&court.case, Plaintiff);
    assert_eq!(list.len(), 3);
}

#[test]
fn those_who_take_part_see_an_exhibit_and_guests_do_not() {
    let mut court = Court::open();
    let seq = court.submits(PLAINTIFF, 1);
    for (seat, sees) in [
        (JUDGE, true),
        (DEFENDANT, true),
        (AGENT, true),
        (WITNESS, false),
        (OBSERVER, false),
    ] {
        let view = court.view(Some(seat), true);
        assert_eq!(view.evidence.exhibits.contains_key(&seq), sees, "{seat:?}");
        assert_eq!(
            may_read_file(&view, seat, picture(1).id).is_some(),
            sees,
            "{seat:?}"
        );
    }
    court.does(WITNESS, &receive(picture(2))).unwrap();
    let refused = court.proves(WITNESS, submit("日记", vec![picture(2)]));
    assert_eq!(refused, Err(Refusal::RoleMayNot));
}

#[test]
fn an_exhibit_needs_its_files_and_the_fields_of_the_list() {
    let mut court = Court::open();
    let refused = court.proves(PLAINTIFF, submit("借条", Vec::new()));
    assert_eq!(refused, Err(Refusal::FilesMissing));
    let refused = court.proves(PLAINTIFF, submit("借条", vec![picture(1)]));
    assert_eq!(refused, Err(Refusal::FileUnknown));
    court.receives(PLAINTIFF, 1);
    let refused = court.proves(PLAINTIFF, submit(" ", vec![picture(1)]));
    assert_eq!(refused, Err(Refusal::Empty));
}

#[test]
fn what_comes_after_the_deadline_needs_a_reason_and_leave_before_it_is_examined() {
    let mut court = Court::open();
    let due = court.now.plus_ms(1_000);
    assert_eq!(
        court.proves(PLAINTIFF, deadline(due)),
        Err(Refusal::RoleMayNot)
    );
    court.proves(CLERK, deadline(due)).unwrap();
    let past = court.proves(CLERK, deadline(Moment(0)));
    assert_eq!(past, Err(Refusal::DueInThePast { due: Moment(0) }));
    let in_time = court.submits(PLAINTIFF, 1);
    assert_eq!(
        court.proves(JUDGE, leave(in_time, Leave::Admit)),
        Err(Refusal::NotLate)
    );
    court.later_ms(1_001);
    court.receives(PLAINTIFF, 2);
    let bare = court.proves(PLAINTIFF, submit("收条", vec![picture(2)]));
    assert_eq!(bare, Err(Refusal::LateNeedsReason));
    let late = EvidenceCommand::SubmitExhibit(SubmitExhibit {
        exhibit: exhibit("收条", vec![picture(2)]),
        late_reason: Some("住院".into()),
    });
    let late = court.proves(PLAINTIFF, late).unwrap();
    assert_eq!(
        court.proves(DEFENDANT, give(late, agreeing())),
        Err(Refusal::LeaveNeeded)
    );
    assert_eq!(court.proves(JUDGE, rule(late)), Err(Refusal::LeaveNeeded));
    assert!(tasks(&court, JUDGE).contains(&Task::DecideLate { exhibit: late }));
    let by_clerk = court.proves(CLERK, leave(late, Leave::Admit));
    assert_eq!(by_clerk, Err(Refusal::RoleMayNot));
    let granted = leave(late, Leave::AdmitWithAdmonition);
    court.proves(JUDGE, granted.clone()).unwrap();
    assert_eq!(court.proves(JUDGE, granted), Err(Refusal::AlreadyDecided));
    assert!(court.proves(DEFENDANT, give(late, agreeing())).is_ok());
}

#[test]
fn what_was_not_let_in_is_not_examined_and_stands_in_no_matrix() {
    let mut court = Court::open();
    court.proves(CLERK, deadline(court.now.plus_ms(1))).unwrap();
    court.later_ms(2);
    court.receives(PLAINTIFF, 1);
    let late = EvidenceCommand::SubmitExhibit(SubmitExhibit {
        exhibit: exhibit("收条", vec![picture(1)]),
        late_reason: Some("忘记了".into()),
    });
    let late = court.proves(PLAINTIFF, late).unwrap();
    court.proves(JUDGE, leave(late, Leave::Reject)).unwrap();
    let refused = court.proves(DEFENDANT, give(late, agreeing()));
    assert_eq!(refused, Err(Refusal::LeaveNeeded));
    assert!(matrix(&court.case).is_empty());
}

#[test]
fn what_nobody_opposing_opened_is_hidden_when_it_is_withdrawn() {
    let mut court = Court::open();
    let seq = court.submits(PLAINTIFF, 1);
    assert_eq!(
        court.proves(DEFENDANT, withdraw(seq)),
        Err(Refusal::NotYours)
    );
    court.proves(AGENT, withdraw(seq)).unwrap();
    for seat in [JUDGE, DEFENDANT] {
        for withheld in [false, true] {
            let view = court.view(Some(seat), withheld);
            assert!(view.recalled.contains(&seq));
            assert!(view.evidence.exhibits.is_empty());
            assert!(may_read_file(&view, seat, picture(1).id).is_none());
        }
    }
    let own = court.view(Some(PLAINTIFF), true);
    assert!(may_read_file(&own, PLAINTIFF, picture(1).id).is_some());
    let next = court.submits(PLAINTIFF, 2);
    let record = &court.case.evidence.exhibits[&next];
    assert_eq!(record.number, 2, "a number is never given again");
}

#[test]
fn what_was_opened_stays_and_says_that_it_was_withdrawn() {
    let mut court = Court::open();
    let seq = court.submits(PLAINTIFF, 1);
    assert_eq!(court.proves(AGENT, open(seq)), Err(Refusal::OwnExhibit));
    assert_eq!(court.proves(JUDGE, open(seq)), Err(Refusal::RoleMayNot));
    court.proves(DEFENDANT, open(seq)).unwrap();
    assert_eq!(
        court.proves(DEFENDANT, open(seq)),
        Err(Refusal::AlreadyOpened)
    );
    let seen = |seat| {
        let view = court.view(Some(seat), true);
        view.evidence.exhibits[&seq].opened.len()
    };
    assert_eq!([PLAINTIFF, AGENT, JUDGE, DEFENDANT].map(seen), [1; 4]);
    court.proves(PLAINTIFF, withdraw(seq)).unwrap();
    let view = court.view(Some(DEFENDANT), true);
    assert!(view.evidence.exhibits[&seq].withdrawn.is_some());
    let refused = court.proves(DEFENDANT, give(seq, agreeing()));
    assert_eq!(refused, Err(Refusal::ExhibitWithdrawn));
    assert!(matrix(&view).is_empty());
}

#[test]
fn other_opponents_do_not_learn_who_opened_an_exhibit() {
    let mut court = Court::open();
    let third = SeatId(8);
    let joins = Command::SeatMember(member(third, Role::ThirdParty));
    court.does(CLERK, &joins).unwrap();
    let seq = court.submits(PLAINTIFF, 1);
    court.proves(DEFENDANT, open(seq)).unwrap();
    let view = court.view(Some(third), true);
    assert!(view.evidence.exhibits[&seq].opened.is_empty());
}

#[test]
fn each_opposing_party_examines_and_the_own_side_does_not() {
    let mut court = Court::open();
    let seq = court.submits(PLAINTIFF, 1);
    let by = |court: &mut Court, seat| court.proves(seat, give(seq, agreeing()));
    assert_eq!(by(&mut court, PLAINTIFF), Err(Refusal::OwnExhibit));
    assert_eq!(by(&mut court, AGENT), Err(Refusal::OwnExhibit));
    assert_eq!(by(&mut court, JUDGE), Err(Refusal::RoleMayNot));
    assert!(by(&mut court, DEFENDANT).is_ok());
    let collected = court.submits(CLERK, 2);
    assert!(court.proves(AGENT, give(collected, agreeing())).is_ok());
    assert!(court.proves(DEFENDANT, give(collected, agreeing())).is_ok());
    let record = &court.case.evidence.exhibits[&collected];
    let parties: Vec<_> = record.opinions.keys().copied().collect();
    assert_eq!(
        parties,
        [PLAINTIFF, DEFENDANT],
        "an agent speaks for the party"
    );
}

#[test]
fn an_objection_needs_a_reason_in_words_or_by_voice() {
    let mut court = Court::open();
    let seq = court.submits(PLAINTIFF, 1);
    let silent = Stance::Object(Ground {
        reason: None,
        voice: None,
    });
    let bare = Opinion {
        legality: silent,
        ..agreeing()
    };
    assert_eq!(
        court.proves(DEFENDANT, give(seq, bare)),
        Err(Refusal::ReasonMissing)
    );
    let spoken = |voice: Voice| Opinion {
        legality: Stance::Object(Ground {
            reason: None,
            voice: Some(Box::new(voice)),
        }),
        ..agreeing()
    };
    let unknown = court.proves(DEFENDANT, give(seq, spoken(recording(9))));
    assert_eq!(unknown, Err(Refusal::FileUnknown));
    court.does(DEFENDANT, &receive(recording(9).file)).unwrap();
    court
        .proves(DEFENDANT, give(seq, spoken(recording(9))))
        .unwrap();
    let judge = court.view(Some(JUDGE), true);
    assert!(may_read_file(&judge, JUDGE, recording(9).file.id).is_some());
    let row = &matrix(&judge)[0];
    let spoken = Some(recording(9).duration_ms);
    assert_eq!(row.spoken(Point::Legality), spoken);
    assert_eq!(row.spoken(Point::Authenticity), None);
}

#[test]
fn counter_evidence_is_evidence_of_the_case() {
    let mut court = Court::open();
    let seq = court.submits(PLAINTIFF, 1);
    let counter = court.submits(DEFENDANT, 2);
    let with = |counter| Opinion {
        counter: vec![counter],
        ..objecting("已还")
    };
    assert_eq!(
        court.proves(DEFENDANT, give(seq, with(Seq(1)))),
        Err(Refusal::CounterNotAllowed)
    );
    assert!(court.proves(DEFENDANT, give(seq, with(counter))).is_ok());
}

#[test]
fn the_last_opinion_counts_until_it_is_replied_to() {
    let mut court = Court::open();
    let seq = court.submits(PLAINTIFF, 1);
    let first = court
        .proves(DEFENDANT, give(seq, objecting("签名不对")))
        .unwrap();
    let second = court
        .proves(DEFENDANT, give(seq, objecting("金额不对")))
        .unwrap();
    assert_eq!(
        court.proves(PLAINTIFF, reply(seq, first)),
        Err(Refusal::NotFound)
    );
    let foreign = court.proves(DEFENDANT, reply(seq, second));
    assert_eq!(foreign, Err(Refusal::NotYours));
    let waiting = Task::ReplyToOpinions {
        opinions: vec![second],
    };
    assert_eq!(tasks(&court, PLAINTIFF), [waiting]);
    court.proves(AGENT, reply(seq, second)).unwrap();
    assert!(tasks(&court, PLAINTIFF).is_empty());
    for refused in [
        court.proves(PLAINTIFF, reply(seq, second)),
        court.proves(DEFENDANT, give(seq, agreeing())),
    ] {
        assert_eq!(refused, Err(Refusal::AlreadyReplied));
    }
}

#[test]
fn nothing_is_admitted_before_every_opposing_party_examined_it_or_did_without() {
    let mut court = Court::open();
    let third = SeatId(8);
    let joins = Command::SeatMember(member(third, Role::ThirdParty));
    court.does(CLERK, &joins).unwrap();
    let seq = court.submits(PLAINTIFF, 1);
    assert_eq!(court.proves(JUDGE, rule(seq)), Err(Refusal::NotExamined));
    court.proves(DEFENDANT, give(seq, agreeing())).unwrap();
    assert_eq!(court.proves(JUDGE, rule(seq)), Err(Refusal::NotExamined));
    assert!(!tasks(&court, JUDGE).contains(&Task::RuleOnExhibits {
        exhibits: vec![seq]
    }));
    let bare = court.proves(CLERK, waive(seq, Some(third), None));
    assert_eq!(bare, Err(Refusal::ReasonMissing));
    let recorded = waive(seq, Some(third), Some("经通知未发表意见"));
    court.proves(CLERK, recorded.clone()).unwrap();
    assert_eq!(court.proves(CLERK, recorded), Err(Refusal::AlreadyWaived));
    assert!(tasks(&court, JUDGE).contains(&Task::RuleOnExhibits {
        exhibits: vec![seq]
    }));
    assert_eq!(court.proves(CLERK, rule(seq)), Err(Refusal::RoleMayNot));
    court.proves(JUDGE, rule(seq)).unwrap();
    for refused in [
        court.proves(JUDGE, rule(seq)),
        court.proves(DEFENDANT, give(seq, agreeing())),
        court.proves(PLAINTIFF, withdraw(seq)),
    ] {
        assert_eq!(refused, Err(Refusal::AlreadyRuled));
    }
}

#[test]
fn a_party_does_without_for_itself_only() {
    let mut court = Court::open();
    let seq = court.submits(PLAINTIFF, 1);
    let own = court.proves(PLAINTIFF, waive(seq, None, None));
    assert_eq!(own, Err(Refusal::OwnExhibit));
    let other = court.proves(DEFENDANT, waive(seq, Some(PLAINTIFF), None));
    assert_eq!(other, Err(Refusal::RoleMayNot));
    court.proves(DEFENDANT, waive(seq, None, None)).unwrap();
    assert!(court.proves(JUDGE, rule(seq)).is_ok());
}

#[test]
fn an_original_that_is_needed_is_a_turn_until_its_form_is_met() {
    let mut court = Court::open();
    let seq = court.submits(PLAINTIFF, 1);
    let needed = mark(seq, Mark::OriginalNeeded(OriginalReason::Unclear));
    let by_clerk = court.proves(CLERK, needed.clone());
    assert_eq!(by_clerk, Err(Refusal::RoleMayNot));
    court.proves(JUDGE, needed).unwrap();
    assert_eq!(
        tasks(&court, PLAINTIFF),
        [Task::BringOriginal { exhibit: seq }]
    );
    let accept = EvidenceCommand::AcceptForm(AcceptForm {
        exhibit: seq,
        way: OriginalForm::Compared,
        note: None,
    });
    court.proves(JUDGE, accept).unwrap();
    assert!(tasks(&court, PLAINTIFF).is_empty());
}

#[test]
fn new_evidence_of_the_other_side_is_a_turn() {
    let mut court = Court::open();
    let seq = court.submits(PLAINTIFF, 1);
    let turn = &turns(&court.case, DEFENDANT, court.now)[0];
    let exhibits = vec![seq];
    assert_eq!(turn.task, Task::GiveOpinions { exhibits });
    assert_eq!(turn.otherwise, Otherwise::CourtGoesOn);
    assert!(tasks(&court, AGENT).is_empty());
    assert!(tasks(&court, OBSERVER).is_empty());
    court.proves(DEFENDANT, give(seq, agreeing())).unwrap();
    assert!(tasks(&court, DEFENDANT).is_empty());
}

#[test]
fn a_closed_case_takes_no_more_evidence_not_even_from_the_court() {
    let mut court = Court::open();
    let seq = court.submits(PLAINTIFF, 1);
    let close = Command::ChangeStage(ChangeStage {
        stage: CaseStage::Closed,
    });
    court.does(JUDGE, &close).unwrap();
    for (seat, command) in [
        (DEFENDANT, give(seq, agreeing())),
        (JUDGE, rule(seq)),
        (CLERK, deadline(court.now.plus_ms(1_000))),
    ] {
        assert_eq!(court.proves(seat, command), Err(Refusal::CaseClosed));
    }
    assert!(tasks(&court, DEFENDANT).is_empty());
}

#[test]
fn the_matrix_has_disputed_rows_first() {
    let mut court = Court::open();
    let agreed = court.submits(PLAINTIFF, 1);
    let open = court.submits(PLAINTIFF, 2);
    let disputed = court.submits(PLAINTIFF, 3);
    court.proves(DEFENDANT, give(agreed, agreeing())).unwrap();
    court
        .proves(DEFENDANT, give(disputed, objecting("不真实")))
        .unwrap();
    let rows = matrix(&court.view(Some(JUDGE), true));
    let order: Vec<_> = rows.iter().map(|row| row.exhibit).collect();
    assert_eq!(order, [disputed, open, agreed]);
    assert_eq!(rows[0].cell(Point::Authenticity), Cell::Object);
    assert_eq!(rows[0].cell(Point::Legality), Cell::Agree);
    assert!(rows.iter().all(|row| row.party == DEFENDANT));
}

#[test]
fn a_preview_shows_what_the_others_would_see() {
    let mut court = Court::open();
    court.receives(PLAINTIFF, 1);
    let draft = SubmitExhibit {
        exhibit: exhibit("借条", vec![kept_back(picture(1))]),
        late_reason: Some("未逾期则不显示".into()),
    };
    let view = court.view(Some(PLAINTIFF), true);
    let preview = preview_for(&view, PLAINTIFF, &draft, court.now).unwrap();
    assert_eq!((preview.side, preview.number), (EvidenceSide::Plaintiff, 1));
    assert_eq!(preview.kept_back, [picture(1).id]);
    assert_eq!(preview.late_reason, None);
    assert_eq!(preview.readers, [JUDGE, CLERK, AGENT, DEFENDANT]);
    court
        .proves(PLAINTIFF, EvidenceCommand::SubmitExhibit(draft))
        .unwrap();
    let seen = court.view(Some(DEFENDANT), true);
    let (_, record) = evidence_list(&seen, EvidenceSide::Plaintiff)[0];
    assert_eq!(record.exhibit, preview.exhibit);
}

#[test]
fn parties_present_when_nobody_does_and_the_court_at_any_time() {
    let court = Court::open();
    assert!(may_present(&court.case, PLAINTIFF, None));
    assert!(may_present(&court.case, PLAINTIFF, Some(PLAINTIFF)));
    assert!(!may_present(&court.case, PLAINTIFF, Some(DEFENDANT)));
    assert!(may_present(&court.case, JUDGE, Some(DEFENDANT)));
    assert!(may_take_lead(&court.case, AGENT));
    for guest in [WITNESS, OBSERVER] {
        assert!(!may_present(&court.case, guest, None));
    }
}
