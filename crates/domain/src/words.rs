//! What words may be written: lengths and characters.

use anjian_api::refusal::Refusal;

/// Characters in a message.
pub const MESSAGE_CHARS: u32 = 4_000;
/// Characters in a title, a cause, a label.
pub const LINE_CHARS: u32 = 80;
/// Characters in a person's name.
pub const NAME_CHARS: u32 = 40;

/// Words of several lines.
///
/// # Errors
/// `Empty`, `TooLong`, or `UnsafeCharacters`.
pub fn check_text(text: &str, limit: u32) -> Result<(), Refusal> {
    check(text, limit, |c| c == '\n' || c == '\t')
}

/// One line: no breaks.
///
/// # Errors
/// `Empty`, `TooLong`, or `UnsafeCharacters`.
pub fn check_line(text: &str, limit: u32) -> Result<(), Refusal> {
    check(text, limit, |_| false)
}

fn check(text: &str, limit: u32, allowed: impl Fn(char) -> bool) -> Result<(), Refusal> {
    if text.trim().is_empty() {
        return Err(Refusal::Empty);
    }
    if text.chars().count() > limit as usize {
        return Err(Refusal::TooLong { limit });
    }
    if text
        .chars()
        .any(|c| (c.is_control() && !allowed(c)) || turns_text_around(c))
    {
        return Err(Refusal::UnsafeCharacters);
    }
    Ok(())
}

/// Bidirectional embeddings, overrides and isolates (UAX #9) make text read otherwise than it is
/// stored: in a court record nobody's name or words may do that.
const fn turns_text_around(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Words as somebody pasted them: without marks that nobody sees and that turn text around (UAX #9),
/// and with spaces for tabs.
#[must_use]
pub fn pasted(text: &str) -> String {
    let is_mark = |c: &char| turns_text_around(*c) || matches!(c, '\u{200E}' | '\u{200F}');
    let kept = text.chars().filter(|c| !is_mark(c));
    kept.map(|c| if c == '\t' { ' ' } else { c }).collect()
}

/// A Chinese mobile or landline number as people write it.
///
/// # Errors
/// `UnsafeCharacters` when it holds anything but digits, `+`, `-`, spaces; `TooLong` over 20.
pub fn check_phone(phone: &str) -> Result<(), Refusal> {
    check_line(phone, 20)?;
    if phone
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | ' '))
    {
        Ok(())
    } else {
        Err(Refusal::UnsafeCharacters)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_reads_backwards_is_refused() {
        assert_eq!(
            check_line("周\u{202E}敏", NAME_CHARS),
            Err(Refusal::UnsafeCharacters)
        );
        assert_eq!(
            check_line("周\u{2067}敏", NAME_CHARS),
            Err(Refusal::UnsafeCharacters)
        );
    }

    #[test]
    fn length_is_counted_in_characters_not_bytes() {
        assert_eq!(check_text(&"长".repeat(4_000), MESSAGE_CHARS), Ok(()));
        let refused = Err(Refusal::TooLong {
            limit: MESSAGE_CHARS,
        });
        assert_eq!(check_text(&"长".repeat(4_001), MESSAGE_CHARS), refused);
    }

    #[test]
    fn blank_words_are_no_words() {
        assert_eq!(check_text(" \n\t　", MESSAGE_CHARS), Err(Refusal::Empty));
    }

    #[test]
    fn lines_break_in_messages_and_not_in_names() {
        assert_eq!(check_text("一\n二", MESSAGE_CHARS), Ok(()));
        assert_eq!(
            check_line("一\n二", NAME_CHARS),
            Err(Refusal::UnsafeCharacters)
        );
    }
}
