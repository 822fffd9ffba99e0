//! Where an exhibit stands, as the list and the matrix tell it.

use anjian_api::evidence::{EvidenceSide, Mark, Opinion};
use anjian_domain::CaseState;
use anjian_domain::evidence::{ExhibitRecord, OpinionRecord, opposing};

/// A short word about an exhibit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chip {
    /// 已撤回
    Withdrawn,
    /// 逾期, and nobody decided yet.
    LateWaiting,
    /// 逾期, taken.
    LateAdmitted,
    /// 逾期, not taken.
    LateRejected,
    /// 已采信
    Admitted,
    /// 未采信
    NotAdmitted,
    /// 有争议
    Disputed,
    /// 无争议
    Undisputed,
    /// 需原件
    OriginalNeeded,
    /// 需鉴定
    AppraisalNeeded,
    /// The form of the original is met.
    FormMet,
    /// 待质证
    Waiting,
}

impl Chip {
    /// The ground it stands on, as `Tag` knows them.
    #[must_use]
    pub const fn tone(self) -> &'static str {
        match self {
            Self::Withdrawn | Self::FormMet => "grey",
            Self::LateWaiting | Self::Waiting | Self::OriginalNeeded => "orange",
            Self::LateRejected | Self::NotAdmitted | Self::Disputed => "red",
            Self::LateAdmitted | Self::AppraisalNeeded => "blue",
            Self::Admitted | Self::Undisputed => "green",
        }
    }
}

/// What is to be said of an exhibit, the most important first.
#[must_use]
pub fn chips(case: &CaseState, record: &ExhibitRecord) -> Vec<Chip> {
    if record.withdrawn.is_some() {
        return vec![Chip::Withdrawn];
    }
    let mut all = Vec::new();
    if let Some(ruling) = &record.ruling {
        all.push(match ruling.admitted {
            true => Chip::Admitted,
            false => Chip::NotAdmitted,
        });
    }
    if let Some(late) = &record.late {
        all.push(match &late.decided {
            None => Chip::LateWaiting,
            Some(decided) if decided.leave.admits() => Chip::LateAdmitted,
            Some(_) => Chip::LateRejected,
        });
    }
    match record.mark {
        Some(Mark::Undisputed) => all.push(Chip::Undisputed),
        Some(Mark::Disputed) => all.push(Chip::Disputed),
        Some(Mark::OriginalNeeded(_)) => all.push(Chip::OriginalNeeded),
        Some(Mark::AppraisalNeeded) => all.push(Chip::AppraisalNeeded),
        None if is_disputed(record) => all.push(Chip::Disputed),
        None => {}
    }
    if record.form.is_some() {
        all.push(Chip::FormMet);
    }
    if is_waiting(case, record) {
        all.push(Chip::Waiting);
    }
    all
}

fn opinions(record: &ExhibitRecord) -> impl Iterator<Item = &OpinionRecord> {
    record.opinions.values()
}

/// Somebody objects to it, or the court says so.
#[must_use]
pub fn is_disputed(record: &ExhibitRecord) -> bool {
    match record.mark {
        Some(Mark::Undisputed) => false,
        Some(Mark::Disputed) => true,
        _ => opinions(record).any(|one| Opinion::objects(&one.opinion)),
    }
}

/// A party has still to say something to it.
#[must_use]
pub fn is_waiting(case: &CaseState, record: &ExhibitRecord) -> bool {
    record.is_live() && opposing(case, record.side).any(|party| !record.is_answered_by(party))
}

/// Which exhibits are shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Filter {
    /// All.
    #[default]
    All,
    /// 有争议
    Disputed,
    /// 待质证
    Waiting,
    /// 待认定: examined, and not ruled on.
    Ruling,
}

impl Filter {
    /// Each of them, in the order in which people are offered them.
    pub const ALL: [Self; 4] = [Self::All, Self::Disputed, Self::Waiting, Self::Ruling];

    /// For the e2e tests.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::All => "filter-all",
            Self::Disputed => "filter-disputed",
            Self::Waiting => "filter-waiting",
            Self::Ruling => "filter-ruling",
        }
    }
}

/// The exhibit is shown under this filter.
#[must_use]
pub fn fits(
    case: &CaseState,
    record: &ExhibitRecord,
    filter: Filter,
    side: Option<EvidenceSide>,
) -> bool {
    if side.is_some_and(|side| side != record.side) {
        return false;
    }
    match filter {
        Filter::All => true,
        Filter::Disputed => is_disputed(record),
        Filter::Waiting => is_waiting(case, record),
        Filter::Ruling => record.is_live() && !is_waiting(case, record),
    }
}
