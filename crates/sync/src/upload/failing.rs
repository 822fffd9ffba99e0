//! What an upload does when something failed.

use anjian_api::ids::Moment;
use anjian_api::problem::ProblemCode;

use super::{Asked, End, Fault, Trouble, Upload, UploadOutput};
use crate::backoff::Dice;
use crate::io::Failure;

/// So often the same no is asked for again where it could be a fault of the line.
const STRIKES: u32 = 3;

impl Upload {
    /// All is well: the next failure is the first one.
    pub(super) fn well(&mut self) {
        self.in_a_row = 0;
        self.strikes = 0;
        // The line carries again; what the server asked to wait for is waited for.
        if self.trouble == Some(Trouble::Network) {
            self.retry_at = None;
        }
        self.trouble = None;
        self.backoff.reset();
    }

    pub(super) fn failed(
        &mut self,
        now: Moment,
        dice: &mut Dice,
        asked: Asked,
        failure: Failure,
        out: &mut Vec<UploadOutput>,
    ) {
        let problem = match failure {
            // One request fell on a line that carried the one before: most likely it alone.
            Failure::Unreachable | Failure::TimedOut | Failure::Malformed if self.in_a_row < 2 => {
                return;
            }
            Failure::Unreachable | Failure::TimedOut | Failure::Malformed => {
                return self.later(now, dice, Trouble::Network, None);
            }
            Failure::Problem(problem) => problem,
        };
        let after = problem.retry_after_ms;
        match problem.code {
            ProblemCode::SessionEnded | ProblemCode::PasswordChangeRequired => {
                self.signed_out = true;
            }
            ProblemCode::StorageFull => self.later(now, dice, Trouble::StorageFull, after),
            ProblemCode::TooManyTries | ProblemCode::Unavailable | ProblemCode::Internal => {
                self.later(now, dice, Trouble::Busy, after);
            }
            ProblemCode::Unknown if after.is_some() => {
                self.later(now, dice, Trouble::Busy, after);
            }
            // The server forgot it (it waited too long, or was withdrawn): from the beginning.
            ProblemCode::NotFound if asked != Asked::Announce && self.strike() => {
                self.is_announced = false;
                self.in_doubt = false;
                self.told_digest = false;
                self.doubtful.clear();
                self.later(now, dice, Trouble::Network, after);
            }
            // A part that arrived damaged, a completion that came before the last part.
            code if asked != Asked::Announce && is_of_the_line(code) && self.strike() => {
                self.in_doubt = true;
                self.later(now, dice, Trouble::Network, after);
            }
            _ => self.fail(Fault::Problem(Box::new(problem)), out),
        }
    }

    fn strike(&mut self) -> bool {
        self.strikes += 1;
        self.strikes < STRIKES
    }

    fn later(&mut self, now: Moment, dice: &mut Dice, trouble: Trouble, after_ms: Option<u64>) {
        let asked_for = after_ms.and_then(|ms| i64::try_from(ms).ok()).unwrap_or(0);
        let wait = self.backoff.next(dice).max(asked_for);
        self.trouble = Some(trouble);
        self.retry_at = Some(now.plus_ms(wait));
        self.meter.forget();
    }

    pub(super) fn fail(&mut self, fault: Fault, out: &mut Vec<UploadOutput>) {
        if self.is_over() {
            return;
        }
        let is_unreadable = fault == Fault::Unreadable;
        self.end = Some(End::Failed(fault));
        self.asked = None;
        self.flights.clear();
        out.push(UploadOutput::Break);
        if is_unreadable && self.is_announced {
            out.push(UploadOutput::Withdraw);
        }
    }

    pub(super) fn cancel(&mut self, out: &mut Vec<UploadOutput>) {
        if matches!(
            self.end,
            Some(End::Done(_) | End::Known(_) | End::Cancelled)
        ) {
            return;
        }
        // Also while the announcement is under way: the server may have taken it.
        let was_told = self.is_announced || self.asked.is_some();
        self.end = Some(End::Cancelled);
        self.asked = None;
        self.flights.clear();
        out.push(UploadOutput::Break);
        if was_told {
            out.push(UploadOutput::Withdraw);
        }
    }
}

/// A no that a damaged or reordered request can earn.
const fn is_of_the_line(code: ProblemCode) -> bool {
    matches!(
        code,
        ProblemCode::BadRequest
            | ProblemCode::WrongContentType
            | ProblemCode::DigestMismatch
            | ProblemCode::UploadIncomplete
    )
}
