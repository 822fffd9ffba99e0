//! Texts in the reader's language. Every word that a person sees comes from `locales`.
//!
//! `build.rs` makes a type of each text; [`t!`] and [`text!`] are the two ways to say one.

pub mod document_words;
pub mod labels;
pub mod time;
pub mod words;

use std::fmt::Display;

use leptos::prelude::*;

/// The texts, one type each, made by `build.rs` from `locales`.
#[expect(non_camel_case_types, reason = "a text is named as its key")]
pub mod texts {
    include!(concat!(env!("OUT_DIR"), "/texts.rs"));
}

/// A language of the app.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Locale {
    /// 简体中文
    #[default]
    ZhCn,
    /// English
    En,
}

impl Locale {
    /// Every language, the default first.
    pub const ALL: [Self; 2] = [Self::ZhCn, Self::En];

    /// The language tag (BCP 47), as in `<html lang>`.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::ZhCn => "zh-CN",
            Self::En => "en",
        }
    }

    /// The language by its tag; `en-GB` is English, anything Chinese is Chinese.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let language = tag
            .split(['-', '_'])
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase();
        match language.as_str() {
            "zh" => Some(Self::ZhCn),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// The language's own name.
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::ZhCn => "简体中文",
            Self::En => "English",
        }
    }

    /// The words in this language, out of one per language in the order of [`Locale::ALL`].
    #[must_use]
    pub const fn pick<T: Copy>(self, words: [T; 2]) -> T {
        match self {
            Self::ZhCn => words[0],
            Self::En => words[1],
        }
    }
}

/// The language now in use, as a handle that views read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct I18n(RwSignal<Locale>);

impl I18n {
    /// A handle that starts with this language.
    #[must_use]
    pub fn new(locale: Locale) -> Self {
        Self(RwSignal::new(locale))
    }

    /// The language; whoever reads it is told of a change.
    #[must_use]
    pub fn locale(self) -> Locale {
        self.0.try_get().unwrap_or_default()
    }

    /// The language as it is at this moment.
    #[must_use]
    pub fn locale_untracked(self) -> Locale {
        self.0.try_get_untracked().unwrap_or_default()
    }

    /// Changes the language. Pages use `Preferences::set_locale`, which also remembers it.
    pub fn set(self, locale: Locale) {
        self.0.set(locale);
    }
}

/// The handle of the app; for component bodies.
#[must_use]
pub fn use_i18n() -> I18n {
    use_context::<I18n>().unwrap_or_else(|| I18n::new(Locale::default()))
}

/// A text in the order of [`Locale::ALL`], and its form for one where that is another.
#[derive(Debug)]
pub struct Said {
    /// The words.
    pub other: [&'static str; 2],
    /// The words when what is counted is one.
    pub one: Option<[&'static str; 2]>,
}

/// The words of a text. What the types of `texts` call.
#[inline(never)]
#[must_use]
pub fn say(said: &Said, locale: Locale, arguments: &[(&str, &dyn Display)]) -> String {
    let is_one = || {
        let counted = arguments.iter().find(|(name, _)| *name == "count");
        counted.is_some_and(|(_, count)| count.to_string() == "1")
    };
    let words = said.one.filter(|_| is_one()).unwrap_or(said.other);
    fill(locale.pick(words), arguments)
}

/// A text without arguments that follows the language. One function for all of them: a closure's
/// own copy of `Signal::derive` would cost a few hundred bytes for each text.
#[inline(never)]
#[must_use]
pub fn follow(i18n: I18n, said: &'static Said) -> Signal<String> {
    Signal::derive(move || say(said, i18n.locale(), &[]))
}

/// A text with arguments that follows the language and what they read.
#[inline(never)]
#[must_use]
pub fn follow_with(
    i18n: I18n,
    said: Box<dyn Fn(Locale) -> String + Send + Sync>,
) -> Signal<String> {
    Signal::derive(move || said(i18n.locale()))
}

/// Puts arguments into their places. What stands in braces without an argument stays.
#[must_use]
pub fn fill(text: &str, arguments: &[(&str, &dyn Display)]) -> String {
    let mut out = String::with_capacity(text.len() + 16 * arguments.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, behind)) = after.split_once('}') else {
            rest = &rest[before.len()..];
            break;
        };
        match arguments.iter().find(|(known, _)| *known == name) {
            Some((_, value)) => out.push_str(&value.to_string()),
            None => {
                out.push('{');
                out.push_str(name);
                out.push('}');
            }
        }
        rest = behind;
    }
    out.push_str(rest);
    out
}

/// One text as a `String`: `text!(locale, common.send)`, `text!(locale, people.count, count = 3)`.
#[macro_export]
macro_rules! text {
    ($locale:expr, $namespace:ident . $key:ident $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::i18n::texts::$namespace::$key { $($name: &$value),* }.say($locale)
    };
}

/// One text as a `Signal<String>` that follows the language and what its arguments read:
/// `t!(i18n, common.send)`, `t!(i18n, people.count, count = people.read().len())`.
#[macro_export]
macro_rules! t {
    ($i18n:expr, $namespace:ident . $key:ident $(,)?) => {
        $crate::i18n::follow($i18n, $crate::i18n::texts::$namespace::$key::PLAIN)
    };
    ($i18n:expr, $namespace:ident . $key:ident, $($name:ident = $value:expr),+ $(,)?) => {
        $crate::i18n::follow_with(
            $i18n,
            ::std::boxed::Box::new(move |locale| {
                $crate::text!(locale, $namespace . $key, $($name = $value),+)
            }),
        )
    };
}

pub use crate::{t, text};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_stands_in_both_languages_with_the_same_arguments() {
        assert_eq!(texts::MISSING, &[] as &[&str]);
    }

    #[test]
    fn arguments_go_where_their_names_stand() {
        let (name, count) = ("周敏", 3);
        assert_eq!(
            fill(
                "{count} by {name}, {count}",
                &[("name", &name), ("count", &count)]
            ),
            "3 by 周敏, 3"
        );
    }

    #[test]
    fn braces_without_an_argument_stay() {
        assert_eq!(fill("{who} said {", &[]), "{who} said {");
    }

    #[test]
    fn tags_of_regions_are_their_language() {
        assert_eq!(Locale::from_tag("en-GB"), Some(Locale::En));
        assert_eq!(Locale::from_tag("zh-Hant-TW"), Some(Locale::ZhCn));
        assert_eq!(Locale::from_tag("fr"), None);
    }
}
