//! The grid of 服务: which tiles there are, in which order, which are hidden. Plain functions.

/// One function of the grid. A tile stands here when its function works, and not before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tile {
    /// 新建案件, for the court's staff.
    OpenCase,
    /// 开立账号, for the court's staff.
    NewAccount,
    /// 意见处理, for the court's staff.
    CourtFeedback,
    /// 使用帮助
    Help,
    /// 设备管理
    Devices,
    /// 外观与字号
    Appearance,
    /// 修改密码
    Password,
}

impl Tile {
    /// Every tile, in the order they first stand in.
    pub const ALL: [Tile; 7] = [
        Tile::OpenCase,
        Tile::NewAccount,
        Tile::CourtFeedback,
        Tile::Help,
        Tile::Devices,
        Tile::Appearance,
        Tile::Password,
    ];

    /// Its name in the stored arrangement and in test ids.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Tile::OpenCase => "open-case",
            Tile::NewAccount => "new-account",
            Tile::CourtFeedback => "feedback",
            Tile::Help => "help",
            Tile::Devices => "devices",
            Tile::Appearance => "appearance",
            Tile::Password => "password",
        }
    }

    /// Only for the court's staff.
    #[must_use]
    pub const fn is_for_staff(self) -> bool {
        matches!(
            self,
            Tile::OpenCase | Tile::NewAccount | Tile::CourtFeedback
        )
    }
}

/// A tile's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed {
    /// Which.
    pub tile: Tile,
    /// It is not shown.
    pub hidden: bool,
}

/// How a person arranged the grid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrangement(Vec<Placed>);

impl Default for Arrangement {
    fn default() -> Self {
        Self::read("")
    }
}

impl Arrangement {
    /// Reads a stored arrangement such as `help,-devices`. Tiles it does not name (they came with a
    /// later version) follow, shown; names nobody knows any more are dropped.
    #[must_use]
    pub fn read(stored: &str) -> Self {
        let mut all: Vec<Placed> = Vec::new();
        for name in stored.split(',') {
            let (key, hidden) = name
                .strip_prefix('-')
                .map_or((name, false), |key| (key, true));
            let known = Tile::ALL.into_iter().find(|tile| tile.key() == key);
            if let Some(tile) = known.filter(|tile| all.iter().all(|placed| placed.tile != *tile)) {
                all.push(Placed { tile, hidden });
            }
        }
        let missing: Vec<_> = Tile::ALL
            .into_iter()
            .filter(|tile| all.iter().all(|it| it.tile != *tile))
            .collect();
        all.extend(missing.into_iter().map(|tile| Placed {
            tile,
            hidden: false,
        }));
        Self(all)
    }

    /// As it is stored.
    #[must_use]
    pub fn stored(&self) -> String {
        let names: Vec<String> = self
            .0
            .iter()
            .map(|it| {
                if it.hidden {
                    format!("-{}", it.tile.key())
                } else {
                    it.tile.key().to_owned()
                }
            })
            .collect();
        names.join(",")
    }

    /// The tiles a person may use, hidden ones too, in order.
    #[must_use]
    pub fn of(&self, is_staff: bool) -> Vec<Placed> {
        self.0
            .iter()
            .copied()
            .filter(|it| is_staff || !it.tile.is_for_staff())
            .collect()
    }

    /// Shows or hides a tile.
    pub fn set_hidden(&mut self, tile: Tile, hidden: bool) {
        if let Some(placed) = self.0.iter_mut().find(|it| it.tile == tile) {
            placed.hidden = hidden;
        }
    }

    /// Moves a tile one place among those the person may use. False at the ends.
    pub fn shift(&mut self, tile: Tile, forward: bool, is_staff: bool) -> bool {
        let usable: Vec<Tile> = self.of(is_staff).into_iter().map(|it| it.tile).collect();
        let Some(at) = usable.iter().position(|other| *other == tile) else {
            return false;
        };
        let neighbour = if forward {
            Some(at + 1)
        } else {
            at.checked_sub(1)
        };
        let Some(other) = neighbour.and_then(|to| usable.get(to)) else {
            return false;
        };
        let place = |wanted: Tile| self.0.iter().position(|it| it.tile == wanted);
        let (Some(one), Some(two)) = (place(tile), place(*other)) else {
            return false;
        };
        self.0.swap(one, two);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tiles(arrangement: &Arrangement, is_staff: bool) -> Vec<Tile> {
        arrangement
            .of(is_staff)
            .into_iter()
            .map(|it| it.tile)
            .collect()
    }

    #[test]
    fn litigants_see_no_tile_of_the_court() {
        let tiles = tiles(&Arrangement::default(), false);
        assert!(tiles.iter().all(|tile| !tile.is_for_staff()));
        assert_eq!(tiles.first(), Some(&Tile::Help));
    }

    #[test]
    fn a_tile_that_came_later_is_shown_and_a_lost_one_is_dropped() {
        let arrangement = Arrangement::read("devices,lost,-help,devices");
        assert_eq!(tiles(&arrangement, true).len(), Tile::ALL.len());
        assert_eq!(
            arrangement.stored(),
            "devices,-help,open-case,new-account,feedback,appearance,password"
        );
    }

    #[test]
    fn a_step_goes_past_tiles_that_the_person_does_not_see() {
        let mut arrangement = Arrangement::read("help,open-case,new-account,devices");
        assert!(arrangement.shift(Tile::Devices, false, false));
        assert_eq!(tiles(&arrangement, false)[..2], [Tile::Devices, Tile::Help]);
        assert!(
            !arrangement.shift(Tile::Devices, false, false),
            "it is the first already"
        );
    }

    #[test]
    fn what_is_stored_is_what_is_read() {
        let mut arrangement = Arrangement::default();
        arrangement.set_hidden(Tile::Appearance, true);
        arrangement.shift(Tile::Help, true, false);
        assert_eq!(Arrangement::read(&arrangement.stored()), arrangement);
    }
}
