//! Case numbers (案号): 法〔2015〕137号 as amended by 法〔2018〕335号.

/// Type codes a case may be opened under here: civil, preservation and enforcement.
pub const TYPE_CODES: [&str; 32] = [
    "民初",
    "民终",
    "民监",
    "民申",
    "民抗",
    "民再",
    "民撤",
    "民特",
    "民特监",
    "民催",
    "民督",
    "民督监",
    "民破",
    "民算",
    "民他",
    "民辖",
    "民辖终",
    "民辖监",
    "财保",
    "行保",
    "行保复",
    "证保",
    "执",
    "执恢",
    "执保",
    "执异",
    "执复",
    "执监",
    "执协",
    "执他",
    "诉前调",
    "破申",
];

/// A case number, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseNumber {
    /// Four digits.
    pub year: i32,
    /// Court code, such as 苏0602.
    pub court: String,
    /// Special-trial code, such as 知.
    pub special: Option<String>,
    /// Type code, such as 民初.
    pub type_code: String,
    /// Serial number from 1, or more digits in criminal review.
    pub serial: u64,
    /// The tail of further rulings, such as 之一.
    pub tail: Option<String>,
}

impl std::fmt::Display for CaseNumber {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            out,
            "（{}）{}{}{}{}号{}",
            self.year,
            self.court,
            self.special.as_deref().unwrap_or_default(),
            self.type_code,
            self.serial,
            self.tail.as_deref().unwrap_or_default(),
        )
    }
}

const PROVINCES: &str = "京津冀晋内辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川黔云藏陕甘青宁新军兵";

/// Reads a case number; brackets may be full or half width. Numbers from before 2016 do not parse:
/// store and show them as text.
#[must_use]
pub fn parse(text: &str) -> Option<CaseNumber> {
    let rest = text.strip_prefix(['（', '('])?;
    let (year, rest) = rest.split_once(['）', ')'])?;
    if year.len() != 4 || !year.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (court, rest) = court_code(rest)?;
    let (special, rest) = match rest.strip_prefix('知') {
        Some(after) => (Some("知".to_owned()), after),
        None => (None, rest),
    };
    let digits_at = rest.find(|c: char| c.is_ascii_digit())?;
    let (type_code, rest) = rest.split_at(digits_at);
    let letters = type_code.chars().count();
    if !(1..=3).contains(&letters) || !type_code.chars().all(is_han) {
        return None;
    }
    let (serial, tail) = rest.split_once('号')?;
    if tail.is_empty() || is_tail(tail) {
        Some(CaseNumber {
            year: year.parse().ok()?,
            court,
            special,
            type_code: type_code.to_owned(),
            serial: serial
                .bytes()
                .all(|byte| byte.is_ascii_digit())
                .then_some(serial)?
                .parse()
                .ok()?,
            tail: (!tail.is_empty()).then(|| tail.to_owned()),
        })
    } else {
        None
    }
}

fn court_code(text: &str) -> Option<(String, &str)> {
    if let Some(rest) = text.strip_prefix("最高法") {
        return Some(("最高法".to_owned(), rest));
    }
    let province = text.chars().next().filter(|c| PROVINCES.contains(*c))?;
    let after = &text[province.len_utf8()..];
    let digits = after.bytes().take_while(u8::is_ascii_digit).count();
    matches!(digits, 0 | 2 | 4).then(|| {
        (
            text[..province.len_utf8() + digits].to_owned(),
            &after[digits..],
        )
    })
}

fn is_tail(tail: &str) -> bool {
    tail.strip_prefix('之').is_some_and(|number| {
        !number.is_empty() && number.chars().all(|c| "一二三四五六七八九十".contains(c))
    })
}

const fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fa5}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_are_taken_apart_and_put_together() {
        for (text, year, court, special, type_code, serial) in [
            (
                "（2016）浙0783民初17571号",
                2016,
                "浙0783",
                None,
                "民初",
                17_571,
            ),
            ("（2021）闽09民终1667号", 2021, "闽09", None, "民终", 1_667),
            (
                "（2026）粤0606民初16997号",
                2026,
                "粤0606",
                None,
                "民初",
                16_997,
            ),
            ("（2020）京民终5号", 2020, "京", None, "民终", 5),
            ("（2023）沪74民初9号", 2023, "沪74", None, "民初", 9),
            (
                "（2019）最高法知民终2号",
                2019,
                "最高法",
                Some("知"),
                "民终",
                2,
            ),
            ("（2022）粤01知民初3号", 2022, "粤01", Some("知"), "民初", 3),
        ] {
            let number = parse(text).unwrap();
            assert_eq!(number.year, year);
            assert_eq!(number.court, court);
            assert_eq!(number.special.as_deref(), special);
            assert_eq!(number.type_code, type_code);
            assert_eq!(number.serial, serial);
            assert_eq!(number.to_string(), text);
        }
    }

    #[test]
    fn half_width_brackets_are_read_and_full_width_ones_written() {
        assert_eq!(
            parse("(2017)京04民终367号").unwrap().to_string(),
            "（2017）京04民终367号"
        );
        let ruling = parse("（2023）京0105执异12号之一").unwrap();
        assert_eq!(ruling.tail.as_deref(), Some("之一"));
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for bad in [
            "（2026）浙0783民初号",
            "（26）浙0783民初1号",
            "（2014）广民初字第501号",
            "（2026）浙078民初1号",
            "（2026）浙0783民初1号之",
            "",
        ] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }
}
