//! Language, theme, care mode and text size: kept on the device, applied at once.

use leptos::prelude::*;

use crate::i18n::{I18n, Locale};
use crate::platform::local_storage;
use crate::platform::page::{self, Theme};

const LOCALE: &str = "anjian.locale";
const THEME: &str = "anjian.theme";
const CARE: &str = "anjian.care";
const SCALE: &str = "anjian.scale";
/// Smallest and largest text, percent of the normal size.
pub const SCALE_RANGE: (u16, u16) = (100, 200);

/// The person's preferences on this device. They survive a log-out: they say nothing of a case.
#[derive(Clone, Copy, Debug)]
pub struct Preferences {
    i18n: I18n,
    theme: RwSignal<Theme>,
    care: RwSignal<bool>,
    scale: RwSignal<u16>,
}

impl Preferences {
    /// Reads what is kept and applies it.
    #[must_use]
    pub fn load() -> Self {
        let kept = local_storage::get(LOCALE);
        let locale = choose_locale(kept.as_deref(), &page::languages());
        let scale = local_storage::get(SCALE).and_then(|kept| kept.parse().ok());
        let this = Self {
            i18n: I18n::new(locale),
            theme: RwSignal::new(read_theme(local_storage::get(THEME).as_deref())),
            care: RwSignal::new(local_storage::get(CARE).is_some()),
            scale: RwSignal::new(within_range(scale.unwrap_or(SCALE_RANGE.0))),
        };
        page::set_language(locale.tag());
        page::set_theme(this.theme.get_untracked());
        page::set_care(this.care.get_untracked());
        page::set_text_scale(this.scale.get_untracked());
        this
    }

    /// The handle by which texts are said.
    #[must_use]
    pub const fn i18n(self) -> I18n {
        self.i18n
    }

    /// The language.
    #[must_use]
    pub fn locale(self) -> Locale {
        self.i18n.locale()
    }

    /// The theme.
    #[must_use]
    pub fn theme(self) -> Theme {
        self.theme.get()
    }

    /// 关怀模式
    #[must_use]
    pub fn care(self) -> bool {
        self.care.get()
    }

    /// Text size, percent.
    #[must_use]
    pub fn text_scale(self) -> u16 {
        self.scale.get()
    }

    /// Changes the language.
    pub fn set_locale(self, locale: Locale) {
        local_storage::set(LOCALE, locale.tag());
        page::set_language(locale.tag());
        self.i18n.set(locale);
    }

    /// Changes the theme.
    pub fn set_theme(self, theme: Theme) {
        match theme {
            Theme::System => local_storage::remove(THEME),
            Theme::Light => drop(local_storage::set(THEME, "light")),
            Theme::Dark => drop(local_storage::set(THEME, "dark")),
        }
        page::set_theme(theme);
        self.theme.set(theme);
    }

    /// Turns 关怀模式 on or off.
    pub fn set_care(self, on: bool) {
        if on {
            local_storage::set(CARE, "on");
        } else {
            local_storage::remove(CARE);
        }
        page::set_care(on);
        self.care.set(on);
    }

    /// Changes the text size.
    pub fn set_text_scale(self, percent: u16) {
        let percent = within_range(percent);
        local_storage::set(SCALE, &percent.to_string());
        page::set_text_scale(percent);
        self.scale.set(percent);
    }
}

/// What was chosen; else the browser's first language that we have; else Chinese.
fn choose_locale(kept: Option<&str>, preferred: &[String]) -> Locale {
    kept.and_then(Locale::from_tag)
        .or_else(|| preferred.iter().find_map(|tag| Locale::from_tag(tag)))
        .unwrap_or_default()
}

fn read_theme(kept: Option<&str>) -> Theme {
    match kept {
        Some("light") => Theme::Light,
        Some("dark") => Theme::Dark,
        _ => Theme::System,
    }
}

fn within_range(percent: u16) -> u16 {
    percent.clamp(SCALE_RANGE.0, SCALE_RANGE.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_comes_before_the_browsers_languages() {
        let preferred = ["fr".to_owned(), "en-US".to_owned()];
        assert_eq!(choose_locale(Some("zh-CN"), &preferred), Locale::ZhCn);
        assert_eq!(choose_locale(None, &preferred), Locale::En);
        assert_eq!(choose_locale(Some("xx"), &[]), Locale::ZhCn);
    }

    #[test]
    fn text_is_never_smaller_than_normal_nor_larger_than_promised() {
        assert_eq!((within_range(20), within_range(900)), (100, 200));
    }
}
