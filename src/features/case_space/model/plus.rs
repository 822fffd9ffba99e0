//! What stands in the "+" panel: only what works, in the order people know.

use anjian_api::role::Role;
use anjian_domain::roles;

/// A function of the case space.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Function {
    /// 提交证据
    Submit,
    /// 证据目录
    Evidence,
    /// 文书
    Documents,
    /// 案件详情
    Details,
    /// 联系各方
    People,
    /// 发送位置
    Location,
    /// 拍照
    Camera,
    /// 相册
    Album,
    /// 文件
    File,
    /// 意见反馈
    Feedback,
    /// 发布通知 (court only)
    Notice,
}

/// Tiles on a page of the panel, and in 关怀 mode.
pub const PER_PAGE: usize = 8;
/// Tiles on a page in 关怀 mode.
pub const PER_PAGE_CARE: usize = 6;

impl Function {
    /// For the e2e tests.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Submit => "submit-evidence",
            Self::Evidence => "evidence",
            Self::Documents => "documents",
            Self::Details => "details",
            Self::People => "people",
            Self::Location => "location",
            Self::Camera => "camera",
            Self::Album => "album",
            Self::File => "file",
            Self::Feedback => "feedback",
            Self::Notice => "notice",
        }
    }
}

/// What the rules allow somebody besides what the role says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Allowed {
    /// Messages.
    pub write: bool,
    /// Exhibits.
    pub submit: bool,
    /// There are documents to look at, or may be sent.
    pub documents: bool,
}

/// The functions that somebody in this role can use now. A new capability adds its line here.
#[must_use]
pub fn functions(role: Role, allowed: Allowed) -> Vec<Function> {
    let mut all = vec![Function::Details];
    if allowed.submit {
        all.push(Function::Submit);
    }
    all.push(Function::People);
    if allowed.write {
        all.push(Function::Location);
    }
    if !roles::is_guest(role) {
        all.push(Function::Evidence);
    }
    if allowed.documents {
        all.push(Function::Documents);
    }
    if allowed.write {
        all.extend([Function::Camera, Function::Album, Function::File]);
    }
    all.push(Function::Feedback);
    if roles::conducts(role) {
        all.push(Function::Notice);
    }
    all
}

/// The functions by pages.
#[must_use]
pub fn pages(functions: &[Function], care: bool) -> Vec<Vec<Function>> {
    let size = if care { PER_PAGE_CARE } else { PER_PAGE };
    functions.chunks(size).map(<[Function]>::to_vec).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_stands_in_the_panel_only_for_whom_it_works() {
        let all = Allowed {
            write: true,
            submit: true,
            documents: true,
        };
        let court = functions(Role::Judge, all);
        assert_eq!(court.last(), Some(&Function::Notice));
        assert!(!functions(Role::Plaintiff, all).contains(&Function::Notice));
        assert!(functions(Role::Plaintiff, all).contains(&Function::Submit));
        assert!(functions(Role::Plaintiff, all).contains(&Function::Documents));
        let no_party = Allowed {
            submit: false,
            ..all
        };
        assert!(!functions(Role::Mediator, no_party).contains(&Function::Submit));
        assert_eq!(
            functions(Role::Observer, Allowed::default()),
            [Function::Details, Function::People, Function::Feedback]
        );
    }

    #[test]
    fn a_page_is_smaller_in_care_mode() {
        let nine = [Function::Details; 9];
        assert_eq!(
            pages(&nine, false).iter().map(Vec::len).collect::<Vec<_>>(),
            [8, 1]
        );
        assert_eq!(
            pages(&nine, true).iter().map(Vec::len).collect::<Vec<_>>(),
            [6, 3]
        );
    }
}
