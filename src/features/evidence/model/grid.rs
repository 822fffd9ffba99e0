//! Where a key leads in a grid of cells.

/// A cell by its row and column, from 0.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Place {
    /// The row.
    pub row: usize,
    /// The column.
    pub column: usize,
}

/// The cell that a key leads to; none for a key that is not one of the grid's. At an edge it stays.
#[must_use]
pub fn after(
    from: Place,
    key: &str,
    with_control: bool,
    rows: usize,
    columns: usize,
) -> Option<Place> {
    let (last_row, last_column) = (rows.checked_sub(1)?, columns.checked_sub(1)?);
    let from = Place {
        row: from.row.min(last_row),
        column: from.column.min(last_column),
    };
    let to = match key {
        "ArrowRight" => Place {
            column: (from.column + 1).min(last_column),
            ..from
        },
        "ArrowLeft" => Place {
            column: from.column.saturating_sub(1),
            ..from
        },
        "ArrowDown" => Place {
            row: (from.row + 1).min(last_row),
            ..from
        },
        "ArrowUp" => Place {
            row: from.row.saturating_sub(1),
            ..from
        },
        "Home" if with_control => Place::default(),
        "End" if with_control => Place {
            row: last_row,
            column: last_column,
        },
        "Home" => Place { column: 0, ..from },
        "End" => Place {
            column: last_column,
            ..from
        },
        "PageDown" => Place {
            row: last_row,
            ..from
        },
        "PageUp" => Place { row: 0, ..from },
        _ => return None,
    };
    Some(to)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn go(row: usize, column: usize, key: &str) -> Option<(usize, usize)> {
        after(Place { row, column }, key, false, 3, 5).map(|to| (to.row, to.column))
    }

    #[test]
    fn arrows_go_to_the_neighbour_and_stay_at_the_edge() {
        assert_eq!(go(0, 0, "ArrowRight"), Some((0, 1)));
        assert_eq!(go(0, 4, "ArrowRight"), Some((0, 4)));
        assert_eq!(go(2, 1, "ArrowDown"), Some((2, 1)));
        assert_eq!(go(1, 1, "ArrowUp"), Some((0, 1)));
        assert_eq!(go(1, 3, "Home"), Some((1, 0)));
        assert_eq!(go(1, 3, "End"), Some((1, 4)));
        assert_eq!(go(1, 3, "Enter"), None);
    }

    #[test]
    fn control_leads_to_the_corners() {
        let corner = |key| after(Place { row: 1, column: 2 }, key, true, 3, 5);
        assert_eq!(corner("Home"), Some(Place::default()));
        assert_eq!(corner("End"), Some(Place { row: 2, column: 4 }));
    }

    #[test]
    fn a_place_that_a_filter_took_away_leads_back_into_the_grid() {
        assert_eq!(go(9, 9, "ArrowUp"), Some((1, 4)));
        assert_eq!(after(Place::default(), "ArrowDown", false, 0, 5), None);
    }
}
