//! The cases: one in progress, one just filed, one closed; in two more there is evidence. All
//! invented.

use anjian_api::audience::Audience;
use anjian_api::case::CaseStage;
use anjian_api::command::*;
use anjian_api::document::DocumentKind;
use anjian_api::ids::SeatId;
use anjian_api::role::{Role, Side};

use super::script::{At, Teller, day_ahead, for_party, open, words};
use super::{Demo, SeedError, crash, renovation};
use crate::files::Files as Shelf;
use crate::ledger::Ledger;
use crate::papers::Papers;

/// How many cases there are.
pub(super) const COUNT: usize = 5;

pub(super) async fn tell(
    ledger: &Ledger,
    files: &Shelf,
    papers: &Papers,
    demo: &Demo,
) -> Result<(), SeedError> {
    let teller = |case| Teller::new((ledger, files, papers), demo, case);
    if let [lending, lease, sale, works, accident] = demo.cases[..] {
        closed_sale(teller(sale)).await?;
        lending_in_progress(teller(lending), demo).await?;
        lease_just_filed(teller(lease), demo).await?;
        renovation::tell(teller(works), demo).await?;
        crash::tell(teller(accident), demo).await?;
    }
    Ok(())
}

const PLAINTIFF: SeatId = SeatId(4);
const DEFENDANT: SeatId = SeatId(6);

async fn lending_in_progress(mut teller: Teller<'_>, demo: &Demo) -> Result<(), SeedError> {
    let clerk = SeatMember {
        phone: Some("0513-55550002".to_owned()),
        ..teller.seat("林晓", Role::Clerk)
    };
    let plaintiff = SeatMember {
        phone: Some("19900000003".to_owned()),
        ..teller.seat("周敏", Role::Plaintiff)
    };
    let members = vec![
        teller.seat("陈明", Role::Judge),
        clerk,
        teller.seat("沈悦", Role::JudgeAssistant),
        plaintiff,
        for_party(teller.seat("吴越", Role::Agent), PLAINTIFF),
        teller.seat("韩立", Role::Defendant),
        teller.seat("何静", Role::Observer),
    ];
    let open = open("民间借贷纠纷", "周敏 诉 韩立", CaseStage::Evidence, members);
    teller.step(At::Day(6, 9, 12), "林晓", open).await?;
    first_days(&mut teller, demo).await?;
    the_receipt(&mut teller).await?;
    towards_settlement(&mut teller).await
}

async fn first_days(teller: &mut Teller<'_>, demo: &Demo) -> Result<(), SeedError> {
    let notice = Command::PostNotice(PostNotice {
        text: NoticeText {
            title: "举证通知".to_owned(),
            words: "请双方在举证期限内提交证据材料及证据目录。逾期提交的，应当说明理由；\
                    无正当理由的，可能承担不利后果。"
                .to_owned(),
        },
        audience: Audience::Participants,
        due: Some(day_ahead(demo.told_at, 4)),
    });
    let notice = teller.step(At::Day(6, 9, 20), "林晓", notice).await?;
    let confirm = || Command::ConfirmNotice(ConfirmNotice { notice });
    teller.step(At::Day(6, 9, 41), "周敏", confirm()).await?;
    teller.step(At::Day(6, 10, 5), "吴越", confirm()).await?;
    teller
        .say(
            At::Day(6, 10, 8),
            "吴越",
            "各位好，我是原告周敏的委托诉讼代理人吴越，代理权限为特别授权，授权委托书已提交。",
        )
        .await?;
    teller
        .say(
            At::Day(6, 11, 30),
            "韩立",
            "我是韩立，材料收到了。钱我确实借过，但金额有出入。",
        )
        .await?;
    teller
        .say(
            At::Day(5, 9, 2),
            "陈明",
            "双方好，我是本案审判员陈明。本案适用简易程序，请双方先围绕借款本金、利息约定和还款情况陈述。",
        )
        .await?;
    let claim = teller
        .say(
            At::Day(5, 9, 40),
            "吴越",
            "原告主张：2024年3月8日出借本金80,000元，约定月利率1%，期限一年；到期后被告仅归还20,000元。",
        )
        .await?;
    let denial = teller
        .answer(
            At::Day(5, 9, 52),
            "韩立",
            claim,
            "我一共还过30,000元，其中10,000元是现金，原告给我写过收条。",
        )
        .await?;
    teller
        .answer(
            At::Day(5, 10, 15),
            "周敏",
            denial,
            "现金那笔我没有印象，请他把收条拿出来。",
        )
        .await?;
    let aside = words(
        "周女士，先不要争，等他出示收条我们再质证。",
        Audience::Side(Side::Plaintiff),
    );
    teller.step(At::Day(5, 10, 18), "吴越", aside).await?;
    Ok(())
}

async fn the_receipt(teller: &mut Teller<'_>) -> Result<(), SeedError> {
    let asked = teller
        .call(
            At::Day(5, 10, 31),
            "陈明",
            DEFENDANT,
            "请被告说明现金还款的时间、地点，并提供收条。",
        )
        .await?;
    teller
        .answer(
            At::Day(5, 14, 20),
            "韩立",
            asked,
            "2024年11月15日，在原告公司楼下给的。收条在老家，周末去取。",
        )
        .await?;
    let note = words(
        "注意现金还款的举证责任。开庭前请核对收条原件，必要时释明可以申请笔迹鉴定。",
        Audience::Court,
    );
    teller.step(At::Day(4, 8, 46), "陈明", note).await?;
    let noted = words("好的，已记入庭前准备清单。", Audience::Court);
    teller.step(At::Day(4, 8, 58), "林晓", noted).await?;
    teller
        .say(
            At::Day(4, 9, 30),
            "林晓",
            "请双方在开庭前提交身份证明和送达地址确认书。纸质件寄法院诉讼服务中心即可。",
        )
        .await?;
    teller
        .say(
            At::Day(4, 9, 47),
            "周敏",
            "已经寄出了，快递显示今天下午到。",
        )
        .await?;
    let place = Command::SendMessage(SendMessage {
        content: Content::Location(Location {
            lat: 32.010_6,
            lng: 120.859_4,
            datum: Datum::Gcj02,
            accuracy_m: None,
            label: Some("示范人民法院 第三法庭".to_owned()),
        }),
        audience: Audience::Participants,
        quote: None,
        mentions: Vec::new(),
    });
    teller.step(At::Day(3, 15, 0), "林晓", place).await?;
    teller
        .say(
            At::Day(3, 15, 1),
            "林晓",
            "开庭地点如上，从东门进，带身份证原件。不方便到庭的也可以申请线上参加。",
        )
        .await?;
    teller
        .say(At::Day(3, 15, 6), "吴越", "收到，我方到庭参加。")
        .await?;
    let rash = teller
        .say(At::Day(3, 20, 14), "韩立", "收条找不到了怎么办")
        .await?;
    let recall = Command::Recall(Recall { message: rash });
    teller.step(At::Day(3, 20, 15), "韩立", recall).await?;
    teller
        .say(At::Day(3, 20, 17), "韩立", "收条找到了，明天交到法院。")
        .await?;
    Ok(())
}

async fn towards_settlement(teller: &mut Teller<'_>) -> Result<(), SeedError> {
    teller
        .say(
            At::Day(2, 9, 30),
            "陈明",
            "收到。请被告提交时一并说明收条的形成时间和在场的人。",
        )
        .await?;
    let receipt = teller
        .say(
            At::Day(2, 16, 45),
            "韩立",
            "收条是2024年11月15日当天写的，我同事在场，他愿意作证。",
        )
        .await?;
    teller
        .answer(
            At::Day(2, 17, 2),
            "吴越",
            receipt,
            "请法庭注意，该收条没有写明归还的是本案借款，真实性庭上再发表意见。",
        )
        .await?;
    let open_word = words(
        "旁听人员请注意：旁听期间不能发言、录音、录像。开庭时间确定后会在这里告知。",
        Audience::Everyone,
    );
    teller.step(At::Day(1, 10, 0), "林晓", open_word).await?;
    let wish = teller
        .say(
            At::Minutes(95),
            "周敏",
            "法官您好，我想问一下，如果他能一次性还清，利息可以少一点，能不能调解？",
        )
        .await?;
    teller
        .answer(
            At::Minutes(70),
            "陈明",
            wish,
            "可以调解。调解方案可以直接写在这里，双方都能看到。",
        )
        .await?;
    teller
        .call(
            At::Minutes(64),
            "陈明",
            DEFENDANT,
            "请被告答复：对原告提出的一次性还款、减少利息的方案，你是什么意见？",
        )
        .await?;
    Ok(())
}

/// The court's first papers: each party has some to sign, one is signed, one refused.
async fn lease_just_filed(mut teller: Teller<'_>, demo: &Demo) -> Result<(), SeedError> {
    let members = vec![
        teller.seat("陈明", Role::Judge),
        teller.seat("林晓", Role::Clerk),
        teller.seat("何静", Role::Plaintiff),
        teller.seat("周敏", Role::Defendant),
    ];
    let open = open(
        "房屋租赁合同纠纷",
        "何静 诉 周敏",
        CaseStage::Filed,
        members,
    );
    teller.step(At::Minutes(180), "林晓", open).await?;
    teller
        .say(
            At::Minutes(176),
            "林晓",
            "本案已经立案。双方可以在这里与法院联系，法院的通知也会发在这里。",
        )
        .await?;
    if !teller.has_papers() {
        return Ok(());
    }
    let (both, due) = (["何静", "周敏"], day_ahead(demo.told_at, 7));
    let rights = ("林晓", DocumentKind::RightsNotice);
    let rights = teller.sends(At::Minutes(174), rights, &both, due).await?;
    let addresses = ("林晓", DocumentKind::AddressConfirmation);
    teller
        .sends(At::Minutes(172), addresses, &both, due)
        .await?;
    let pledge = ("林晓", DocumentKind::IntegrityPledge);
    let pledge = teller
        .sends(At::Minutes(171), pledge, &["周敏"], due)
        .await?;
    if let [rights, ..] = rights[..] {
        teller.signs(At::Minutes(158), "何静", rights).await?;
    }
    if let [pledge] = pledge[..] {
        let reason = "想先和家人商量，过两天再答复。";
        teller
            .refuses(At::Minutes(143), "周敏", pledge, reason)
            .await?;
    }
    Ok(())
}

async fn closed_sale(mut teller: Teller<'_>) -> Result<(), SeedError> {
    let members = vec![
        teller.seat("陈明", Role::Judge),
        teller.seat("林晓", Role::Clerk),
        teller.seat("韩立", Role::Plaintiff),
        teller.seat("何静", Role::Defendant),
    ];
    let open = open("买卖合同纠纷", "韩立 诉 何静", CaseStage::Evidence, members);
    teller.step(At::Day(52, 10, 3), "林晓", open).await?;
    teller
        .say(
            At::Day(50, 9, 15),
            "韩立",
            "货是三月份送到的，送货单上有何静签字，还差货款12,600元。",
        )
        .await?;
    let answer = teller
        .say(
            At::Day(50, 11, 40),
            "何静",
            "签字是我签的，但有两箱是坏的，当时就说好要退。",
        )
        .await?;
    teller
        .answer(
            At::Day(49, 9, 5),
            "陈明",
            answer,
            "请被告提交当时沟通退货的聊天记录。",
        )
        .await?;
    teller
        .stage(At::Day(41, 14, 0), "陈明", CaseStage::Hearing)
        .await?;
    teller
        .say(
            At::Day(41, 16, 10),
            "陈明",
            "经当庭协商，双方同意：被告支付货款10,800元，两箱损坏货物由原告取回。",
        )
        .await?;
    teller.say(At::Day(41, 16, 14), "韩立", "同意。").await?;
    teller
        .say(At::Day(41, 16, 15), "何静", "同意，今天就转。")
        .await?;
    teller
        .stage(At::Day(41, 16, 30), "陈明", CaseStage::Deliberation)
        .await?;
    teller
        .say(At::Day(38, 9, 20), "韩立", "钱收到了，谢谢法官。")
        .await?;
    teller
        .stage(At::Day(38, 10, 0), "林晓", CaseStage::Closed)
        .await?;
    Ok(())
}
