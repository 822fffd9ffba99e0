//! One exhibit: its files, what is told about it, what the parties say, what the court decides.

use anjian_api::evidence::Opinion;
use anjian_api::evidence::Stance;
use anjian_api::evidence::command::{EvidenceCommand, GiveOpinion};
use anjian_api::ids::{CaseId, Seq};
use anjian_domain::evidence::{ExhibitRecord, evidence_list, party_of, side_of};
use leptos::prelude::*;

use super::act::{May, may};
use super::ask::{AskDialog, Asking};
use super::chips::chips_view;
use super::court::{CourtActs, PartyActs};
use super::facts::{AccessLog, Decisions, ExhibitFacts};
use super::opinion_form::OpinionForm;
use super::opinions::Opinions;
use super::tiles::Tiles;
use crate::app::{App, use_app};
use crate::features::evidence::words;
use crate::i18n::{t, text};
use crate::routes::Page;
use crate::state::court::{CaseHandle, CaseLoad};
use crate::ui::{Button, IconButton, IconName, NavBar, ProblemView, Skeleton};

/// The page.
#[component]
pub fn ExhibitPage(
    /// The case.
    case: CaseId,
    /// The entry that submitted it.
    exhibit: Seq,
) -> impl IntoView {
    let app = use_app();
    let i18n = app.i18n;
    let handle = app.court.open(case);
    let asking = Asking::new(app, handle);
    let record = Memo::new(move |_| handle.state().evidence.exhibits.get(&exhibit).cloned());
    let title = Signal::derive(move || {
        record.with(|record| {
            record.as_ref().map_or_else(String::new, |record| {
                words::number(i18n.locale(), record.side, record.number)
            })
        })
    });
    let name = Signal::derive(move || {
        record.with(|record| record.as_ref().map(|record| record.exhibit.name.clone()))
    });
    let back = move |()| app.back(Page::Evidence(case));
    let is_here = Memo::new(move |_| record.read().is_some());
    let inside = move || match is_here.get() {
        true => view! { <Inside app case=handle asking exhibit record /> }.into_any(),
        false if matches!(handle.load(), CaseLoad::Loading) => {
            view! { <Skeleton label=t!(i18n, common.loading) /> }.into_any()
        }
        false => view! {
            <ProblemView
                what=t!(i18n, exhibit.not_here)
                next=t!(i18n, exhibit.not_here_next)
                whom=t!(i18n, exhibit.whom)
                action_label=t!(i18n, exhibits.back_list)
                on_action=move |()| app.go_replacing(Page::Evidence(case))
            />
        }
        .into_any(),
    };
    view! {
        <div class="page" data-testid="exhibit-page">
            <NavBar title subtitle=name on_back=back back_label=t!(i18n, exhibits.back_list)>
                <Neighbour app case=handle exhibit step=-1 />
                <Neighbour app case=handle exhibit step=1 />
            </NavBar>
            <div class="pane__scroll" tabindex="0">{inside}</div>
        </div>
        <AskDialog asking />
    }
}

/// The exhibit before or after it, list by list.
#[component]
fn Neighbour(app: App, case: CaseHandle, exhibit: Seq, step: isize) -> impl IntoView {
    use anjian_api::evidence::EvidenceSide;
    let i18n = app.i18n;
    let to = Memo::new(move |_| {
        let state = case.state();
        let all: Vec<Seq> = EvidenceSide::ALL
            .into_iter()
            .flat_map(|side| evidence_list(&state, side))
            .map(|(seq, _)| seq)
            .collect();
        let at = all.iter().position(|seq| *seq == exhibit)?;
        all.get(at.checked_add_signed(step)?).copied()
    });
    let label = match step {
        1 => t!(i18n, exhibit.next),
        _ => t!(i18n, exhibit.previous),
    };
    let icon = match step {
        1 => IconName::ArrowDown,
        _ => IconName::ArrowUp,
    };
    move || {
        to.get().map(|to| {
            let go = move |()| app.go_replacing(Page::Exhibit(case.id, to));
            view! { <IconButton icon label on_press=go /> }
        })
    }
}

#[component]
fn Inside(
    app: App,
    case: CaseHandle,
    asking: Asking,
    exhibit: Seq,
    record: Memo<Option<ExhibitRecord>>,
) -> impl IntoView {
    let i18n = app.i18n;
    let told = Memo::new(move |_| record.get().map(as_submitted));
    let is_own = Memo::new(move |_| {
        let side = record.with(|record| record.as_ref().map(|record| record.side));
        side.is_some() && side_of(&case.state(), case.you()) == side
    });
    let chips = move || {
        let record = record.get()?;
        Some(chips_view(i18n, &case.state(), &record))
    };
    let facts = move || {
        told.get().map(|record| {
            let submitted = record.exhibit.clone();
            view! {
                <Tiles app case=case.id exhibit=submitted entry=Some(exhibit) />
                <ExhibitFacts app case record />
            }
        })
    };
    let said = move || {
        record.get().map(|record| {
            view! {
                <Decisions app record=record.clone() />
                <Opinions app case asking exhibit record />
            }
        })
    };
    let acts = move || {
        record.get().map(|record| {
            let unopened = record.opened.is_empty();
            view! {
                <CourtActs app case asking exhibit record />
                <PartyActs app case asking exhibit unopened />
            }
        })
    };
    view! {
        <div class="ev-head">{chips}</div>
        {facts}
        {said}
        <Examine app case exhibit record />
        {acts}
        <Show when=move || is_own.get()>
            <AccessLog app case exhibit />
        </Show>
        <div class="ev-end"></div>
    }
}

/// What never changes about it: whatever happens meanwhile, its pictures are not fetched again.
fn as_submitted(record: ExhibitRecord) -> ExhibitRecord {
    ExhibitRecord {
        examinable: None,
        opened: Default::default(),
        opinions: Default::default(),
        waived: Default::default(),
        mark: None,
        form: None,
        withdrawn: None,
        ruling: None,
        locked: false,
        ..record
    }
}

/// The form of an opinion. It stays while others do something to the exhibit: nobody loses the line
/// they are writing.
#[component]
fn Examine(
    app: App,
    case: CaseHandle,
    exhibit: Seq,
    record: Memo<Option<ExhibitRecord>>,
) -> impl IntoView {
    let i18n = app.i18n;
    let has_said = Memo::new(move |_| {
        let party = party_of(&case.state(), case.you());
        record.with(|record| {
            let both = record.as_ref().zip(party);
            both.is_some_and(|(record, party)| record.is_answered_by(party))
        })
    });
    let may_examine = may(app, case, probe(exhibit));
    let may_examine = Memo::new(move |_| may_examine.get() == May::Yes);
    let examining = RwSignal::new(!has_said.get_untracked());
    let label = Signal::derive(move || match has_said.get() {
        true => text!(i18n.locale(), exhibit.give_again),
        false => text!(i18n.locale(), exhibit.give),
    });
    move || {
        may_examine.get().then(|| {
            if examining.get() {
                let done = move |()| examining.set(false);
                view! { <OpinionForm app case exhibit on_done=done /> }.into_any()
            } else {
                let open = move |()| examining.set(true);
                view! {
                    <div class="ev-actions">
                        <Button label on_press=open test_id="examine" />
                    </div>
                }
                .into_any()
            }
        })
    }
}

/// An opinion that agrees to everything: what the rules say to it shows whether the person may
/// examine.
#[must_use]
pub fn probe(exhibit: Seq) -> EvidenceCommand {
    EvidenceCommand::GiveOpinion(GiveOpinion {
        exhibit,
        opinion: Opinion {
            authenticity: Stance::Agree,
            legality: Stance::Agree,
            relevance: Stance::Agree,
            purpose: Stance::Agree,
            counter: Vec::new(),
            original_seen: false,
        },
    })
}
