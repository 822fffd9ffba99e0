//! Small preferences in `localStorage`; silently absent where the browser forbids it.

use super::browser::window;

fn storage() -> Option<web_sys::Storage> {
    window()?.local_storage().ok().flatten()
}

/// Remembers a value in this tab, over a reload and no longer; none forgets it.
pub fn keep_in_tab(key: &str, value: Option<&str>) {
    if let Some(tab) = tab() {
        let _ = match value {
            Some(value) => tab.set_item(key, value),
            None => tab.remove_item(key),
        };
    }
}

/// What this tab remembers.
pub fn kept_in_tab(key: &str) -> Option<String> {
    tab()?.get_item(key).ok().flatten()
}

fn tab() -> Option<web_sys::Storage> {
    window()?.session_storage().ok().flatten()
}

/// A stored value.
pub fn get(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

/// Stores a value; false when it could not be kept.
pub fn set(key: &str, value: &str) -> bool {
    storage().is_some_and(|storage| storage.set_item(key, value).is_ok())
}

/// Forgets a value.
pub fn remove(key: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(key);
    }
}

/// Forgets every value whose key starts with `prefix`, those of this tab, too.
pub fn remove_prefix(prefix: &str) {
    for storage in [storage(), tab()].into_iter().flatten() {
        let count = storage.length().unwrap_or(0);
        let keys: Vec<String> = (0..count)
            .filter_map(|index| storage.key(index).ok().flatten())
            .collect();
        for key in keys.iter().filter(|key| key.starts_with(prefix)) {
            let _ = storage.remove_item(key);
        }
    }
}
