use super::eventually;
use anjian::platform::{
    broadcast::Channel, dom, listener::Listener, locks, page, random, timer, visibility,
};
use std::{cell::Cell, rc::Rc};
use wasm_bindgen_test::wasm_bindgen_test;

fn counter() -> (Rc<Cell<u32>>, impl Fn() + Clone + 'static) {
    let count = Rc::new(Cell::new(0));
    let counted = count.clone();
    (count, move || counted.set(counted.get() + 1))
}

#[wasm_bindgen_test]
async fn a_dropped_timer_never_fires() {
    let (count, tick) = counter();
    let (kept, tock) = counter();
    drop(timer::after(0, tick.clone()));
    drop(timer::every(1, tick));
    let _later = timer::after(20, tock);
    assert!(eventually(|| kept.get() == 1).await);
    assert_eq!(count.get(), 0);
}

#[wasm_bindgen_test]
async fn a_dropped_frame_request_never_fires() {
    let (count, tick) = counter();
    let (kept, tock) = counter();
    drop(timer::next_frame(tick));
    let _next = timer::next_frame(tock);
    assert!(eventually(|| kept.get() == 1).await);
    assert_eq!(count.get(), 0);
}

#[wasm_bindgen_test]
fn a_dropped_listener_hears_nothing() {
    let (count, tick) = counter();
    let window = web_sys::window().unwrap();
    let event = web_sys::Event::new("online").unwrap();
    let listener = Listener::on_window("online", move |_| tick());
    window.dispatch_event(&event).unwrap();
    drop(listener);
    window.dispatch_event(&event).unwrap();
    assert_eq!(count.get(), 1);
}

#[wasm_bindgen_test]
fn losing_the_network_is_told() {
    let heard = Rc::new(Cell::new(None));
    let told = heard.clone();
    let watch = visibility::watch(move |change| told.set(Some(change)));
    let event = web_sys::Event::new("offline").unwrap();
    web_sys::window().unwrap().dispatch_event(&event).unwrap();
    assert_eq!(heard.get(), Some(visibility::Change::Offline));
    drop(watch);
}

#[wasm_bindgen_test]
async fn a_lock_passes_on_when_its_holder_lets_go() {
    let (first, hold_first) = counter();
    let (second, hold_second) = counter();
    let holder = locks::hold("passes-on", hold_first);
    assert!(eventually(|| first.get() == 1).await);
    let _waiting = locks::hold("passes-on", hold_second);
    timer::sleep(0).await;
    assert_eq!(second.get(), 0);
    drop(holder);
    assert!(eventually(|| second.get() == 1).await);
}

#[wasm_bindgen_test]
async fn whoever_stops_waiting_never_gets_the_lock() {
    let (first, hold_first) = counter();
    let (left, hold_left) = counter();
    let (last, hold_last) = counter();
    let holder = locks::hold("given-up", hold_first);
    assert!(eventually(|| first.get() == 1).await);
    drop(locks::hold("given-up", hold_left));
    let _last = locks::hold("given-up", hold_last);
    drop(holder);
    assert!(eventually(|| last.get() == 1).await);
    assert_eq!(left.get(), 0);
}

#[wasm_bindgen_test]
async fn other_tabs_hear_what_is_posted_and_the_speaker_does_not() {
    let heard = Rc::new(Cell::new(String::new()));
    let other = heard.clone();
    let (echoes, echo) = counter();
    let speaker = Channel::open("tabs", move |_| echo());
    let _listener = Channel::open("tabs", move |text| other.set(text));
    speaker.post("有新消息");
    assert!(
        eventually(|| {
            let text = heard.take();
            let is_there = text == "有新消息";
            heard.set(text);
            is_there
        })
        .await
    );
    assert_eq!(echoes.get(), 0);
}

#[wasm_bindgen_test]
fn ids_come_from_the_browsers_own_randomness() {
    let ids: std::collections::HashSet<_> = (0..100).map(|_| random::uuid_v4()).collect();
    assert_eq!(ids.len(), 100);
}

#[wasm_bindgen_test]
fn large_text_is_marked_on_the_root() {
    let root = web_sys::window()
        .unwrap()
        .document()
        .unwrap()
        .document_element()
        .unwrap();
    page::set_text_scale(200);
    assert!(root.has_attribute("data-large"));
    page::set_text_scale(100);
    assert!(!root.has_attribute("data-large"));
}

#[wasm_bindgen_test]
fn what_is_not_laid_out_is_no_stop_for_the_tab_key() {
    let document = web_sys::window().unwrap().document().unwrap();
    let holder = document.create_element("div").unwrap();
    for hidden in [false, true, false] {
        let button = document.create_element("button").unwrap();
        if hidden {
            button.set_attribute("hidden", "").unwrap();
        }
        holder.append_child(&button).unwrap();
    }
    document.body().unwrap().append_child(&holder).unwrap();
    assert_eq!(dom::tabbable(&holder).len(), 2);
    holder.remove();
}
