//! The format is frozen by golden vectors; what breaks a chain is found.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

use anjian_api::audience::Audience;
use anjian_api::bytes::{CaseLogId, Leaf, Salt, Suite};
use anjian_api::case::ProofTerms;
use anjian_api::entry::{Header, Open, Shown, WireEntry, Withheld};
use anjian_api::ids::{CourtId, Moment, SeatId, Seq};
use anjian_proof::{Broken, Record, actor_commit, check_run, leaf, leaf_of, payload_commit};
use serde_json::value::RawValue;

const WORDS: &str =
    r#"{"audience":"everyone","act":{"kind":"message","content":{"form":"text","text":"你好"}}}"#;

fn terms(suite: Suite) -> ProofTerms {
    ProofTerms {
        suite,
        court: CourtId(1),
        case_log: CaseLogId(*b"case-log-number!"),
    }
}

fn salt(seq: u64) -> Salt {
    let mut bytes = *b"salt-of-entry-00";
    bytes[15] = b'0' + u8::try_from(seq).unwrap();
    Salt(bytes)
}

fn chain(suite: Suite, length: u64) -> Vec<WireEntry> {
    let mut prev = Leaf::default();
    (1..=length)
        .map(|seq| {
            let mut entry = WireEntry {
                seq: Seq(seq),
                leaf: Leaf::default(),
                shown: Shown::Open(Open {
                    header: Header {
                        at: Moment(1_790_000_000_000 + i64::try_from(seq).unwrap()),
                        kind: "message".into(),
                        author: SeatId(3),
                        prev,
                        salt: salt(seq),
                    },
                    payload: RawValue::from_string(WORDS.into()).unwrap(),
                }),
            };
            entry.leaf = leaf_of(&terms(suite), &entry).unwrap();
            prev = entry.leaf;
            entry
        })
        .collect()
}

fn header(entry: &mut WireEntry) -> &mut Header {
    match &mut entry.shown {
        Shown::Open(open) => &mut open.header,
        Shown::Withheld(withheld) => &mut withheld.header,
        Shown::Sealed => panic!("a sealed entry has no header"),
    }
}

#[test]
fn golden_vectors_hold() {
    let golden = [
        (Suite::Std, include_str!("golden/std.txt")),
        (Suite::Gm, include_str!("golden/gm.txt")),
    ];
    for (suite, expected) in golden {
        let salt = salt(1);
        let mut lines = vec![
            format!("actor {:?}", actor_commit(suite, &salt, SeatId(3))),
            format!(
                "payload {:?}",
                payload_commit(suite, &salt, WORDS.as_bytes())
            ),
        ];
        for entry in chain(suite, 3) {
            lines.push(format!("leaf {} {:?}", entry.seq, entry.leaf));
        }
        assert_eq!(lines.join("\n"), expected.trim_end(), "{suite:?}");
    }
}

#[test]
fn an_honest_run_holds_from_the_start_and_from_the_middle() {
    for suite in [Suite::Std, Suite::Gm] {
        let chain = chain(suite, 9);
        assert_eq!(check_run(&terms(suite), None, &chain), Ok(()));
        assert_eq!(check_run(&terms(suite), None, &chain[4..]), Ok(()));
        assert_eq!(
            check_run(&terms(suite), Some(chain[3].leaf), &chain[4..]),
            Ok(())
        );
        assert_eq!(check_run(&terms(suite), None, &[]), Ok(()));
    }
}

#[test]
fn a_withheld_entry_still_verifies() {
    let mut chain = chain(Suite::Std, 3);
    let Shown::Open(open) = chain[1].shown.clone() else {
        panic!("the chain is open");
    };
    chain[1].shown = Shown::Withheld(Withheld {
        payload_commit: payload_commit(
            Suite::Std,
            &open.header.salt,
            open.payload.get().as_bytes(),
        ),
        header: open.header,
        audience: Audience::Everyone,
    });
    assert_eq!(check_run(&terms(Suite::Std), None, &chain), Ok(()));
    let Shown::Withheld(withheld) = &mut chain[1].shown else {
        panic!("it was withheld just now");
    };
    withheld.payload_commit.0[0] ^= 1;
    assert_eq!(
        check_run(&terms(Suite::Std), None, &chain),
        Err(Broken { seq: Seq(2) })
    );
}

#[test]
fn a_sealed_entry_lends_its_leaf_to_the_next_one() {
    let mut chain = chain(Suite::Std, 4);
    chain[1].shown = Shown::Sealed;
    assert_eq!(check_run(&terms(Suite::Std), None, &chain), Ok(()));
    chain[1].leaf.0[7] ^= 1;
    assert_eq!(
        check_run(&terms(Suite::Std), None, &chain),
        Err(Broken { seq: Seq(3) })
    );
}

#[test]
fn entry_one_has_nothing_before_it() {
    let mut chain = chain(Suite::Std, 1);
    header(&mut chain[0]).prev = Leaf([7; 32]);
    chain[0].leaf = leaf_of(&terms(Suite::Std), &chain[0]).unwrap();
    assert_eq!(
        check_run(&terms(Suite::Std), Some(Leaf([7; 32])), &chain),
        Err(Broken { seq: Seq(1) })
    );
}

#[test]
fn dropped_doubled_or_swapped_entries_are_found() {
    let chain = chain(Suite::Gm, 9);
    for at in 1..8 {
        let mut dropped = chain.clone();
        dropped.remove(at);
        assert!(
            check_run(&terms(Suite::Gm), None, &dropped).is_err(),
            "dropped {at}"
        );
        let mut doubled = chain.clone();
        doubled.insert(at, chain[at].clone());
        assert!(
            check_run(&terms(Suite::Gm), None, &doubled).is_err(),
            "doubled {at}"
        );
        let mut swapped = chain.clone();
        swapped.swap(at, at + 1);
        assert!(
            check_run(&terms(Suite::Gm), None, &swapped).is_err(),
            "swapped {at}"
        );
        // Renumbering what is left hides nothing: the numbers are part of the records.
        let mut renumbered = chain.clone();
        renumbered.remove(at);
        for (entry, seq) in renumbered.iter_mut().zip(1..) {
            entry.seq = Seq(seq);
        }
        assert!(
            check_run(&terms(Suite::Gm), None, &renumbered).is_err(),
            "renumbered {at}"
        );
    }
}

#[test]
fn every_single_flipped_bit_is_found() {
    for suite in [Suite::Std, Suite::Gm] {
        let honest = Record {
            suite,
            court: CourtId(1),
            case_log: CaseLogId(*b"case-log-number!"),
            seq: Seq(12),
            kind: "message",
            actor_commit: actor_commit(suite, &salt(1), SeatId(3)),
            at: Moment(1_790_000_000_000),
            prev: Leaf([9; 32]),
            salt: salt(1),
            payload_commit: payload_commit(suite, &salt(1), WORDS.as_bytes()),
        };
        let expected = leaf(&honest);
        let mut tampered: Vec<Record<'_>> = Vec::new();
        for bit in 0..32 {
            tampered.push(Record {
                court: CourtId(1 ^ (1 << bit)),
                ..honest
            });
        }
        for bit in 0..64 {
            tampered.push(Record {
                seq: Seq(12 ^ (1 << bit)),
                ..honest
            });
            tampered.push(Record {
                at: Moment(honest.at.0 ^ (1 << bit)),
                ..honest
            });
        }
        for bit in 0..128 {
            let mut record = honest;
            record.salt.0[bit / 8] ^= 1 << (bit % 8);
            tampered.push(record);
            let mut record = honest;
            record.case_log.0[bit / 8] ^= 1 << (bit % 8);
            tampered.push(record);
        }
        for bit in 0..256 {
            for field in 0..3 {
                let mut record = honest;
                let bytes = match field {
                    0 => &mut record.actor_commit.0,
                    1 => &mut record.prev.0,
                    _ => &mut record.payload_commit.0,
                };
                bytes[bit / 8] ^= 1 << (bit % 8);
                tampered.push(record);
            }
        }
        tampered.push(Record {
            kind: "messagf",
            ..honest
        });
        tampered.push(Record {
            kind: "messag",
            ..honest
        });
        for record in tampered {
            assert_ne!(leaf(&record), expected, "{record:?}");
        }
    }
}

#[test]
fn every_flipped_bit_of_payload_or_seat_changes_its_commitment() {
    let salt = salt(1);
    for suite in [Suite::Std, Suite::Gm] {
        let expected = payload_commit(suite, &salt, WORDS.as_bytes());
        for bit in 0..WORDS.len() * 8 {
            let mut bytes = WORDS.as_bytes().to_vec();
            bytes[bit / 8] ^= 1 << (bit % 8);
            assert_ne!(payload_commit(suite, &salt, &bytes), expected);
        }
        for bit in 0..16 {
            assert_ne!(
                actor_commit(suite, &salt, SeatId(3 ^ (1 << bit))),
                actor_commit(suite, &salt, SeatId(3))
            );
        }
    }
}

#[test]
fn the_suites_and_the_domains_never_meet() {
    let salt = salt(1);
    assert_ne!(
        payload_commit(Suite::Std, &salt, &[0, 3]),
        actor_commit(Suite::Std, &salt, SeatId(3))
    );
    assert_ne!(
        payload_commit(Suite::Std, &salt, b"x"),
        payload_commit(Suite::Gm, &salt, b"x")
    );
}
