//! What a quote shows of the entry it answers.

use anjian_api::command::{Content, Files, Location};
use anjian_api::file::FileFacts;
use anjian_api::ids::{SeatId, Seq};

use super::row::{CaseAct, Row, What};

/// Characters of a quoted text that are shown.
const SHOWN: usize = 60;

/// The entry behind a quote, as far as the reader may see it.
#[derive(Debug, Clone, PartialEq)]
pub enum Quoted {
    /// Words of somebody, cut to one line.
    Words(SeatId, String),
    /// A place.
    Place(SeatId, Location),
    /// Pictures, films or documents.
    Files(SeatId, Vec<FileFacts>),
    /// A recording, with its length in milliseconds.
    Voice(SeatId, u32),
    /// The title of a notice.
    Notice(SeatId, String),
    /// Something else that happened.
    Act(SeatId, Option<CaseAct>),
    /// Its words were recalled.
    Recalled(SeatId),
    /// An exhibit that is hidden.
    HiddenExhibit(SeatId),
    /// The reader may not see it.
    NotVisible,
    /// It is older than what is held.
    NotHeld(Seq),
}

/// Reads a quote of an entry that has a line.
#[must_use]
pub fn quoted(row: &Row, is_recalled: bool) -> Quoted {
    match &row.what {
        What::Talk(talk) if is_recalled => Quoted::Recalled(talk.author),
        What::Talk(talk) => match &talk.content {
            Content::Text(text) => Quoted::Words(talk.author, one_line(&text.text)),
            Content::Location(place) => Quoted::Place(talk.author, place.clone()),
            Content::Files(Files { files }) => Quoted::Files(talk.author, files.clone()),
            Content::Voice(voice) => Quoted::Voice(talk.author, voice.duration_ms),
        },
        What::Notice(notice) => Quoted::Notice(notice.author, one_line(&notice.text.title)),
        What::HiddenExhibit(author) => Quoted::HiddenExhibit(*author),
        What::Act(author, _) if is_recalled => Quoted::HiddenExhibit(*author),
        What::Act(author, act) => Quoted::Act(*author, Some(act.clone())),
        What::Withheld(author) => Quoted::Recalled(*author),
        What::Unknown(author) => Quoted::Act(*author, None),
    }
}

/// Words on one line, cut by characters.
#[must_use]
pub fn one_line(text: &str) -> String {
    let mut words = text
        .split_whitespace()
        .flat_map(|word| [" ", word])
        .skip(1)
        .collect::<String>();
    if let Some((cut, _)) = words.char_indices().nth(SHOWN) {
        words.truncate(cut);
        words.push('…');
    }
    words
}

#[cfg(test)]
mod tests {
    use anjian_api::entry::WireEntry;

    use super::*;
    use crate::features::case_space::model::row;
    use crate::features::case_space::model::samples::said;

    fn read(entry: &WireEntry) -> Row {
        row::read((entry, entry.understood().as_ref())).unwrap()
    }

    #[test]
    fn a_quote_shows_one_line_of_the_words() {
        let row = read(&said(1, 2, "第一行\n 第二行"));
        let shown = quoted(&row, false);
        assert_eq!(shown, Quoted::Words(SeatId(2), "第一行 第二行".into()));
    }

    #[test]
    fn recalled_words_are_not_shown_in_quotes_either() {
        let row = read(&said(1, 2, "机密"));
        assert_eq!(quoted(&row, true), Quoted::Recalled(SeatId(2)));
    }

    #[test]
    fn long_words_are_cut_between_characters() {
        let line = one_line(&"证".repeat(100));
        assert_eq!(line.chars().count(), 61);
        assert!(line.ends_with('…'));
    }
}
