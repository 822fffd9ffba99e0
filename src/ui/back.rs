//! "Back" closes what lies over a page.

use crate::platform::{self, history::Step};
use leptos::prelude::*;

/// While the current owner lives, going back calls this instead of leaving the page. It has to close
/// what the owner belongs to.
pub fn close_on_back(on_close: Callback<()>) {
    platform::keep(Step::hold(move || on_close.run(())));
}
