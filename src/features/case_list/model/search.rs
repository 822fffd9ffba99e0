//! Finding a case on the device: title, people, number, cause.

use std::ops::Range;

use anjian_api::case::CaseSummary;

/// The words of a search, ready to be compared.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Query(Vec<Vec<char>>);

impl Query {
    /// Reads what was typed. Several words must all be found.
    #[must_use]
    pub fn read(typed: &str) -> Self {
        Self(
            typed
                .split_whitespace()
                .map(|word| word.chars().map(folded).collect())
                .collect(),
        )
    }

    /// Nothing was typed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a case is what is searched.
    #[must_use]
    pub fn finds(&self, case: &CaseSummary) -> bool {
        let facts = &case.facts;
        let people = case.last.as_ref().map_or("", |last| last.name.as_str());
        let places: Vec<Vec<char>> = [
            &facts.title,
            people,
            &facts.number,
            &facts.cause,
            &facts.court_name,
        ]
        .iter()
        .map(|text| text.chars().map(folded).collect())
        .collect();
        self.0.iter().all(|word| {
            places
                .iter()
                .any(|place| position(place, word, 0).is_some())
        })
    }

    /// The stretches of `text` (in characters) that match a word, in order, none overlapping.
    #[must_use]
    pub fn hits(&self, text: &str) -> Vec<Range<usize>> {
        let text: Vec<char> = text.chars().map(folded).collect();
        let mut hits: Vec<Range<usize>> = Vec::new();
        for word in &self.0 {
            let mut from = 0;
            while let Some(at) = position(&text, word, from) {
                hits.push(at..at + word.len());
                from = at + word.len();
            }
        }
        hits.sort_by_key(|hit| hit.start);
        hits.dedup_by(|next, kept| {
            let overlaps = next.start <= kept.end;
            if overlaps {
                kept.end = kept.end.max(next.end);
            }
            overlaps
        });
        hits
    }

    /// `text` in pieces; true for those that match.
    #[must_use]
    pub fn pieces(&self, text: &str) -> Vec<(String, bool)> {
        let hits = self.hits(text);
        if hits.is_empty() {
            return vec![(text.to_owned(), false)];
        }
        let chars: Vec<char> = text.chars().collect();
        let mut pieces = Vec::new();
        let mut from = 0;
        for hit in hits {
            if from < hit.start {
                pieces.push((chars[from..hit.start].iter().collect(), false));
            }
            from = hit.end;
            pieces.push((chars[hit].iter().collect(), true));
        }
        if from < chars.len() {
            pieces.push((chars[from..].iter().collect(), false));
        }
        pieces
    }
}

/// Case, width and brackets make no difference: `(2026)` finds `（2026）`.
fn folded(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => {
            let narrow = char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c);
            match narrow {
                '[' => '(',
                ']' => ')',
                other => other.to_ascii_lowercase(),
            }
        }
        '〔' | '【' => '(',
        '〕' | '】' => ')',
        other => other.to_lowercase().next().unwrap_or(other),
    }
}

fn position(text: &[char], word: &[char], from: usize) -> Option<usize> {
    if word.is_empty() || from >= text.len() {
        return None;
    }
    text[from..]
        .windows(word.len())
        .position(|part| part == word)
        .map(|at| at + from)
}

#[cfg(test)]
mod tests {
    use super::super::samples::summary;
    use super::*;

    #[test]
    fn width_of_brackets_and_letters_makes_no_difference() {
        let case = summary();
        for typed in ["(2026)苏0602", "２０２６", "民初1234", "借贷 韩立", "示范"] {
            assert!(Query::read(typed).finds(&case), "{typed}");
        }
        assert!(!Query::read("借贷 王五").finds(&case));
    }

    #[test]
    fn every_hit_is_marked_and_overlaps_are_one() {
        let query = Query::read("韩 韩立");
        let pieces = query.pieces("周敏 诉 韩立、韩梅");
        let marked: Vec<_> = pieces
            .iter()
            .filter(|(_, hit)| *hit)
            .map(|(text, _)| text.as_str())
            .collect();
        assert_eq!(marked, ["韩立", "韩"]);
        let whole: String = pieces.into_iter().map(|(text, _)| text).collect();
        assert_eq!(whole, "周敏 诉 韩立、韩梅");
    }

    #[test]
    fn nothing_typed_finds_everything_and_marks_nothing() {
        let query = Query::read("  ");
        assert!(query.is_empty());
        assert!(query.finds(&summary()));
        assert_eq!(query.pieces("周敏"), [("周敏".to_owned(), false)]);
    }
}
