//! What a person did stands in the timeline once, however fast the live connection is.

use anjian_api::command::{Command, Recall, ReceiveFile};
use anjian_api::evidence::command::*;
use anjian_api::evidence::*;
use anjian_api::file::{FileFacts, FileId};
use anjian_api::ids::Seq;
use anjian_domain::samples;

use crate::world::{Hand, NOW, case, message};
use crate::{settle, signed_in};

const JUDGE: u16 = 1;
const PLAINTIFF: u16 = 2;
const DEFENDANT: u16 = 3;

fn invented_picture(number: u128) -> FileFacts {
    samples::picture(FileId(uuid::Uuid::from_u128(number)))
}

fn receive(number: u128) -> Command {
    let file = invented_picture(number);
    Command::ReceiveFile(ReceiveFile { file })
}

fn submit(number: u128) -> Command {
    let files = vec![invented_picture(number)];
    let exhibit = samples::exhibit(&format!("借条{number}"), files);
    Command::Evidence(EvidenceCommand::SubmitExhibit(SubmitExhibit {
        exhibit,
        late_reason: None,
    }))
}

fn objects(exhibit: Seq) -> Command {
    let opinion = Opinion {
        relevance: Stance::Object(samples::ground("与本案无关")),
        ..samples::agreeing()
    };
    Command::Evidence(EvidenceCommand::GiveOpinion(GiveOpinion {
        exhibit,
        opinion,
    }))
}

fn evidence(command: EvidenceCommand) -> Command {
    Command::Evidence(command)
}

/// Defendant's exhibits to answer, and an exchange in which the answers are sealed.
struct Exchange {
    hand: Hand,
    exhibits: [Seq; 2],
    exchange: Seq,
}

impl Exchange {
    fn open() -> Self {
        let hand = Hand::court();
        let exhibits = [11, 12].map(|number| {
            hand.does(DEFENDANT, &receive(number));
            hand.does(DEFENDANT, &submit(number))[0].seq
        });
        for seat in [PLAINTIFF, DEFENDANT] {
            let form = ExchangeForm::Async;
            let state = EvidenceCommand::StateExchangeForm(StateExchangeForm { form });
            hand.does(seat, &evidence(state));
        }
        let until = NOW.plus_ms(86_400_000);
        let terms = ExchangeTerms::Async { until };
        let open = EvidenceCommand::OpenExchange(OpenExchange { terms });
        let exchange = hand.does(JUDGE, &evidence(open))[0].seq;
        hand.does(PLAINTIFF, &receive(21));
        Self {
            hand,
            exhibits,
            exchange,
        }
    }
}

#[test]
fn an_own_act_of_any_kind_is_shown_once() {
    let Exchange {
        hand,
        exhibits,
        exchange,
    } = Exchange::open();
    let (tab, handle) = signed_in(&hand, None);
    let next = || hand.0.borrow().state.head.next();
    let said = next();
    let acts = [
        message("请看第二份。"),
        Command::Recall(Recall { message: said }),
        submit(21),
        objects(exhibits[0]),
        evidence(EvidenceCommand::WaiveExamination(WaiveExamination {
            exhibit: exhibits[1],
            party: None,
            reason: None,
        })),
        evidence(EvidenceCommand::AskExtension(AskExtension {
            exchange,
            until: NOW.plus_ms(2 * 86_400_000),
            reason: "还在外地".to_owned(),
        })),
        evidence(EvidenceCommand::FinishAnswers(FinishAnswers { exchange })),
        evidence(EvidenceCommand::WithdrawExhibit(WithdrawExhibit {
            exhibit: Seq(said.0 + 2),
            reason: "提交错了".to_owned(),
        })),
    ];
    hand.0.borrow_mut().holding = true;
    for act in acts {
        tab.court.submit(case(), act.clone());
        settle();
        assert_eq!(handle.pending().len(), 1, "shown before it is known");
        // The server takes it; the live connection is faster than the answer.
        for entry in hand.does_what_was_sent(PLAINTIFF, &act) {
            hand.pushes(entry);
        }
        settle();
        assert_eq!(handle.pending(), [], "{act:?}");
        hand.release();
        settle();
        assert_eq!(handle.pending(), [], "{act:?}");
    }
}

#[test]
fn what_was_done_on_another_device_is_not_taken_for_what_is_on_its_way() {
    let hand = Hand::court();
    hand.does(PLAINTIFF, &receive(21));
    hand.does(PLAINTIFF, &receive(22));
    let (tab, handle) = signed_in(&hand, None);
    hand.0.borrow_mut().holding = true;
    tab.court.submit(case(), submit(21));
    settle();
    hand.pushes(hand.does(PLAINTIFF, &submit(22)).remove(0));
    settle();
    assert_eq!(handle.pending().len(), 1);
}
