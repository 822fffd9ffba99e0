//! What the answer to a try means for its item.

use anjian_api::case::Accepted;
use anjian_api::ids::{CaseId, CommandId, Moment, Seq};

use super::{Outbox, Place};
use crate::backoff::Dice;
use crate::io::{Delay, Delivery, Outcome, Output, SessionEnd};
use crate::stored::{ItemState, OutboxItem, OutboxNews, ParkReason};
use crate::verdict::{Verdict, judge};

impl Outbox {
    /// A send ended. Tells whether the session ended with it.
    pub(crate) fn done(
        &mut self,
        now: Moment,
        dice: &mut Dice,
        id: CommandId,
        outcome: &Outcome<Accepted>,
        out: &mut Vec<Output>,
    ) -> Option<SessionEnd> {
        let mut given_up = false;
        for lane in self.lanes.values_mut() {
            if lane.under_way == Some(id) {
                lane.under_way = None;
                given_up = std::mem::take(&mut lane.last_try);
            }
        }
        let failure = match outcome {
            Ok(accepted) => {
                self.accepted(id, accepted.first, accepted.last, out);
                return None;
            }
            Err(failure) => failure,
        };
        let (case, order) = self.places.get(&id).copied()?;
        let verdict = judge(failure);
        if given_up {
            self.give_up(id, out);
        }
        match verdict {
            Verdict::Session(end) => Some(end),
            _ if given_up => None,
            Verdict::Retry { delay, after_ms } => {
                self.delay(now, dice, (case, (order, id)), delay, after_ms, out);
                None
            }
            Verdict::Park(reason) => {
                self.park(case, (order, id), reason, out);
                None
            }
        }
    }

    fn accepted(&mut self, id: CommandId, first: Seq, last: Seq, out: &mut Vec<Output>) {
        self.storage_full = false;
        if let Some((case, _)) = self.places.get(&id)
            && let Some(lane) = self.lanes.get_mut(case)
        {
            lane.backoff.reset();
        }
        out.push(Output::DropOutbox(id));
        out.push(Output::Tell(OutboxNews::Sent { id, first, last }));
        self.forget(id, Delivery::Sent { first, last }, out);
    }

    fn delay(
        &mut self,
        now: Moment,
        dice: &mut Dice,
        (case, (order, id)): (CaseId, Place),
        delay: Delay,
        after_ms: Option<u64>,
        out: &mut Vec<Output>,
    ) {
        if let Some(ms) = after_ms {
            self.hold = Some(now.plus_ms(i64::try_from(ms).unwrap_or(i64::MAX)));
        }
        if delay != Delay::Unreachable {
            self.storage_full = delay == Delay::StorageFull;
        }
        let Some(lane) = self.lanes.get_mut(&case) else {
            return;
        };
        lane.not_before = Some(now.plus_ms(lane.backoff.next(dice)));
        // Another tab, leading meanwhile, may have got the answer and set it aside.
        if lane
            .items
            .get(&(order, id))
            .is_none_or(OutboxItem::is_parked)
        {
            return;
        }
        out.push(Output::Delivery {
            case,
            id,
            state: Delivery::Pending { delay: Some(delay) },
        });
    }

    fn park(&mut self, case: CaseId, place: Place, reason: ParkReason, out: &mut Vec<Output>) {
        let Some(lane) = self.lanes.get_mut(&case) else {
            return;
        };
        lane.backoff.reset();
        let Some(item) = lane.items.get_mut(&place) else {
            return;
        };
        item.state = ItemState::Parked(reason.clone());
        out.push(Output::SaveOutbox(item.clone()));
        out.push(Output::Tell(OutboxNews::Saved(item.clone())));
        out.push(Output::Delivery {
            case,
            id: place.1,
            state: Delivery::Parked(reason),
        });
    }
}
