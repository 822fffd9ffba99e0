use super::{Gestures, Input, MOST, Outcome, Pose, Size};
use proptest::prelude::*;

const VIEW: Size = Size {
    width: 360.0,
    height: 640.0,
};
const PHOTO: Size = Size {
    width: 360.0,
    height: 480.0,
};
const BOOK: Size = Size {
    width: 360.0,
    height: 9_000.0,
};

fn on(content: Size) -> Gestures {
    let mut gestures = Gestures::default();
    gestures.begin(VIEW, content);
    gestures
}

fn tap(gestures: &mut Gestures, x: f64, y: f64, at: f64) -> Vec<Outcome> {
    gestures.take(Input::Down { id: 1, x, y, at });
    gestures.take(Input::Up {
        id: 1,
        at: at + 60.0,
    })
}

/// Drags one finger in ten even steps.
fn drag(gestures: &mut Gestures, from: (f64, f64), to: (f64, f64), lasts: f64) -> Vec<Outcome> {
    let mut out = gestures.take(Input::Down {
        id: 1,
        x: from.0,
        y: from.1,
        at: 0.0,
    });
    for step in 1..=10 {
        let part = f64::from(step) / 10.0;
        out.extend(gestures.take(Input::Move {
            id: 1,
            x: from.0 + (to.0 - from.0) * part,
            y: from.1 + (to.1 - from.1) * part,
            at: lasts * part,
        }));
    }
    out.extend(gestures.take(Input::Up { id: 1, at: lasts }));
    out
}

/// Lets movements end.
fn rest(gestures: &mut Gestures) -> Vec<Outcome> {
    let mut out = Vec::new();
    for frame in 0..2_000 {
        if !gestures.is_moving() {
            return out;
        }
        out.extend(gestures.take(Input::Frame {
            at: f64::from(frame) * 16.0,
        }));
    }
    assert!(!gestures.is_moving(), "it never rests");
    out
}

#[test]
fn two_quick_taps_close_together_are_one_double_tap() {
    let mut gestures = on(PHOTO);
    let is_double = |out: Vec<Outcome>| out.contains(&Outcome::DoubleTap);
    assert!(!is_double(tap(&mut gestures, 100.0, 100.0, 0.0)));
    assert!(is_double(tap(&mut gestures, 110.0, 110.0, 200.0)));
    // The third begins anew.
    assert!(!is_double(tap(&mut gestures, 110.0, 110.0, 400.0)));
}

#[test]
fn the_end_of_a_capture_is_no_cancelled_tap() {
    let mut gestures = on(PHOTO);
    tap(&mut gestures, 100.0, 100.0, 0.0);
    assert_eq!(gestures.take(Input::Cancel { id: 1 }), []);
    let out = tap(&mut gestures, 100.0, 100.0, 150.0);
    assert!(out.contains(&Outcome::DoubleTap), "{out:?}");
}

#[test]
fn slow_or_distant_taps_are_single_ones() {
    let mut gestures = on(PHOTO);
    tap(&mut gestures, 100.0, 100.0, 0.0);
    assert_eq!(tap(&mut gestures, 100.0, 100.0, 400.0), [Outcome::Settled]);
    let mut gestures = on(PHOTO);
    tap(&mut gestures, 100.0, 100.0, 0.0);
    assert_eq!(tap(&mut gestures, 130.0, 100.0, 150.0), [Outcome::Settled]);
}

#[test]
fn swipes_at_fit_scale_go_to_the_neighbours() {
    let out = drag(&mut on(PHOTO), (300.0, 300.0), (60.0, 310.0), 400.0);
    assert!(out.contains(&Outcome::Next), "{out:?}");
    let out = drag(&mut on(BOOK), (60.0, 300.0), (300.0, 310.0), 400.0);
    assert!(out.contains(&Outcome::Previous), "{out:?}");
}

#[test]
fn a_short_slow_swipe_comes_back() {
    let mut gestures = on(PHOTO);
    let before = gestures.pose();
    let out = drag(&mut gestures, (200.0, 300.0), (150.0, 300.0), 2_000.0);
    assert!(!out.contains(&Outcome::Next), "{out:?}");
    assert!(rest(&mut gestures).contains(&Outcome::Settled));
    assert_eq!(gestures.pose(), before);
}

#[test]
fn an_enlarged_picture_is_moved_and_not_left() {
    let mut gestures = on(PHOTO);
    gestures.zoom_to(3.0, None);
    let out = drag(&mut gestures, (300.0, 300.0), (60.0, 300.0), 300.0);
    assert!(!out.contains(&Outcome::Next), "{out:?}");
}

#[test]
fn pulling_down_closes_a_picture_but_scrolls_a_book() {
    let out = drag(&mut on(PHOTO), (180.0, 100.0), (180.0, 400.0), 500.0);
    assert!(out.contains(&Outcome::Close), "{out:?}");
    let out = drag(&mut on(BOOK), (180.0, 100.0), (180.0, 400.0), 500.0);
    assert!(!out.contains(&Outcome::Close), "{out:?}");
}

#[test]
fn a_pinch_keeps_the_point_under_the_fingers() {
    let mut gestures = on(BOOK);
    gestures.take(Input::Down {
        id: 1,
        x: 100.0,
        y: 200.0,
        at: 0.0,
    });
    gestures.take(Input::Down {
        id: 2,
        x: 200.0,
        y: 200.0,
        at: 0.0,
    });
    let under = gestures.pose().content_at((150.0, 200.0));
    gestures.take(Input::Move {
        id: 1,
        x: 50.0,
        y: 200.0,
        at: 16.0,
    });
    gestures.take(Input::Move {
        id: 2,
        x: 250.0,
        y: 200.0,
        at: 16.0,
    });
    let pose = gestures.pose();
    assert!((pose.scale - 2.0).abs() < 1e-9, "{pose:?}");
    let now = pose.content_at((150.0, 200.0));
    assert!((now.0 - under.0).abs() < 1e-6 && (now.1 - under.1).abs() < 1e-6);
}

#[test]
fn a_throw_glides_on_and_ends_inside() {
    let mut gestures = on(BOOK);
    drag(&mut gestures, (180.0, 500.0), (180.0, 300.0), 100.0);
    let thrown = gestures.pose().y;
    assert!(rest(&mut gestures).contains(&Outcome::Settled));
    assert!(gestures.pose().y < thrown - 100.0, "{:?}", gestures.pose());
}

#[test]
fn who_wants_no_movement_gets_none() {
    let mut gestures = on(BOOK);
    gestures.still = true;
    let out = drag(&mut gestures, (180.0, 500.0), (180.0, 300.0), 100.0);
    assert!(!gestures.is_moving() && out.contains(&Outcome::Settled));
}

#[test]
fn beyond_the_edge_the_content_holds_back_and_returns() {
    let mut gestures = on(BOOK);
    gestures.take(Input::Down {
        id: 1,
        x: 180.0,
        y: 100.0,
        at: 0.0,
    });
    gestures.take(Input::Move {
        id: 1,
        x: 180.0,
        y: 300.0,
        at: 16.0,
    });
    let pulled = gestures.pose().y;
    assert!(pulled > 0.0 && pulled < 200.0, "{pulled}");
    gestures.take(Input::Up { id: 1, at: 500.0 });
    rest(&mut gestures);
    assert_eq!(gestures.pose().y, 0.0);
}

#[test]
fn a_flight_that_a_finger_catches_ends_inside() {
    let mut gestures = on(BOOK);
    drag(&mut gestures, (180.0, 100.0), (180.0, 300.0), 500.0);
    assert!(gestures.is_moving(), "on its way back");
    gestures.take(Input::Frame { at: 0.0 });
    gestures.take(Input::Frame { at: 16.0 });
    tap(&mut gestures, 100.0, 100.0, 1_000.0);
    rest(&mut gestures);
    assert_eq!(gestures.pose().y, 0.0);
}

#[test]
fn a_new_size_keeps_the_middle_in_the_middle() {
    let mut gestures = on(BOOK);
    gestures.show((180.0, 4_000.0), 2.0);
    let wide = Size {
        width: 640.0,
        height: 360.0,
    };
    gestures.resize(wide, BOOK, 0.0);
    let (_, y) = gestures.pose().content_at(wide.middle());
    assert!((y - 4_000.0).abs() < 1e-6, "{y}");
}

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        8 => -2_000.0..2_000.0f64,
        1 => Just(f64::NAN),
        1 => Just(f64::INFINITY),
        1 => Just(0.0),
    ]
}

fn input() -> impl Strategy<Value = Input> {
    let id = 0..4i32;
    prop_oneof![
        (id.clone(), number(), number(), number()).prop_map(|(id, x, y, at)| Input::Down {
            id,
            x,
            y,
            at
        }),
        (id.clone(), number(), number(), number()).prop_map(|(id, x, y, at)| Input::Move {
            id,
            x,
            y,
            at
        }),
        (id.clone(), number()).prop_map(|(id, at)| Input::Up { id, at }),
        id.prop_map(|id| Input::Cancel { id }),
        (number(), number(), number(), number(), any::<bool>())
            .prop_map(|(x, y, dx, dy, zoom)| Input::Wheel { x, y, dx, dy, zoom }),
        number().prop_map(|at| Input::Frame { at }),
    ]
}

proptest! {
    #[test]
    fn nothing_ever_breaks_the_pose(
        inputs in prop::collection::vec(input(), 0..80),
        content in (number(), number()),
        view in (number(), number()),
    ) {
        let mut gestures = Gestures::default();
        gestures.begin(
            Size { width: view.0, height: view.1 },
            Size { width: content.0, height: content.1 },
        );
        for input in inputs {
            gestures.take(input);
            let Pose { scale, x, y } = gestures.pose();
            prop_assert!(scale.is_finite() && x.is_finite() && y.is_finite(), "{:?}", gestures);
            prop_assert!((0.5..=MOST * 1.5).contains(&scale), "{:?}", gestures);
        }
        for id in 0..4 {
            gestures.take(Input::Cancel { id });
        }
        for frame in 0..2_000 {
            gestures.take(Input::Frame { at: f64::from(frame) * 16.0 });
        }
        let Pose { scale, x, y } = gestures.pose();
        prop_assert!((1.0..=MOST).contains(&scale), "{:?}", gestures);
        let limits = gestures.limits();
        prop_assert!(x <= limits.view.width && x + limits.content.width * scale >= -0.5);
        prop_assert!(y <= limits.view.height && y + limits.content.height * scale >= -0.5);
    }
}
