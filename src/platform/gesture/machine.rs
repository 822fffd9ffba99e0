//! Fingers, mouse and wheel over something larger than its window: pure, without a browser.
//!
//! A point `p` of the content (CSS px at scale 1) stands on the screen at `pose.x + p.x * scale`,
//! measured from the upper left corner of the window. Times are milliseconds of any one clock.

use super::pose::{Limits, Pose, Size, ease, rubber};

/// Two taps no further apart than this are one double tap, ms.
const DOUBLE_TAP_MS: f64 = 300.0;
/// And no further than this, px.
const DOUBLE_TAP_PX: f64 = 24.0;
/// A finger that stays within this has not moved, px.
const SLOP_PX: f64 = 10.0;
/// A drag of this part of the window goes to the next file, or closes.
const FAR_ENOUGH: f64 = 0.25;
/// So does a quick one, px per ms.
const FLICK: f64 = 0.5;
/// Slower than this nothing glides on, px per ms.
const GLIDE_FROM: f64 = 0.05;
/// How a glide dies away: its speed falls to 1/e in this time, ms.
const GLIDE_MS: f64 = 325.0;
/// How long it takes to come back from beyond an edge, ms.
const SETTLE_MS: f64 = 220.0;
/// A finger that rested this long before it left throws nothing, ms.
const REST_MS: f64 = 80.0;

/// What happens to the surface.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Input {
    /// A finger or the mouse button goes down.
    Down { id: i32, x: f64, y: f64, at: f64 },
    /// It moves.
    Move { id: i32, x: f64, y: f64, at: f64 },
    /// It leaves.
    Up { id: i32, at: f64 },
    /// The browser takes it away.
    Cancel { id: i32 },
    /// The wheel turns; with `zoom` it enlarges about the pointer.
    Wheel {
        x: f64,
        y: f64,
        dx: f64,
        dy: f64,
        zoom: bool,
    },
    /// Time for the next picture of a movement.
    Frame { at: f64 },
}

/// What comes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The pose changed.
    Moved,
    /// Nothing moves any more: time to draw sharply.
    Settled,
    /// Two quick taps.
    DoubleTap,
    /// Swiped to the right at fit scale.
    Previous,
    /// Swiped to the left at fit scale.
    Next,
    /// Pulled down at fit scale.
    Close,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Finger {
    id: i32,
    x: f64,
    y: f64,
    from: (f64, f64),
    since: f64,
    moved_at: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Default)]
enum Mode {
    #[default]
    Rest,
    /// Down and not yet moved.
    Touch,
    Pan,
    /// Sideways, to another file.
    Swipe,
    /// Downwards, to close.
    Pull,
    Pinch {
        distance: f64,
        scale: f64,
    },
    Glide {
        vx: f64,
        vy: f64,
        at: Option<f64>,
    },
    Settle {
        from: Pose,
        to: Pose,
        start: Option<f64>,
    },
}

/// The state of one surface.
#[derive(Clone, Debug, Default)]
pub struct Gestures {
    limits: Limits,
    pose: Pose,
    mode: Mode,
    fingers: Vec<Finger>,
    /// The free position of the finger's drag, before the rubber band holds it back.
    free: (f64, f64),
    speed: (f64, f64),
    /// Where and when the last tap was.
    tapped: Option<(f64, f64, f64)>,
    /// The person wants no movement that they do not make themselves.
    pub still: bool,
}

impl Gestures {
    /// Where the content stands.
    #[must_use]
    pub fn pose(&self) -> Pose {
        self.pose
    }

    /// What holds it.
    #[must_use]
    pub fn limits(&self) -> Limits {
        self.limits
    }

    /// Something moves by itself: give it [`Input::Frame`].
    #[must_use]
    pub fn is_moving(&self) -> bool {
        matches!(self.mode, Mode::Glide { .. } | Mode::Settle { .. })
    }

    /// Other content: it stands at fit scale, at its beginning.
    pub fn begin(&mut self, view: Size, content: Size) {
        let still = self.still;
        *self = Self {
            limits: Limits::new(view, content),
            still,
            ..Self::default()
        };
        self.pose = self.limits.hold(Pose::START);
    }

    /// The window or the content changed its size: the point in the middle stays there. `shift`
    /// is by how much content above that point grew, in content px.
    pub fn resize(&mut self, view: Size, content: Size, shift: f64) {
        let (x, y) = self.pose.content_at(self.limits.view.middle());
        self.limits = Limits::new(view, content);
        let middle = self.limits.view.middle();
        self.mode = Mode::Rest;
        self.pose = self
            .limits
            .hold(self.pose.with_content_at((x, y + shift), middle));
    }

    /// Enlarges about a point of the window, the middle when there is none.
    pub fn zoom_to(&mut self, scale: f64, about: Option<(f64, f64)>) -> bool {
        let about = about.unwrap_or_else(|| self.limits.view.middle());
        let point = self.pose.content_at(about);
        let scale = self.limits.hold_scale(scale);
        let zoomed = Pose { scale, ..self.pose }.with_content_at(point, about);
        self.place(zoomed)
    }

    /// Moves the content; never beyond its edges.
    pub fn pan_by(&mut self, dx: f64, dy: f64) -> bool {
        let Pose { x, y, scale } = self.pose;
        self.place(Pose {
            x: x + dx,
            y: y + dy,
            scale,
        })
    }

    /// Shows this point of the content in the middle, at this scale.
    pub fn show(&mut self, point: (f64, f64), scale: f64) -> bool {
        let scale = self.limits.hold_scale(scale);
        let middle = self.limits.view.middle();
        self.place(Pose { scale, ..self.pose }.with_content_at(point, middle))
    }

    /// Brings this height of the content to the top of the window.
    pub fn show_top(&mut self, y: f64) -> bool {
        let Pose { x, scale, .. } = self.pose;
        self.place(Pose {
            x,
            y: -y * scale,
            scale,
        })
    }

    fn place(&mut self, pose: Pose) -> bool {
        if !pose.is_sound() {
            return false;
        }
        self.mode = Mode::Rest;
        let held = self.limits.hold(pose);
        let moved = held != self.pose;
        self.pose = held;
        moved
    }

    /// Takes what happened and tells what comes of it.
    pub fn take(&mut self, input: Input) -> Vec<Outcome> {
        let mut out = Vec::new();
        let before = self.pose;
        match input {
            Input::Down { id, x, y, at } if x.is_finite() && y.is_finite() => {
                self.down(id, x, y, at);
            }
            Input::Move { id, x, y, at } if x.is_finite() && y.is_finite() => {
                self.moved(id, x, y, at);
            }
            Input::Up { id, at } => self.up(id, at, &mut out),
            // A finger that has left already is told of once more, as its capture ends.
            Input::Cancel { id } if self.fingers.iter().any(|finger| finger.id == id) => {
                self.fingers.retain(|finger| finger.id != id);
                self.tapped = None;
                self.let_go(&mut out);
            }
            Input::Wheel { x, y, dx, dy, zoom } => self.wheel((x, y), (dx, dy), zoom, &mut out),
            Input::Frame { at } if at.is_finite() => self.frame(at, &mut out),
            Input::Down { .. }
            | Input::Move { .. }
            | Input::Cancel { .. }
            | Input::Frame { .. } => {}
        }
        if self.pose != before {
            out.insert(0, Outcome::Moved);
        }
        out
    }

    fn down(&mut self, id: i32, x: f64, y: f64, at: f64) {
        self.fingers.retain(|finger| finger.id != id);
        if self.fingers.len() >= 2 {
            return;
        }
        self.fingers.push(Finger {
            id,
            x,
            y,
            from: (x, y),
            since: at,
            moved_at: at,
        });
        self.speed = (0.0, 0.0);
        match self.spread() {
            Some((distance, ..)) => {
                self.tapped = None;
                self.mode = Mode::Pinch {
                    distance,
                    scale: self.pose.scale,
                };
            }
            // What glides is caught.
            None => self.mode = Mode::Touch,
        }
    }

    fn moved(&mut self, id: i32, x: f64, y: f64, at: f64) {
        let before = self.spread();
        let Some(finger) = self.fingers.iter_mut().find(|finger| finger.id == id) else {
            return;
        };
        let (dx, dy) = (x - finger.x, y - finger.y);
        let passed = (at - finger.moved_at).max(1.0);
        let way = (x - finger.from.0, y - finger.from.1);
        (finger.x, finger.y, finger.moved_at) = (x, y, at);
        if passed.is_finite() {
            self.speed = (
                0.7 * dx / passed + 0.3 * self.speed.0,
                0.7 * dy / passed + 0.3 * self.speed.1,
            );
        }
        match self.mode {
            Mode::Touch if way.0.hypot(way.1) > SLOP_PX => {
                self.tapped = None;
                self.free = (self.pose.x, self.pose.y);
                self.mode = self.meant(way);
                self.drag(dx, dy);
            }
            Mode::Pan | Mode::Swipe | Mode::Pull => self.drag(dx, dy),
            Mode::Pinch { distance, scale } => {
                if let (Some((now, cx, cy)), Some((_, bx, by))) = (self.spread(), before) {
                    let point = self.pose.content_at((bx, by));
                    let scale = self.limits.soft_scale(scale * now / distance);
                    self.pose = Pose { scale, ..self.pose }.with_content_at(point, (cx, cy));
                }
            }
            _ => {}
        }
    }

    /// What a finger wants that went this way.
    fn meant(&self, (dx, dy): (f64, f64)) -> Mode {
        let (fits_x, fits_y) = self.limits.fits(self.pose.scale);
        if fits_x && dx.abs() > dy.abs() {
            Mode::Swipe
        } else if fits_y && dy > 0.0 && dy.abs() >= dx.abs() {
            Mode::Pull
        } else {
            Mode::Pan
        }
    }

    fn drag(&mut self, dx: f64, dy: f64) {
        let held = self.limits.hold(self.pose);
        match self.mode {
            Mode::Swipe => self.pose.x += dx,
            Mode::Pull => self.pose.y = (self.pose.y + dy).max(held.y),
            _ => {
                self.free = (self.free.0 + dx, self.free.1 + dy);
                let (x, y) = self.free;
                let held = self.limits.hold(Pose { x, y, ..self.pose });
                let view = self.limits.view;
                let (fits_x, _) = self.limits.fits(self.pose.scale);
                // What fits stays in its middle.
                self.pose.x = if fits_x {
                    held.x
                } else {
                    held.x + rubber(x - held.x, view.width)
                };
                self.pose.y = held.y + rubber(y - held.y, view.height);
            }
        }
    }

    fn up(&mut self, id: i32, at: f64, out: &mut Vec<Outcome>) {
        let Some(place) = self.fingers.iter().position(|finger| finger.id == id) else {
            return;
        };
        let finger = self.fingers.remove(place);
        if at - finger.moved_at > REST_MS {
            self.speed = (0.0, 0.0);
        }
        if self.mode == Mode::Touch && at - finger.since <= DOUBLE_TAP_MS {
            self.mode = Mode::Rest;
            let near = self.tapped.is_some_and(|(x, y, when)| {
                at - when <= DOUBLE_TAP_MS && (finger.x - x).hypot(finger.y - y) <= DOUBLE_TAP_PX
            });
            self.tapped = (!near).then_some((finger.x, finger.y, at));
            if near {
                out.push(Outcome::DoubleTap);
            }
        }
        self.let_go(out);
    }

    /// A finger has left.
    fn let_go(&mut self, out: &mut Vec<Outcome>) {
        if let [finger] = self.fingers.as_mut_slice() {
            // The other finger of a pinch goes on alone.
            finger.from = (finger.x, finger.y);
            self.free = (self.pose.x, self.pose.y);
            self.speed = (0.0, 0.0);
            self.mode = Mode::Pan;
            return;
        }
        let (vx, vy) = self.speed;
        let view = self.limits.view;
        let held = self.limits.hold(self.pose);
        match self.mode {
            Mode::Swipe => {
                let way = self.pose.x - held.x;
                let is_meant = way.abs() > view.width * FAR_ENOUGH
                    || (vx.abs() > FLICK && vx.signum() == way.signum());
                if is_meant && way != 0.0 {
                    out.push(if way > 0.0 {
                        Outcome::Previous
                    } else {
                        Outcome::Next
                    });
                }
            }
            Mode::Pull if self.pose.y - held.y > view.height * FAR_ENOUGH || vy > FLICK => {
                out.push(Outcome::Close);
            }
            Mode::Pan if held == self.pose && vx.hypot(vy) > GLIDE_FROM && !self.still => {
                self.mode = Mode::Glide { vx, vy, at: None };
                return;
            }
            Mode::Glide { .. } | Mode::Settle { .. } => return,
            // What was caught in its flight rests where it was caught, if it may.
            _ => {}
        }
        self.settle(out);
    }

    /// Goes back to where the content may stand.
    fn settle(&mut self, out: &mut Vec<Outcome>) {
        let to = self.limits.hold(self.pose);
        if to == self.pose || self.still {
            self.pose = to;
            self.mode = Mode::Rest;
            out.push(Outcome::Settled);
        } else {
            self.mode = Mode::Settle {
                from: self.pose,
                to,
                start: None,
            };
        }
    }

    fn wheel(&mut self, at: (f64, f64), (dx, dy): (f64, f64), zoom: bool, out: &mut Vec<Outcome>) {
        if !dx.is_finite() || !dy.is_finite() || !self.fingers.is_empty() {
            return;
        }
        let moved = if zoom {
            let factor = (-dy * 0.003).clamp(-0.7, 0.7).exp();
            self.zoom_to(self.pose.scale * factor, Some(at))
        } else {
            self.pan_by(-dx, -dy)
        };
        if moved {
            out.push(Outcome::Settled);
        }
    }

    fn frame(&mut self, now: f64, out: &mut Vec<Outcome>) {
        match self.mode {
            Mode::Glide { vx, vy, at } => {
                let passed = (now - at.unwrap_or(now)).clamp(0.0, 100.0);
                let left = (-passed / GLIDE_MS).exp();
                let (x, y) = (
                    self.pose.x + vx * GLIDE_MS * (1.0 - left),
                    self.pose.y + vy * GLIDE_MS * (1.0 - left),
                );
                let free = Pose { x, y, ..self.pose };
                let held = self.limits.hold(free);
                // At an edge that direction ends.
                let vx = if held.x == x { vx * left } else { 0.0 };
                let vy = if held.y == y { vy * left } else { 0.0 };
                self.pose = held;
                self.mode = Mode::Glide {
                    vx,
                    vy,
                    at: Some(now),
                };
                if vx.hypot(vy) < GLIDE_FROM / 2.0 {
                    self.mode = Mode::Rest;
                    out.push(Outcome::Settled);
                }
            }
            Mode::Settle { from, to, start } => {
                let start = start.unwrap_or(now);
                let part = ((now - start) / SETTLE_MS).clamp(0.0, 1.0);
                if part >= 1.0 {
                    self.pose = to;
                    self.mode = Mode::Rest;
                    out.push(Outcome::Settled);
                } else {
                    self.pose = from.towards(to, ease(part));
                    self.mode = Mode::Settle {
                        from,
                        to,
                        start: Some(start),
                    };
                }
            }
            _ => {}
        }
    }

    /// Distance and middle of two fingers.
    fn spread(&self) -> Option<(f64, f64, f64)> {
        let [one, two] = self.fingers.as_slice() else {
            return None;
        };
        let distance = (one.x - two.x).hypot(one.y - two.y).max(1.0);
        Some((distance, (one.x + two.x) / 2.0, (one.y + two.y) / 2.0))
    }
}
