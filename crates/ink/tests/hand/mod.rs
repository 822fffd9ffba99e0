//! An invented hand: strokes as a finger would give them.
#![allow(dead_code, reason = "each test uses what it needs")]

use anjian_ink::trace::{Event, Point, Sheet, Stroke, Tool, Trace};

pub const SHEET: Sheet = Sheet {
    width: 60_000,
    height: 30_000,
    ratio: 300,
};

/// A stroke along these places in px, 12 points from one to the next, 8 ms apart.
pub fn stroke(at: u32, places: &[(f64, f64)]) -> Stroke {
    dense(at, places, 12)
}

/// The same with so many points from one place to the next.
pub fn dense(at: u32, places: &[(f64, f64)], steps: u32) -> Stroke {
    let mut points = Vec::new();
    for pair in places.windows(2) {
        for step in 0..steps {
            let share = f64::from(step) / f64::from(steps);
            points.push(Point {
                x: ((pair[0].0 + (pair[1].0 - pair[0].0) * share) * 100.0) as i32,
                y: ((pair[0].1 + (pair[1].1 - pair[0].1) * share) * 100.0) as i32,
                at: at + points.len() as u32 * 80,
                ..Point::default()
            });
        }
    }
    Stroke {
        tool: Tool::Touch,
        points,
    }
}

pub fn of(strokes: Vec<Stroke>) -> Trace {
    Trace {
        sheet: SHEET,
        events: strokes.into_iter().map(Event::Stroke).collect(),
    }
}

/// 王: three lines across, one down; large enough and slow enough.
pub fn name() -> Trace {
    of(vec![
        stroke(0, &[(150.0, 60.0), (300.0, 55.0), (420.0, 60.0)]),
        stroke(4_000, &[(170.0, 140.0), (400.0, 138.0)]),
        stroke(8_000, &[(285.0, 58.0), (290.0, 150.0), (286.0, 240.0)]),
        stroke(12_000, &[(120.0, 245.0), (300.0, 238.0), (460.0, 246.0)]),
    ])
}
