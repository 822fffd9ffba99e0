//! One gesture layer for everything that is looked at: pictures, pages of a PDF, a transcript.
//!
//! [`Gestures`] is the pure state; [`Surface`] feeds it with what the browser tells of an element.

mod machine;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod machine_tests;
mod pose;
mod surface;

pub use machine::{Gestures, Input, Outcome};
pub use pose::{Limits, MOST, Pose, Size};
pub use surface::Surface;
