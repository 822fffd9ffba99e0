//! The court moves the case to another stage.

use anjian_api::case::CaseStage;
use anjian_api::command::{ChangeStage as Change, Command};
use anjian_domain::roles;
use leptos::prelude::*;

use crate::app::App;
use crate::i18n::{labels, t, text};
use crate::state::court::CaseHandle;
use crate::ui::{Button, ButtonCell, ButtonKind, CellGroup, Dialog, DialogShape};

const STAGES: [CaseStage; 5] = [
    CaseStage::Filed,
    CaseStage::Evidence,
    CaseStage::Hearing,
    CaseStage::Deliberation,
    CaseStage::Closed,
];

/// The section, for the court.
#[component]
pub fn ChangeStage(app: App, case: CaseHandle) -> impl IntoView {
    let i18n = app.i18n;
    let open = RwSignal::new(false);
    let chosen = RwSignal::new(None::<CaseStage>);
    let may = move |stage: CaseStage| {
        app.court
            .may(case.id, &Command::ChangeStage(Change { stage }))
            .is_ok()
    };
    let ahead = Memo::new(move |_| {
        STAGES
            .into_iter()
            .filter(|stage| may(*stage))
            .collect::<Vec<_>>()
    });
    let is_court = move || case.seat().is_some_and(|seat| roles::conducts(seat.role));
    let now = Signal::derive(move || {
        case.state()
            .stage
            .map(|stage| labels::stage(i18n.locale(), stage))
    });
    let begin = move |()| {
        chosen.set(ahead.get_untracked().first().copied());
        open.set(true);
    };
    let change = move |()| {
        if let Some(stage) = chosen.get_untracked() {
            app.court
                .submit(case.id, Command::ChangeStage(Change { stage }));
            open.set(false);
        }
    };
    let choice = move |stage: CaseStage| {
        view! {
            <label class="weui-cell ui-cell">
                <input
                    type="radio"
                    class="ui-radio"
                    name="stage"
                    prop:checked=move || chosen.get() == Some(stage)
                    on:change=move |_| chosen.set(Some(stage))
                />
                <span class="ui-cell__label">{move || labels::stage(i18n.locale(), stage)}</span>
            </label>
        }
    };
    let label = Signal::derive(move || {
        let locale = i18n.locale();
        let stage = chosen
            .get()
            .map(|stage| labels::stage(locale, stage))
            .unwrap_or_default();
        text!(locale, details.stage_do, stage = stage)
    });
    let closes = move || chosen.get() == Some(CaseStage::Closed);
    view! {
        <Show when=move || is_court() && !ahead.read().is_empty()>
            <CellGroup title=t!(i18n, details.work)>
                <ButtonCell
                    label=t!(i18n, details.change_stage)
                    value=now
                    goes_on=true
                    on_press=begin
                    test_id="change-stage"
                />
            </CellGroup>
        </Show>
        <Dialog
            open
            on_close=move |()| open.set(false)
            title=t!(i18n, details.stage_title)
            close_label=t!(i18n, details.stage_leave)
            shape=DialogShape::HalfScreen
        >
            <div class="ui-cells" role="radiogroup" aria-label=t!(i18n, details.stage_title)>
                {move || ahead.get().into_iter().map(choice).collect_view()}
            </div>
            <p class="ui-cells-note">{t!(i18n, details.stage_note)}</p>
            <Show when=closes>
                <p class="ui-cells-note">{t!(i18n, details.stage_close_note)}</p>
            </Show>
            <div class="ui-dialog__actions">
                <Button label=t!(i18n, details.stage_leave) on_press=move |()| open.set(false) />
                <Button label kind=ButtonKind::Danger on_press=change test_id="stage-do" />
            </div>
        </Dialog>
    }
}
