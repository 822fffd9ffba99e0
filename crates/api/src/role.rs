//! Roles, sides, and how far an agent may act.

use serde::{Deserialize, Serialize};

use crate::ids::{PersonId, SeatId};

/// What a person is in one case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 审判员
    Judge,
    /// 书记员
    Clerk,
    /// 法官助理
    JudgeAssistant,
    /// 原告
    Plaintiff,
    /// 被告
    Defendant,
    /// 第三人
    ThirdParty,
    /// 代理人 (of the party named in the seat)
    Agent,
    /// 调解员
    Mediator,
    /// 证人
    Witness,
    /// 鉴定人
    Expert,
    /// 翻译
    Interpreter,
    /// 旁听
    Observer,
    /// 法院管理员
    CourtAdministrator,
}

impl Role {
    /// Every role, in the order in which people are listed.
    pub const ALL: [Role; 13] = [
        Role::Judge,
        Role::Clerk,
        Role::JudgeAssistant,
        Role::Plaintiff,
        Role::Defendant,
        Role::ThirdParty,
        Role::Agent,
        Role::Mediator,
        Role::Witness,
        Role::Expert,
        Role::Interpreter,
        Role::Observer,
        Role::CourtAdministrator,
    ];
}

/// The side a party stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// 原告方
    Plaintiff,
    /// 被告方
    Defendant,
    /// 第三人方
    ThirdParty,
}

/// How far an agent may act for the party (民诉法 62).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Authority {
    /// 一般代理: everything except the acts reserved for special authority.
    General,
    /// 特别授权: admit, waive or change claims, settle, counterclaim, appeal.
    Special,
}

/// One seat: a person in a role in a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Seat {
    /// Number in the case.
    pub id: SeatId,
    /// Who sits here.
    pub person: PersonId,
    /// The name shown to the others.
    pub name: String,
    /// In which role.
    pub role: Role,
    /// The party seat an agent acts for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acts_for: Option<SeatId>,
    /// How far an agent may act.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authority: Option<Authority>,
}
