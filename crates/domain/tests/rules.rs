//! What may happen in a case, and what may not.

mod support;

use anjian_api::audience::Audience;
use anjian_api::case::CaseStage;
use anjian_api::command::*;
use anjian_api::ids::{CourtId, Moment, SeatId, Seq};
use anjian_api::refusal::Refusal;
use anjian_api::role::{Authority, Role, Side};
use anjian_domain::turns::Task;
use anjian_domain::{Actor, CaseState, decide, may_see, may_speak_to, open_case, turns};
use support::*;

#[test]
fn a_case_gets_its_number_from_the_courts_register() {
    let court = Court::open();
    let facts = court.case.facts.unwrap();
    assert_eq!(facts.number, "（2026）苏0699民初7号");
    assert_eq!(court.case.stage, Some(CaseStage::Evidence));
    assert_eq!(court.case.seats.len(), 7);
}

#[test]
fn only_the_courts_own_staff_opens_cases_there() {
    let stranger = Actor::Staff {
        person: person(CLERK),
        court: CourtId(2),
        role: Role::Clerk,
    };
    let refused = open_case(&register(), &stranger, &opening(), START);
    assert_eq!(refused.unwrap_err(), Refusal::NotFound);
}

#[test]
fn a_case_needs_the_court_and_both_parties() {
    let mut open = opening();
    open.members.retain(|member| member.role != Role::Defendant);
    let refused = open_case(&register(), &staff(CLERK), &open, START);
    assert_eq!(refused.unwrap_err(), Refusal::PartiesMissing);
}

#[test]
fn an_unknown_type_code_opens_nothing() {
    let mut open = opening();
    open.type_code = "民先".into();
    let refused = open_case(&register(), &staff(CLERK), &open, START);
    assert_eq!(refused.unwrap_err(), Refusal::BadTypeCode);
}

#[test]
fn who_opens_without_a_seat_acts_for_the_registry() {
    let entries = open_case(&register(), &staff(SeatId(99)), &opening(), START).unwrap();
    assert!(entries.iter().all(|entry| entry.author == SeatId::REGISTRY));
}

#[test]
fn an_agent_needs_a_party_and_a_party_needs_none() {
    let mut court = Court::open();
    let mut agent = member(SeatId(20), Role::Agent);
    agent.acts_for = Some(JUDGE);
    let refused = court.does(CLERK, &Command::SeatMember(agent));
    assert_eq!(refused, Err(Refusal::AgentNeedsParty));
    let mut party = member(SeatId(20), Role::ThirdParty);
    party.acts_for = Some(PLAINTIFF);
    let refused = court.does(CLERK, &Command::SeatMember(party));
    assert_eq!(refused, Err(Refusal::AgentNeedsParty));
}

#[test]
fn a_person_sits_once() {
    let mut court = Court::open();
    let again = SeatMember {
        person: person(DEFENDANT),
        ..member(SeatId(20), Role::Witness)
    };
    let refused = court.does(CLERK, &Command::SeatMember(again));
    assert_eq!(refused, Err(Refusal::AlreadySeated));
}

#[test]
fn parties_do_not_keep_the_roll() {
    let mut court = Court::open();
    let friend = member(SeatId(20), Role::Observer);
    let refused = court.does(PLAINTIFF, &Command::SeatMember(friend));
    assert_eq!(refused, Err(Refusal::RoleMayNot));
}

#[test]
fn the_last_of_the_court_keeps_the_seat() {
    let mut court = Court::open();
    court
        .does(CLERK, &Command::UnseatMember(UnseatMember { seat: JUDGE }))
        .unwrap();
    let refused = court.does(CLERK, &Command::UnseatMember(UnseatMember { seat: CLERK }));
    assert_eq!(refused, Err(Refusal::LastOfTheCourt));
}

#[test]
fn who_was_unseated_finds_nothing() {
    let mut court = Court::open();
    court
        .does(CLERK, &Command::UnseatMember(UnseatMember { seat: AGENT }))
        .unwrap();
    let refused = court.does(AGENT, &Command::SendMessage(words("还在吗")));
    assert_eq!(refused, Err(Refusal::NotFound));
}

#[test]
fn somebody_elses_seat_is_no_seat() {
    let court = Court::open();
    let thief = Actor::Seat {
        seat: JUDGE,
        person: person(DEFENDANT),
    };
    let refused = decide(
        &court.case,
        &thief,
        &Command::SendMessage(words("准许")),
        START,
    );
    assert_eq!(refused.unwrap_err(), Refusal::NotFound);
}

#[test]
fn the_party_or_the_court_records_an_agents_authority() {
    let mut court = Court::open();
    let set = Command::SetAuthority(SetAuthority {
        seat: AGENT,
        authority: Authority::Special,
    });
    assert_eq!(court.does(DEFENDANT, &set), Err(Refusal::RoleMayNot));
    court.does(PLAINTIFF, &set).unwrap();
    assert_eq!(
        court.case.seat(AGENT).unwrap().authority,
        Some(Authority::Special)
    );
    let set = Command::SetAuthority(SetAuthority {
        seat: PLAINTIFF,
        authority: Authority::General,
    });
    assert_eq!(court.does(CLERK, &set), Err(Refusal::NotAnAgent));
}

#[test]
fn an_observer_watches_and_a_witness_speaks_to_the_court() {
    let mut court = Court::open();
    let hello = Command::SendMessage(words("大家好"));
    assert_eq!(court.does(OBSERVER, &hello), Err(Refusal::RoleMayNot));
    assert_eq!(
        court.does(WITNESS, &hello),
        Err(Refusal::AudienceNotAllowed)
    );
    let to_court = SendMessage {
        audience: Audience::Court,
        ..words("我已到达")
    };
    assert!(court.does(WITNESS, &Command::SendMessage(to_court)).is_ok());
    assert!(may_speak_to(&court.case, OBSERVER).is_empty());
}

#[test]
fn the_audience_is_who_it_says() {
    let court = Court::open();
    let sees = |audience: &Audience| -> Vec<u16> {
        (1..=7)
            .filter(|seat| may_see(&court.case, SeatId(*seat), CLERK, audience))
            .collect()
    };
    assert_eq!(sees(&Audience::Everyone), [1, 2, 3, 4, 5, 6, 7]);
    assert_eq!(sees(&Audience::Participants), [1, 2, 3, 4, 5]);
    assert_eq!(sees(&Audience::Court), [1, 2]);
    assert_eq!(sees(&Audience::Side(Side::Plaintiff)), [1, 2, 3, 4]);
    assert_eq!(sees(&Audience::Side(Side::Defendant)), [1, 2, 5]);
    assert_eq!(sees(&Audience::Named(vec![WITNESS])), [2, 7]);
    assert_eq!(sees(&Audience::Voices(vec![WITNESS])), [1, 2, 7]);
    assert_eq!(sees(&Audience::Voices(vec![PLAINTIFF])), [1, 2, 3, 4]);
}

#[test]
fn a_party_does_not_speak_for_the_other_side() {
    let mut court = Court::open();
    let crossing = SendMessage {
        audience: Audience::Side(Side::Defendant),
        ..words("悄悄话")
    };
    let refused = court.does(PLAINTIFF, &Command::SendMessage(crossing));
    assert_eq!(refused, Err(Refusal::AudienceNotAllowed));
    let naming = SendMessage {
        audience: Audience::Named(vec![JUDGE]),
        ..words("法官您好")
    };
    let refused = court.does(PLAINTIFF, &Command::SendMessage(naming));
    assert_eq!(refused, Err(Refusal::AudienceNotAllowed));
}

#[test]
fn a_call_goes_only_to_who_can_read_it() {
    let mut court = Court::open();
    let message = SendMessage {
        audience: Audience::Side(Side::Plaintiff),
        mentions: vec![DEFENDANT],
        ..words("请说明")
    };
    let refused = court.does(JUDGE, &Command::SendMessage(message));
    assert_eq!(refused, Err(Refusal::MentionNotAllowed));
}

#[test]
fn places_off_the_earth_are_refused() {
    let mut court = Court::open();
    for (lat, lng) in [
        (91.0, 0.0),
        (0.0, 181.0),
        (f64::NAN, 0.0),
        (0.0, f64::INFINITY),
    ] {
        let place = Location {
            lat,
            lng,
            datum: Datum::Wgs84,
            accuracy_m: None,
            label: None,
        };
        let message = SendMessage {
            content: Content::Location(place),
            ..words("")
        };
        let refused = court.does(PLAINTIFF, &Command::SendMessage(message));
        assert_eq!(refused, Err(Refusal::BadLocation));
    }
}

#[test]
fn words_are_recalled_within_two_minutes_and_no_later() {
    let mut court = Court::open();
    let first = court.says(PLAINTIFF, "写错了");
    court.later_ms(120_000);
    court
        .does(PLAINTIFF, &Command::Recall(Recall { message: first }))
        .unwrap();
    let refused = court.does(PLAINTIFF, &Command::Recall(Recall { message: first }));
    assert_eq!(refused, Err(Refusal::AlreadyRecalled));
    let second = court.says(PLAINTIFF, "又写错了");
    court.later_ms(120_001);
    let refused = court.does(PLAINTIFF, &Command::Recall(Recall { message: second }));
    assert_eq!(
        refused,
        Err(Refusal::RecallPeriodOver { limit_ms: 120_000 })
    );
}

#[test]
fn nobody_recalls_anothers_words_or_words_somebody_acted_on() {
    let mut court = Court::open();
    let said = court.says(PLAINTIFF, "借款三万元");
    let recall = Command::Recall(Recall { message: said });
    assert_eq!(court.does(DEFENDANT, &recall), Err(Refusal::NotYours));
    assert_eq!(court.does(OBSERVER, &recall), Err(Refusal::NotFound));
    let quoting = SendMessage {
        quote: Some(said),
        ..words("已还一万")
    };
    let answer = court
        .does(DEFENDANT, &Command::SendMessage(quoting))
        .unwrap();
    assert_eq!(court.does(PLAINTIFF, &recall), Err(Refusal::AlreadyActedOn));
    court
        .does(DEFENDANT, &Command::Recall(Recall { message: answer }))
        .unwrap();
    assert!(
        court.does(PLAINTIFF, &recall).is_ok(),
        "the act on it was taken back"
    );
}

#[test]
fn a_notice_is_a_turn_until_it_is_confirmed() {
    let mut court = Court::open();
    let due = Moment(START.0 + 86_400_000);
    let text = NoticeText {
        title: "举证通知".into(),
        words: "请于三日内举证。".into(),
    };
    let notice = PostNotice {
        text,
        audience: Audience::Participants,
        due: Some(due),
    };
    assert_eq!(
        court.does(PLAINTIFF, &Command::PostNotice(notice.clone())),
        Err(Refusal::RoleMayNot)
    );
    let posted = court
        .does(CLERK, &Command::PostNotice(notice.clone()))
        .unwrap();
    let mine = turns(&court.case, DEFENDANT, court.now);
    assert_eq!(mine.len(), 1);
    assert_eq!(
        (mine[0].from, mine[0].due, mine[0].overdue),
        (posted, Some(due), false)
    );
    assert!(turns(&court.case, DEFENDANT, due)[0].overdue);
    assert!(
        turns(&court.case, JUDGE, court.now).is_empty(),
        "the court asks, it is not asked"
    );
    let confirm = Command::ConfirmNotice(ConfirmNotice { notice: posted });
    court.does(DEFENDANT, &confirm).unwrap();
    assert!(turns(&court.case, DEFENDANT, court.now).is_empty());
    assert_eq!(
        court.does(DEFENDANT, &confirm),
        Err(Refusal::AlreadyConfirmed)
    );
    assert_eq!(court.does(JUDGE, &confirm), Err(Refusal::NotAsked));
    court.later_ms(90_000_000);
    let late = court.does(CLERK, &Command::PostNotice(notice));
    assert_eq!(late, Err(Refusal::DueInThePast { due }));
}

#[test]
fn a_call_by_the_court_waits_for_the_called_or_their_agent() {
    let mut court = Court::open();
    let call = SendMessage {
        mentions: vec![PLAINTIFF],
        ..words("请说明还款情况")
    };
    let asked = court
        .does(JUDGE, &Command::SendMessage(call.clone()))
        .unwrap();
    let open = turns(&court.case, PLAINTIFF, court.now);
    assert_eq!(open[0].task, Task::AnswerCourt { by: JUDGE });
    assert_eq!(open[0].from, asked);
    court.says(DEFENDANT, "与我无关");
    assert_eq!(turns(&court.case, PLAINTIFF, court.now).len(), 1);
    court.says(AGENT, "我代为说明");
    assert!(turns(&court.case, PLAINTIFF, court.now).is_empty());
    let between = SendMessage {
        mentions: vec![DEFENDANT],
        ..words("你看呢")
    };
    court
        .does(PLAINTIFF, &Command::SendMessage(between))
        .unwrap();
    assert!(
        turns(&court.case, DEFENDANT, court.now).is_empty(),
        "only the court calls"
    );
}

#[test]
fn an_answer_the_caller_cannot_see_is_no_answer() {
    let mut court = Court::open();
    let call = SendMessage {
        mentions: vec![PLAINTIFF],
        ..words("请说明")
    };
    court.does(JUDGE, &Command::SendMessage(call)).unwrap();
    let aside = SendMessage {
        audience: Audience::Side(Side::Plaintiff),
        ..words("怎么答")
    };
    court.does(PLAINTIFF, &Command::SendMessage(aside)).unwrap();
    assert!(
        turns(&court.case, PLAINTIFF, court.now).is_empty(),
        "the court sees both sides"
    );
}

#[test]
fn a_closed_case_is_read_only_for_the_parties() {
    let mut court = Court::open();
    let close = Command::ChangeStage(ChangeStage {
        stage: CaseStage::Closed,
    });
    assert_eq!(court.does(PLAINTIFF, &close), Err(Refusal::RoleMayNot));
    court.does(JUDGE, &close).unwrap();
    let more = Command::SendMessage(words("还有一句"));
    assert_eq!(court.does(PLAINTIFF, &more), Err(Refusal::CaseClosed));
    assert!(court.does(CLERK, &more).is_ok());
    let back = Command::ChangeStage(ChangeStage {
        stage: CaseStage::Hearing,
    });
    assert_eq!(court.does(JUDGE, &back), Err(Refusal::StageNotAllowed));
}

#[test]
fn telephone_numbers_go_to_the_own_side_and_the_court() {
    let mut court = Court::open();
    let mut third = member(SeatId(8), Role::ThirdParty);
    third.phone = Some("138 0000 0008".into());
    court.does(CLERK, &Command::SeatMember(third)).unwrap();
    let phone = |reader| {
        court.view(Some(reader), true).seats[&SeatId(8)]
            .phone
            .clone()
    };
    assert_eq!(phone(JUDGE).as_deref(), Some("138 0000 0008"));
    assert_eq!(phone(SeatId(8)).as_deref(), Some("138 0000 0008"));
    assert_eq!(phone(DEFENDANT), None);
    assert_eq!(phone(OBSERVER), None);
}

#[test]
fn a_message_older_than_the_window_cannot_be_recalled() {
    let mut court = Court::open();
    let old = court.says(PLAINTIFF, "第一句");
    for _ in 0..256 {
        court.says(DEFENDANT, "后来的话");
    }
    let refused = court.does(PLAINTIFF, &Command::Recall(Recall { message: old }));
    assert!(matches!(refused, Err(Refusal::RecallPeriodOver { .. })));
    let ahead = Command::Recall(Recall {
        message: Seq(court.case.head.0 + 1),
    });
    assert_eq!(court.does(PLAINTIFF, &ahead), Err(Refusal::NotFound));
}

#[test]
fn a_case_that_is_there_is_not_opened_again() {
    let mut court = Court::open();
    let refused = court.does(CLERK, &Command::OpenCase(opening()));
    assert_eq!(refused, Err(Refusal::CaseExists));
    let nobody = decide(
        &CaseState::default(),
        &Actor::Seat {
            seat: JUDGE,
            person: person(JUDGE),
        },
        &Command::SendMessage(words("有人吗")),
        START,
    );
    assert_eq!(nobody.unwrap_err(), Refusal::NotFound);
}
