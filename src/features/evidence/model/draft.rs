//! An exhibit that is being prepared, as it is kept on the device until it is submitted.

use anjian_api::evidence::command::SubmitExhibit;
use anjian_api::evidence::{EvidenceCategory, Exhibit, Original, PageView};
use anjian_api::file::{FileFacts, FileId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What stands in the form.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// The files on their way, by which the device knows them.
    pub batch: Option<Uuid>,
    /// Their order as pages; a file that is not in it stands at the end.
    pub order: Vec<FileId>,
    /// How photographs are to be looked at, by the file as the device knows it.
    pub views: Vec<PageView>,
    /// 证据名称
    pub name: String,
    /// 证据类型
    pub category: Option<EvidenceCategory>,
    /// 来源
    pub source: String,
    /// 证明目的
    pub purpose: String,
    /// 原件 or 复制件
    pub form: Option<Form>,
    /// Who holds the original.
    pub holder: String,
    /// 形成时间
    pub formed: String,
    /// 页码
    pub pages: String,
    /// 逾期理由
    pub late_reason: String,
    /// What the camera wrote is submitted too.
    pub with_capture: bool,
}

/// What is submitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// 原件
    Original,
    /// 复制件
    Copy,
}

/// A part of the form that is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// No file was chosen.
    Files,
    /// 证据名称
    Name,
    /// 证据类型
    Category,
    /// 来源
    Source,
    /// 证明目的
    Purpose,
    /// 原件 or 复制件
    Form,
    /// Who holds the original.
    Holder,
    /// 逾期理由
    LateReason,
}

impl Draft {
    /// Nothing was chosen or filled in.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The order of the pages: as arranged, and what came since at the end.
    #[must_use]
    pub fn arranged(&self, held: &[FileId]) -> Vec<FileId> {
        let mut all: Vec<FileId> = self.order.clone();
        all.retain(|file| held.contains(file));
        let new = held.iter().filter(|file| !self.order.contains(file));
        all.extend(new);
        all
    }

    /// Puts a page where another stands.
    pub fn put(&mut self, held: &[FileId], file: FileId, at: usize) {
        let mut all = self.arranged(held);
        all.retain(|one| *one != file);
        all.insert(at.min(all.len()), file);
        self.order = all;
    }

    /// What is missing, in the order of the form. `is_late`: the deadline is over.
    #[must_use]
    pub fn missing(&self, files: usize, is_late: bool) -> Vec<Missing> {
        let empty = |text: &str| text.trim().is_empty();
        let found = [
            (files == 0, Missing::Files),
            (empty(&self.name), Missing::Name),
            (self.category.is_none(), Missing::Category),
            (empty(&self.source), Missing::Source),
            (empty(&self.purpose), Missing::Purpose),
            (self.form.is_none(), Missing::Form),
            (empty(&self.holder), Missing::Holder),
            (is_late && empty(&self.late_reason), Missing::LateReason),
        ];
        let missing = found.into_iter().filter(|(is_missing, _)| *is_missing);
        missing.map(|(_, what)| what).collect()
    }

    /// How a page is to be looked at; cut and turned in no way takes the word of it back.
    pub fn look_at(&mut self, view: PageView) {
        self.views.retain(|one| one.file != view.file);
        if view.turns != 0 || view.crop.is_some() {
            self.views.push(view);
        }
    }

    /// The exhibit, once everything is there: each page as the device knows it, with what the
    /// server said of it. What the camera wrote is left out unless the person agreed; the same
    /// bytes picked twice are one file.
    #[must_use]
    pub fn exhibit(&self, pages: &[(FileId, FileFacts)]) -> Option<Exhibit> {
        let holder = self.holder.trim().to_owned();
        let mut files: Vec<FileFacts> = Vec::with_capacity(pages.len());
        let mut views = Vec::new();
        for (page, facts) in pages {
            if files.iter().any(|one| one.id == facts.id) {
                continue;
            }
            files.push(self.told(facts.clone()));
            let view = self.views.iter().find(|view| view.file == *page);
            views.extend(view.map(|view| PageView {
                file: facts.id,
                ..*view
            }));
        }
        Some(Exhibit {
            name: self.name.trim().to_owned(),
            category: self.category?,
            files,
            source: self.source.trim().to_owned(),
            purpose: self.purpose.trim().to_owned(),
            original: match self.form? {
                Form::Original => Original::Original { holder },
                Form::Copy => Original::Copy { holder },
            },
            formed: filled(&self.formed),
            pages: filled(&self.pages),
            views,
        })
    }

    fn told(&self, mut facts: FileFacts) -> FileFacts {
        if !self.with_capture {
            facts.capture = None;
        }
        facts
    }

    /// The command that submits it.
    #[must_use]
    pub fn command(&self, pages: &[(FileId, FileFacts)]) -> Option<SubmitExhibit> {
        Some(SubmitExhibit {
            exhibit: self.exhibit(pages)?,
            late_reason: filled(&self.late_reason),
        })
    }
}

fn filled(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::picture;

    fn file(n: u128) -> FileId {
        FileId(Uuid::from_u128(n))
    }

    fn page(n: u128) -> (FileId, FileFacts) {
        (file(n), picture(n))
    }

    fn filled_in() -> Draft {
        Draft {
            name: " 借条 ".to_owned(),
            category: Some(EvidenceCategory::Documentary),
            source: "原告保存".to_owned(),
            purpose: "证明借款".to_owned(),
            form: Some(Form::Copy),
            holder: "周敏".to_owned(),
            ..Draft::default()
        }
    }

    #[test]
    fn pages_keep_their_arranged_order_and_new_ones_come_last() {
        let mut draft = Draft::default();
        let held = [file(1), file(2), file(3)];
        draft.put(&held, file(3), 0);
        assert_eq!(draft.arranged(&held), [file(3), file(1), file(2)]);
        let more = [file(1), file(2), file(3), file(4)];
        assert_eq!(draft.arranged(&more), [file(3), file(1), file(2), file(4)]);
        assert_eq!(draft.arranged(&[file(2), file(3)]), [file(3), file(2)]);
    }

    #[test]
    fn a_reason_is_asked_for_only_after_the_deadline() {
        assert_eq!(filled_in().missing(1, false), []);
        assert_eq!(filled_in().missing(1, true), [Missing::LateReason]);
        assert_eq!(filled_in().missing(0, false), [Missing::Files]);
    }

    #[test]
    fn place_and_time_of_a_photograph_stay_here_unless_the_person_agrees() {
        let kept = filled_in().command(&[page(1)]).unwrap();
        assert_eq!(kept.exhibit.files[0].capture, None);
        let mut draft = filled_in();
        draft.with_capture = true;
        let told = draft.command(&[page(1)]).unwrap();
        assert!(told.exhibit.files[0].capture.is_some());
    }

    #[test]
    fn words_are_submitted_without_the_space_around_them() {
        let command = filled_in().command(&[page(1)]).unwrap();
        assert_eq!(command.exhibit.name, "借条");
        assert_eq!((command.exhibit.formed, command.late_reason), (None, None));
    }

    #[test]
    fn the_same_bytes_picked_twice_are_one_file() {
        let known_before = (file(9), picture(1));
        let exhibit = filled_in().exhibit(&[page(1), known_before, page(2)]);
        assert_eq!(exhibit.unwrap().files.len(), 2);
    }

    #[test]
    fn a_page_is_looked_at_as_arranged_whatever_its_name_on_the_server() {
        let mut draft = filled_in();
        let view = |turns| PageView {
            file: file(9),
            turns,
            crop: None,
        };
        draft.look_at(view(1));
        draft.look_at(view(3));
        let exhibit = draft.exhibit(&[(file(9), picture(1)), page(2)]).unwrap();
        assert_eq!(exhibit.view_of(picture(1).id).unwrap().turns, 3);
        assert_eq!(exhibit.views.len(), 1);
        draft.look_at(view(0));
        assert!(draft.views.is_empty());
    }

    #[test]
    fn a_draft_survives_the_device() {
        let text = serde_json::to_string(&filled_in()).unwrap();
        assert_eq!(serde_json::from_str::<Draft>(&text).unwrap(), filled_in());
        assert_eq!(
            serde_json::from_str::<Draft>("{}").unwrap(),
            Draft::default()
        );
    }
}
