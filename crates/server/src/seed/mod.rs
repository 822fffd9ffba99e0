//! The demonstration: an invented court with invented people and five cases.
//!
//! Everybody and everything here is made up. The passwords are random for each data folder and are
//! written down only here, because a demonstration shows them to whoever opens it.

mod crash;
mod long;
mod papers;
mod renovation;
mod script;
mod signed;
mod stories;

use std::io::Write as _;
use std::path::Path;

use anjian_api::account::{DemoPerson, Staff};
use anjian_api::case::Position;
use anjian_api::ids::{CaseId, CourtId, Moment, PersonId, Seq};
use anjian_api::role::Role;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::accounts::{AccountError, Accounts, password};
use crate::files::{FileError, Files};
use crate::ledger::{Ledger, ReadError, SubmitError};
use crate::papers::{PaperError, Papers};
use crate::store::CourtRow;

pub use long::long_case;

/// The demonstration's own file in the data folder.
const FILE: &str = "demo.json";
const COURT: CourtId = CourtId(1);
const COURT_NAME: &str = "示范人民法院";
/// No court has this code.
const COURT_CODE: &str = "苏0699";

/// Entries at the end of each case that nobody has read yet.
const UNREAD: u64 = 2;

/// Name, role, number. The numbers are invented like the names.
const PEOPLE: [(&str, Role, &str); 8] = [
    ("陈明", Role::Judge, "19900000001"),
    ("林晓", Role::Clerk, "19900000002"),
    ("周敏", Role::Plaintiff, "19900000003"),
    ("吴越", Role::Agent, "19900000004"),
    ("韩立", Role::Defendant, "19900000005"),
    ("何静", Role::Observer, "19900000006"),
    ("沈悦", Role::JudgeAssistant, "19900000007"),
    ("许可", Role::CourtAdministrator, "19900000008"),
];

/// Why there is no demonstration.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    /// The demonstration's file cannot be used.
    #[error("the demonstration's file: {0}")]
    File(#[from] std::io::Error),
    /// The demonstration's file cannot be read.
    #[error("the demonstration's file: {0}")]
    Form(#[from] serde_json::Error),
    /// No randomness for a password.
    #[error("no randomness: {0}")]
    Random(#[from] getrandom::Error),
    /// An account could not be made.
    #[error(transparent)]
    Account(#[from] AccountError),
    /// A case could not be told.
    #[error(transparent)]
    Submit(#[from] SubmitError),
    /// A file could not be put down.
    #[error(transparent)]
    Upload(#[from] FileError),
    /// A paper could not be made or signed.
    #[error("a paper: {0:?}")]
    Paper(PaperError),
    /// The court could not be kept.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The data folder holds a real court.
    #[error("the data folder holds a court that is no demonstration")]
    RealCourt,
}

impl From<PaperError> for SeedError {
    fn from(error: PaperError) -> Self {
        Self::Paper(error)
    }
}

/// What the file says.
#[derive(Serialize, Deserialize)]
struct Demo {
    people: Vec<DemoPerson>,
    cases: Vec<CaseId>,
    /// When the stories were told: a start that was interrupted goes on from there.
    told_at: Moment,
    done: bool,
}

/// The people one may enter as; makes court, people and cases in an empty folder.
///
/// Every step may be repeated, so that a first start that was interrupted is made good by the next.
///
/// # Errors
/// When the folder holds a real court, or something cannot be written.
pub async fn demo(
    folder: &Path,
    ledger: &Ledger,
    (files, papers): (&Files, &Papers),
    accounts: &Accounts,
    now: Moment,
) -> Result<Vec<DemoPerson>, SeedError> {
    let path = folder.join(FILE);
    let mut demo = match std::fs::read(&path) {
        Ok(bytes) => serde_json::from_slice(&bytes)?,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            if ledger.court(COURT).await?.is_some() {
                return Err(SeedError::RealCourt);
            }
            let demo = invent(now)?;
            write(&path, &demo)?;
            demo
        }
        Err(error) => return Err(error.into()),
    };
    if !demo.done {
        // An earlier version began with fewer cases.
        demo.cases
            .resize_with(stories::COUNT, || CaseId(Uuid::new_v4()));
        write(&path, &demo)?;
        settle(ledger, accounts, &demo).await?;
        stories::tell(ledger, files, papers, &demo).await?;
        read(ledger, &demo).await?;
        demo.done = true;
        write(&path, &demo)?;
    }
    Ok(demo.people)
}

/// Everybody has read their cases but for the last words, as people have.
async fn read(ledger: &Ledger, demo: &Demo) -> Result<(), SeedError> {
    for case in &demo.cases {
        for person in &demo.people {
            let Some(member) = ledger.member(person.person, *case).await? else {
                continue;
            };
            let head = ledger.entries_after(&member, Seq::START, 1).await?.head;
            let read = Seq(head.0.saturating_sub(UNREAD));
            ledger.set_position(&member, Position { read }).await?;
        }
    }
    Ok(())
}

fn invent(now: Moment) -> Result<Demo, SeedError> {
    let mut people = Vec::new();
    for (name, role, phone) in PEOPLE {
        people.push(DemoPerson {
            person: PersonId(Uuid::new_v4()),
            name: name.to_owned(),
            role,
            phone: phone.to_owned(),
            password: password::first_password()?,
        });
    }
    let cases = std::iter::repeat_with(|| CaseId(Uuid::new_v4()))
        .take(stories::COUNT)
        .collect();
    Ok(Demo {
        people,
        cases,
        told_at: now,
        done: false,
    })
}

/// Makes court, accounts and posts.
async fn settle(ledger: &Ledger, accounts: &Accounts, demo: &Demo) -> Result<(), SeedError> {
    let court = CourtRow {
        id: COURT,
        name: COURT_NAME.to_owned(),
        code: COURT_CODE.to_owned(),
    };
    ledger.put_court(court).await?;
    for one in &demo.people {
        let made = accounts
            .create_with_password(one.person, &one.phone, &one.name, &one.password)
            .await;
        match made {
            Ok(()) | Err(AccountError::Exists) => {}
            Err(error) => return Err(error.into()),
        }
        if let Some(post) = post(one) {
            accounts.appoint(one.person, &post).await?;
        }
    }
    Ok(())
}

/// The post of a person who works at the court.
fn post(person: &DemoPerson) -> Option<Staff> {
    let works_there = matches!(
        person.role,
        Role::Judge | Role::Clerk | Role::JudgeAssistant | Role::CourtAdministrator
    );
    works_there.then(|| Staff {
        court: COURT,
        court_name: COURT_NAME.to_owned(),
        role: person.role,
    })
}

/// Writes the file for its owner's eyes, whole or not at all.
fn write(path: &Path, demo: &Demo) -> Result<(), SeedError> {
    let draft = path.with_extension("new");
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&draft)?;
    file.write_all(&serde_json::to_vec_pretty(demo)?)?;
    file.sync_all()?;
    std::fs::rename(&draft, path)?;
    Ok(())
}

#[cfg(test)]
mod tests;
