//! The fonts that court papers are set in: Noto Serif SC and Noto Sans SC (OFL), from one package
//! with a pinned hash.

use std::path::{Path, PathBuf};

use crate::files;
use crate::process::Failure;
use crate::wheel::Wheel;
use crate::workspace::Workspace;

const PACKAGE: &str = "pylopdf-fonts-zh-cn";
const VERSION: &str = "0.1.1";
const HASH: &str = "e2661ef3790cbe0f0f6aa5338b6859b7cd288ee75bc88cd4239c62cd025d4fb3";
/// Where the wheel keeps them, and the name each gets.
const PARTS: [(&str, &str); 3] = [
    (
        "pylopdf_fonts_zh_cn/NotoSansSC-Regular.otf",
        "NotoSansSC-Regular.otf",
    ),
    (
        "pylopdf_fonts_zh_cn/NotoSerifSC-Regular.otf",
        "NotoSerifSC-Regular.otf",
    ),
    (
        "pylopdf_fonts_zh_cn-0.1.1.dist-info/licenses/LICENSE",
        "OFL.txt",
    ),
];

/// The folder of the fonts.
pub fn folder(workspace: &Workspace) -> PathBuf {
    workspace.tools.join(format!("fonts-{VERSION}"))
}

/// Brings them, unless they are there.
pub fn install(workspace: &Workspace) -> Result<(), Failure> {
    let folder = folder(workspace);
    if PARTS.iter().all(|(_, name)| folder.join(name).is_file()) {
        return Ok(());
    }
    let wheel = Wheel {
        package: PACKAGE,
        version: VERSION,
        hash: HASH,
    };
    wheel.unpacked(workspace, |from| {
        for (part, name) in PARTS {
            files::write(&folder.join(name), files::read(&from.join(part))?)?;
        }
        Ok(())
    })
}

/// Shows them in the data folder of a court, where its own lie beside them: no second copy where
/// the file system can do without. What is there stays.
pub fn show(workspace: &Workspace, data: &Path) -> Result<(), Failure> {
    show_in(&folder(workspace), &data.join("fonts"))
}

fn show_in(from: &Path, to: &Path) -> Result<(), Failure> {
    files::create_folder(to)?;
    for (_, name) in PARTS {
        let (from, to) = (from.join(name), to.join(name));
        if !to.exists() && std::fs::hard_link(&from, &to).is_err() {
            files::write(&to, files::read(&from)?)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_court_finds_the_fonts_in_its_data_folder_beside_its_own() {
        let folder = std::env::temp_dir().join(format!("anjian-fonts-{}", std::process::id()));
        let (tools, court) = (folder.join("tools"), folder.join("data/fonts"));
        for (_, name) in PARTS {
            files::write(&tools.join(name), name.as_bytes()).unwrap();
        }
        files::write(&court.join("own.otf"), b"own").unwrap();
        files::write(&court.join("OFL.txt"), b"as the court has it").unwrap();
        for _ in 0..2 {
            show_in(&tools, &court).unwrap();
        }
        let read = |name: &str| files::read(&court.join(name)).unwrap();
        assert_eq!(read("NotoSerifSC-Regular.otf"), b"NotoSerifSC-Regular.otf");
        assert_eq!(read("NotoSansSC-Regular.otf"), b"NotoSansSC-Regular.otf");
        assert_eq!(read("own.otf"), b"own");
        assert_eq!(read("OFL.txt"), b"as the court has it");
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
