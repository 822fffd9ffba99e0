//! Who sees a document that is sent to one: that one, their agents and the court, whenever they come.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use anjian_api::audience::Audience;
use anjian_api::command::*;
use anjian_api::document::command::*;
use anjian_api::document::*;
use anjian_api::ids::SeatId;
use anjian_api::role::Role;
use anjian_domain::may_read_file;
use support::document::*;
use support::*;

const ALL: [SeatId; 7] = [JUDGE, CLERK, PLAINTIFF, AGENT, DEFENDANT, OBSERVER, WITNESS];

#[test]
fn who_comes_to_the_court_or_to_the_party_later_sees_what_it_was_sent_before() {
    let mut court = Court::open();
    uploaded(&mut court, CLERK, 1);
    let private = SendDocument {
        audience: Audience::Named(vec![DEFENDANT]),
        ..to(&[(DEFENDANT, Duty::Sign)])
    };
    let document = court.does(CLERK, &send(private)).unwrap();
    court
        .does(DEFENDANT, &sign(signing(document, 1, 1)))
        .unwrap();
    let comes = |court: &mut Court, number: u16, role: Role, acts_for: Option<SeatId>| {
        let newcomer = SeatMember {
            acts_for,
            ..member(SeatId(number), role)
        };
        court.does(CLERK, &Command::SeatMember(newcomer)).unwrap();
    };
    comes(&mut court, 8, Role::Judge, None);
    comes(&mut court, 9, Role::Agent, Some(DEFENDANT));
    comes(&mut court, 10, Role::Agent, Some(PLAINTIFF));
    comes(&mut court, 11, Role::Defendant, None);
    for (seat, sees) in [(8, true), (9, true), (10, false), (11, false)] {
        let view = court.view(Some(SeatId(seat)), true);
        let record = view.documents.sent.get(&document);
        assert_eq!(record.is_some(), sees, "{seat}");
        assert!(record.is_none_or(|record| record.is_done()));
        let file = may_read_file(&view, SeatId(seat), paper(1).id);
        assert_eq!(file.is_some(), sees, "{seat}");
    }
}

#[test]
fn what_is_sent_to_one_is_seen_by_that_one_and_the_court() {
    let mut court = Court::open();
    uploaded(&mut court, CLERK, 1);
    let audience = Audience::Named(vec![DEFENDANT]);
    let private = SendDocument {
        audience,
        ..to(&[(DEFENDANT, Duty::Sign)])
    };
    let document = court.does(CLERK, &send(private)).unwrap();
    court
        .does(DEFENDANT, &sign(signing(document, 1, 1)))
        .unwrap();
    for seat in ALL {
        let view = court.view(Some(seat), true);
        let sees = [JUDGE, CLERK, DEFENDANT].contains(&seat);
        assert_eq!(
            view.documents.sent.contains_key(&document),
            sees,
            "{seat:?}"
        );
        assert_eq!(
            may_read_file(&view, seat, paper(1).id).is_some(),
            sees,
            "{seat:?}"
        );
        let signed = view
            .documents
            .sent
            .get(&document)
            .is_some_and(|record| record.is_done());
        assert_eq!(signed, sees, "{seat:?} sees what was done with it");
    }
}
