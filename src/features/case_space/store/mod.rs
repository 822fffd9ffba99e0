//! What one open case space holds: a handle of signals, free to copy.

mod composing;
#[cfg(test)]
mod store_tests;
mod timeline;

use anjian_api::ids::Seq;
use leptos::prelude::*;

pub use composing::Composing;
pub use timeline::{Goal, TimelineStore};

use crate::app::App;
use crate::state::court::CaseHandle;

/// What lies over the conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sheet {
    /// What this person has to do.
    Turns,
    /// To whom the message goes.
    Audience,
    /// A notice is written.
    Notice,
    /// Who confirmed a notice.
    Confirmed(Seq),
    /// Maps for a place.
    Maps(Seq),
    /// What is known of the files of a message.
    FileInfo(Seq),
}

/// The menu of a line, and where it was asked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OpenMenu {
    /// The line.
    pub seq: Seq,
    /// Where in the window.
    pub at: (f64, f64),
}

/// One open case space.
#[derive(Clone, Copy)]
pub struct Space {
    /// The app around it.
    pub app: App,
    /// The case.
    pub case: CaseHandle,
    /// The lines.
    pub timeline: TimelineStore,
    /// What is being written.
    pub composing: Composing,
    /// What lies over the conversation.
    pub sheet: RwSignal<Option<Sheet>>,
    /// The menu of a line.
    pub menu: RwSignal<Option<OpenMenu>>,
    /// The "+" panel is open.
    pub panel: RwSignal<bool>,
    /// Talking takes the place of writing.
    pub talking: RwSignal<bool>,
}

impl Space {
    /// Opens the space; lives with its page.
    #[must_use]
    pub fn new(app: App, case: CaseHandle) -> Self {
        Self {
            app,
            case,
            timeline: TimelineStore::new(app, case),
            composing: Composing::new(app, case),
            sheet: RwSignal::new(None),
            menu: RwSignal::new(None),
            panel: RwSignal::new(false),
            talking: RwSignal::new(false),
        }
    }

    /// Closes whatever lies over the conversation.
    pub fn close_sheet(self) {
        self.sheet.set(None);
    }
}

/// The space of the page; for component bodies inside of it.
#[must_use]
pub fn use_space() -> Option<Space> {
    use_context::<Space>()
}
