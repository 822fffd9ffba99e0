//! From pointers to a trace.

mod hand;

use anjian_ink::shape::{Outline, figure};
use anjian_ink::trace::{Event, Point, Tool, Trace};
use anjian_ink::writing::{Does, Drawn, Pointer, Writing};
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

#[test]
fn a_sheet_that_is_full_takes_no_more_and_can_still_be_cleared() {
    let mut writing = Writing::new(SHEET);
    writing.pointer(FINGER);
    for step in 0..25_000 {
        let across = f64::from(step % 500);
        writing.pointer(moved(FINGER, across, 100.0, f64::from(step)));
    }
    writing.pointer(up(FINGER, 26_000.0));
    assert_eq!(writing.trace().points(), anjian_ink::trace::MOST_POINTS);
    line(
        &mut writing,
        Pointer {
            at: 40_000.0,
            ..FINGER
        },
    );
    assert_eq!(writing.trace().ink().len(), 1);
    assert!(writing.clear(50_000.0));
    assert!(Trace::read(&writing.trace().bytes()).is_ok());
}
