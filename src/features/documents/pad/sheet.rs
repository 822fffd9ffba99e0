//! What is written, and how it comes onto the screen.

use anjian_ink::frame::Frame;
use anjian_ink::legible::{self, Doubt, Refused};
use anjian_ink::shape::{Outline, figure};
use anjian_ink::svg;
use anjian_ink::trace::{Sheet, Tool, Trace};
use anjian_ink::writing::{Does, Pointer, Silent, Writing};
use leptos::prelude::*;

use crate::platform::dom::{Node, Rect};
use crate::platform::ink::{Did, InkCanvas, Tip, Touching};
use crate::platform::{clock, local_storage, timer};

/// A pad: lives as long as the page that has it, also while it is closed.
#[derive(Clone, Copy)]
pub struct Pad {
    hand: StoredValue<Hand, LocalStorage>,
    /// How many strokes stand.
    pub strokes: RwSignal<usize>,
    /// How much has happened: strokes, undos, clears.
    pub events: RwSignal<usize>,
    /// Why the tip writes nothing, until it does.
    pub silent: RwSignal<Option<Silent>>,
}

struct Hand {
    writing: Writing,
    screen: Option<Screen>,
    /// Draws the whole figure anew once the tip is up.
    tidying: Option<timer::Frame>,
    key: String,
    /// The name of who writes.
    writer: String,
}

/// Where it is shown.
struct Screen {
    canvas: InkCanvas,
    frame: Frame,
    matrix: [f64; 6],
    size: (f64, f64),
    ratio: f64,
}

impl Pad {
    /// With what this tab kept under `key`. Belongs to the current owner.
    #[must_use]
    pub fn open(key: String) -> Self {
        let kept = local_storage::kept_in_tab(&key).and_then(|text| read(&text));
        let (writer, writing) = match kept {
            Some((writer, trace)) => (writer, Writing::resumed(trace)),
            None => (String::new(), Writing::new(NO_SHEET)),
        };
        let strokes = writing.trace().ink().len();
        let events = writing.trace().events.len();
        let is_full = writing.is_full();
        Self {
            hand: StoredValue::new_local(Hand {
                writing,
                screen: None,
                tidying: None,
                key,
                writer,
            }),
            strokes: RwSignal::new(strokes),
            events: RwSignal::new(events),
            silent: RwSignal::new(is_full.then_some(Silent::Full)),
        }
    }

    /// Who writes from now on. What somebody else wrote here is nobody's any more: another person's
    /// hand, also what they took back, must not come into this one's trace.
    pub fn belongs_to(self, writer: &str) {
        let writer = writer.trim();
        let is_other = |hand: &Hand| hand.writer != writer;
        if self.hand.try_with_value(is_other).unwrap_or(false) {
            self.forget();
            let _ = self
                .hand
                .try_update_value(|hand| writer.clone_into(&mut hand.writer));
        }
    }

    /// What was written.
    #[must_use]
    pub fn trace(self) -> Trace {
        let trace = self
            .hand
            .try_with_value(|hand| hand.writing.trace().clone());
        trace.unwrap_or_else(|| Trace::new(NO_SHEET))
    }

    /// Whether it can be a signature.
    ///
    /// # Errors
    /// What nobody would take for a name.
    pub fn judge(self) -> Result<Vec<Doubt>, Refused> {
        self.end_stroke();
        legible::judge(&self.trace())
    }

    /// Takes the last stroke back.
    pub fn undo(self) {
        self.change(|hand| hand.writing.undo(clock::monotonic_ms()));
    }

    /// Takes everything back.
    pub fn clear(self) {
        let _ = self.silent.try_set(None);
        self.change(|hand| hand.writing.clear(clock::monotonic_ms()));
    }

    /// The page goes away or is judged: the line under the tip ends here.
    pub fn end_stroke(self) {
        self.change(|hand| {
            hand.writing.end_stroke();
            true
        });
    }

    /// It was signed, or given up: nothing of it stays on the device.
    pub fn forget(self) {
        let _ = self.hand.try_update_value(|hand| {
            local_storage::keep_in_tab(&hand.key, None);
            hand.writing = Writing::new(NO_SHEET);
            if let Some(screen) = &hand.screen {
                screen.canvas.blank();
            }
        });
        let _ = self.strokes.try_set(0);
        let _ = self.events.try_set(0);
        let _ = self.silent.try_set(None);
    }

    /// Shows it in `host`, which stands at `place` of the window. Called again with every change of
    /// the place: what was written is drawn again, never lost.
    pub(super) fn lay(self, host: &Node, place: Rect, sideways: bool) {
        if place.width < 1.0 || place.height < 1.0 {
            return;
        }
        let _ = self.hand.try_update_value(|hand| {
            let screen = match hand.screen.take() {
                Some(screen) => Some(screen),
                None => InkCanvas::new(host).map(|canvas| Screen {
                    canvas,
                    frame: Frame::fit(NO_SHEET, (0.0, 0.0, 1.0, 1.0), false),
                    matrix: [0.0; 6],
                    size: (0.0, 0.0),
                    ratio: 1.0,
                }),
            };
            let Some(mut screen) = screen else { return };
            let size = (place.width, place.height);
            // A window that goes to another screen keeps its size, and is not sharp there.
            let is_other = screen.size != size || screen.ratio != screen.canvas.wanted_ratio();
            if is_other {
                screen.ratio = screen.canvas.resize(size.0, size.1);
                screen.size = size;
            }
            // The paper is fixed from the first point on; until then it is as large as it can be.
            let is_fresh =
                hand.writing.trace().events.is_empty() && hand.writing.under_the_tip().is_none();
            if is_fresh {
                hand.writing = Writing::new(sheet(size, sideways, screen.ratio));
            }
            let sheet = hand.writing.trace().sheet;
            screen.frame = Frame::fit(
                sheet,
                (place.x, place.y, place.width, place.height),
                sideways,
            );
            let matrix = screen.frame.matrix(screen.ratio);
            let is_turned = screen.matrix != matrix;
            screen.matrix = matrix;
            hand.screen = Some(screen);
            if is_other || is_turned {
                hand.draw();
            }
        });
    }

    /// It is no longer shown.
    pub(super) fn put_away(self) {
        self.end_stroke();
        let _ = self.hand.try_update_value(|hand| {
            hand.screen = None;
            hand.tidying = None;
        });
    }

    /// The engine shows what is drawn without waiting for the page.
    pub(super) fn is_prompt(self) -> bool {
        let prompt = |hand: &Hand| hand.screen.as_ref().map(|screen| screen.canvas.is_prompt());
        self.hand.try_with_value(prompt).flatten().unwrap_or(false)
    }

    /// Points came: drawn here and now, inside of the event.
    pub(super) fn points(self, points: &[Touching], guessed: &[Touching]) {
        let mut is_whole = false;
        let mut silent = None;
        let _ = self.hand.try_update_value(|hand| {
            let mut again = false;
            let mut new: Vec<Outline> = Vec::new();
            {
                let Some(screen) = &hand.screen else { return };
                for point in points {
                    let was = hand.writing.under_the_tip().is_some();
                    let drawn = hand.writing.pointer(on_sheet(&screen.frame, point));
                    again |= drawn.again;
                    if drawn.silent.is_some() || !drawn.outlines.is_empty() {
                        silent = Some(drawn.silent);
                    }
                    new.extend(drawn.outlines);
                    is_whole |= was && hand.writing.under_the_tip().is_none();
                }
                if !new.is_empty() && !again {
                    screen.canvas.fill(&svg::path(&new), screen.matrix);
                }
            }
            if again {
                hand.draw();
            }
            hand.guess(guessed);
        });
        if let Some(silent) = silent {
            self.tell(silent);
        }
        // Last: a stroke that ends may have filled the sheet.
        if is_whole {
            self.changed();
        }
    }

    fn tell(self, silent: Option<Silent>) {
        if self.silent.try_get_untracked() != Some(silent) {
            let _ = self.silent.try_set(silent);
        }
    }

    fn change(self, change: impl FnOnce(&mut Hand) -> bool) {
        let _ = self.hand.try_update_value(|hand| {
            if change(hand) {
                hand.draw();
            }
        });
        self.changed();
    }

    /// A stroke more or less stands: it is kept, counted, and drawn as it will stand on paper.
    fn changed(self) {
        let now = self.hand.try_update_value(|hand| {
            hand.keep();
            let trace = hand.writing.trace();
            let is_full = hand.writing.is_full();
            (trace.ink().len(), trace.events.len(), is_full)
        });
        let Some((strokes, events, is_full)) = now else {
            return;
        };
        if is_full {
            self.tell(Some(Silent::Full));
        }
        for (signal, now) in [(self.strokes, strokes), (self.events, events)] {
            if signal
                .try_get_untracked()
                .is_some_and(|before| before != now)
            {
                let _ = signal.try_set(now);
            }
        }
        let tidy = timer::next_frame(move || {
            let _ = self.hand.try_update_value(|hand| {
                if hand.writing.under_the_tip().is_none() {
                    hand.draw();
                }
            });
        });
        let _ = self.hand.try_update_value(|hand| hand.tidying = Some(tidy));
    }
}

impl Hand {
    /// Everything anew, as one figure: the same as the SVG.
    fn draw(&self) {
        let Some(screen) = &self.screen else { return };
        screen.canvas.blank();
        screen.canvas.guess(None, screen.matrix);
        let mut all = svg::outlines(self.writing.trace());
        if let Some(stroke) = self.writing.under_the_tip() {
            all.extend(figure(stroke));
        }
        if !all.is_empty() {
            screen.canvas.fill(&svg::path(&all), screen.matrix);
        }
    }

    fn guess(&self, guessed: &[Touching]) {
        let Some(screen) = &self.screen else { return };
        let points: Vec<Pointer> = guessed
            .iter()
            .map(|point| on_sheet(&screen.frame, point))
            .collect();
        let ahead = self.writing.ahead(&points);
        let shown = svg::trimmed(&ahead).map(|place| {
            let (width, height) = (f64::from(place.width()), f64::from(place.height()));
            let at = [f64::from(place.left), f64::from(place.top), width, height];
            (svg::path(&ahead), at)
        });
        let shown = shown.as_ref().map(|(path, at)| (path.as_str(), *at));
        screen.canvas.guess(shown, screen.matrix);
    }

    fn keep(&self) {
        let trace = self.writing.trace();
        if trace.events.is_empty() {
            local_storage::keep_in_tab(&self.key, None);
        } else {
            local_storage::keep_in_tab(&self.key, Some(&written(&self.writer, trace)));
        }
    }
}

/// Before the screen is known.
const NO_SHEET: Sheet = Sheet {
    width: 60_000,
    height: 30_000,
    ratio: 100,
};

fn sheet((width, height): (f64, f64), sideways: bool, ratio: f64) -> Sheet {
    let (across, down) = if sideways {
        (height, width)
    } else {
        (width, height)
    };
    let hundredths =
        |length: f64| ((length * 100.0) as i32).clamp(100, anjian_ink::trace::LONGEST_SIDE);
    Sheet {
        width: hundredths(across),
        height: hundredths(down),
        ratio: (ratio * 100.0).round() as u16,
    }
}

fn on_sheet(frame: &Frame, point: &Touching) -> Pointer {
    Pointer {
        id: point.id,
        tool: match point.tip {
            Tip::Touch => Tool::Touch,
            Tip::Pen => Tool::Pen,
            Tip::Mouse => Tool::Mouse,
        },
        does: match point.did {
            Did::Down => Does::Down,
            Did::Move => Does::Move,
            Did::Up => Does::Up,
        },
        place: frame.on_sheet(point.place.0, point.place.1),
        at: point.at,
        pressure: point.pressure,
        tilt: point.tilt,
        radius: point.radius,
    }
}

/// As hexadecimal digits, which every storage takes, and whose they are.
fn written(writer: &str, trace: &Trace) -> String {
    use std::fmt::Write as _;
    let bytes = trace.bytes();
    let mut out = String::with_capacity(bytes.len() * 2 + 1 + writer.len());
    for byte in bytes {
        // Writing into a string cannot fail.
        let _ = write!(out, "{byte:02x}");
    }
    out.push('\n');
    out.push_str(writer);
    out
}

fn read(text: &str) -> Option<(String, Trace)> {
    let (text, writer) = text.split_once('\n')?;
    let digit = |at: usize| u8::from_str_radix(text.get(at..at + 2)?, 16).ok();
    let bytes: Option<Vec<u8>> = (0..text.len()).step_by(2).map(digit).collect();
    Some((writer.to_owned(), Trace::read(&bytes?).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use anjian_ink::trace::{Event, Point, Stroke};

    #[test]
    fn what_the_tab_keeps_is_the_trace() {
        let mut trace = Trace::new(NO_SHEET);
        let point = |x| Point {
            x,
            y: 7,
            ..Point::default()
        };
        trace.events.push(Event::Stroke(Stroke {
            tool: Tool::Touch,
            points: vec![point(1), point(200)],
        }));
        trace.events.push(Event::Undo(50));
        let kept = written("周敏", &trace);
        assert_eq!(read(&kept), Some(("周敏".to_owned(), trace)));
        assert_eq!(read("zz\n"), None);
        assert_eq!(read("414\n"), None);
    }

    #[test]
    fn sideways_the_paper_is_as_wide_as_the_screen_is_high() {
        let paper = sheet((300.0, 640.0), true, 3.0);
        assert_eq!(
            (paper.width, paper.height, paper.ratio),
            (64_000, 30_000, 300)
        );
    }
}
