//! Office documents as PDF, by LibreOffice where it is installed.
//!
//! LibreOffice reads hostile files in a process of its own: own profile without macros and without
//! fetching anything a document links to, a limit of time, memory and output, and the whole
//! process group is killed at the end. A court that can should still keep that process away from
//! its network (a service manager's `PrivateNetwork`): settings are promises of LibreOffice.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process_group};

use crate::limits;

/// Why there is no PDF.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OfficeError {
    /// It took longer than [`limits::OFFICE_TIME`].
    #[error("the conversion took too long")]
    TooSlow,
    /// LibreOffice made nothing of it.
    #[error("the document could not be converted")]
    Failed,
    /// LibreOffice could not be started, or its folder not be written.
    #[error("the conversion could not be run: {0}")]
    Io(io::ErrorKind),
}

impl From<io::Error> for OfficeError {
    fn from(error: io::Error) -> Self {
        Self::Io(error.kind())
    }
}

/// Where LibreOffice is on this machine: on the path, then in the usual places.
#[must_use]
pub fn find() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&path)
        .flat_map(|folder| [folder.join("soffice"), folder.join("libreoffice")]);
    let usual = [
        "/usr/lib/libreoffice/program/soffice",
        "/usr/lib64/libreoffice/program/soffice",
        "/opt/libreoffice/program/soffice",
        "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    ];
    on_path
        .chain(usual.into_iter().map(PathBuf::from))
        .find(|candidate| candidate.is_file())
}

/// Converts the document into `out_dir` and gives the path of the PDF. `out_dir` must exist and
/// belong to this conversion alone; the caller removes it.
///
/// # Errors
/// See [`OfficeError`].
pub fn to_pdf(path: &Path, out_dir: &Path, soffice: &Path) -> Result<PathBuf, OfficeError> {
    convert(path, out_dir, soffice, limits::OFFICE_TIME)
}

fn convert(
    path: &Path,
    out_dir: &Path,
    soffice: &Path,
    limit: Duration,
) -> Result<PathBuf, OfficeError> {
    let path = path.canonicalize()?;
    let out_dir = out_dir.canonicalize()?;
    let profile = out_dir.join("profile");
    fs::create_dir_all(profile.join("user"))?;
    fs::write(profile.join("user/registrymodifications.xcu"), SETTINGS)?;
    let mut child = command(&path, &out_dir, &profile, soffice).spawn()?;
    let ended = wait(&mut child, limit);
    // Its helpers outlive it otherwise.
    if let Some(group) = i32::try_from(child.id()).ok().and_then(Pid::from_raw) {
        let _ = kill_process_group(group, Signal::KILL);
    }
    let _ = child.wait();
    let _ = fs::remove_dir_all(&profile);
    if !ended? {
        return Err(OfficeError::Failed);
    }
    let stem = path.file_stem().unwrap_or(OsStr::new("file"));
    let mut made = out_dir.join(stem).into_os_string();
    made.push(".pdf");
    let made = PathBuf::from(made);
    match fs::metadata(&made) {
        Ok(found) if found.is_file() && found.len() > 0 => Ok(made),
        _ => Err(OfficeError::Failed),
    }
}

/// Limits are set by the shell that becomes LibreOffice: setting them here would need unsafe code.
fn command(path: &Path, out_dir: &Path, profile: &Path, soffice: &Path) -> Command {
    let script = format!(
        "ulimit -c 0; ulimit -t {}; ulimit -v {}; ulimit -f {}; exec \"$@\"",
        limits::OFFICE_TIME.as_secs(),
        limits::OFFICE_MEMORY / 1024,
        // POSIX counts blocks of 512 bytes.
        limits::OFFICE_OUTPUT / 512,
    );
    let mut command = Command::new("/bin/sh");
    command
        .args(["-c", &script, "sh"])
        .arg(soffice)
        .arg(format!("-env:UserInstallation={}", file_url(profile)))
        .args(["--headless", "--norestore", "--nolockcheck", "--nodefault"])
        .args(["--convert-to", "pdf", "--outdir"])
        .arg(out_dir)
        .arg(path)
        .current_dir(out_dir)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("HOME", out_dir)
        .env("TMPDIR", out_dir)
        .env("LANG", "zh_CN.UTF-8")
        // A port that nobody serves: what a document links to is not fetched.
        .env("http_proxy", "http://127.0.0.1:9")
        .env("https_proxy", "http://127.0.0.1:9");
    command
}

/// Whether it ended well; an error when it had to be left.
fn wait(child: &mut Child, limit: Duration) -> Result<bool, OfficeError> {
    let started = Instant::now();
    let mut pause = Duration::from_millis(5);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status.success());
        }
        if started.elapsed() >= limit {
            return Err(OfficeError::TooSlow);
        }
        thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(100));
    }
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

    use super::{OfficeError, convert, file_url};

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

    fn try_with(does: &str, limit: Duration) -> (tempfile::TempDir, Result<PathBuf, OfficeError>) {
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
        assert_eq!(try_with("exit 0", LONG).1, Err(OfficeError::Failed));
        assert_eq!(try_with("exit 3", LONG).1, Err(OfficeError::Failed));
    }

    #[test]
    fn what_hangs_is_killed_with_its_children() {
        let started = Instant::now();
        let does = "sleep 600 & echo $! > \"$out/../child\"; wait";
        let (folder, made) = try_with(does, Duration::from_millis(500));
        assert_eq!(made, Err(OfficeError::TooSlow));
        assert!(started.elapsed() < LONG);
        let child = fs::read_to_string(folder.path().join("child")).unwrap();
        let stat = fs::read_to_string(format!("/proc/{}/stat", child.trim()));
        // Gone, or dead and not yet collected by init.
        assert!(stat.is_err() || stat.unwrap().contains(") Z"));
    }

    #[test]
    fn a_missing_program_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("in"), "x").unwrap();
        let gone = folder.path().join("nothing");
        let made = convert(&folder.path().join("in"), folder.path(), &gone, LONG);
        assert_eq!(made, Err(OfficeError::Failed));
    }

    #[test]
    fn a_folder_becomes_an_address() {
        assert_eq!(
            file_url(Path::new("/tmp/a b/出")),
            "file:///tmp/a%20b/%E5%87%BA"
        );
    }
}
