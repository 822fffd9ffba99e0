//! Names of files as strangers give them.

use unicode_normalization::UnicodeNormalization;

/// Bytes of the longest name (UTF-8).
pub const MAX: usize = 120;
/// Bytes of the longest ending that survives cutting, with its dot.
const MAX_ENDING: usize = 16;
/// What a file without a usable name is called.
const NAMELESS: &str = "file";

/// The name to keep and to show: NFC, one line, no control, invisible or bidirectional characters,
/// no folder, nothing a file system treats specially, at most [`MAX`] bytes with the ending kept.
/// Never empty; cleaning twice changes nothing.
#[must_use]
pub fn clean(name: &str) -> String {
    let visible: String = name.nfc().filter_map(keep).collect();
    let last = last_part(&visible);
    let words = last.split_whitespace().collect::<Vec<_>>().join(" ");
    let bare = words.trim_end_matches(['.', ' ']);
    let named = match bare.strip_prefix('.') {
        Some(rest) => format!("{NAMELESS}.{}", rest.trim_start_matches(['.', ' '])),
        None => bare.to_owned(),
    };
    let named = named.trim_end_matches(['.', ' ']);
    let named = if named.is_empty() { NAMELESS } else { named };
    let safe = if is_device(named) {
        format!("_{named}")
    } else {
        named.to_owned()
    };
    // Taking something out can bring two characters together that compose.
    cut(&safe.nfc().collect::<String>())
}

/// The ending of a cleaned name, lower case, without the dot; none where it does not look like one.
#[must_use]
pub fn ending(name: &str) -> Option<String> {
    let (_, ending) = name.rsplit_once('.')?;
    let plausible = (1..=8).contains(&ending.len())
        && ending.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && ending.bytes().any(|byte| byte.is_ascii_alphabetic());
    plausible.then(|| ending.to_ascii_lowercase())
}

/// What becomes of one character.
fn keep(character: char) -> Option<char> {
    match character {
        '\t' | '\n' | '\r' | '\u{2028}' | '\u{2029}' => Some(' '),
        // Invisible, or turning the text around (UAX 9): RTL overrides hide an ending.
        '\u{ad}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffc}'
        | '\u{e0000}'..='\u{e007f}' => None,
        control if control.is_control() => None,
        ':' | '*' | '?' | '"' | '<' | '>' | '|' => Some('_'),
        other => Some(other),
    }
}

/// What follows the last separator, written plainly or as a percent escape; the last part that is
/// not empty.
fn last_part(name: &str) -> String {
    let mut plain = name.to_owned();
    for escape in ["%2f", "%2F", "%5c", "%5C"] {
        plain = plain.replace(escape, "/");
    }
    plain
        .split(['/', '\\'])
        .rfind(|part| !part.trim().is_empty())
        .unwrap_or_default()
        .to_owned()
}

/// A name that Windows takes for a device, whatever its ending.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim();
    let stem = stem.to_ascii_uppercase();
    if matches!(
        stem.as_str(),
        "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$"
    ) {
        return true;
    }
    let port = stem
        .strip_prefix("COM")
        .or_else(|| stem.strip_prefix("LPT"));
    port.is_some_and(|number| {
        let mut characters = number.chars();
        let digit = characters.next();
        characters.next().is_none()
            && matches!(digit, Some('0'..='9' | '\u{b9}' | '\u{b2}' | '\u{b3}'))
    })
}

fn cut(name: &str) -> String {
    if name.len() <= MAX {
        return name.to_owned();
    }
    let ending = match name.rfind('.') {
        Some(dot) if name.len() - dot <= MAX_ENDING => &name[dot..],
        _ => "",
    };
    let stem = &name[..name.len() - ending.len()];
    let room = stem.floor_char_boundary(MAX - ending.len());
    let stem = stem[..room].trim_end_matches(['.', ' ']);
    format!("{stem}{ending}")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{MAX, clean, ending};

    #[test]
    fn an_ordinary_name_stays_as_it_is() {
        assert_eq!(clean("借条 2026-11-22.jpg"), "借条 2026-11-22.jpg");
        assert_eq!(clean("合同（终稿）.v2.docx"), "合同（终稿）.v2.docx");
    }

    #[test]
    fn a_name_has_no_folder() {
        assert_eq!(clean("../../etc/passwd"), "passwd");
        assert_eq!(clean("..%2f..%2Fetc%2fpasswd.pdf"), "passwd.pdf");
        assert_eq!(clean("C:\\Users\\li\\借条.pdf"), "借条.pdf");
        assert_eq!(clean("%5c%5cserver%5Cx.pdf"), "x.pdf");
        assert_eq!(clean("..%2f"), "file");
        assert_eq!(clean("folder/"), "folder");
    }

    #[test]
    fn a_device_of_windows_is_not_a_name() {
        assert_eq!(clean("CON.pdf"), "_CON.pdf");
        assert_eq!(clean("lpt1"), "_lpt1");
        assert_eq!(clean("COM².tar.gz"), "_COM².tar.gz");
        assert_eq!(clean("CONTRACT.pdf"), "CONTRACT.pdf");
    }

    #[test]
    fn nothing_turns_a_name_around() {
        assert_eq!(clean("合同\u{202e}fdp.exe"), "合同fdp.exe");
        assert_eq!(clean("a\u{200b}b\u{feff}\0c\u{7}.txt"), "abc.txt");
        assert_eq!(clean("two\r\nlines.txt"), "two lines.txt");
    }

    #[test]
    fn a_name_is_composed() {
        assert_eq!(clean("re\u{301}sume\u{301}.pdf"), "résumé.pdf");
    }

    #[test]
    fn a_name_is_never_empty() {
        for nothing in ["", " ", ".", "...", "\u{202e}", "////", "\0"] {
            assert_eq!(clean(nothing), "file", "{nothing:?}");
        }
        assert_eq!(clean(".pdf"), "file.pdf");
    }

    #[test]
    fn a_long_name_keeps_its_ending() {
        let long = format!("{}.pdf", "证".repeat(100));
        let cleaned = clean(&long);
        assert!(cleaned.len() <= MAX);
        assert!(cleaned.ends_with("证.pdf"));
    }

    #[test]
    fn an_ending_is_what_looks_like_one() {
        assert_eq!(ending("a.PDF").as_deref(), Some("pdf"));
        assert_eq!(ending("v1.2"), None);
        assert_eq!(ending("第1.合同"), None);
        assert_eq!(ending("photo"), None);
    }

    proptest! {
        #[test]
        fn cleaning_twice_changes_nothing(name in "\\PC{0,80}|[./%25cCfF\\\\ :]{0,30}|.{0,80}") {
            let once = clean(&name);
            prop_assert!(!once.is_empty());
            prop_assert!(once.len() <= MAX);
            prop_assert!(!once.contains(['/', '\\']));
            prop_assert_eq!(clean(&once), once);
        }
    }
}
