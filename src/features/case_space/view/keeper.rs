//! Keeps the page still: remembers which line stood where, and puts it back there.

use std::ops::Range;
use std::sync::Arc;

use anjian_api::ids::Seq;
use leptos::{html, prelude::*};

use crate::features::case_space::model::row::Row;
use crate::features::case_space::store::{Goal, TimelineStore};
use crate::platform::dom::{self, Rect, ScrollState, SizeObserver};
use crate::platform::timer::Frame;
use crate::platform::{page, task, visibility};
use crate::state::court::CaseHandle;

/// So close to the end counts as being there.
const NEAR_END: f64 = 24.0;

/// The id of a line in the document.
pub fn row_id(seq: Seq) -> String {
    format!("e{seq}")
}

/// The line of an id, if it is one.
pub fn seq_of(id: &str) -> Option<Seq> {
    id.strip_prefix('e')?.parse().ok().map(Seq)
}

/// See the module.
#[derive(Clone, Copy)]
pub struct Keeper {
    store: TimelineStore,
    case: CaseHandle,
    scroller: NodeRef<html::Div>,
    content: NodeRef<html::Div>,
    /// Part of a pixel that the content stands lower than scrolling puts it.
    carried: StoredValue<f64>,
    anchor: StoredValue<Option<(Seq, f64)>>,
    width: StoredValue<f64>,
    is_open: StoredValue<bool>,
    /// How the page stood when it was last put in its place.
    settled: StoredValue<ScrollState>,
    frame: StoredValue<Option<Frame>, LocalStorage>,
}

impl Keeper {
    /// Watches the scrolling element and its content.
    pub fn new(
        store: TimelineStore,
        case: CaseHandle,
        scroller: NodeRef<html::Div>,
        content: NodeRef<html::Div>,
    ) -> Self {
        let keeper = Self {
            store,
            case,
            scroller,
            content,
            carried: StoredValue::new(0.0),
            anchor: StoredValue::new(None),
            width: StoredValue::new(0.0),
            is_open: StoredValue::new(false),
            settled: StoredValue::new(ScrollState::default()),
            frame: StoredValue::new_local(None),
        };
        // Sizes are told after layout and before painting: nobody sees a line out of its place.
        let observer = SizeObserver::new(move |_| keeper.resized());
        Effect::new(move |_| {
            if let (Some(scroller), Some(content), Some(observer)) =
                (scroller.get(), content.get(), observer.as_ref())
            {
                observer.observe(&scroller);
                observer.observe(&content);
            }
        });
        // At once after the lines changed, so that not even a script sees them out of place.
        Effect::new(move |_| {
            store.view.track();
            task::detached(async move {
                task::settled().await;
                keeper.settle();
            });
        });
        // A goal may be reached without any size changing.
        Effect::new(move |_| {
            if store.goal.get().is_some() || store.is_pinned.get() {
                let frame = dom::after_layout(move || keeper.settle());
                keeper.frame.set_value(Some(frame));
            }
        });
        keeper
    }

    /// Puts the page where it belongs after something changed its size.
    pub fn settle(self) {
        // The page may be gone meanwhile.
        let Some(scroller) = self.scroller.try_get_untracked().flatten() else {
            return;
        };
        let rect = dom::rect(&scroller);
        // Not shown now, as on phones while another pane is: nothing to measure.
        if rect.height < 1.0 {
            return;
        }
        if (self.width.get_value() - rect.width).abs() > 0.5 {
            self.width.set_value(rect.width);
            self.store.with_window(|window| window.forget());
        }
        if let Some(goal) = self.store.goal.try_get_untracked().flatten() {
            self.reach(goal, rect);
        } else if self.store.is_pinned.get_untracked() {
            dom::scroll_to_end(&scroller);
        } else if let Some((seq, was)) = self.anchor.get_value()
            && let Some(row) = dom::by_id(&row_id(seq))
        {
            let off = || dom::rect(&row).y - rect.y - was;
            let moved = off();
            if moved.abs() > 0.01 {
                dom::set_scroll_top(&scroller, dom::scroll_state(&scroller).top + moved);
                self.carry(off());
            }
        }
        self.settled.set_value(dom::scroll_state(&scroller));
        self.note(rect);
        self.report_open();
    }

    /// Something changed its size.
    fn resized(self) {
        let Some(scroller) = self.scroller.try_get_untracked().flatten() else {
            return;
        };
        if !self.is_settled(dom::rect(&scroller), dom::scroll_state(&scroller)) {
            self.settle();
        }
    }

    /// The page follows the newest line and stands as it was last put: what is told now was seen
    /// to when it happened.
    fn is_settled(self, rect: Rect, state: ScrollState) -> bool {
        self.store.is_pinned.get_untracked()
            && self.settled.get_value() == state
            && (self.width.get_value() - rect.width).abs() <= 0.5
    }

    /// Scrolling goes by whole pixels and lines are as high as they are: the part that is left
    /// over goes into the content's margin, so that the line under the eye does not move at all.
    fn carry(self, left: f64) {
        let (Some(scroller), Some(content)) =
            (self.scroller.get_untracked(), self.content.get_untracked())
        else {
            return;
        };
        // More than a pixel is no rounding: there is nothing above to scroll to.
        if left.abs() >= 1.0 {
            return;
        }
        let carried = self.carried.get_value() - left;
        let whole = carried.trunc();
        if whole != 0.0 {
            dom::set_scroll_top(&scroller, dom::scroll_state(&scroller).top - whole);
        }
        self.carried.set_value(carried - whole);
        dom::nudge(&content, carried - whole);
    }

    /// The person scrolled, or we did.
    pub fn scrolled(self) {
        let Some(scroller) = self.scroller.get_untracked() else {
            return;
        };
        let rect = dom::rect(&scroller);
        if rect.height < 1.0 {
            return;
        }
        let state = dom::scroll_state(&scroller);
        let settled = self.settled.get_value();
        let is_same = |one: f64, two: f64| (one - two).abs() < 0.5;
        // Something grew since, and the page was not put in its place yet: what is seen now is
        // nobody's wish.
        if !is_same(state.content_height, settled.content_height)
            || !is_same(state.view_height, settled.view_height)
        {
            self.settle();
            return;
        }
        // It was us.
        if self.is_settled(rect, state) {
            return;
        }
        let is_pinned = state.below() < NEAR_END && self.store.view.read_untracked().is_at_end;
        if is_pinned != self.store.is_pinned.get_untracked() {
            self.store.is_pinned.set(is_pinned);
        }
        let visible = self.note(rect).unwrap_or_else(|| self.guess(state));
        if self.store.with_window(|window| window.follow(visible)) == Some(true) {
            self.store.refresh();
        }
    }

    /// Brings a line into view and gives it the focus.
    fn reach(self, goal: Goal, rect: Rect) {
        let Some(row) = dom::by_id(&row_id(goal.seq)) else {
            return;
        };
        let Some(scroller) = self.scroller.get_untracked() else {
            return;
        };
        self.store.goal.set(None);
        let at = dom::rect(&row);
        let (above, below) = (rect.y - at.y, at.y + at.height - rect.y - rect.height);
        let step = if goal.centred {
            at.y - rect.y - ((rect.height - at.height) / 2.0).max(0.0)
        } else if above > 0.0 {
            -above
        } else {
            // A line higher than the page is read from its beginning.
            below.max(0.0).min(at.y - rect.y)
        };
        dom::set_scroll_top(&scroller, dom::scroll_state(&scroller).top + step);
        dom::focus(&row);
    }

    /// Measures the lines, remembers the first one that is seen, and tells how far was read; gives
    /// the seen lines.
    fn note(self, rect: Rect) -> Option<Range<usize>> {
        let (start, rows) = self.rows();
        let at = |row: &Arc<Row>| dom::by_id(&row_id(row.seq)).map(|line| dom::rect(&line));
        // Measuring is the dear part: of the lines above the page only those are measured whose
        // height is not known.
        let is_above = |row: &Arc<Row>| at(row).is_some_and(|at| at.y + at.height <= rect.y + 1.0);
        let first = rows.partition_point(is_above);
        let mut seen: Option<Range<usize>> = None;
        let mut anchor = None;
        let mut heights = Vec::new();
        for (index, row) in (start + first..).zip(rows.get(first..).unwrap_or_default()) {
            let Some(at) = at(row).filter(|at| at.y < rect.y + rect.height) else {
                break;
            };
            heights.push((index, at.height));
            anchor = anchor.or(Some((row.seq, at.y - rect.y)));
            seen = Some(start + first..index + 1);
        }
        self.store.with_window(|window| {
            for (index, height) in heights {
                window.measure(index, height);
            }
            for (index, row) in (start..).zip(&rows) {
                if let Some(at) = window.is_unknown(index).then(|| at(row)).flatten() {
                    window.measure(index, at.height);
                }
            }
        });
        self.anchor.set_value(anchor);
        if let Some((first, _)) = anchor {
            self.store.sees_from(first);
        }
        if let Some(seen) = &seen {
            self.read_to(&rows, start, seen.end);
        }
        // One page at a time; what failed is tried again by hand.
        let first = seen.as_ref().map(|seen| seen.start);
        if self.store.wants_older(first) {
            self.case.load_older_soon();
        }
        seen
    }

    fn read_to(self, rows: &[Arc<Row>], start: usize, end: usize) {
        if !visibility::is_visible() {
            return;
        }
        let is_pinned = self.store.is_pinned.get_untracked();
        // Entries without a line of their own come after the last line.
        let last = rows.get(end - start - 1).map(|row| row.seq);
        let read = if is_pinned {
            Some(self.store.last())
        } else {
            last
        };
        if let Some(read) = read.filter(|read| *read > untrack(|| self.case.read())) {
            self.case.set_read(read);
        }
        if is_pinned && self.store.fresh.get_untracked() > 0 {
            self.store.fresh.set(0);
        }
    }

    /// The scroll bar was drawn far away: the lines there are not in the page yet.
    fn guess(self, state: ScrollState) -> Range<usize> {
        let first = self
            .store
            .with_window(|window| window.at(state.top))
            .unwrap_or_default();
        first..first + 10
    }

    fn rows(self) -> (usize, Vec<Arc<Row>>) {
        let view = self.store.view.read_untracked();
        (view.start, view.rows.clone())
    }

    /// The lines stand: the bench stops its clock.
    fn report_open(self) {
        if !self.is_open.get_value() && !self.store.view.read_untracked().rows.is_empty() {
            self.is_open.set_value(true);
            page::mark("case-open-ready");
        }
    }
}
