//! The figure: whole, smooth, and the same wherever it is drawn.
#![allow(clippy::unwrap_used, reason = "tests")]

mod hand;

use anjian_ink::paper;
use anjian_ink::shape::figure;
use anjian_ink::svg::{document, outlines, path, trimmed};
use anjian_ink::trace::{FULL_PRESSURE, LONGEST_SIDE, MOST_POINTS, Point, Stroke, Tool};
use hand::{dense, name, of, stroke};

fn with_pressure(share: f64) -> Stroke {
    let mut stroke = stroke(0, &[(100.0, 100.0), (200.0, 100.0)]);
    stroke.tool = Tool::Pen;
    for point in &mut stroke.points {
        point.pressure = (share * f64::from(FULL_PRESSURE)) as u16;
    }
    stroke
}

fn thickest(stroke: &Stroke) -> i32 {
    figure(stroke)
        .iter()
        .map(|outline| outline.radii.0)
        .max()
        .unwrap()
}

#[test]
fn a_tap_is_a_dot() {
    let points = vec![Point {
        x: 5_000,
        y: 5_000,
        ..Point::default()
    }];
    let tool = Tool::Touch;
    let dot = figure(&Stroke { tool, points });
    assert_eq!(dot.len(), 1);
    assert!(dot[0].radii.0 > 100 && dot[0].radii.0 == dot[0].radii.1);
    assert_eq!(dot[0].forward[0], dot[0].forward[2]);
}

#[test]
fn one_stretch_begins_where_the_last_one_ended() {
    for stroke in name().ink() {
        for pair in figure(stroke).windows(2) {
            let middle = |a: (i32, i32), b: (i32, i32)| ((a.0 + b.0) / 2, (a.1 + b.1) / 2);
            let end = middle(pair[0].forward[2], pair[0].back[0]);
            let begin = middle(pair[1].forward[0], pair[1].back[2]);
            assert!((end.0 - begin.0).abs() <= 2 && (end.1 - begin.1).abs() <= 2);
            assert!((pair[0].radii.0 - pair[1].radii.1).abs() <= 1);
        }
    }
}

#[test]
fn haste_makes_thin_and_a_pens_pressure_makes_thick() {
    let slow = stroke(0, &[(100.0, 100.0), (140.0, 100.0)]);
    let fast = stroke(0, &[(10.0, 100.0), (590.0, 100.0)]);
    let end = |stroke: &Stroke| figure(stroke).last().unwrap().radii.0;
    assert!(end(&slow) > end(&fast) + 20);
    assert!(thickest(&with_pressure(1.0)) > thickest(&with_pressure(0.2)) + 80);
}

#[test]
fn the_document_is_trimmed_to_the_ink() {
    let outlines = outlines(&name());
    let bounds = trimmed(&outlines).unwrap();
    assert!(bounds.left > 10_000 && bounds.right < 48_000);
    let document = document(&name()).unwrap();
    assert!(document.contains(&path(&outlines)));
    assert!(document.contains(&format!("viewBox=\"{} {} ", bounds.left, bounds.top)));
    assert_eq!(anjian_ink::svg::document(&of(vec![])), None);
}

#[cfg(feature = "picture")]
mod drawn {
    use super::*;
    use anjian_ink::picture::{NoPicture, png};
    use proptest::prelude::*;
    use tiny_skia::Pixmap;

    fn is_inked(picture: &Pixmap, x: f64, y: f64) -> bool {
        picture
            .pixel(x as u32, y as u32)
            .is_some_and(|pixel| pixel.alpha() > 200)
    }

    #[test]
    fn the_official_picture_holds_every_point() {
        let trace = name();
        let bounds = trimmed(&outlines(&trace)).unwrap();
        let picture = Pixmap::decode_png(&png(&trace, 3.0).unwrap()).unwrap();
        for point in trace.ink().iter().flat_map(|stroke| &stroke.points) {
            let place = |at: i32, edge: i32| f64::from(at - edge) / 100.0 * 3.0;
            assert!(is_inked(
                &picture,
                place(point.x, bounds.left),
                place(point.y, bounds.top)
            ));
        }
        let inked = picture
            .pixels()
            .iter()
            .filter(|pixel| pixel.alpha() > 0)
            .count();
        assert!(
            inked * 10 < picture.pixels().len(),
            "{inked} of {}",
            picture.pixels().len()
        );
        assert_eq!(picture.pixel(0, 0).unwrap().alpha(), 0);
    }

    #[test]
    fn on_paper_stands_what_the_official_picture_shows() {
        let trace = name();
        let bounds = trimmed(&outlines(&trace)).unwrap();
        let picture = Pixmap::decode_png(&png(&trace, 2.0).unwrap()).unwrap();
        let mut paper = Pixmap::new(picture.width(), picture.height()).unwrap();
        let edge = |at: i32| -at as f32 / 100.0 * 2.0;
        let place =
            tiny_skia::Transform::from_row(0.2, 0.0, 0.0, 0.2, edge(bounds.left), edge(bounds.top));
        let path = drawn_path(&paper::path(&outlines(&trace)));
        let paint = tiny_skia::Paint::default();
        paper.fill_path(&path, &paint, tiny_skia::FillRule::Winding, place, None);
        let pairs = || picture.pixels().iter().zip(paper.pixels());
        let differ = pairs()
            .filter(|(a, b)| a.alpha().abs_diff(b.alpha()) > 64)
            .count();
        let inked = pairs().filter(|(a, _)| a.alpha() > 127).count();
        assert!(inked > 1_000 && differ == 0, "{differ} of {inked}");
    }

    #[test]
    fn the_largest_trace_there_may_be_is_a_picture_of_bounded_size() {
        let far = f64::from(LONGEST_SIDE) / 100.0;
        let places: Vec<(f64, f64)> = (0..=100)
            .map(|at| (f64::from(at) * far / 100.0, f64::from(at % 2) * far))
            .collect();
        let trace = of(vec![dense(0, &places, MOST_POINTS as u32 / 100)]);
        assert_eq!(trace.points(), MOST_POINTS);
        let began = std::time::Instant::now();
        let picture = Pixmap::decode_png(&png(&trace, 3.0).unwrap()).unwrap();
        println!("{} ms, there and back", began.elapsed().as_millis());
        let longest = picture.width().max(picture.height());
        assert!((4_000..=4_097).contains(&longest), "{longest}");
    }

    #[test]
    fn nothing_written_is_no_picture() {
        assert_eq!(png(&of(vec![]), 3.0), Err(NoPicture::Empty));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        #[test]
        fn no_turn_leaves_a_gap(
            places in prop::collection::vec((5.0_f64..595.0, 5.0_f64..295.0), 2..9),
        ) {
            let trace = of(vec![dense(0, &places, 120)]);
            let bounds = trimmed(&outlines(&trace)).unwrap();
            let picture = Pixmap::decode_png(&png(&trace, 2.0).unwrap()).unwrap();
            // Corners are rounded by a quarter of a step at most.
            for place in &trace.ink()[0].points {
                let (x, y) = (place.x - bounds.left, place.y - bounds.top);
                let near = (-3..=3).any(|dx| (-3..=3).any(|dy| {
                    is_inked(&picture, f64::from(x) / 50.0 + f64::from(dx), f64::from(y) / 50.0 + f64::from(dy))
                }));
                prop_assert!(near, "{place:?}");
            }
        }
    }
}

/// What path data of moves, curves and closings says, as a path to be drawn.
fn drawn_path(data: &str) -> tiny_skia::Path {
    let mut path = tiny_skia::PathBuilder::new();
    for shape in data.split_terminator('z') {
        let (start, steps) = shape.split_once(['l', 'c']).unwrap();
        let numbers = |text: &str| -> Vec<f32> {
            text.split(' ')
                .map(|number| number.parse().unwrap())
                .collect()
        };
        let [mut x, mut y] = numbers(start.trim_start_matches('M'))[..] else {
            unreachable!()
        };
        path.move_to(x, y);
        for step in steps.split(['l', 'c']) {
            match numbers(step)[..] {
                [dx, dy] => {
                    path.line_to(x + dx, y + dy);
                    (x, y) = (x + dx, y + dy);
                }
                [a, b, c, d, dx, dy] => {
                    path.cubic_to(x + a, y + b, x + c, y + d, x + dx, y + dy);
                    (x, y) = (x + dx, y + dy);
                }
                _ => unreachable!(),
            }
        }
        // Every outline ends where it began.
        let begun = numbers(start.trim_start_matches('M'));
        assert_eq!([x, y], begun[..]);
        path.close();
    }
    path.finish().unwrap()
}

/// Of the pixels that one of the two inks, how many the other has otherwise by more than a half.
fn differing(one: &tiny_skia::Path, other: &tiny_skia::Path) -> (usize, usize) {
    let draw = |path: &tiny_skia::Path| {
        let mut pixels = tiny_skia::Pixmap::new(1_200, 600).unwrap();
        // Both on a sheet of 600 × 300 px, in 1/10 px.
        let place = tiny_skia::Transform::from_scale(0.2, 0.2);
        let paint = tiny_skia::Paint::default();
        pixels.fill_path(path, &paint, tiny_skia::FillRule::Winding, place, None);
        pixels
    };
    let (one, other) = (draw(one), draw(other));
    let pairs = || one.pixels().iter().zip(other.pixels());
    let inked = pairs()
        .filter(|(a, b)| a.alpha() > 0 || b.alpha() > 0)
        .count();
    let differ = pairs()
        .filter(|(a, b)| a.alpha().abs_diff(b.alpha()) > 127)
        .count();
    (differ, inked)
}

#[test]
fn on_paper_a_smooth_line_is_one_outline_of_whole_numbers() {
    let outlines = outlines(&name());
    let path = paper::path(&outlines);
    assert!(
        path.chars()
            .all(|c| c.is_ascii_digit() || "Mlcz -".contains(c))
    );
    let shapes = path.split_terminator('z').count();
    assert!(
        shapes * 4 < outlines.len(),
        "{shapes} of {}",
        outlines.len()
    );
    drawn_path(&path);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(60))]
    #[test]
    fn on_paper_stands_the_same_figure(
        places in proptest::collection::vec((5.0_f64..595.0, 5.0_f64..295.0), 2..12),
        steps in 1_u32..40,
    ) {
        let outlines = outlines(&of(vec![dense(0, &places, steps)]));
        let each: String = outlines.iter().map(|one| paper::path(std::slice::from_ref(one))).collect();
        let (differ, inked) = differing(&drawn_path(&each), &drawn_path(&paper::path(&outlines)));
        // Where a line turns on the spot, the rounding of its outer edge may take or give a corner of
        // a quarter of a pixel; a gap or a spike is many times that.
        proptest::prop_assert!(differ * 1_000 <= inked, "{differ} of {inked}");
    }
}
