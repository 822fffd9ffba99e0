//! The parts of the running court, and how they are joined.

mod description;
pub mod router;
pub mod serve;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anjian_api::account::DemoPerson;
use anjian_files::worker::Worker;
use axum::extract::FromRef;

use crate::accounts::Accounts;
use crate::accounts::hasher::{HashError, Hasher};
use crate::accounts::records::{RecordError, Records};
use crate::blobs::BlobError;
use crate::clock::Clock;
use crate::config::Config;
use crate::feedback::Feedbacks;
use crate::files::{FileLimits, Files, Tools};
use crate::handoff::Handoffs;
use crate::ledger::{Ledger, LedgerConfig, StartError};
use crate::live::Hub;
use crate::papers::Papers;
use crate::papers::sms::{DemoSms, Sms};
use crate::seed::{self, SeedError};
use crate::session::Sessions;

/// Everything a handler can be given.
pub type Shared = Arc<App>;

/// The running court.
pub struct App {
    /// How it runs.
    pub config: Config,
    /// Its clock.
    pub clock: Arc<dyn Clock>,
    /// Its cases.
    pub ledger: Ledger,
    /// The files of its cases.
    pub files: Files,
    /// The papers of its cases.
    pub papers: Papers,
    /// What people said about it.
    pub feedbacks: Feedbacks,
    /// What is handed over from device to device.
    pub handoffs: Handoffs,
    /// Its people.
    pub accounts: Accounts,
    /// Who is signed in.
    pub sessions: Sessions,
    /// Who is connected.
    pub hub: Hub,
    /// Whom a newcomer may enter as; empty unless it is a demonstration.
    pub demo_people: Vec<DemoPerson>,
    stopping: AtomicBool,
}

/// Why the court did not open.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The cases.
    #[error(transparent)]
    Ledger(#[from] StartError),
    /// The files.
    #[error(transparent)]
    Files(#[from] BlobError),
    /// The accounts.
    #[error(transparent)]
    Accounts(#[from] RecordError),
    /// The passwords.
    #[error(transparent)]
    Hasher(#[from] HashError),
    /// The demonstration.
    #[error(transparent)]
    Demo(#[from] SeedError),
    /// The network.
    #[error("listening: {0}")]
    Listen(#[from] std::io::Error),
}

impl App {
    /// Opens the court in its folder.
    ///
    /// # Errors
    /// When a part cannot be opened.
    pub async fn open(config: Config, clock: Arc<dyn Clock>) -> Result<Shared, OpenError> {
        let folder = LedgerConfig {
            min_free_permille: config.min_free_permille,
            ..LedgerConfig::in_folder(&config.data)
        };
        let ledger = Ledger::start(folder, clock.clone()).await?;
        let limits = FileLimits {
            file: config.max_file,
            part_patience: config.part_patience,
            ..FileLimits::default()
        };
        let worker = match &config.file_worker {
            Some(program) => Worker::of(program.clone(), &[]),
            None => Worker::here(&[]),
        };
        let tools = Tools {
            worker: worker.clone(),
            office: config.office.clone(),
            heif: config.heif.clone(),
        };
        let data = config.data.clone();
        let files = Files::open(data, ledger.clone(), clock.clone(), limits, tools).await?;
        let records = Records::open(&config.data.join("accounts.db")).await?;
        let sessions = Sessions::load(records.clone(), clock.clone()).await?;
        let accounts = Accounts::new(
            records,
            ledger.keys().clone(),
            Hasher::new()?,
            clock.clone(),
        );
        let mut fonts = vec![config.data.join("fonts")];
        fonts.extend(config.fonts.clone());
        // No provider of text messages is known yet; a demonstration shows its codes.
        let sms = config.demo.then(|| Arc::new(DemoSms) as Arc<dyn Sms>);
        let papers = Papers::open(
            &fonts,
            ledger.clone(),
            files.clone(),
            accounts.clone(),
            clock.clone(),
            sms,
        )
        .await;
        let hub = Hub::start(ledger.clone(), sessions.clone(), clock.clone());
        let feedbacks = Feedbacks::open(
            &config.data,
            ledger.clone(),
            accounts.clone(),
            hub.clone(),
            clock.clone(),
            worker,
        )
        .await?;
        let handoffs = Handoffs::new(clock.clone(), sessions.clone(), config.code_life_ms);
        let demo_people = if config.demo {
            {
                let shelves = (&files, &papers);
                seed::demo(&config.data, &ledger, shelves, &accounts, clock.now()).await?
            }
        } else {
            Vec::new()
        };
        if let Some(entries) = config.long_case.filter(|_| config.demo) {
            seed::long_case(&ledger, &demo_people, entries, clock.now()).await?;
        }
        Ok(Arc::new(Self {
            config,
            clock,
            ledger,
            files,
            papers,
            feedbacks,
            handoffs,
            accounts,
            sessions,
            hub,
            demo_people,
            stopping: AtomicBool::new(false),
        }))
    }

    /// Whether new work may be sent here.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        !self.stopping.load(Ordering::Relaxed)
    }

    /// From now on no new work should be sent here.
    pub fn stop_soon(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }

    /// Settles what is queued and closes the files.
    pub async fn close(&self) {
        self.ledger.shutdown().await;
        self.feedbacks.close().await;
        self.accounts.close().await;
    }
}

impl FromRef<Shared> for Ledger {
    fn from_ref(app: &Shared) -> Self {
        app.ledger.clone()
    }
}

impl FromRef<Shared> for Files {
    fn from_ref(app: &Shared) -> Self {
        app.files.clone()
    }
}

impl FromRef<Shared> for Papers {
    fn from_ref(app: &Shared) -> Self {
        app.papers.clone()
    }
}

impl FromRef<Shared> for Feedbacks {
    fn from_ref(app: &Shared) -> Self {
        app.feedbacks.clone()
    }
}

impl FromRef<Shared> for Accounts {
    fn from_ref(app: &Shared) -> Self {
        app.accounts.clone()
    }
}

impl FromRef<Shared> for Sessions {
    fn from_ref(app: &Shared) -> Self {
        app.sessions.clone()
    }
}

impl FromRef<Shared> for Hub {
    fn from_ref(app: &Shared) -> Self {
        app.hub.clone()
    }
}
