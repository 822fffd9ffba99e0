//! Invented evidence for tests of the rules.
#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "each test file uses its own part of the world, and a test may panic"
)]

use anjian_api::command::Command;
use anjian_api::evidence::command::*;
use anjian_api::evidence::*;
use anjian_api::file::FileFacts;
use anjian_api::ids::{Moment, SeatId, Seq};
use anjian_api::refusal::Refusal;

use anjian_domain::samples;
pub use anjian_domain::samples::{agreeing, exhibit};

use super::{Court, picture, receive};

pub fn submit(name: &str, files: Vec<FileFacts>) -> EvidenceCommand {
    EvidenceCommand::SubmitExhibit(SubmitExhibit {
        exhibit: exhibit(name, files),
        late_reason: None,
    })
}

pub fn objects(reason: &str) -> Stance {
    Stance::Object(samples::ground(reason))
}

pub fn objecting(reason: &str) -> Opinion {
    Opinion {
        authenticity: objects(reason),
        ..agreeing()
    }
}

pub fn give(exhibit: Seq, opinion: Opinion) -> EvidenceCommand {
    EvidenceCommand::GiveOpinion(GiveOpinion { exhibit, opinion })
}

pub fn open(exhibit: Seq) -> EvidenceCommand {
    EvidenceCommand::OpenExhibit(OpenExhibit { exhibit })
}

pub fn withdraw(exhibit: Seq) -> EvidenceCommand {
    EvidenceCommand::WithdrawExhibit(WithdrawExhibit {
        exhibit,
        reason: "提交错了".into(),
    })
}

pub fn waive(exhibit: Seq, party: Option<SeatId>, reason: Option<&str>) -> EvidenceCommand {
    EvidenceCommand::WaiveExamination(WaiveExamination {
        exhibit,
        party,
        reason: reason.map(str::to_owned),
    })
}

pub fn rule(exhibit: Seq) -> EvidenceCommand {
    EvidenceCommand::RuleOnExhibit(RuleOnExhibit {
        exhibit,
        admitted: true,
        reason: "来源合法，内容真实".into(),
    })
}

pub fn reply(exhibit: Seq, opinion: Seq) -> EvidenceCommand {
    EvidenceCommand::ReplyToOpinion(ReplyToOpinion {
        exhibit,
        opinion,
        reply: Ground {
            reason: Some("可申请鉴定".into()),
            voice: None,
        },
    })
}

pub fn mark(exhibit: Seq, mark: Mark) -> EvidenceCommand {
    EvidenceCommand::MarkExhibit(MarkExhibit { exhibit, mark })
}

pub fn leave(exhibit: Seq, leave: Leave) -> EvidenceCommand {
    EvidenceCommand::DecideLate(DecideLate {
        exhibit,
        leave,
        reason: "理由正当".into(),
    })
}

pub fn state_form(form: ExchangeForm) -> EvidenceCommand {
    EvidenceCommand::StateExchangeForm(StateExchangeForm { form })
}

pub fn open_exchange(terms: ExchangeTerms) -> EvidenceCommand {
    EvidenceCommand::OpenExchange(OpenExchange { terms })
}

pub fn finish(exchange: Seq) -> EvidenceCommand {
    EvidenceCommand::FinishAnswers(FinishAnswers { exchange })
}

pub fn close(exchange: Seq) -> EvidenceCommand {
    EvidenceCommand::CloseExchange(CloseExchange { exchange })
}

pub fn deadline(due: Moment) -> EvidenceCommand {
    EvidenceCommand::SetEvidenceDeadline(SetEvidenceDeadline { due })
}

impl Court {
    pub fn proves(&mut self, seat: SeatId, command: EvidenceCommand) -> Result<Seq, Refusal> {
        self.does(seat, &Command::Evidence(command))
    }

    /// A seat uploads a picture of this number and submits it as an exhibit.
    pub fn submits(&mut self, seat: SeatId, number: u128) -> Seq {
        self.does(seat, &receive(picture(number))).unwrap();
        self.proves(seat, submit("借条", vec![picture(number)]))
            .unwrap()
    }
}
