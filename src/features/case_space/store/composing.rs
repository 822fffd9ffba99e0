//! What is being written: words, quote, calls, audience.

use anjian_api::audience::Audience;
use anjian_api::command::{Command, Content, SendMessage, Text};
use anjian_api::ids::{CommandId, SeatId, Seq};
use anjian_api::refusal::Refusal;
use leptos::prelude::*;

use crate::app::App;
use crate::features::case_space::model::audience::{self, callable, usual};
use crate::features::case_space::model::compose::{
    Called, insert_mention, mention_query, still_called,
};
use crate::features::case_space::model::row::{Row, What};
use crate::state::court::{Addressed, CaseHandle};

/// What is being written in one case.
#[derive(Clone, Copy)]
pub struct Composing {
    app: App,
    case: CaseHandle,
    /// The words.
    pub text: RwSignal<String>,
    /// The entry that is answered.
    pub quote: RwSignal<Option<Seq>>,
    /// A chosen audience; none is the usual one.
    pub chosen: RwSignal<Option<Audience>>,
    /// Who was called by the list of people.
    pub called: RwSignal<Vec<Called>>,
    /// Where the cursor is, in UTF-16 units.
    pub cursor: RwSignal<u32>,
    /// The list of people was closed for this `@`.
    pub is_dismissed: RwSignal<bool>,
    /// Why the words were not sent.
    pub refusal: RwSignal<Option<Refusal>>,
    /// Counts up when the composer shall take the focus.
    pub focus: RwSignal<u32>,
}

impl Composing {
    /// Begins with the draft and to whom it goes, as it was left.
    #[must_use]
    pub fn new(app: App, case: CaseHandle) -> Self {
        let addressed = case.addressed();
        let called = |(seat, name)| Called { seat, name };
        let composing = Self {
            app,
            case,
            text: RwSignal::new(case.draft()),
            quote: RwSignal::new(addressed.quote),
            chosen: RwSignal::new(addressed.audience),
            called: RwSignal::new(addressed.called.into_iter().map(called).collect()),
            cursor: RwSignal::new(0),
            is_dismissed: RwSignal::new(false),
            refusal: RwSignal::new(None),
            focus: RwSignal::new(0),
        };
        // The draft of another device comes with the opening; own words are never replaced.
        Effect::new(move |_| {
            let _ = case.draft_version();
            let draft = untrack(|| case.draft());
            if !draft.is_empty() && composing.text.read_untracked().is_empty() {
                composing.text.set(draft);
            }
        });
        composing
    }

    /// Takes over what was typed.
    pub fn typed(self, text: String, cursor: u32) {
        self.case.set_draft(text.clone());
        self.app.court.typing(self.case.id);
        self.text.set(text);
        self.cursor.set(cursor);
        self.is_dismissed.set(false);
        self.refusal.set(None);
    }

    /// To whom it goes: the chosen audience, or the usual one.
    #[must_use]
    pub fn audience(self) -> Option<Audience> {
        self.chosen
            .get()
            .or_else(|| usual(&self.case.state(), self.case.you()))
    }

    /// What is typed after an `@`, while the list of people stands open.
    #[must_use]
    pub fn query(self) -> Option<String> {
        let (text, cursor) = (self.text.get(), self.cursor.get());
        let query = mention_query(&text, cursor)?.to_owned();
        // A call that is complete asks for nobody any more.
        let is_done = self.called.read().iter().any(|one| one.name == query);
        (!self.is_dismissed.get() && !is_done).then_some(query)
    }

    /// Who can be called with what is typed.
    #[must_use]
    pub fn callable(self, typed: &str) -> Vec<(SeatId, String)> {
        let Some(audience) = self.audience() else {
            return Vec::new();
        };
        callable(&self.case.state(), self.case.you(), &audience, typed)
            .into_iter()
            .map(|seat| (seat.id, seat.name))
            .collect()
    }

    /// Calls a person at the cursor; gives the new cursor.
    pub fn call(self, seat: SeatId) -> Option<u32> {
        let state = self.case.state_untracked();
        let name = state.seat(seat)?.name.clone();
        let (text, cursor) = (self.text.get_untracked(), self.cursor.get_untracked());
        let (text, cursor) = insert_mention(&text, cursor, &name);
        self.called
            .update(|called| called.push(Called { seat, name }));
        self.keep_addressed();
        self.typed(text, cursor);
        self.is_dismissed.set(true);
        self.take_focus();
        Some(cursor)
    }

    /// Answers an entry; a word that not everybody saw is answered among those who did.
    pub fn answer(self, row: &Row) {
        self.quote.set(Some(row.seq));
        let heard = match &row.what {
            What::Talk(talk) => Some(&talk.audience),
            What::Notice(notice) => Some(&notice.audience),
            _ => None,
        };
        let (state, you) = (self.case.state_untracked(), untrack(|| self.case.you()));
        if let Some(fitting) = heard.and_then(|heard| audience::for_answer(&state, you, heard)) {
            let is_usual = usual(&state, you).as_ref() == Some(&fitting);
            self.chosen.set((!is_usual).then_some(fitting));
        }
        self.keep_addressed();
        self.take_focus();
    }

    /// Answers nothing any more.
    pub fn drop_quote(self) {
        self.quote.set(None);
        self.keep_addressed();
    }

    /// Chooses to whom the words go.
    pub fn choose(self, audience: Audience) {
        let (state, you) = (self.case.state_untracked(), untrack(|| self.case.you()));
        let is_usual = usual(&state, you).as_ref() == Some(&audience);
        self.chosen.set((!is_usual).then_some(audience));
        self.keep_addressed();
    }

    fn keep_addressed(self) {
        let called = self.called.get_untracked().into_iter();
        self.case.set_addressed(Addressed {
            quote: self.quote.get_untracked(),
            audience: self.chosen.get_untracked(),
            called: called.map(|one| (one.seat, one.name)).collect(),
        });
    }

    /// Puts words back that were set aside.
    pub fn take_back(self, message: &SendMessage) {
        if let Content::Text(text) = &message.content {
            let mut words = self.text.get_untracked();
            if !words.trim().is_empty() {
                words.push('\n');
            }
            words.push_str(&text.text);
            let cursor = u32::try_from(words.encode_utf16().count()).unwrap_or(u32::MAX);
            self.typed(words, cursor);
            self.quote.set(message.quote);
            // To whom they were to go, too: what was meant for a few is not sent to all.
            self.choose(message.audience.clone());
            self.take_focus();
        }
    }

    /// The composer takes the focus.
    pub fn take_focus(self) {
        self.focus.update(|count| *count += 1);
    }

    /// Sends the words; the refusal, if there is one, stands beside them and they stay.
    pub fn send(self) -> Option<CommandId> {
        let text = self.text.get_untracked();
        let audience = untrack(|| self.audience());
        let called = self.called.get_untracked();
        let content = Content::Text(Text {
            text: text.trim_end().to_owned(),
        });
        let mentions = still_called(&text, &called);
        let quote = self.quote.get_untracked();
        // Nobody who may not speak sees the composer; the judge of that is `may`.
        let audience = audience.unwrap_or(Audience::Participants);
        let message = SendMessage {
            content,
            audience,
            quote,
            mentions,
        };
        let sent = self.submit(Command::SendMessage(message))?;
        self.case.set_draft(String::new());
        self.text.set(String::new());
        self.quote.set(None);
        self.called.set(Vec::new());
        self.keep_addressed();
        Some(sent)
    }

    /// Sends a command when it may be sent.
    pub fn submit(self, command: Command) -> Option<CommandId> {
        let court = self.app.court;
        match untrack(|| court.may(self.case.id, &command)) {
            Ok(()) => {
                self.refusal.set(None);
                Some(court.submit(self.case.id, command))
            }
            Err(refusal) => {
                self.refusal.set(Some(refusal));
                None
            }
        }
    }
}
