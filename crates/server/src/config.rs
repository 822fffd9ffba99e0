//! The command line.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use anjian_api::handoff::CODE_MS;

/// How the server runs.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where cases, keys and accounts are kept.
    pub data: PathBuf,
    /// Where it listens; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The built app; without it only `/api` answers.
    pub dist: Option<PathBuf>,
    /// A demonstration: invented people, entered with one tap.
    pub demo: bool,
    /// With a demonstration: also a case of so many entries, for measuring.
    pub long_case: Option<u64>,
    /// The address of the proxy in front, whose `X-Forwarded-For` is believed.
    pub trusted_proxy: Option<IpAddr>,
    /// The telephone number of the court's help desk.
    pub help_phone: String,
    /// Bytes of the largest file.
    pub max_file: u64,
    /// A part of a file that takes longer to come up is not waited for.
    pub part_patience: Duration,
    /// The code of a hand-off can be scanned for so long, ms.
    pub code_life_ms: i64,
    /// The program that reads PDFs and pictures, apart from this process; none reads them here.
    pub file_worker: Option<PathBuf>,
    /// LibreOffice, which makes pages of office documents.
    pub office: Option<PathBuf>,
    /// libheif's program, which makes JPEGs of HEIC photos.
    pub heif: Option<PathBuf>,
    /// The fonts that papers are set in. A court's own lie in `fonts` of the data folder.
    pub fonts: Option<PathBuf>,
    /// Nothing is written below this share of free disk, in thousandths.
    pub min_free_permille: u64,
}

/// Why the command line was not understood.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// Not a form we know.
    #[error("{0}\n\n{USAGE}")]
    Usage(String),
    /// A demonstration on an address that others can reach.
    #[error("--demo lets anybody in as anybody; it listens on loopback only, not on {0}")]
    PublicDemo(IpAddr),
}

const USAGE: &str = "anjian-server --data DIR [--port 8080] [--bind ADDR] [--dist DIR] [--demo]
              [--long-case ENTRIES] [--trusted-proxy ADDR] [--help-phone NUMBER]
              [--max-file BYTES] [--office PROGRAM|none] [--heif PROGRAM|none]
              [--fonts DIR] [--code-life MS]";

/// 12368 is the litigation service line of the people's courts.
const HELP_PHONE: &str = "12368";

/// 4 MiB at 20 KB/s, and a little.
pub const PART_PATIENCE: Duration = Duration::from_secs(240);

/// 2 % of the disk.
const MIN_FREE_PERMILLE: u64 = 20;

impl Config {
    /// Reads the command line.
    ///
    /// # Errors
    /// When it is not understood, or not allowed.
    pub fn read(args: impl IntoIterator<Item = std::ffi::OsString>) -> Result<Self, ConfigError> {
        use lexopt::Arg::Long;
        use lexopt::ValueExt;
        let mut parser = lexopt::Parser::from_args(args);
        let (mut data, mut dist, mut demo, mut proxy) = (None, None, false, None);
        let mut long_case = None;
        let (mut bind, mut port) = (IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);
        let mut help_phone = HELP_PHONE.to_owned();
        let mut max_file = anjian_api::file::MAX_FILE;
        let (mut office, mut heif) = (None, None);
        let mut code_life_ms = CODE_MS;
        let mut fonts = std::env::var_os("ANJIAN_FONTS").map(PathBuf::from);
        let usage = |error: lexopt::Error| ConfigError::Usage(error.to_string());
        while let Some(arg) = parser.next().map_err(usage)? {
            match arg {
                Long("data") => data = Some(PathBuf::from(parser.value().map_err(usage)?)),
                Long("dist") => dist = Some(PathBuf::from(parser.value().map_err(usage)?)),
                Long("port") => port = parser.value().and_then(|v| v.parse()).map_err(usage)?,
                Long("bind") => bind = parser.value().and_then(|v| v.parse()).map_err(usage)?,
                Long("demo") => demo = true,
                Long("long-case") => {
                    long_case = Some(parser.value().and_then(|v| v.parse()).map_err(usage)?);
                }
                Long("trusted-proxy") => {
                    proxy = Some(parser.value().and_then(|v| v.parse()).map_err(usage)?);
                }
                Long("help-phone") => {
                    help_phone = parser.value().and_then(|v| v.string()).map_err(usage)?;
                }
                Long("max-file") => {
                    max_file = parser.value().and_then(|v| v.parse()).map_err(usage)?;
                }
                Long("office") => office = Some(program(parser.value().map_err(usage)?)),
                Long("heif") => heif = Some(program(parser.value().map_err(usage)?)),
                Long("fonts") => fonts = Some(PathBuf::from(parser.value().map_err(usage)?)),
                // Never longer than the two minutes that people are told.
                Long("code-life") => {
                    let told: i64 = parser.value().and_then(|v| v.parse()).map_err(usage)?;
                    code_life_ms = told.clamp(1, CODE_MS);
                }
                other => return Err(usage(other.unexpected())),
            }
        }
        if demo && !bind.is_loopback() {
            return Err(ConfigError::PublicDemo(bind));
        }
        Ok(Self {
            data: data.ok_or_else(|| ConfigError::Usage("--data is missing".into()))?,
            listen: SocketAddr::new(bind, port),
            dist,
            demo,
            long_case,
            trusted_proxy: proxy,
            help_phone,
            max_file,
            part_patience: PART_PATIENCE,
            code_life_ms,
            file_worker: None,
            office: office.unwrap_or_else(anjian_files::office::find),
            heif: heif.unwrap_or_else(anjian_files::heif::find),
            fonts,
            min_free_permille: MIN_FREE_PERMILLE,
        })
    }

    /// Only this machine can reach the server.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        self.listen.ip().is_loopback()
    }
}

/// The path of a program; `none` where there shall be none.
fn program(word: std::ffi::OsString) -> Option<PathBuf> {
    (word != "none").then(|| word.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Config, ConfigError> {
        Config::read(line.split_whitespace().map(std::ffi::OsString::from))
    }

    #[test]
    fn the_usual_line_is_understood() {
        let config = read("--data /tmp/x --port 0 --dist dist --demo").unwrap();
        assert_eq!(config.listen, "127.0.0.1:0".parse().unwrap());
        assert!(config.demo && config.is_loopback());
    }

    #[test]
    fn programs_of_others_are_named_looked_for_or_left_out() {
        let config = read("--data d --office /opt/soffice --heif none").unwrap();
        assert_eq!(config.office, Some("/opt/soffice".into()));
        assert_eq!(config.heif, None);
        assert_eq!(
            read("--data d").unwrap().office,
            anjian_files::office::find()
        );
    }

    #[test]
    fn a_code_never_lives_longer_than_two_minutes() {
        assert_eq!(read("--data d").unwrap().code_life_ms, 120_000);
        let short = read("--data d --code-life 1500").unwrap();
        assert_eq!(short.code_life_ms, 1_500);
        let long = read("--data d --code-life 9000000").unwrap();
        assert_eq!(long.code_life_ms, 120_000);
    }

    #[test]
    fn a_demonstration_refuses_an_address_that_others_can_reach() {
        for bind in ["0.0.0.0", "192.168.1.2", "::"] {
            let refused = read(&format!("--data d --demo --bind {bind}"));
            assert!(matches!(refused, Err(ConfigError::PublicDemo(_))), "{bind}");
        }
        assert!(read("--data d --demo --bind ::1").is_ok());
        assert!(read("--data d --bind 0.0.0.0").is_ok());
    }

    #[test]
    fn what_is_not_understood_is_named() {
        for bad in [
            "",
            "--data",
            "--data d --wat",
            "--data d --port x",
            "--data d stray",
        ] {
            assert!(matches!(read(bad), Err(ConfigError::Usage(_))), "{bad}");
        }
    }
}
