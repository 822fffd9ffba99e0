//! Documents: sent, read, confirmed, signed, refused, made anew.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use anjian_api::audience::Audience;
use anjian_api::command::*;
use anjian_api::document::command::*;
use anjian_api::document::*;
use anjian_api::file::FileFacts;
use anjian_api::ids::{SeatId, Seq};
use anjian_api::refusal::Refusal;
use anjian_api::role::Side;
use anjian_domain::turns::{Otherwise, Task, turns};
use anjian_domain::{Actor, decide, may_read_file};
use support::document::*;
use support::*;

#[test]
fn what_is_asked_is_a_turn_until_it_is_done() {
    let (mut court, document) = pledge();
    let title = || "诚信诉讼承诺书".to_owned();
    assert_eq!(
        tasks(&court, PLAINTIFF),
        [Task::SignDocument {
            title: title(),
            again: false
        }]
    );
    assert_eq!(
        tasks(&court, AGENT),
        [Task::ReadDocument { title: title() }]
    );
    assert!(tasks(&court, JUDGE).is_empty());
    court.does(PLAINTIFF, &read(document, 1)).unwrap();
    court.does(PLAINTIFF, &confirm(document, 1)).unwrap();
    assert_eq!(
        tasks(&court, PLAINTIFF).len(),
        1,
        "read and confirmed is not signed"
    );
    court
        .does(PLAINTIFF, &sign(signing(document, 1, 1)))
        .unwrap();
    assert!(tasks(&court, PLAINTIFF).is_empty());
    court.does(AGENT, &read(document, 1)).unwrap();
    assert!(tasks(&court, AGENT).is_empty());
    assert!(!court.case.documents.sent[&document].is_done());
    court
        .does(DEFENDANT, &refuse(document, 1, "内容与约定不符"))
        .unwrap();
    assert!(court.case.documents.sent[&document].is_done());
}

#[test]
fn what_happens_otherwise_is_what_the_sender_said() {
    let otherwise = |said: Option<&str>| {
        let mut court = Court::open();
        uploaded(&mut court, CLERK, 1);
        let order = SendDocument {
            otherwise: said.map(str::to_owned),
            ..to(&[(PLAINTIFF, Duty::Sign)])
        };
        court.does(CLERK, &send(order)).unwrap();
        let all = turns(&court.case, PLAINTIFF, court.now);
        all[0].otherwise.clone()
    };
    assert_eq!(otherwise(None), Otherwise::ClerkCalls);
    let said = "视为不提供送达地址";
    assert_eq!(otherwise(Some(said)), Otherwise::Said(said.into()));
}

#[test]
fn signed_is_what_was_shown_and_nothing_else() {
    let (mut court, document) = pledge();
    let stale = Err(Refusal::VersionStale { version: 1 });
    assert_eq!(court.does(PLAINTIFF, &sign(signing(document, 2, 1))), stale);
    assert_eq!(
        court.does(PLAINTIFF, &sign(signing(document, 1, 9))),
        stale,
        "another PDF"
    );
    assert_eq!(court.does(PLAINTIFF, &confirm(document, 0)), stale);
    assert_eq!(
        court.does(PLAINTIFF, &sign(signing(Seq(1), 1, 1))),
        Err(Refusal::NotFound)
    );
    assert_eq!(
        court.does(JUDGE, &sign(signing(document, 1, 1))),
        Err(Refusal::NotAsked)
    );
    assert_eq!(
        court.does(AGENT, &sign(signing(document, 1, 1))),
        Err(Refusal::NotAsked)
    );
    assert_eq!(
        court.does(AGENT, &confirm(document, 1)),
        Err(Refusal::NotAsked)
    );
}

#[test]
fn a_new_version_makes_what_was_signed_stale_and_asks_again() {
    let (mut court, document) = pledge();
    court
        .does(PLAINTIFF, &sign(signing(document, 1, 1)))
        .unwrap();
    assert_eq!(
        court.does(JUDGE, &revise(document, 1)),
        Err(Refusal::FileUnknown)
    );
    assert_eq!(
        court.does(CLERK, &revise(document, 1)),
        Err(Refusal::SameVersion)
    );
    uploaded(&mut court, JUDGE, 2);
    court.does(JUDGE, &revise(document, 2)).unwrap();
    let record = &court.case.documents.sent[&document];
    assert!(record.is_stale_for(PLAINTIFF) && !record.is_stale_for(DEFENDANT));
    assert_eq!(record.versions.len(), 2, "nothing is replaced");
    let title = "诚信诉讼承诺书".to_owned();
    assert_eq!(
        tasks(&court, PLAINTIFF),
        [Task::SignDocument { title, again: true }]
    );
    let stale = Err(Refusal::VersionStale { version: 2 });
    assert_eq!(court.does(DEFENDANT, &sign(signing(document, 1, 1))), stale);
    court
        .does(PLAINTIFF, &sign(signing(document, 2, 2)))
        .unwrap();
    assert!(tasks(&court, PLAINTIFF).is_empty());
    let reads = |seat| may_read_file(&court.view(Some(seat), true), seat, paper(1).id).is_some();
    assert!(reads(PLAINTIFF), "the old version can still be read");
}

#[test]
fn one_may_sign_again_and_after_a_refusal() {
    let (mut court, document) = pledge();
    court
        .does(PLAINTIFF, &refuse(document, 1, "先核对"))
        .unwrap();
    let twice = court.does(PLAINTIFF, &refuse(document, 1, "先核对"));
    assert_eq!(twice, Err(Refusal::AlreadyConfirmed));
    court
        .does(PLAINTIFF, &sign(signing(document, 1, 1)))
        .unwrap();
    court
        .does(PLAINTIFF, &sign(signing(document, 1, 1)))
        .unwrap();
    assert_eq!(
        court.case.documents.sent[&document].asked[&PLAINTIFF]
            .answers
            .len(),
        3
    );
    let late = court.does(PLAINTIFF, &refuse(document, 1, "后悔了"));
    assert_eq!(late, Err(Refusal::AlreadyConfirmed));
    let unreasoned = court.does(DEFENDANT, &refuse(document, 1, " "));
    assert_eq!(unreasoned, Err(Refusal::ReasonMissing));
}

#[test]
fn the_court_sends_and_a_party_only_its_own_list_for_its_own_voice() {
    let mut court = Court::open();
    uploaded(&mut court, AGENT, 1);
    let own = SendDocument {
        paper: DocumentKind::EvidenceList,
        ..to(&[(PLAINTIFF, Duty::Sign)])
    };
    let pledge = to(&[(PLAINTIFF, Duty::Sign)]);
    assert_eq!(court.does(AGENT, &send(pledge)), Err(Refusal::RoleMayNot));
    let of_others = SendDocument {
        asked: to(&[(DEFENDANT, Duty::Sign)]).asked,
        ..own.clone()
    };
    assert_eq!(
        court.does(AGENT, &send(of_others)),
        Err(Refusal::MentionNotAllowed)
    );
    assert_eq!(
        court.does(OBSERVER, &send(own.clone())),
        Err(Refusal::RoleMayNot)
    );
    let document = court.does(AGENT, &send(own)).unwrap();
    assert_eq!(
        court.does(DEFENDANT, &withdraw(document, "撤")),
        Err(Refusal::NotYours)
    );
    assert_eq!(
        court.does(JUDGE, &withdraw(document, "撤")),
        Err(Refusal::NotYours)
    );
    court
        .does(PLAINTIFF, &withdraw(document, "写错了"))
        .unwrap();
    let gone = court.does(PLAINTIFF, &sign(signing(document, 1, 1)));
    assert_eq!(gone, Err(Refusal::DocumentWithdrawn));
    assert!(tasks(&court, PLAINTIFF).is_empty());
}

#[test]
fn what_cannot_be_asked_is_refused() {
    let mut court = Court::open();
    uploaded(&mut court, CLERK, 1);
    let good = || to(&[(PLAINTIFF, Duty::Sign)]);
    let place = Place {
        seat: PLAINTIFF,
        page: 1,
        x: 500,
        y: 800,
        width: 300,
        height: 100,
    };
    let placed = |place| SendDocument {
        version: Version {
            places: vec![place],
            ..version(1)
        },
        ..good()
    };
    let locked = FileFacts {
        locked: true,
        ..paper(2)
    };
    court.does(CLERK, &receive(locked.clone())).unwrap();
    let picture = court.receives(CLERK, 3);
    let of = |file| SendDocument {
        version: Version {
            file,
            places: Vec::new(),
            initials: false,
            unfilled: false,
        },
        ..good()
    };
    let now = court.now;
    for (command, refusal) in [
        (to(&[]), Refusal::NobodyAsked),
        (
            to(&[(PLAINTIFF, Duty::Sign), (PLAINTIFF, Duty::Read)]),
            Refusal::MentionNotAllowed,
        ),
        (to(&[(OBSERVER, Duty::Read)]), Refusal::MentionNotAllowed),
        (to(&[(SeatId(99), Duty::Read)]), Refusal::NotFound),
        (
            SendDocument {
                audience: Audience::Side(Side::Defendant),
                ..good()
            },
            Refusal::MentionNotAllowed,
        ),
        (
            SendDocument {
                due: Some(now),
                ..good()
            },
            Refusal::DueInThePast { due: now },
        ),
        (
            SendDocument {
                title: String::new(),
                ..good()
            },
            Refusal::Empty,
        ),
        (placed(Place { page: 2, ..place }), Refusal::PlaceNotAllowed),
        (
            placed(Place {
                width: 501,
                ..place
            }),
            Refusal::PlaceNotAllowed,
        ),
        (
            placed(Place {
                x: u16::MAX,
                ..place
            }),
            Refusal::PlaceNotAllowed,
        ),
        (
            placed(Place { height: 0, ..place }),
            Refusal::PlaceNotAllowed,
        ),
        (
            placed(Place {
                seat: DEFENDANT,
                ..place
            }),
            Refusal::PlaceNotAllowed,
        ),
        (of(paper(9)), Refusal::FileUnknown),
        (of(locked), Refusal::FileFormNotAllowed),
        (of(picture), Refusal::FileFormNotAllowed),
    ] {
        let shown = format!("{refusal:?}");
        assert_eq!(court.does(CLERK, &send(command)), Err(refusal), "{shown}");
    }
    assert!(court.does(CLERK, &send(placed(place))).is_ok());
}

#[test]
fn only_the_registry_keeps_a_version_with_its_signatures() {
    let (mut court, document) = pledge();
    let seal = |version| {
        let file = paper(7);
        let seal = SealDocument {
            document,
            version,
            file,
        };
        Command::Document(DocumentCommand::SealDocument(Box::new(seal)))
    };
    let by_registry = |court: &Court, version| {
        decide(&court.case, &Actor::Registry, &seal(version), court.now)
            .map(|entries| entries.len())
    };
    assert_eq!(
        by_registry(&court, 1),
        Err(Refusal::NotFound),
        "nobody has signed"
    );
    court
        .does(DEFENDANT, &sign(signing(document, 1, 1)))
        .unwrap();
    assert_eq!(by_registry(&court, 1), Ok(1));
    assert_eq!(
        by_registry(&court, 2),
        Err(Refusal::VersionStale { version: 1 })
    );
    assert_eq!(court.does(CLERK, &seal(1)), Err(Refusal::RoleMayNot));
}

#[test]
fn a_fingerprint_is_a_photograph_of_the_signers_own() {
    let (mut court, document) = pledge();
    let mut by_finger = signing(document, 1, 1);
    by_finger.method = Method::Fingerprint {
        file: Box::new(picture(5)),
    };
    let refused = court.does(PLAINTIFF, &sign(by_finger.clone()));
    assert_eq!(refused, Err(Refusal::FileUnknown));
    court.receives(PLAINTIFF, 5);
    court.does(PLAINTIFF, &sign(by_finger)).unwrap();
    let mut helped = signing(document, 1, 1);
    helped.method = Method::Assisted {
        witness: String::new(),
        ink: None,
    };
    assert_eq!(
        court.does(DEFENDANT, &sign(helped.clone())),
        Err(Refusal::Empty)
    );
    helped.method = Method::Assisted {
        witness: "某书记员".into(),
        ink: None,
    };
    court.does(DEFENDANT, &sign(helped)).unwrap();
}

#[test]
fn a_new_version_of_what_is_overdue_says_until_when() {
    let mut court = Court::open();
    let mut order = to(&[(PLAINTIFF, Duty::Sign)]);
    order.version = uploaded(&mut court, CLERK, 1);
    let due = court.now.plus_ms(60_000);
    order.due = Some(due);
    let document = court.does(CLERK, &send(order)).unwrap();
    let with = |number, due| {
        let revise = ReviseDocument {
            document,
            version: version(number),
            reason: "更正了日期".into(),
            due,
        };
        Command::Document(DocumentCommand::ReviseDocument(Box::new(revise)))
    };
    uploaded(&mut court, CLERK, 2);
    uploaded(&mut court, CLERK, 3);
    // In time nothing needs to be said.
    court.does(CLERK, &with(2, None)).unwrap();
    assert_eq!(court.case.documents.sent[&document].due, Some(due));
    court.now = due;
    let late = Err(Refusal::DueInThePast { due });
    assert_eq!(court.does(CLERK, &with(3, None)), late);
    assert_eq!(court.does(CLERK, &with(3, Some(due))), late);
    let later = due.plus_ms(86_400_000);
    court.does(CLERK, &with(3, Some(later))).unwrap();
    assert_eq!(court.case.documents.sent[&document].due, Some(later));
    let open = turns(&court.case, PLAINTIFF, court.now);
    assert!(open.iter().all(|turn| !turn.overdue), "{open:?}");
}

#[test]
fn what_has_to_be_filled_in_is_filled_by_its_signer_once_and_then_signed() {
    let mut court = Court::open();
    let mut form = to(&[(PLAINTIFF, Duty::Sign)]);
    form.version = uploaded(&mut court, CLERK, 1);
    form.version.unfilled = true;
    let document = court.does(CLERK, &send(form)).unwrap();
    let early = court.does(PLAINTIFF, &sign(signing(document, 1, 1)));
    assert_eq!(early, Err(Refusal::NotFilledIn));

    let fill = |number, unfilled| {
        let fill = FillDocument {
            document,
            filled: 1,
            version: Version {
                unfilled,
                ..version(number)
            },
        };
        Command::Document(DocumentCommand::FillDocument(Box::new(fill)))
    };
    uploaded(&mut court, DEFENDANT, 2);
    let by_another = court.does(DEFENDANT, &fill(2, false));
    assert_eq!(by_another, Err(Refusal::NotAsked));
    uploaded(&mut court, PLAINTIFF, 3);
    let still_open = court.does(PLAINTIFF, &fill(3, true));
    assert_eq!(still_open, Err(Refusal::AlreadyDecided));
    court.does(PLAINTIFF, &fill(3, false)).unwrap();
    let record = &court.case.documents.sent[&document];
    assert_eq!(
        (record.version(), record.is_stale_for(PLAINTIFF)),
        (2, false)
    );
    let again = court.does(PLAINTIFF, &fill(3, false));
    assert_eq!(again, Err(Refusal::VersionStale { version: 2 }));
    court
        .does(PLAINTIFF, &sign(signing(document, 2, 3)))
        .unwrap();
}
