//! What a paper costs: `cargo xtask bench documents`. Five pages like a transcript with four
//! signatures, other words, hands and hashes each time, two at once as the server does it. Writes the
//! last one, every paper of the court and one of 200 pages for a reader of another make.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a bench")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::time::Instant;

use anjian_documents::fonts::Fonts;
use anjian_documents::lines::lines;
use anjian_documents::paper::{Block, Date, Paper, Spot};
use anjian_documents::template::{Data, Head, TemplateId, fill};
use anjian_documents::typeset::{Attested, Certificate, Set, Signature, Signing, set};
use anjian_ink::trace::{Event, Point, Sheet, Stroke, Tool, Trace};
use sha2::{Digest as _, Sha256};

/// Papers that are measured warm.
const MANY: u32 = 2_000;
/// Papers that are set at the same time, as in the server.
const SETTERS: u32 = 2;
/// Pages of a transcript, before its page of signatures.
const PAGES: u32 = 5;
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
    bearing("庭审笔录", number, blocks)
}

fn head(number: u32) -> Head {
    Head {
        court: "虚构市案间区人民法院".into(),
        case_number: "（2026）虚0602民初1024号".into(),
        number: format!("文书第{number}号"),
        version: 1,
        date: Date {
            year: 2026,
            month: 11,
            day: 22,
        },
    }
}

fn bearing(title: &str, number: u32, blocks: Vec<Block>) -> Paper {
    let head = head(number);
    Paper {
        title: title.into(),
        court: head.court,
        case_number: head.case_number,
        number: head.number,
        version: head.version,
        date: head.date,
        blocks,
    }
}

/// What fills the papers of the court.
fn data() -> Data {
    let words = [
        ("court", "虚构市案间区人民法院"),
        ("cause", "民间借贷纠纷"),
        ("party", "周敏"),
        ("role", "原告"),
        ("seat", "0"),
        ("electronic", "同意"),
        ("phone", "13800000002"),
        ("address", "虚构市案间区甲子路〇号"),
        ("receiver", "本人"),
        ("judge", "沈言"),
        ("clerk", "林溪"),
    ];
    let row = [
        "1",
        "借条",
        "书证",
        "原告持有",
        "证明借款三万元",
        "1",
        "原件",
    ];
    let rows = vec![row.map(String::from).to_vec(); 8];
    Data {
        words: words.map(|(gap, words)| (gap.into(), words.into())).into(),
        rows: BTreeMap::from([("exhibits".into(), rows)]),
    }
}

/// A paper of 200 pages, as the longest transcript.
fn longest() -> Paper {
    let words = "当事人对自己提出的主张，有责任提供证据。".repeat(40);
    let mut blocks = vec![Block::Paragraph(words); 260];
    blocks.push(Block::Spot(Spot {
        id: "0".into(),
        label: "沈言（签名）".into(),
    }));
    bearing("二百页笔录", 200, blocks)
}

/// An invented hand: 600 points, as a finger gives them in five seconds at 120 points a second.
fn drawn(number: u32) -> String {
    let strokes = [
        (0, 150, 60),
        (150, 170, 140),
        (300, 285, 55),
        (450, 120, 240),
    ];
    let stroke = |(at, left, top): (u32, i32, i32)| {
        let point = |step: u32| {
            let turn = f64::from(step) / f64::from(9 + number % 7);
            Point {
                x: left * 100 + (step * 168) as i32 + (turn.cos() * 900.0) as i32,
                y: top * 100 + (turn.sin() * 2_400.0) as i32,
                at: (at + step) * 83,
                ..Point::default()
            }
        };
        Event::Stroke(Stroke {
            tool: Tool::Touch,
            points: (0..150).map(point).collect(),
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
    anjian_ink::paper::document(&trace).unwrap()
}

fn hash(of: &str, number: u32, who: &str) -> String {
    let digest = Sha256::digest(format!("{of} {number} {who}"));
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// As the server writes it.
fn facts(number: u32, who: &str) -> Vec<(String, String)> {
    let hash = |of| hash(of, number, who);
    let lines = [
        ("签名人", who.to_owned()),
        ("身份", "委托诉讼代理人".to_owned()),
        ("方式", "手写".to_owned()),
        (
            "时间",
            format!(
                "2026年11月22日 10:{:02}:{:02}（北京时间）",
                number / 60 % 60,
                number % 60
            ),
        ),
        ("记录", format!("案件记录第{}条", 40 + number)),
        ("笔迹 SHA-256", hash("ink")),
        ("笔迹 SM3", hash("ink, sm3")),
        ("清单 SHA-256", hash("manifest")),
        ("密钥", "本人设备密钥（ECDSA P-256）".to_owned()),
        ("公钥 SHA-256", hash("key")),
        (
            "核验",
            format!("账户登录（会话标识 {}）", &hash("session")[..32]),
        ),
    ];
    lines.map(|(name, words)| (name.to_owned(), words)).to_vec()
}

fn signature(number: u32, id: usize, who: &str) -> Signature {
    Signature {
        svg: Some(drawn(number + id as u32)),
        photo: None,
        name: who.into(),
        alt: format!("{who}的签名"),
    }
}

fn signing(number: u32, signers: &[&str]) -> Signing {
    let attested = |who: &&str| Attested {
        facts: facts(number, who),
        mark: None,
    };
    let signed = |(id, who): (usize, &&str)| (id.to_string(), vec![signature(number, id, who)]);
    let page = hash("page", number, "");
    Signing {
        signatures: signers.iter().enumerate().map(signed).collect(),
        certificate: Some(Certificate {
            title: "签名页".into(),
            words: vec![
                format!("本页由案间系统制作，记载《庭审笔录》文书第{number}号第1版的签名情况。"),
                format!("所签文件 SHA-256：{page}"),
            ],
            signatures: signers.iter().map(attested).collect(),
        }),
    }
}

/// One signs by hand, one with a fingerprint that was photographed.
fn with_fingerprint(number: u32) -> Signing {
    let mut signing = signing(number, &["周敏"]);
    let photo = include_bytes!("../tests/papers/fingerprint.jpg").to_vec();
    let photographed = Signature {
        svg: None,
        photo: Some(photo),
        ..signature(number, 0, "周明")
    };
    if let Some(all) = signing.signatures.get_mut("0") {
        all.push(photographed);
    }
    signing
}

/// All that a reader finds in type that is no foot and no number of a line, without spaces.
fn said(paper: &Paper, signing: &Signing) -> String {
    let date = paper.date;
    let date = format!("{}年{}月{}日", date.year, date.month, date.day);
    let head = [&paper.court, &paper.title, &paper.case_number];
    let lines = lines(paper).into_iter().flat_map(|line| line.words);
    let page = signing.certificate.iter().flat_map(|page| {
        let facts = page.signatures.iter().flat_map(|one| &one.facts);
        let facts = facts.flat_map(|(name, words)| [name, words]);
        [&page.title].into_iter().chain(&page.words).chain(facts)
    });
    let all = head.into_iter().cloned().chain(lines).chain([date]);
    let all: String = all.chain(page.cloned()).collect();
    all.chars()
        .filter(|letter| !letter.is_whitespace())
        .collect()
}

fn keep(folder: &Path, name: &str, (paper, signing, set): (&Paper, &Signing, &Set)) {
    std::fs::write(folder.join(format!("{name}.pdf")), &set.pdf).unwrap();
    std::fs::write(folder.join(format!("{name}.txt")), said(paper, signing)).unwrap();
    let hash: String = set.words.iter().map(|byte| format!("{byte:02x}")).collect();
    let foot = [&paper.number, "第1版", &paper.case_number, "SHA-256", &hash];
    std::fs::write(folder.join(format!("{name}.foot")), foot.join("\n")).unwrap();
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
    let unsigned = set(&fonts, &transcript(1), &Signing::default()).unwrap();
    assert_eq!(
        unsigned.pages, PAGES,
        "it is to be like a transcript of {PAGES} pages"
    );
    let cold = cpu_ms();
    let first = set(&fonts, &transcript(0), &signing(0, &SIGNERS)).unwrap();
    let cold = cpu_ms() - cold;
    let (largest, early) = (AtomicUsize::new(first.pdf.len()), AtomicUsize::new(0));
    let (next, warm, begun) = (AtomicU32::new(1), cpu_ms(), Instant::now());
    let setter = || loop {
        let number = next.fetch_add(1, Ordering::Relaxed);
        if number > MANY {
            break;
        }
        let made = set(&fonts, &transcript(number), &signing(number, &SIGNERS)).unwrap();
        largest.fetch_max(made.pdf.len(), Ordering::Relaxed);
        if number == 100 {
            early.store(memory_mib("VmRSS") as usize, Ordering::Relaxed);
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..SETTERS {
            scope.spawn(setter);
        }
    });
    let took = begun.elapsed().as_secs_f64();
    let warm = (cpu_ms() - warm) as f64 / f64::from(MANY);
    let (now, peak) = (memory_mib("VmRSS"), memory_mib("VmHWM"));
    let (largest, early) = (largest.into_inner(), early.into_inner());

    let (long, one) = (longest(), signing(200, &["沈言"]));
    let begun = cpu_ms();
    let longest = set(&fonts, &long, &one).unwrap();
    let long_cpu = cpu_ms() - begun;
    assert!(longest.pages > 200);
    let long_peak = memory_mib("VmHWM");

    println!("| what | measured | goal |\n|---|---|---|");
    println!("| fonts, once | {fonts_ms} ms, CPU {fonts_cpu} ms, {resting} MiB | – |");
    println!("| first paper, CPU | {cold} ms | – |");
    println!("| each of {MANY} more, {SETTERS} at once, CPU | {warm:.1} ms | ≤ 25 ms |");
    println!("| papers a second | {:.0} | – |", f64::from(MANY) / took);
    println!(
        "| pages | {PAGES} and {} of signatures | 5 and those |",
        first.pages - PAGES
    );
    println!("| largest | {} KB | ≤ 120 KB |", largest / 1_000);
    println!("| memory after 100, after {MANY}, peak | {early}, {now}, {peak} MiB | ≤ 100 MiB |");
    println!(
        "| one of {} pages | CPU {long_cpu} ms, {} KB, peak {long_peak} MiB | ≤ 100 MiB |",
        longest.pages,
        longest.pdf.len() / 1_000
    );
    println!(
        "{{\"bench\":\"documents\",\"cold_cpu_ms\":{cold},\"warm_cpu_ms\":{warm:.1},\"pages\":{},\
         \"largest_bytes\":{largest},\"rss_mib\":{now},\"peak_mib\":{peak},\
         \"long_cpu_ms\":{long_cpu},\"long_peak_mib\":{long_peak}}}",
        first.pages
    );
    let Some(folder) = args.next() else { return };
    keep(
        &folder,
        "transcript",
        (&transcript(0), &signing(0, &SIGNERS), &first),
    );
    keep(&folder, "longest", (&long, &one, &longest));
    for id in TemplateId::ALL {
        let paper = fill(id, head(7), &data()).unwrap();
        let signing = with_fingerprint(7);
        let made = set(&fonts, &paper, &signing).unwrap();
        keep(&folder, id.name(), (&paper, &signing, &made));
    }
}
