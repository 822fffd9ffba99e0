//! The form: stars, words or voice, pictures, and the summary of the device where it is ticked.

use anjian_api::feedback::{FeedbackId, FeedbackPage, FeedbackStage, WORDS_CHARS};
use anjian_api::ids::CaseId;
use leptos::prelude::*;

use super::pictures::{self, Pictures, Recorded};
use super::stars::Stars;
use crate::app::App;
use crate::features::feedback::model::{Draft, Lack, told_page};
use crate::features::feedback::outbox::{self, Waiting};
use crate::features::feedback::{kept, words};
use crate::i18n::{Locale, t, text};
use crate::platform::files::PickedFile;
use crate::platform::{device, local_storage, random, task, viewport, visibility};
use crate::routes::Page;
use crate::state::court::Court;
use crate::ui::{Button, ButtonKind, SwitchCell, WordsField};

/// A picture of the draft: where it lies on the device, and the picture.
pub type Picture = (String, PickedFile);

/// What is being written.
#[derive(Clone, Copy)]
pub struct Form {
    /// The app.
    pub app: App,
    /// Where the draft lies; the number of the case belongs to it where the page is one of a case.
    place: StoredValue<Option<String>>,
    draft: RwSignal<Draft>,
    /// Its pictures.
    pub pictures: RwSignal<Vec<Picture>, LocalStorage>,
    /// Its recording: where it lies, the sound, and how long it is in ms.
    pub voice: RwSignal<Option<(String, PickedFile, u32)>, LocalStorage>,
    /// What is said of the device, where it is ticked: as it was shown then.
    device: RwSignal<Option<String>>,
    lack: RwSignal<Option<Lack>>,
    /// It is being given, or a picture is being made ready.
    pub busy: RwSignal<bool>,
    /// Something was given from this page.
    pub given: RwSignal<bool>,
}

impl Form {
    /// With what was written before and not given. Without a page to come from, as after a reload,
    /// it is the page from which that was begun.
    pub fn new(app: App, case: Option<CaseId>, before: Option<Page>) -> Self {
        let place = place(app, case);
        let kept = place.as_ref().and_then(|place| local_storage::get(place));
        let draft = kept.and_then(|text| serde_json::from_str(&text).ok());
        let mut draft: Draft = draft.unwrap_or_default();
        if before.is_some() || draft.page.is_none() {
            draft.page = Some(told_page(before));
            draft.about = case.or_else(|| before.and_then(Page::case));
        }
        let form = Self {
            app,
            place: StoredValue::new(place),
            draft: RwSignal::new(draft),
            pictures: RwSignal::new_local(Vec::new()),
            voice: RwSignal::new_local(None),
            device: RwSignal::new(None),
            lack: RwSignal::new(None),
            busy: RwSignal::new(false),
            given: RwSignal::new(false),
        };
        form.read_files();
        Effect::new(move |_| {
            form.draft
                .with(|draft| keep(form.place.get_value().as_deref(), draft));
        });
        form
    }

    /// Which case it is about, as it is shown.
    pub fn about(self) -> Memo<Option<CaseId>> {
        Memo::new(move |_| self.draft.with(|draft| draft.about))
    }

    /// Pictures and recording of an earlier visit.
    fn read_files(self) {
        let (pictures, voice) = self
            .draft
            .with_untracked(|draft| (draft.pictures.clone(), draft.voice.clone()));
        if pictures.is_empty() && voice.is_none() {
            return;
        }
        self.busy.set(true);
        task::scoped(async move {
            let mut read = Vec::new();
            for place in pictures {
                if let Some(file) = kept::read(&place).await {
                    read.push((place, file));
                }
            }
            if let Some((place, ms)) = voice
                && let Some(file) = kept::read(&place).await
            {
                self.voice.set(Some((place, file, ms)));
            }
            self.pictures.set(read);
            self.note_files();
            self.busy.set(false);
        });
    }

    /// The draft names the files that are there.
    pub fn note_files(self) {
        let voice = self.voice.get_untracked();
        self.draft.update(|draft| {
            draft.pictures = self.pictures.with_untracked(|all| {
                let places = all.iter().map(|(place, _)| place.clone());
                places.collect()
            });
            draft.voice = voice.map(|(place, _, ms)| (place, ms));
        });
    }

    /// What the court did not take is written on: its words and stars, and what was attached.
    pub fn take_back(self, one: Waiting) {
        self.busy.set(true);
        task::detached(async move {
            let (pictures, voice) = outbox::take_back(&one).await;
            self.draft.try_update(|draft| draft.take_back(&one.given));
            for file in pictures {
                pictures::keep_one(self, file).await;
            }
            if let Some(file) = voice {
                pictures::keep_voice(self, file, one.voice_ms).await;
            }
            let _ = self.busy.try_set(false);
        });
    }

    fn give(self) {
        let app = self.app;
        let device = self.device.get_untracked();
        let (pictures, voice) = (self.pictures.get_untracked(), self.voice.get_untracked());
        let attached = (pictures.len(), voice.is_some());
        let given = self.draft.with_untracked(|draft| {
            let page = draft.page.unwrap_or(FeedbackPage::Cases);
            draft.given(page, device, attached)
        });
        let given = match given {
            Ok(given) => given,
            Err(lack) => return self.lack.set(Some(lack)),
        };
        let Some(person) = app.session.person() else {
            return;
        };
        self.lack.set(None);
        self.busy.set(true);
        let one = Waiting {
            id: FeedbackId(random::uuid_v4()),
            person,
            at: app.clock.now(),
            given,
            voice_ms: voice.as_ref().map_or(0, |(.., ms)| *ms),
            refused: None,
        };
        let voice = voice.map(|(place, file, _)| (place, file));
        let (places, files): (Vec<String>, Vec<PickedFile>) =
            pictures.into_iter().chain(voice).unzip();
        let place = self.place.get_value();
        task::detached(async move {
            let is_kept = outbox::put(app, one, files).await;
            let locale = app.i18n.locale_untracked();
            app.toasts.show(match (visibility::is_online(), is_kept) {
                (true, _) => text!(locale, feedback.thanks),
                (false, true) => text!(locale, feedback.thanks_later),
                (false, false) => text!(locale, feedback.thanks_open),
            });
            keep(place.as_deref(), &Draft::default());
            kept::forget(places).await;
            // The page may have been left meanwhile.
            if self.draft.try_update(Draft::clear).is_some() {
                self.pictures.set(Vec::new());
                self.voice.set(None);
                self.device.set(None);
                self.busy.set(false);
                self.given.set(true);
            }
        });
    }
}

fn place(app: App, case: Option<CaseId>) -> Option<String> {
    let draft = Court::kept_key("feedback.draft", app.session.person()?);
    Some(case.map_or_else(|| draft.clone(), |case| format!("{draft}.{case}")))
}

fn keep(place: Option<&str>, draft: &Draft) {
    let Some(place) = place else {
        return;
    };
    if draft.is_empty() {
        local_storage::remove(place);
    } else if let Ok(text) = serde_json::to_string(draft) {
        local_storage::set(place, &text);
    }
}

/// What the court is told of the device when it is ticked: exactly these words.
fn device_words(locale: Locale) -> String {
    let (width, height) = viewport::size();
    let network = match visibility::is_online() {
        true => text!(locale, feedback.device_online),
        false => text!(locale, feedback.device_offline),
    };
    let version = env!("CARGO_PKG_VERSION");
    let name = match device::describe() {
        name if name.is_empty() => text!(locale, feedback.device_unknown),
        name => name,
    };
    text!(
        locale,
        feedback.device_words,
        name = name,
        width = width,
        height = height,
        network = network,
        version = version
    )
}

/// The form.
#[component]
pub fn FeedbackForm(form: Form) -> impl IntoView {
    let i18n = form.app.i18n;
    let stage = move |(at, stage): (usize, FeedbackStage)| {
        view! {
            <Stars
                app=form.app
                id=format!("stars-{at}")
                label=Signal::derive(move || words::stage(i18n.locale(), stage))
                value=Signal::derive(move || form.draft.with(|draft| draft.stars[at]))
                on_choose=move |stars| form.draft.update(|draft| draft.stars[at] = stars)
            />
        }
    };
    let wrong = Signal::derive(move || {
        let locale = i18n.locale();
        form.lack.get().map(|lack| match lack {
            Lack::Empty => text!(locale, feedback.empty),
            Lack::TooLong => text!(locale, feedback.too_long, limit = WORDS_CHARS),
            Lack::Unsafe => text!(locale, feedback.unsafe_words),
        })
    });
    view! {
        <form
            class="fb-form"
            data-testid="feedback-form"
            on:submit=move |event| {
                event.prevent_default();
                form.give();
            }
        >
            <p class="ui-cells-note">{t!(i18n, feedback.intro)}</p>
            <div class="fb-block">
                {FeedbackStage::ALL.into_iter().enumerate().map(stage).collect_view()}
            </div>
            <div class="fb-block">
                <WordsField
                    id="feedback-words"
                    label=t!(i18n, feedback.words)
                    value=Signal::derive(move || form.draft.with(|draft| draft.words.clone()))
                    on_type=move |words| form.draft.update(|draft| draft.words = words)
                    hint=t!(i18n, feedback.words_hint)
                    error=wrong
                    rows=4
                />
                <Recorded form />
                <Pictures form />
            </div>
            <div class="weui-cells ui-cells">
                <SwitchCell
                    label=t!(i18n, feedback.device)
                    checked=Signal::derive(move || form.device.read().is_some())
                    on_change=move |on: bool| {
                        form.device.set(on.then(|| device_words(i18n.locale_untracked())));
                    }
                    note=t!(i18n, feedback.device_note)
                    test_id="feedback-device"
                />
            </div>
            {move || {
                let words = form.device.get()?;
                Some(
                    view! {
                        <p class="ui-cells-note" data-testid="feedback-device-words">{words}</p>
                    },
                )
            }}
            <div class="fb-act">
                <Button
                    label=t!(i18n, feedback.send)
                    kind=ButtonKind::Primary
                    submit=true
                    busy=form.busy
                    test_id="feedback-send"
                />
            </div>
        </form>
    }
}
