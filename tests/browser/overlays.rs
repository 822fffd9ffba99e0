use super::eventually;
use anjian::{
    platform::{dom, timer},
    ui::{ActionSheet, Button, ButtonCell, Dialog, ErrorSummary, FieldError, IconName, MenuItem},
};
use leptos::{mount::mount_to, prelude::*};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlElement, KeyboardEvent, KeyboardEventInit};

fn place() -> HtmlElement {
    let document = web_sys::window().unwrap().document().unwrap();
    let place = document.create_element("main").unwrap();
    document.body().unwrap().append_child(&place).unwrap();
    place.unchecked_into()
}

fn find(selector: &str) -> Option<HtmlElement> {
    let document = web_sys::window()?.document()?;
    document.query_selector(selector).ok()??.dyn_into().ok()
}

fn press(key: &str) {
    let init = KeyboardEventInit::new();
    init.set_key(key);
    init.set_bubbles(true);
    init.set_cancelable(true);
    let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
    dom::focused().unwrap().dispatch_event(&event).unwrap();
}

/// The same wherever the focus is: a dialog takes it a frame after it appeared.
fn press_anywhere(key: &str) {
    find("[role=dialog]").unwrap().focus().unwrap();
    press(key);
}

fn focused_text() -> String {
    dom::focused()
        .and_then(|element| element.text_content())
        .unwrap_or_default()
}

#[wasm_bindgen_test]
async fn a_dialog_holds_the_focus_and_gives_it_back() {
    let open = RwSignal::new(false);
    let mounted = mount_to(place(), move || {
        view! {
            <Button label="打开" on_press=move |()| open.set(true) test_id="opener" />
            <Dialog open on_close=move |()| open.set(false) title="说明" close_label="关闭">
                <Button label="知道了" on_press=move |()| open.set(false) />
            </Dialog>
        }
    });
    let opener = find("[data-testid=opener]").unwrap();
    opener.focus().unwrap();
    opener.click();
    let inside =
        || dom::focused().is_some_and(|now| now.closest("[role=dialog]").unwrap().is_some());
    assert!(eventually(inside).await);
    press("Escape");
    assert!(eventually(|| find("[role=dialog]").is_none() && focused_text() == "打开").await);
    drop(mounted);
}

#[wasm_bindgen_test]
async fn what_was_put_right_leaves_the_summary_where_the_reader_is() {
    let wrong = |id: &str| FieldError {
        field_id: id.into(),
        text: format!("{id}!"),
    };
    let errors = RwSignal::new(Vec::new());
    let mounted = mount_to(place(), move || {
        view! {
            <ErrorSummary title="请改正" errors />
            <Button label="继续" test_id="elsewhere" />
        }
    });
    errors.set(vec![wrong("甲"), wrong("乙")]);
    assert!(eventually(|| focused_text() == "请改正甲!乙!").await);
    find("[data-testid=elsewhere]").unwrap().focus().unwrap();
    errors.set(vec![wrong("乙")]);
    let says = || find(".ui-error-summary").and_then(|it| it.text_content());
    assert!(eventually(|| says().as_deref() == Some("请改正乙!")).await);
    assert_eq!(focused_text(), "继续");
    // Asked again, it is said again.
    errors.set(vec![wrong("乙")]);
    assert!(eventually(|| focused_text() == "请改正乙!").await);
    drop(mounted);
}

#[wasm_bindgen_test]
async fn a_row_that_is_busy_says_so_and_takes_no_second_press() {
    let busy = RwSignal::new(false);
    let times = RwSignal::new(0);
    let press = move |()| {
        busy.set(true);
        times.update(|times| *times += 1);
    };
    let mounted = mount_to(place(), move || {
        view! { <ButtonCell label="征求意见" on_press=press busy test_id="row" /> }
    });
    let row = find("[data-testid=row]").unwrap();
    row.click();
    row.click();
    let is_busy = || row.get_attribute("aria-busy").as_deref() == Some("true");
    assert!(eventually(|| is_busy() && find("[data-testid=row] .ui-spinner").is_some()).await);
    assert_eq!(times.get_untracked(), 1);
    busy.set(false);
    assert!(eventually(|| !is_busy()).await);
    row.click();
    assert_eq!(times.get_untracked(), 2);
    drop(mounted);
}

#[wasm_bindgen_test]
async fn arrows_go_round_a_menu_and_its_choice_is_told() {
    let open = RwSignal::new(true);
    let picked = RwSignal::new("");
    let items = Signal::derive(|| {
        vec![
            MenuItem::new("copy", "复制", IconName::Copy),
            MenuItem::new("recall", "撤回", IconName::Recall).dangerous(),
        ]
    });
    let mounted = mount_to(place(), move || {
        view! {
            <ActionSheet
                open
                on_close=move |()| open.set(false)
                on_pick=move |id| picked.set(id)
                label="消息"
                items
                close_label="返回"
            />
        }
    });
    assert!(eventually(|| focused_text() == "复制").await);
    press("ArrowDown");
    assert_eq!(focused_text(), "撤回");
    press("ArrowDown");
    assert_eq!(focused_text(), "复制");
    press("End");
    dom::focused().unwrap().click();
    assert_eq!(picked.get_untracked(), "recall");
    assert!(eventually(|| find("[role=menu]").is_none()).await);
    drop(mounted);
}

fn history() -> web_sys::History {
    web_sys::window().unwrap().history().unwrap()
}

fn is_over_the_page() -> bool {
    let state = history().state().unwrap().as_string();
    state.is_some_and(|state| state.starts_with("anjian.overlay"))
}

/// A button that opens a dialog, in which a menu opens over it.
fn two_layers() -> (RwSignal<bool>, RwSignal<bool>) {
    let (dialog, menu) = (RwSignal::new(false), RwSignal::new(false));
    let items = Signal::derive(|| vec![MenuItem::new("copy", "复制", IconName::Copy)]);
    let mounted = mount_to(place(), move || {
        view! {
            <Dialog open=dialog on_close=move |()| dialog.set(false) title="说明" close_label="关闭">
                <p>"内容"</p>
            </Dialog>
            <ActionSheet
                open=menu
                on_close=move |()| menu.set(false)
                on_pick=|_| ()
                label="消息"
                items
                close_label="返回"
            />
        }
    });
    mounted.forget();
    (dialog, menu)
}

/// Where the focus is before what has just opened takes it.
fn focus_outside() {
    let outside = place();
    outside.set_tab_index(-1);
    outside.focus().unwrap();
}

#[wasm_bindgen_test]
async fn escape_is_heard_before_the_focus_arrives_and_closes_the_topmost_alone() {
    let (dialog, menu) = two_layers();
    dialog.set(true);
    assert!(eventually(|| find("[role=dialog]").is_some()).await);
    menu.set(true);
    assert!(eventually(|| find("[role=menu]").is_some()).await);
    focus_outside();
    press("Escape");
    assert!(eventually(|| find("[role=menu]").is_none()).await);
    assert!(dialog.get_untracked() && find("[role=dialog]").is_some());
    focus_outside();
    press("Escape");
    assert!(eventually(|| find("[role=dialog]").is_none()).await);
    assert!(!dialog.get_untracked());
}

#[wasm_bindgen_test]
async fn what_is_in_a_dialog_hears_escape_first() {
    let open = RwSignal::new(true);
    let mounted = mount_to(place(), move || {
        view! {
            <Dialog open on_close=move |()| open.set(false) title="说明" close_label="关闭">
                <input id="inside" on:keydown=|event| event.stop_propagation() />
            </Dialog>
        }
    });
    assert!(eventually(|| find("#inside").is_some()).await);
    find("#inside").unwrap().focus().unwrap();
    press("Escape");
    assert!(open.get_untracked());
    press_anywhere("Escape");
    assert!(!open.get_untracked());
    drop(mounted);
}

#[wasm_bindgen_test]
async fn back_closes_what_lies_on_top_and_leaves_the_page() {
    let (dialog, menu) = two_layers();
    dialog.set(true);
    assert!(eventually(|| find("[role=dialog]").is_some()).await);
    menu.set(true);
    assert!(eventually(|| find("[role=menu]").is_some()).await);
    assert!(is_over_the_page());
    history().back().unwrap();
    assert!(eventually(|| find("[role=menu]").is_none()).await);
    assert!(dialog.get_untracked() && find("[role=dialog]").is_some());
    assert!(is_over_the_page());
    history().back().unwrap();
    assert!(eventually(|| find("[role=dialog]").is_none()).await);
    assert!(!dialog.get_untracked() && !is_over_the_page());
}

#[wasm_bindgen_test]
async fn what_is_closed_otherwise_moves_nothing_and_back_passes_its_step_by() {
    let page = wasm_bindgen::JsValue::from_str("page before");
    let here = web_sys::window().unwrap().location().pathname().unwrap();
    history().replace_state_with_url(&page, "", None).unwrap();
    history()
        .push_state_with_url(&"this page".into(), "", None)
        .unwrap();
    anjian::platform::history::moved("/elsewhere");
    anjian::platform::history::moved(&here);
    let (dialog, menu) = two_layers();
    dialog.set(true);
    assert!(eventually(|| find("[role=dialog]").is_some()).await);
    let length = history().length().unwrap();
    press_anywhere("Escape");
    assert!(eventually(|| find("[role=dialog]").is_none()).await);
    // Nothing may happen: whoever loads the page again or goes on now is not taken back.
    for _ in 0..30 {
        timer::sleep(10).await;
        assert!(is_over_the_page());
    }
    // The next one takes over the step.
    menu.set(true);
    assert!(eventually(|| find("[role=menu]").is_some()).await);
    menu.set(false);
    dialog.set(true);
    assert!(eventually(|| find("[role=menu]").is_none() && find("[role=dialog]").is_some()).await);
    assert_eq!(history().length().unwrap(), length);
    press_anywhere("Escape");
    assert!(eventually(|| find("[role=dialog]").is_none()).await);
    history().back().unwrap();
    assert!(eventually(|| history().state().unwrap() == page).await);
    assert!(!dialog.get_untracked());
}

#[wasm_bindgen_test]
async fn what_takes_the_place_of_a_page_takes_that_of_its_overlays_too() {
    let (dialog, menu) = two_layers();
    dialog.set(true);
    assert!(eventually(|| find("[role=dialog]").is_some()).await);
    menu.set(true);
    assert!(eventually(|| find("[role=menu]").is_some()).await);
    menu.set(false);
    let done = RwSignal::new(0);
    for _ in 0..2 {
        anjian::platform::history::on_page(move || done.update(|count| *count += 1));
    }
    assert!(eventually(|| done.get_untracked() == 2).await);
    assert!(!is_over_the_page() && !dialog.get_untracked());
    anjian::platform::history::on_page(move || done.set(3));
    assert_eq!(done.get_untracked(), 3);
}

#[wasm_bindgen_test]
async fn a_page_that_comes_while_a_menu_closes_is_not_left_again() {
    let (_, menu) = two_layers();
    menu.set(true);
    assert!(eventually(|| find("[role=menu]").is_some()).await);
    menu.set(false);
    assert!(eventually(|| find("[role=menu]").is_none()).await);
    let page = wasm_bindgen::JsValue::from_str("next page");
    history().push_state_with_url(&page, "", None).unwrap();
    // Nothing may happen: looked at for longer than a closed menu waits.
    for _ in 0..30 {
        timer::sleep(10).await;
        assert_eq!(history().state().unwrap(), page);
    }
    // Back from there does not stop at the step of the menu.
    history().back().unwrap();
    assert!(eventually(|| !is_over_the_page() && history().state().unwrap() != page).await);
}
