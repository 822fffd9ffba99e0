//! The canonical bytes: one trace, one encoding.
#![allow(clippy::unwrap_used, reason = "tests")]

mod hand;

use anjian_ink::bytes::BadTrace;
use anjian_ink::trace::{Event, LONGEST_TIME, MOST_POINTS, Point, Sheet, Stroke, Tool, Trace};
use hand::{SHEET, name, of};
use proptest::prelude::*;

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Varints as the format has them, written down apart from the code under test.
fn varints(values: &[i64]) -> Vec<u8> {
    let mut out = b"AJINK\x01".to_vec();
    for value in values {
        let mut rest = *value as u64;
        loop {
            let low = (rest & 127) as u8;
            rest >>= 7;
            out.push(if rest == 0 { low } else { low | 128 });
            if rest == 0 {
                break;
            }
        }
    }
    out
}

#[test]
fn the_bytes_are_what_the_format_says() {
    let point = |x, y, at| Point {
        x,
        y,
        at,
        ..Point::default()
    };
    let points = vec![point(100, 200, 0), point(99, 203, 80)];
    let tool = Tool::Touch;
    let events = vec![Event::Stroke(Stroke { tool, points }), Event::Undo(90)];
    let trace = Trace {
        sheet: SHEET,
        events,
    };
    // Signed values are doubled; negative ones are the odd numbers.
    let words = [120_000, 60_000, 300, 2, 2, 2, 200, 400, 0, 1, 6, 80, 0, 10];
    assert_eq!(trace.bytes(), varints(&words));
}

/// The file was kept when version 1 was made; its hashes are those of sha256sum and openssl.
#[test]
fn the_bytes_and_hashes_stay_what_they_were() {
    let kept = include_bytes!("name.ink");
    assert_eq!(name().bytes(), kept);
    assert_eq!(Trace::read(kept).unwrap(), name());
    let digests = name().digests();
    assert_eq!(
        hex(&digests.sha256),
        "45d64c22d5fe86bca272efffe88461d98c3c9199a9089d903ad88342a2396b73"
    );
    assert_eq!(
        hex(&digests.sm3),
        "5c61cd23e3b5a0d2b2ce7a49e1bcc6a0b4c5c58c5aa1e96de747869221850609"
    );
}

#[test]
fn a_point_costs_few_bytes() {
    let trace = name();
    assert!(
        trace.bytes().len() <= trace.points() * 6,
        "{}",
        trace.bytes().len()
    );
}

#[test]
fn what_is_no_trace_is_told() {
    let whole = name().bytes();
    assert_eq!(Trace::read(b""), Err(BadTrace::Unknown));
    assert_eq!(Trace::read(b"AJINK\x02"), Err(BadTrace::Unknown));
    for end in 6..whole.len() {
        assert_eq!(
            Trace::read(&whole[..end]),
            Err(BadTrace::Form),
            "cut at {end}"
        );
    }
    let longer = [whole.as_slice(), &[0]].concat();
    assert_eq!(Trace::read(&longer), Err(BadTrace::Form));
}

#[test]
fn impossible_values_are_told() {
    let read = |words: &[i64]| Trace::read(&varints(words)).unwrap_err();
    let (w, h) = (120_000, 60_000);
    assert_eq!(
        read(&[0, h, 300, 0]),
        BadTrace::Impossible,
        "a sheet without width"
    );
    assert_eq!(
        read(&[w, 59_999, 300, 0]),
        BadTrace::Impossible,
        "a sheet of negative height"
    );
    assert_eq!(
        read(&[4_000_000, h, 300, 0]),
        BadTrace::TooLarge,
        "a sheet of metres"
    );
    assert_eq!(
        read(&[w, h, 300, 2_001]),
        BadTrace::TooLarge,
        "too many strokes"
    );
    assert_eq!(
        read(&[w, h, 300, 1, 2, 1_000_000]),
        BadTrace::TooLarge,
        "a million points"
    );
    assert_eq!(
        read(&[w, h, 300, 1, 2, 0]),
        BadTrace::Form,
        "a stroke without points"
    );
    assert_eq!(
        read(&[w, h, 300, 1, 2, 1, 120_002, 0, 0]),
        BadTrace::Outside,
        "right of the sheet"
    );
    assert_eq!(
        read(&[w, h, 300, 1, 2, 1, 1, 0, 0]),
        BadTrace::Outside,
        "left of the sheet"
    );
    let late = i64::from(LONGEST_TIME) + 1;
    assert_eq!(
        read(&[w, h, 300, 1, 2, 1, 0, 0, late]),
        BadTrace::TooLarge,
        "more than an hour"
    );
    assert_eq!(
        read(&[w, h, 300, 1, 19, 1, 0, 0, 0, 2_050]),
        BadTrace::Impossible,
        "pressure"
    );
    assert_eq!(
        read(&[w, h, 300, 1, 35, 1, 0, 0, 0, 182, 0]),
        BadTrace::Impossible,
        "lean"
    );
    assert_eq!(
        read(&[w, h, 300, 1, 18, 1, 0, 0, 0, 0]),
        BadTrace::Form,
        "a flag for nothing"
    );
    assert_eq!(
        read(&[w, h, 300, 1, 9, 1, 0, 0, 0]),
        BadTrace::Form,
        "an unknown kind"
    );
    let long_zero = [varints(&[w, h, 300]).as_slice(), &[0x80, 0x00]].concat();
    assert_eq!(
        Trace::read(&long_zero),
        Err(BadTrace::Form),
        "a number in a longer form"
    );
}

#[test]
fn what_was_taken_back_stays_in_the_record() {
    let mut trace = name();
    let written = trace.digests();
    trace.events.push(Event::Clear(20_000));
    assert!(trace.ink().is_empty());
    assert_eq!(trace.points(), name().points());
    assert_ne!(trace.digests(), written);
    assert_eq!(Trace::read(&trace.bytes()).unwrap(), trace);
}

#[test]
fn the_largest_trace_fits() {
    let points = (0..MOST_POINTS as u32)
        .map(|at| Point {
            at,
            ..Point::default()
        })
        .collect();
    let tool = Tool::Mouse;
    let trace = of(vec![Stroke { tool, points }]);
    assert_eq!(Trace::read(&trace.bytes()).unwrap(), trace);
}

fn point() -> impl Strategy<Value = Point> {
    let lean = || -90_i8..=90;
    (
        0..=SHEET.width,
        0..=SHEET.height,
        0_u16..=1_024,
        lean(),
        lean(),
    )
        .prop_map(|(x, y, pressure, right, down)| Point {
            x,
            y,
            at: 0,
            pressure,
            tilt: (right, down),
        })
}

fn event() -> impl Strategy<Value = Event> {
    let tool = prop_oneof![Just(Tool::Touch), Just(Tool::Pen), Just(Tool::Mouse)];
    let stroke = (tool, prop::collection::vec(point(), 1..30))
        .prop_map(|(tool, points)| Event::Stroke(Stroke { tool, points }));
    prop_oneof![4 => stroke, 1 => Just(Event::Undo(0)), 1 => Just(Event::Clear(0))]
}

/// Times that only grow, over all events.
fn timed(mut events: Vec<Event>, steps: &[u32]) -> Trace {
    let mut steps = steps.iter().cycle();
    let mut now = 0;
    let mut next = || {
        now += steps.next().unwrap();
        now
    };
    for event in &mut events {
        match event {
            Event::Undo(at) | Event::Clear(at) => *at = next(),
            Event::Stroke(stroke) => stroke.points.iter_mut().for_each(|point| point.at = next()),
        }
    }
    let sheet = Sheet {
        ratio: 275,
        ..SHEET
    };
    Trace { sheet, events }
}

proptest! {
    #[test]
    fn every_trace_comes_back(
        events in prop::collection::vec(event(), 0..8),
        steps in prop::collection::vec(0_u32..3_000, 1..9),
    ) {
        let trace = timed(events, &steps);
        prop_assert_eq!(Trace::read(&trace.bytes()).unwrap(), trace);
    }

    #[test]
    fn what_can_be_read_has_no_other_encoding(at in 6_usize..500, bit in 0_u8..8) {
        let mut bytes = name().bytes();
        let at = at % bytes.len();
        bytes[at] ^= 1 << bit;
        if let Ok(trace) = Trace::read(&bytes) {
            prop_assert_eq!(trace.bytes(), bytes);
        }
    }

    #[test]
    fn no_bytes_make_the_reader_panic(tail in prop::collection::vec(any::<u8>(), 0..400)) {
        let bytes = [b"AJINK\x01".as_slice(), &tail].concat();
        if let Ok(trace) = Trace::read(&bytes) {
            prop_assert_eq!(trace.bytes(), bytes);
        }
    }
}
