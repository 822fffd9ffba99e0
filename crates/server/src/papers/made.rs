//! Making one version of a document: words, PDF, places for signatures.

use std::collections::BTreeMap;

use anjian_api::bytes::Sha256Digest;
use anjian_api::document::paper::{PaperForm, PaperLine, PaperSource, PaperText};
use anjian_api::document::{Asked, DocumentKind, Duty, Place};
use anjian_api::file::{FileFacts, FileId, FileKind};
use anjian_api::ids::SeatId;
use anjian_api::problem::ProblemCode;
use anjian_api::refusal::Refusal;
use anjian_documents::lines::{Form, lines};
use anjian_documents::paper::Paper;
use anjian_documents::template;
use anjian_documents::typeset::{Set, Signing, set, words_hash};
use anjian_domain::CaseState;
use anjian_domain::words::pasted;

use super::fill;
use super::{PaperError, Papers};
use crate::ledger::Member;

/// Width and height of a place for a signature on a generated paper, in thousandths of A4: 62 mm by
/// 24 mm, as its layout draws it.
const SPOT: (u16, u16) = (295, 81);
/// Initials at the edge of a page that somebody brought: left, top, width, height.
const EDGE: (u16, u16, u16, u16) = (890, 920, 90, 40);
/// Between two of them.
const GAP: u16 = 5;

/// What is to be made.
pub(super) struct Order<'a> {
    pub paper: DocumentKind,
    pub source: &'a PaperSource,
    pub asked: Vec<Asked>,
    pub number: u32,
    pub version: u32,
    /// What people filled in before.
    pub before: BTreeMap<String, String>,
}

/// A version that is not kept yet.
pub(super) struct Made {
    pub title: String,
    pub words: Words,
    pub places: Vec<Place>,
    pub initials: bool,
    pub facts: BTreeMap<String, String>,
    pub to_fill: Vec<String>,
}

/// Of what it consists.
pub(super) enum Words {
    Set(Box<Paper>, Set),
    Brought(FileFacts),
}

impl Papers {
    /// Makes a version, without keeping anything.
    pub(super) async fn make(
        &self,
        member: &Member,
        order: &Order<'_>,
    ) -> Result<Made, PaperError> {
        match order.source {
            PaperSource::Generated { facts } => self.generate(member, order, facts).await,
            PaperSource::Uploaded {
                title,
                file,
                places,
                initials,
            } => {
                // What is signed gets its page of signatures from the fonts.
                self.fonts()?;
                let facts = self.own_pdf(member, *file).await?;
                self.require_flat(member, &facts, &order.asked).await?;
                self.try_out(member, order, title, &facts).await?;
                Ok(Made {
                    title: title.trim().to_owned(),
                    words: Words::Brought(facts),
                    places: places.clone(),
                    initials: *initials,
                    facts: BTreeMap::new(),
                    to_fill: Vec::new(),
                })
            }
        }
    }

    /// What signers see in a reader must be in the version with their signatures, too.
    async fn require_flat(
        &self,
        member: &Member,
        facts: &FileFacts,
        asked: &[Asked],
    ) -> Result<(), PaperError> {
        let is_signed = asked.iter().any(|one| one.duty == Duty::Sign);
        // What cannot be read at all is refused by the rules.
        let is_readable = facts.kind == FileKind::Pdf && facts.pages.is_some();
        let files = &self.inner.files;
        if is_signed && is_readable && files.has_loose_parts(member.case(), facts).await? {
            return Err(PaperError::of(ProblemCode::PdfNotFlat));
        }
        Ok(())
    }

    /// A PDF that this seat brought; what was made here is no such one.
    async fn own_pdf(&self, member: &Member, file: FileId) -> Result<FileFacts, PaperError> {
        let made = self.kept_paper(member.case(), file).await?;
        if made.is_some_and(|kept| kept.paper.is_some()) {
            return Err(Refusal::FileUnknown.into());
        }
        self.own_file(member, file).await
    }

    /// A file that this seat brought.
    pub(super) async fn own_file(
        &self,
        member: &Member,
        file: FileId,
    ) -> Result<FileFacts, PaperError> {
        let seat = member.seat();
        let found = self.inner.ledger.view(member, |view| {
            let record = view.files.get(&file)?;
            (record.owner == seat).then(|| record.facts.clone())
        });
        found.await?.ok_or(Refusal::FileUnknown.into())
    }

    async fn generate(
        &self,
        member: &Member,
        order: &Order<'_>,
        facts: &BTreeMap<String, String>,
    ) -> Result<Made, PaperError> {
        let template = fill::template(order.paper);
        let template = template.ok_or(PaperError::of(ProblemCode::BadRequest))?;
        let asked = order.asked.first().copied();
        let asked = asked.ok_or(PaperError::from(Refusal::NobodyAsked))?;
        let mut said = order.before.clone();
        let facts = facts.iter();
        said.extend(facts.map(|(gap, words)| (gap.clone(), pasted(words))));
        let now = self.now();
        let filled = self.inner.ledger.view(member, |view: &CaseState| {
            let filled = fill::fill(view, order.paper, asked.seat, &said)?;
            let head = fill::head(view, order.number, order.version, now)?;
            Ok::<_, PaperError>((filled, head))
        });
        let (filled, head) = filled.await??;
        // Only who signs can fill in.
        if let (Some(gap), true) = (filled.to_fill.first(), asked.duty < Duty::Sign) {
            return Err(PaperError::about(ProblemCode::PaperIncomplete, gap));
        }
        let paper = template::fill(template, head, &filled.data)?;
        let setting = paper.clone();
        let set = self
            .typeset(move |fonts| set(fonts, &setting, &Signing::default()))
            .await?;
        let places = match asked.duty {
            Duty::Sign => spots(&set, asked.seat),
            _ => Vec::new(),
        };
        Ok(Made {
            title: paper.title.clone(),
            words: Words::Set(Box::new(paper), set),
            places,
            initials: false,
            facts: said,
            to_fill: filled.to_fill,
        })
    }
}

impl Made {
    /// What its PDF is called.
    pub(super) fn file_name(&self) -> String {
        format!("{}.pdf", self.title)
    }

    /// As words.
    pub(super) fn text(&self, number: u32, version: u32) -> PaperText {
        let words = match &self.words {
            Words::Set(paper, _) => (Some(&**paper), Sha256Digest(words_hash(paper))),
            Words::Brought(facts) => (None, facts.sha256),
        };
        text(
            &self.title,
            number,
            version,
            words,
            (&self.to_fill, &self.facts),
        )
    }
}

/// A version as words.
pub(super) fn text(
    title: &str,
    number: u32,
    version: u32,
    (paper, words_sha256): (Option<&Paper>, Sha256Digest),
    (to_fill, facts): (&[String], &BTreeMap<String, String>),
) -> PaperText {
    let line = |line: anjian_documents::lines::Line| PaperLine {
        number: line.number,
        form: match line.form {
            Form::Heading => PaperForm::Heading,
            Form::Paragraph => PaperForm::Paragraph,
            Form::Item => PaperForm::Item,
            Form::Fact => PaperForm::Fact,
            Form::TableHead => PaperForm::TableHead,
            Form::TableRow => PaperForm::TableRow,
            Form::Spot => PaperForm::Spot,
        },
        words: line.words,
    };
    PaperText {
        title: title.to_owned(),
        number: fill::number_words(number),
        version,
        words_sha256,
        lines: paper.map_or_else(Vec::new, |paper| {
            lines(paper).into_iter().map(line).collect()
        }),
        to_fill: to_fill.to_vec(),
        facts: facts.clone(),
    }
}

fn spots(set: &Set, seat: SeatId) -> Vec<Place> {
    let place = |spot: &anjian_documents::typeset::SpotPlace| Place {
        seat,
        page: spot.page,
        x: spot.x.min(1_000 - SPOT.0),
        y: spot.y.min(1_000 - SPOT.1),
        width: SPOT.0,
        height: SPOT.1,
    };
    set.spots.iter().map(place).collect()
}

/// A place at the edge of every page for each who signs, one above the other, and beside those where
/// there are too many.
pub(super) fn edges(pages: u32, signers: &[SeatId]) -> Vec<Place> {
    let (right, bottom, width, height) = EDGE;
    let rows = bottom / (height + GAP) + 1;
    let mut places = Vec::new();
    for page in 0..pages {
        for (number, seat) in (0_u16..).zip(signers) {
            places.push(Place {
                seat: *seat,
                page,
                x: right.saturating_sub(number / rows * (width + GAP)),
                y: bottom - number % rows * (height + GAP),
                width,
                height,
            });
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn initials_of_a_hundred_signers_stand_on_the_page_and_on_no_other() {
        let signers: Vec<SeatId> = (1..=100).map(SeatId).collect();
        let all = edges(2, &signers);
        assert_eq!(all.len(), 200);
        let spots: BTreeSet<_> = all.iter().map(|one| (one.page, one.x, one.y)).collect();
        assert_eq!(spots.len(), 200);
        let fits = |one: &Place| one.x + one.width <= 1_000 && one.y + one.height <= 1_000;
        assert!(all.iter().all(fits));
    }
}
