//! Entries for others have a number and no line: what is read, jumped to, quoted and counted.

use std::ops::RangeInclusive;

use anjian_api::case::CaseStage;
use anjian_api::ids::{SeatId, Seq};
use leptos::prelude::*;

use super::store_tests::{LAST, OneCase, Opened, READ, eventually, open_case, settle};
use crate::features::case_space::model::quote::Quoted;

fn with_others(others: RangeInclusive<u64>) -> Opened {
    open_case(OneCase::with_others(CaseStage::Evidence, others))
}

fn lines(space: &Opened) -> Vec<u64> {
    let view = space.timeline.view.get_untracked();
    view.rows.iter().map(|row| row.seq.0).collect()
}

fn jumped(space: &Opened, seq: u64) -> Option<u64> {
    space.timeline.jump(Seq(seq));
    let goal = || space.timeline.goal.get_untracked();
    assert!(eventually(|| goal().is_some()));
    goal().map(|goal| goal.seq.0)
}

#[test]
fn a_page_that_is_all_for_others_is_passed_over_for_older_ones() {
    let space = with_others(21..=LAST);
    assert_eq!(lines(&space), [0; 0]);
    assert!(space.timeline.wants_older(None));
    space.case.load_older_soon();
    settle();
    assert_eq!(lines(&space), (1..=20).collect::<Vec<_>>());
    assert!(!space.timeline.wants_older(Some(0)), "this is all of it");
}

#[test]
fn a_page_with_few_lines_asks_for_more_and_shows_them() {
    let space = with_others(40..=LAST - 3);
    assert_eq!(lines(&space), [148, 149, 150]);
    assert!(space.timeline.wants_older(Some(0)));
    space.case.load_older_soon();
    settle();
    let all: Vec<u64> = (1..=39).chain([148, 149, 150]).collect();
    assert_eq!(lines(&space), all);
}

#[test]
fn a_page_on_its_way_is_not_asked_for_twice() {
    let space = with_others(21..=LAST);
    space.case.load_older_soon();
    assert!(eventually(|| !space.timeline.wants_older(None)));
}

#[test]
fn a_jump_to_an_entry_for_others_ends_at_its_neighbour() {
    let within = with_others(60..=70);
    assert_eq!(jumped(&within, 65), Some(71));
    let older = with_others(20..=30);
    assert_eq!(jumped(&older, 25), Some(31));
    let last = with_others(LAST - 4..=LAST);
    assert_eq!(jumped(&last, LAST - 1), Some(LAST - 5));
}

#[test]
fn entries_for_others_are_no_news() {
    let space = with_others(READ + 1..=READ + 4);
    let divider = space.timeline.divider.get_untracked();
    assert_eq!(divider, Some((Seq(READ + 5), 6)));
    let quiet = with_others(READ + 1..=LAST);
    assert_eq!(quiet.timeline.divider.get_untracked(), None);
    assert_eq!(quiet.timeline.last(), Seq(LAST));
}

#[test]
fn a_quote_of_what_the_reader_may_not_see_says_so() {
    let space = with_others(60..=70);
    let state = space.case.state_untracked();
    let quoted = |seq| space.timeline.quoted(Seq(seq), &state);
    assert_eq!(quoted(65), Quoted::NotVisible);
    assert_eq!(quoted(10), Quoted::NotHeld(Seq(10)));
    let words = "第 71 句".to_owned();
    assert_eq!(quoted(71), Quoted::Words(SeatId(2), words));
}
