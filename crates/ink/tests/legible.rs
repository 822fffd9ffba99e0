//! What is taken for a name, and what is asked about.

mod hand;

use anjian_ink::legible::{Doubt, Refused, judge};
use anjian_ink::trace::{Event, Stroke, Trace};
use hand::{name, of, stroke};

fn smaller(trace: &Trace, by: i32) -> Trace {
    let mut trace = trace.clone();
    for event in &mut trace.events {
        if let Event::Stroke(Stroke { points, .. }) = event {
            for point in points {
                (point.x, point.y) = (point.x / by, point.y / by);
            }
        }
    }
    trace
}

#[test]
fn a_name_is_taken_as_it_is() {
    assert_eq!(judge(&name()), Ok(vec![]));
}

#[test]
fn nothing_is_no_name() {
    assert_eq!(judge(&of(vec![])), Err(Refused::Empty));
    let mut taken_back = name();
    taken_back.events.push(Event::Clear(20_000));
    assert_eq!(judge(&taken_back), Err(Refused::Empty));
}

#[test]
fn a_dot_is_no_name() {
    let tap = stroke(0, &[(300.0, 150.0), (301.0, 150.0)]);
    assert_eq!(judge(&of(vec![tap])), Err(Refused::Dot));
    let scribble = stroke(
        0,
        &[
            (300.0, 150.0),
            (310.0, 150.0),
            (300.0, 160.0),
            (311.0, 161.0),
            (300.0, 150.0),
        ],
    );
    assert_eq!(judge(&of(vec![scribble])), Err(Refused::Dot));
}

#[test]
fn a_line_is_no_name_in_any_direction() {
    for end in [(500.0, 150.0), (300.0, 290.0), (500.0, 280.0)] {
        let line = stroke(0, &[(100.0, 40.0), end]);
        assert_eq!(judge(&of(vec![line])), Err(Refused::Line), "{end:?}");
    }
    let two = vec![
        stroke(0, &[(100.0, 150.0), (300.0, 151.0)]),
        stroke(3_000, &[(320.0, 150.0), (500.0, 152.0)]),
    ];
    assert_eq!(judge(&of(two)), Err(Refused::Line));
}

#[test]
fn a_name_of_one_bent_stroke_is_taken() {
    let name = stroke(
        0,
        &[
            (150.0, 60.0),
            (300.0, 240.0),
            (310.0, 80.0),
            (450.0, 220.0),
            (200.0, 250.0),
        ],
    );
    assert_eq!(judge(&of(vec![name])), Ok(vec![]));
}

#[test]
fn what_is_small_or_hasty_or_cut_off_is_asked_about() {
    assert_eq!(judge(&smaller(&name(), 3)), Ok(vec![Doubt::Small]));
    let hasty = of(vec![stroke(
        0,
        &[(150.0, 60.0), (300.0, 240.0), (310.0, 80.0)],
    )]);
    assert_eq!(judge(&hasty), Ok(vec![Doubt::Hasty]));
    let mut cut_off = name();
    let along = stroke(16_000, &[(100.0, 300.0), (200.0, 300.0), (300.0, 260.0)]);
    cut_off.events.push(Event::Stroke(along));
    assert_eq!(judge(&cut_off), Ok(vec![Doubt::CutOff]));
}
