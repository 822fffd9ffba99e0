//! Who knows a file, who may read it, and what may be shown.

mod support;

use anjian_api::audience::Audience;
use anjian_api::case::CaseStage;
use anjian_api::command::*;
use anjian_api::ids::SeatId;
use anjian_api::refusal::Refusal;
use anjian_domain::may_read_file;
use support::*;

fn reads(court: &Court, seat: SeatId, number: u128) -> bool {
    may_read_file(&court.view(Some(seat), true), seat, picture(number).id).is_some()
}

#[test]
fn a_file_that_came_up_is_known_to_its_uploader_and_to_nobody_else() {
    let mut court = Court::open();
    court.receives(PLAINTIFF, 1);
    assert!(reads(&court, PLAINTIFF, 1));
    for seat in [JUDGE, CLERK, AGENT, DEFENDANT, OBSERVER, WITNESS] {
        assert!(!reads(&court, seat, 1), "{seat:?}");
        let view = court.view(Some(seat), true);
        assert!(view.files.is_empty(), "{seat:?} does not know of it either");
    }
}

#[test]
fn a_shown_file_is_read_by_who_sees_the_message_until_it_is_recalled() {
    let mut court = Court::open();
    let facts = court.receives(PLAINTIFF, 1);
    let message = SendMessage {
        audience: Audience::Court,
        ..showing(vec![facts])
    };
    let sent = court
        .does(PLAINTIFF, &Command::SendMessage(message))
        .unwrap();
    assert!(reads(&court, JUDGE, 1));
    assert!(!reads(&court, DEFENDANT, 1));
    let recall = Command::Recall(Recall { message: sent });
    court.does(PLAINTIFF, &recall).unwrap();
    assert!(!reads(&court, JUDGE, 1));
    assert!(
        reads(&court, PLAINTIFF, 1),
        "it is still the uploader's own"
    );
}

#[test]
fn the_words_of_the_camera_are_told_only_where_the_uploader_agrees() {
    let mut court = Court::open();
    let facts = court.receives(PLAINTIFF, 1);
    let quiet = Command::SendMessage(showing(vec![kept_back(facts.clone())]));
    court.does(PLAINTIFF, &quiet).unwrap();
    let seen = |court: &Court, seat| court.view(Some(seat), true).files[&picture(1).id].clone();
    assert_eq!(seen(&court, DEFENDANT).facts.capture, None);
    assert_eq!(seen(&court, PLAINTIFF).facts.capture, facts.capture);
    let open = Command::SendMessage(showing(vec![facts.clone()]));
    let told = court.does(PLAINTIFF, &open).unwrap();
    assert_eq!(seen(&court, DEFENDANT).facts.capture, facts.capture);
    court
        .does(PLAINTIFF, &Command::Recall(Recall { message: told }))
        .unwrap();
    assert_eq!(seen(&court, DEFENDANT).facts.capture, None);
}

#[test]
fn somebody_elses_file_and_a_changed_one_cannot_be_shown() {
    let mut court = Court::open();
    let facts = court.receives(PLAINTIFF, 1);
    let stolen = Command::SendMessage(showing(vec![facts.clone()]));
    assert_eq!(court.does(DEFENDANT, &stolen), Err(Refusal::FileUnknown));
    let mut renamed = facts.clone();
    renamed.name = "合同.jpg".into();
    let mut moved = facts;
    moved.capture.as_mut().unwrap().lat = Some(39.9);
    for changed in [renamed, moved] {
        let send = Command::SendMessage(showing(vec![changed]));
        assert_eq!(court.does(PLAINTIFF, &send), Err(Refusal::FileUnknown));
    }
}

#[test]
fn one_to_nine_files_are_shown_at_once_each_once() {
    let mut court = Court::open();
    let ten: Vec<_> = (1..=10).map(|n| court.receives(PLAINTIFF, n)).collect();
    let send = |files: &[_]| Command::SendMessage(showing(files.to_vec()));
    assert_eq!(
        court.does(PLAINTIFF, &send(&[])),
        Err(Refusal::FilesMissing)
    );
    assert_eq!(
        court.does(PLAINTIFF, &send(&ten)),
        Err(Refusal::TooManyFiles { limit: 9 })
    );
    let twice = [ten[0].clone(), ten[0].clone()];
    assert_eq!(
        court.does(PLAINTIFF, &send(&twice)),
        Err(Refusal::FileTwice)
    );
    assert!(court.does(PLAINTIFF, &send(&ten[..9])).is_ok());
}

#[test]
fn a_voice_is_sound_of_up_to_two_minutes() {
    let mut court = Court::open();
    let voice = recording(1);
    court.does(PLAINTIFF, &receive(voice.file.clone())).unwrap();
    let send = |voice: &Voice| {
        Command::SendMessage(SendMessage {
            content: Content::Voice(Box::new(voice.clone())),
            ..words("")
        })
    };
    let too_long = Err(Refusal::VoiceTooLong { limit_ms: 120_000 });
    for duration_ms in [0, 120_001] {
        let voice = Voice {
            duration_ms,
            ..voice.clone()
        };
        assert_eq!(court.does(PLAINTIFF, &send(&voice)), too_long);
    }
    for waveform in [vec![32], vec![0; 65]] {
        let voice = Voice {
            waveform,
            ..voice.clone()
        };
        let refused = court.does(PLAINTIFF, &send(&voice));
        assert_eq!(refused, Err(Refusal::FileFormNotAllowed));
    }
    let seen = Voice {
        file: court.receives(PLAINTIFF, 2),
        ..voice.clone()
    };
    let refused = court.does(PLAINTIFF, &send(&seen));
    assert_eq!(refused, Err(Refusal::FileFormNotAllowed));
    assert!(court.does(PLAINTIFF, &send(&voice)).is_ok());
}

#[test]
fn a_file_is_taken_in_once_and_not_without_bytes_or_with_a_disguised_name() {
    let mut court = Court::open();
    let facts = court.receives(PLAINTIFF, 1);
    let again = receive(facts);
    assert_eq!(court.does(DEFENDANT, &again), Err(Refusal::FileExists));
    let mut empty = picture(2);
    empty.size = 0;
    let mut long = picture(2);
    long.name = "长".repeat(41);
    let mut disguised = picture(2);
    disguised.name = "合同\u{202E}gpj.exe".into();
    for (facts, refusal) in [
        (empty, Refusal::Empty),
        (long, Refusal::TooLong { limit: 120 }),
        (disguised, Refusal::UnsafeCharacters),
    ] {
        let refused = court.does(PLAINTIFF, &receive(facts));
        assert_eq!(refused, Err(refusal));
    }
    let watching = receive(picture(3));
    assert_eq!(court.does(OBSERVER, &watching), Err(Refusal::RoleMayNot));
}

#[test]
fn a_closed_case_takes_no_more_files_of_the_parties() {
    let mut court = Court::open();
    let close = Command::ChangeStage(ChangeStage {
        stage: CaseStage::Closed,
    });
    court.does(JUDGE, &close).unwrap();
    let again = receive(picture(1));
    assert_eq!(court.does(PLAINTIFF, &again), Err(Refusal::CaseClosed));
    assert!(court.does(CLERK, &again).is_ok());
}
