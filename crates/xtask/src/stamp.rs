//! One hash over everything a build reads, so that an unchanged build can be skipped.

use std::path::Path;

use crate::files;
use crate::process::Failure;

/// The hash of all files under `inputs`: their paths relative to `root` and what is in them.
pub fn of(root: &Path, inputs: &[&str], leave_out: &[&str]) -> Result<String, Failure> {
    let mut lines = String::new();
    for input in inputs {
        for file in files::walk(&root.join(input))? {
            let name = file
                .strip_prefix(root)
                .unwrap_or(&file)
                .to_string_lossy()
                .into_owned();
            if !leave_out.iter().any(|folder| name.starts_with(folder)) {
                let hash = files::sha256_hex(&files::read(&file)?);
                lines.push_str(&format!("{hash} {name}\n"));
            }
        }
    }
    Ok(files::sha256_hex(lines.as_bytes()))
}

/// Whether the stamp file holds this text.
pub fn is_current(stamp: &Path, text: &str) -> bool {
    std::fs::read_to_string(stamp).is_ok_and(|found| found == text)
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    fn world(name: &str) -> PathBuf {
        let root = std::env::temp_dir().join(format!("xtask-stamp-{name}-{}", std::process::id()));
        files::remove_folder(&root).unwrap();
        files::write(&root.join("src/main.rs"), "fn main() {}").unwrap();
        files::write(&root.join("style/own.css"), "a{}").unwrap();
        files::write(&root.join("style/vendor/copied.css"), "b{}").unwrap();
        root
    }

    fn stamp(root: &Path) -> String {
        of(root, &["src", "style", "absent"], &["style/vendor"]).unwrap()
    }

    #[test]
    fn stamp_changes_with_an_edit_a_rename_and_a_new_file() {
        let root = world("edit");
        let first = stamp(&root);
        assert_eq!(stamp(&root), first);
        files::write(&root.join("src/main.rs"), "fn main() { }").unwrap();
        let edited = stamp(&root);
        assert_ne!(edited, first);
        std::fs::rename(root.join("src/main.rs"), root.join("src/lib.rs")).unwrap();
        let renamed = stamp(&root);
        assert_ne!(renamed, edited);
        files::write(&root.join("src/new.rs"), "").unwrap();
        assert_ne!(stamp(&root), renamed);
        files::remove_folder(&root).unwrap();
    }

    #[test]
    fn generated_folder_is_left_out() {
        let root = world("generated");
        let first = stamp(&root);
        files::write(&root.join("style/vendor/copied.css"), "c{}").unwrap();
        assert_eq!(stamp(&root), first);
        files::remove_folder(&root).unwrap();
    }
}
