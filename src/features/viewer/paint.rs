//! Draws pages of a PDF, one at a time, the most wanted first, and never holds more than
//! [`LIVE`] canvases.

use std::collections::BTreeMap;
use std::rc::Rc;

use futures::future::{AbortHandle, abortable};
use leptos::prelude::*;

use super::model::column::{LIVE, canvas_height, canvas_width};
use super::store::{Source, ViewerStore};
use crate::platform::canvas::{Canvas, device_pixels};
use crate::platform::dom::Node;
use crate::platform::pdf::{Drawn, Pdf};
use crate::platform::text_layer::TextLayer;
use crate::platform::timer::{self, Timer};
use crate::platform::{clock, device, task};

/// A page that is looked at for so long gets its words; who turns pages does not wait for them.
const LOOKED_AT_MS: f64 = 400.0;
/// Pixels of a canvas on phones: iOS allows 16.7 million, and 256 MB for all together.
const MOST_ON_PHONES: f64 = 8e6;
const MOST_ELSEWHERE: f64 = 16e6;
/// A canvas is drawn anew when it should be this much sharper, or could be this much smaller.
const SHARPER: f64 = 1.15;
const SMALLER: f64 = 0.4;

struct Live {
    canvas: Canvas,
    turn: u32,
    words: Option<TextLayer>,
    /// Its words were asked for.
    read: bool,
}

/// What is drawn, and what is being drawn.
#[derive(Default)]
pub struct Painter {
    hosts: BTreeMap<usize, Node>,
    live: BTreeMap<usize, Live>,
    /// The page under way.
    under_way: Option<(usize, AbortHandle)>,
    busy: bool,
    /// Waits until a page has been looked at for a while.
    looking: Option<Timer>,
    /// Since when nothing has changed, milliseconds.
    still_since: f64,
    /// Pixels that a canvas may have on this device, once it was asked.
    most: Option<f64>,
}

struct Job {
    pdf: Rc<Pdf>,
    page: usize,
    width: u32,
    height: u32,
    turn: u32,
    /// The size that the page is taken to have, at 96 dots an inch.
    taken: Option<(f64, f64)>,
}

impl Painter {
    /// Frees everything.
    pub fn clear(&mut self) {
        if let Some((_, stop)) = self.under_way.take() {
            stop.abort();
        }
        self.live.clear();
        self.hosts.clear();
        self.looking = None;
    }
}

impl Drop for Painter {
    fn drop(&mut self) {
        self.clear();
    }
}

impl ViewerStore {
    /// A page stands in the document now.
    pub(super) fn page_came(self, page: usize, host: Node) {
        self.painter.try_update_value(|painter| {
            if let Some(live) = painter.live.get(&page) {
                live.canvas.show_in(&host);
                if let Some(words) = &live.words {
                    words.show_in(&host);
                }
            }
            painter.hosts.insert(page, host);
        });
        self.paint();
    }

    /// A page left the document.
    pub(super) fn page_went(self, page: usize) {
        self.painter.try_update_value(|painter| {
            painter.hosts.remove(&page);
            painter.live.remove(&page);
        });
    }

    /// Draws what is wanted and not drawn, frees what is not wanted.
    pub(super) fn paint(self) {
        let wanted = self.wanted_pages();
        let mut start = false;
        self.painter.try_update_value(|painter| {
            painter.live.retain(|page, _| wanted.contains(page));
            if let Some((page, stop)) = &painter.under_way
                && !wanted.contains(page)
            {
                stop.abort();
            }
            start = !painter.busy;
            painter.busy = true;
        });
        self.look_later();
        if start {
            task::detached(async move {
                while let Some(job) = self.next_job() {
                    self.draw(job).await;
                }
                self.painter
                    .try_update_value(|painter| painter.busy = false);
                // What was not drawn yet when the time had passed has no words yet.
                self.look_later();
            });
        }
    }

    /// Every page that is turned comes by here several times: one timer serves them all.
    fn look_later(self) {
        self.painter.try_update_value(|painter| {
            painter.still_since = clock::monotonic_ms();
            if painter.looking.is_none() {
                painter.looking = Some(self.look_in(LOOKED_AT_MS));
            }
        });
    }

    fn look_in(self, wait_ms: f64) -> Timer {
        timer::after(wait_ms.ceil() as u32, move || {
            let is_still = self.painter.try_update_value(|painter| {
                let left = painter.still_since + LOOKED_AT_MS - clock::monotonic_ms();
                painter.looking = (left >= 1.0).then(|| self.look_in(left));
                painter.looking.is_none()
            });
            if is_still == Some(true) {
                self.look();
            }
        })
    }

    /// Lays the words of the pages in sight over them, unless something is on its way.
    fn look(self) {
        let Some(Some(Source::Pdf(pdf))) = self.source.try_get_untracked() else {
            return;
        };
        if self.moving.try_get_untracked() != Some(false) {
            return;
        }
        task::detached(async move {
            for page in self.wanted_pages() {
                let is_due = self.painter.try_update_value(|painter| {
                    let live = painter.live.get_mut(&page)?;
                    (!std::mem::replace(&mut live.read, true)).then_some(())
                });
                let (Some(Some(())), Ok(number)) = (is_due, u32::try_from(page + 1)) else {
                    continue;
                };
                let layer = pdf.layer(number).await;
                self.painter.try_update_value(|painter| {
                    let host = painter.hosts.get(&page);
                    if let Some(live) = painter.live.get_mut(&page) {
                        live.words = layer;
                        if let (Some(words), Some(host)) = (&live.words, host) {
                            words.show_in(host);
                        }
                    }
                });
            }
        });
    }

    fn wanted_pages(self) -> Vec<usize> {
        let place = (|| {
            Some((
                self.pose.try_get_untracked()?,
                self.view.try_get_untracked()?,
            ))
        })();
        place
            .and_then(|(pose, view)| {
                self.column
                    .try_with_untracked(|column| column.wanted(pose, view))
            })
            .unwrap_or_default()
    }

    fn next_job(self) -> Option<Job> {
        let Some(Source::Pdf(pdf)) = self.source.try_get_untracked()? else {
            return None;
        };
        let scale = self.pose.try_get_untracked()?.scale;
        let ask = || match device::matches("(pointer: coarse)") {
            true => MOST_ON_PHONES,
            false => MOST_ELSEWHERE,
        };
        let most = self
            .painter
            .try_update_value(|painter| *painter.most.get_or_insert_with(ask))?;
        let pixels = device_pixels();
        let wanted = self.wanted_pages();
        let column = self.column.try_read_untracked()?;
        let failed = self.failed.try_read_untracked()?;
        self.painter.try_with_value(|painter| {
            wanted.into_iter().find_map(|page| {
                let place = column.place(page);
                let width = canvas_width(place.width * scale, place.height * scale, pixels, most);
                let drawn = painter.live.get(&page);
                let fits = drawn.is_some_and(|live| {
                    let ratio = f64::from(width) / f64::from(live.canvas.width().max(1));
                    live.turn == column.turn() && (SMALLER..=SHARPER).contains(&ratio)
                });
                let is_due = !fits && painter.hosts.contains_key(&page) && !failed.contains(&page);
                is_due.then(|| Job {
                    pdf: pdf.clone(),
                    page,
                    width,
                    height: canvas_height(width, place.width, place.height),
                    turn: column.turn(),
                    taken: column.size(page),
                })
            })
        })?
    }

    /// Draws it; where it is of another size than it was taken for, that is said. What is larger than
    /// anything here can be is taken for as large as can be, and drawn so.
    async fn try_draw(self, job: &Job, number: u32, canvas: &Canvas) -> Drawn {
        let drawn = job
            .pdf
            .draw(number, canvas, job.turn, false, job.taken)
            .await;
        let is_known = |size| {
            self.column
                .try_with_untracked(|column| column.knows(job.page, size))
        };
        match drawn {
            Drawn::Sized(width, height) if is_known((width, height)) != Some(false) => {
                job.pdf.draw(number, canvas, job.turn, false, None).await
            }
            drawn => drawn,
        }
    }

    async fn draw(self, job: Job) {
        let Some(number) = u32::try_from(job.page + 1).ok() else {
            return;
        };
        let wanted = self.wanted_pages();
        let Some(Some(canvas)) = self.painter.try_update_value(|painter| {
            make_room(painter, job.page, &wanted);
            Canvas::new(job.width, job.height)
        }) else {
            return;
        };
        let (drawing, stop) = abortable(self.try_draw(&job, number, &canvas));
        self.painter
            .try_update_value(|painter| painter.under_way = Some((job.page, stop)));
        let drawn = drawing.await;
        if let Ok(Drawn::Sized(width, height)) = drawn {
            self.painter
                .try_update_value(|painter| painter.under_way = None);
            self.set_page_size(job.page, (width, height));
            return;
        }
        let mut failed = false;
        self.painter.try_update_value(|painter| {
            painter.under_way = None;
            match (drawn, painter.hosts.get(&job.page)) {
                (Ok(Drawn::Whole), Some(host)) => {
                    canvas.show_in(host);
                    let (turn, old) = (job.turn, painter.live.remove(&job.page));
                    // The words stand where they stood, however sharp the picture is.
                    let (words, read) = old.map_or((None, false), |old| (old.words, old.read));
                    let live = Live {
                        canvas,
                        turn,
                        words,
                        read,
                    };
                    painter.live.insert(job.page, live);
                }
                (Ok(Drawn::Failed | Drawn::Stuck), _) => failed = true,
                _ => {}
            }
        });
        if failed {
            let _ = self.failed.try_update(|pages| pages.push(job.page));
        }
        if drawn == Ok(Drawn::Stuck) {
            let _ = self.stuck.try_set(true);
        }
    }
}

/// With the one that is about to be drawn no more than [`LIVE`] canvases.
fn make_room(painter: &mut Painter, page: usize, wanted: &[usize]) {
    while painter.live.len() >= LIVE {
        let rank = |live: &usize| wanted.iter().position(|page| page == live);
        let least = painter
            .live
            .keys()
            .copied()
            .filter(|live| *live != page)
            .max_by_key(|live| rank(live).unwrap_or(usize::MAX));
        match least {
            Some(least) if rank(&least).is_none_or(|rank| rank > 1) => painter.live.remove(&least),
            // All are in sight: the old picture of this very page goes.
            _ => painter
                .live
                .remove(&page)
                .or_else(|| painter.live.pop_last().map(|(_, live)| live)),
        };
    }
}
