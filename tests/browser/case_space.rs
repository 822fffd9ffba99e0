//! The conversation: lines stay where they are, and an input method is left alone.

use std::cell::RefCell;
use std::ops::RangeInclusive;
use std::rc::Rc;

use anjian::api::{Answering, LiveConnection, LiveEvent, OnLive, Wire};
use anjian::app::App;
use anjian::features::case_space::CaseSpacePage;
use anjian::platform::dom::{self, ScrollState};
use anjian::platform::net::{Answer, Request};
use anjian::platform::timer;
use anjian_api::act::{Act, Message, Payload};
use anjian_api::audience::Audience;
use anjian_api::bytes::{CaseLogId, Salt, Suite};
use anjian_api::case::{
    CaseFacts, CaseMarks, CaseStage, EntryPage, Opening, Procedure, ProofTerms,
};
use anjian_api::command::{Content, Text};
use anjian_api::entry::{Header, Open, Shown, WireEntry};
use anjian_api::frame::{ClientFrame, EntryFrame, Frame, Head, Hello};
use anjian_api::ids::{CaseId, CourtId, Moment, PersonId, SeatId, Seq};
use anjian_api::role::{Role, Seat};
use anjian_domain::{CaseState, evolve_wire};
use anjian_sync::Transport;
use leptos::{mount::mount_to, prelude::*};
use serde_json::value::RawValue;
use uuid::Uuid;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

use super::eventually;

const ENTRIES: u64 = 400;
const PAGE: u64 = 100;
const CASE: CaseId = CaseId(Uuid::from_u128(7));
pub const PERSON: PersonId = PersonId(Uuid::from_u128(1));
const TERMS: ProofTerms = ProofTerms {
    suite: Suite::Std,
    court: CourtId(1),
    case_log: CaseLogId([7; 16]),
};

/// The parts of the style sheets that scrolling stands upon.
const STYLE: &str = concat!(
    include_str!("../../style/features/case_space.css"),
    ".test-place { display: flex; height: 500px; width: 400px; }",
    ".page { display: flex; flex: 1; flex-direction: column; min-height: 0; }",
);

/// A case of three people who said something 397 times, in lines of different height.
pub struct OneCase {
    entries: Vec<WireEntry>,
    state: CaseState,
    live: Rc<RefCell<Option<OnLive>>>,
}

impl OneCase {
    pub fn new() -> Self {
        Self::with(ENTRIES)
    }

    /// With so many entries; the first ones are always the same.
    fn with(count: u64) -> Self {
        Self::with_others(count, 0..=0)
    }

    /// The same with these entries for others.
    fn with_others(count: u64, others: RangeInclusive<u64>) -> Self {
        let mut case = Self {
            entries: Vec::new(),
            state: CaseState::default(),
            live: Rc::default(),
        };
        for seq in 1..=count {
            let act = match seq {
                1 => Act::CaseOpened(facts()),
                2 => seated(1, Role::Plaintiff),
                3 => seated(2, Role::Judge),
                _ => said(seq),
            };
            let author = if seq < 4 { 0 } else { 2 };
            let kind = act.kind();
            let payload = Payload {
                audience: Audience::Everyone,
                act,
            };
            let payload = serde_json::to_string(&payload).unwrap();
            case.add(author, kind, payload, others.contains(&seq));
        }
        case
    }

    /// The same, and last an entry of a kind that only a newer version knows.
    fn with_the_future() -> Self {
        let mut case = Self::new();
        let payload = r#"{"audience":"everyone","act":{"kind":"future_thing","what":"某事"}}"#;
        case.add(2, "future_thing", payload.to_owned(), false);
        case
    }

    fn add(&mut self, author: u16, kind: &str, payload: String, is_for_others: bool) {
        let (seq, prev) = (self.state.head.next(), self.state.last_leaf);
        let header = Header {
            at: Moment(1_795_233_600_000 + i64::try_from(seq.0).unwrap() * 60_000),
            kind: kind.to_owned(),
            author: SeatId(author),
            prev,
            salt: Salt([0; 16]),
        };
        let payload = RawValue::from_string(payload).unwrap();
        let shown = Shown::Open(Open { header, payload });
        let mut entry = WireEntry {
            seq,
            leaf: prev,
            shown,
        };
        entry.leaf = anjian_proof::leaf_of(&TERMS, &entry).unwrap();
        if is_for_others {
            entry.shown = Shown::Sealed;
        }
        evolve_wire(&mut self.state, &entry);
        self.entries.push(entry);
    }

    fn page(&self, before: u64) -> Vec<WireEntry> {
        let end = usize::try_from(before - 1).unwrap();
        let start = usize::try_from((before - 1).saturating_sub(PAGE)).unwrap();
        self.entries[start..end].to_vec()
    }

    fn answer(&self, url: &str) -> Option<String> {
        if let Some((_, query)) = url.split_once("/entries?") {
            let before = query
                .split('&')
                .find_map(|part| part.strip_prefix("before="))?;
            let page = EntryPage {
                entries: self.page(before.parse().ok()?),
                head: self.state.head,
            };
            return serde_json::to_string(&page).ok();
        }
        if !url.ends_with(&format!("/cases/{CASE}")) {
            return None;
        }
        let opening = Opening {
            case: CASE,
            proof: TERMS,
            state: self.state.clone(),
            you: SeatId(1),
            entries: self.page(self.state.head.0 + 1),
            read: self.state.head,
            draft: String::new(),
            marks: CaseMarks::default(),
            now: Moment(1_795_300_000_000),
        };
        serde_json::to_string(&opening).ok()
    }
}

fn facts() -> CaseFacts {
    CaseFacts {
        court: CourtId(1),
        court_name: "示范人民法院".into(),
        number: "（2026）苏0602民初1号".into(),
        cause: "民间借贷纠纷".into(),
        title: "周敏 诉 韩立".into(),
        procedure: Procedure::FirstOrdinary,
        stage: CaseStage::Evidence,
    }
}

fn seated(id: u16, role: Role) -> Act {
    let person = PersonId(Uuid::from_u128(u128::from(id)));
    let (id, name) = (SeatId(id), format!("{role:?}"));
    Act::MemberSeated {
        seat: Seat {
            id,
            person,
            name,
            role,
            acts_for: None,
            authority: None,
        },
    }
}

fn said(seq: u64) -> Act {
    let words = "一行字。".repeat(1 + usize::try_from(seq % 17).unwrap());
    let content = Content::Text(Text {
        text: format!("{seq} {words}"),
    });
    Act::Message(Message {
        content,
        quote: None,
        mentions: Vec::new(),
    })
}

impl Wire for OneCase {
    fn send(&self, request: Request) -> Answering {
        let text = self.answer(&request.url);
        let status = if text.is_some() { 200 } else { 503 };
        let answer = Answer {
            status,
            content_type: "application/json".to_owned(),
            retry_after_ms: None,
            date: None,
            text: text.unwrap_or_default(),
        };
        Box::pin(async move { Ok(answer) })
    }

    fn open_live(&self, _: Transport, told: OnLive) -> Box<dyn LiveConnection> {
        self.live.replace(Some(told));
        Box::new(NoLine)
    }
}

struct NoLine;

impl LiveConnection for NoLine {
    fn send(&self, _: &ClientFrame) {}
}

/// The page in a place of its own, which goes when it is dropped.
struct Place {
    place: HtmlElement,
    live: Rc<RefCell<Option<OnLive>>>,
    _mounted: Box<dyn std::any::Any>,
}

impl Drop for Place {
    fn drop(&mut self) {
        self.place.remove();
    }
}

impl Place {
    async fn open() -> Self {
        Self::of(OneCase::new()).await
    }

    async fn of(case: OneCase) -> Self {
        let mut seen = case.entries.iter().rev();
        let newest = seen.find(|entry| entry.header().is_some()).unwrap().seq.0;
        let document = web_sys::window().unwrap().document().unwrap();
        let place: HtmlElement = document.create_element("main").unwrap().unchecked_into();
        place.set_class_name("test-place");
        let style = document.create_element("style").unwrap();
        style.set_text_content(Some(STYLE));
        let root = document.create_element("div").unwrap();
        root.set_class_name("page");
        place.append_child(&style).unwrap();
        place.append_child(&root).unwrap();
        document.body().unwrap().append_child(&place).unwrap();
        let live = case.live.clone();
        let mounted = mount_to(root.unchecked_into(), move || {
            let app = App::start(case);
            provide_context(app);
            provide_context(app.i18n);
            app.court.begin(PERSON);
            app.court.signed_in();
            view! { <CaseSpacePage case=CASE /> }
        });
        let place = Self {
            place,
            live,
            _mounted: Box::new(mounted),
        };
        let is_open = || place.row(newest).is_some() && place.scroll().below() < 1.0;
        assert!(
            eventually(is_open).await,
            "the page stands at the newest line"
        );
        place
    }

    /// The server tells something, and the browser paints.
    async fn hear(&self, frame_told: Frame) {
        let told = self.live.borrow().clone().unwrap();
        told(LiveEvent::Frame(frame_told));
        frame().await;
        frame().await;
    }

    fn find(&self, selector: &str) -> Option<HtmlElement> {
        self.place.query_selector(selector).ok()??.dyn_into().ok()
    }

    fn row(&self, seq: u64) -> Option<HtmlElement> {
        self.find(&format!("#e{seq}"))
    }

    fn timeline(&self) -> HtmlElement {
        self.find(".timeline").unwrap()
    }

    fn scroll(&self) -> ScrollState {
        dom::scroll_state(&self.timeline())
    }

    /// The first line that is seen, and where it stands.
    fn first_seen(&self) -> (String, f64) {
        let top = dom::rect(&self.timeline()).y;
        dom::matching(&self.place, "article[id]")
            .into_iter()
            .map(|row| (row.id(), dom::rect(&row)))
            .find(|(_, rect)| rect.y + rect.height > top + 1.0)
            .map(|(id, rect)| (id, rect.y))
            .unwrap()
    }
}

#[wasm_bindgen_test]
async fn older_lines_move_what_is_seen_by_nothing() {
    let page = Place::open().await;
    let first_held = ENTRIES - PAGE + 1;
    assert!(dom::matching(&page.place, "article[id]").len() <= 60);
    // Up, as a finger would, until the page before was asked for and came.
    let mut came = false;
    for _ in 0..200 {
        let top = page.scroll().top;
        dom::set_scroll_top(&page.timeline(), (top - 150.0).max(40.0));
        frame().await;
        frame().await;
        let (id, y) = page.first_seen();
        let before = page.scroll().content_height;
        frame().await;
        frame().await;
        let row = page.find(&format!("#{id}")).unwrap();
        let moved = (dom::rect(&row).y - y).abs();
        assert!(moved < 0.6, "{id} moved by {moved} px");
        came |= page.scroll().content_height > before + 500.0;
        if came || page.row(first_held - 10).is_some() {
            came = true;
            break;
        }
    }
    assert!(came, "older lines came");
    assert!(dom::matching(&page.place, "article[id]").len() <= 60);
}

#[wasm_bindgen_test]
async fn pages_that_are_all_for_others_are_read_over() {
    // The two newest pages and a part of the third.
    let page = Place::of(OneCase::with_others(ENTRIES, 150..=ENTRIES)).await;
    assert!(page.row(149).is_some());
    assert!(page.row(150).is_none());
    let lines = dom::matching(&page.place, "article[id]").len();
    assert!((20..=60).contains(&lines), "{lines} lines");
    // They fill the page, and reading on goes on.
    let top = page.scroll();
    assert!(top.content_height > top.view_height);
    dom::set_scroll_top(&page.timeline(), 0.0);
    assert!(eventually(|| page.scroll().content_height > top.content_height).await);
}

#[wasm_bindgen_test]
async fn new_lines_are_followed_at_the_end_and_nowhere_else() {
    const FOLLOWED: u64 = 30;
    let page = Place::open().await;
    let is_live = || page.live.borrow().is_some();
    assert!(eventually(is_live).await, "the page listens");
    let head = Head {
        case: CASE,
        seq: Seq(ENTRIES),
    };
    let hello = Hello {
        now: Moment(1_795_300_000_000),
        heads: vec![head],
        version: "1".into(),
    };
    page.hear(Frame::Hello(hello)).await;
    let more = OneCase::with(ENTRIES + FOLLOWED + 1).entries;
    let said = |seq: u64| {
        let entry = more[usize::try_from(seq - 1).unwrap()].clone();
        Frame::Entry(EntryFrame { case: CASE, entry })
    };
    for seq in ENTRIES + 1..=ENTRIES + FOLLOWED {
        page.hear(said(seq)).await;
        assert!(page.row(seq).is_some(), "{seq} came");
        assert!(page.scroll().below() < 1.0, "{seq} is seen");
        assert!(dom::matching(&page.place, "article[id]").len() <= 80);
        assert_eq!(dom::matching(&page.place, "article[tabindex='0']").len(), 1);
    }
    let top = page.scroll().top;
    dom::set_scroll_top(&page.timeline(), top - 1_000.0);
    frame().await;
    frame().await;
    let (id, y) = page.first_seen();
    page.hear(said(ENTRIES + FOLLOWED + 1)).await;
    assert_eq!(page.first_seen().0, id);
    assert!((page.first_seen().1 - y).abs() < 0.6);
    assert!(page.find("[data-testid=latest-jump]").is_some());
}

/// Waits until the browser paints next.
async fn frame() {
    let (painted, wait) = futures::channel::oneshot::channel();
    let request = timer::next_frame(move || painted.send(()).unwrap());
    wait.await.unwrap();
    drop(request);
}

#[wasm_bindgen_test]
async fn an_entry_of_a_newer_version_is_a_card_that_says_so() {
    let page = Place::of(OneCase::with_the_future()).await;
    let row = page.row(ENTRIES + 1).unwrap();
    assert!(row.query_selector(".case-card--unknown").unwrap().is_some());
    let words = row.text_content().unwrap();
    let says_so = ["更新后可见", "Visible after an update"];
    assert!(says_so.iter().any(|title| words.contains(title)), "{words}");
    // It counts: the next line stands after it, and its leaf was recomputed like any other.
    assert!(row.query_selector("button").unwrap().is_some());
    let broken = row.query_selector(".msg__problem").unwrap();
    assert!(broken.is_none() && !words.contains("future_thing"));
}

fn press_enter(more: &str) {
    let script = format!(
        "document.querySelector('#composer-input').dispatchEvent(new KeyboardEvent('keydown', \
         {{ key: 'Enter', bubbles: true, cancelable: true, {more} }}))"
    );
    js_sys::eval(&script).unwrap();
}

#[wasm_bindgen_test]
async fn enter_inside_an_input_method_chooses_a_word_and_sends_nothing() {
    let page = Place::open().await;
    let field = page.find("#composer-input").unwrap();
    let type_words = "const f = document.querySelector('#composer-input'); f.value = '你好'; \
                      f.dispatchEvent(new Event('input', { bubbles: true }))";
    js_sys::eval(&format!("{{ {type_words} }}")).unwrap();
    press_enter("isComposing: true, keyCode: 229");
    press_enter("keyCode: 229");
    frame().await;
    frame().await;
    assert!(page.find("[data-testid=pending-entry]").is_none());
    press_enter("keyCode: 13");
    let is_pending = || page.find("[data-testid=pending-entry]").is_some();
    assert!(eventually(is_pending).await, "the words are on their way");
    let value = js_sys::eval("document.querySelector('#composer-input').value").unwrap();
    assert_eq!(value.as_string().as_deref(), Some(""));
    assert!(field.is_connected());
}
