//! What people do: mostly talk, now and then something else, now and then something not allowed.

use anjian_api::audience::Audience;
use anjian_api::case::CaseStage;
use anjian_api::command::Datum;
use anjian_api::command::{
    ChangeStage, Command, ConfirmNotice, Content, Location, NoticeText, PostNotice, Recall,
    SendMessage, SetAuthority, Text,
};
use anjian_api::ids::{CommandId, Moment, PersonId, SeatId, Seq};
use anjian_api::role::Authority;
use anjian_domain::{CaseState, may_speak_to};
use anjian_sync::Input;

use super::{Happening, World, documents, evidence};
use crate::dice::Dice;

impl World {
    pub(super) fn act(&mut self, person: usize) {
        if !self.stormy {
            return;
        }
        let again = self.dice.between(200, 2_500);
        self.after(again, Happening::Act(person));
        let tabs = self.people[person].tabs.clone();
        let Some(tab) = self.dice.pick(&tabs).copied() else {
            return;
        };
        if self.tabs[tab].engine.is_none() {
            return;
        }
        if self.dice.happens(60) {
            return self.tidy(person, tab);
        }
        let cases = self.cases.clone();
        let Some(case) = self.dice.pick(&cases).copied() else {
            return;
        };
        if self.dice.happens(150) {
            return self.upload(person, case);
        }
        if self.dice.happens(200) {
            return self.paper(person, tab, case);
        }
        let id = self.people[person].id;
        let now = self.now;
        let Some(view) = self.tabs[tab].views.get(&case) else {
            return;
        };
        let Some(command) = compose(&mut self.dice, &view.state, id, now, self.count) else {
            return;
        };
        // Sometimes several in one breath.
        for turn in 0..=u64::from(self.dice.happens(300)) * 2 {
            let id = CommandId(self.dice.uuid());
            let command = match (&command, turn) {
                (Command::SendMessage(message), 1..) => {
                    let mut another = message.clone();
                    another.content = words(self.count * 10 + turn);
                    Command::SendMessage(another)
                }
                (other, 0) => other.clone(),
                _ => return,
            };
            self.book.gives(tab, case, id);
            self.give(tab, Input::Submit { case, id, command });
        }
    }

    /// Looks after an item that was set aside, or gives up any.
    fn tidy(&mut self, person: usize, tab: usize) {
        let items: Vec<(CommandId, bool)> = self.people[person]
            .outbox
            .values()
            .map(|item| (item.id, item.is_parked()))
            .collect();
        let Some((id, parked)) = self.dice.pick(&items).copied() else {
            return;
        };
        if parked && self.dice.happens(500) {
            self.give(tab, Input::Retry { id });
        } else {
            self.book.unwanted(id);
            self.give(tab, Input::Discard { id });
        }
    }
}

fn words(number: u64) -> Content {
    Content::Text(Text {
        text: format!("第{number}句"),
    })
}

/// Something this seat might want, from what it sees.
fn compose(
    dice: &mut Dice,
    state: &CaseState,
    person: PersonId,
    now: Moment,
    unique: u64,
) -> Option<Command> {
    let seat = state.seat_of(person)?.id;
    let command = match dice.below(100) {
        0..=7 => {
            let own = state
                .recent
                .iter()
                .filter(|(_, message)| message.author == seat);
            let message = own.map(|(seq, _)| *seq).next_back()?;
            Command::Recall(Recall { message })
        }
        8..=10 => Command::PostNotice(PostNotice {
            text: NoticeText {
                title: "开庭通知".into(),
                words: format!("第{unique}号"),
            },
            audience: Audience::Participants,
            due: None,
        }),
        11..=16 => {
            let asked = state
                .notices
                .iter()
                .filter(|(_, notice)| notice.asked.contains(&seat));
            let notice = asked.map(|(seq, _)| *seq).next_back()?;
            Command::ConfirmNotice(ConfirmNotice { notice })
        }
        17 => Command::SetAuthority(SetAuthority {
            seat: SeatId(4),
            authority: if dice.happens(500) {
                Authority::General
            } else {
                Authority::Special
            },
        }),
        18 if dice.happens(150) => Command::ChangeStage(ChangeStage {
            stage: if dice.happens(700) {
                CaseStage::Hearing
            } else {
                CaseStage::Closed
            },
        }),
        19..=69 => {
            let evidence = evidence::compose(dice, state, seat, now, unique);
            evidence.unwrap_or_else(|| Command::SendMessage(message(dice, state, seat, unique)))
        }
        70..=76 => {
            let document = documents::compose(dice, state, seat);
            document.unwrap_or_else(|| Command::SendMessage(message(dice, state, seat, unique)))
        }
        _ => Command::SendMessage(message(dice, state, seat, unique)),
    };
    Some(command)
}

fn message(dice: &mut Dice, state: &CaseState, seat: SeatId, unique: u64) -> SendMessage {
    let allowed = may_speak_to(state, seat);
    let audience = match dice.below(10) {
        0..=5 => allowed.first().cloned(),
        6..=8 => dice.pick(&allowed).cloned(),
        _ => None,
    };
    let others: Vec<SeatId> = state
        .present()
        .map(|other| other.id)
        .filter(|other| *other != seat)
        .collect();
    let audience = match audience.unwrap_or(Audience::Everyone) {
        Audience::Named(_) => Audience::Named(dice.pick(&others).copied().into_iter().collect()),
        other => other,
    };
    let content = if dice.happens(40) {
        Content::Location(Location {
            lat: 31.98,
            lng: 120.89,
            datum: Datum::Wgs84,
            accuracy_m: Some(12.0),
            label: Some(format!("第{unique}处")),
        })
    } else {
        words(unique * 10)
    };
    SendMessage {
        content,
        audience,
        quote: dice
            .happens(200)
            .then(|| Seq(1 + dice.roll() % state.head.0.max(1))),
        mentions: if dice.happens(150) {
            dice.pick(&others).copied().into_iter().collect()
        } else {
            Vec::new()
        },
    }
}
