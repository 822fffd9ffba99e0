//! How the person arranged the grid, kept on this device.

use leptos::prelude::*;

use crate::app::App;
use crate::platform::local_storage;

use super::model::{Arrangement, Placed, Tile};

const KEY: &str = "anjian.services";

/// The arrangement, and whether it is being changed.
#[derive(Clone, Copy)]
pub struct ServicesStore {
    arrangement: RwSignal<Arrangement>,
    is_arranging: RwSignal<bool>,
    is_staff: Memo<bool>,
}

impl ServicesStore {
    /// As it was kept.
    pub fn load(app: App) -> Self {
        let kept = local_storage::get(KEY).unwrap_or_default();
        Self {
            arrangement: RwSignal::new(Arrangement::read(&kept)),
            is_arranging: RwSignal::new(false),
            is_staff: Memo::new(move |_| {
                app.session
                    .current()
                    .is_some_and(|session| !session.staff.is_empty())
            }),
        }
    }

    /// The tiles of this person, in order, the hidden ones too (tracked).
    pub fn placed(self) -> Vec<Placed> {
        self.arrangement
            .with(|arrangement| arrangement.of(self.is_staff.get()))
    }

    /// The tiles that are shown (tracked).
    pub fn shown(self) -> Vec<Tile> {
        self.placed()
            .into_iter()
            .filter(|it| !it.hidden)
            .map(|it| it.tile)
            .collect()
    }

    /// Whether it is being changed (tracked).
    pub fn is_arranging(self) -> bool {
        self.is_arranging.get()
    }

    /// Begins or ends the change.
    pub fn toggle_arranging(self) {
        self.is_arranging.update(|is_on| *is_on = !*is_on);
    }

    /// Moves a tile one place; the place it has now, from 1.
    pub fn shift(self, tile: Tile, forward: bool) -> Option<usize> {
        let is_staff = self.is_staff.get_untracked();
        let moved = self
            .arrangement
            .try_update(|all| all.shift(tile, forward, is_staff));
        self.keep();
        let placed = untrack(|| self.placed());
        let at = placed.iter().position(|it| it.tile == tile)?;
        (moved == Some(true)).then_some(at + 1)
    }

    /// Puts a tile away or brings it back.
    pub fn set_hidden(self, tile: Tile, hidden: bool) {
        self.arrangement.update(|all| all.set_hidden(tile, hidden));
        self.keep();
    }

    /// As it was in the beginning.
    pub fn reset(self) {
        self.arrangement.set(Arrangement::default());
        local_storage::remove(KEY);
    }

    fn keep(self) {
        self.arrangement
            .with_untracked(|all| local_storage::set(KEY, &all.stored()));
    }
}
