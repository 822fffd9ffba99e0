//! The pages and their paths.

use anjian_api::file::FileId;
use anjian_api::ids::{CaseId, Seq};
use uuid::Uuid;

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
    /// 证据目录
    Evidence(CaseId),
    /// 提交证据
    SubmitEvidence(CaseId),
    /// One exhibit, by the entry that submitted it.
    Exhibit(CaseId, Seq),
    /// 质证矩阵
    EvidenceMatrix(CaseId),
    /// 证据交换
    EvidenceExchange(CaseId),
    /// 文书
    Documents(CaseId),
    /// The court sends a document.
    SendDocument(CaseId),
    /// One document, by the entry that sent it.
    Document(CaseId, Seq),
    /// Signing it.
    SignDocument(CaseId, Seq),
    /// A file in the viewer, over the page it was opened from; with the entry that shows it, the
    /// viewer holds all files of that entry.
    File(CaseId, FileId, Option<Seq>),
    /// 扫码续办: the code that a desktop shows.
    Handoff(Uuid),
    /// 意见反馈, given in this case or anywhere else.
    Feedback(Option<CaseId>),
    /// 服务
    Services,
    /// The court opens a case.
    OpenCase,
    /// The court makes accounts.
    Accounts,
    /// The court reads and answers feedback.
    CourtFeedback,
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
            ["cases", id, "evidence"] => case(id, Self::Evidence),
            ["cases", id, "evidence", "new"] => case(id, Self::SubmitEvidence),
            ["cases", id, "evidence", "matrix"] => case(id, Self::EvidenceMatrix),
            ["cases", id, "evidence", "exchange"] => case(id, Self::EvidenceExchange),
            ["cases", id, "evidence", seq] => Self::parse_entry(id, seq, Self::Exhibit),
            ["cases", id, "documents"] => case(id, Self::Documents),
            ["cases", id, "documents", "new"] => case(id, Self::SendDocument),
            ["cases", id, "documents", seq] => Self::parse_entry(id, seq, Self::Document),
            ["cases", id, "documents", seq, "sign"] => {
                Self::parse_entry(id, seq, Self::SignDocument)
            }
            ["cases", id, "files", file] => Self::parse_file(id, file, None),
            ["cases", id, "files", file, "of", seq] => Self::parse_file(id, file, Some(seq)),
            // As the server writes it: 32 digits, no hyphens.
            ["h", code] if code.len() == 32 => code.parse().map_or(Self::NotFound, Self::Handoff),
            ["cases", id, "feedback"] => id
                .parse()
                .map_or(Self::NotFound, |case| Self::Feedback(Some(case))),
            ["feedback"] => Self::Feedback(None),
            ["services", "feedback"] => Self::CourtFeedback,
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

    fn parse_entry(case: &str, seq: &str, page: fn(CaseId, Seq) -> Self) -> Self {
        let read = || Some(page(case.parse().ok()?, Seq(seq.parse().ok()?)));
        read().unwrap_or(Self::NotFound)
    }

    fn parse_file(case: &str, file: &str, seq: Option<&str>) -> Self {
        let read = || {
            let seq = match seq {
                Some(seq) => Some(Seq(seq.parse().ok()?)),
                None => None,
            };
            Some(Self::File(case.parse().ok()?, file.parse().ok()?, seq))
        };
        read().unwrap_or(Self::NotFound)
    }

    /// One file alone: what is about to be submitted, what the person uploaded.
    #[must_use]
    pub const fn file(case: CaseId, file: FileId) -> Self {
        Self::File(case, file, None)
    }

    /// One file among those that an entry shows: the pictures of a message, the files of an
    /// exhibit.
    #[must_use]
    pub const fn file_of(case: CaseId, entry: Seq, file: FileId) -> Self {
        Self::File(case, file, Some(entry))
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
            Self::Evidence(case) => format!("/cases/{case}/evidence"),
            Self::SubmitEvidence(case) => format!("/cases/{case}/evidence/new"),
            Self::Exhibit(case, seq) => format!("/cases/{case}/evidence/{seq}"),
            Self::EvidenceMatrix(case) => format!("/cases/{case}/evidence/matrix"),
            Self::EvidenceExchange(case) => format!("/cases/{case}/evidence/exchange"),
            Self::Documents(case) => format!("/cases/{case}/documents"),
            Self::SendDocument(case) => format!("/cases/{case}/documents/new"),
            Self::Document(case, seq) => format!("/cases/{case}/documents/{seq}"),
            Self::SignDocument(case, seq) => format!("/cases/{case}/documents/{seq}/sign"),
            Self::File(case, file, None) => format!("/cases/{case}/files/{file}"),
            Self::File(case, file, Some(seq)) => format!("/cases/{case}/files/{file}/of/{seq}"),
            Self::Handoff(code) => format!("/h/{}", code.simple()),
            Self::Feedback(Some(case)) => format!("/cases/{case}/feedback"),
            Self::Feedback(None) => "/feedback".to_owned(),
            Self::CourtFeedback => "/services/feedback".to_owned(),
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
            | Self::CaseLocation(case)
            | Self::Evidence(case)
            | Self::SubmitEvidence(case)
            | Self::Exhibit(case, _)
            | Self::EvidenceMatrix(case)
            | Self::EvidenceExchange(case)
            | Self::Documents(case)
            | Self::SendDocument(case)
            | Self::Document(case, _)
            | Self::SignDocument(case, _)
            | Self::Feedback(Some(case))
            | Self::File(case, ..) => Some(case),
            _ => None,
        }
    }

    /// The path of the tab that the page stands under.
    #[must_use]
    pub const fn tab(self) -> &'static str {
        match self {
            Self::Services | Self::OpenCase | Self::Accounts | Self::CourtFeedback => "/services",
            Self::Me
            | Self::Feedback(None)
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
        let file: FileId = "0190163d-8694-739b-aea5-966c26f8ad92".parse().unwrap();
        let pages = [
            Page::Cases,
            Page::Case(case),
            Page::CaseDetails(case),
            Page::CasePeople(case),
            Page::CaseMembers(case),
            Page::CaseLocation(case),
            Page::Evidence(case),
            Page::SubmitEvidence(case),
            Page::Exhibit(case, Seq(42)),
            Page::EvidenceMatrix(case),
            Page::EvidenceExchange(case),
            Page::Documents(case),
            Page::SendDocument(case),
            Page::Document(case, Seq(42)),
            Page::SignDocument(case, Seq(42)),
            Page::file(case, file),
            Page::file_of(case, Seq(42), file),
            Page::Handoff(Uuid::from_u128(0x0123)),
            Page::Feedback(Some(case)),
            Page::Feedback(None),
            Page::CourtFeedback,
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
        let case = "/cases/0190163d-8694-739b-aea5-966c26f8ad91";
        assert_eq!(Page::parse(&format!("{case}/files/12")), Page::NotFound);
    }
}
