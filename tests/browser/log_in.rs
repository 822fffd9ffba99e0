//! The log-in form: what is wrong is told beside the field and in a summary that takes the focus.

use std::cell::Cell;
use std::rc::Rc;

use anjian::api::{Answering, LiveConnection, OnLive, Wire};
use anjian::app::App;
use anjian::features::login::LoginPage;
use anjian::i18n::Locale;
use anjian::platform::dom;
use anjian::platform::net::{Answer, NetError, Request};
use anjian_api::frame::ClientFrame;
use anjian_sync::Transport;
use leptos::{mount::mount_to, prelude::*};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlElement, HtmlInputElement};

use super::eventually;

/// Answers every log-in with the same problem; without one there is no network.
struct OneAnswer {
    problem: Option<&'static str>,
    log_ins: Rc<Cell<u32>>,
}

impl Wire for OneAnswer {
    fn send(&self, request: Request) -> Answering {
        if request.method == "POST" && request.url == "/api/session" {
            self.log_ins.set(self.log_ins.get() + 1);
        }
        let answer = self.problem.map_or(Err(NetError::Unreachable), |problem| {
            Ok(Answer {
                status: 401,
                content_type: "application/problem+json".to_owned(),
                retry_after_ms: None,
                date: None,
                text: problem.to_owned(),
            })
        });
        Box::pin(async move { answer })
    }

    fn open_live(&self, _: Transport, _: OnLive) -> Box<dyn LiveConnection> {
        Box::new(NoLine)
    }
}

struct NoLine;

impl LiveConnection for NoLine {
    fn send(&self, _: &ClientFrame) {}
}

/// The page in a place of its own, which goes when it is dropped.
struct Shown {
    place: HtmlElement,
    log_ins: Rc<Cell<u32>>,
    _mounted: Box<dyn std::any::Any>,
}

impl Drop for Shown {
    fn drop(&mut self) {
        self.place.remove();
    }
}

fn show(problem: Option<&'static str>) -> Shown {
    let document = web_sys::window().unwrap().document().unwrap();
    let place: HtmlElement = document.create_element("main").unwrap().unchecked_into();
    document.body().unwrap().append_child(&place).unwrap();
    let log_ins = Rc::new(Cell::new(0));
    let wire = OneAnswer {
        problem,
        log_ins: log_ins.clone(),
    };
    let mounted = mount_to(place.clone(), move || {
        let app = App::start(wire);
        provide_context(app);
        provide_context(app.i18n);
        app.i18n.set(Locale::En);
        view! { <LoginPage over=false /> }
    });
    Shown {
        place,
        log_ins,
        _mounted: Box::new(mounted),
    }
}

impl Shown {
    fn find(&self, selector: &str) -> Option<HtmlElement> {
        self.place.query_selector(selector).ok()??.dyn_into().ok()
    }

    fn input(&self, id: &str) -> HtmlInputElement {
        self.find(&format!("#{id}")).unwrap().unchecked_into()
    }

    fn type_into(&self, id: &str, words: &str) {
        let input = self.input(id);
        input.set_value(words);
        let event = web_sys::Event::new("input").unwrap();
        input.dispatch_event(&event).unwrap();
    }

    fn submit(&self) {
        self.find("[data-testid=login-submit]").unwrap().click();
    }

    fn text(&self, selector: &str) -> String {
        self.find(selector)
            .and_then(|element| element.text_content())
            .unwrap_or_default()
    }
}

fn has_focus(element: &HtmlElement) -> bool {
    dom::focused().is_some_and(|focused| focused == *element)
}

#[wasm_bindgen_test]
async fn an_empty_form_tells_all_that_is_missing_and_each_line_leads_to_its_field() {
    let page = show(None);
    page.submit();
    let summary_has_focus = || {
        page.find(".ui-error-summary")
            .is_some_and(|summary| has_focus(&summary))
    };
    assert!(eventually(summary_has_focus).await);
    let lines = dom::matching(&page.place, ".ui-error-summary li button");
    assert_eq!(lines.len(), 2);
    for id in ["login-phone", "login-password"] {
        assert_eq!(
            page.input(id).get_attribute("aria-invalid").as_deref(),
            Some("true")
        );
        assert!(!page.text(&format!("#{id}-error")).is_empty(), "{id}");
    }
    lines[1].click();
    assert!(has_focus(&page.input("login-password")));
    assert_eq!(
        page.log_ins.get(),
        0,
        "nobody bothers the server with an empty form"
    );
}

#[wasm_bindgen_test]
async fn wrong_credentials_are_told_at_the_password_and_what_was_typed_stays() {
    let page = show(Some(r#"{"code":"wrong_credentials"}"#));
    page.type_into("login-phone", "138 1234 5678");
    page.type_into("login-password", "guess");
    page.submit();
    assert!(eventually(|| !page.text("#login-password-error").is_empty()).await);
    assert_eq!(page.input("login-phone").value(), "138 1234 5678");
    assert_eq!(page.input("login-password").value(), "guess");
    assert!(
        page.input("login-phone")
            .get_attribute("aria-invalid")
            .is_none()
    );
}

#[wasm_bindgen_test]
async fn too_many_tries_count_down_and_hold_the_button_with_a_reason() {
    let page = show(Some(r#"{"code":"too_many_tries","retry_after_ms":2000}"#));
    page.type_into("login-phone", "13812345678");
    page.type_into("login-password", "guess");
    page.submit();
    assert!(eventually(|| page.find("[data-testid=login-wait]").is_some()).await);
    let button = page.find("[data-testid=login-submit]").unwrap();
    assert_eq!(
        button.get_attribute("aria-disabled").as_deref(),
        Some("true")
    );
    assert!(!button.title().is_empty());
    page.submit();
    assert_eq!(page.log_ins.get(), 1);
    assert!(eventually(|| page.text("[data-testid=login-wait]").contains("1 second.")).await);
    assert!(eventually(|| page.find("[data-testid=login-wait]").is_none()).await);
    assert!(button.get_attribute("aria-disabled").is_none());
}

#[wasm_bindgen_test]
async fn a_password_is_shown_only_when_asked() {
    let page = show(None);
    assert_eq!(page.input("login-password").type_(), "password");
    page.find("#login-password ~ button").unwrap().click();
    assert!(eventually(|| page.input("login-password").type_() == "text").await);
}
