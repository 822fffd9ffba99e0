use super::eventually;
use anjian::{
    platform::dom,
    ui::{ActionSheet, Button, Dialog, IconName, MenuItem},
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
