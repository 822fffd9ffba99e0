//! What is being looked at, and how it stands.

use std::collections::BTreeMap;
use std::rc::Rc;

use leptos::prelude::*;

use super::model::column::{Column, Fit};
use super::model::search::{Hit, Letters};
use super::paint::Painter;
use crate::platform::canvas::PictureUrl;
use crate::platform::gesture::{Gestures, Input, Outcome, Pose, Size};
use crate::platform::pdf::Pdf;
use crate::platform::timer::{self, Frame};
use crate::platform::{device, task};
use crate::ui::Framing;

/// One step of the zoom buttons and keys.
const STEP: f64 = 1.25;
/// How far an arrow key moves, px.
const ARROW_PX: f64 = 80.0;

/// Where pages come from.
#[derive(Clone)]
pub enum Source {
    /// Drawn here.
    Pdf(Rc<Pdf>),
    /// Pictures by their addresses; the page counts from 0.
    Pictures(Rc<dyn Fn(usize) -> String>),
    /// A photograph as its submitter framed it.
    Framed(Framed),
}

/// A photograph of which a part is shown, turned.
#[derive(Clone, Debug, PartialEq)]
pub struct Framed {
    /// Its address.
    pub address: String,
    /// Its width and height.
    pub pixels: (u32, u32),
    /// Which part, and how turned.
    pub framing: Framing,
}

/// A page for the printer: its address, and what keeps a drawn one alive.
pub type Print = (String, Option<Rc<PictureUrl>>);

/// What the person can do with what is shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Act {
    /// Larger.
    ZoomIn,
    /// Smaller.
    ZoomOut,
    /// As large as at first.
    Fit,
    /// A quarter turn to the right.
    Turn,
    /// To a page, from 0.
    GoTo(usize),
    /// So many pages on.
    Pages(i32),
    /// Moves what is seen, in steps.
    Move(f64, f64),
}

/// Told when the person moved something by their own hand.
type OnOwn = Rc<dyn Fn()>;

/// The viewer. `Copy`; belongs to the page that made it.
#[derive(Clone, Copy)]
pub struct ViewerStore {
    /// Pages and their places.
    pub column: RwSignal<Column>,
    /// Where they stand.
    pub pose: RwSignal<Pose>,
    /// The window.
    pub view: RwSignal<Size>,
    /// Something is under a finger or moves by itself.
    pub moving: RwSignal<bool>,
    /// Counts each time all has come to rest.
    pub rested: RwSignal<u32>,
    /// Where pages come from; none while nothing is open.
    pub source: RwSignal<Option<Source>, LocalStorage>,
    /// Pages that cannot be drawn.
    pub failed: RwSignal<Vec<usize>>,
    /// A page came to no end: what draws may answer nothing any more.
    pub stuck: RwSignal<bool>,
    /// Without bars.
    pub full: RwSignal<bool>,
    /// The strip of pages is open.
    pub strip: RwSignal<bool>,
    /// The search is open.
    pub searching: RwSignal<bool>,
    /// What is looked for.
    pub wanted: RwSignal<String>,
    /// Where it was found, from the first page.
    pub hits: RwSignal<Vec<Hit>>,
    /// Which of them the reader is at.
    pub at_hit: RwSignal<usize>,
    /// How many pages were searched.
    pub searched: RwSignal<usize>,
    /// Words of pages that were read.
    pub letters: StoredValue<BTreeMap<usize, Rc<Letters>>, LocalStorage>,
    /// The whole photograph is looked at, not the part that its submitter framed.
    pub whole: RwSignal<bool>,
    /// Pages for the printer.
    pub prints: RwSignal<Vec<Print>, LocalStorage>,
    pub(super) painter: StoredValue<Painter, LocalStorage>,
    pub(super) outcome: RwSignal<Option<Outcome>>,
    gestures: StoredValue<Gestures, LocalStorage>,
    frame: StoredValue<Option<Frame>, LocalStorage>,
    on_own: StoredValue<Option<OnOwn>, LocalStorage>,
}

impl ViewerStore {
    /// Nothing is open. Belongs to the current owner.
    #[must_use]
    pub fn new() -> Self {
        let mut gestures = Gestures::default();
        gestures.still = device::matches("(prefers-reduced-motion: reduce)");
        Self {
            column: RwSignal::default(),
            pose: RwSignal::default(),
            view: RwSignal::default(),
            moving: RwSignal::default(),
            rested: RwSignal::default(),
            source: RwSignal::new_local(None),
            failed: RwSignal::default(),
            stuck: RwSignal::default(),
            full: RwSignal::default(),
            strip: RwSignal::default(),
            searching: RwSignal::default(),
            wanted: RwSignal::default(),
            hits: RwSignal::default(),
            at_hit: RwSignal::default(),
            searched: RwSignal::default(),
            letters: StoredValue::new_local(BTreeMap::new()),
            whole: RwSignal::default(),
            prints: RwSignal::new_local(Vec::new()),
            painter: StoredValue::new_local(Painter::default()),
            outcome: RwSignal::default(),
            gestures: StoredValue::new_local(gestures),
            frame: StoredValue::new_local(None),
            on_own: StoredValue::new_local(None),
        }
    }

    /// Who is told when the person moves something by hand.
    pub fn on_own(self, told: impl Fn() + 'static) {
        self.on_own.set_value(Some(Rc::new(told)));
    }

    /// Other content stands here now.
    pub fn begin(self, source: Source, pages: u32, first: (f64, f64), fit: Fit) {
        let view = self.view.get_untracked();
        let column = Column::new(pages, first, fit, view);
        let content = column.content;
        self.column.set(column);
        self.gestures
            .update_value(|gestures| gestures.begin(view, content));
        self.letters.update_value(BTreeMap::clear);
        self.forget_search();
        self.failed.set(Vec::new());
        self.stuck.set(false);
        self.source.set(Some(source));
        self.follow_gestures();
        self.rest();
    }

    /// Nothing is open any more.
    pub fn end(self) {
        self.source.set(None);
        self.column.set(Column::default());
        self.prints.set(Vec::new());
        self.searching.set(false);
        self.whole.set(false);
        self.painter.update_value(Painter::clear);
    }

    /// The page that the reader is on, from 0.
    #[must_use]
    pub fn current(self) -> usize {
        let (pose, view) = (self.pose.get(), self.view.get());
        self.column.with(|column| column.current(pose, view))
    }

    /// The same at this moment.
    #[must_use]
    pub fn current_untracked(self) -> usize {
        untrack(|| self.current())
    }

    /// How many pages.
    #[must_use]
    pub fn pages(self) -> usize {
        self.column.with(Column::len)
    }

    /// The window has this size now.
    pub fn set_view(self, view: Size) {
        if self.view.get_untracked() == view {
            return;
        }
        self.view.set(view);
        let before = self.column.with_untracked(|column| column.content);
        self.column.update(|column| column.set_view(view));
        let content = self.column.with_untracked(|column| column.content);
        self.gestures.update_value(|gestures| {
            if before.height < 1.0 || gestures.limits().view.width <= 1.0 {
                gestures.begin(view, content);
            } else {
                // The same place of the content, which has become larger or smaller.
                let (_, y) = gestures.pose().content_at(gestures.limits().view.middle());
                let moved = y * (content.height / before.height - 1.0);
                gestures.resize(view, content, moved);
            }
        });
        self.follow_gestures();
        self.rest();
    }

    /// A page's true size became known.
    pub fn set_page_size(self, page: usize, size: (f64, f64)) {
        let view = self.view.get_untracked();
        let (_, eye) = self.pose.get_untracked().content_at(view.middle());
        if self
            .column
            .with_untracked(|column| column.knows(page, size))
        {
            return;
        }
        let mut shift = None;
        self.column
            .update(|column| shift = column.set_size(page, size, eye));
        let content = self.column.with_untracked(|column| column.content);
        let is_single = self.column.with_untracked(Column::len) == 1;
        self.gestures.update_value(|gestures| {
            if is_single && gestures.pose().scale <= 1.0 {
                gestures.begin(view, content);
            } else {
                gestures.resize(view, content, shift.unwrap_or_default());
            }
        });
        self.follow_gestures();
        self.rest();
    }

    /// Takes what happened on the surface.
    pub fn feed(self, input: Input) {
        let mut out = Vec::new();
        let taken = self
            .gestures
            .try_update_value(|gestures| out = gestures.take(input));
        if taken.is_none() {
            return;
        }
        let is_own = !matches!(input, Input::Frame { .. });
        for outcome in out {
            match outcome {
                Outcome::Moved => {
                    self.moving.set(true);
                    self.follow_gestures();
                    if is_own {
                        self.told_own();
                    }
                }
                Outcome::Settled => self.rest(),
                other => self.outcome.set(Some(other)),
            }
        }
        self.keep_moving();
    }

    fn keep_moving(self) {
        let is_moving = self
            .gestures
            .try_with_value(Gestures::is_moving)
            .unwrap_or_default();
        if is_moving {
            let frame = timer::next_frame(move || {
                self.feed(Input::Frame {
                    at: crate::platform::clock::monotonic_ms(),
                });
            });
            self.frame.try_set_value(Some(frame));
        }
    }

    /// Does it by button or key.
    pub fn act(self, act: Act) {
        self.told_own();
        self.act_quietly(act);
    }

    fn act_quietly(self, act: Act) {
        let pages = self.pages_untracked();
        match act {
            Act::ZoomIn | Act::ZoomOut => {
                let factor = if act == Act::ZoomIn { STEP } else { 1.0 / STEP };
                self.change(|gestures| gestures.zoom_to(gestures.pose().scale * factor, None));
            }
            Act::Fit => self.change(|gestures| gestures.zoom_to(1.0, None)),
            Act::Move(x, y) => {
                self.change(|gestures| gestures.pan_by(-x * ARROW_PX, -y * ARROW_PX));
            }
            Act::Turn => {
                let page = self.current_untracked();
                self.column.update(Column::turn_right);
                let (view, content) = (
                    self.view.get_untracked(),
                    self.column.with_untracked(|column| column.content),
                );
                self.gestures
                    .update_value(|gestures| gestures.begin(view, content));
                self.act_quietly(Act::GoTo(page));
                self.rest();
            }
            Act::GoTo(page) => {
                let page = page.min(pages.saturating_sub(1));
                let top = self.column.with_untracked(|column| column.place(page).y);
                let gap = super::model::column::GAP;
                self.change(|gestures| {
                    gestures.show_top((top - gap / gestures.pose().scale).max(0.0))
                });
            }
            Act::Pages(by) => {
                let page =
                    i64::try_from(self.current_untracked()).unwrap_or_default() + i64::from(by);
                self.act_quietly(Act::GoTo(usize::try_from(page).unwrap_or_default()));
            }
        }
    }

    /// Shows a place of a page: parts of its width and height, and how large.
    pub fn show(self, page: usize, (x, y): (f64, f64), scale: f64) {
        let place = self.column.with_untracked(|column| column.place(page));
        let (x, y) = self.framing().map_or((x, y), |one| one.from_whole((x, y)));
        let point = (place.x + x * place.width, place.y + y * place.height);
        self.change(|gestures| gestures.show(point, scale));
    }

    /// Where the middle of the window is: page, parts of its width and height, and how large.
    #[must_use]
    pub fn eye(self) -> (usize, (f64, f64), f64) {
        let (pose, view) = (self.pose.get(), self.view.get());
        let (x, y) = pose.content_at(view.middle());
        self.column.with(|column| {
            let page = column.page_at(y);
            let place = column.place(page);
            let part = |at: f64, from: f64, size: f64| {
                if size > 0.0 {
                    ((at - from) / size).clamp(0.0, 1.0)
                } else {
                    0.0
                }
            };
            let point = (
                part(x, place.x, place.width),
                part(y, place.y, place.height),
            );
            let point = self.framing().map_or(point, |one| one.to_whole(point));
            (page, point, pose.scale)
        })
    }

    /// How what is shown is framed: places in it are told to others as places of the whole picture.
    fn framing(self) -> Option<Framing> {
        let source = self.source.try_read_untracked()?;
        match &*source {
            Some(Source::Framed(framed)) => Some(framed.framing),
            _ => None,
        }
    }

    fn change(self, change: impl FnOnce(&mut Gestures) -> bool) {
        let mut moved = false;
        self.gestures
            .try_update_value(|gestures| moved = change(gestures));
        if moved {
            self.follow_gestures();
            self.rest();
        }
    }

    fn pages_untracked(self) -> usize {
        self.column.with_untracked(Column::len)
    }

    fn told_own(self) {
        if let Some(Some(told)) = self.on_own.try_get_value() {
            told();
        }
    }

    fn follow_gestures(self) {
        if let Some(pose) = self.gestures.try_with_value(Gestures::pose)
            && self.pose.get_untracked() != pose
        {
            self.pose.set(pose);
        }
    }

    fn rest(self) {
        self.moving.set(false);
        self.rested.update(|count| *count = count.wrapping_add(1));
    }

    /// Looks for words on every page, beginning where the reader is.
    pub fn search(self, words: String) {
        if self.wanted.get_untracked() == words {
            return;
        }
        self.forget_search();
        self.wanted.set(words.clone());
        let Some(Source::Pdf(pdf)) = self.source.get_untracked() else {
            return;
        };
        if words.trim().is_empty() {
            return;
        }
        task::detached(async move {
            for page in 0..pdf.pages() as usize {
                let Some(letters) = self.letters_of(&pdf, page).await else {
                    return;
                };
                // Something else is looked for by now, or nobody looks any more.
                if self.wanted.try_get_untracked().as_ref() != Some(&words) {
                    return;
                }
                let found = letters.find(&words, page);
                let is_first = self.hits.with_untracked(Vec::is_empty) && !found.is_empty();
                if !found.is_empty() {
                    self.hits.update(|hits| hits.extend(found));
                }
                self.searched.set(page + 1);
                if is_first {
                    self.go_to_hit(0);
                }
            }
        });
    }

    /// The words of a page, read once.
    pub(super) async fn letters_of(self, pdf: &Rc<Pdf>, page: usize) -> Option<Rc<Letters>> {
        let held = self
            .letters
            .try_with_value(|letters| letters.get(&page).cloned())?;
        if let Some(held) = held {
            return Some(held);
        }
        let number = u32::try_from(page).ok()?.checked_add(1)?;
        let words = pdf.words(number).await.unwrap_or_default();
        let letters = Rc::new(Letters::new(&words.texts, &words.boxes));
        let kept = letters.clone();
        self.letters
            .try_update_value(|all| all.insert(page, kept))?;
        Some(letters)
    }

    /// To the next place where the words stand, or the one before; round at the ends.
    pub fn step_hit(self, forward: bool) {
        let count = self.hits.with_untracked(Vec::len);
        if count > 0 {
            let step = if forward { 1 } else { count - 1 };
            self.go_to_hit((self.at_hit.get_untracked() + step) % count);
        }
    }

    fn go_to_hit(self, at: usize) {
        self.at_hit.set(at);
        let place = self.hits.with_untracked(|hits| {
            hits.get(at)
                .map(|hit| (hit.page, hit.boxes.first().copied()))
        });
        if let Some((page, place)) = place {
            let [x, y, width, height] = place.unwrap_or_default();
            let [x, y, width, height] = self
                .column
                .with_untracked(|column| column.turn_box([x, y, width, height]));
            let scale = self.pose.get_untracked().scale;
            self.show(page, (x + width / 2.0, y + height / 2.0), scale);
        }
    }

    /// Looks for nothing.
    pub fn forget_search(self) {
        self.wanted.set(String::new());
        self.hits.set(Vec::new());
        self.at_hit.set(0);
        self.searched.set(0);
    }
}
