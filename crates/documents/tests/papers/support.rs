//! An invented case, and what stands in its papers.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anjian_documents::fonts::Fonts;
use anjian_documents::paper::{Block, Date, Paper};
use anjian_documents::template::{Data, Head};
use anjian_documents::typeset::{Attested, Certificate, Signature, Signing};

/// Where `cargo xtask` put the fonts; by hand the same folder is found.
pub fn folder() -> PathBuf {
    let told = std::env::var_os("ANJIAN_FONTS").map(PathBuf::from);
    let home = || std::env::home_dir().unwrap();
    told.unwrap_or_else(|| home().join(".cache/anjian/tools/fonts-0.1.1"))
}

pub fn fonts() -> Fonts {
    Fonts::read(&folder()).unwrap()
}

pub fn head() -> Head {
    Head {
        court: "虚构市案间区人民法院".into(),
        case_number: "（2026）虚0602民初1024号".into(),
        number: "文书第3号".into(),
        version: 1,
        date: Date {
            year: 2026,
            month: 11,
            day: 22,
        },
    }
}

pub fn data() -> Data {
    let words = [
        ("court", "虚构市案间区人民法院"),
        ("cause", "民间借贷纠纷"),
        ("party", "周敏"),
        ("role", "原告"),
        ("seat", "2"),
        ("electronic", "同意"),
        ("phone", "13800000002"),
        ("address", "虚构市案间区甲子路〇号"),
        ("receiver", "本人"),
        ("judge", "沈言"),
        ("clerk", "林溪"),
    ];
    let row = |number: &str| {
        [
            number,
            "借条",
            "书证",
            "原告持有",
            "证明借款三万元",
            "1",
            "原件",
        ]
        .map(String::from)
        .to_vec()
    };
    let rows = vec![row("原告证据1"), row("原告证据2")];
    Data {
        words: words.map(|(gap, words)| (gap.into(), words.into())).into(),
        rows: BTreeMap::from([("exhibits".into(), rows)]),
    }
}

pub fn paper(blocks: Vec<Block>) -> Paper {
    let Head {
        court,
        case_number,
        number,
        version,
        date,
    } = head();
    Paper {
        title: "试验文书".into(),
        court,
        case_number,
        number,
        version,
        date,
        blocks,
    }
}

pub fn look(name: &str, pdf: &[u8]) {
    if let Some(folder) = std::env::var_os("ANJIAN_LOOK") {
        std::fs::write(PathBuf::from(folder).join(format!("{name}.pdf")), pdf).unwrap();
    }
}

/// An invented hand.
pub fn drawn(name: &str) -> Signature {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"200\" height=\"80\" \
               viewBox=\"0 0 200 80\"><path d=\"M10 40q80 -60 180 0q-90 60 -180 0z\"/></svg>";
    Signature {
        svg: Some(svg.into()),
        photo: None,
        name: name.into(),
        alt: format!("{name}的签名"),
    }
}

pub fn typed(name: &str) -> Signature {
    Signature {
        svg: None,
        ..drawn(name)
    }
}

pub fn photographed(name: &str) -> Signature {
    Signature {
        photo: Some(include_bytes!("fingerprint.jpg").to_vec()),
        ..typed(name)
    }
}

pub fn certificate(marks: &[Option<Signature>]) -> Certificate {
    let attested = |mark: &Option<Signature>| Attested {
        facts: vec![
            ("签名人".into(), "周敏".into()),
            ("时间".into(), "2026-11-22 10:00".into()),
        ],
        mark: mark.clone(),
    };
    Certificate {
        title: "签名页".into(),
        words: vec!["本页不是签名内容的一部分。".into()],
        signatures: marks.iter().map(attested).collect(),
    }
}

pub fn signed(by: Vec<Signature>, marks: &[Option<Signature>]) -> Signing {
    Signing {
        signatures: BTreeMap::from([("2".into(), by)]),
        certificate: Some(certificate(marks)),
    }
}
