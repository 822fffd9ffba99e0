//! One dialog for every act that asks for a choice, a time or words before it is done.

use std::rc::Rc;

use anjian_api::command::Command;
use anjian_api::evidence::Ground;
use anjian_api::evidence::command::EvidenceCommand;
use anjian_api::ids::Moment;
use leptos::{ev::SubmitEvent, prelude::*};

use super::spoken::SpokenField;
use crate::app::App;
use crate::features::case_space::read_due;
use crate::features::evidence::model::opinion::{SpokenDraft, ground};
use crate::i18n::{t, text};
use crate::state::court::CaseHandle;
use crate::ui::{Button, ButtonKind, ChoiceField, Dialog, DialogShape, TextField, WordsField};

/// What was filled in.
#[derive(Clone, Debug, Default)]
pub struct Filled {
    /// Which choice; 0 when there was none.
    pub choice: usize,
    /// Which time.
    pub date: Option<Moment>,
    /// The words; empty when none are needed and none were given.
    pub words: String,
    /// The same by voice.
    pub spoken: Option<SpokenDraft>,
}

impl Filled {
    /// The words, if there are any.
    #[must_use]
    pub fn some_words(&self) -> Option<String> {
        (!self.words.is_empty()).then(|| self.words.clone())
    }

    /// Words, voice, or both.
    #[must_use]
    pub fn ground(&self) -> Ground {
        ground(&self.words, self.spoken.as_ref())
    }
}

type Make = Rc<dyn Fn(&Filled) -> EvidenceCommand>;

/// What is asked, in the words of the language in which it was opened.
#[derive(Clone)]
pub struct Ask {
    title: String,
    verb: String,
    done: String,
    danger: bool,
    notes: Vec<String>,
    choices: Option<(String, Vec<String>)>,
    date: Option<String>,
    words: Option<(String, bool)>,
    may_speak: bool,
    make: Make,
}

impl Ask {
    /// A question with its verb, and the words when it is done.
    pub fn new(
        title: String,
        verb: String,
        done: String,
        make: impl Fn(&Filled) -> EvidenceCommand + 'static,
    ) -> Self {
        Self {
            title,
            verb,
            done,
            danger: false,
            notes: Vec::new(),
            choices: None,
            date: None,
            words: None,
            may_speak: false,
            make: Rc::new(make),
        }
    }

    /// It cannot be undone.
    pub fn dangerous(mut self) -> Self {
        self.danger = true;
        self
    }

    /// A line above the fields: what follows from it.
    pub fn note(mut self, note: String) -> Self {
        self.notes.push(note);
        self
    }

    /// One of these has to be chosen.
    pub fn choices(mut self, label: String, choices: Vec<String>) -> Self {
        self.choices = Some((label, choices));
        self
    }

    /// A time has to be given.
    pub fn date(mut self, label: String) -> Self {
        self.date = Some(label);
        self
    }

    /// Words have to be given.
    pub fn words(mut self, label: String) -> Self {
        self.words = Some((label, true));
        self
    }

    /// Instead of the words a voice may be given.
    pub fn or_spoken(mut self) -> Self {
        self.may_speak = true;
        self
    }

    /// Words may be given.
    pub fn may_say(mut self, label: String) -> Self {
        self.words = Some((label, false));
        self
    }
}

/// The dialog of a page, and what was typed in it.
#[derive(Clone, Copy)]
pub struct Asking {
    app: App,
    case: CaseHandle,
    ask: RwSignal<Option<Ask>, LocalStorage>,
    open: RwSignal<bool>,
    choice: RwSignal<Option<usize>>,
    date: RwSignal<String>,
    words: RwSignal<String>,
    spoken: RwSignal<Option<SpokenDraft>>,
    wrong: RwSignal<Wrong>,
}

/// What is wrong, field by field.
#[derive(Clone, Debug, Default, PartialEq)]
struct Wrong {
    choice: Option<String>,
    date: Option<String>,
    words: Option<String>,
    refused: Option<String>,
}

impl Asking {
    /// Nothing is asked. Belongs to the current owner, the page.
    #[must_use]
    pub fn new(app: App, case: CaseHandle) -> Self {
        Self {
            app,
            case,
            ask: RwSignal::new_local(None),
            open: RwSignal::new(false),
            choice: RwSignal::new(None),
            date: RwSignal::default(),
            words: RwSignal::default(),
            spoken: RwSignal::new(None),
            wrong: RwSignal::default(),
        }
    }

    /// Opens the dialog.
    pub fn ask(self, ask: Ask) {
        self.choice.set(None);
        self.date.set(String::new());
        self.words.set(String::new());
        self.spoken.set(None);
        self.wrong.set(Wrong::default());
        self.ask.set(Some(ask));
        self.open.set(true);
    }

    fn submit(self) {
        let Some(ask) = self.ask.get_untracked() else {
            return;
        };
        let locale = self.app.i18n.locale_untracked();
        let mut filled = Filled {
            words: self.words.get_untracked().trim().to_owned(),
            spoken: self.spoken.get_untracked().filter(|_| ask.may_speak),
            ..Filled::default()
        };
        let mut wrong = Wrong::default();
        if ask.choices.is_some() {
            match self.choice.get_untracked() {
                Some(choice) => filled.choice = choice,
                None => wrong.choice = Some(text!(locale, exhibit.missing_choice)),
            }
        }
        if ask.date.is_some() {
            let now = self.app.clock.now();
            let date = read_due(&self.date.get_untracked()).filter(|date| *date > now);
            if date.is_none() {
                wrong.date = Some(text!(locale, exhibit.missing_date));
            }
            filled.date = date;
        }
        let needs_words = ask.words.as_ref().is_some_and(|(_, required)| *required);
        match &filled.spoken {
            Some(SpokenDraft::Sending { .. }) => {
                wrong.words = Some(text!(locale, exhibit.spoken_wait));
            }
            None if needs_words && filled.words.is_empty() => {
                wrong.words = Some(text!(locale, exhibit.missing_words));
            }
            Some(SpokenDraft::There(_)) | None => {}
        }
        if wrong == Wrong::default() {
            let command = Command::Evidence((ask.make)(&filled));
            match untrack(|| self.app.court.may(self.case.id, &command)) {
                Ok(()) => {
                    self.app.court.submit(self.case.id, command);
                    self.app.toasts.show(ask.done.clone());
                    self.open.set(false);
                }
                Err(refusal) => {
                    let words = untrack(|| self.app.refusal_words(&refusal));
                    wrong.refused = Some(text!(
                        locale,
                        exhibit.refused,
                        what = words.what,
                        next = words.next
                    ));
                }
            }
        }
        self.wrong.set(wrong);
    }
}

/// The dialog; put one on each page that asks.
#[component]
pub fn AskDialog(asking: Asking) -> impl IntoView {
    let i18n = asking.app.i18n;
    let title = Signal::derive(move || {
        asking
            .ask
            .with(|ask| ask.as_ref().map(|ask| ask.title.clone()))
            .unwrap_or_default()
    });
    view! {
        <Dialog
            open=asking.open
            on_close=move |()| asking.open.set(false)
            title
            close_label=t!(i18n, exhibit.close)
            shape=DialogShape::HalfScreen
        >
            {move || asking.ask.get().map(|ask| view! { <Form asking ask /> })}
        </Dialog>
    }
}

#[component]
fn Form(asking: Asking, ask: Ask) -> impl IntoView {
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        asking.submit();
    };
    let notes = ask.notes.into_iter().map(|note| view! { <p>{note}</p> });
    let choices = ask.choices.map(|(label, choices)| {
        view! {
            <ChoiceField
                id="ask-choice"
                label
                choices
                value=asking.choice
                on_choose=move |at| asking.choice.set(Some(at))
                error=Signal::derive(move || asking.wrong.get().choice)
            />
        }
    });
    let date = ask.date.map(|label| {
        view! {
            <TextField
                id="ask-date"
                label
                value=asking.date
                error=Signal::derive(move || asking.wrong.get().date)
                input_type="datetime-local"
                required=true
                test_id="ask-date"
            />
        }
    });
    let (app, case) = (asking.app, asking.case.id);
    let spoken = ask.may_speak.then(|| {
        let speak = move |said| asking.spoken.set(said);
        view! { <SpokenField app case id="ask-words" value=asking.spoken on_change=speak /> }
    });
    let words = ask.words.map(|(label, required)| {
        view! {
            <WordsField
                id="ask-words"
                label
                value=asking.words
                on_type=move |typed| asking.words.set(typed)
                error=Signal::derive(move || asking.wrong.get().words)
                required=required && !ask.may_speak
            />
        }
    });
    let kind = match ask.danger {
        true => ButtonKind::Danger,
        false => ButtonKind::Primary,
    };
    view! {
        <form class="ui-form ev-ask" novalidate on:submit=submit>
            {notes.collect_view()}
            {choices}
            {date}
            {words}
            {spoken}
            <p class="ev-refused" role="alert">
                {move || asking.wrong.get().refused}
            </p>
            <Button label=ask.verb kind submit=true test_id="ask-submit" />
        </form>
    }
}
