//! The pad on the screen. On a phone that is held upright it lies sideways, turned by us: engines
//! have no lock on the orientation that could be relied on.

use anjian_ink::legible::{Doubt, Refused};
use anjian_ink::trace::Trace;
use anjian_ink::writing::Silent;
use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::portal::Portal;
use leptos::prelude::*;

use super::Pad;
use crate::i18n::{Locale, t, text, use_i18n};
use crate::platform::dom::{Rect, SizeObserver};
use crate::platform::ink::InkSurface;
use crate::platform::listener::Listener;
use crate::platform::{self, device, dom, styles, visibility};
use crate::ui::{
    Button, ButtonKind, IconButton, IconName, close_on_back, close_on_escape, hold_focus, trap_tab,
};

const STYLE: &str = include_str!("../../../../style/features/documents/pad.css");
/// A phone that is held upright.
const UPRIGHT_PHONE: &str = "(orientation: portrait) and (max-width: 699px)";

/// What stands in the place of the hint.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Said {
    #[default]
    Nothing,
    Refused(Refused),
    /// Asked once.
    Doubts(Vec<Doubt>),
    /// The tip writes nothing.
    Silent(Silent),
}

/// The pad over everything. The signature is given once it can be one.
#[component]
pub fn PadView(
    /// What is written on.
    pad: Pad,
    /// Who signs, and as what.
    #[prop(into)]
    title: Signal<String>,
    /// What is signed.
    #[prop(into)]
    subtitle: Signal<String>,
    /// Called with the signature.
    #[prop(into)]
    on_done: Callback<Trace>,
    /// Called when the person does not want to write now; what was written is kept.
    #[prop(into)]
    on_close: Callback<()>,
    /// Called when the person cannot write.
    #[prop(optional, into)]
    on_other: Option<Callback<()>>,
    /// Turned by us; by itself on phones that are held upright.
    #[prop(optional, into)]
    sideways: Option<Signal<bool>>,
) -> impl IntoView {
    styles::add(STYLE);
    view! {
        <Portal>
            <Screen pad title subtitle on_done on_close on_other sideways />
        </Portal>
    }
}

#[component]
fn Screen(
    pad: Pad,
    title: Signal<String>,
    subtitle: Signal<String>,
    on_done: Callback<Trace>,
    on_close: Callback<()>,
    on_other: Option<Callback<()>>,
    sideways: Option<Signal<bool>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let frame = NodeRef::<html::Div>::new();
    let paper = NodeRef::<html::Div>::new();
    let host = NodeRef::<html::Div>::new();
    let by_itself = RwSignal::new(device::matches(UPRIGHT_PHONE));
    platform::keep(device::watch_media(UPRIGHT_PHONE, move |on| {
        by_itself.set(on);
    }));
    let sideways = sideways.unwrap_or(by_itself.into());
    let place = lay_out(pad, paper, host, sideways);
    // What was said, and when: writing on answers every question.
    let last_said = RwSignal::new((0, Said::Nothing));
    let said = Memo::new(move |_| {
        let (events, said) = last_said.get();
        let is_answered = events != pad.events.get() || said == Said::Nothing;
        match pad.silent.get() {
            _ if !is_answered => said,
            Some(silent) => Said::Silent(silent),
            None => Said::Nothing,
        }
    });
    let say = move |said: Said| last_said.set((pad.events.get_untracked(), said));
    let is_asked = Memo::new(move |_| matches!(said.get(), Said::Doubts(_)));
    hold_focus(frame, ".pad__paper");
    close_on_back(on_close);
    close_on_escape(frame, on_close);
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            event.stop_propagation();
            on_close.run(());
        } else if event.key() == "z" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            pad.undo();
        } else {
            trap_tab(frame, &event);
        }
    };
    let clear = move |()| {
        pad.clear();
        say(Said::Nothing);
    };
    let finish = move |()| match pad.judge() {
        Err(refused) => say(Said::Refused(refused)),
        Ok(doubts) if !doubts.is_empty() && !is_asked.get_untracked() => {
            say(Said::Doubts(doubts));
        }
        Ok(_) => on_done.run(pad.trace()),
    };
    let finish_label = Signal::derive(move || match is_asked.get() {
        true => text!(i18n.locale(), pad.use_it),
        false => text!(i18n.locale(), pad.done),
    });
    let is_empty = Signal::derive(move || pad.strokes.get() == 0);
    let count = move || match pad.strokes.get() {
        0 => text!(i18n.locale(), pad.nothing_yet),
        strokes => text!(i18n.locale(), pad.strokes, count = strokes),
    };
    let at = move |read: fn(Rect) -> f64| move || format!("{:.2}px", read(place.get()));
    view! {
        <div
            class="pad"
            class:pad--sideways=move || sideways.get()
            role="dialog"
            aria-modal="true"
            aria-label=title
            tabindex="-1"
            node_ref=frame
            data-testid="pad"
            on:keydown=on_key
        >
            <div class="pad__turned">
                <header class="pad__head">
                    <IconButton
                        icon=IconName::Back
                        label=t!(i18n, pad.close)
                        on_press=on_close
                        test_id="pad-close"
                    />
                    <h1 class="pad__title">{title}</h1>
                    <p class="pad__of">{subtitle}</p>
                </header>
                <div class="pad__middle">
                    <div
                        class="pad__paper"
                        node_ref=paper
                        tabindex="0"
                        role="img"
                        aria-label=t!(i18n, pad.area)
                    ></div>
                    <div class="pad__side">
                        <Button
                            label=t!(i18n, pad.undo)
                            on_press=move |()| pad.undo()
                            disabled=is_empty
                            reason=t!(i18n, pad.nothing_yet)
                            test_id="pad-undo"
                        />
                        <Button
                            label=t!(i18n, pad.clear)
                            on_press=clear
                            disabled=is_empty
                            reason=t!(i18n, pad.nothing_yet)
                            test_id="pad-clear"
                        />
                        {on_other
                            .map(|on_press| {
                                view! {
                                    <Button
                                        label=t!(i18n, pad.other)
                                        on_press
                                        test_id="pad-other"
                                    />
                                }
                            })}
                        <Button
                            label=finish_label
                            on_press=finish
                            kind=ButtonKind::Primary
                            test_id="pad-done"
                        />
                    </div>
                </div>
                <p
                    class="pad__said"
                    role="status"
                    data-asks=move || (said.get() != Said::Nothing).then_some("")
                    data-testid="pad-said"
                >
                    {move || words(i18n.locale(), &said.get())}
                </p>
                <p class="ui-sr" role="status">
                    {count}
                </p>
            </div>
            <div
                class="pad__ink"
                node_ref=host
                style:left=at(|place| place.x)
                style:top=at(|place| place.y)
                style:width=at(|place| place.width)
                style:height=at(|place| place.height)
                data-testid="pad-ink"
                data-prompt=move || {
                    let _ = place.get();
                    pad.is_prompt().to_string()
                }
            ></div>
        </div>
    }
}

/// Keeps the ink where the paper is, whatever the screen does.
fn lay_out(
    pad: Pad,
    paper: NodeRef<html::Div>,
    host: NodeRef<html::Div>,
    sideways: Signal<bool>,
) -> RwSignal<Rect> {
    let place = RwSignal::new(Rect::default());
    let lay = move || {
        let (Some(Some(paper)), Some(Some(host))) =
            (paper.try_get_untracked(), host.try_get_untracked())
        else {
            return;
        };
        let rect = inside(dom::rect(&paper));
        if place.try_get_untracked() != Some(rect) {
            let _ = place.try_set(rect);
        }
        pad.lay(
            &host,
            rect,
            sideways.try_get_untracked().unwrap_or_default(),
        );
    };
    Effect::new(move |_| {
        sideways.track();
        let (Some(paper), Some(host)) = (paper.get(), host.get()) else {
            return;
        };
        platform::keep(dom::after_layout(lay));
        if let Some(sizes) = SizeObserver::new(move |_| lay()) {
            sizes.observe(&paper);
            platform::keep(sizes);
        }
        let surface = InkSurface::listen(&host, move |points, guessed| {
            pad.points(points, guessed);
        });
        platform::keep(surface);
    });
    for name in ["resize", "orientationchange", "scroll"] {
        platform::keep(Listener::on_window(name, move |_| lay()));
    }
    platform::keep(device::watch_ratio(lay));
    platform::keep(visibility::watch(move |change| match change {
        visibility::Change::Hidden | visibility::Change::Leaving => pad.end_stroke(),
        visibility::Change::Restored | visibility::Change::Visible => lay(),
        visibility::Change::Online | visibility::Change::Offline => {}
    }));
    on_cleanup(move || pad.put_away());
    place
}

/// Within the dashed line around the paper.
fn inside(rect: Rect) -> Rect {
    const LINE: f64 = 1.0;
    Rect {
        x: rect.x + LINE,
        y: rect.y + LINE,
        width: rect.width - 2.0 * LINE,
        height: rect.height - 2.0 * LINE,
    }
}

fn words(locale: Locale, said: &Said) -> String {
    match said {
        Said::Nothing => text!(locale, pad.hint),
        Said::Refused(Refused::Empty) => text!(locale, pad.empty),
        Said::Refused(Refused::Dot) => text!(locale, pad.dot),
        Said::Refused(Refused::Line) => text!(locale, pad.line),
        Said::Silent(Silent::Full) => text!(locale, pad.full),
        Said::Silent(Silent::Palm) => text!(locale, pad.palm),
        Said::Doubts(doubts) => {
            let mut all: Vec<String> = doubts.iter().map(|one| doubt(locale, *one)).collect();
            all.push(text!(locale, pad.asked));
            all.join(locale.pick(["", " "]))
        }
    }
}

fn doubt(locale: Locale, doubt: Doubt) -> String {
    match doubt {
        Doubt::Small => text!(locale, pad.small),
        Doubt::CutOff => text!(locale, pad.cut_off),
        Doubt::Hasty => text!(locale, pad.hasty),
    }
}
