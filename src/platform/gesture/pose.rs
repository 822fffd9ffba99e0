//! Where content stands in its window, and where it may.

/// The largest enlargement.
pub const MOST: f64 = 8.0;
/// How far beyond the limits a pinch may pull before it is let go.
const SOFT: (f64, f64) = (0.7, 1.25);

/// Width and height in CSS px.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Size {
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

impl Size {
    /// The point in the middle.
    #[must_use]
    pub fn middle(self) -> (f64, f64) {
        (self.width / 2.0, self.height / 2.0)
    }

    fn sound(self) -> Self {
        let sound = |px: f64| if px.is_finite() { px.max(1.0) } else { 1.0 };
        Self {
            width: sound(self.width),
            height: sound(self.height),
        }
    }
}

/// Where content stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pose {
    /// Enlargement; 1 fits.
    pub scale: f64,
    /// The content's left edge in the window, CSS px.
    pub x: f64,
    /// Its upper edge.
    pub y: f64,
}

impl Default for Pose {
    fn default() -> Self {
        Self::START
    }
}

impl Pose {
    /// Fits, at the beginning.
    pub const START: Self = Self {
        scale: 1.0,
        x: 0.0,
        y: 0.0,
    };

    pub(super) fn is_sound(self) -> bool {
        self.scale.is_finite() && self.x.is_finite() && self.y.is_finite()
    }

    /// The point of the content at a point of the window.
    #[must_use]
    pub fn content_at(self, (x, y): (f64, f64)) -> (f64, f64) {
        ((x - self.x) / self.scale, (y - self.y) / self.scale)
    }

    pub(super) fn with_content_at(self, point: (f64, f64), at: (f64, f64)) -> Self {
        Self {
            scale: self.scale,
            x: at.0 - point.0 * self.scale,
            y: at.1 - point.1 * self.scale,
        }
    }

    pub(super) fn towards(self, other: Self, part: f64) -> Self {
        let mix = |from: f64, to: f64| from + (to - from) * part;
        Self {
            scale: mix(self.scale, other.scale),
            x: mix(self.x, other.x),
            y: mix(self.y, other.y),
        }
    }
}

/// The window and what is seen through it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Limits {
    /// The window.
    pub view: Size,
    /// The content at scale 1.
    pub content: Size,
}

impl Limits {
    pub(super) fn new(view: Size, content: Size) -> Self {
        Self {
            view: view.sound(),
            content: content.sound(),
        }
    }

    /// Whether the content is no wider, and no higher, than the window.
    #[must_use]
    pub fn fits(&self, scale: f64) -> (bool, bool) {
        (
            self.content.width * scale <= self.view.width + 0.5,
            self.content.height * scale <= self.view.height + 0.5,
        )
    }

    pub(super) fn hold_scale(&self, scale: f64) -> f64 {
        if scale.is_finite() {
            scale.clamp(1.0, MOST)
        } else {
            1.0
        }
    }

    pub(super) fn soft_scale(&self, scale: f64) -> f64 {
        if scale.is_finite() {
            scale.clamp(SOFT.0, MOST * SOFT.1)
        } else {
            1.0
        }
    }

    /// The nearest pose that leaves no empty edge: what fits stands in the middle. The scale is
    /// held about the middle of the window.
    pub(super) fn hold(&self, pose: Pose) -> Pose {
        let middle = self.view.middle();
        let scale = self.hold_scale(pose.scale);
        let pose = if scale == pose.scale {
            pose
        } else {
            let point = pose.content_at(middle);
            Pose { scale, ..pose }.with_content_at(point, middle)
        };
        let edge = |at: f64, view: f64, content: f64| {
            let room = view - content * scale;
            if room >= 0.0 {
                room / 2.0
            } else {
                at.clamp(room, 0.0)
            }
        };
        Pose {
            scale,
            x: edge(pose.x, self.view.width, self.content.width),
            y: edge(pose.y, self.view.height, self.content.height),
        }
    }
}

/// How far the content follows a finger that has gone `over` px beyond its edge.
pub(super) fn rubber(over: f64, room: f64) -> f64 {
    over.signum() * (1.0 - 1.0 / (over.abs() * 0.55 / room.max(1.0) + 1.0)) * room
}

/// Quick at first, gentle at the end.
pub(super) fn ease(part: f64) -> f64 {
    1.0 - (1.0 - part).powi(3)
}
