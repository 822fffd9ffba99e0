//! The pages and their paths.

use anjian_api::ids::CaseId;

/// A page of the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// 案件: the list.
    Cases,
    /// One case space.
    Case(CaseId),
    /// 案件详情
    CaseDetails(CaseId),
    /// 联系各方
    CasePeople(CaseId),
    /// The court gives and ends seats.
    CaseMembers(CaseId),
    /// 发送位置
    CaseLocation(CaseId),
    /// 服务
    Services,
    /// The court opens a case.
    OpenCase,
    /// The court makes accounts.
    Accounts,
    /// 我的
    Me,
    /// Signed-in devices.
    Devices,
    /// Language.
    Language,
    /// Theme, care mode, text size.
    Appearance,
    /// Help.
    Help,
    /// Versions.
    About,
    /// Log-in.
    Login,
    /// Change of the password.
    Password,
    /// No such page.
    NotFound,
}

impl Page {
    /// Reads a path; query and trailing slash do not matter.
    #[must_use]
    pub fn parse(path: &str) -> Self {
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        let case = |text: &str, page: fn(CaseId) -> Self| text.parse().map_or(Self::NotFound, page);
        match parts.as_slice() {
            [] | ["cases"] => Self::Cases,
            ["cases", id] => case(id, Self::Case),
            ["cases", id, "details"] => case(id, Self::CaseDetails),
            ["cases", id, "people"] => case(id, Self::CasePeople),
            ["cases", id, "members"] => case(id, Self::CaseMembers),
            ["cases", id, "location"] => case(id, Self::CaseLocation),
            ["services"] => Self::Services,
            ["services", "open-case"] => Self::OpenCase,
            ["services", "accounts"] => Self::Accounts,
            ["me"] => Self::Me,
            ["me", "devices"] => Self::Devices,
            ["me", "language"] => Self::Language,
            ["me", "appearance"] => Self::Appearance,
            ["me", "help"] => Self::Help,
            ["me", "about"] => Self::About,
            ["login"] => Self::Login,
            ["password"] => Self::Password,
            _ => Self::NotFound,
        }
    }

    /// The path, for `href`.
    #[must_use]
    pub fn path(self) -> String {
        match self {
            Self::Cases | Self::NotFound => "/cases".to_owned(),
            Self::Case(case) => format!("/cases/{case}"),
            Self::CaseDetails(case) => format!("/cases/{case}/details"),
            Self::CasePeople(case) => format!("/cases/{case}/people"),
            Self::CaseMembers(case) => format!("/cases/{case}/members"),
            Self::CaseLocation(case) => format!("/cases/{case}/location"),
            Self::Services => "/services".to_owned(),
            Self::OpenCase => "/services/open-case".to_owned(),
            Self::Accounts => "/services/accounts".to_owned(),
            Self::Me => "/me".to_owned(),
            Self::Devices => "/me/devices".to_owned(),
            Self::Language => "/me/language".to_owned(),
            Self::Appearance => "/me/appearance".to_owned(),
            Self::Help => "/me/help".to_owned(),
            Self::About => "/me/about".to_owned(),
            Self::Login => "/login".to_owned(),
            Self::Password => "/password".to_owned(),
        }
    }

    /// The case that the page belongs to.
    #[must_use]
    pub const fn case(self) -> Option<CaseId> {
        match self {
            Self::Case(case)
            | Self::CaseDetails(case)
            | Self::CasePeople(case)
            | Self::CaseMembers(case)
            | Self::CaseLocation(case) => Some(case),
            _ => None,
        }
    }

    /// The path of the tab that the page stands under.
    #[must_use]
    pub const fn tab(self) -> &'static str {
        match self {
            Self::Services | Self::OpenCase | Self::Accounts => "/services",
            Self::Me
            | Self::Devices
            | Self::Language
            | Self::Appearance
            | Self::Help
            | Self::About
            | Self::Password => "/me",
            _ => "/cases",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_leads_to_its_page() {
        let case: CaseId = "0190163d-8694-739b-aea5-966c26f8ad91".parse().unwrap();
        let pages = [
            Page::Cases,
            Page::Case(case),
            Page::CaseDetails(case),
            Page::CasePeople(case),
            Page::CaseMembers(case),
            Page::CaseLocation(case),
            Page::Services,
            Page::OpenCase,
            Page::Accounts,
            Page::Me,
            Page::Devices,
            Page::Language,
            Page::Appearance,
            Page::Help,
            Page::About,
            Page::Login,
            Page::Password,
        ];
        for page in pages {
            assert_eq!(Page::parse(&page.path()), page);
            assert_eq!(Page::parse(&format!("{}/?x=1", page.path())), page);
        }
    }

    #[test]
    fn a_damaged_case_number_is_no_page() {
        assert_eq!(Page::parse("/cases/12"), Page::NotFound);
        assert_eq!(Page::parse("/"), Page::Cases);
    }
}
