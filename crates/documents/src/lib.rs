//! Court papers: what they say, as PDF/A by Typst and as numbered lines for the app.
//!
//! A paper is words ([`paper`]) that a template ([`template`]) gave; the typesetter
//! ([`typeset`]) only knows how such words look. Data reaches it as one JSON value and is shown as
//! text: nothing that a person is called becomes markup. It reads no file and no package.

pub mod fonts;
pub mod lines;
pub mod packed;
pub mod paper;
pub mod template;
pub mod typeset;
pub mod unhinted;
pub mod uploaded;
mod world;
