//! `anjian-server appoint`: the first people of a court, on the machine itself.
//!
//! Who may log in is made by who is logged in; somebody has to be the first.

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;

use anjian_api::account::Staff;
use anjian_api::ids::CourtId;
use anjian_api::role::Role;

use crate::accounts::hasher::{HashError, Hasher};
use crate::accounts::records::{RecordError, Records};
use crate::accounts::{AccountError, Accounts};
use crate::clock::SystemClock;
use crate::ledger::{Ledger, LedgerConfig, ReadError, StartError};
use crate::store::CourtRow;

const USAGE: &str = "anjian-server appoint --data DIR --court NUMBER --court-name NAME \
    --court-code CODE --role judge|clerk|judge_assistant|court_administrator --phone NUMBER --name NAME";

/// Who is appointed where.
#[derive(Debug)]
pub struct Appointment {
    data: PathBuf,
    court: CourtRow,
    role: Role,
    phone: String,
    name: String,
}

/// Why nobody was appointed.
#[derive(Debug, thiserror::Error)]
pub enum AppointError {
    /// Not a form we know.
    #[error("{0}\n\n{USAGE}")]
    Usage(String),
    /// The cases.
    #[error(transparent)]
    Ledger(#[from] StartError),
    /// The court.
    #[error(transparent)]
    Court(#[from] ReadError),
    /// The accounts database.
    #[error(transparent)]
    Records(#[from] RecordError),
    /// The passwords.
    #[error(transparent)]
    Hasher(#[from] HashError),
    /// The account.
    #[error(transparent)]
    Account(#[from] AccountError),
}

impl Appointment {
    /// Reads the command line after `appoint`.
    ///
    /// # Errors
    /// When it is not understood.
    pub fn read(args: impl IntoIterator<Item = OsString>) -> Result<Self, AppointError> {
        use lexopt::ValueExt;
        let usage = |error: lexopt::Error| AppointError::Usage(error.to_string());
        let mut parser = lexopt::Parser::from_args(args);
        let mut found = std::collections::HashMap::new();
        while let Some(arg) = parser.next().map_err(usage)? {
            let lexopt::Arg::Long(name) = arg else {
                return Err(usage(arg.unexpected()));
            };
            let name = name.to_owned();
            found.insert(
                name,
                parser.value().and_then(|v| v.string()).map_err(usage)?,
            );
        }
        let mut take = |name: &str| {
            found
                .remove(name)
                .ok_or_else(|| AppointError::Usage(format!("--{name} is missing")))
        };
        let court = take("court")?
            .parse()
            .map_err(|_| AppointError::Usage("--court".into()))?;
        let role = serde_json::from_value(take("role")?.into());
        let appointment = Self {
            data: take("data")?.into(),
            court: CourtRow {
                id: CourtId(court),
                name: take("court-name")?,
                code: take("court-code")?,
            },
            role: role.map_err(|_| AppointError::Usage("--role".into()))?,
            phone: take("phone")?,
            name: take("name")?,
        };
        let works_there = matches!(
            appointment.role,
            Role::Judge | Role::Clerk | Role::JudgeAssistant | Role::CourtAdministrator
        );
        if !works_there || !found.is_empty() {
            return Err(AppointError::Usage("an unknown role or option".into()));
        }
        Ok(appointment)
    }

    /// Makes court, account and post, where they are not there yet. The first password, when the
    /// account is new.
    ///
    /// # Errors
    /// When something cannot be written.
    pub async fn carry_out(self) -> Result<Option<String>, AppointError> {
        let clock = Arc::new(SystemClock);
        let ledger = Ledger::start(LedgerConfig::in_folder(&self.data), clock.clone()).await?;
        let records = Records::open(&self.data.join("accounts.db")).await?;
        let accounts = Accounts::new(records, ledger.keys().clone(), Hasher::new()?, clock);
        let post = Staff {
            court: self.court.id,
            court_name: self.court.name.clone(),
            role: self.role,
        };
        ledger.put_court(self.court).await?;
        let (person, first_password) = match accounts.by_phone(&self.phone).await? {
            Some(person) => (person, None),
            None => {
                let (person, first) = accounts.create(&self.phone, &self.name).await?;
                (person, Some(first))
            }
        };
        accounts.appoint(person, &post).await?;
        ledger.shutdown().await;
        accounts.close().await;
        Ok(first_password)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(data: &str, role: &str) -> Result<Appointment, AppointError> {
        let line = format!(
            "--data {data} --court 1 --court-name 法院 --court-code 苏0602 --role {role} --phone 13800000001 --name 张三"
        );
        Appointment::read(line.split(' ').map(OsString::from))
    }

    #[tokio::test]
    async fn the_first_clerk_gets_a_first_password_and_a_second_post_gets_none() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().to_str().unwrap();
        let first = read(data, "clerk").unwrap().carry_out().await.unwrap();
        assert_eq!(first.unwrap().len(), 12);
        let second = read(data, "court_administrator")
            .unwrap()
            .carry_out()
            .await
            .unwrap();
        assert!(second.is_none());
    }

    #[test]
    fn nobody_is_appointed_a_party_and_nothing_is_guessed() {
        assert!(matches!(
            read("d", "plaintiff"),
            Err(AppointError::Usage(_))
        ));
        assert!(matches!(read("d", "wizard"), Err(AppointError::Usage(_))));
        assert!(matches!(
            Appointment::read(["--data".into()]),
            Err(AppointError::Usage(_))
        ));
        let typo = ["--dta", "x"].map(OsString::from);
        assert!(matches!(
            Appointment::read(typo),
            Err(AppointError::Usage(_))
        ));
    }
}
