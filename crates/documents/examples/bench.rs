//! What a paper costs: `cargo xtask bench documents`. Five pages like a transcript with four
//! signatures, other words each time; writes the last one for a reader of another make.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a bench")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::Instant;

use anjian_documents::fonts::Fonts;
use anjian_documents::lines::lines;
use anjian_documents::paper::{Block, Date, Paper, Spot};
use anjian_documents::typeset::{Certificate, Signature, Signing, set};
use anjian_ink::trace::{Event, Point, Sheet, Stroke, Tool, Trace};

/// Papers that are measured warm.
const MANY: u32 = 200;
const SIGNERS: [&str; 4] = ["沈言", "林溪", "周敏", "韩立"];

fn transcript(number: u32) -> Paper {
    let mut blocks = vec![Block::Heading("庭审笔录（虚构）".into())];
    for line in 0..54 {
        let who = SIGNERS[line as usize % SIGNERS.len()];
        let seed = number.wrapping_mul(2_654_435_761).wrapping_add(line * 97);
        let mut words = format!("{who}：第{number}次，第{}问。", line + 1);
        for step in 0..2 {
            let amount = seed.rotate_left(step * 7) % 90_000;
            let _ = write!(
                words,
                "借款{amount}元，于{}月{}日交付。",
                amount % 12 + 1,
                amount % 28 + 1
            );
        }
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
            name: (*who).into(),
            alt: format!("{who}的签名"),
        };
        (id.to_string(), signature)
    };
    let facts = |who: &&str| {
        vec![
            ("签名人".to_owned(), (*who).to_owned()),
            ("笔迹 SHA-256".to_owned(), format!("{number:064x}")),
        ]
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
    let fonts_ms = begun.elapsed().as_millis();
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
    println!("| fonts, once | {fonts_ms} ms, {resting} MiB | – |");
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
