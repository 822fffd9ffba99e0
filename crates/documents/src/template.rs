//! The papers that the court hands out, as files: fixed words with gaps, and what fills them.

use std::collections::BTreeMap;

use serde::Deserialize;
use thiserror::Error;

use crate::paper::{Block, Date, Paper, Spot, Table};

/// Words that may fill a gap, in characters.
const LONGEST: usize = 2_000;
/// Rows that a table may have.
const MOST_ROWS: usize = 2_000;

/// A paper that the court hands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TemplateId {
    /// 送达地址确认书 (民诉法解释 137; 法释〔2004〕13号)
    AddressConfirmation,
    /// 诉讼权利义务告知书 (民诉法 52–54)
    RightsNotice,
    /// 诚信诉讼承诺书 (民诉法 13, 114, 115)
    IntegrityPledge,
    /// 证据目录 (民事诉讼证据规定 19)
    EvidenceList,
}

impl TemplateId {
    /// All of them.
    pub const ALL: [TemplateId; 4] = [
        TemplateId::AddressConfirmation,
        TemplateId::RightsNotice,
        TemplateId::IntegrityPledge,
        TemplateId::EvidenceList,
    ];

    /// The name of its file and in records.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            TemplateId::AddressConfirmation => "address_confirmation",
            TemplateId::RightsNotice => "rights_notice",
            TemplateId::IntegrityPledge => "integrity_pledge",
            TemplateId::EvidenceList => "evidence_list",
        }
    }

    const fn file(self) -> &'static str {
        match self {
            TemplateId::AddressConfirmation => {
                include_str!("../templates/address_confirmation.json")
            }
            TemplateId::RightsNotice => include_str!("../templates/rights_notice.json"),
            TemplateId::IntegrityPledge => include_str!("../templates/integrity_pledge.json"),
            TemplateId::EvidenceList => include_str!("../templates/evidence_list.json"),
        }
    }
}

/// What the file of a template holds.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Template {
    title: String,
    blocks: Vec<Piece>,
}

/// A block with gaps, or one whose rows the data bring.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Piece {
    Rows { rows: Rows },
    Fixed(Block),
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rows {
    of: String,
    head: Vec<String>,
    widths: Vec<u32>,
}

/// What fills a template.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Data {
    /// Words, by the name of the gap.
    pub words: BTreeMap<String, String>,
    /// Rows of tables, by their name.
    pub rows: BTreeMap<String, Vec<Vec<String>>>,
}

/// What every paper bears.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The court's full name.
    pub court: String,
    /// 案号
    pub case_number: String,
    /// The paper's own number in its case.
    pub number: String,
    /// From 1.
    pub version: u32,
    /// The day it bears, court time.
    pub date: Date,
}

/// Why a paper cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BadData {
    /// Nothing was given for this gap, or nothing but space.
    #[error("nothing is given for `{0}`")]
    Missing(String),
    /// Too many words or rows for this gap.
    #[error("too much is given for `{0}`")]
    TooLong(String),
    /// A row does not have as many words as the table has columns.
    #[error("a row of `{0}` does not fit its table")]
    Uneven(String),
    /// The file of the template cannot be read.
    #[error("the template cannot be read")]
    Template,
}

/// Fills a template.
///
/// # Errors
/// A gap that nothing fills, too much for one, or rows that do not fit.
pub fn fill(id: TemplateId, head: Head, data: &Data) -> Result<Paper, BadData> {
    let template: Template = serde_json::from_str(id.file()).map_err(|_| BadData::Template)?;
    let blocks = template.blocks.into_iter().map(|piece| piece.filled(data));
    Ok(Paper {
        title: template.title,
        court: head.court,
        case_number: head.case_number,
        number: head.number,
        version: head.version,
        date: head.date,
        blocks: blocks.collect::<Result<_, _>>()?,
    })
}

impl Piece {
    fn filled(self, data: &Data) -> Result<Block, BadData> {
        let block = match self {
            Piece::Rows { rows } => return Ok(Block::Table(data.table(rows)?)),
            Piece::Fixed(block) => block,
        };
        Ok(match block {
            Block::Heading(words) => Block::Heading(data.fill(&words)?),
            Block::Paragraph(words) => Block::Paragraph(data.fill(&words)?),
            Block::Items(items) => Block::Items(data.fill_all(&items)?),
            Block::Facts(facts) => {
                let fact = |(name, words): (String, String)| Ok((name, data.fill(&words)?));
                Block::Facts(facts.into_iter().map(fact).collect::<Result<_, _>>()?)
            }
            Block::Spot(spot) => Block::Spot(Spot {
                id: data.fill(&spot.id)?,
                label: data.fill(&spot.label)?,
            }),
            table @ Block::Table(_) => table,
        })
    }
}

impl Data {
    /// Puts words into the gaps, which are written as `{name}`. What is put in is not looked at
    /// again: words with braces in them stay what they are.
    fn fill(&self, words: &str) -> Result<String, BadData> {
        let mut out = String::with_capacity(words.len());
        let mut rest = words;
        while let Some((before, after)) = rest.split_once('{') {
            let (gap, after) = after.split_once('}').ok_or(BadData::Template)?;
            out.push_str(before);
            out.push_str(self.word(gap)?);
            rest = after;
        }
        out.push_str(rest);
        Ok(out)
    }

    fn fill_all(&self, words: &[String]) -> Result<Vec<String>, BadData> {
        words.iter().map(|words| self.fill(words)).collect()
    }

    fn word(&self, gap: &str) -> Result<&str, BadData> {
        let words = self.words.get(gap).map(|words| words.trim());
        match words.filter(|words| !words.is_empty()) {
            None => Err(BadData::Missing(gap.to_owned())),
            Some(words) if words.chars().count() > LONGEST => Err(BadData::TooLong(gap.to_owned())),
            Some(words) => Ok(words),
        }
    }

    fn table(&self, table: Rows) -> Result<Table, BadData> {
        let rows = self.rows.get(&table.of).filter(|rows| !rows.is_empty());
        let rows = rows.ok_or_else(|| BadData::Missing(table.of.clone()))?;
        if rows.iter().any(|row| row.len() != table.head.len()) {
            return Err(BadData::Uneven(table.of));
        }
        let is_long = |words: &String| words.chars().count() > LONGEST;
        if rows.len() > MOST_ROWS || rows.iter().flatten().any(is_long) {
            return Err(BadData::TooLong(table.of));
        }
        Ok(Table {
            head: table.head,
            widths: table.widths,
            rows: rows.clone(),
        })
    }
}
