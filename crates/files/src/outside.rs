//! Programs of others that read hostile files: each in a process group of its own that is killed
//! at the end, with a limit of time, memory and output, and without a network where the system
//! lets an ordinary user take it away.

use std::ffi::OsStr;
use std::io;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process_group};

/// Why such a program made nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ConvertError {
    /// It took longer than it may.
    #[error("the conversion took too long")]
    TooSlow,
    /// It made nothing of the file.
    #[error("the file could not be converted")]
    Failed,
    /// It could not be started, or its folder not be written.
    #[error("the conversion could not be run: {0}")]
    Io(io::ErrorKind),
}

impl From<io::Error> for ConvertError {
    fn from(error: io::Error) -> Self {
        Self::Io(error.kind())
    }
}

/// What a program may use.
pub(crate) struct Allowed {
    /// By the clock, and of a processor.
    pub(crate) time: Duration,
    /// Address space, bytes.
    pub(crate) memory: u64,
    /// Bytes of the largest file it writes.
    pub(crate) output: u64,
}

/// The first of these programs that is on the path, or in one of these places.
pub(crate) fn find(names: &[&str], places: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path: Vec<PathBuf> = std::env::split_paths(&path)
        .flat_map(|folder| names.iter().map(move |name| folder.join(name)))
        .collect();
    on_path
        .into_iter()
        .chain(places.iter().map(PathBuf::from))
        .find(|candidate| candidate.is_file())
}

/// Runs it in `folder` to its end; an error when it did not end well.
pub(crate) fn run<W: AsRef<OsStr>>(
    program: &Path,
    words: impl IntoIterator<Item = W>,
    folder: &Path,
    allowed: &Allowed,
) -> Result<(), ConvertError> {
    let mut child = command(program, folder, allowed).args(words).spawn()?;
    let ended = wait(&mut child, allowed.time);
    // Its helpers outlive it otherwise.
    if let Some(group) = i32::try_from(child.id()).ok().and_then(Pid::from_raw) {
        let _ = kill_process_group(group, Signal::KILL);
    }
    let _ = child.wait();
    if ended? {
        Ok(())
    } else {
        Err(ConvertError::Failed)
    }
}

/// Limits are set by the shell that becomes the program: setting them here would need unsafe code.
fn command(program: &Path, folder: &Path, allowed: &Allowed) -> Command {
    let script = format!(
        "ulimit -c 0; ulimit -t {}; ulimit -v {}; ulimit -f {}\n\
         if unshare -rn true 2>/dev/null; then exec unshare -rn -- \"$@\"; fi\n\
         exec \"$@\"",
        allowed.time.as_secs().max(1),
        allowed.memory / 1024,
        // POSIX counts blocks of 512 bytes.
        allowed.output / 512,
    );
    let mut command = Command::new("/bin/sh");
    command
        .args(["-c", &script, "sh"])
        .arg(program)
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("HOME", folder)
        .env("TMPDIR", folder)
        .env("LANG", "zh_CN.UTF-8")
        // A port that nobody serves: what a document links to is not fetched.
        .env("http_proxy", "http://127.0.0.1:9")
        .env("https_proxy", "http://127.0.0.1:9");
    command
}

/// Whether it ended well; an error when it had to be left.
fn wait(child: &mut Child, limit: Duration) -> Result<bool, ConvertError> {
    let started = Instant::now();
    let mut pause = Duration::from_millis(5);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status.success());
        }
        if started.elapsed() >= limit {
            return Err(ConvertError::TooSlow);
        }
        thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(100));
    }
}
