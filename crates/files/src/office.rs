//! Office documents as PDF, by LibreOffice where it is installed.
//!
//! LibreOffice reads hostile files in a process of its own, under the limits of `outside`: own
//! profile without macros and without fetching anything a document links to. Where ordinary users
//! may not leave the network behind, a court should keep that process away from its own (a service
//! manager's `PrivateNetwork`): settings are promises of LibreOffice.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::limits;
use crate::outside::{self, Allowed, ConvertError};

/// Where LibreOffice is on this machine: on the path, then in the usual places.
#[must_use]
pub fn find() -> Option<PathBuf> {
    outside::find(
        &["soffice", "libreoffice"],
        &[
            "/usr/lib/libreoffice/program/soffice",
            "/usr/lib64/libreoffice/program/soffice",
            "/opt/libreoffice/program/soffice",
            "/Applications/LibreOffice.app/Contents/MacOS/soffice",
        ],
    )
}

/// Converts the document into `out_dir` and gives the path of the PDF. `out_dir` must exist and
/// belong to this conversion alone; the caller removes it.
///
/// # Errors
/// See [`ConvertError`].
pub fn to_pdf(path: &Path, out_dir: &Path, soffice: &Path) -> Result<PathBuf, ConvertError> {
    convert(path, out_dir, soffice, limits::OFFICE_TIME)
}

fn convert(
    path: &Path,
    out_dir: &Path,
    soffice: &Path,
    limit: Duration,
) -> Result<PathBuf, ConvertError> {
    let path = path.canonicalize()?;
    let out_dir = out_dir.canonicalize()?;
    let profile = out_dir.join("profile");
    fs::create_dir_all(profile.join("user"))?;
    fs::write(profile.join("user/registrymodifications.xcu"), SETTINGS)?;
    let ended = outside::run(
        soffice,
        words(&path, &out_dir, &profile),
        &out_dir,
        &Allowed {
            time: limit,
            memory: limits::OFFICE_MEMORY,
            output: limits::OFFICE_OUTPUT,
        },
    );
    let _ = fs::remove_dir_all(&profile);
    ended?;
    let stem = path.file_stem().unwrap_or(OsStr::new("file"));
    let mut made = out_dir.join(stem).into_os_string();
    made.push(".pdf");
    let made = PathBuf::from(made);
    match fs::metadata(&made) {
        Ok(found) if found.is_file() && found.len() > 0 => Ok(made),
        _ => Err(ConvertError::Failed),
    }
}

fn words(path: &Path, out_dir: &Path, profile: &Path) -> Vec<OsString> {
    let profile = format!("-env:UserInstallation={}", file_url(profile));
    let quiet = ["--headless", "--norestore", "--nolockcheck", "--nodefault"];
    let convert = ["--convert-to", "pdf", "--outdir"];
    std::iter::once(profile.into())
        .chain(quiet.into_iter().chain(convert).map(OsString::from))
        .chain([out_dir.into(), path.into()])
        .collect()
}

fn file_url(path: &Path) -> String {
    let mut url = String::from("file://");
    for byte in path.as_os_str().as_encoded_bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.~".contains(byte) {
            url.push(char::from(*byte));
        } else {
            url.push_str(&format!("%{byte:02X}"));
        }
    }
    url
}

/// No macros, no active content, nothing fetched from where a document points.
const SETTINGS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
</oor:items>
"#;

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;
    use std::path::{Path, PathBuf};
    use std::sync::{Mutex, PoisonError};
    use std::time::{Duration, Instant};

    use super::{ConvertError, convert, file_url};

    /// A stand-in for LibreOffice: `$out` and `$in` are its last two words.
    fn stand_in(folder: &Path, does: &str) -> PathBuf {
        let path = folder.join("soffice");
        let script = format!("#!/bin/sh\nfor in; do out=$last; last=$in; done\n{does}\n");
        fs::write(&path, script).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        path
    }

    /// One at a time: a program that is still open for writing in another fork cannot be run.
    static ONE: Mutex<()> = Mutex::new(());

    fn try_with(does: &str, limit: Duration) -> (tempfile::TempDir, Result<PathBuf, ConvertError>) {
        let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("out 出");
        fs::create_dir(&out).unwrap();
        let input = folder.path().join("abc");
        fs::write(&input, "words").unwrap();
        let soffice = stand_in(folder.path(), does);
        let made = convert(&input, &out, &soffice, limit);
        assert!(!out.join("profile").exists());
        (folder, made)
    }

    const LONG: Duration = Duration::from_secs(60);

    #[test]
    fn the_pdf_is_where_it_says() {
        let (_folder, made) = try_with("cp \"$in\" \"$out/abc.pdf\"", LONG);
        assert_eq!(fs::read_to_string(made.unwrap()).unwrap(), "words");
    }

    #[test]
    fn its_profile_forbids_macros() {
        let does = "cp \"$out/profile/user/registrymodifications.xcu\" \"$out/abc.pdf\"";
        let (_folder, made) = try_with(does, LONG);
        let settings = fs::read_to_string(made.unwrap()).unwrap();
        assert!(settings.contains("DisableMacrosExecution"));
    }

    #[test]
    fn nothing_made_is_a_failure() {
        assert_eq!(try_with("exit 0", LONG).1, Err(ConvertError::Failed));
        assert_eq!(try_with("exit 3", LONG).1, Err(ConvertError::Failed));
    }

    #[test]
    fn what_hangs_is_killed_with_its_children() {
        let started = Instant::now();
        let does = "sleep 600 & echo $! > \"$out/../child\"; wait";
        let (folder, made) = try_with(does, Duration::from_millis(500));
        assert_eq!(made, Err(ConvertError::TooSlow));
        assert!(started.elapsed() < LONG);
        let child = fs::read_to_string(folder.path().join("child")).unwrap();
        // Gone, or dead and not yet collected by init; a signal takes a moment.
        let is_gone = || {
            let stat = fs::read_to_string(format!("/proc/{}/stat", child.trim()));
            stat.is_err() || stat.is_ok_and(|stat| stat.contains(") Z"))
        };
        while !is_gone() {
            assert!(started.elapsed() < LONG);
            std::thread::yield_now();
        }
    }

    #[test]
    fn a_missing_program_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("in"), "x").unwrap();
        let gone = folder.path().join("nothing");
        let made = convert(&folder.path().join("in"), folder.path(), &gone, LONG);
        assert_eq!(made, Err(ConvertError::Failed));
    }

    #[test]
    fn a_folder_becomes_an_address() {
        assert_eq!(
            file_url(Path::new("/tmp/a b/出")),
            "file:///tmp/a%20b/%E5%87%BA"
        );
    }
}
