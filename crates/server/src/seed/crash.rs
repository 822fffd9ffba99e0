//! A traffic accident with an exchange of evidence under way, each answering at its own time: one
//! party has answered, sealed, the other is still to. All invented.

use anjian_api::case::CaseStage;
use anjian_api::document::DocumentKind;
use anjian_api::evidence::command::*;
use anjian_api::evidence::*;
use anjian_api::role::Role;

use super::papers;
use super::script::{At, Teller, day_ahead, exhibit, open, opinion};
use super::{Demo, SeedError};

pub(super) async fn tell(mut teller: Teller<'_>, demo: &Demo) -> Result<(), SeedError> {
    let members = vec![
        teller.seat("陈明", Role::Judge),
        teller.seat("林晓", Role::Clerk),
        teller.seat("何静", Role::Plaintiff),
        teller.seat("韩立", Role::Defendant),
    ];
    let open = open(
        "机动车交通事故责任纠纷",
        "何静 诉 韩立",
        CaseStage::Evidence,
        members,
    );
    teller.step(At::Day(5, 9, 0), "林晓", open).await?;
    let due = day_ahead(demo.told_at, -3);
    let ask = EvidenceCommand::AskExchangeForm(AskExchangeForm { due });
    teller.proves(At::Day(5, 9, 30), "林晓", ask).await?;
    let form = ExchangeForm::Async;
    let state = || EvidenceCommand::StateExchangeForm(StateExchangeForm { form });
    teller.proves(At::Day(4, 11, 2), "何静", state()).await?;
    teller.proves(At::Day(4, 18, 40), "韩立", state()).await?;
    let at = At::Day(3, 9, 20);
    let photo = teller
        .upload(at, "何静", "事故现场示意图.jpg", papers::CROSSING)
        .await?;
    let scene = exhibit(
        "事故现场照片",
        EvidenceCategory::ElectronicData,
        "被告车辆未让直行车先行，应负主要责任",
        vec![photo],
    );
    teller
        .submits(At::Day(3, 9, 25), "何静", scene, None)
        .await?;
    let at = At::Day(3, 14, 10);
    let list = teller
        .upload(at, "韩立", "车辆维修清单.jpg", papers::REPAIRS)
        .await?;
    let repairs = exhibit(
        "车辆维修清单",
        EvidenceCategory::Documentary,
        "被告车辆同样受损，维修费5,090元",
        vec![list.clone()],
    );
    let repairs = teller
        .submits(At::Day(3, 14, 15), "韩立", repairs, None)
        .await?;
    let until = day_ahead(demo.told_at, 3);
    let terms = ExchangeTerms::Async { until };
    let begin = EvidenceCommand::OpenExchange(OpenExchange { terms });
    let exchange = teller.proves(At::Day(2, 9, 0), "林晓", begin).await?;
    teller
        .looks(At::Day(1, 17, 50), "何静", repairs, &list)
        .await?;
    let doubt = opinion(
        repairs,
        [(
            Point::Relevance,
            "清单上没有进厂时的里程和照片，不能证明损失由本次事故造成。",
        )],
    );
    teller.proves(At::Day(1, 18, 5), "何静", doubt).await?;
    let finish = EvidenceCommand::FinishAnswers(FinishAnswers { exchange });
    teller.proves(At::Minutes(320), "何静", finish).await?;
    if teller.has_papers() {
        let (paper, due) = (DocumentKind::IntegrityPledge, day_ahead(demo.told_at, 5));
        let to = ["韩立"];
        teller
            .sends(At::Minutes(305), ("林晓", paper), &to, due)
            .await?;
    }
    Ok(())
}
