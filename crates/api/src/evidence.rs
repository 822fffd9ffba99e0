//! Evidence (证据): exhibits, what the parties say to them (质证), and the exchange (证据交换).
//!
//! An exhibit is named by the number of the entry that submitted it. Whoever examines is a party
//! (当事人): its own seat, or an agent's on its behalf; co-parties examine each for itself. The rules
//! are `anjian_domain::evidence`; articles without a name are those of 人民法院在线诉讼规则
//! (法释〔2021〕12号).

pub mod act;
pub mod command;

use serde::{Deserialize, Serialize};

use crate::command::Voice;
use crate::file::{FileFacts, FileId};
use crate::ids::{Moment, SeatId, Seq};
use crate::role::Side;

/// Whose list an exhibit stands on: 原告证据, 被告证据, 第三人证据, 法院调取的证据.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum EvidenceSide {
    /// 原告方
    Plaintiff,
    /// 被告方
    Defendant,
    /// 第三人方
    ThirdParty,
    /// 法院依职权或依申请调取 (民诉法 67)
    Court,
}

impl EvidenceSide {
    /// Each of them, in the order in which people are offered them.
    pub const ALL: [EvidenceSide; 4] = [
        EvidenceSide::Plaintiff,
        EvidenceSide::Defendant,
        EvidenceSide::ThirdParty,
        EvidenceSide::Court,
    ];
}

impl From<Side> for EvidenceSide {
    fn from(side: Side) -> Self {
        match side {
            Side::Plaintiff => EvidenceSide::Plaintiff,
            Side::Defendant => EvidenceSide::Defendant,
            Side::ThirdParty => EvidenceSide::ThirdParty,
        }
    }
}

impl EvidenceSide {
    /// The side of parties; none for the court's own list.
    #[must_use]
    pub const fn party_side(self) -> Option<Side> {
        match self {
            EvidenceSide::Plaintiff => Some(Side::Plaintiff),
            EvidenceSide::Defendant => Some(Side::Defendant),
            EvidenceSide::ThirdParty => Some(Side::ThirdParty),
            EvidenceSide::Court => None,
        }
    }
}

/// The eight statutory kinds of evidence (民诉法 66).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum EvidenceCategory {
    /// 当事人陈述
    Statement,
    /// 书证
    Documentary,
    /// 物证
    Physical,
    /// 视听资料
    AudioVisual,
    /// 电子数据
    ElectronicData,
    /// 证人证言
    Testimony,
    /// 鉴定意见
    ExpertOpinion,
    /// 勘验笔录
    InspectionRecord,
}

impl EvidenceCategory {
    /// Each of them, in the order in which people are offered them.
    pub const ALL: [EvidenceCategory; 8] = [
        EvidenceCategory::Statement,
        EvidenceCategory::Documentary,
        EvidenceCategory::Physical,
        EvidenceCategory::AudioVisual,
        EvidenceCategory::ElectronicData,
        EvidenceCategory::Testimony,
        EvidenceCategory::ExpertOpinion,
        EvidenceCategory::InspectionRecord,
    ];
}

/// Is the original there, and who holds it?
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "form", rename_all = "snake_case", deny_unknown_fields)]
pub enum Original {
    /// 原件
    Original {
        /// Who holds it.
        holder: String,
    },
    /// 复制件
    Copy {
        /// Who holds the original.
        holder: String,
    },
}

/// An exhibit, as a line of the evidence list tells it (证据规定 19).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Exhibit {
    /// 证据名称
    pub name: String,
    /// 证据类型
    pub category: EvidenceCategory,
    /// Its files in the order of its pages, one to sixty.
    pub files: Vec<FileFacts>,
    /// 来源
    pub source: String,
    /// 证明目的
    pub purpose: String,
    /// 原件或复制件
    pub original: Original,
    /// 形成时间, in the submitter's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub formed: Option<String>,
    /// 页码, in the submitter's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<String>,
    /// How photographs among its files are to be looked at; at most one for each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub views: Vec<PageView>,
}

impl Exhibit {
    /// How the submitter wants this file to be looked at.
    #[must_use]
    pub fn view_of(&self, file: FileId) -> Option<&PageView> {
        self.views.iter().find(|view| view.file == file)
    }
}

/// How a photographed page is to be looked at: cut to its edges and turned upright.
///
/// The bytes stay as the camera made them and are what is hashed, sealed and downloaded. This lies
/// over them where they are shown or printed, and whoever looks can take it away (看原图).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PageView {
    /// A picture among the files of the exhibit.
    pub file: FileId,
    /// Quarter turns to the right, 0 to 3, after cutting.
    #[serde(default)]
    pub turns: u8,
    /// The part that is shown; none: all of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crop: Option<Crop>,
}

impl PageView {
    /// The part that is shown: left, top, right, bottom in per mille.
    #[must_use]
    pub const fn part(&self) -> [u16; 4] {
        match self.crop {
            Some(crop) => [crop.left, crop.top, crop.right, crop.bottom],
            None => [0, 0, 1_000, 1_000],
        }
    }
}

/// A part of a picture, as the camera held it upright: edges in per mille of its width and height.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Crop {
    /// From the left, 0 to 1000.
    pub left: u16,
    /// From above, 0 to 1000.
    pub top: u16,
    /// From the left, beyond `left`.
    pub right: u16,
    /// From above, beyond `top`.
    pub bottom: u16,
}

/// What a party says to one of the four points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Point {
    /// 真实性
    Authenticity,
    /// 合法性
    Legality,
    /// 关联性
    Relevance,
    /// 证明目的
    Purpose,
}

impl Point {
    /// Each of them, in the order in which people are offered them.
    pub const ALL: [Point; 4] = [
        Point::Authenticity,
        Point::Legality,
        Point::Relevance,
        Point::Purpose,
    ];
}

/// Reasons, in words or spoken; one of the two at least.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Ground {
    /// In words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Spoken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voice: Option<Box<Voice>>,
}

/// Agrees with one point, or objects to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Stance {
    /// 认可
    Agree,
    /// 不认可, with the reason.
    Object(Ground),
}

impl Stance {
    /// It objects.
    #[must_use]
    pub const fn objects(&self) -> bool {
        matches!(self, Stance::Object(_))
    }

    /// How long its reason is spoken, milliseconds; none when it is only written, or agrees.
    #[must_use]
    pub fn spoken_ms(&self) -> Option<u32> {
        match self {
            Stance::Agree => None,
            Stance::Object(ground) => ground.voice.as_ref().map(|voice| voice.duration_ms),
        }
    }
}

/// 质证意见: what a party says to an exhibit (art. 15).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Opinion {
    /// 真实性
    pub authenticity: Stance,
    /// 合法性
    pub legality: Stance,
    /// 关联性
    pub relevance: Stance,
    /// 证明目的
    pub purpose: Stance,
    /// Exhibits that speak against it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub counter: Vec<Seq>,
    /// The party has seen the original.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub original_seen: bool,
}

impl Opinion {
    /// What it says to one point.
    #[must_use]
    pub const fn of(&self, point: Point) -> &Stance {
        match point {
            Point::Authenticity => &self.authenticity,
            Point::Legality => &self.legality,
            Point::Relevance => &self.relevance,
            Point::Purpose => &self.purpose,
        }
    }

    /// The four points with what it says to each.
    pub fn points(&self) -> impl Iterator<Item = (Point, &Stance)> {
        Point::ALL.into_iter().map(|point| (point, self.of(point)))
    }

    /// It objects to something.
    #[must_use]
    pub fn objects(&self) -> bool {
        self.points().any(|(_, stance)| stance.objects())
    }
}

/// Why the original is required (art. 12).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum OriginalReason {
    /// 对方当事人认为材料不真实, and says why.
    Objection,
    /// 材料呈现不完整、内容不清晰、格式不规范.
    Unclear,
    /// 依照档案管理规定需要提供原件、原物.
    Archive,
    /// 人民法院认为有必要.
    CourtNeeds,
}

impl OriginalReason {
    /// Each of them, in the order in which people are offered them.
    pub const ALL: [OriginalReason; 4] = [
        OriginalReason::Objection,
        OriginalReason::Unclear,
        OriginalReason::Archive,
        OriginalReason::CourtNeeds,
    ];
}

/// How the form of the original was met without it (art. 13).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum OriginalForm {
    /// 对方当事人未提出异议.
    NotDisputed,
    /// 经公证机构公证.
    Notarised,
    /// 在先诉讼中已经确认.
    ConfirmedBefore,
    /// 线上或线下与原件、原物核对一致.
    Compared,
    /// 有其他证据证明一致.
    OtherProof,
}

impl OriginalForm {
    /// Each of them, in the order in which people are offered them.
    pub const ALL: [OriginalForm; 5] = [
        OriginalForm::NotDisputed,
        OriginalForm::Notarised,
        OriginalForm::ConfirmedBefore,
        OriginalForm::Compared,
        OriginalForm::OtherProof,
    ];
}

/// Where the court sees an exhibit stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// 无争议
    Undisputed,
    /// 有争议
    Disputed,
    /// 需提供原件、原物 (art. 12)
    OriginalNeeded(OriginalReason),
    /// 需鉴定
    AppraisalNeeded,
}

/// What the court does with an exhibit that came late (民诉法 68).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Leave {
    /// 采纳
    Admit,
    /// 采纳, 予以训诫
    AdmitWithAdmonition,
    /// 采纳, 予以罚款
    AdmitWithFine,
    /// 不予采纳
    Reject,
}

impl Leave {
    /// Each of them, in the order in which people are offered them.
    pub const ALL: [Leave; 4] = [
        Leave::Admit,
        Leave::AdmitWithAdmonition,
        Leave::AdmitWithFine,
        Leave::Reject,
    ];
}

impl Leave {
    /// The exhibit may be examined.
    #[must_use]
    pub const fn admits(self) -> bool {
        !matches!(self, Leave::Reject)
    }
}

/// The form of an exchange that a party agrees to (art. 14).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ExchangeForm {
    /// 同步: all at one time.
    Sync,
    /// 非同步: each at its own time within a period.
    Async,
}

impl ExchangeForm {
    /// Each of them, in the order in which people are offered them.
    pub const ALL: [ExchangeForm; 2] = [ExchangeForm::Sync, ExchangeForm::Async];
}

/// An exchange, with its time (art. 14).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ExchangeTerms {
    /// 同步, at this time.
    Sync {
        /// When.
        at: Moment,
    },
    /// 非同步, until this time. Opinions are sealed until all have finished or the time is over.
    Async {
        /// Until when.
        until: Moment,
    },
}

impl ExchangeTerms {
    /// The time that stands in it: of a sync exchange its beginning, of an async one its end.
    #[must_use]
    pub const fn moment(self) -> Moment {
        match self {
            ExchangeTerms::Sync { at } => at,
            ExchangeTerms::Async { until } => until,
        }
    }
}

/// One opinion, opened at the end of an async exchange.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OpenedAnswer {
    /// The entry in which it was given, sealed.
    pub seq: Seq,
    /// The exhibit.
    pub exhibit: Seq,
    /// The party.
    pub party: SeatId,
    /// The seat that gave it: the party or its agent.
    pub by: SeatId,
    /// When.
    pub at: Moment,
    /// The opinion.
    pub opinion: Opinion,
}
