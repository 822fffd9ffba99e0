//! Accounts, sessions, devices.

use serde::{Deserialize, Serialize};

use crate::bytes::VerifyKey;
use crate::ids::{CourtId, DeviceId, Moment, PersonId};
use crate::role::Role;

/// Signs in. The answer is a `Session` and a cookie.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LogInRequest {
    /// Mobile number; `+86`, spaces and dashes are tolerated.
    pub phone: String,
    /// Password.
    pub password: String,
    /// A short description of the device for the person's own list, such as "Chrome · Android".
    pub device: String,
}

/// Changes the password. Ends all other sessions.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PasswordRequest {
    /// The password so far.
    pub current: String,
    /// The new one, 8 to 64 characters.
    pub new: String,
}

/// Who is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Session {
    /// The person.
    pub person: PersonId,
    /// The person's name.
    pub name: String,
    /// The number, masked (138****5678).
    pub phone_masked: String,
    /// The first password must be changed before anything else.
    pub must_change_password: bool,
    /// What the person is in a court's staff.
    pub staff: Vec<Staff>,
    /// This device.
    pub device: DeviceId,
    /// The server runs as a demonstration.
    pub demo: bool,
    /// The server's clock.
    pub now: Moment,
}

/// A post in a court's staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Staff {
    /// The court.
    pub court: CourtId,
    /// The court's name.
    pub court_name: String,
    /// Judge, clerk, judge's assistant or court administrator.
    pub role: Role,
}

/// One signed-in device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Device {
    /// Its number.
    pub id: DeviceId,
    /// What it said it is.
    pub label: String,
    /// When it signed in.
    pub signed_in: Moment,
    /// When it was last seen.
    pub seen: Moment,
    /// It is the one that asks.
    pub this: bool,
}

/// The court makes an account.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewAccountRequest {
    /// Mobile number.
    pub phone: String,
    /// The person's name.
    pub name: String,
}

/// A fresh account. The password is shown this once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewAccount {
    /// The person.
    pub person: PersonId,
    /// The first password; it opens one session, whose only right is to change it.
    pub first_password: String,
}

/// The court looks for somebody by number, to give them a seat in a case.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PersonLookupRequest {
    /// Mobile number; `+86`, spaces and dashes are tolerated.
    pub phone: String,
}

/// Whom the number belongs to.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FoundPerson {
    /// The person.
    pub person: PersonId,
    /// The name of the account.
    pub name: String,
}

/// The people a newcomer may enter as, in a demonstration only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DemoPerson {
    /// The person.
    pub person: PersonId,
    /// Invented name.
    pub name: String,
    /// The role in the demonstration case.
    pub role: Role,
    /// The number to sign in with the ordinary way.
    pub phone: String,
    /// The password to sign in with the ordinary way.
    pub password: String,
}

/// Enters as a demo person with one tap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DemoLogInRequest {
    /// Who.
    pub person: PersonId,
    /// A short description of the device.
    pub device: String,
}

/// What an app asks before anybody is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServerInfo {
    /// The version of the server.
    pub version: String,
    /// It runs as a demonstration.
    pub demo: bool,
    /// In a demonstration: who there is to enter as.
    pub demo_people: Vec<DemoPerson>,
    /// The telephone number of the court's help desk.
    pub help_phone: String,
    /// The key that receipts of files are verified with.
    #[serde(default)]
    pub receipts_key: VerifyKey,
    /// Bytes of the largest file.
    #[serde(default = "max_file")]
    pub max_file: u64,
    /// Office documents are shown as pages.
    #[serde(default)]
    pub office: bool,
    /// HEIC photos are shown as pictures.
    #[serde(default)]
    pub heic: bool,
    /// Papers can be made and signatures set into them.
    #[serde(default)]
    pub papers: bool,
    /// Codes can be sent to telephones, or in a demonstration are shown.
    #[serde(default)]
    pub codes: bool,
}

const fn max_file() -> u64 {
    crate::file::MAX_FILE
}
