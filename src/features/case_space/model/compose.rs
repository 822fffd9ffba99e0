//! Writing: mentions, length, and what Enter does.

use anjian_api::ids::SeatId;
use anjian_domain::words::MESSAGE_CHARS;

/// The counter appears when fewer characters than this are left.
const COUNTER_FROM: i64 = 200;

/// A called seat, as it stands in the words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Called {
    /// Who.
    pub seat: SeatId,
    /// The name after the sign.
    pub name: String,
}

/// How many characters are left; `None` while there are plenty. Negative: too many.
#[must_use]
pub fn characters_left(text: &str) -> Option<i64> {
    let used = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
    let left = i64::from(MESSAGE_CHARS) - used;
    (left < COUNTER_FROM).then_some(left)
}

/// What is typed after an `@` up to the cursor; the cursor counts UTF-16 units, as in browsers.
#[must_use]
pub fn mention_query(text: &str, cursor: u32) -> Option<&str> {
    let before = text.get(..byte_at(text, cursor))?;
    let (head, query) = before.rsplit_once(['@', '＠'])?;
    // An address such as a@b is no call.
    let starts_word = head
        .chars()
        .next_back()
        .is_none_or(|c| !c.is_ascii_alphanumeric());
    let is_open = !query.contains(char::is_whitespace) && query.chars().count() <= 20;
    (starts_word && is_open).then_some(query)
}

/// Puts a call in place of what is typed after the `@`, or at the cursor; gives the new text and
/// the new cursor.
#[must_use]
pub fn insert_mention(text: &str, cursor: u32, name: &str) -> (String, u32) {
    let at = byte_at(text, cursor);
    let typed = mention_query(text, cursor).map(|query| {
        let sign = text[..at - query.len()]
            .chars()
            .next_back()
            .map_or(0, char::len_utf8);
        query.len() + sign
    });
    let start = at - typed.unwrap_or(0);
    let mut new = String::with_capacity(text.len() + name.len() + 2);
    new.push_str(&text[..start]);
    new.push('@');
    new.push_str(name);
    new.push(' ');
    let cursor = u32::try_from(new.encode_utf16().count()).unwrap_or(u32::MAX);
    new.push_str(&text[at..]);
    (new, cursor)
}

/// The seats that are still called in the words: who deletes the name deletes the call.
#[must_use]
pub fn still_called(text: &str, called: &[Called]) -> Vec<SeatId> {
    let mut seats: Vec<SeatId> = called
        .iter()
        .filter(|one| text.contains(&format!("@{}", one.name)))
        .map(|one| one.seat)
        .collect();
    seats.sort_unstable();
    seats.dedup();
    seats
}

/// What a key does in the composer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// Sends.
    Send,
    /// Whatever the browser does.
    Leave,
}

/// Enter sends where there is a keyboard; it never sends half-composed Chinese.
#[must_use]
pub fn key(name: &str, shift: bool, is_composing: bool, key_code: u32, has_keyboard: bool) -> Key {
    // 229: the key belongs to an input method even where `isComposing` is already false (Safari).
    if name == "Enter" && !shift && !is_composing && key_code != 229 && has_keyboard {
        Key::Send
    } else {
        Key::Leave
    }
}

fn byte_at(text: &str, utf16: u32) -> usize {
    let mut units = 0;
    for (index, c) in text.char_indices() {
        if units >= utf16 as usize {
            return index;
        }
        units += c.len_utf16();
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_at_sign_opens_the_list_of_people() {
        assert_eq!(mention_query("请@", 2), Some(""));
        assert_eq!(mention_query("请@韩立看", 4), Some("韩立"));
        assert_eq!(mention_query("请@韩立 看", 6), None);
        assert_eq!(mention_query("mail a@b", 8), None);
        assert_eq!(mention_query("没有", 2), None);
    }

    #[test]
    fn the_name_takes_the_place_of_what_was_typed() {
        assert_eq!(
            insert_mention("请@韩看", 3, "韩立"),
            ("请@韩立 看".into(), 5)
        );
        assert_eq!(insert_mention("请", 1, "韩立"), ("请@韩立 ".into(), 5));
        assert_eq!(insert_mention("😀@", 3, "陈"), ("😀@陈 ".into(), 5));
    }

    #[test]
    fn who_deletes_the_name_deletes_the_call() {
        let called = [
            Called {
                seat: SeatId(2),
                name: "韩立".into(),
            },
            Called {
                seat: SeatId(1),
                name: "陈法官".into(),
            },
        ];
        assert_eq!(still_called("@韩立 你好", &called), [SeatId(2)]);
        assert_eq!(still_called("你好", &called), []);
    }

    #[test]
    fn the_counter_appears_near_the_limit() {
        assert_eq!(characters_left(&"长".repeat(3_800)), None);
        assert_eq!(characters_left(&"长".repeat(3_801)), Some(199));
        assert_eq!(characters_left(&"长".repeat(4_001)), Some(-1));
    }

    #[test]
    fn enter_sends_except_inside_an_input_method() {
        assert_eq!(key("Enter", false, false, 13, true), Key::Send);
        assert_eq!(key("Enter", true, false, 13, true), Key::Leave);
        assert_eq!(key("Enter", false, true, 229, true), Key::Leave);
        assert_eq!(key("Enter", false, false, 229, true), Key::Leave);
        assert_eq!(key("Enter", false, false, 13, false), Key::Leave);
    }
}
