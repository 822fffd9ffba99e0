//! A case that is being put together at the desk.

use anjian_api::account::Staff;
use anjian_api::case::{CaseStage, Procedure};
use anjian_api::command::{OpenCase, SeatMember};
use anjian_api::ids::{CourtId, Moment, PersonId, SeatId};
use anjian_api::refusal::Refusal;
use anjian_api::role::Role;
use anjian_domain::words::{self, LINE_CHARS};
use anjian_domain::{Actor, Register, open_case, roles};

/// What stands on the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseDraft {
    /// The court.
    pub court: CourtId,
    /// The type code of the 案号.
    pub type_code: String,
    /// 案由
    pub cause: String,
    /// The title; empty takes the suggested one.
    pub title: String,
    /// 审理程序
    pub procedure: Procedure,
    /// The people, in the order of seating.
    pub members: Vec<SeatMember>,
}

/// What is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DraftFault {
    /// The cause.
    Cause(Refusal),
    /// The title.
    Title(Refusal),
    /// The people.
    Members(Refusal),
}

impl CaseDraft {
    /// An empty form of this court.
    #[must_use]
    pub fn new(court: CourtId) -> Self {
        Self {
            court,
            type_code: "民初".to_owned(),
            cause: String::new(),
            title: String::new(),
            procedure: Procedure::FirstOrdinary,
            members: Vec::new(),
        }
    }

    /// The title people would give it: 周敏 诉 韩立; 等 stands for more than one on a side.
    #[must_use]
    pub fn suggested_title(&self) -> String {
        let side = |role: Role| {
            let mut names = self.members.iter().filter(|one| one.role == role);
            let first = names.next().map(|one| one.name.trim().to_owned())?;
            Some(if names.next().is_some() {
                format!("{first}等")
            } else {
                first
            })
        };
        match (side(Role::Plaintiff), side(Role::Defendant)) {
            (Some(plaintiff), Some(defendant)) => format!("{plaintiff} 诉 {defendant}"),
            _ => String::new(),
        }
    }

    /// The command this form becomes.
    #[must_use]
    pub fn command(&self) -> OpenCase {
        let title = match self.title.trim() {
            "" => self.suggested_title(),
            typed => typed.to_owned(),
        };
        OpenCase {
            court: self.court,
            type_code: self.type_code.clone(),
            cause: self.cause.trim().to_owned(),
            title,
            procedure: self.procedure,
            stage: CaseStage::Filed,
            members: self.members.clone(),
        }
    }

    /// Asks the same rule the server will ask.
    ///
    /// # Errors
    /// Everything that is wrong, in the order of the form.
    pub fn check(
        &self,
        me: PersonId,
        post: &Staff,
        now: Moment,
    ) -> Result<OpenCase, Vec<DraftFault>> {
        let command = self.command();
        let mut faults = Vec::new();
        if let Err(refusal) = words::check_line(&command.cause, LINE_CHARS) {
            faults.push(DraftFault::Cause(refusal));
        }
        // Without parties there is no title yet; the people are what is missing, not the title.
        let has_parties = !self.suggested_title().is_empty();
        if (has_parties || !command.title.is_empty())
            && let Err(refusal) = words::check_line(&command.title, LINE_CHARS)
        {
            faults.push(DraftFault::Title(refusal));
        }
        let actor = Actor::Staff {
            person: me,
            court: post.court,
            role: post.role,
        };
        // Cause and title were judged above; here they must not hide what is wrong with the people.
        let judged = OpenCase {
            cause: "x".to_owned(),
            title: "x".to_owned(),
            ..command.clone()
        };
        if let Err(refusal) = open_case(&pretended(post), &actor, &judged, now) {
            faults.push(DraftFault::Members(refusal));
        }
        if faults.is_empty() {
            Ok(command)
        } else {
            Err(faults)
        }
    }

    /// The parties an agent may act for, by their number in the list (from 1).
    #[must_use]
    pub fn parties(&self) -> Vec<(SeatId, String)> {
        let numbered = self.members.iter().zip(1_u16..);
        numbered
            .filter(|(member, _)| roles::is_party(member.role))
            .map(|(member, number)| (SeatId(number), member.name.clone()))
            .collect()
    }

    /// Takes somebody off the list, and with a party its agents; the numbers of the others follow.
    pub fn remove(&mut self, index: usize) {
        let Ok(number) = u16::try_from(index + 1) else {
            return;
        };
        if index >= self.members.len() {
            return;
        }
        let mut leaving = vec![number];
        let agents = self.members.iter().zip(1_u16..);
        leaving.extend(
            agents
                .filter(|(one, _)| one.acts_for == Some(SeatId(number)))
                .map(|(_, agent)| agent),
        );
        let mut numbers = 1_u16..;
        self.members
            .retain(|_| numbers.next().is_none_or(|one| !leaving.contains(&one)));
        for member in &mut self.members {
            if let Some(party) = &mut member.acts_for {
                let gone = leaving.iter().filter(|left| **left < party.0).count();
                party.0 = party
                    .0
                    .saturating_sub(u16::try_from(gone).unwrap_or(u16::MAX));
            }
        }
    }
}

/// A register to judge with: the number it would give is not kept.
fn pretended(post: &Staff) -> Register {
    Register {
        court: post.court,
        court_name: post.court_name.clone(),
        code: "苏0602".to_owned(),
        serial: 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const NOW: Moment = Moment(1_795_190_700_000);

    fn post() -> Staff {
        Staff {
            court: CourtId(1),
            court_name: "示范人民法院".to_owned(),
            role: Role::Clerk,
        }
    }

    fn member(id: u128, name: &str, role: Role, acts_for: Option<u16>) -> SeatMember {
        SeatMember {
            person: PersonId(Uuid::from_u128(id)),
            name: name.to_owned(),
            role,
            acts_for: acts_for.map(SeatId),
            authority: None,
            phone: None,
        }
    }

    fn draft() -> CaseDraft {
        let mut draft = CaseDraft::new(CourtId(1));
        draft.cause = "民间借贷纠纷".to_owned();
        draft.members = vec![
            member(1, "林书记员", Role::Clerk, None),
            member(2, "周敏", Role::Plaintiff, None),
            member(3, "张律师", Role::Agent, Some(2)),
            member(4, "韩立", Role::Defendant, None),
            member(5, "李律师", Role::Agent, Some(4)),
        ];
        draft
    }

    fn check(draft: &CaseDraft) -> Result<OpenCase, Vec<DraftFault>> {
        draft.check(PersonId(Uuid::from_u128(1)), &post(), NOW)
    }

    #[test]
    fn the_title_follows_the_parties_until_one_is_typed() {
        let mut draft = draft();
        assert_eq!(check(&draft).unwrap().title, "周敏 诉 韩立");
        draft
            .members
            .push(member(6, "远航公司", Role::Defendant, None));
        assert_eq!(draft.suggested_title(), "周敏 诉 韩立等");
        draft.title = "  借条案 ".to_owned();
        assert_eq!(check(&draft).unwrap().title, "借条案");
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_once() {
        let empty = CaseDraft::new(CourtId(1));
        let faults = check(&empty).unwrap_err();
        let expected = [
            DraftFault::Cause(Refusal::Empty),
            DraftFault::Members(Refusal::PartiesMissing),
        ];
        assert_eq!(faults, expected);
    }

    #[test]
    fn a_party_leaves_with_its_agents_and_the_numbers_follow() {
        let mut draft = draft();
        draft.remove(1);
        let names: Vec<_> = draft.members.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["林书记员", "韩立", "李律师"]);
        assert_eq!(draft.members[2].acts_for, Some(SeatId(2)));
        assert_eq!(draft.parties(), [(SeatId(2), "韩立".to_owned())]);
    }

    #[test]
    fn an_agent_leaves_alone() {
        let mut draft = draft();
        draft.remove(2);
        assert_eq!(draft.members.len(), 4);
        assert_eq!(draft.members[3].acts_for, Some(SeatId(3)));
        assert!(check(&draft).is_ok());
    }

    #[test]
    fn the_same_person_twice_is_told_before_sending() {
        let mut draft = draft();
        draft
            .members
            .push(member(2, "周敏", Role::ThirdParty, None));
        assert_eq!(
            check(&draft),
            Err(vec![DraftFault::Members(Refusal::AlreadySeated)])
        );
    }
}
