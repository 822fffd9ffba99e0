//! The lines in the page, where reading stopped, and where to go.

use std::sync::Arc;

use anjian_api::entry::Shown;
use anjian_api::ids::Seq;
use anjian_domain::CaseState;
use leptos::prelude::*;

use crate::app::App;
use crate::features::case_space::model::quote::{self, Quoted};
use crate::features::case_space::model::row::Row;
use crate::features::case_space::model::rows::{Change, Rows};
use crate::features::case_space::model::unread::first_news;
use crate::features::case_space::model::window::Window;
use crate::features::case_space::spoken;
use crate::platform::task;
use crate::state::court::{CaseHandle, CaseLoad, Older, Timeline};

/// Older lines are asked for when fewer than this are left above.
const EARLY: usize = 20;
/// New lines that are read out one by one; more are only counted.
const SPOKEN: usize = 3;

/// What is in the page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct View {
    /// The lines.
    pub rows: Vec<Arc<Row>>,
    /// The place of the first of them among all lines.
    pub start: usize,
    /// Pixels that the lines above would take.
    pub above: f64,
    /// Pixels that the lines below would take.
    pub below: f64,
    /// The newest line is among them.
    pub is_at_end: bool,
}

/// A line to be brought into view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Goal {
    /// The entry.
    pub seq: Seq,
    /// In the middle of the page, as after a jump; otherwise only as far as needed.
    pub centred: bool,
}

/// The lines of one case, as its page sees them.
#[derive(Clone, Copy)]
pub struct TimelineStore {
    app: App,
    case: CaseHandle,
    rows: StoredValue<Rows>,
    window: StoredValue<Window>,
    /// What is in the page.
    pub view: RwSignal<View>,
    /// The first line that was news when the case was opened, and how many there were.
    pub divider: RwSignal<Option<(Seq, u32)>>,
    divider_is_fixed: StoredValue<bool>,
    /// The divider stands above the page and was not seen yet.
    pub divider_is_above: RwSignal<bool>,
    divider_was_seen: StoredValue<bool>,
    /// The page stands at the newest line and follows it.
    pub is_pinned: RwSignal<bool>,
    /// Lines by others that came below the page.
    pub fresh: RwSignal<u32>,
    /// A line to be brought into view at the next layout.
    pub goal: RwSignal<Option<Goal>>,
    /// The line that the keyboard was on last.
    pub active: RwSignal<Option<Seq>>,
    /// The one line that the Tab key reaches: that one while it is in the page, or the last one.
    pub tab_stop: Memo<Option<Seq>>,
    /// The entry to go to as soon as it is held.
    wanted: StoredValue<Option<Seq>>,
}

impl TimelineStore {
    /// Follows the timeline of the case.
    #[must_use]
    pub fn new(app: App, case: CaseHandle) -> Self {
        let view = RwSignal::new(View::default());
        let active = RwSignal::new(None);
        let tab_stop = Memo::new(move |_| {
            let active = active.get();
            view.with(|view| {
                let is_there = active.filter(|seq| view.rows.iter().any(|row| row.seq == *seq));
                is_there.or_else(|| view.rows.last().map(|row| row.seq))
            })
        });
        let store = Self {
            app,
            case,
            rows: StoredValue::new(Rows::default()),
            window: StoredValue::new(Window::default()),
            view,
            divider: RwSignal::new(None),
            divider_is_fixed: StoredValue::new(false),
            divider_is_above: RwSignal::new(false),
            divider_was_seen: StoredValue::new(false),
            is_pinned: RwSignal::new(true),
            fresh: RwSignal::new(0),
            goal: RwSignal::new(None),
            active,
            tab_stop,
            wanted: StoredValue::new(None),
        };
        // The lines are worked out step by step from what came; that is more than a derivation.
        Effect::new(move |_| {
            case.with_timeline(|timeline| store.take(timeline));
        });
        store
    }

    /// Takes over what came.
    fn take(self, timeline: &Timeline) {
        let known = self.rows.with_value(Rows::last);
        let change = self.rows.try_update_value(|rows| {
            rows.take(timeline.first_seq(), timeline.len(), |index| {
                timeline
                    .get(index)
                    .map(|held| (&held.entry, held.what.as_ref()))
            })
        });
        let lines = self.rows.with_value(Rows::len);
        let follow = self.is_pinned.get_untracked();
        self.window.update_value(|window| match change {
            Some(Change::Replaced) => *window = Window::at_end(lines),
            Some(Change::Grown { front, back }) => window.grow(front, back, follow),
            Some(Change::None) | None => {}
        });
        self.place_divider(timeline);
        self.refresh();
        if let Some(Change::Grown { back: 1.., .. }) = change {
            self.tell(known, follow);
        }
        let wanted = self.wanted.get_value();
        if let Some(seq) = wanted.filter(|seq| timeline.index_of(*seq).is_some()) {
            self.show(seq, true);
        }
    }

    /// The divider stands where reading stopped when the case was opened, and stays there.
    fn place_divider(self, timeline: &Timeline) {
        if self.divider_is_fixed.get_value() || timeline.is_empty() {
            return;
        }
        let you = untrack(|| self.case.you());
        let read = self.case.read_at_opening();
        let first = timeline.index_of(read.next()).unwrap_or_default();
        let entries = (first..timeline.len()).filter_map(|index| timeline.get(index));
        self.divider
            .set(first_news(entries.map(|held| &held.entry), you, read));
        // What the device kept may lie behind what the server has.
        self.divider_is_fixed
            .set_value(untrack(|| self.case.load()) == CaseLoad::Ready);
    }

    /// Reads out what others wrote, and counts it when it came below the page.
    fn tell(self, known: Seq, is_seen: bool) {
        let you = untrack(|| self.case.you());
        let news: Vec<Arc<Row>> = self.rows.with_value(|rows| {
            let begin = rows.place(known.next()).unwrap_or(rows.len());
            let mut new = rows.slice(begin, rows.len());
            new.retain(|row| row.author() != you);
            new
        });
        if !is_seen {
            let count = u32::try_from(news.len()).unwrap_or(u32::MAX);
            self.fresh
                .update(|fresh| *fresh = fresh.saturating_add(count));
        }
        let locale = self.app.i18n.locale_untracked();
        let state = self.case.state_untracked();
        let words = if news.len() > SPOKEN {
            vec![spoken::many(locale, news.len())]
        } else {
            news.iter()
                .map(|row| spoken::news(locale, &state, row))
                .collect()
        };
        if !words.is_empty() {
            self.app.announcer.polite(&words.join(" "));
        }
    }

    /// The first line that is seen now; once the divider was seen nothing leads there any more.
    pub fn sees_from(self, seq: Seq) {
        let Some((divider, _)) = self.divider.get_untracked() else {
            return;
        };
        let is_above = divider < seq && !self.divider_was_seen.get_value();
        if divider >= seq {
            self.divider_was_seen.set_value(true);
        }
        if is_above != self.divider_is_above.get_untracked() {
            self.divider_is_above.set(is_above);
        }
    }

    /// Puts the lines of the window into the page.
    pub fn refresh(self) {
        let (range, (above, below), is_at_end) = self
            .window
            .with_value(|window| (window.range(), window.spacers(), window.is_at_end()));
        let rows = self
            .rows
            .with_value(|rows| rows.slice(range.start, range.end));
        self.view.set(View {
            rows,
            start: range.start,
            above,
            below,
            is_at_end,
        });
    }

    /// Works on the window without telling anybody.
    pub fn with_window<T>(self, act: impl FnOnce(&mut Window) -> T) -> Option<T> {
        self.window.try_update_value(act)
    }

    /// The line of an entry, if it is held. Whoever misses it is told when older ones came.
    #[must_use]
    pub fn row(self, seq: Seq) -> Option<Arc<Row>> {
        let row = self.row_untracked(seq);
        if row.is_none() {
            self.view.track();
        }
        row
    }

    /// The line of an entry, if it is held.
    #[must_use]
    pub fn row_untracked(self, seq: Seq) -> Option<Arc<Row>> {
        self.rows.with_value(|rows| rows.of(seq).cloned())
    }

    /// What a quote of an entry shows.
    #[must_use]
    pub fn quoted(self, seq: Seq, state: &CaseState) -> Quoted {
        let is_for_others = || {
            self.case.with_timeline_untracked(|timeline| {
                let held = timeline.by_seq(seq);
                held.is_some_and(|held| matches!(held.entry.shown, Shown::Sealed))
            })
        };
        match self.row(seq) {
            Some(row) => quote::quoted(&row, state.recalled.contains(&seq)),
            None if is_for_others() => Quoted::NotVisible,
            None => Quoted::NotHeld(seq),
        }
    }

    /// Older entries are to be asked for: little stands above the first line that is seen, or there
    /// is no line at all, as when the newest entries are all for others.
    #[must_use]
    pub fn wants_older(self, first_seen: Option<usize>) -> bool {
        let is_near = match first_seen {
            Some(index) => index < EARLY,
            None => self.rows.with_value(Rows::len) == 0,
        };
        let has_more = |timeline: &Timeline| !timeline.reached_start();
        is_near
            && self.case.with_timeline_untracked(has_more)
            && untrack(|| self.case.older()) == Older::Idle
    }

    /// The newest entry that is held.
    #[must_use]
    pub fn last(self) -> Seq {
        self.rows.with_value(Rows::last)
    }

    /// Brings the line of an entry into view, or its neighbour's when it has none of its own.
    pub fn show(self, seq: Seq, centred: bool) -> bool {
        let near = self.rows.with_value(|rows| {
            let row = rows.near(seq)?;
            Some((rows.place(row.seq)?, row.clone()))
        });
        let Some((index, row)) = near else {
            return false;
        };
        self.wanted.set_value(None);
        let range = self.window.with_value(Window::range);
        let is_inside = range.contains(&index) && index != range.start;
        self.is_pinned.set(false);
        self.active.set(Some(row.seq));
        if !is_inside && self.with_window(|window| window.centre(index)) == Some(true) {
            self.refresh();
        }
        self.goal.set(Some(Goal {
            seq: row.seq,
            centred,
        }));
        true
    }

    /// Goes to an entry, reading older ones first when it is not held.
    pub fn jump(self, seq: Seq) {
        let held = |timeline: &Timeline| timeline.index_of(seq).is_some();
        if self.case.with_timeline_untracked(held) && self.show(seq, true) {
            return;
        }
        self.wanted.set_value(Some(seq));
        // Not tied to the line that began it: it goes when the window moves.
        task::detached(async move {
            if !self.case.load_back_to(seq).await {
                let _ = self.wanted.try_update_value(|wanted| *wanted = None);
            }
        });
    }

    /// Goes to the newest line and follows it.
    pub fn jump_to_end(self) {
        let lines = self.rows.with_value(Rows::len);
        self.with_window(|window| window.centre(lines));
        self.fresh.set(0);
        self.is_pinned.set(true);
        self.active.set(None);
        self.wanted.set_value(None);
        self.refresh();
    }

    /// The line so many lines before or after another one.
    #[must_use]
    pub fn neighbour(self, seq: Seq, step: isize) -> Option<Seq> {
        self.rows.with_value(|rows| {
            let index = rows.place(seq)?.checked_add_signed(step)?;
            rows.get(index).map(|row| row.seq)
        })
    }

    /// The first and the last line that are held.
    #[must_use]
    pub fn ends(self) -> Option<(Seq, Seq)> {
        self.rows.with_value(|rows| {
            let last = rows.len().checked_sub(1)?;
            Some((rows.get(0)?.seq, rows.get(last)?.seq))
        })
    }
}
