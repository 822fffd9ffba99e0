//! Which of two versions is newer (Semantic Versioning 2.0.0 §11, without build metadata).

/// Whether the server is newer than the app. What cannot be read is not newer: nobody is asked to
/// load the page again for a word we do not understand.
#[must_use]
pub fn is_newer(server: &str, app: &str) -> bool {
    match (read(server), read(app)) {
        (Some(server), Some(app)) => server > app,
        _ => false,
    }
}

/// Numbers first; a release is newer than its own pre-releases.
fn read(text: &str) -> Option<([u64; 3], bool, &str)> {
    let text = text.split('+').next()?;
    let (numbers, pre) = text.split_once('-').unwrap_or((text, ""));
    let mut parts = numbers.split('.').map(str::parse);
    let three = [
        parts.next()?.ok()?,
        parts.next()?.ok()?,
        parts.next()?.ok()?,
    ];
    parts
        .next()
        .is_none()
        .then_some((three, pre.is_empty(), pre))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_is_newer_than_nine() {
        assert!(is_newer("0.10.0", "0.9.9"));
        assert!(!is_newer("0.9.9", "0.10.0"));
        assert!(!is_newer("0.1.0+abc", "0.1.0"));
    }

    #[test]
    fn a_release_is_newer_than_what_came_before_it() {
        assert!(is_newer("1.0.0", "1.0.0-rc.1"));
        assert!(!is_newer("1.0.0-rc.1", "1.0.0"));
    }

    #[test]
    fn an_unreadable_version_offers_nothing() {
        assert!(!is_newer("", "0.1.0"));
        assert!(!is_newer("next", "0.1.0"));
    }
}
