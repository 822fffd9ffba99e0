//! A court with people in it, and browsers that talk to it.

pub mod browser;
pub mod desk;
pub mod frames;
mod log;
pub mod papers;
pub mod uploads;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use anjian_api::account::Staff;
use anjian_api::ids::{CaseId, CourtId, Moment, PersonId};
use anjian_api::role::Role;
use anjian_server::app::router::router;
use anjian_server::app::serve::serve;
use anjian_server::app::{App, Shared};
use anjian_server::clock::ManualClock;
use anjian_server::config::Config;
use anjian_server::store::CourtRow;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use uuid::Uuid;

pub use browser::{Answer, Browser};
pub use log::log_lines;

/// 2026-11-21, noon in Shanghai.
pub const NOON: Moment = Moment(1_795_233_600_000);
pub const COURT: CourtId = CourtId(1);
pub const PASSWORD: &str = "开庭之前想好的口令";

pub struct Court {
    pub app: Shared,
    pub clock: Arc<ManualClock>,
    pub folder: Arc<TempDir>,
}

#[derive(Clone)]
pub struct Person {
    pub id: PersonId,
    pub phone: String,
    pub name: String,
}

/// The people of a case, each with a browser that is signed in.
pub struct Case {
    pub id: CaseId,
    pub judge: Browser,
    pub plaintiff: Browser,
    pub defendant: Browser,
    pub observer: Browser,
    pub people: Vec<Person>,
}

impl Court {
    pub async fn open() -> Self {
        let clock = Arc::new(ManualClock::at(NOON));
        Self::reopen(Arc::new(TempDir::new().unwrap()), clock, None).await
    }

    /// That runs otherwise than usual.
    pub async fn open_with(change: impl FnOnce(&mut Config)) -> Self {
        log::start();
        let (folder, clock) = (
            Arc::new(TempDir::new().unwrap()),
            Arc::new(ManualClock::at(NOON)),
        );
        let mut config = config(&folder, None);
        change(&mut config);
        Self::begin(config, clock, folder).await
    }

    async fn begin(config: Config, clock: Arc<ManualClock>, folder: Arc<TempDir>) -> Self {
        let app = App::open(config, clock.clone()).await.unwrap();
        let row = CourtRow {
            id: COURT,
            name: "示范人民法院".into(),
            code: "苏0602".into(),
        };
        app.ledger.put_court(row).await.unwrap();
        Self { app, clock, folder }
    }

    pub async fn with_files(dist: PathBuf) -> Self {
        let clock = Arc::new(ManualClock::at(NOON));
        Self::reopen(Arc::new(TempDir::new().unwrap()), clock, Some(dist)).await
    }

    pub async fn reopen(
        folder: Arc<TempDir>,
        clock: Arc<ManualClock>,
        dist: Option<PathBuf>,
    ) -> Self {
        log::start();
        let config = config(&folder, dist);
        Self::begin(config, clock, folder).await
    }

    /// With so much of the disk to be kept free, in thousandths.
    pub async fn reopen_with_free(
        folder: Arc<TempDir>,
        clock: Arc<ManualClock>,
        min_free_permille: u64,
    ) -> Self {
        let config = Config {
            min_free_permille,
            ..config(&folder, None)
        };
        log::start();
        let app = App::open(config, clock.clone()).await.unwrap();
        Self { app, clock, folder }
    }

    /// Files that are stored, each counted once.
    pub fn stored_objects(&self) -> usize {
        let folders = std::fs::read_dir(self.folder.path().join("files")).unwrap();
        folders
            .map(|folder| std::fs::read_dir(folder.unwrap().path()).unwrap().count())
            .sum()
    }

    /// Uploads that hold bytes.
    pub fn drafts(&self) -> usize {
        std::fs::read_dir(self.folder.path().join("uploads"))
            .unwrap()
            .count()
    }

    pub fn browser(&self) -> Browser {
        let browser = Browser::new(router(&self.app));
        match self.app.config.demo {
            true => browser.on_this_machine(),
            false => browser,
        }
    }

    pub async fn person(&self, name: &str, phone: &str) -> Person {
        let person = Person {
            id: PersonId(Uuid::new_v4()),
            phone: phone.into(),
            name: name.into(),
        };
        self.app
            .accounts
            .create_with_password(person.id, phone, name, PASSWORD)
            .await
            .unwrap();
        person
    }

    pub async fn staff(&self, name: &str, phone: &str, role: Role) -> Person {
        self.staff_of(COURT, name, phone, role).await
    }

    pub async fn staff_of(&self, court: CourtId, name: &str, phone: &str, role: Role) -> Person {
        let person = self.person(name, phone).await;
        let post = Staff {
            court,
            court_name: "示范人民法院".into(),
            role,
        };
        self.app.accounts.appoint(person.id, &post).await.unwrap();
        person
    }

    pub async fn signed_in(&self, person: &Person) -> Browser {
        let browser = self.browser();
        let answer = browser.log_in(&person.phone, PASSWORD).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        browser
    }

    /// Judge (seat 1), plaintiff (2), defendant (3), observer (4).
    pub async fn case(&self) -> Case {
        let judge = self.staff("沈法官", "13800000001", Role::Judge).await;
        let plaintiff = self.person("周敏", "13800000002").await;
        let defendant = self.person("韩立", "13800000003").await;
        let observer = self.person("旁听甲", "13800000004").await;
        let id = CaseId(Uuid::new_v4());
        let case = Case {
            id,
            judge: self.signed_in(&judge).await,
            plaintiff: self.signed_in(&plaintiff).await,
            defendant: self.signed_in(&defendant).await,
            observer: self.signed_in(&observer).await,
            people: vec![
                judge.clone(),
                plaintiff.clone(),
                defendant.clone(),
                observer.clone(),
            ],
        };
        let seat = |person: &Person, role: Role| json!({"person": person.id, "name": person.name, "role": role});
        let opened = case
            .submit(
                &case.judge,
                json!({
                    "kind": "open_case", "court": COURT, "type_code": "民初", "cause": "民间借贷纠纷",
                    "title": "周敏 诉 韩立", "procedure": "first_ordinary", "stage": "evidence",
                    "members": [seat(&judge, Role::Judge), seat(&plaintiff, Role::Plaintiff),
                        seat(&defendant, Role::Defendant), seat(&observer, Role::Observer)],
                }),
            )
            .await;
        assert_eq!(opened.status, 200, "{}", opened.text());
        case
    }

    /// Serves on a port, until told to stop.
    pub async fn listen(&self) -> Listening {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let app = self.app.clone();
        let task = tokio::spawn(async move {
            let stop = async {
                let _ = stopped.await;
            };
            serve(app, listener, stop).await.unwrap();
        });
        Listening {
            address,
            stop,
            task,
        }
    }
}

/// Where `cargo xtask` put them; by hand the same folder is found.
pub fn fonts() -> PathBuf {
    let told = std::env::var_os("ANJIAN_FONTS").map(PathBuf::from);
    told.unwrap_or_else(|| {
        let home = std::env::home_dir().unwrap();
        home.join(".cache/anjian/tools/fonts-0.1.1")
    })
}

fn config(folder: &TempDir, dist: Option<PathBuf>) -> Config {
    Config {
        data: folder.path().to_owned(),
        listen: "127.0.0.1:0".parse().unwrap(),
        dist,
        demo: false,
        long_case: None,
        trusted_proxy: None,
        help_phone: "12368".into(),
        max_file: anjian_api::file::MAX_FILE,
        code_life_ms: anjian_api::handoff::CODE_MS,
        part_patience: anjian_server::config::PART_PATIENCE,
        file_worker: None,
        office: None,
        heif: None,
        fonts: Some(fonts()),
        min_free_permille: 0,
    }
}

pub struct Listening {
    pub address: SocketAddr,
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl Listening {
    pub fn begin_to_stop(self) -> JoinHandle<()> {
        let _ = self.stop.send(());
        self.task
    }
}

impl Case {
    pub fn path(&self, rest: &str) -> String {
        format!("/api/cases/{}{rest}", self.id)
    }

    pub async fn submit(&self, browser: &Browser, command: Value) -> Answer {
        self.submit_as(browser, Uuid::new_v4(), command).await
    }

    pub async fn submit_as(&self, browser: &Browser, id: Uuid, command: Value) -> Answer {
        browser
            .put(&self.path(&format!("/commands/{id}")), command)
            .await
    }

    pub async fn say(&self, browser: &Browser, words: &str, audience: Value) -> Answer {
        let answer = self.submit(browser, message(words, audience)).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer
    }
}

pub fn message(words: &str, audience: Value) -> Value {
    json!({"kind": "send_message", "content": {"form": "text", "text": words}, "audience": audience})
}
