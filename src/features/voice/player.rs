//! A recording: played in its place, faster where wanted, with a mark until it was heard.

use anjian_api::command::Voice;
use anjian_api::file::{FileId, FileVariant};
use anjian_api::ids::{CaseId, Seq};
use leptos::{ev, html, prelude::*};

use super::model::voice_width;
use crate::api::file_url;
use crate::app::App;
use crate::i18n::{t, text};
use crate::platform::local_storage;
use crate::ui::{Icon, IconName};

const SPEEDS: [(f64, &str); 3] = [(1.0, "1×"), (1.5, "1.5×"), (2.0, "2×")];
/// Goes with everything else at log-out (`anjian.kept.`).
const PLAYED: &str = "anjian.kept.played.";
/// So many are remembered; what is older counts as heard.
const REMEMBERED: usize = 400;

thread_local! {
    /// The one that is heard now: two voices at once are none.
    static HEARD: ArcRwSignal<Option<FileId>> = ArcRwSignal::new(None);
}

fn played(case: CaseId) -> Vec<u64> {
    let kept = local_storage::get(&format!("{PLAYED}{case}")).unwrap_or_default();
    kept.split(' ').filter_map(|seq| seq.parse().ok()).collect()
}

fn was_played(case: CaseId, seq: Seq) -> bool {
    let played = played(case);
    let oldest = played.first().copied().unwrap_or_default();
    played.contains(&seq.0) || (played.len() >= REMEMBERED && seq.0 < oldest)
}

fn mark_played(case: CaseId, seq: Seq) {
    let mut played = played(case);
    if !played.contains(&seq.0) {
        played.push(seq.0);
        played.sort_unstable();
        let surplus = played.len().saturating_sub(REMEMBERED);
        let kept: Vec<String> = played[surplus..].iter().map(u64::to_string).collect();
        local_storage::set(&format!("{PLAYED}{case}"), &kept.join(" "));
    }
}

/// A recording of a case.
#[component]
pub fn VoicePlayer(
    app: App,
    case: CaseId,
    voice: Voice,
    /// The entry under which it is remembered that it was heard; none: it is not marked as new.
    unheard: Option<Seq>,
) -> impl IntoView {
    let i18n = app.i18n;
    let file = voice.file.id;
    let seconds = voice.duration_ms.div_ceil(1_000).max(1);
    let duration = f64::from(voice.duration_ms.max(1)) / 1_000.0;
    let url = file_url(case, file, FileVariant::Play);
    let player = NodeRef::<html::Audio>::new();
    let is_playing = RwSignal::new(false);
    let has_failed = RwSignal::new(false);
    let is_new = RwSignal::new(unheard.is_some_and(|seq| !was_played(case, seq)));
    let part = RwSignal::new(0.0_f64);
    let speed = RwSignal::new(0_usize);
    let heard = HEARD.with(Clone::clone);
    let stop_others = heard.clone();
    Effect::new(move |_| {
        if heard.get() != Some(file)
            && is_playing.get_untracked()
            && let Some(player) = player.get_untracked()
        {
            let _ = player.pause();
        }
    });
    let press = move |_| {
        let Some(player) = player.get_untracked() else {
            return;
        };
        if is_playing.get_untracked() {
            let _ = player.pause();
            return;
        }
        // Fetched by the first who wants to hear it.
        if player.src().is_empty() {
            player.set_src(&url);
        }
        has_failed.set(false);
        stop_others.set(Some(file));
        player.set_playback_rate(SPEEDS[speed.get_untracked()].0);
        let _ = player.play();
        is_new.set(false);
        if let Some(seq) = unheard {
            mark_played(case, seq);
        }
    };
    let faster = move |_| {
        speed.update(|at| *at = (*at + 1) % SPEEDS.len());
        if let Some(player) = player.get_untracked() {
            player.set_playback_rate(SPEEDS[speed.get_untracked()].0);
        }
    };
    let moved = move |_: ev::Event| {
        if let Some(player) = player.get_untracked() {
            part.set((player.current_time() / duration).clamp(0.0, 1.0));
        }
    };
    let ended = move |_: ev::Event| {
        is_playing.set(false);
        part.set(0.0);
    };
    let label = move || {
        let locale = i18n.locale();
        if is_playing.get() {
            text!(locale, media.voice_pause, seconds = seconds)
        } else if is_new.get() {
            text!(locale, media.voice_play_new, seconds = seconds)
        } else {
            text!(locale, media.voice_play, seconds = seconds)
        }
    };
    let faster_label = move || {
        let speed = SPEEDS[speed.get()].1;
        text!(i18n.locale(), media.voice_speed, speed = speed)
    };
    let bars = voice.waveform.clone();
    let count = bars.len().max(1);
    let bars = bars
        .into_iter()
        .enumerate()
        .map(|(at, loud)| {
            let height = 3.0 + f32::from(loud) / 31.0 * 17.0;
            #[expect(clippy::cast_precision_loss, reason = "at most 64 bars")]
            let passed = move || part.get() * count as f64 > at as f64;
            view! {
                <rect
                    class="voice__bar"
                    class:voice__bar--passed=passed
                    x=at * 4
                    y=(20.0 - height) / 2.0
                    width="2.5"
                    height=height
                    rx="1.2"
                />
            }
        })
        .collect_view();
    let width = format!("{:.1}rem", voice_width(seconds));
    view! {
        <div class="voice">
            <button
                type="button"
                class="bubble voice__play"
                data-testid="voice-play"
                aria-label=label
                aria-pressed=move || is_playing.get().to_string()
                style:min-width=width
                on:click=press
            >
                <span class="voice__icon">
                    {move || {
                        let name = if is_playing.get() { IconName::Pause } else { IconName::Play };
                        view! { <Icon name /> }
                    }}
                </span>
                <svg
                    class="voice__wave"
                    viewBox=format!("0 0 {} 20", count * 4)
                    preserveAspectRatio="none"
                    aria-hidden="true"
                >
                    {bars}
                </svg>
                <span class="voice__seconds" aria-hidden="true">{format!("{seconds}″")}</span>
            </button>
            <audio
                node_ref=player
                preload="none"
                on:play=move |_| is_playing.set(true)
                on:pause=move |_| is_playing.set(false)
                on:timeupdate=moved
                on:ended=ended
                on:error=move |_| {
                    is_playing.set(false);
                    has_failed.set(true);
                }
            ></audio>
            <Show when=move || is_playing.get() || speed.get() != 0>
                <button
                    type="button"
                    class="voice__speed"
                    data-testid="voice-speed"
                    aria-label=faster_label
                    on:click=faster
                >
                    {move || SPEEDS[speed.get()].1}
                </button>
            </Show>
            <Show when=move || is_new.get()>
                <span class="voice__new" data-testid="voice-new"></span>
            </Show>
            <Show when=move || has_failed.get()>
                <p class="media__note" role="status">{t!(i18n, media.cannot_play)}</p>
            </Show>
        </div>
    }
}
