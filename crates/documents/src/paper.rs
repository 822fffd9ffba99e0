//! What a paper says, before anybody decided how it looks.

use serde::{Deserialize, Serialize};

/// A paper, ready to be set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paper {
    /// Its title, such as 送达地址确认书.
    pub title: String,
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
    /// Its words.
    pub blocks: Vec<Block>,
}

/// A day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Date {
    /// Such as 2026.
    pub year: i32,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

/// A piece of a paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// A heading inside of the paper.
    Heading(String),
    /// A paragraph.
    Paragraph(String),
    /// Numbered items.
    Items(Vec<String>),
    /// What is asked, and the answer.
    Facts(Vec<(String, String)>),
    /// A table.
    Table(Table),
    /// A place for a signature.
    Spot(Spot),
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// The words over the columns.
    pub head: Vec<String>,
    /// How the width is shared, one number for each column.
    pub widths: Vec<u32>,
    /// As many words in each row as there are columns.
    pub rows: Vec<Vec<String>>,
}

/// A place for a signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spot {
    /// What names it, such as the number of a seat.
    pub id: String,
    /// What stands before it, such as 受送达人（签名）.
    pub label: String,
}
