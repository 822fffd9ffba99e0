//! The server's addresses. Nothing else in the app knows a URL of the API.

mod documents;
mod error;
mod feedback;
mod files;
mod handoff;
mod live;
mod wire;

use std::cell::RefCell;
use std::rc::Rc;

use anjian_api::account::{
    DemoLogInRequest, Device, FoundPerson, LogInRequest, NewAccount, NewAccountRequest,
    PasswordRequest, PersonLookupRequest, ServerInfo, Session,
};
use anjian_api::case::{Accepted, CaseMarks, CaseSummary, Draft, EntryPage, Opening, Position};
use anjian_api::command::Command;
use anjian_api::ids::{CaseId, CommandId, DeviceId, Seq};
use anjian_api::problem::ProblemCode;
use anjian_domain::CaseState;
use anjian_sync::{SessionEnd, Transport};
use serde::Serialize;
use serde::de::DeserializeOwned;

pub use error::ApiError;
pub use feedback::{feedback_attachment_url, feedback_table_url};
pub use files::{file_url, page_url};
pub use live::fetch_live_code;
pub use wire::{Answering, BrowserWire, LiveConnection, LiveEvent, OnLive, Wire};

use crate::platform::net::{Answer, Request};

const TIMEOUT_MS: u32 = 15_000;

type OnSessionEnd = Rc<dyn Fn(SessionEnd)>;

/// The server, as the app sees it.
#[derive(Clone)]
pub struct Api {
    wire: Rc<dyn Wire>,
    on_session_end: Rc<RefCell<Option<OnSessionEnd>>>,
}

impl Api {
    /// The server over this wire.
    pub fn new(wire: impl Wire + 'static) -> Self {
        Self {
            wire: Rc::new(wire),
            on_session_end: Rc::default(),
        }
    }

    /// Who is told when any answer says that the session does not carry requests.
    pub fn on_session_end(&self, told: impl Fn(SessionEnd) + 'static) {
        self.on_session_end.replace(Some(Rc::new(told)));
    }

    /// What there is to know before anybody is signed in.
    pub async fn info(&self) -> Result<ServerInfo, ApiError> {
        self.get("/api/info".to_owned()).await
    }

    /// Signs in.
    pub async fn log_in(&self, request: &LogInRequest) -> Result<Session, ApiError> {
        self.with_body("POST", "/api/session".to_owned(), request)
            .await
    }

    /// Enters as a person of the demonstration.
    pub async fn demo_log_in(&self, request: &DemoLogInRequest) -> Result<Session, ApiError> {
        self.with_body("POST", "/api/demo/session".to_owned(), request)
            .await
    }

    /// Who is signed in.
    pub async fn session(&self) -> Result<Session, ApiError> {
        self.get("/api/session".to_owned()).await
    }

    /// Signs this device out.
    pub async fn log_out(&self) -> Result<(), ApiError> {
        self.delete("/api/session".to_owned()).await
    }

    /// Changes the password; ends all other sessions.
    pub async fn change_password(&self, request: &PasswordRequest) -> Result<Session, ApiError> {
        self.with_body("POST", "/api/session/password".to_owned(), request)
            .await
    }

    /// The person's signed-in devices.
    pub async fn devices(&self) -> Result<Vec<Device>, ApiError> {
        self.get("/api/devices".to_owned()).await
    }

    /// Signs another device out.
    pub async fn end_device(&self, device: DeviceId) -> Result<(), ApiError> {
        self.delete(format!("/api/devices/{device}")).await
    }

    /// The person's cases.
    pub async fn cases(&self) -> Result<Vec<CaseSummary>, ApiError> {
        self.get("/api/cases".to_owned()).await
    }

    /// A case at its head, with the last page of entries.
    pub async fn opening(&self, case: CaseId) -> Result<Opening<CaseState>, ApiError> {
        self.get(format!("/api/cases/{case}")).await
    }

    /// Entries after a number, oldest first.
    pub async fn entries_after(
        &self,
        case: CaseId,
        after: Seq,
        limit: u32,
    ) -> Result<EntryPage, ApiError> {
        self.get(format!(
            "/api/cases/{case}/entries?after={after}&limit={limit}"
        ))
        .await
    }

    /// Entries before a number, oldest first.
    pub async fn entries_before(
        &self,
        case: CaseId,
        before: Seq,
        limit: u32,
    ) -> Result<EntryPage, ApiError> {
        self.get(format!(
            "/api/cases/{case}/entries?before={before}&limit={limit}"
        ))
        .await
    }

    /// Gives a command. Repeating it is safe.
    pub async fn command(
        &self,
        case: CaseId,
        id: CommandId,
        command: &Command,
    ) -> Result<Accepted, ApiError> {
        self.with_body("PUT", format!("/api/cases/{case}/commands/{id}"), command)
            .await
    }

    /// Remembers how far the person has read.
    pub async fn set_position(&self, case: CaseId, read: Seq) -> Result<(), ApiError> {
        self.tell(format!("/api/cases/{case}/position"), &Position { read })
            .await
    }

    /// Keeps what the person has typed.
    pub async fn set_draft(&self, case: CaseId, text: &str) -> Result<(), ApiError> {
        let draft = Draft {
            text: text.to_owned(),
        };
        self.tell(format!("/api/cases/{case}/draft"), &draft).await
    }

    /// Remembers how the person arranged a case in the list.
    pub async fn set_marks(&self, case: CaseId, marks: CaseMarks) -> Result<(), ApiError> {
        self.tell(format!("/api/cases/{case}/marks"), &marks).await
    }

    /// The court makes an account.
    pub async fn new_account(&self, request: &NewAccountRequest) -> Result<NewAccount, ApiError> {
        self.with_body("POST", "/api/accounts".to_owned(), request)
            .await
    }

    /// The court finds somebody by number.
    pub async fn find_person(
        &self,
        request: &PersonLookupRequest,
    ) -> Result<FoundPerson, ApiError> {
        self.with_body("POST", "/api/people/lookup".to_owned(), request)
            .await
    }

    /// A text file, as UTF-8.
    pub async fn text_of_file(
        &self,
        case: CaseId,
        file: anjian_api::file::FileId,
    ) -> Result<String, ApiError> {
        let url = file_url(case, file, anjian_api::file::FileVariant::Play);
        self.exchange("GET", url, None).await
    }

    /// Leads everybody to a place in an exhibit.
    pub async fn present(
        &self,
        case: CaseId,
        place: &anjian_api::frame::Present,
    ) -> Result<(), ApiError> {
        self.tell(format!("/api/cases/{case}/presentation"), place)
            .await
    }

    /// Leads nobody any more.
    pub async fn stop_presenting(&self, case: CaseId) -> Result<(), ApiError> {
        self.delete(format!("/api/cases/{case}/presentation")).await
    }

    /// Opens a live connection.
    pub fn open_live(&self, transport: Transport, on_event: OnLive) -> Box<dyn LiveConnection> {
        self.wire.open_live(transport, on_event)
    }

    async fn get<T: DeserializeOwned>(&self, url: String) -> Result<T, ApiError> {
        read(&self.exchange("GET", url, None).await?)
    }

    async fn delete(&self, url: String) -> Result<(), ApiError> {
        self.exchange("DELETE", url, None).await.map(|_| ())
    }

    /// Puts something whose answer says nothing more than that it was taken.
    async fn tell(&self, url: String, body: &impl Serialize) -> Result<(), ApiError> {
        let body = serde_json::to_string(body).map_err(|_| ApiError::Cancelled)?;
        self.exchange("PUT", url, Some(body)).await.map(|_| ())
    }

    async fn with_body<T: DeserializeOwned>(
        &self,
        method: &'static str,
        url: String,
        body: &impl Serialize,
    ) -> Result<T, ApiError> {
        let body = serde_json::to_string(body).map_err(|_| ApiError::Cancelled)?;
        read(&self.exchange(method, url, Some(body)).await?)
    }

    /// The part that is the same for every type of answer, compiled once.
    async fn exchange(
        &self,
        method: &'static str,
        url: String,
        body: Option<String>,
    ) -> Result<String, ApiError> {
        self.exchange_within(method, url, body, TIMEOUT_MS).await
    }

    async fn exchange_within(
        &self,
        method: &'static str,
        url: String,
        body: Option<String>,
        timeout_ms: u32,
    ) -> Result<String, ApiError> {
        let request = request(method, url, body, timeout_ms);
        self.judged(self.wire.send(request).await?).await
    }

    /// What an answer says; whoever waits for the end of the session is told of it.
    async fn judged(&self, answer: Answer) -> Result<String, ApiError> {
        let judged = error::judge(answer).await;
        let end = match judged.as_ref().err().and_then(ApiError::code) {
            Some(ProblemCode::SessionEnded) => Some(SessionEnd::Ended),
            Some(ProblemCode::PasswordChangeRequired) => Some(SessionEnd::PasswordChangeRequired),
            _ => None,
        };
        let told = self.on_session_end.borrow().clone();
        if let (Some(end), Some(told)) = (end, told) {
            told(end);
        }
        judged
    }
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, ApiError> {
    serde_json::from_str(text).map_err(|_| ApiError::Malformed)
}

fn request(method: &'static str, url: String, body: Option<String>, timeout_ms: u32) -> Request {
    let mut headers = vec![("accept", "application/json".to_owned())];
    if method != "GET" {
        // Proof against other sites: no form and no link can set these.
        headers.push(("x-anjian", "1".to_owned()));
        headers.push(("content-type", "application/json".to_owned()));
    }
    Request {
        method,
        url,
        headers,
        body,
        timeout_ms,
    }
}
