//! What a paper costs: `cargo xtask bench documents`. Five pages like a transcript with four
//! signatures, other words each time; writes the last one for a reader of another make.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a bench")]

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Instant;

use anjian_documents::fonts::Fonts;
use anjian_documents::lines::lines;
use anjian_documents::paper::{Block, Date, Paper, Spot};
use anjian_documents::typeset::{Attested, Certificate, Signature, Signing, set};
use anjian_ink::trace::{Event, Point, Sheet, Stroke, Tool, Trace};

/// Papers that are measured warm.
const MANY: u32 = 200;
const SIGNERS: [&str; 4] = ["沈言", "林溪", "周敏", "韩立"];

/// What is said in an invented hearing: several hundred different characters, as in a real one.
const SAID: [&str; 40] = [
    "现在核对当事人及其委托诉讼代理人的身份，双方对出庭人员有无异议？",
    "没有异议，原告本人到庭，代理权限为特别授权。",
    "合议庭组成人员已于开庭前三日告知，是否申请回避？",
    "不申请回避，权利义务告知书已经阅读并理解。",
    "请原告陈述诉讼请求以及所依据的事实和理由。",
    "请求判令被告返还借款本金并支付逾期利息，诉讼费由被告负担。",
    "被告因经营餐饮店周转困难，通过微信向我借款，约定年底还清。",
    "借款当天由我妻子的建设银行账户转出，附言写明用途。",
    "请被告针对原告的主张进行答辩，可以提交书面答辩状。",
    "收到款项属实，但其中一部分系合伙投资，不应按借贷处理。",
    "双方从未签订合伙协议，也没有约定盈亏分担的比例。",
    "下面围绕争议焦点进行法庭调查，首先由原告举证。",
    "出示借条复印件一份，原件庭后提交书记员核对。",
    "对借条的真实性无异议，签名和手印确是本人所留。",
    "对证明目的有异议，出具借条时受到催收人员胁迫。",
    "是否报警，有无报警回执、录音或者证人可以佐证？",
    "当时害怕影响孩子上学，没有报警，也没有留下录音。",
    "聊天记录显示，借款之后双方多次商量归还期限。",
    "截图不连续，缺少中间两周的内容，请法庭注意。",
    "手机可以当庭登录，由书记员逐条翻阅并拍照附卷。",
    "转账凭证加盖银行业务公章，请对方发表质证意见。",
    "数额无误，但第三笔是归还此前垫付的装修材料款。",
    "装修合同的相对方是案外人，与本案没有关联性。",
    "法庭询问，被告至今一共偿还过几次，方式如何？",
    "前后还过四次，现金两次，支付宝两次，没有收条。",
    "现金部分不认可，仅确认支付宝收到的两笔。",
    "如果主张已经清偿，应当由你方承担举证责任。",
    "申请证人赵某出庭，他在交付现金时在场。",
    "证人与被告系亲属，证言的证明力应当从严审查。",
    "证人应当如实作证，作伪证要承担相应的法律后果。",
    "我看见信封放在桌上，具体多少钱并不清楚。",
    "法庭调查结束，进入辩论阶段，请围绕焦点发言。",
    "利率没有超过合同成立时一年期贷款市场报价利率的四倍。",
    "逾期利息的起算点应为催告之后的合理期限届满之日。",
    "保证期间已经经过，担保人不再承担连带责任。",
    "双方是否愿意在法庭主持下进行调解？",
    "愿意调解，可以减免部分利息，但本金须一次付清。",
    "目前收入有限，希望分十二期支付，每月月底前到账。",
    "鉴于分歧较大，休庭后由书记员继续组织协商。",
    "请核对笔录，认为记载有遗漏或者差错的，可以申请补正。",
];

fn transcript(number: u32) -> Paper {
    let mut blocks = vec![Block::Heading("庭审笔录（虚构）".into())];
    for line in 0..36 {
        let who = SIGNERS[line as usize % SIGNERS.len()];
        let seed = number.wrapping_mul(2_654_435_761).wrapping_add(line * 97);
        let said = |step: u32| SAID[(line * 2 + step + number) as usize % SAID.len()];
        let words = format!(
            "{who}：（{}.{}）{}{}涉及金额{}元，时间为{}月{}日。",
            number,
            line + 1,
            said(0),
            said(1),
            seed.rotate_left(9) % 90_000,
            seed.rotate_left(3) % 12 + 1,
            seed.rotate_left(5) % 28 + 1
        );
        blocks.push(Block::Paragraph(words));
    }
    for (id, who) in SIGNERS.iter().enumerate() {
        blocks.push(Block::Spot(Spot {
            id: id.to_string(),
            label: format!("{who}（签名）"),
        }));
    }
    Paper {
        title: "庭审笔录".into(),
        court: "虚构市案间区人民法院".into(),
        case_number: "（2026）虚0602民初1024号".into(),
        number: format!("文书第{number}号"),
        version: 1,
        date: Date {
            year: 2026,
            month: 11,
            day: 22,
        },
        blocks,
        initials: false,
    }
}

/// An invented hand: two characters in two seconds, 120 points a second, as a finger gives them.
fn drawn(number: u32) -> String {
    let strokes = [
        (0, 150, 60),
        (60, 170, 140),
        (120, 285, 55),
        (180, 120, 240),
    ];
    let stroke = |(at, left, top): (u32, i32, i32)| {
        let point = |step: u32| {
            let turn = f64::from(step + number % 7) / 9.0;
            Point {
                x: left * 100 + (step * 420) as i32 + (turn.cos() * 900.0) as i32,
                y: top * 100 + (turn.sin() * 2_400.0) as i32,
                at: (at + step) * 83,
                ..Point::default()
            }
        };
        Event::Stroke(Stroke {
            tool: Tool::Touch,
            points: (0..60).map(point).collect(),
        })
    };
    let trace = Trace {
        sheet: Sheet {
            width: 60_000,
            height: 30_000,
            ratio: 300,
        },
        events: strokes.into_iter().map(stroke).collect(),
    };
    anjian_ink::svg::paper(&trace).unwrap()
}

fn signing(number: u32) -> Signing {
    let signature = |(id, who): (usize, &&str)| {
        let signature = Signature {
            svg: Some(drawn(number + id as u32)),
            photo: None,
            name: (*who).into(),
            alt: format!("{who}的签名"),
        };
        (id.to_string(), vec![signature])
    };
    let facts = |who: &&str| Attested {
        facts: vec![
            ("签名人".to_owned(), (*who).to_owned()),
            ("笔迹 SHA-256".to_owned(), format!("{number:064x}")),
        ],
        mark: None,
    };
    Signing {
        signatures: SIGNERS
            .iter()
            .enumerate()
            .map(signature)
            .collect::<BTreeMap<_, _>>(),
        initials: Vec::new(),
        certificate: Some(Certificate {
            title: "签名页".into(),
            words: vec!["本页不是签名内容的一部分。".into()],
            signatures: SIGNERS.iter().map(facts).collect(),
        }),
    }
}

/// Time of all threads on the processors, ms, by the kernel's clock of 1/100 s.
fn cpu_ms() -> u64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let after = stat.rsplit(')').next().unwrap();
    let fields: Vec<&str> = after.split_whitespace().collect();
    let ticks: u64 = fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap();
    ticks * 10
}

fn memory_mib(field: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with(field)).unwrap();
    line.split_whitespace()
        .nth(1)
        .unwrap()
        .parse::<u64>()
        .unwrap()
        / 1_024
}

fn main() {
    let mut args = std::env::args_os().skip(1).map(PathBuf::from);
    let folder = std::env::var_os("ANJIAN_FONTS").map(PathBuf::from).unwrap();
    let begun = Instant::now();
    let fonts = Fonts::read(&folder).unwrap();
    let (fonts_ms, fonts_cpu) = (begun.elapsed().as_millis(), cpu_ms());
    let resting = memory_mib("VmRSS");
    let cold = cpu_ms();
    let first = set(&fonts, &transcript(0), &signing(0)).unwrap();
    let cold = cpu_ms() - cold;
    let (mut largest, mut last) = (first.pdf.len(), first);
    let warm = cpu_ms();
    let mut early = 0;
    for number in 1..=MANY {
        last = set(&fonts, &transcript(number), &signing(number)).unwrap();
        largest = largest.max(last.pdf.len());
        if number == 20 {
            early = memory_mib("VmRSS");
        }
    }
    let warm = (cpu_ms() - warm) as f64 / f64::from(MANY);
    let (now, peak) = (memory_mib("VmRSS"), memory_mib("VmHWM"));
    println!("| what | measured | goal |\n|---|---|---|");
    println!("| fonts, once | {fonts_ms} ms, CPU {fonts_cpu} ms, {resting} MiB | – |");
    println!("| first paper, CPU | {cold} ms | – |");
    println!("| each of {MANY} more, CPU | {warm:.1} ms | ≤ 25 ms |");
    println!("| pages | {} | 5 and the page of signatures |", last.pages);
    println!("| largest | {} KB | ≤ 120 KB |", largest / 1_000);
    println!("| memory after 20, after {MANY}, peak | {early}, {now}, {peak} MiB | ≤ 100 MiB |");
    println!(
        "{{\"bench\":\"documents\",\"cold_cpu_ms\":{cold},\"warm_cpu_ms\":{warm:.1},\"pages\":{},\
         \"largest_bytes\":{largest},\"rss_mib\":{now},\"peak_mib\":{peak}}}",
        last.pages
    );
    if let Some(folder) = args.next() {
        let paper = transcript(MANY);
        let words: Vec<String> = lines(&paper)
            .into_iter()
            .flat_map(|line| line.words)
            .collect();
        std::fs::write(folder.join("paper.pdf"), &last.pdf).unwrap();
        std::fs::write(folder.join("paper.txt"), words.join("\n")).unwrap();
    }
}
