//! Hold to talk: the button, and what lies over the page meanwhile. Whoever cannot hold presses
//! once to begin and once to end.

use std::cell::Cell;
use std::rc::Rc;

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::portal::Portal;
use leptos::prelude::*;

use super::model::{Hold, SHORTEST_MS, VOICE_MS, countdown, hold, waveform};
use crate::app::App;
use crate::i18n::{t, text};
use crate::platform::files::PickedFile;
use crate::platform::recorder::{MicError, Recorder, Recording};
use crate::platform::{recorder, task};
use crate::state::uploads::Spoken;
use crate::ui::{Button, ButtonKind, Icon, IconName};

/// What becomes of a recording.
pub type OnSpoken = Rc<dyn Fn(PickedFile, Spoken)>;

/// What letting go does, for the words beside it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Then {
    /// It is sent.
    #[default]
    Send,
    /// It is kept in the form, to be sent with it.
    Keep,
}

/// A shorter press is no holding.
const TAP_MS: u32 = 300;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stand {
    Idle,
    /// The microphone is asked for.
    Asking,
    /// A finger holds.
    Held(Hold),
    /// It goes on by itself.
    Locked,
}

/// One recording at a time.
#[derive(Clone, Copy)]
struct Talk {
    app: App,
    then: Then,
    on_spoken: StoredValue<OnSpoken, LocalStorage>,
    stand: RwSignal<Stand>,
    elapsed: RwSignal<u32>,
    level: RwSignal<u8>,
    from: StoredValue<(f64, f64)>,
    recorder: StoredValue<Option<Recorder>, LocalStorage>,
    /// The button was let go before the microphone was there.
    let_go: StoredValue<bool>,
}

impl Talk {
    fn new(app: App, then: Then, on_spoken: OnSpoken) -> Self {
        Self {
            app,
            then,
            on_spoken: StoredValue::new_local(on_spoken),
            stand: RwSignal::new(Stand::Idle),
            elapsed: RwSignal::new(0),
            level: RwSignal::new(0),
            from: StoredValue::new((0.0, 0.0)),
            recorder: StoredValue::new_local(None),
            let_go: StoredValue::new(false),
        }
    }

    fn begin(self, then: Stand) {
        if self.stand.get_untracked() != Stand::Idle {
            return;
        }
        self.stand.set(Stand::Asking);
        self.elapsed.set(0);
        self.let_go.set_value(false);
        let is_over = Rc::new(Cell::new(false));
        let on_level = move |level, elapsed| {
            // The page may have been left meanwhile.
            if self.elapsed.try_set(elapsed).is_some() {
                return;
            }
            self.level.set(level);
            if elapsed >= VOICE_MS && !is_over.replace(true) {
                self.finish();
            }
        };
        task::scoped(async move {
            match Recorder::start(on_level).await {
                Ok(running) => {
                    self.recorder.set_value(Some(running));
                    // While a permission was asked for, the finger went to the browser's question:
                    // what was meant now is to talk without holding.
                    let now = if self.let_go.get_value() {
                        Stand::Locked
                    } else {
                        then
                    };
                    self.stand.set(now);
                    let locale = self.app.i18n.locale_untracked();
                    let words = text!(locale, media.recording);
                    self.app.announcer.polite(&words);
                }
                Err(error) => {
                    self.stand.set(Stand::Idle);
                    self.say(error);
                }
            }
        });
    }

    fn say(self, error: MicError) {
        let locale = self.app.i18n.locale_untracked();
        self.app.toasts.show(match error {
            MicError::Denied => text!(locale, media.mic_denied),
            MicError::Missing => text!(locale, media.mic_missing),
            MicError::Busy => text!(locale, media.mic_busy),
            MicError::Unsupported => text!(locale, media.mic_unsupported),
        });
    }

    fn drop_it(self) {
        self.recorder.set_value(None);
        self.stand.set(Stand::Idle);
    }

    fn finish(self) {
        let Some(recorder) = self.recorder.try_update_value(Option::take).flatten() else {
            return self.drop_it();
        };
        self.stand.set(Stand::Idle);
        task::detached(async move {
            if let Some(recording) = recorder.finish().await {
                self.give(recording);
            }
        });
    }

    fn give(self, recording: Recording) {
        let (app, locale) = (self.app, self.app.i18n.locale_untracked());
        if recording.duration_ms < SHORTEST_MS {
            return app.toasts.show(text!(locale, media.too_short));
        }
        let spoken = Spoken {
            duration_ms: recording.duration_ms.min(VOICE_MS),
            waveform: waveform(&recording.levels),
        };
        // The page may have been left meanwhile.
        if let Some(on_spoken) = self.on_spoken.try_get_value() {
            on_spoken(recording.file, spoken);
        }
    }

    fn down(self, event: &PointerEvent) {
        if event.button() != 0 {
            return;
        }
        event.prevent_default();
        let at = (f64::from(event.client_x()), f64::from(event.client_y()));
        self.from.set_value(at);
        self.begin(Stand::Held(Hold::Send));
    }

    fn moved(self, event: &PointerEvent) {
        let (x, y) = self.from.get_value();
        let now = hold(
            f64::from(event.client_x()) - x,
            f64::from(event.client_y()) - y,
        );
        if let Stand::Held(before) = self.stand.get_untracked()
            && before != now
        {
            self.stand.set(Stand::Held(now));
        }
    }

    fn up(self) {
        match self.stand.get_untracked() {
            Stand::Asking => self.let_go.set_value(true),
            // Too short to have held it: a tap, a switch, a screen reader. It goes on by itself.
            Stand::Held(Hold::Send) if self.elapsed.get_untracked() < TAP_MS => {
                self.stand.set(Stand::Locked);
            }
            Stand::Held(Hold::Send) => self.finish(),
            Stand::Held(Hold::Cancel) => self.drop_it(),
            Stand::Held(Hold::Lock) => self.stand.set(Stand::Locked),
            Stand::Idle | Stand::Locked => {}
        }
    }

    /// The browser takes the finger for something else.
    fn lost(self) {
        match self.stand.get_untracked() {
            Stand::Asking => self.let_go.set_value(true),
            Stand::Held(_) => self.drop_it(),
            Stand::Idle | Stand::Locked => {}
        }
    }

    /// Keys and screen readers press: once to begin, once more to send.
    fn pressed(self) {
        match self.stand.get_untracked() {
            Stand::Idle => self.begin(Stand::Locked),
            Stand::Locked => self.finish(),
            Stand::Asking | Stand::Held(_) => {}
        }
    }
}

/// Whether there is anything to talk into.
pub fn is_possible() -> bool {
    recorder::is_possible()
}

/// The button, and what lies over the page while somebody talks.
#[component]
pub fn HoldToTalk(
    app: App,
    /// What becomes of a recording.
    on_spoken: OnSpoken,
    /// What letting go does.
    #[prop(optional)]
    then: Then,
    /// Id of the words that say how to use it; one for each button of a page.
    #[prop(default = "hold-hint".to_owned(), into)]
    hint_id: String,
    /// For the e2e tests.
    #[prop(default = "voice-hold".to_owned(), into)]
    test_id: String,
) -> impl IntoView {
    let i18n = app.i18n;
    let talk = Talk::new(app, then, on_spoken);
    let words = move || match (talk.stand.get(), then) {
        (Stand::Idle, _) => text!(i18n.locale(), media.hold),
        (Stand::Asking, _) => text!(i18n.locale(), media.asking_mic),
        (Stand::Held(_), Then::Send) => text!(i18n.locale(), media.let_go),
        (Stand::Held(_), Then::Keep) => text!(i18n.locale(), media.let_go_keep),
        (Stand::Locked, Then::Send) => text!(i18n.locale(), media.press_to_send),
        (Stand::Locked, Then::Keep) => text!(i18n.locale(), media.press_to_keep),
    };
    let how = match then {
        Then::Send => t!(i18n, media.hold_hint),
        Then::Keep => t!(i18n, media.hold_hint_keep),
    };
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Escape" && talk.stand.get_untracked() != Stand::Idle {
            event.stop_propagation();
            talk.drop_it();
        }
    };
    // A pointer's click comes after it went up, and has done its work by then; keys and screen
    // readers give a click alone.
    let on_click = move |event: leptos::ev::MouseEvent| {
        if event.detail() == 0 {
            talk.pressed();
        }
    };
    view! {
        <button
            type="button"
            class="hold"
            class:hold--on=move || talk.stand.get() != Stand::Idle
            data-testid=test_id
            aria-describedby=hint_id.clone()
            on:pointerdown=move |event| {
                capture(&event);
                talk.down(&event);
            }
            on:pointermove=move |event| talk.moved(&event)
            on:pointerup=move |_| talk.up()
            on:pointercancel=move |_| talk.lost()
            on:contextmenu=|event| event.prevent_default()
            on:click=on_click
            on:keydown=on_key
        >
            {words}
        </button>
        <span id=hint_id class="ui-sr">
            {how}
        </span>
        <Show when=move || !matches!(talk.stand.get(), Stand::Idle | Stand::Asking)>
            <Portal>
                <Over talk />
            </Portal>
        </Show>
    }
}

fn capture(event: &PointerEvent) {
    crate::platform::dom::capture_pointer(event);
}

/// What lies over the page while somebody talks.
#[component]
fn Over(talk: Talk) -> impl IntoView {
    let i18n = talk.app.i18n;
    let time = move || {
        let elapsed = talk.elapsed.get();
        match countdown(elapsed) {
            Some(left) => text!(i18n.locale(), media.voice_left, count = left),
            None => format!("{}″", elapsed / 1_000),
        }
    };
    let is = move |wanted: Hold| move || talk.stand.get() == Stand::Held(wanted);
    let hint = move || match talk.stand.get() {
        Stand::Held(Hold::Cancel) => text!(i18n.locale(), media.let_go_cancel),
        Stand::Held(Hold::Lock) => text!(i18n.locale(), media.let_go_lock),
        Stand::Locked if talk.then == Then::Keep => text!(i18n.locale(), media.locked_keep),
        Stand::Locked => text!(i18n.locale(), media.locked),
        _ => text!(i18n.locale(), media.slide_hint),
    };
    let finish = match talk.then {
        Then::Send => t!(i18n, case_space.send),
        Then::Keep => t!(i18n, media.keep),
    };
    let bars = move || {
        let level = f32::from(talk.level.get()) / 255.0;
        (0..9_u8)
            .map(|at| {
                let near = 1.0 - f32::from(at.abs_diff(4)) / 6.0;
                let height = format!("{:.0}%", 12.0 + 88.0 * level * near);
                view! { <span style:height=height></span> }
            })
            .collect_view()
    };
    view! {
        <div class="talk" data-testid="voice-over">
            <div class="talk__box" class:talk__box--cancel=is(Hold::Cancel)>
                <div class="talk__bars" aria-hidden="true">{bars}</div>
                <p class="talk__time">{time}</p>
            </div>
            <p class="talk__hint" role="status">{hint}</p>
            <Show when=move || talk.stand.get() != Stand::Locked>
                <div class="talk__targets" aria-hidden="true">
                    <span class="talk__target" class:talk__target--on=is(Hold::Cancel)>
                        <Icon name=IconName::Close />
                    </span>
                    <span class="talk__target" class:talk__target--on=is(Hold::Lock)>
                        <Icon name=IconName::Lock />
                    </span>
                </div>
            </Show>
            <Show when=move || talk.stand.get() == Stand::Locked>
                <div class="talk__acts">
                    <Button
                        label=t!(i18n, media.throw_away)
                        on_press=move |()| talk.drop_it()
                        test_id="voice-cancel"
                    />
                    <Button
                        label=finish
                        kind=ButtonKind::Primary
                        on_press=move |()| talk.finish()
                        test_id="voice-send"
                    />
                </div>
            </Show>
        </div>
    }
}
