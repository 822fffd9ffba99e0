//! What is worth saying about a picked file before it is sent: it is taken, but not shown.

use anjian_api::account::ServerInfo;

/// Something better that the person could pick.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Advice {
    /// A HEIC photo, which this court's server cannot draw and most browsers cannot either.
    Heic,
    /// An office document, of which this court's server makes no pages.
    Office,
}

impl Advice {
    /// By the name and the type that the device tells, before anybody looked at the bytes.
    #[must_use]
    pub fn on(name: &str, declared: &str, server: &ServerInfo) -> Option<Self> {
        let ending = name.rsplit_once('.').map(|(_, ending)| ending);
        let ending = ending.unwrap_or_default().to_ascii_lowercase();
        let is_heic = matches!(ending.as_str(), "heic" | "heif")
            || declared.starts_with("image/heic")
            || declared.starts_with("image/heif");
        if is_heic && !server.heic {
            Some(Self::Heic)
        } else if matches!(ending.as_str(), "docx" | "xlsx" | "pptx") && !server.office {
            Some(Self::Office)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server(office: bool, heic: bool) -> ServerInfo {
        ServerInfo {
            version: String::new(),
            demo: false,
            demo_people: Vec::new(),
            help_phone: String::new(),
            receipts_key: anjian_api::bytes::VerifyKey([0; 32]),
            max_file: 1,
            office,
            heic,
            papers: false,
            codes: false,
        }
    }

    #[test]
    fn what_the_server_does_not_show_is_said_before() {
        let none = server(false, false);
        assert_eq!(Advice::on("IMG_1.HEIC", "", &none), Some(Advice::Heic));
        assert_eq!(Advice::on("a", "image/heif", &none), Some(Advice::Heic));
        assert_eq!(Advice::on("清单.xlsx", "", &none), Some(Advice::Office));
        assert_eq!(Advice::on("a.jpg", "image/jpeg", &none), None);
        assert_eq!(Advice::on("heic", "", &none), None);
    }

    #[test]
    fn what_it_shows_needs_no_advice() {
        let all = server(true, true);
        assert_eq!(Advice::on("IMG_1.HEIC", "image/heic", &all), None);
        assert_eq!(Advice::on("a.docx", "", &all), None);
    }
}
