//! Acts about evidence in the timeline: a card with its state and one action, or a line where a
//! card would be too much.

use anjian_api::command::Command;
use anjian_api::evidence::act::{EvidenceAct, ExhibitSubmitted};
use anjian_api::ids::{SeatId, Seq};
use leptos::prelude::*;

use super::bubble::Frame;
use super::cards::Card;
use crate::features::case_space::evidence_words;
use crate::features::case_space::store::Space;
use crate::features::evidence::{examination_probe, exhibit_chips, words};
use crate::i18n::{t, text};
use crate::routes::Page;
use crate::ui::{Button, ButtonKind, IconName};

/// Where the action of a card leads.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Leads {
    Exhibit(Seq),
    Exchange,
}

/// A card, or a line.
#[component]
pub fn EvidenceCard(space: Space, seq: Seq, author: SeatId, act: EvidenceAct) -> impl IntoView {
    let i18n = space.app.i18n;
    if let EvidenceAct::ExhibitSubmitted(submitted) = act {
        return view! { <SubmittedCard space seq author submitted /> }.into_any();
    }
    let leads = leads(&act);
    let is_line = matches!(
        act,
        EvidenceAct::ExhibitOpened(_)
            | EvidenceAct::ExchangeFormStated(_)
            | EvidenceAct::AnswersFinished(_)
    );
    let icon = match leads {
        Some(Leads::Exchange) => IconName::People,
        _ if is_by_the_court(&act) => IconName::Scales,
        _ => IconName::Pencil,
    };
    let title = Signal::derive(move || {
        evidence_words::sentence(i18n.locale(), &space.case.state(), author, &act)
    });
    if is_line {
        return view! { <p class="timeline__note">{title}</p> }.into_any();
    }
    view! {
        <Card icon title fact="" class="case-card--plain">
            {leads.map(|leads| view! { <Foot space leads /> })}
        </Card>
    }
    .into_any()
}

fn leads(act: &EvidenceAct) -> Option<Leads> {
    let exhibit = match act {
        EvidenceAct::ExhibitSubmitted(_) | EvidenceAct::ExhibitOpened(_) => return None,
        EvidenceAct::ExhibitWithdrawn(act) if act.hidden => return None,
        EvidenceAct::ExhibitWithdrawn(act) => act.exhibit,
        EvidenceAct::LateDecided(act) => act.exhibit,
        EvidenceAct::OpinionGiven(act) => act.exhibit,
        EvidenceAct::OpinionReplied(act) => act.exhibit,
        EvidenceAct::ExhibitMarked(act) => act.exhibit,
        EvidenceAct::FormAccepted(act) => act.exhibit,
        EvidenceAct::ExaminationWaived(act) => act.exhibit,
        EvidenceAct::ExhibitRuled(act) => act.exhibit,
        EvidenceAct::EvidenceDeadlineSet(_)
        | EvidenceAct::ExchangeFormAsked(_)
        | EvidenceAct::ExchangeFormStated(_)
        | EvidenceAct::ExchangeOpened(_)
        | EvidenceAct::AnswersFinished(_)
        | EvidenceAct::ExchangeClosed(_)
        | EvidenceAct::AnswersOpened(_)
        | EvidenceAct::ExtensionAsked(_)
        | EvidenceAct::ExtensionDecided(_) => return Some(Leads::Exchange),
    };
    Some(Leads::Exhibit(exhibit))
}

const fn is_by_the_court(act: &EvidenceAct) -> bool {
    matches!(
        act,
        EvidenceAct::LateDecided(_)
            | EvidenceAct::ExhibitMarked(_)
            | EvidenceAct::FormAccepted(_)
            | EvidenceAct::ExhibitRuled(_)
    )
}

#[component]
fn Foot(space: Space, leads: Leads) -> impl IntoView {
    let i18n = space.app.i18n;
    let case = space.case.id;
    let (label, page) = match leads {
        Leads::Exhibit(exhibit) => (t!(i18n, exhibits.card_open), Page::Exhibit(case, exhibit)),
        Leads::Exchange => (
            t!(i18n, exhibits.card_go_exchange),
            Page::EvidenceExchange(case),
        ),
    };
    view! {
        <footer class="case-card__foot">
            <span class="case-card__state"></span>
            <Button label kind=ButtonKind::Link on_press=move |()| space.app.go(page) />
        </footer>
    }
}

/// An exhibit: its number and name, a line of facts, where it stands, and one action.
#[component]
fn SubmittedCard(
    space: Space,
    seq: Seq,
    author: SeatId,
    submitted: ExhibitSubmitted,
) -> impl IntoView {
    let i18n = space.app.i18n;
    let is_mine = untrack(|| space.case.you()) == author;
    let (side, number) = (submitted.side, submitted.number);
    let exhibit = submitted.exhibit;
    let name = exhibit.name.clone();
    let title = Signal::derive(move || {
        let number = words::number(i18n.locale(), side, number);
        text!(
            i18n.locale(),
            exhibits.card_submitted,
            number = number,
            name = name
        )
    });
    let fact = Signal::derive(move || {
        let locale = i18n.locale();
        let category = words::category(locale, exhibit.category);
        let pages = words::extent(locale, &exhibit);
        let purpose = &exhibit.purpose;
        text!(
            locale,
            exhibits.card_submitted_fact,
            category = category,
            pages = pages,
            purpose = purpose
        )
    });
    let record = Memo::new(move |_| space.case.state().evidence.exhibits.get(&seq).cloned());
    let chips = move || {
        let state = space.case.state();
        record
            .get()
            .map(|record| exhibit_chips(i18n, &state, &record))
    };
    let to_examine = Memo::new(move |_| {
        let probe = Command::Evidence(examination_probe(seq));
        let state = space.case.state();
        let party = anjian_domain::evidence::party_of(&state, space.case.you());
        let answered = record.with(|record| {
            let answered = record.as_ref().zip(party);
            answered.is_none_or(|(record, party)| record.is_answered_by(party))
        });
        !answered && space.app.court.may(space.case.id, &probe).is_ok()
    });
    let label = Signal::derive(move || match to_examine.get() {
        true => text!(i18n.locale(), exhibits.card_examine),
        false => text!(i18n.locale(), exhibits.card_open),
    });
    let go = move |()| space.app.go(Page::Exhibit(space.case.id, seq));
    view! {
        <Frame space author is_mine>
            <Card icon=IconName::Document title fact>
                <footer class="case-card__foot">
                    <span class="case-card__state">{chips}</span>
                    <Button label kind=ButtonKind::Link on_press=go test_id="card-exhibit" />
                </footer>
            </Card>
        </Frame>
    }
}
