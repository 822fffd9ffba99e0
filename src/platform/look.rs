//! How the person wants the page to look, kept where the boot file finds it before the app.

use super::{local_storage, page};

/// Also read by boot/boot.js.
const KEY: &str = "anjian.look";

pub use super::page::Theme;

/// Everything about the look that the person chose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// Light, dark, or as the device says.
    pub theme: Theme,
    /// Larger text and targets, colours of more contrast.
    pub care: bool,
    /// Size of all text in per cent, 100–200.
    pub text_percent: u16,
    /// BCP 47 tag, or none to follow the browser.
    pub language: Option<String>,
}

impl Default for Look {
    fn default() -> Self {
        Self {
            theme: Theme::System,
            care: false,
            text_percent: 100,
            language: None,
        }
    }
}

impl Look {
    /// What was chosen in this browser before.
    pub fn stored() -> Self {
        local_storage::get(KEY).map_or_else(Self::default, |text| Self::read(&text))
    }

    /// Shows it and keeps it for the next visit.
    pub fn apply(&self) {
        page::set_theme(self.theme);
        page::set_care(self.care);
        page::set_text_scale(self.text_percent);
        if let Some(language) = &self.language {
            page::set_language(language);
        }
        local_storage::set(KEY, &self.write());
    }

    fn write(&self) -> String {
        let theme = match self.theme {
            Theme::System => "",
            Theme::Light => "light",
            Theme::Dark => "dark",
        };
        let care = if self.care { "care" } else { "" };
        let language = self.language.as_deref().unwrap_or_default();
        format!("{theme}|{care}|{}|{language}", self.text_percent)
    }

    fn read(text: &str) -> Self {
        let mut parts = text.split('|');
        let mut next = || parts.next().unwrap_or_default();
        Self {
            theme: match next() {
                "light" => Theme::Light,
                "dark" => Theme::Dark,
                _ => Theme::System,
            },
            care: next() == "care",
            text_percent: next().parse().unwrap_or(100).clamp(100, 200),
            language: Some(next())
                .filter(|tag| !tag.is_empty())
                .map(str::to_owned),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_what_comes_back() {
        let look = Look {
            theme: Theme::Dark,
            care: true,
            text_percent: 150,
            language: Some("en".to_owned()),
        };
        assert_eq!(Look::read(&look.write()), look);
        assert_eq!(Look::read(&Look::default().write()), Look::default());
    }

    #[test]
    fn nonsense_is_the_ordinary_look() {
        assert_eq!(Look::read("?"), Look::default());
        assert_eq!(Look::read("||9000|").text_percent, 200);
    }
}
