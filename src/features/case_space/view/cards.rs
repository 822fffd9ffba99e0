//! Acts of the case: cards with a title, a line of facts, their state and one action.

use anjian_api::case::{CaseFacts, CaseStage};
use anjian_api::command::{Command, ConfirmNotice};
use anjian_api::ids::{SeatId, Seq};
use anjian_api::role::Authority;
use leptos::prelude::*;

use super::bubble::{Frame, OnlyFor};
use super::document_cards::DocumentCard;
use super::evidence_cards::EvidenceCard;
use super::press::Press;
use crate::features::case_space::model::row::{CaseAct, Posted};
use crate::features::case_space::spoken;
use crate::features::case_space::store::{Sheet, Space};
use crate::features::case_space::who::who;
use crate::i18n::{labels, t, text, time};
use crate::platform::page;
use crate::ui::{Button, ButtonKind, Icon, IconButton, IconName};

/// A card, or a line where a card would be too much.
#[component]
pub fn ActCard(space: Space, seq: Seq, act: CaseAct) -> impl IntoView {
    match act {
        CaseAct::Opened(facts) => view! { <OpenedCard space facts /> }.into_any(),
        CaseAct::Stage(stage) => view! { <StageCard space stage /> }.into_any(),
        CaseAct::Authority(seat, authority) => {
            view! { <AuthorityCard space seat authority /> }.into_any()
        }
        CaseAct::Evidence(author, act) => {
            view! { <EvidenceCard space seq author act=*act /> }.into_any()
        }
        CaseAct::Document(author, act) => {
            view! { <DocumentCard space seq author act=*act /> }.into_any()
        }
        act @ (CaseAct::Seated(_) | CaseAct::Unseated(_)) => {
            let words =
                move || spoken::act_words(space.app.i18n.locale(), &space.case_around(), &act);
            view! { <p class="timeline__note">{words}</p> }.into_any()
        }
    }
}

/// The shape of every card.
#[component]
pub fn Card(
    icon: IconName,
    #[prop(into)] title: Signal<String>,
    #[prop(into)] fact: Signal<String>,
    #[prop(optional)] class: &'static str,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class=format!("case-card {class}")>
            <header class="case-card__head">
                <span class="case-card__icon">
                    <Icon name=icon />
                </span>
                <h2 class="case-card__title">{title}</h2>
            </header>
            <Show when=move || !fact.read().is_empty()>
                <p class="case-card__fact">{fact}</p>
            </Show>
            {children.map(|children| children())}
        </div>
    }
}

#[component]
fn OpenedCard(space: Space, facts: CaseFacts) -> impl IntoView {
    let i18n = space.app.i18n;
    let number = facts.number.clone();
    let fact = Signal::derive(move || {
        let locale = i18n.locale();
        let procedure = labels::procedure(locale, facts.procedure);
        let (court, cause) = (&facts.court_name, &facts.cause);
        text!(
            locale,
            case_space.opened_fact,
            court = court,
            cause = cause,
            procedure = procedure
        )
    });
    view! {
        <Card icon=IconName::Scales title=t!(i18n, case_space.opened_title) fact>
            <p class="case-card__fact ui-nowrap">{number}</p>
        </Card>
    }
}

#[component]
fn StageCard(space: Space, stage: CaseStage) -> impl IntoView {
    let i18n = space.app.i18n;
    let title = Signal::derive(move || {
        let act = CaseAct::Stage(stage);
        spoken::act_words(i18n.locale(), &space.case_around(), &act)
    });
    let fact = Signal::derive(move || match stage {
        CaseStage::Closed => text!(i18n.locale(), case_space.stage_closed_fact),
        _ => String::new(),
    });
    view! { <Card icon=IconName::Scales title fact /> }
}

#[component]
fn AuthorityCard(space: Space, seat: SeatId, authority: Authority) -> impl IntoView {
    let i18n = space.app.i18n;
    let fact = Signal::derive(move || {
        let locale = i18n.locale();
        let name = who(locale, &space.case_around(), seat).name;
        let authority = labels::authority(locale, authority);
        text!(
            locale,
            case_space.authority_fact,
            name = name,
            authority = authority
        )
    });
    view! { <Card icon=IconName::Document title=t!(i18n, case_space.authority_title) fact /> }
}

/// An entry that a newer version wrote: kept, counted, proven, and not readable here.
#[component]
pub fn UnknownCard(space: Space, author: SeatId) -> impl IntoView {
    let i18n = space.app.i18n;
    let is_mine = untrack(|| space.case.you()) == author;
    view! {
        <Frame space author is_mine>
            <Card
                icon=IconName::Info
                title=t!(i18n, case_space.unknown_title)
                fact=t!(i18n, case_space.unknown_detail)
                class="case-card--unknown"
            >
                <footer class="case-card__foot">
                    <span class="case-card__state"></span>
                    <Button
                        label=t!(i18n, case_space.unknown_action)
                        kind=ButtonKind::Link
                        on_press=|()| page::reload()
                    />
                </footer>
            </Card>
        </Frame>
    }
}

/// A notice by the court: its words, until when, who confirmed, and one action.
#[component]
pub fn NoticeCard(space: Space, seq: Seq, notice: Posted, press: Press) -> impl IntoView {
    let i18n = space.app.i18n;
    let is_mine = untrack(|| space.case.you()) == notice.author;
    let (title, words, due) = (notice.text.title, notice.text.words, notice.due);
    let fact = move || {
        let (locale, now) = (i18n.locale(), space.app.clock.minute());
        due.map(|due| {
            let due = time::deadline_label(locale, due, now);
            text!(locale, case_space.notice_due, due = due)
        })
    };
    view! {
        <Frame space author=notice.author is_mine>
            <div class="msg__line">
                <div class="case-card case-card--notice">
                    <header class="case-card__head">
                        <span class="case-card__icon">
                            <Icon name=IconName::Bell />
                        </span>
                        <h2 class="case-card__title">
                            <span class="ui-sr">{t!(i18n, case_space.notice_by)} " "</span>
                            {title}
                        </h2>
                    </header>
                    <p class="case-card__text">{words}</p>
                    {move || fact().map(|fact| view! { <p class="case-card__fact">{fact}</p> })}
                    <NoticeFoot space seq asked=notice.asked />
                </div>
                <span class="msg__more">
                    <IconButton
                        icon=IconName::More
                        label=t!(i18n, case_space.menu_open)
                        on_press=move |()| press.button()
                        test_id="entry-menu"
                    />
                </span>
            </div>
            <OnlyFor space audience=notice.audience />
        </Frame>
    }
}

#[component]
fn NoticeFoot(space: Space, seq: Seq, asked: Vec<SeatId>) -> impl IntoView {
    let i18n = space.app.i18n;
    let count = asked.len();
    let confirmed = Memo::new(move |_| {
        let state = space.case.state();
        state
            .notices
            .get(&seq)
            .map(|notice| notice.confirmed.clone())
            .unwrap_or_default()
    });
    let progress = move || {
        let locale = i18n.locale();
        match count {
            0 => text!(locale, case_space.notice_not_asked),
            _ => text!(
                locale,
                case_space.notice_progress,
                done = confirmed.read().len(),
                asked = count
            ),
        }
    };
    let command = Command::ConfirmNotice(ConfirmNotice { notice: seq });
    let is_under_way = {
        let command = command.clone();
        Signal::derive(move || {
            space
                .case
                .pending()
                .iter()
                .any(|one| one.command == command && !one.is_parked())
        })
    };
    let confirm = move |()| {
        space.composing.submit(command.clone());
    };
    let is_asked = move || asked.contains(&space.case.you());
    let action = move || {
        if !is_asked() {
            view! {
                <Button
                    label=t!(i18n, case_space.notice_progress_more)
                    kind=ButtonKind::Link
                    on_press=move |()| space.sheet.set(Some(Sheet::Confirmed(seq)))
                    test_id="notice-progress"
                />
            }
            .into_any()
        } else if confirmed.read().contains(&space.case.you()) {
            view! { <span class="case-card__state">{t!(i18n, case_space.notice_you_confirmed)}</span> }
                .into_any()
        } else {
            view! {
                <Button
                    label=t!(i18n, case_space.notice_confirm)
                    kind=ButtonKind::Primary
                    small=true
                    busy=is_under_way
                    on_press=confirm.clone()
                    test_id="notice-confirm"
                />
            }
            .into_any()
        }
    };
    view! {
        <footer class="case-card__foot">
            <span class="case-card__state">{progress}</span>
            {action}
        </footer>
    }
}
