//! A dispute over a renovation, told through its evidence: both lists, examined, disputed, ruled on,
//! one exhibit late and one of which the original is wanted. All invented.

use anjian_api::audience::Audience;
use anjian_api::case::CaseStage;
use anjian_api::command::*;
use anjian_api::evidence::command::*;
use anjian_api::evidence::*;
use anjian_api::file::FileFacts;
use anjian_api::ids::{SeatId, Seq};
use anjian_api::role::Role;

use super::papers;
use super::script::{At, Teller, day_ahead, exhibit, for_party, open, opinion, words};
use super::{Demo, SeedError};

const DEFENDANT: SeatId = SeatId(4);

/// What the plaintiff shows.
struct Claim {
    contract: (Seq, FileFacts),
    acceptance: (Seq, FileFacts),
    chats: (Seq, FileFacts),
}

/// What the defendant shows.
struct Defence {
    walls: (Seq, FileFacts),
    delivery: (Seq, FileFacts),
}

pub(super) async fn tell(mut teller: Teller<'_>, demo: &Demo) -> Result<(), SeedError> {
    let members = vec![
        teller.seat("陈明", Role::Judge),
        teller.seat("林晓", Role::Clerk),
        teller.seat("韩立", Role::Plaintiff),
        teller.seat("周敏", Role::Defendant),
        for_party(teller.seat("吴越", Role::Agent), DEFENDANT),
    ];
    let open = open(
        "装饰装修合同纠纷",
        "韩立 诉 周敏",
        CaseStage::Evidence,
        members,
    );
    teller.step(At::Day(9, 9, 10), "林晓", open).await?;
    let due = day_ahead(demo.told_at, -2);
    let deadline = EvidenceCommand::SetEvidenceDeadline(SetEvidenceDeadline { due });
    teller.proves(At::Day(9, 9, 16), "林晓", deadline).await?;
    let claim = claims(&mut teller).await?;
    let defence = defends(&mut teller).await?;
    recording(&mut teller).await?;
    examined(&mut teller, &claim, &defence).await?;
    the_court(&mut teller, &claim, &defence).await?;
    too_late(&mut teller).await
}

async fn claims(teller: &mut Teller<'_>) -> Result<Claim, SeedError> {
    let hello = "我是原告韩立。装修尾款48,000元一直没有付，合同、验收单和聊天记录我陆续传上来。";
    teller.say(At::Day(9, 10, 2), "韩立", hello).await?;
    let pdf = teller
        .upload(
            At::Day(9, 10, 20),
            "韩立",
            "装饰装修工程施工合同.pdf",
            papers::CONTRACT,
        )
        .await?;
    let contract = Exhibit {
        formed: Some("2026年3月2日".to_owned()),
        pages: Some("1—2".to_owned()),
        ..exhibit(
            "装饰装修工程施工合同",
            EvidenceCategory::Documentary,
            "双方存在装饰装修合同关系，合同总价168,000元，尾款48,000元应于验收后三十日内付清",
            vec![pdf.clone()],
        )
    };
    let contract = teller
        .submits(At::Day(9, 10, 24), "韩立", contract, None)
        .await?;
    let photo = teller
        .upload(
            At::Day(9, 10, 30),
            "韩立",
            "竣工验收单.jpg",
            papers::ACCEPTANCE,
        )
        .await?;
    let acceptance = Exhibit {
        original: Original::Copy {
            holder: "被告周敏".to_owned(),
        },
        formed: Some("2026年7月22日".to_owned()),
        pages: Some("3".to_owned()),
        ..exhibit(
            "竣工验收单",
            EvidenceCategory::Documentary,
            "工程已于2026年7月22日经被告验收合格",
            vec![photo.clone()],
        )
    };
    let acceptance = teller
        .submits(At::Day(9, 10, 33), "韩立", acceptance, None)
        .await?;
    let mut shots = Vec::new();
    for (place, bytes) in papers::CHATS.into_iter().enumerate() {
        let name = format!("微信聊天记录截图{}.jpg", place + 1);
        let at = At::Day(8, 14, 10);
        shots.push(teller.upload(at, "韩立", &name, bytes).await?);
    }
    let first = shots[0].clone();
    let chats = Exhibit {
        source: "原告手机微信，登录设备由原告持有，可当庭出示".to_owned(),
        formed: Some("2026年6月至9月".to_owned()),
        pages: Some("4—6".to_owned()),
        ..exhibit(
            "原告韩立与被告周敏2026年6月至9月就增项、竣工验收、墙面修补和支付尾款等事宜的微信聊天记录截图",
            EvidenceCategory::ElectronicData,
            "被告认可增项6,800元和尾款金额，并多次承诺付款",
            shots,
        )
    };
    let chats = teller
        .submits(At::Day(8, 14, 16), "韩立", chats, None)
        .await?;
    Ok(Claim {
        contract: (contract, pdf),
        acceptance: (acceptance, photo),
        chats: (chats, first),
    })
}

async fn defends(teller: &mut Teller<'_>) -> Result<Defence, SeedError> {
    let hello = "各位好，我是被告周敏的委托诉讼代理人吴越。被告不是不付款，是工程质量有问题。";
    teller.say(At::Day(8, 15, 5), "吴越", hello).await?;
    let mut shown = Vec::new();
    for (name, bytes) in [
        ("客厅西墙.jpg", papers::WALLS[0]),
        ("卫生间地砖.jpg", papers::TILES),
    ] {
        let at = At::Day(7, 9, 30);
        shown.push(teller.upload(at, "周敏", name, bytes).await?);
    }
    let pictures = Content::Files(Files { files: shown });
    teller.show(At::Day(7, 9, 31), "周敏", pictures).await?;
    let asked = "大家看，西墙裂缝已经补过三次，卫生间地砖敲上去是空的。";
    teller.say(At::Day(7, 9, 32), "周敏", asked).await?;
    let sound = teller
        .upload(
            At::Day(7, 9, 41),
            "韩立",
            "语音.wav",
            papers::murmur(SPOKEN_S),
        )
        .await?;
    let voice = Content::Voice(Box::new(Voice {
        file: sound,
        duration_ms: SPOKEN_S * 1_000,
        waveform: papers::waveform(SPOKEN_S),
    }));
    teller.show(At::Day(7, 9, 41), "韩立", voice).await?;
    let mut photos = Vec::new();
    for (name, bytes) in [
        ("客厅西墙裂缝.jpg", papers::WALLS[0]),
        ("客厅北墙裂缝.jpg", papers::WALLS[1]),
        ("卫生间地砖空鼓.jpg", papers::TILES),
    ] {
        let at = At::Day(6, 14, 0);
        photos.push(teller.upload(at, "吴越", name, bytes).await?);
    }
    let first = photos[0].clone();
    let walls = exhibit(
        "客厅墙面裂缝、卫生间地砖空鼓照片",
        EvidenceCategory::ElectronicData,
        "工程存在质量问题，付款条件未成就",
        photos,
    );
    let walls = teller
        .submits(At::Day(6, 14, 8), "吴越", walls, None)
        .await?;
    let list = teller
        .upload(
            At::Day(6, 14, 20),
            "吴越",
            "瓷砖送货单.jpg",
            papers::DELIVERY,
        )
        .await?;
    let delivery = exhibit(
        "瓷砖送货单",
        EvidenceCategory::Documentary,
        "地砖由原告采购并签收，材料质量由原告负责",
        vec![list.clone()],
    );
    let delivery = teller
        .submits(At::Day(6, 14, 24), "吴越", delivery, None)
        .await?;
    Ok(Defence {
        walls: (walls, first),
        delivery: (delivery, list),
    })
}

/// How long the spoken message is, seconds.
const SPOKEN_S: u32 = 7;
/// How long the recorded call is, seconds.
const CALL_S: u32 = 14;

/// Nobody has said anything to this one yet.
async fn recording(teller: &mut Teller<'_>) -> Result<(), SeedError> {
    let at = At::Day(5, 11, 0);
    let sound = teller
        .upload(
            at,
            "韩立",
            "2026年9月3日通话录音.wav",
            papers::murmur(CALL_S),
        )
        .await?;
    let text = papers::CALL_IN_WORDS.as_bytes();
    let text = teller
        .upload(at, "韩立", "通话录音文字整理.txt", text)
        .await?;
    let call = Exhibit {
        formed: Some("2026年9月3日".to_owned()),
        ..exhibit(
            "催款通话录音及文字整理",
            EvidenceCategory::AudioVisual,
            "被告在电话中认可签过验收单和尾款48,000元",
            vec![sound, text],
        )
    };
    teller
        .submits(At::Day(5, 11, 6), "韩立", call, None)
        .await?;
    Ok(())
}

async fn examined(
    teller: &mut Teller<'_>,
    claim: &Claim,
    defence: &Defence,
) -> Result<(), SeedError> {
    for (minute, (seq, file)) in [
        (2, &claim.contract),
        (4, &claim.acceptance),
        (7, &claim.chats),
    ] {
        let at = At::Day(5, 16, minute);
        teller.looks(at, "吴越", *seq, file).await?;
    }
    let at = At::Day(5, 20, 15);
    teller
        .looks(at, "周敏", claim.acceptance.0, &claim.acceptance.1)
        .await?;
    for (minute, (seq, file)) in [(30, &defence.walls), (33, &defence.delivery)] {
        let at = At::Day(5, 20, minute);
        teller.looks(at, "韩立", *seq, file).await?;
    }
    let agreed = opinion(claim.contract.0, []);
    teller.proves(At::Day(4, 10, 0), "吴越", agreed).await?;
    let forged = opinion(
        claim.acceptance.0,
        [(
            Point::Authenticity,
            "验收单上的日期和验收意见是事后补写的，要求出示原件核对。",
        )],
    );
    let forged = teller.proves(At::Day(4, 10, 6), "吴越", forged).await?;
    let partial = opinion(
        claim.chats.0,
        [
            (
                Point::Relevance,
                "截图不连续，缺少7月23日至8月24日的记录，不能反映修补过程。",
            ),
            (Point::Purpose, "被告表示的是修好再付，不是无条件承诺付款。"),
        ],
    );
    teller.proves(At::Day(4, 10, 15), "吴越", partial).await?;
    let cause = opinion(
        defence.walls.0,
        [(
            Point::Purpose,
            "裂缝出现在石膏板接缝处，属于保修范围，不影响付款条件成就。",
        )],
    );
    teller.proves(At::Day(4, 15, 40), "韩立", cause).await?;
    let agreed = opinion(defence.delivery.0, []);
    teller.proves(At::Day(4, 15, 44), "韩立", agreed).await?;
    let reply = EvidenceCommand::ReplyToOpinion(ReplyToOpinion {
        exhibit: claim.acceptance.0,
        opinion: forged,
        reply: Ground {
            reason: Some("验收单一式两份，原件在被告处，请法庭责令被告提交。".to_owned()),
            voice: None,
        },
    });
    teller.proves(At::Day(3, 9, 5), "韩立", reply).await?;
    Ok(())
}

async fn the_court(
    teller: &mut Teller<'_>,
    claim: &Claim,
    defence: &Defence,
) -> Result<(), SeedError> {
    let wanted = Mark::OriginalNeeded(OriginalReason::Objection);
    for (minute, exhibit, mark) in [
        (10, claim.contract.0, Mark::Undisputed),
        (12, claim.acceptance.0, wanted),
        (14, claim.chats.0, Mark::Disputed),
        (16, defence.walls.0, Mark::Disputed),
        (17, defence.delivery.0, Mark::Undisputed),
    ] {
        let mark = EvidenceCommand::MarkExhibit(MarkExhibit { exhibit, mark });
        teller.proves(At::Day(3, 10, minute), "陈明", mark).await?;
    }
    let ruled = EvidenceCommand::RuleOnExhibit(RuleOnExhibit {
        exhibit: claim.contract.0,
        admitted: true,
        reason: "双方对真实性、合法性、关联性均无异议，予以采信。".to_owned(),
    });
    teller.proves(At::Day(3, 10, 25), "陈明", ruled).await?;
    let asked = "请被告在三日内提交竣工验收单原件；双方对墙面裂缝的成因可以申请鉴定。";
    teller.say(At::Day(3, 10, 30), "陈明", asked).await?;
    let note = words(
        "裂缝成因是争议焦点，庭前确认双方是否申请鉴定。",
        Audience::Court,
    );
    teller.step(At::Day(3, 10, 34), "陈明", note).await?;
    Ok(())
}

/// After the time limit: it waits for leave.
async fn too_late(teller: &mut Teller<'_>) -> Result<(), SeedError> {
    let pdf = teller
        .upload(
            At::Day(1, 16, 0),
            "吴越",
            "墙体及地面质量检测报告.pdf",
            papers::REPORT,
        )
        .await?;
    let report = Exhibit {
        source: "演示检测有限公司（虚构）出具".to_owned(),
        formed: Some("2026年11月18日".to_owned()),
        ..exhibit(
            "墙体及地面质量检测报告",
            EvidenceCategory::ExpertOpinion,
            "墙面裂缝和地砖空鼓超出约定标准，修复费用9,600元",
            vec![pdf],
        )
    };
    let late = "检测单位排期较晚，报告在举证期限届满后才出具，被告一拿到就提交。";
    teller
        .submits(At::Day(1, 16, 6), "吴越", report, Some(late))
        .await?;
    let told = "检测报告刚刚出具，已作为被告证据3提交，请法庭准许。";
    teller.say(At::Day(1, 16, 9), "吴越", told).await?;
    let noted = "收到，是否准许由审判员决定。请原告先阅看。";
    teller.say(At::Minutes(240), "林晓", noted).await?;
    Ok(())
}
