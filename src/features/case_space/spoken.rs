//! Lines in plain words: for screen readers, for the clipboard, for quotes.

use anjian_api::command::{Content, Files, Location};
use anjian_api::file::FileFacts;
use anjian_domain::CaseState;

use super::document_words;
use super::evidence_words;
use super::model::quote::Quoted;
use super::model::row::{CaseAct, Row, What};
use super::who::{seated, who};
use crate::features::location::degrees;
use crate::i18n::{Locale, labels, text, time};
use anjian_api::case::CaseStage;

/// The words of a line, without who and when. `is_recalled` hides a message's words.
#[must_use]
pub fn words(locale: Locale, state: &CaseState, row: &Row) -> String {
    match &row.what {
        What::Talk(talk) if state.recalled.contains(&row.seq) => {
            recalled(locale, &who(locale, state, talk.author).name)
        }
        What::Talk(talk) => match &talk.content {
            Content::Text(text) => text.text.clone(),
            Content::Location(location) => place(locale, location),
            Content::Files(Files { files }) => files_line(locale, files),
            Content::Voice(voice) => labels::voice_line(locale, voice.duration_ms),
        },
        What::Notice(notice) => {
            let (title, words) = (&notice.text.title, &notice.text.words);
            text!(
                locale,
                case_space.notice_words_spoken,
                title = title,
                words = words
            )
        }
        What::HiddenExhibit(author) => evidence_words::hidden(locale, state, *author),
        What::Act(author, _) if state.recalled.contains(&row.seq) => {
            evidence_words::hidden(locale, state, *author)
        }
        What::Act(_, act) => act_words(locale, state, act),
        What::Withheld(author) => recalled(locale, &who(locale, state, *author).name),
        What::Unknown(_) => text!(locale, case_space.unknown_title),
    }
}

/// A whole line: who, in which role, when, and the words.
#[must_use]
pub fn line(locale: Locale, state: &CaseState, row: &Row) -> String {
    let words = words(locale, state, row);
    if matches!(row.what, What::Act(..) | What::HiddenExhibit(_)) {
        return words;
    }
    let who = who(locale, state, row.author());
    let time = time::clock_label(row.at);
    text!(
        locale,
        case_space.spoken_entry,
        name = who.name,
        role = who.label,
        time = time,
        words = words
    )
}

/// A new line, as it is read out when it comes.
#[must_use]
pub fn news(locale: Locale, state: &CaseState, row: &Row) -> String {
    let words = words(locale, state, row);
    match &row.what {
        What::Talk(_) | What::Notice(_) => {
            let name = who(locale, state, row.author()).name;
            text!(locale, case_space.spoken_new, name = name, words = words)
        }
        _ => words,
    }
}

/// So many new lines.
#[must_use]
pub fn many(locale: Locale, count: usize) -> String {
    text!(locale, case_space.many_news, count = count)
}

/// What a quote shows.
#[must_use]
pub fn quoted(locale: Locale, state: &CaseState, quoted: &Quoted) -> String {
    let name = |seat| who(locale, state, seat).name;
    let by = |seat, words: String| {
        text!(
            locale,
            case_space.quote_of,
            name = name(seat),
            words = words
        )
    };
    match quoted {
        Quoted::Words(author, words) => by(*author, words.clone()),
        Quoted::Place(author, location) => by(*author, place(locale, location)),
        Quoted::Files(author, files) => by(*author, files_line(locale, files)),
        Quoted::Voice(author, ms) => by(*author, labels::voice_line(locale, *ms)),
        Quoted::Notice(author, title) => by(
            *author,
            text!(locale, case_space.quote_notice, title = title),
        ),
        Quoted::Act(_, Some(act)) => act_words(locale, state, act),
        Quoted::Act(_, None) => text!(locale, case_space.quote_other),
        Quoted::Recalled(author) => text!(locale, case_space.quote_recalled, name = name(*author)),
        Quoted::HiddenExhibit(author) => evidence_words::hidden(locale, state, *author),
        Quoted::NotVisible => text!(locale, case_space.quote_hidden),
        Quoted::NotHeld(seq) => text!(locale, case_space.quote_far, seq = seq),
    }
}

/// An act of the case in one line.
#[must_use]
pub fn act_words(locale: Locale, state: &CaseState, act: &CaseAct) -> String {
    match act {
        CaseAct::Evidence(author, act) => evidence_words::sentence(locale, state, *author, act),
        CaseAct::Document(author, act) => document_words::sentence(locale, state, *author, act),
        CaseAct::Opened(_) => text!(locale, case_space.opened_title),
        CaseAct::Stage(CaseStage::Closed) => text!(locale, case_space.stage_closed_title),
        CaseAct::Stage(stage) => {
            text!(
                locale,
                case_space.stage_title,
                stage = labels::stage(locale, *stage)
            )
        }
        CaseAct::Seated(seat) => {
            let who = seated(locale, seat, state.side(seat.id));
            text!(locale, case_space.seated, name = who.name, role = who.label)
        }
        CaseAct::Unseated(seat) => {
            let name = state.seats.get(seat).map_or_else(
                || text!(locale, case_space.unknown_person),
                |record| record.seat.name.clone(),
            );
            let role = who(locale, state, *seat).label;
            text!(locale, case_space.unseated, name = name, role = role)
        }
        CaseAct::Authority(seat, authority) => {
            let name = who(locale, state, *seat).name;
            let authority = labels::authority(locale, *authority);
            let fact = text!(
                locale,
                case_space.authority_fact,
                name = name,
                authority = authority
            );
            format!("{} · {fact}", text!(locale, case_space.authority_title))
        }
    }
}

/// A place by its name, or by its coordinates.
#[must_use]
pub fn place(locale: Locale, location: &Location) -> String {
    let label = location
        .label
        .clone()
        .unwrap_or_else(|| format!("{}, {}", degrees(location.lat), degrees(location.lng)));
    text!(locale, case_space.location_words, label = label)
}

fn recalled(locale: Locale, name: &str) -> String {
    text!(locale, case_space.recalled_by, name = name)
}

fn files_line(locale: Locale, files: &[FileFacts]) -> String {
    let files = files.iter().map(|file| (file.name.as_str(), file.kind));
    labels::files_line(locale, files)
}
