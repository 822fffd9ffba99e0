//! One sample of every wire type beside its golden JSON.
//!
//! The same list runs on the host, in the server's tests and in the browser: both sides read and
//! write the same bytes. `ANJIAN_BLESS=1 cargo test --test contract` writes the files anew; a
//! changed file is a changed protocol and needs a reason.

use anjian_api::act::*;
use anjian_api::audience::Audience;
use anjian_api::bytes::{Leaf, Salt, Sha256Digest, Sm3Digest};
use anjian_api::case::*;
use anjian_api::command::*;
use anjian_api::entry::*;
use anjian_api::file::{Capture, FileFacts, FileId, FileKind};
use anjian_api::frame::*;
use anjian_api::ids::*;
use anjian_api::problem::{Problem, ProblemCode};
use anjian_api::refusal::Refusal;
use anjian_api::role::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

/// One wire type: its name, its golden text, the JSON of its sample, and whether the golden text reads as the sample.
pub struct Golden {
    pub name: &'static str,
    pub text: &'static str,
    pub written: String,
    pub reads: Box<dyn Fn(&str) -> bool>,
}

impl Golden {
    /// It is written as this text, and read from it.
    pub fn require(&self, text: &str) {
        assert_eq!(self.written, text, "{} is written differently", self.name);
        assert!((self.reads)(text), "{} is read differently", self.name);
    }

    fn of<T>(name: &'static str, text: &'static str, sample: T) -> Self
    where
        T: Serialize + DeserializeOwned + PartialEq + 'static,
    {
        let written = serde_json::to_string_pretty(&sample).unwrap() + "\n";
        let reads =
            move |text: &str| serde_json::from_str::<T>(text).is_ok_and(|read| read == sample);
        Self {
            name,
            text,
            written,
            reads: Box::new(reads),
        }
    }
}

/// The golden text is compiled in, because a browser has no files. A new type's file is made with
/// `touch` before it can be blessed.
macro_rules! golden {
    ($name:literal, $sample:expr $(,)?) => {
        Golden::of(
            $name,
            include_str!(concat!("../fixtures/wire/", $name, ".json")),
            $sample,
        )
    };
}

#[path = "golden_cases.rs"]
mod cases;
#[path = "golden_documents.rs"]
mod documents;
#[path = "golden_evidence.rs"]
mod evidence;
#[path = "golden_feedback.rs"]
mod feedback;
#[path = "golden_files.rs"]
mod files;
#[path = "golden_handoff.rs"]
mod handoff;

fn uuid(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn facts() -> CaseFacts {
    CaseFacts {
        court: CourtId(1),
        court_name: "示范人民法院".into(),
        number: "（2026）苏0699民初1号".into(),
        cause: "民间借贷纠纷".into(),
        title: "周敏 诉 韩立".into(),
        procedure: Procedure::FirstSummary,
        stage: CaseStage::Evidence,
    }
}

fn seat() -> Seat {
    Seat {
        id: SeatId(4),
        person: PersonId(uuid(4)),
        name: "吴越".into(),
        role: Role::Agent,
        acts_for: Some(SeatId(3)),
        authority: Some(Authority::Special),
    }
}

fn member() -> SeatMember {
    SeatMember {
        person: PersonId(uuid(4)),
        name: "吴越".into(),
        role: Role::Agent,
        acts_for: Some(SeatId(3)),
        authority: Some(Authority::General),
        phone: Some("13800000004".into()),
    }
}

fn place() -> Location {
    Location {
        lat: 32.0,
        lng: 120.875,
        datum: Datum::Wgs84,
        accuracy_m: Some(20.0),
        label: Some("法院门口".into()),
    }
}

fn header(kind: &str) -> Header {
    Header {
        at: Moment(1_795_000_000_000),
        kind: kind.into(),
        author: SeatId(3),
        prev: Leaf([1; 32]),
        salt: Salt([2; 16]),
    }
}

fn payload(act: Act) -> Payload {
    Payload {
        audience: Audience::Participants,
        act,
    }
}

fn said() -> Act {
    Act::Message(Message {
        content: Content::Text(Text {
            text: "请确认收条。".into(),
        }),
        quote: Some(Seq(7)),
        mentions: vec![SeatId(5)],
    })
}

fn open_entry() -> WireEntry {
    let text = serde_json::to_string(&payload(said())).unwrap();
    let payload = serde_json::value::RawValue::from_string(text).unwrap();
    let open = Open {
        header: header("message"),
        payload,
    };
    WireEntry {
        seq: Seq(8),
        leaf: Leaf([3; 32]),
        shown: Shown::Open(open),
    }
}

fn picture() -> FileFacts {
    FileFacts {
        id: FileId(uuid(20)),
        name: "借条.jpg".into(),
        kind: FileKind::Jpeg,
        size: 204_800,
        sha256: Sha256Digest([5; 32]),
        sm3: Sm3Digest([6; 32]),
        pages: None,
        pixels: Some((1_200, 1_600)),
        locked: false,
        capture: Some(Capture {
            taken: Some("2026-11-22T09:30:00".into()),
            lat: Some(32.0),
            lng: Some(120.875),
            device: Some("示范相机".into()),
        }),
    }
}

fn document() -> FileFacts {
    FileFacts {
        id: FileId(uuid(21)),
        name: "合同.pdf".into(),
        kind: FileKind::Pdf,
        pages: Some(12),
        pixels: None,
        locked: true,
        capture: None,
        ..picture()
    }
}

fn voice() -> Voice {
    Voice {
        file: FileFacts {
            id: FileId(uuid(22)),
            name: "语音.webm".into(),
            kind: FileKind::WebmAudio,
            pixels: None,
            capture: None,
            ..picture()
        },
        duration_ms: 12_000,
        waveform: vec![0, 31, 7],
    }
}

fn notice_text() -> NoticeText {
    NoticeText {
        title: "举证通知".into(),
        words: "请在期限内举证。".into(),
    }
}

/// Every wire type, once.
pub fn all() -> Vec<Golden> {
    let mut all = commands();
    all.extend(acts());
    all.extend(entries());
    all.extend(files::files());
    all.extend(evidence::evidence());
    all.extend(documents::documents());
    all.extend(feedback::feedback());
    all.extend(handoff::handoff());
    all.extend(frames());
    all.extend(cases::cases());
    all.extend(cases::accounts());
    all.push(golden!(
        "problem",
        Problem {
            code: ProblemCode::Refused,
            refusal: Some(Refusal::TooLong { limit: 4_000 }),
            request_id: Some("r1".into()),
            retry_after_ms: Some(1_000),
            limit: Some(52_428_800),
            detail: Some("phone".into()),
        },
    ));
    all.push(golden!("problem_codes", ProblemCode::ALL.to_vec()));
    all.push(golden!("roles", Role::ALL.to_vec()));
    all
}

fn commands() -> Vec<Golden> {
    vec![
        golden!(
            "command_open_case",
            Command::OpenCase(OpenCase {
                court: CourtId(1),
                type_code: "民初".into(),
                cause: "民间借贷纠纷".into(),
                title: "周敏 诉 韩立".into(),
                procedure: Procedure::FirstOrdinary,
                stage: CaseStage::Filed,
                members: vec![member()],
            }),
        ),
        golden!(
            "command_change_stage",
            Command::ChangeStage(ChangeStage {
                stage: CaseStage::Hearing,
            }),
        ),
        golden!("command_seat_member", Command::SeatMember(member())),
        golden!(
            "command_unseat_member",
            Command::UnseatMember(UnseatMember { seat: SeatId(4) }),
        ),
        golden!(
            "command_set_authority",
            Command::SetAuthority(SetAuthority {
                seat: SeatId(4),
                authority: Authority::Special,
            }),
        ),
        golden!(
            "command_send_message",
            Command::SendMessage(SendMessage {
                content: Content::Text(Text {
                    text: "请确认收条。".into(),
                }),
                audience: Audience::Side(Side::Plaintiff),
                quote: Some(Seq(7)),
                mentions: vec![SeatId(5)],
            }),
        ),
        golden!(
            "command_send_location",
            Command::SendMessage(SendMessage {
                content: Content::Location(place()),
                audience: Audience::Named(vec![SeatId(1), SeatId(2)]),
                quote: None,
                mentions: Vec::new(),
            }),
        ),
        golden!(
            "command_recall",
            Command::Recall(Recall { message: Seq(8) }),
        ),
        golden!(
            "command_post_notice",
            Command::PostNotice(PostNotice {
                text: notice_text(),
                audience: Audience::Everyone,
                due: Some(Moment(1_795_100_000_000)),
            }),
        ),
        golden!(
            "command_confirm_notice",
            Command::ConfirmNotice(ConfirmNotice { notice: Seq(9) }),
        ),
        golden!(
            "command_receive_file",
            Command::ReceiveFile(ReceiveFile { file: picture() }),
        ),
        golden!(
            "command_send_files",
            Command::SendMessage(SendMessage {
                content: Content::Files(Files {
                    files: vec![picture(), document()],
                }),
                audience: Audience::Participants,
                quote: None,
                mentions: Vec::new(),
            }),
        ),
        golden!(
            "command_send_voice",
            Command::SendMessage(SendMessage {
                content: Content::Voice(Box::new(voice())),
                audience: Audience::Participants,
                quote: None,
                mentions: Vec::new(),
            }),
        ),
    ]
}

fn acts() -> Vec<Golden> {
    vec![
        golden!("act_case_opened", payload(Act::CaseOpened(facts()))),
        golden!(
            "act_stage_changed",
            payload(Act::StageChanged {
                stage: CaseStage::Closed,
            }),
        ),
        golden!(
            "act_member_seated",
            payload(Act::MemberSeated { seat: seat() }),
        ),
        golden!(
            "act_member_unseated",
            payload(Act::MemberUnseated { seat: SeatId(4) }),
        ),
        golden!(
            "act_authority_set",
            payload(Act::AuthoritySet {
                seat: SeatId(4),
                authority: Authority::General,
            }),
        ),
        golden!(
            "act_contact_noted",
            payload(Act::ContactNoted {
                seat: SeatId(4),
                phone: "13800000004".into(),
            }),
        ),
        golden!("act_message", payload(said())),
        golden!(
            "act_message_recalled",
            payload(Act::MessageRecalled { message: Seq(8) }),
        ),
        golden!(
            "act_notice_posted",
            payload(Act::NoticePosted(Notice {
                text: notice_text(),
                asked: vec![SeatId(3), SeatId(5)],
                due: None,
            })),
        ),
        golden!(
            "act_notice_confirmed",
            payload(Act::NoticeConfirmed { notice: Seq(9) }),
        ),
        golden!(
            "act_file_received",
            payload(Act::FileReceived {
                file: Box::new(picture()),
            }),
        ),
    ]
}

fn entries() -> Vec<Golden> {
    let withheld = Withheld {
        header: header("message"),
        audience: Audience::Court,
        payload_commit: Leaf([4; 32]),
    };
    let sealed = WireEntry {
        seq: Seq(10),
        leaf: Leaf([6; 32]),
        shown: Shown::Sealed,
    };
    vec![
        golden!("entry_open", open_entry()),
        golden!(
            "entry_withheld",
            WireEntry {
                seq: Seq(9),
                leaf: Leaf([5; 32]),
                shown: Shown::Withheld(withheld),
            },
        ),
        golden!("entry_sealed", sealed),
        golden!(
            "entry_page",
            EntryPage {
                entries: vec![open_entry()],
                head: Seq(8),
            },
        ),
    ]
}

fn frames() -> Vec<Golden> {
    let case = CaseId(uuid(1));
    let head = Head { case, seq: Seq(8) };
    vec![
        golden!(
            "frame_hello",
            Frame::Hello(Hello {
                now: Moment(1_795_000_000_000),
                heads: vec![head],
                version: "0.1.0".into(),
            }),
        ),
        golden!(
            "frame_entry",
            Frame::Entry(EntryFrame {
                case,
                entry: open_entry(),
            }),
        ),
        golden!("frame_heads", Frame::Heads(vec![head])),
        golden!(
            "frame_position",
            Frame::Position(PositionFrame {
                case,
                position: Position { read: Seq(8) },
            }),
        ),
        golden!(
            "frame_presence",
            Frame::Presence(Presence {
                case,
                online: vec![SeatId(1)],
                typing: vec![SeatId(3)],
            }),
        ),
        golden!("frame_cases_changed", Frame::CasesChanged),
        golden!("frame_feedback_changed", Frame::FeedbackChanged),
        golden!("frame_session_ended", Frame::SessionEnded),
        golden!(
            "frame_go_away",
            Frame::GoAway(GoAway {
                retry_after_ms: 12_000,
            }),
        ),
        golden!("client_frame_ping", ClientFrame::Ping),
        golden!("client_frame_typing", ClientFrame::Typing { case }),
    ]
}
