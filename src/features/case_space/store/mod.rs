//! What one open case space holds: a handle of signals, free to copy.

mod composing;
#[cfg(test)]
mod store_tests;
mod timeline;
#[cfg(test)]
mod unseen_tests;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use anjian_api::ids::{SeatId, Seq};
use anjian_domain::{CaseState, state::SeatRecord};
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
    around: RwSignal<Around>,
}

/// What every line shows besides its own entry.
#[derive(Debug, Clone, Default, PartialEq)]
struct Around {
    seats: BTreeMap<SeatId, SeatRecord>,
    recalled: BTreeSet<Seq>,
}

impl Around {
    fn of(case: &CaseState) -> Self {
        let (seats, recalled) = (case.seats.clone(), case.recalled.clone());
        Self { seats, recalled }
    }

    fn is_of(&self, case: &CaseState) -> bool {
        self.seats == case.seats && self.recalled == case.recalled
    }
}

impl Space {
    /// Opens the space; lives with its page.
    #[must_use]
    pub fn new(app: App, case: CaseHandle) -> Self {
        let around = RwSignal::new(Around::of(&case.state_untracked()));
        // Not a memo: that would wake every line with every message, if only to find nothing new.
        Effect::new(move |_| {
            let state = case.state();
            if !around.read_untracked().is_of(&state) {
                around.set(Around::of(&state));
            }
        });
        Self {
            app,
            case,
            timeline: TimelineStore::new(app, case),
            composing: Composing::new(app, case),
            sheet: RwSignal::new(None),
            menu: RwSignal::new(None),
            panel: RwSignal::new(false),
            talking: RwSignal::new(false),
            around,
        }
    }

    /// The case for a line: whoever reads it is told when its people or what was recalled change,
    /// and not, as with [`CaseHandle::state`], with every message. There are many lines.
    #[must_use]
    pub fn case_around(self) -> Arc<CaseState> {
        self.around.track();
        self.case.state_untracked()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_hear_of_a_recall_and_not_of_a_message() {
        let mut case = CaseState::default();
        let around = Around::of(&case);
        case.head = Seq(5);
        assert!(around.is_of(&case));
        case.recalled.insert(Seq(3));
        assert!(!around.is_of(&case));
        assert!(Around::of(&case).is_of(&case));
    }
}
