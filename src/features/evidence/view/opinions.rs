//! What the parties say to an exhibit, and the replies.

use anjian_api::evidence::command::{EvidenceCommand, ReplyToOpinion};
use anjian_api::evidence::{Ground, Point, Stance};
use anjian_api::ids::{SeatId, Seq};
use anjian_domain::evidence::{ExhibitRecord, OpinionRecord, opposing};
use leptos::prelude::*;

use super::act::{ActRow, may};
use super::ask::{Ask, Asking};
use super::spoken::Heard;
use crate::app::App;
use crate::features::case_space::who::who;
use crate::features::evidence::model::opinion::ground;
use crate::features::evidence::words;
use crate::i18n::{t, text, time};
use crate::routes::Page;
use crate::state::court::CaseHandle;
use crate::ui::{Avatar, Tag};

/// One card for each opposing party.
#[component]
pub fn Opinions(
    app: App,
    case: CaseHandle,
    asking: Asking,
    exhibit: Seq,
    record: ExhibitRecord,
) -> impl IntoView {
    let i18n = app.i18n;
    let parties: Vec<SeatId> = opposing(&case.state_untracked(), record.side).collect();
    let card = move |party: SeatId| {
        let who = move || who(i18n.locale(), &case.state(), party);
        let inside = match (record.opinions.get(&party), record.waived.get(&party)) {
            (Some(opinion), _) => {
                view! { <One app case asking exhibit opinion=opinion.clone() /> }.into_any()
            }
            (None, Some(waiver)) => {
                let reason = waiver.reason.clone();
                let reason = move || {
                    let reason = reason.clone()?;
                    Some(text!(i18n.locale(), exhibit.reason_line, reason = reason))
                };
                view! {
                    <p class="ev-opinion__none">{t!(i18n, exhibit.waived_note)}</p>
                    <p class="ev-opinion__reason">{reason}</p>
                }
                .into_any()
            }
            (None, None) => {
                view! { <p class="ev-opinion__none">{t!(i18n, exhibit.none_yet)}</p> }.into_any()
            }
        };
        view! {
            <section class="ev-opinion" data-testid=format!("opinion-of-{}", party.0)>
                <header class="ev-opinion__head">
                    <Avatar
                        letter=Signal::derive(move || who().letter)
                        tone=Signal::derive(move || who().tone)
                    />
                    <h3 class="ev-opinion__who">{move || who().name}</h3>
                </header>
                {inside}
            </section>
        }
    };
    view! {
        <section class="ui-cells-block">
            <h2 class="ui-cells-title">{t!(i18n, exhibit.opinions)}</h2>
            {parties.into_iter().map(card).collect_view()}
        </section>
    }
}

#[component]
fn One(
    app: App,
    case: CaseHandle,
    asking: Asking,
    exhibit: Seq,
    opinion: OpinionRecord,
) -> impl IntoView {
    let i18n = app.i18n;
    let points = Point::ALL.map(|point| {
        let stance = opinion.opinion.of(point).clone();
        view! { <PointLine app case point stance /> }
    });
    let counter = opinion.opinion.counter.clone();
    let against = (!counter.is_empty()).then(|| {
        let link = move |seq: Seq| {
            let name = move || words::number_of(i18n.locale(), &case.state(), seq);
            view! { <a class="ui-link ev-counter" href=Page::Exhibit(case.id, seq).path()>{name}</a> }
        };
        view! {
            <p class="ev-opinion__reason">
                {t!(i18n, exhibit.counter)} " " {counter.into_iter().map(link).collect_view()}
            </p>
        }
    });
    let seen = opinion.opinion.original_seen.then(|| {
        view! { <p class="ev-opinion__reason">{t!(i18n, exhibit.original_seen)}</p> }
    });
    let sealed = opinion.sealed.then(|| {
        view! { <p class="ev-sealed">{t!(i18n, exhibit.sealed_note)}</p> }
    });
    let at = opinion.at;
    let when = move || time::full_label(i18n.locale(), at);
    let reply = opinion.reply.clone().map(|reply| {
        let Ground { reason, voice } = reply.reply;
        let heard = voice.map(|voice| view! { <Heard app case=case.id voice=*voice /> });
        let name = move || who(i18n.locale(), &case.state(), reply.by).name;
        view! {
            <div class="ev-reply">
                <p class="ev-reply__who">{t!(i18n, exhibit.replies)} " · " {name}</p>
                <p>{reason}</p>
                {heard}
            </div>
        }
    });
    let make = move |reply: Ground| {
        EvidenceCommand::ReplyToOpinion(ReplyToOpinion {
            exhibit,
            opinion: opinion.seq,
            reply,
        })
    };
    let may_reply = may(app, case, make(ground("…", None)));
    let ask = move |()| {
        let locale = i18n.locale_untracked();
        let ask = Ask::new(
            text!(locale, exhibit.reply_title),
            text!(locale, exhibit.reply_do),
            text!(locale, exhibit.reply_done),
            move |filled| make(filled.ground()),
        );
        asking.ask(ask.words(text!(locale, exhibit.reply_words)).or_spoken());
    };
    view! {
        <ul class="ev-points">{points}</ul>
        {against}
        {seen}
        <p class="ev-opinion__when">{when}</p>
        {sealed}
        {reply}
        <Show when=move || may_reply.get() == super::act::May::Yes>
            <ActRow app may=may_reply label=t!(i18n, exhibit.reply) on_press=ask test_id="reply" />
        </Show>
    }
}

#[component]
fn PointLine(app: App, case: CaseHandle, point: Point, stance: Stance) -> impl IntoView {
    let i18n = app.i18n;
    let (text, tone) = match stance {
        Stance::Agree => (t!(i18n, exhibits.agree), "green"),
        Stance::Object(_) => (t!(i18n, exhibits.object), "red"),
    };
    let (reason, voice) = match stance {
        Stance::Agree => (None, None),
        Stance::Object(ground) => (ground.reason, ground.voice),
    };
    let heard = voice.map(|voice| view! { <Heard app case=case.id voice=*voice /> });
    view! {
        <li class="ev-point">
            <span class="ev-point__name">{move || words::point(i18n.locale(), point)}</span>
            <Tag text tone=Signal::derive(move || tone) />
            <span class="ev-point__reason">{reason} {heard}</span>
        </li>
    }
}
