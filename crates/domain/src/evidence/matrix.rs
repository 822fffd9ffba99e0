//! The matrix of examination and the lists of evidence, for screen and print.

use anjian_api::evidence::{EvidenceSide, Point};
use anjian_api::ids::{SeatId, Seq};

use super::{ExhibitRecord, opposing};
use crate::state::CaseState;

/// What one party says to one point of an exhibit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cell {
    /// It objects.
    Object,
    /// Nothing yet.
    Open,
    /// It agrees.
    Agree,
    /// It does without examining.
    Waived,
}

/// One exhibit as one opposing party sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatrixRow {
    /// The exhibit.
    pub exhibit: Seq,
    /// On whose list it stands.
    pub side: EvidenceSide,
    /// Its number there.
    pub number: u32,
    /// The opposing party.
    pub party: SeatId,
    /// What it says to 真实性, 合法性, 关联性, 证明目的, in this order.
    pub cells: [Cell; 4],
    /// How long what it says to each of them is spoken, milliseconds; none where it is not.
    pub spoken: [Option<u32>; 4],
    /// The entry of its opinion.
    pub opinion: Option<Seq>,
    /// The opinion is the reader's own and nobody else sees it yet.
    pub sealed: bool,
    /// The submitter replied.
    pub replied: bool,
}

impl MatrixRow {
    /// What the party says to one point.
    #[must_use]
    pub const fn cell(&self, point: Point) -> Cell {
        match point {
            Point::Authenticity => self.cells[0],
            Point::Legality => self.cells[1],
            Point::Relevance => self.cells[2],
            Point::Purpose => self.cells[3],
        }
    }

    /// How long the reason for one point is spoken, milliseconds.
    #[must_use]
    pub const fn spoken(&self, point: Point) -> Option<u32> {
        match point {
            Point::Authenticity => self.spoken[0],
            Point::Legality => self.spoken[1],
            Point::Relevance => self.spoken[2],
            Point::Purpose => self.spoken[3],
        }
    }

    /// The party objects to something.
    #[must_use]
    pub fn is_disputed(&self) -> bool {
        self.cells.contains(&Cell::Object)
    }
}

/// Exhibit by opposing party: the disputed rows first, then what is still open, then the rest; each
/// by list and number. What was withdrawn or not let in is not here.
#[must_use]
pub fn matrix(view: &CaseState) -> Vec<MatrixRow> {
    let mut rows = Vec::new();
    for (seq, record) in &view.evidence.exhibits {
        if record.examinable.is_none() || record.withdrawn.is_some() {
            continue;
        }
        rows.extend(opposing(view, record.side).map(|party| row(*seq, record, party)));
    }
    rows.sort_by_key(|row| {
        let rank = row.cells.iter().min().copied();
        (rank.map(not_settled), row.side, row.number, row.party)
    });
    rows
}

/// Objections first, then what is open; what is settled, by agreement or by doing without, last.
fn not_settled(cell: Cell) -> Cell {
    match cell {
        Cell::Waived => Cell::Agree,
        other => other,
    }
}

fn row(exhibit: Seq, record: &ExhibitRecord, party: SeatId) -> MatrixRow {
    let opinion = record.opinions.get(&party);
    let cells = match opinion {
        Some(one) => Point::ALL.map(|point| {
            if one.opinion.of(point).objects() {
                Cell::Object
            } else {
                Cell::Agree
            }
        }),
        None if record.waived.contains_key(&party) => [Cell::Waived; 4],
        None => [Cell::Open; 4],
    };
    let spoken = opinion.map(|one| Point::ALL.map(|point| one.opinion.of(point).spoken_ms()));
    MatrixRow {
        exhibit,
        spoken: spoken.unwrap_or_default(),
        side: record.side,
        number: record.number,
        party,
        cells,
        opinion: opinion.map(|one| one.seq),
        sealed: opinion.is_some_and(|one| one.sealed),
        replied: opinion.is_some_and(|one| one.reply.is_some()),
    }
}

/// 证据清单 of one list, by number; withdrawn ones stand there and say so.
#[must_use]
pub fn evidence_list(view: &CaseState, side: EvidenceSide) -> Vec<(Seq, &ExhibitRecord)> {
    let exhibits = view.evidence.exhibits.iter();
    let mut list: Vec<_> = exhibits
        .filter(|(_, record)| record.side == side)
        .map(|(seq, record)| (*seq, record))
        .collect();
    list.sort_by_key(|(_, record)| record.number);
    list
}
