//! The pad: a whole screen to write a name on.
//!
//! Nothing that was written is lost: not when the screen turns, not when a call comes in, not when
//! the page is loaded again. What is drawn is drawn inside of the pointer's own event; signals hear
//! only of whole strokes.

mod sheet;
mod view;

pub use sheet::Pad;
pub use view::PadView;
