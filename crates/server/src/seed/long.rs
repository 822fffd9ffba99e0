//! A very long case, for measuring: 100,000 entries and more through the ledger itself.

use anjian_api::account::DemoPerson;
use anjian_api::audience::Audience;
use anjian_api::case::CaseStage;
use anjian_api::command::{Command, SeatMember};
use anjian_api::ids::{CaseId, Moment, SeatId};
use anjian_api::role::Role;
use futures_util::future::join_all;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::SeedError;
use super::script::{for_party, new_id, open, submitter, words};
use crate::ledger::Ledger;

/// Commands under way at a time: as many as the writer commits at once.
const AT_ONCE: u64 = 256;
/// One entry every so often.
const EVERY_MS: i64 = 40_000;
const LINES: [&str; 6] = [
    "收到。",
    "请看第三组证据，转账记录与借条上的日期是对得上的。",
    "我方对真实性无异议，对关联性有异议：这笔款项是另一份合同的货款，与本案无关。",
    "好的，已记入笔录。",
    "请双方围绕争议焦点发表意见，每方五分钟。",
    "这个时间我确认一下，\n稍后答复。",
];

/// Makes a case with this many entries by the people of the demonstration.
///
/// # Errors
/// When something cannot be written.
pub async fn long_case(
    ledger: &Ledger,
    people: &[DemoPerson],
    entries: u64,
    now: Moment,
) -> Result<CaseId, SeedError> {
    let case = CaseId(Uuid::new_v4());
    let seated = seats(people);
    let start = now.plus_ms(-EVERY_MS.saturating_mul(i64::try_from(entries).unwrap_or(i64::MAX)));
    let Some(clerk) = people.iter().find(|person| person.role == Role::Clerk) else {
        return Ok(case);
    };
    let opening = open(
        "建设工程施工合同纠纷",
        &format!("演示：{entries} 条记录的案件"),
        CaseStage::Evidence,
        seated.iter().map(|(_, seat)| seat.clone()).collect(),
    );
    let opened = ledger
        .submit_at(submitter(clerk), case, new_id(), opening, [0; 32], start)
        .await?;
    let speakers: Vec<&DemoPerson> = seated
        .iter()
        .filter(|(person, _)| person.role != Role::Observer)
        .map(|(person, _)| *person)
        .collect();
    let mut said = opened.last.0;
    while said < entries {
        let group = said..entries.min(said + AT_ONCE);
        said = group.end;
        let sent = group.map(|number| {
            let index = usize::try_from(number).unwrap_or_default();
            let speaker = speakers[index % speakers.len()];
            let command = line(number, speaker.role);
            let body = Sha256::digest(number.to_be_bytes()).into();
            let at = start.plus_ms(EVERY_MS * i64::try_from(number).unwrap_or_default());
            ledger.submit_at(submitter(speaker), case, new_id(), command, body, at)
        });
        for accepted in join_all(sent).await {
            accepted?;
        }
    }
    ledger.refresh_views(case).await;
    Ok(case)
}

/// A line of talk; every ninth of the court's is for the court only.
fn line(number: u64, role: Role) -> Command {
    let text = LINES[usize::try_from(number % 6).unwrap_or_default()];
    let private = number.is_multiple_of(9) && matches!(role, Role::Judge | Role::Clerk);
    let audience = if private {
        Audience::Court
    } else {
        Audience::Participants
    };
    words(&format!("{number}. {text}"), audience)
}

fn seats(people: &[DemoPerson]) -> Vec<(&DemoPerson, SeatMember)> {
    let seated = people
        .iter()
        .filter(|person| !matches!(person.role, Role::CourtAdministrator | Role::JudgeAssistant));
    seated
        .map(|person| {
            let seat = SeatMember {
                person: person.person,
                name: person.name.clone(),
                role: person.role,
                acts_for: None,
                authority: None,
                phone: None,
            };
            // Judge, clerk, plaintiff: the plaintiff is the third.
            let is_agent = person.role == Role::Agent;
            (
                person,
                if is_agent {
                    for_party(seat, SeatId(3))
                } else {
                    seat
                },
            )
        })
        .collect()
}
