//! A paper line by line: the same words with the same numbers as on the sheet, for the app and its
//! screen readers.

use serde::{Deserialize, Serialize};

use crate::paper::{Block, Paper};

/// A numbered line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// From 1; as at the sheet's edge.
    pub number: u32,
    /// What it is.
    pub form: Form,
    /// Its words; of items with their mark, of facts and tables cell by cell.
    pub words: Vec<String>,
}

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// A heading inside of the paper.
    Heading,
    /// A paragraph.
    Paragraph,
    /// An item of a numbered list.
    Item,
    /// What is asked, and the answer.
    Fact,
    /// The words over the columns of a table.
    TableHead,
    /// A row of the table before it.
    TableRow,
    /// A place for a signature.
    Spot,
}

/// The lines of a paper.
#[must_use]
pub fn lines(paper: &Paper) -> Vec<Line> {
    let all = paper.blocks.iter().flat_map(of_block);
    let numbered = (1..).zip(all);
    numbered
        .map(|(number, (form, words))| Line {
            number,
            form,
            words,
        })
        .collect()
}

fn of_block(block: &Block) -> Vec<(Form, Vec<String>)> {
    let one = |form, words: &String| vec![(form, vec![words.clone()])];
    match block {
        Block::Heading(words) => one(Form::Heading, words),
        Block::Paragraph(words) => one(Form::Paragraph, words),
        Block::Items(items) => {
            let marked = (1..).zip(items);
            marked
                .map(|(mark, words)| (Form::Item, vec![format!("{mark}."), words.clone()]))
                .collect()
        }
        Block::Facts(facts) => {
            let fact =
                |(name, words): &(String, String)| (Form::Fact, vec![name.clone(), words.clone()]);
            facts.iter().map(fact).collect()
        }
        Block::Table(table) => {
            let head = (Form::TableHead, table.head.clone());
            let rows = table.rows.iter().map(|row| (Form::TableRow, row.clone()));
            std::iter::once(head).chain(rows).collect()
        }
        Block::Spot(spot) => one(Form::Spot, &spot.label),
    }
}
