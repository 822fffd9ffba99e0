//! From pointers to a trace.

mod hand;

use anjian_ink::shape::{Outline, figure};
use anjian_ink::trace::{Event, LONGEST_TIME, MOST_POINTS, Point, Tool, Trace};
use anjian_ink::writing::{Does, Drawn, Pointer, Silent, Writing};
use hand::SHEET;

const FINGER: Pointer = Pointer {
    id: 1,
    tool: Tool::Touch,
    does: Does::Down,
    place: (100.0, 100.0),
    at: 5_000.0,
    pressure: 0.5,
    tilt: (0.0, 0.0),
    radius: 11.0,
};

fn moved(by: Pointer, x: f64, y: f64, after: f64) -> Pointer {
    Pointer {
        does: Does::Move,
        place: (x, y),
        at: by.at + after,
        ..by
    }
}

fn up(by: Pointer, after: f64) -> Pointer {
    Pointer {
        does: Does::Up,
        at: by.at + after,
        ..by
    }
}

fn strokes(trace: &Trace) -> Vec<Vec<(i32, i32, u32)>> {
    let places = |point: &Point| (point.x, point.y, point.at);
    trace
        .ink()
        .iter()
        .map(|stroke| stroke.points.iter().map(places).collect())
        .collect()
}

/// A line by this pointer, from where it stands to the right.
fn line(writing: &mut Writing, by: Pointer) -> Vec<Outline> {
    let mut drawn = writing.pointer(by).outlines;
    for step in 1..5 {
        let far = f64::from(step);
        drawn.extend(
            writing
                .pointer(moved(by, by.place.0 + far * 9.0, by.place.1, far * 8.0))
                .outlines,
        );
    }
    drawn.extend(writing.pointer(up(by, 40.0)).outlines);
    drawn
}

#[test]
fn every_point_is_kept_with_its_time() {
    let mut writing = Writing::new(SHEET);
    writing.pointer(FINGER);
    writing.pointer(moved(FINGER, 101.23, 100.0, 8.3));
    writing.pointer(moved(FINGER, 101.23, 100.0, 8.3));
    writing.pointer(moved(FINGER, 110.0, 99.0, 16.6));
    writing.pointer(up(FINGER, 20.0));
    let points = vec![
        (10_000, 10_000, 0),
        (10_123, 10_000, 83),
        (11_000, 9_900, 166),
    ];
    assert_eq!(strokes(writing.trace()), [points]);
}

#[test]
fn what_was_drawn_while_writing_is_the_whole_figure() {
    let mut writing = Writing::new(SHEET);
    let drawn = line(&mut writing, FINGER);
    let ink = writing.trace().ink();
    assert_eq!(ink.len(), 1);
    assert_eq!(drawn, figure(ink[0]));
}

#[test]
fn numbers_that_are_none_are_dropped() {
    let mut writing = Writing::new(SHEET);
    writing.pointer(FINGER);
    for place in [
        (f64::NAN, 1.0),
        (1.0, f64::INFINITY),
        (f64::NEG_INFINITY, f64::NAN),
    ] {
        assert_eq!(
            writing.pointer(moved(FINGER, place.0, place.1, 8.0)),
            Drawn::default()
        );
    }
    writing.pointer(Pointer {
        at: f64::NAN,
        ..moved(FINGER, 120.0, 100.0, 0.0)
    });
    let bent = Pointer {
        pressure: f64::NAN,
        tilt: (f64::NAN, 1e9),
        tool: Tool::Pen,
        ..FINGER
    };
    writing.pointer(up(FINGER, 9.0));
    writing.pointer(Pointer {
        at: 6_000.0,
        ..bent
    });
    writing.pointer(Pointer {
        place: (f64::NAN, 0.0),
        ..up(bent, 9.0)
    });
    let ink = writing.trace().ink();
    assert_eq!(strokes(writing.trace())[0], [(10_000, 10_000, 0)]);
    assert_eq!(
        (ink[1].points[0].pressure, ink[1].points[0].tilt),
        (0, (0, 90))
    );
}

#[test]
fn beside_the_sheet_is_its_edge_and_time_never_runs_backwards() {
    let mut writing = Writing::new(SHEET);
    writing.pointer(FINGER);
    writing.pointer(moved(FINGER, -50.0, 9_999.0, 10.0));
    writing.pointer(moved(FINGER, 50.0, 50.0, 3.0));
    writing.pointer(up(FINGER, 20.0));
    let points = vec![(10_000, 10_000, 0), (0, 30_000, 100), (5_000, 5_000, 100)];
    assert_eq!(strokes(writing.trace()), [points]);
    assert_eq!(
        Trace::read(&writing.trace().bytes()).as_ref(),
        Ok(writing.trace())
    );
}

#[test]
fn a_palm_does_not_write() {
    let mut writing = Writing::new(SHEET);
    line(
        &mut writing,
        Pointer {
            radius: 60.0,
            ..FINGER
        },
    );
    assert!(writing.trace().events.is_empty());
}

#[test]
fn once_a_pen_was_seen_fingers_do_not_write() {
    let mut writing = Writing::new(SHEET);
    let pen = Pointer {
        tool: Tool::Pen,
        id: 7,
        ..FINGER
    };
    line(&mut writing, pen);
    line(
        &mut writing,
        Pointer {
            at: 9_000.0,
            ..FINGER
        },
    );
    assert_eq!(writing.trace().ink().len(), 1);
    line(
        &mut writing,
        Pointer {
            tool: Tool::Mouse,
            at: 9_000.0,
            ..FINGER
        },
    );
    assert_eq!(writing.trace().ink().len(), 2);
}

#[test]
fn a_pen_takes_the_sheet_from_the_hand_that_lies_on_it() {
    let mut writing = Writing::new(SHEET);
    writing.pointer(FINGER);
    writing.pointer(moved(FINGER, 120.0, 120.0, 300.0));
    let pen = Pointer {
        tool: Tool::Pen,
        id: 7,
        at: 5_400.0,
        ..FINGER
    };
    assert!(writing.pointer(pen).again);
    assert!(!writing.is_writing(FINGER.id));
    writing.pointer(up(pen, 5.0));
    let tools: Vec<Tool> = writing
        .trace()
        .ink()
        .iter()
        .map(|stroke| stroke.tool)
        .collect();
    assert_eq!(tools, [Tool::Pen]);
}

#[test]
fn two_fingers_together_write_nothing_and_a_late_second_one_is_overlooked() {
    let mut writing = Writing::new(SHEET);
    writing.pointer(FINGER);
    let second = Pointer {
        id: 2,
        place: (200.0, 200.0),
        at: 5_050.0,
        ..FINGER
    };
    assert!(writing.pointer(second).again);
    writing.pointer(up(FINGER, 60.0));
    writing.pointer(up(second, 60.0));
    assert!(writing.trace().events.is_empty());

    let later = Pointer {
        at: 6_000.0,
        ..FINGER
    };
    writing.pointer(later);
    let late = Pointer {
        at: 6_500.0,
        ..second
    };
    assert_eq!(writing.pointer(late), Drawn::default());
    writing.pointer(moved(late, 210.0, 210.0, 8.0));
    writing.pointer(up(late, 9.0));
    assert!(writing.is_writing(FINGER.id));
    writing.pointer(up(later, 600.0));
    assert_eq!(strokes(writing.trace()).len(), 1);
}

#[test]
fn a_call_that_comes_in_ends_the_line_and_keeps_it() {
    let mut writing = Writing::new(SHEET);
    writing.pointer(FINGER);
    writing.pointer(moved(FINGER, 140.0, 100.0, 8.0));
    writing.end_stroke();
    writing.pointer(moved(FINGER, 400.0, 200.0, 16.0));
    assert_eq!(strokes(writing.trace())[0].len(), 2);
}

#[test]
fn undo_and_clear_are_events_and_do_nothing_on_an_empty_sheet() {
    let mut writing = Writing::new(SHEET);
    assert!(!writing.undo(1.0) && !writing.clear(2.0));
    line(&mut writing, FINGER);
    line(
        &mut writing,
        Pointer {
            at: 6_000.0,
            ..FINGER
        },
    );
    assert!(writing.undo(7_000.0));
    assert_eq!(writing.trace().ink().len(), 1);
    assert!(writing.clear(8_000.0));
    assert!(writing.trace().ink().is_empty());
    assert!(!writing.undo(9_000.0));
    let ends: Vec<&Event> = writing.trace().events.iter().skip(2).collect();
    assert_eq!(ends, [&Event::Undo(20_000), &Event::Clear(30_000)]);
}

#[test]
fn what_was_kept_goes_on_after_a_reload() {
    let mut writing = Writing::new(SHEET);
    line(&mut writing, FINGER);
    let before = writing.trace().until();
    let kept = Trace::read(&writing.trace().bytes());
    let Ok(kept) = kept else {
        unreachable!("what was written can be read")
    };
    let mut again = Writing::resumed(kept);
    line(&mut again, Pointer { at: 3.0, ..FINGER });
    let strokes = strokes(again.trace());
    assert_eq!(strokes.len(), 2);
    assert_eq!(strokes[1][0].2, before);
}

/// A sheet with as many points as a trace holds, all of them standing.
fn full() -> Writing {
    let mut writing = Writing::new(SHEET);
    writing.pointer(FINGER);
    let mut told = 0;
    for step in 0..25_000 {
        let across = f64::from(step % 500);
        let drawn = writing.pointer(moved(FINGER, across, 100.0, f64::from(step)));
        told += usize::from(drawn.silent == Some(Silent::Full));
    }
    assert!(told > 4_000, "whoever writes on is told at once: {told}");
    writing.pointer(up(FINGER, 26_000.0));
    writing
}

fn writes_again(mut writing: Writing, at: f64) {
    assert!(writing.is_full());
    let later = Pointer { at, ..FINGER };
    let refused = writing.pointer(later);
    assert_eq!(
        (refused.silent, refused.outlines.len()),
        (Some(Silent::Full), 0)
    );
    writing.pointer(up(later, 5.0));
    assert_eq!(writing.trace().ink().len(), 1);
    assert!(writing.clear(at + 1_000.0));
    assert!(!writing.is_full());
    for again in 0..3 {
        let at = at + 2_000.0 + f64::from(again) * 500.0;
        line(&mut writing, Pointer { at, ..FINGER });
    }
    let ink = strokes(writing.trace());
    assert_eq!(ink.len(), 3);
    assert_eq!(
        ink[0][0],
        (10_000, 10_000, 0),
        "another trace, with its own beginning"
    );
    assert_eq!(writing.trace().sheet, SHEET);
    assert_eq!(
        Trace::read(&writing.trace().bytes()).as_ref(),
        Ok(writing.trace())
    );
}

#[test]
fn a_sheet_that_is_full_takes_no_more_says_so_and_is_another_one_once_cleared() {
    let writing = full();
    assert_eq!(writing.trace().points(), MOST_POINTS);
    let kept = writing.trace().clone();
    writes_again(writing, 40_000.0);
    // The same after a reload, whose clock began anew.
    writes_again(Writing::resumed(kept), 12.0);
}

#[test]
fn an_hour_on_one_sheet_is_said_and_the_next_one_has_its_own_hour() {
    const HOUR: f64 = LONGEST_TIME as f64 / 10.0;
    let mut writing = Writing::new(SHEET);
    line(&mut writing, FINGER);
    let late = Pointer {
        at: FINGER.at + HOUR,
        ..FINGER
    };
    // Nothing of the past hour's edge is kept: the stroke would have no times.
    assert_eq!(writing.pointer(late).silent, Some(Silent::Full));
    writing.pointer(up(late, 5.0));
    assert_eq!(writing.trace().ink().len(), 1);
    assert!(writing.clear(late.at + 10.0));
    line(
        &mut writing,
        Pointer {
            at: late.at + 100.0,
            ..FINGER
        },
    );
    assert_eq!(strokes(writing.trace())[0][0].2, 0);

    // Whoever wrote through the end of it.
    let mut writing = Writing::new(SHEET);
    writing.pointer(FINGER);
    writing.pointer(moved(FINGER, 300.0, 120.0, HOUR + 60_000.0));
    writing.pointer(up(FINGER, HOUR + 61_000.0));
    assert_eq!(writing.trace().until(), LONGEST_TIME);
    let kept = writing.trace().clone();
    writes_again(writing, FINGER.at + HOUR + 70_000.0);
    writes_again(Writing::resumed(kept), 12.0);
}

#[test]
fn where_nothing_stands_a_full_sheet_is_another_one_by_itself() {
    let mut writing = full();
    assert!(writing.undo(40_000.0));
    line(
        &mut writing,
        Pointer {
            at: 41_000.0,
            ..FINGER
        },
    );
    assert_eq!(strokes(writing.trace()).len(), 1);
    assert_eq!(writing.trace().points(), 5);
}

#[test]
fn who_is_taken_for_a_palm_three_times_writes() {
    let mut writing = Writing::new(SHEET);
    let wide = |at: f64| Pointer {
        radius: 60.0,
        at,
        ..FINGER
    };
    // The contacts of one hand are one touch.
    for contact in 0..4 {
        let at = 5_000.0 + f64::from(contact) * 20.0;
        assert_eq!(writing.pointer(wide(at)).silent, None);
    }
    assert_eq!(writing.pointer(wide(6_000.0)).silent, Some(Silent::Palm));
    assert!(writing.trace().events.is_empty());
    line(&mut writing, wide(7_000.0));
    line(&mut writing, wide(8_000.0));
    assert_eq!(writing.trace().ink().len(), 2);
}

#[test]
fn a_finger_that_goes_on_where_a_pen_wrote_is_told_and_writes_on_a_cleared_sheet() {
    let mut writing = Writing::new(SHEET);
    line(
        &mut writing,
        Pointer {
            tool: Tool::Pen,
            id: 7,
            ..FINGER
        },
    );
    let touch = |at: f64| Pointer { at, ..FINGER };
    assert_eq!(writing.pointer(touch(9_000.0)).silent, None);
    assert_eq!(writing.pointer(touch(9_500.0)).silent, Some(Silent::Palm));
    assert_eq!(writing.pointer(touch(10_000.0)).silent, Some(Silent::Palm));
    assert_eq!(writing.trace().ink().len(), 1);
    assert!(writing.clear(11_000.0));
    line(&mut writing, touch(12_000.0));
    assert_eq!(writing.trace().ink()[0].tool, Tool::Touch);
    // A pen that comes back goes before it again, and its palm is nobody's business.
    line(
        &mut writing,
        Pointer {
            tool: Tool::Pen,
            id: 7,
            at: 13_000.0,
            ..FINGER
        },
    );
    assert_eq!(writing.pointer(touch(14_000.0)).silent, None);
    assert_eq!(writing.trace().ink().len(), 2);
}

#[test]
fn what_is_guessed_ahead_is_shown_and_never_kept() {
    let mut writing = Writing::new(SHEET);
    writing.pointer(FINGER);
    writing.pointer(moved(FINGER, 120.0, 110.0, 8.0));
    let before = (writing.trace().clone(), writing.under_the_tip().cloned());
    let guessed = [
        moved(FINGER, 160.0, 130.0, 16.0),
        moved(FINGER, 200.0, 150.0, 24.0),
    ];
    assert!(writing.ahead(&guessed).len() > writing.ahead(&[]).len());
    assert_eq!(
        (writing.trace().clone(), writing.under_the_tip().cloned()),
        before
    );
}

#[test]
fn a_movement_is_the_same_wherever_it_lies_and_whatever_was_taken_back_before_it() {
    let mut plain = Writing::new(SHEET);
    line(&mut plain, FINGER);
    let mut copied = Writing::new(SHEET);
    let dot = Pointer {
        place: (3.0, 3.0),
        at: 1_000.0,
        ..FINGER
    };
    line(&mut copied, dot);
    assert!(copied.undo(2_000.0));
    line(
        &mut copied,
        Pointer {
            place: (130.5, 88.25),
            ..FINGER
        },
    );
    assert_ne!(plain.trace().digests(), copied.trace().digests());
    assert_eq!(plain.trace().movement(), copied.trace().movement());
    // One point more, or the same line with a pause, is another movement.
    line(
        &mut copied,
        Pointer {
            at: 9_000.0,
            ..FINGER
        },
    );
    assert_ne!(plain.trace().movement(), copied.trace().movement());
    let mut slow = Writing::new(SHEET);
    slow.pointer(FINGER);
    slow.pointer(moved(FINGER, 300.0, 120.0, 50.0));
    let mut quick = Writing::new(SHEET);
    quick.pointer(FINGER);
    quick.pointer(moved(FINGER, 300.0, 120.0, 40.0));
    slow.end_stroke();
    quick.end_stroke();
    assert_ne!(slow.trace().movement(), quick.trace().movement());
}
