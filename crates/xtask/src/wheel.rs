//! Python packages with pinned hashes. A wheel is a ZIP file of plain files: nothing of it runs.

use std::path::Path;

use crate::files;
use crate::process::{self, Failure};
use crate::workspace::{Workspace, text};

/// A package from the package index.
pub struct Wheel {
    pub package: &'static str,
    pub version: &'static str,
    /// SHA-256, hexadecimal.
    pub hash: &'static str,
}

impl Wheel {
    /// Brings and unpacks it in a folder that is there only for `take`.
    pub fn unpacked(
        &self,
        workspace: &Workspace,
        take: impl FnOnce(&Path) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let name = format!("{}-{}", self.package, std::process::id());
        let work = workspace.tools.join(name);
        files::create_folder(&work)?;
        let done = self.fetch(workspace, &work).and_then(|()| take(&work));
        files::remove_folder(&work)?;
        done
    }

    fn fetch(&self, workspace: &Workspace, work: &Path) -> Result<(), Failure> {
        let pinned = work.join("pinned.txt");
        let line = format!(
            "{}=={} --hash=sha256:{}\n",
            self.package, self.version, self.hash
        );
        files::write(&pinned, line)?;
        let mut pip = workspace.command("python3")?;
        pip.args([
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            "--only-binary=:all:",
        ]);
        pip.args(["--require-hashes", "-r", &text(&pinned), "-d", &text(work)]);
        process::run(&mut pip)?;
        let wheel = files::walk(work)?
            .into_iter()
            .find(|path| path.extension().is_some_and(|extension| extension == "whl"))
            .ok_or_else(|| {
                Failure::new(format!("{} {} did not come", self.package, self.version))
            })?;
        let mut unpack = workspace.command("python3")?;
        unpack.args(["-m", "zipfile", "-e", &text(&wheel), &text(work)]);
        process::run(&mut unpack)
    }
}
