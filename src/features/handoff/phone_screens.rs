//! What the phone shows: what it is asked to do, the number, and how it ended.

use anjian_api::handoff::{HandoffAbout, HandoffOffer, HandoffStep};
use anjian_api::problem::ProblemCode;
use leptos::prelude::*;

use super::phone::{Phone, Stand, Why};
use super::words;
use crate::api::ApiError;
use crate::i18n::{t, text};
use crate::routes::Page;
use crate::ui::{Button, ButtonKind, Icon, IconName, ProblemView};

/// Not this code, not this person, not any more: each says what to do and on which device.
#[component]
pub(super) fn Failed(phone: Phone, error: ApiError) -> impl IntoView {
    let app = phone.app;
    let i18n = app.i18n;
    let words = words::words(app, &error);
    let cases = move |()| app.go_replacing(Page::Cases);
    let (label, act) = match error.code() {
        // Only what may go by itself is tried again; the rest is done at the computer.
        None => (
            t!(i18n, common.retry),
            Callback::new(move |()| phone.look_again()),
        ),
        Some(ProblemCode::HandoffOtherPerson) => (
            t!(i18n, handoff.change_account),
            Callback::new(move |()| app.go(Page::Me)),
        ),
        Some(_) => (t!(i18n, handoff.to_cases), Callback::new(cases)),
    };
    view! {
        <div data-testid="handoff-failed">
            <ProblemView
                what=words.what
                next=words.next
                whom=words.whom
                action_label=label
                on_action=act
            />
        </div>
    }
}

/// Nothing more is done here.
#[component]
pub(super) fn Over(phone: Phone, step: HandoffStep) -> impl IntoView {
    let i18n = phone.app.i18n;
    let what = move || match step {
        HandoffStep::Signed => text!(i18n.locale(), handoff.signed),
        HandoffStep::Cancelled => text!(i18n.locale(), handoff.cancelled),
        _ => text!(i18n.locale(), handoff.expired),
    };
    let next = move || match step {
        HandoffStep::Signed => text!(i18n.locale(), handoff.next_signed),
        HandoffStep::Cancelled => text!(i18n.locale(), handoff.next_cancelled),
        _ => text!(i18n.locale(), handoff.next_expired),
    };
    let icon = match step {
        HandoffStep::Signed => IconName::Check,
        _ => IconName::Clock,
    };
    view! {
        <section class="handoff" role="status" data-testid="handoff-over" data-step=format!("{step:?}")>
            <div
                class="handoff__mirror"
                class:handoff__mirror--done=step == HandoffStep::Signed
            >
                <Icon name=icon />
                <p class="handoff__what">{what}</p>
                <p class="handoff__soft">{next}</p>
            </div>
            <Button
                label=t!(i18n, papers.to_document)
                on_press=move |()| phone.leave()
                test_id="handoff-to-document"
            />
        </section>
    }
}

/// Somebody went back while the desktop waits for this phone.
#[component]
pub(super) fn Left(phone: Phone, offer: HandoffOffer) -> impl IntoView {
    let i18n = phone.app.i18n;
    let given_up = offer.clone();
    view! {
        <section class="handoff" data-testid="handoff-left-page">
            <div class="handoff__mirror">
                <Icon name=IconName::Device />
                <p class="handoff__what">{t!(i18n, handoff.left_what)}</p>
                <p class="handoff__soft">{t!(i18n, handoff.left_next)}</p>
            </div>
            <Button
                label=t!(i18n, handoff.left_stay)
                kind=ButtonKind::Primary
                on_press=move |()| phone.stand.set(Stand::Ours(offer.clone()))
                test_id="handoff-go-on"
            />
            <Button
                label=t!(i18n, handoff.left_cancel)
                on_press=move |()| phone.give_up(given_up.clone(), Why::Elsewhere)
                test_id="handoff-cancel"
            />
        </section>
    }
}

/// Court, case, document and version, then the number: before anything else.
#[component]
pub(super) fn Choice(phone: Phone, offer: HandoffOffer) -> impl IntoView {
    let i18n = phone.app.i18n;
    let refused = offer.clone();
    let HandoffAbout::Sign(about) = offer.about;
    let version = about.sign.version;
    let fact = |label: Signal<String>, value: String| {
        view! {
            <div>
                <dt>{label}</dt>
                <dd>{value}</dd>
            </div>
        }
    };
    let numbers = offer.numbers.clone();
    let number = move |number: u8| {
        view! {
            <Button
                label=number.to_string()
                on_press=move |()| phone.claim(number)
                busy=phone.busy
            />
        }
    };
    let version = move || text!(i18n.locale(), handoff.version_number, number = version);
    view! {
        <div class="pane__scroll" tabindex="0">
            <div class="page-body" data-testid="handoff-offer">
                <p class="ui-cells-note">{t!(i18n, handoff.offer_intro)}</p>
                <dl class="handoff__facts">
                    {fact(t!(i18n, handoff.court), about.court_name)}
                    {fact(t!(i18n, handoff.case_number), about.number)}
                    {fact(t!(i18n, handoff.case_title), about.case_title)}
                    {fact(t!(i18n, handoff.document), about.document_title)}
                    {fact(t!(i18n, handoff.version), version())}
                    {fact(t!(i18n, handoff.from_device), offer.from_device)}
                </dl>
                <h2 class="handoff__ask">{t!(i18n, handoff.which_number)}</h2>
                <div class="handoff__numbers" data-testid="handoff-numbers">
                    {numbers.into_iter().map(number).collect_view()}
                </div>
                <p class="ui-cells-note">{t!(i18n, handoff.not_mine)}</p>
                <div class="handoff__refuse">
                    <Button
                        label=t!(i18n, handoff.refuse)
                        kind=ButtonKind::Link
                        on_press=move |()| phone.give_up(refused.clone(), Why::NotMine)
                        test_id="handoff-refuse"
                    />
                </div>
            </div>
        </div>
    }
}

/// The court has not answered yet.
#[component]
pub(super) fn GivingUp(phone: Phone) -> impl IntoView {
    view! {
        <section class="handoff" role="status" data-testid="handoff-giving-up">
            <div class="handoff__mirror">
                <Icon name=IconName::Clock />
                <p class="handoff__what">{t!(phone.app.i18n, handoff.giving_up)}</p>
            </div>
        </section>
    }
}

/// Somebody else shows the code under this person's account: that is worse than a wrong code.
#[component]
pub(super) fn NotMine(phone: Phone, device: String) -> impl IntoView {
    let app = phone.app;
    let i18n = app.i18n;
    let what = move || {
        text!(
            i18n.locale(),
            handoff.not_mine_what,
            device = device.clone()
        )
    };
    view! {
        <section class="handoff" role="alert" data-testid="handoff-not-mine">
            <div class="handoff__mirror">
                <Icon name=IconName::Warning />
                <p class="handoff__what">{what}</p>
                <p class="handoff__soft">{t!(i18n, handoff.not_mine_next)}</p>
            </div>
            <Button
                label=t!(i18n, handoff.to_devices)
                kind=ButtonKind::Primary
                on_press=move |()| app.go_replacing(Page::Devices)
                test_id="handoff-devices"
            />
            <Button
                label=t!(i18n, handoff.to_password)
                on_press=move |()| app.go_replacing(Page::Password)
            />
        </section>
    }
}
