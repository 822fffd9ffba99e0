//! The form: stars, words or voice, pictures, and the summary of the device where it is ticked.

use anjian_api::feedback::{FeedbackId, FeedbackPage, FeedbackStage, WORDS_CHARS};
use anjian_api::ids::CaseId;
use leptos::prelude::*;

use super::pictures::{Pictures, Recorded};
use super::stars::Stars;
use crate::app::App;
use crate::features::feedback::model::{Draft, Lack, told_page};
use crate::features::feedback::outbox::{self, Waiting};
use crate::features::feedback::{kept, words};
use crate::i18n::{Locale, t, text};
use crate::platform::files::PickedFile;
use crate::platform::{device, local_storage, random, task, viewport, visibility};
use crate::routes::Page;
use crate::ui::{Button, ButtonKind, SwitchCell, WordsField};

/// Goes with everything else at log-out; the number of the case follows where there is one.
const DRAFT: &str = "anjian.kept.feedback.draft";

/// A picture of the draft: where it lies on the device, and the picture.
pub type Picture = (String, PickedFile);

/// What is being written.
#[derive(Clone, Copy)]
pub struct Form {
    /// The app.
    pub app: App,
    /// In which case.
    case: Option<CaseId>,
    draft: RwSignal<Draft>,
    /// Its pictures.
    pub pictures: RwSignal<Vec<Picture>, LocalStorage>,
    /// Its recording: where it lies, the sound, and how long it is in ms.
    pub voice: RwSignal<Option<(String, PickedFile, u32)>, LocalStorage>,
    with_device: RwSignal<bool>,
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
        let kept = local_storage::get(&place(case));
        let draft = kept.and_then(|text| serde_json::from_str(&text).ok());
        let mut draft: Draft = draft.unwrap_or_default();
        if before.is_some() || draft.page.is_none() {
            draft.page = Some(told_page(before));
        }
        let form = Self {
            app,
            case,
            draft: RwSignal::new(draft),
            pictures: RwSignal::new_local(Vec::new()),
            voice: RwSignal::new_local(None),
            with_device: RwSignal::new(false),
            lack: RwSignal::new(None),
            busy: RwSignal::new(false),
            given: RwSignal::new(false),
        };
        form.read_files();
        Effect::new(move |_| form.draft.with(|draft| keep(case, draft)));
        form
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

    fn give(self) {
        let app = self.app;
        let locale = app.i18n.locale_untracked();
        let device = self
            .with_device
            .get_untracked()
            .then(|| device_words(locale));
        let (pictures, voice) = (self.pictures.get_untracked(), self.voice.get_untracked());
        let attached = (pictures.len(), voice.is_some());
        let given = self.draft.with_untracked(|draft| {
            let page = draft.page.unwrap_or(FeedbackPage::Cases);
            draft.given(self.case, page, device, attached)
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
        };
        let voice = voice.map(|(place, file, _)| (place, file));
        let (places, files): (Vec<String>, Vec<PickedFile>) =
            pictures.into_iter().chain(voice).unzip();
        let case = self.case;
        task::detached(async move {
            let is_kept = outbox::put(app, one, files).await;
            let locale = app.i18n.locale_untracked();
            app.toasts.show(match (visibility::is_online(), is_kept) {
                (true, _) => text!(locale, feedback.thanks),
                (false, true) => text!(locale, feedback.thanks_later),
                (false, false) => text!(locale, feedback.thanks_open),
            });
            keep(case, &Draft::default());
            kept::forget(places).await;
            // The page may have been left meanwhile.
            if self.draft.try_update(Draft::clear).is_some() {
                self.pictures.set(Vec::new());
                self.voice.set(None);
                self.with_device.set(false);
                self.busy.set(false);
                self.given.set(true);
            }
        });
    }
}

fn place(case: Option<CaseId>) -> String {
    case.map_or_else(|| DRAFT.to_owned(), |case| format!("{DRAFT}.{case}"))
}

fn keep(case: Option<CaseId>, draft: &Draft) {
    if draft.is_empty() {
        local_storage::remove(&place(case));
    } else if let Ok(text) = serde_json::to_string(draft) {
        local_storage::set(&place(case), &text);
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
                    checked=form.with_device
                    on_change=move |on| form.with_device.set(on)
                    note=t!(i18n, feedback.device_note)
                    test_id="feedback-device"
                />
            </div>
            <Show when=move || form.with_device.get()>
                <p class="ui-cells-note" data-testid="feedback-device-words">
                    {move || device_words(i18n.locale())}
                </p>
            </Show>
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
