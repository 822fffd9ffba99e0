//! The samples of evidence; the rest of the list is in `golden.rs`.

use anjian_api::act::*;
use anjian_api::command::*;
use anjian_api::evidence::act::*;
use anjian_api::evidence::command::*;
use anjian_api::evidence::*;
use anjian_api::frame::*;
use anjian_api::ids::*;

use super::{Golden, document, payload, picture, uuid, voice};

const DUE: Moment = Moment(1_795_100_000_000);

pub fn exhibit() -> Exhibit {
    Exhibit {
        name: "借条".into(),
        category: EvidenceCategory::Documentary,
        files: vec![picture(), document()],
        source: "原告保管".into(),
        purpose: "证明借款事实".into(),
        original: Original::Original {
            holder: "周敏".into(),
        },
        formed: Some("2025年3月1日".into()),
        pages: Some("第1至2页".into()),
        views: vec![PageView {
            file: picture().id,
            turns: 1,
            crop: Some(Crop {
                left: 40,
                top: 125,
                right: 960,
                bottom: 900,
            }),
        }],
    }
}

fn ground() -> Ground {
    Ground {
        reason: Some("签名不是本人所写".into()),
        voice: Some(Box::new(voice())),
    }
}

pub fn opinion() -> Opinion {
    Opinion {
        authenticity: Stance::Object(ground()),
        legality: Stance::Agree,
        relevance: Stance::Agree,
        purpose: Stance::Object(Ground {
            reason: Some("款项已经归还".into()),
            voice: None,
        }),
        counter: vec![Seq(14)],
        original_seen: true,
    }
}

fn reason() -> String {
    "有正当理由".into()
}

fn asks(command: EvidenceCommand) -> Command {
    Command::Evidence(command)
}

fn did(act: EvidenceAct) -> Payload {
    payload(Act::Evidence(Box::new(act)))
}

pub fn evidence() -> Vec<Golden> {
    let mut all = commands();
    all.extend(court_commands());
    all.extend(acts());
    all.extend(court_acts());
    all.extend(shown());
    all
}

fn commands() -> Vec<Golden> {
    let exhibit_seq = Seq(12);
    vec![
        golden!(
            "command_submit_exhibit",
            asks(EvidenceCommand::SubmitExhibit(SubmitExhibit {
                exhibit: exhibit(),
                late_reason: Some("住院".into()),
            })),
        ),
        golden!(
            "command_open_exhibit",
            asks(EvidenceCommand::OpenExhibit(OpenExhibit {
                exhibit: exhibit_seq,
            })),
        ),
        golden!(
            "command_withdraw_exhibit",
            asks(EvidenceCommand::WithdrawExhibit(WithdrawExhibit {
                exhibit: exhibit_seq,
                reason: reason(),
            })),
        ),
        golden!(
            "command_give_opinion",
            asks(EvidenceCommand::GiveOpinion(GiveOpinion {
                exhibit: exhibit_seq,
                opinion: opinion(),
            })),
        ),
        golden!(
            "command_reply_to_opinion",
            asks(EvidenceCommand::ReplyToOpinion(ReplyToOpinion {
                exhibit: exhibit_seq,
                opinion: Seq(13),
                reply: ground(),
            })),
        ),
        golden!(
            "command_waive_examination",
            asks(EvidenceCommand::WaiveExamination(WaiveExamination {
                exhibit: exhibit_seq,
                party: Some(SeatId(5)),
                reason: Some(reason()),
            })),
        ),
        golden!(
            "command_state_exchange_form",
            asks(EvidenceCommand::StateExchangeForm(StateExchangeForm {
                form: ExchangeForm::Async,
            })),
        ),
        golden!(
            "command_finish_answers",
            asks(EvidenceCommand::FinishAnswers(FinishAnswers {
                exchange: Seq(20),
            })),
        ),
        golden!(
            "command_ask_extension",
            asks(EvidenceCommand::AskExtension(AskExtension {
                exchange: Seq(20),
                until: DUE,
                reason: reason(),
            })),
        ),
    ]
}

fn court_commands() -> Vec<Golden> {
    let exhibit = Seq(12);
    vec![
        golden!(
            "command_set_evidence_deadline",
            asks(EvidenceCommand::SetEvidenceDeadline(SetEvidenceDeadline {
                due: DUE,
            })),
        ),
        golden!(
            "command_decide_late",
            asks(EvidenceCommand::DecideLate(DecideLate {
                exhibit,
                leave: Leave::AdmitWithAdmonition,
                reason: reason(),
            })),
        ),
        golden!(
            "command_mark_exhibit",
            asks(EvidenceCommand::MarkExhibit(MarkExhibit {
                exhibit,
                mark: Mark::OriginalNeeded(OriginalReason::Unclear),
            })),
        ),
        golden!(
            "command_accept_form",
            asks(EvidenceCommand::AcceptForm(AcceptForm {
                exhibit,
                way: OriginalForm::Compared,
                note: Some("当庭核对".into()),
            })),
        ),
        golden!(
            "command_rule_on_exhibit",
            asks(EvidenceCommand::RuleOnExhibit(RuleOnExhibit {
                exhibit,
                admitted: false,
                reason: reason(),
            })),
        ),
        golden!(
            "command_ask_exchange_form",
            asks(EvidenceCommand::AskExchangeForm(AskExchangeForm {
                due: DUE
            })),
        ),
        golden!(
            "command_open_exchange",
            asks(EvidenceCommand::OpenExchange(OpenExchange {
                terms: ExchangeTerms::Sync { at: DUE },
            })),
        ),
        golden!(
            "command_close_exchange",
            asks(EvidenceCommand::CloseExchange(CloseExchange {
                exchange: Seq(20),
            })),
        ),
        golden!(
            "command_decide_extension",
            asks(EvidenceCommand::DecideExtension(DecideExtension {
                request: Seq(21),
                until: Some(DUE),
                reason: Some(reason()),
            })),
        ),
    ]
}

fn acts() -> Vec<Golden> {
    let exhibit_seq = Seq(12);
    vec![
        golden!(
            "act_exhibit_submitted",
            did(EvidenceAct::ExhibitSubmitted(ExhibitSubmitted {
                side: EvidenceSide::Plaintiff,
                number: 1,
                exhibit: exhibit(),
                late_reason: Some("住院".into()),
            })),
        ),
        golden!(
            "act_exhibit_opened",
            did(EvidenceAct::ExhibitOpened(OpenExhibit {
                exhibit: exhibit_seq,
            })),
        ),
        golden!(
            "act_exhibit_withdrawn",
            did(EvidenceAct::ExhibitWithdrawn(ExhibitWithdrawn {
                exhibit: exhibit_seq,
                reason: reason(),
                hidden: true,
            })),
        ),
        golden!(
            "act_opinion_given",
            did(EvidenceAct::OpinionGiven(OpinionGiven {
                exhibit: exhibit_seq,
                party: SeatId(5),
                opinion: opinion(),
                sealed: true,
            })),
        ),
        golden!(
            "act_opinion_replied",
            did(EvidenceAct::OpinionReplied(ReplyToOpinion {
                exhibit: exhibit_seq,
                opinion: Seq(13),
                reply: ground(),
            })),
        ),
        golden!(
            "act_examination_waived",
            did(EvidenceAct::ExaminationWaived(ExaminationWaived {
                exhibit: exhibit_seq,
                party: SeatId(5),
                reason: Some(reason()),
            })),
        ),
        golden!(
            "act_exchange_form_stated",
            did(EvidenceAct::ExchangeFormStated(ExchangeFormStated {
                party: SeatId(5),
                form: ExchangeForm::Sync,
            })),
        ),
        golden!(
            "act_answers_finished",
            did(EvidenceAct::AnswersFinished(AnswersFinished {
                exchange: Seq(20),
                party: SeatId(5),
            })),
        ),
        golden!(
            "act_extension_asked",
            did(EvidenceAct::ExtensionAsked(ExtensionAsked {
                exchange: Seq(20),
                party: SeatId(5),
                until: DUE,
                reason: reason(),
            })),
        ),
        golden!(
            "act_answers_opened",
            did(EvidenceAct::AnswersOpened(AnswersOpened {
                exchange: Seq(20),
                answers: vec![OpenedAnswer {
                    seq: Seq(22),
                    exhibit: exhibit_seq,
                    party: SeatId(5),
                    by: SeatId(6),
                    at: DUE,
                    opinion: opinion(),
                }],
            })),
        ),
    ]
}

fn court_acts() -> Vec<Golden> {
    let exhibit = Seq(12);
    vec![
        golden!(
            "act_evidence_deadline_set",
            did(EvidenceAct::EvidenceDeadlineSet(SetEvidenceDeadline {
                due: DUE,
            })),
        ),
        golden!(
            "act_late_decided",
            did(EvidenceAct::LateDecided(DecideLate {
                exhibit,
                leave: Leave::Reject,
                reason: reason(),
            })),
        ),
        golden!(
            "act_exhibit_marked",
            did(EvidenceAct::ExhibitMarked(MarkExhibit {
                exhibit,
                mark: Mark::Disputed,
            })),
        ),
        golden!(
            "act_form_accepted",
            did(EvidenceAct::FormAccepted(AcceptForm {
                exhibit,
                way: OriginalForm::NotDisputed,
                note: None,
            })),
        ),
        golden!(
            "act_exhibit_ruled",
            did(EvidenceAct::ExhibitRuled(RuleOnExhibit {
                exhibit,
                admitted: true,
                reason: reason(),
            })),
        ),
        golden!(
            "act_exchange_form_asked",
            did(EvidenceAct::ExchangeFormAsked(AskExchangeForm { due: DUE })),
        ),
        golden!(
            "act_exchange_opened",
            did(EvidenceAct::ExchangeOpened(OpenExchange {
                terms: ExchangeTerms::Async { until: DUE },
            })),
        ),
        golden!(
            "act_exchange_closed",
            did(EvidenceAct::ExchangeClosed(ExchangeClosed {
                exchange: Seq(20),
            })),
        ),
        golden!(
            "act_extension_decided",
            did(EvidenceAct::ExtensionDecided(DecideExtension {
                request: Seq(21),
                until: None,
                reason: Some(reason()),
            })),
        ),
    ]
}

fn shown() -> Vec<Golden> {
    let presentation = Presentation {
        exhibit: Seq(12),
        file: 1,
        page: 3,
        zoom: 1.5,
        x: 0.5,
        y: 0.25,
        presenter: SeatId(3),
        at: DUE,
    };
    let case = CaseId(uuid(1));
    vec![
        golden!(
            "frame_presentation",
            Frame::Presentation(PresentationFrame {
                case,
                presentation: Some(presentation),
            }),
        ),
        golden!(
            "frame_presentation_stopped",
            Frame::Presentation(PresentationFrame {
                case,
                presentation: None,
            }),
        ),
        golden!(
            "present",
            Present {
                exhibit: Seq(12),
                file: 1,
                page: 3,
                zoom: 1.5,
                x: 0.5,
                y: 0.25,
                hand_to: Some(SeatId(5)),
            },
        ),
        golden!("evidence_categories", EvidenceCategory::ALL.to_vec()),
        golden!("original_reasons", OriginalReason::ALL.to_vec()),
        golden!("original_forms", OriginalForm::ALL.to_vec()),
        golden!("leaves", Leave::ALL.to_vec()),
    ]
}
