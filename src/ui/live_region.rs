//! Words for screen readers only.

use leptos::prelude::*;

/// Speaks through the live regions; copy it into whatever has something to say.
#[derive(Clone, Copy, Debug)]
pub struct Announcer {
    polite: RwSignal<String>,
    assertive: RwSignal<String>,
}

impl Announcer {
    /// A silent announcer; create it in the app's shell and render [`LiveRegions`] once.
    pub fn new() -> Self {
        Self {
            polite: RwSignal::new(String::new()),
            assertive: RwSignal::new(String::new()),
        }
    }

    /// Speaks when the reader is idle: a new entry.
    pub fn polite(self, text: &str) {
        say(self.polite, text);
    }

    /// Interrupts: an urgent turn, a lost hearing.
    pub fn assertive(self, text: &str) {
        say(self.assertive, text);
    }
}

impl Default for Announcer {
    fn default() -> Self {
        Self::new()
    }
}

/// The same words twice are a change only if the text differs: a trailing no-break space alternates.
fn say(region: RwSignal<String>, text: &str) {
    let again = region.try_get_untracked().is_some_and(|said| said == text);
    let _ = region.try_set(if again {
        format!("{text}\u{a0}")
    } else {
        text.to_owned()
    });
}

/// The two regions, once in the app, there from the beginning.
#[component]
pub fn LiveRegions(
    /// What speaks.
    announcer: Announcer,
) -> impl IntoView {
    view! {
        <div class="ui-sr" aria-live="polite" data-testid="live-polite">{announcer.polite}</div>
        <div class="ui-sr" aria-live="assertive" data-testid="live-assertive">
            {announcer.assertive}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_words_twice_are_spoken_twice() {
        let owner = Owner::new();
        owner.set();
        let announcer = Announcer::new();
        announcer.polite("one new message");
        let first = announcer.polite.get_untracked();
        announcer.polite("one new message");
        assert_ne!(announcer.polite.get_untracked(), first);
    }
}
