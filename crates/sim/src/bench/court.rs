//! The server of the bench: started on a fresh folder, with people signed in and cases opened.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command as Process, Stdio};

use anjian_api::account::{DemoLogInRequest, DemoPerson, ServerInfo, Session};
use anjian_api::case::{CaseStage, Procedure};
use anjian_api::command::{Command, OpenCase, SeatMember};
use anjian_api::ids::{CaseId, CourtId, PersonId};
use anjian_api::role::Role;

use super::BenchError;
use super::http::{Answer, Connection};
use crate::dice::Dice;

/// Seats of each case.
pub(super) const SEATS: usize = 4;
/// Who sits there. The clerk opens the cases.
const ROLES: [Role; SEATS] = [Role::Clerk, Role::Judge, Role::Plaintiff, Role::Defendant];

/// A person who is signed in.
pub(super) struct Person {
    pub(super) id: PersonId,
    pub(super) cookie: String,
    name: String,
    role: Role,
    court: Option<CourtId>,
}

/// A running server. It ends, and its folder with it, when this is dropped.
pub(super) struct Court {
    process: Child,
    folder: PathBuf,
    address: SocketAddr,
    people: Vec<Person>,
}

impl Court {
    /// Starts the server and signs four people in.
    pub(super) fn start(server: &Path) -> Result<Self, BenchError> {
        let folder = std::env::temp_dir().join(format!("anjian-bench-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        let mut process = Process::new(server)
            .arg("--data")
            .arg(folder.join("data"))
            .args(["--demo", "--port", "0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let said = process.stdout.take().ok_or("no output to read")?;
        let mut court = Self {
            process,
            folder,
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
            people: Vec::new(),
        };
        let mut line = String::new();
        BufReader::new(said).read_line(&mut line)?;
        let address = line
            .trim()
            .rsplit_once("http://")
            .map(|(_, address)| address);
        court.address = address.ok_or("the server did not start")?.parse()?;
        court.sign_in()?;
        Ok(court)
    }

    pub(super) fn people(&self) -> &[Person] {
        &self.people
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(super) fn pid(&self) -> u32 {
        self.process.id()
    }

    /// A connection of its own for a person.
    pub(super) fn connect(&self, person: &Person) -> Result<Connection, BenchError> {
        Connection::open(self.address, &person.cookie)
    }

    fn sign_in(&mut self) -> Result<(), BenchError> {
        let mut nobody = Connection::open(self.address, "")?;
        let info: ServerInfo = read(&nobody.ask("GET", "/api/info", None)?)?;
        for role in ROLES {
            let invented = info.demo_people.iter().find(|person| person.role == role);
            let DemoPerson { person, name, .. } = invented.ok_or("somebody is missing")?.clone();
            let request = DemoLogInRequest {
                person,
                device: "bench".into(),
            };
            let body = serde_json::to_vec(&request)?;
            let answer = nobody.ask("POST", "/api/demo/session", Some(&body))?;
            let session: Session = read(&answer)?;
            self.people.push(Person {
                id: person,
                cookie: answer.cookie.ok_or("no cookie")?,
                name,
                role,
                court: session.staff.first().map(|post| post.court),
            });
        }
        Ok(())
    }

    /// The clerk opens cases in which all four sit.
    pub(super) fn open_cases(&self, count: usize) -> Result<Vec<CaseId>, BenchError> {
        let clerk = self.people.first().ok_or("no clerk")?;
        let command = Command::OpenCase(OpenCase {
            court: clerk.court.ok_or("the clerk has no post")?,
            type_code: "民初".into(),
            cause: "民间借贷纠纷".into(),
            title: "压力测试".into(),
            procedure: Procedure::FirstSummary,
            stage: CaseStage::Evidence,
            members: self.people.iter().map(seat).collect(),
        });
        let body = serde_json::to_vec(&command)?;
        let mut connection = self.connect(clerk)?;
        let mut dice = Dice::new(u64::from(self.pid()));
        let mut cases = Vec::new();
        for _ in 0..count {
            let (case, id) = (CaseId(dice.uuid()), dice.uuid());
            let path = format!("/api/cases/{case}/commands/{id}");
            let answer = connection.ask("PUT", &path, Some(&body))?;
            read::<serde_json::Value>(&answer)?;
            cases.push(case);
        }
        Ok(cases)
    }
}

fn seat(person: &Person) -> SeatMember {
    SeatMember {
        person: person.id,
        name: person.name.clone(),
        role: person.role,
        acts_for: None,
        authority: None,
        phone: None,
    }
}

fn read<T: serde::de::DeserializeOwned>(answer: &Answer) -> Result<T, BenchError> {
    if answer.status != 200 {
        let said = String::from_utf8_lossy(&answer.body);
        return Err(format!("{} {said}", answer.status).into());
    }
    Ok(serde_json::from_slice(&answer.body)?)
}

impl Drop for Court {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
