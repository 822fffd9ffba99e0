//! The fonts that court papers are set in: Noto Serif SC and Noto Sans SC (OFL), from one package
//! with a pinned hash.

use std::path::PathBuf;

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
