//! Cutting a photographed page to its edges, as it stands on the screen.

/// The least that is left of a page's width and height, per mille: more than the rules demand, so
/// that the handles stay apart.
const LEAST: u16 = 100;
/// One press of an arrow key, per mille.
const STEP: i32 = 10;
/// The same with Shift.
const LEAP: i32 = 50;

/// An edge of the part that is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// On the left.
    Left,
    /// Above.
    Top,
    /// On the right.
    Right,
    /// Below.
    Bottom,
}

impl Edge {
    /// Each of them, in the order in which the Tab key reaches them.
    pub const ALL: [Edge; 4] = [Edge::Left, Edge::Top, Edge::Right, Edge::Bottom];

    /// Where it stands among left, top, right and bottom.
    #[must_use]
    pub const fn index(self) -> usize {
        match self {
            Edge::Left => 0,
            Edge::Top => 1,
            Edge::Right => 2,
            Edge::Bottom => 3,
        }
    }

    /// It is moved to the left and right.
    #[must_use]
    pub const fn is_upright(self) -> bool {
        matches!(self, Edge::Left | Edge::Right)
    }
}

/// The part after an edge was put somewhere, per mille from the left or from above. Edges stay in
/// the picture and never cross.
#[must_use]
pub fn put(part: [u16; 4], edge: Edge, at: i32) -> [u16; 4] {
    let mut moved = part;
    let [left, top, right, bottom] = part;
    let (least, most) = match edge {
        Edge::Left => (0, right.saturating_sub(LEAST)),
        Edge::Top => (0, bottom.saturating_sub(LEAST)),
        Edge::Right => (left.saturating_add(LEAST), 1_000),
        Edge::Bottom => (top.saturating_add(LEAST), 1_000),
    };
    let at = u16::try_from(at.max(0)).unwrap_or(1_000);
    moved[edge.index()] = at.clamp(least.min(most), most);
    moved
}

/// The part after a key was pressed on an edge; none for a key that moves nothing.
#[must_use]
pub fn press(part: [u16; 4], edge: Edge, key: &str, with_shift: bool) -> Option<[u16; 4]> {
    let now = i32::from(part[edge.index()]);
    let step = if with_shift { LEAP } else { STEP };
    let at = match (key, edge.is_upright()) {
        ("ArrowLeft", true) | ("ArrowUp", false) => now - step,
        ("ArrowRight", true) | ("ArrowDown", false) => now + step,
        ("Home", _) => 0,
        ("End", _) => 1_000,
        _ => return None,
    };
    Some(put(part, edge, at))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: [u16; 4] = [0, 0, 1_000, 1_000];

    #[test]
    fn an_edge_stays_in_the_picture_and_away_from_the_other_one() {
        assert_eq!(put(WHOLE, Edge::Left, -40), WHOLE);
        assert_eq!(put(WHOLE, Edge::Left, 300), [300, 0, 1_000, 1_000]);
        assert_eq!(put(WHOLE, Edge::Left, 5_000), [900, 0, 1_000, 1_000]);
        assert_eq!(put(WHOLE, Edge::Bottom, 0), [0, 0, 1_000, 100]);
        const { assert!(LEAST >= anjian_domain::evidence::SMALLEST_CROP) };
    }

    #[test]
    fn arrow_keys_move_an_edge_along_its_own_way_only() {
        let press = |edge, key| press(WHOLE, edge, key, false);
        assert_eq!(press(Edge::Left, "ArrowRight"), Some([10, 0, 1_000, 1_000]));
        assert_eq!(press(Edge::Bottom, "ArrowUp"), Some([0, 0, 1_000, 990]));
        assert_eq!(press(Edge::Left, "ArrowUp"), None);
        assert_eq!(press(Edge::Top, "Tab"), None);
        let far = super::press(WHOLE, Edge::Right, "ArrowLeft", true);
        assert_eq!(far, Some([0, 0, 950, 1_000]));
    }
}
