//! Few curves in the place of many: each stretch of a smooth run becomes one cubic curve as long as
//! it keeps close to what it replaces.
//!
//! The curve begins and ends where the stretch does and goes the same way there; the lengths of its
//! arms are the least squares over the stretch (Schneider, "An Algorithm for Automatically Fitting
//! Digitized Curves", Graphics Gems, 1990).

/// A place or a way, in 1/100 px.
pub(crate) type Place = (f64, f64);
/// A quadratic curve: begin, control, end.
pub(crate) type Quad = [Place; 3];
/// A cubic curve: begin, two controls, end.
pub(crate) type Curve = [Place; 4];

/// At most so many curves become one.
const MOST: usize = 64;
/// Rounds in which each place of a stretch finds the nearest of the new curve.
const ROUNDS: usize = 8;

/// Curves that lie nowhere farther than `aside` from these, which run on from one another.
pub(crate) fn fewer(run: &[Quad], aside: f64) -> Vec<Curve> {
    let mut out = Vec::new();
    let mut rest = run;
    while !rest.is_empty() {
        let (curve, taken) = longest(rest, aside);
        out.extend(curve);
        rest = rest.get(taken..).unwrap_or_default();
    }
    out
}

/// The longest stretch at the beginning that one curve can stand for: twice as long while it can,
/// then halfway between what could and what could not.
fn longest(rest: &[Quad], aside: f64) -> (Option<Curve>, usize) {
    let most = rest.len().min(MOST);
    let mut found = rest.first().map(same);
    let (mut can, mut cannot) = (1, most + 1);
    let mut next = 2;
    while cannot - can > 1 {
        let length = next.min(cannot - 1);
        let curve = rest.get(..length).and_then(|run| fitted(run, aside));
        match curve {
            Some(curve) => (found, can) = (Some(curve), length),
            None => cannot = length,
        }
        next = match cannot > most {
            true => length * 2,
            false => can.midpoint(cannot),
        };
    }
    (found, can)
}

/// A quadratic curve is a cubic one whose controls lie two thirds of the way to its own.
fn same([from, control, to]: &Quad) -> Curve {
    let near = |end: Place| {
        (
            (end.0 + 2.0 * control.0) / 3.0,
            (end.1 + 2.0 * control.1) / 3.0,
        )
    };
    [*from, near(*from), near(*to), *to]
}

/// One curve for all of these, if there is one that keeps close enough.
fn fitted(run: &[Quad], aside: f64) -> Option<Curve> {
    let (first, last) = (run.first()?, run.last()?);
    let (from, to) = (first[0], last[2]);
    let out = unit(way(from, first[1])).or_else(|| unit(way(from, first[2])))?;
    let back = unit(way(to, last[1])).or_else(|| unit(way(to, last[0])))?;
    let places: Vec<Place> = run
        .iter()
        .flat_map(|quad| [middle(quad), quad[2]])
        .collect();
    let mut shares = shares(from, &places)?;
    for _ in 0..=ROUNDS {
        let curve = least_squares(from, to, (out, back), &places, &shares)?;
        let is_close = places.iter().zip(&shares).all(|(place, share)| {
            let off = way(at(&curve, *share), *place);
            dot(off, off) <= aside * aside
        });
        if is_close {
            return Some(curve);
        }
        for (share, place) in shares.iter_mut().zip(&places) {
            *share = nearer(&curve, *share, *place);
        }
    }
    None
}

/// How far along each place lies, from 0 to 1, by the length of the way to it.
fn shares(from: Place, places: &[Place]) -> Option<Vec<f64>> {
    let mut before = from;
    let mut gone = 0.0;
    let lengths: Vec<f64> = places
        .iter()
        .map(|place| {
            let step = way(before, *place);
            gone += dot(step, step).sqrt();
            before = *place;
            gone
        })
        .collect();
    (gone > 0.0).then(|| lengths.into_iter().map(|length| length / gone).collect())
}

/// The arms along these ways that bring the curve closest to the places; nothing when one of them
/// would point backwards.
fn least_squares(
    from: Place,
    to: Place,
    (out, back): (Place, Place),
    places: &[Place],
    shares: &[f64],
) -> Option<Curve> {
    let (mut aa, mut ab, mut bb, mut ap, mut bp) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for (place, share) in places.iter().zip(shares) {
        let [w0, w1, w2, w3] = weights(*share);
        let (a, b) = (times(out, w1), times(back, w2));
        let ends = (
            from.0 * (w0 + w1) + to.0 * (w2 + w3),
            from.1 * (w0 + w1) + to.1 * (w2 + w3),
        );
        let missing = way(ends, *place);
        aa += dot(a, a);
        ab += dot(a, b);
        bb += dot(b, b);
        ap += dot(a, missing);
        bp += dot(b, missing);
    }
    let determinant = aa * bb - ab * ab;
    let (one, other) = (
        (ap * bb - bp * ab) / determinant,
        (bp * aa - ap * ab) / determinant,
    );
    let goes_on = one.is_finite() && other.is_finite() && one > 0.0 && other > 0.0;
    goes_on.then(|| {
        [
            from,
            add(from, times(out, one)),
            add(to, times(back, other)),
            to,
        ]
    })
}

/// One step of Newton towards the share whose place on the curve is nearest.
fn nearer(curve: &Curve, share: f64, place: Place) -> f64 {
    let [p0, p1, p2, p3] = *curve;
    let (d0, d1, d2) = (way(p0, p1), way(p1, p2), way(p2, p3));
    let rest = 1.0 - share;
    let speed = times(
        add(
            add(times(d0, rest * rest), times(d1, 2.0 * rest * share)),
            times(d2, share * share),
        ),
        3.0,
    );
    let turn = times(
        add(times(way(d0, d1), rest), times(way(d1, d2), share)),
        6.0,
    );
    let off = way(place, at(curve, share));
    let next = share - dot(off, speed) / (dot(speed, speed) + dot(off, turn));
    match next.is_finite() {
        true => next.clamp(0.0, 1.0),
        false => share,
    }
}

fn weights(share: f64) -> [f64; 4] {
    let rest = 1.0 - share;
    [
        rest * rest * rest,
        3.0 * rest * rest * share,
        3.0 * rest * share * share,
        share * share * share,
    ]
}

fn at(curve: &Curve, share: f64) -> Place {
    let parts = weights(share);
    curve
        .iter()
        .zip(parts)
        .fold((0.0, 0.0), |sum, (place, part)| {
            add(sum, times(*place, part))
        })
}

fn middle([from, control, to]: &Quad) -> Place {
    (
        (from.0 + 2.0 * control.0 + to.0) / 4.0,
        (from.1 + 2.0 * control.1 + to.1) / 4.0,
    )
}

fn way(from: Place, to: Place) -> Place {
    (to.0 - from.0, to.1 - from.1)
}

fn add(place: Place, way: Place) -> Place {
    (place.0 + way.0, place.1 + way.1)
}

fn times(way: Place, by: f64) -> Place {
    (way.0 * by, way.1 * by)
}

fn dot(one: Place, other: Place) -> f64 {
    one.0 * other.0 + one.1 * other.1
}

fn unit(way: Place) -> Option<Place> {
    let length = dot(way, way).sqrt();
    (length > 0.0).then(|| times(way, 1.0 / length))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A quarter of a circle of 50 px, in so many curves.
    fn quarter(pieces: u32) -> Vec<Quad> {
        let place = |piece: f64, far: f64| {
            let angle = piece / f64::from(pieces) * std::f64::consts::FRAC_PI_2;
            (angle.cos() * 5_000.0 * far, angle.sin() * 5_000.0 * far)
        };
        let out = 1.0 / (std::f64::consts::FRAC_PI_4 / f64::from(pieces)).cos();
        (0..pieces)
            .map(|piece| {
                let piece = f64::from(piece);
                [
                    place(piece, 1.0),
                    place(piece + 0.5, out),
                    place(piece + 1.0, 1.0),
                ]
            })
            .collect()
    }

    #[test]
    fn a_quarter_of_a_circle_is_one_curve_that_lies_on_it() {
        let curves = fewer(&quarter(40), 5.0);
        assert_eq!(curves.len(), 1);
        for step in 0..=100 {
            let (x, y) = at(&curves[0], f64::from(step) / 100.0);
            let radius = (x * x + y * y).sqrt();
            assert!((radius - 5_000.0).abs() <= 5.0, "{radius}");
        }
    }

    #[test]
    fn a_corner_stays_a_corner() {
        let line = |from: Place, to: Place| {
            let control = ((from.0 + to.0) / 2.0, (from.1 + to.1) / 2.0);
            [from, control, to]
        };
        let (a, b, c) = ((0.0, 0.0), (1_000.0, 0.0), (1_000.0, 1_000.0));
        let curves = fewer(&[line(a, b), line(b, c)], 5.0);
        assert_eq!(curves.len(), 2);
        assert_eq!((curves[0][3], curves[1][0]), (b, b));
    }

    #[test]
    fn what_has_no_length_is_kept_as_it_is() {
        let dot = [[(3.0, 4.0); 3]; 3];
        let curves = fewer(&dot, 5.0);
        assert!(curves.iter().flatten().all(|place| *place == (3.0, 4.0)));
        assert!(fewer(&[], 5.0).is_empty());
    }
}
