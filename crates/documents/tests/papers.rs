//! The papers of the court, made for an invented case.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::collections::BTreeMap;
use std::path::PathBuf;

use anjian_documents::fonts::{BadFonts, Fonts};
use anjian_documents::lines::{Form, lines};
use anjian_documents::paper::{Block, Date, Paper, Spot};
use anjian_documents::template::{BadData, Data, Head, TemplateId, fill};
use anjian_documents::typeset::{Attested, Certificate, NoPaper, Signature, Signing, set};
use anjian_documents::uploaded::{Overlay, Uploaded, seal};

/// Where `cargo xtask` put them; by hand the same folder is found.
fn fonts() -> Fonts {
    let told = std::env::var_os("ANJIAN_FONTS").map(PathBuf::from);
    let usual = || {
        std::env::home_dir()
            .unwrap()
            .join(".cache/anjian/tools/fonts-0.1.1")
    };
    Fonts::read(&told.unwrap_or_else(usual)).unwrap()
}

fn head() -> Head {
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

fn data() -> Data {
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

fn paper(blocks: Vec<Block>) -> Paper {
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
        initials: false,
    }
}

fn look(name: &str, pdf: &[u8]) {
    if let Some(folder) = std::env::var_os("ANJIAN_LOOK") {
        std::fs::write(PathBuf::from(folder).join(format!("{name}.pdf")), pdf).unwrap();
    }
}

#[test]
fn every_paper_of_the_court_becomes_a_pdf_of_its_kind() {
    let fonts = fonts();
    for id in TemplateId::ALL {
        let paper = fill(id, head(), &data()).unwrap();
        let set = set(&fonts, &paper, &Signing::default()).unwrap();
        look(id.name(), &set.pdf);
        assert!(set.pdf.starts_with(b"%PDF-1.7"), "{id:?}");
        let text = String::from_utf8_lossy(&set.pdf).into_owned();
        assert!(text.contains("<pdfaid:part>2</pdfaid:part>"), "{id:?}");
        assert!(
            set.pages >= 1 && set.pdf.len() < 120_000,
            "{id:?}: {}",
            set.pdf.len()
        );
        assert_eq!(set.spots.len(), 1, "{id:?}");
        assert_eq!(set.spots[0].id, "2");
        assert!(set.spots[0].x > 300 && set.spots[0].y > 100);
    }
}

#[test]
fn a_gap_that_nothing_fills_is_no_paper() {
    let missing = |gap: &str| {
        let mut data = data();
        data.words.remove(gap);
        data.rows.remove(gap);
        data
    };
    for (id, gap) in [
        (TemplateId::AddressConfirmation, "address"),
        (TemplateId::RightsNotice, "judge"),
        (TemplateId::IntegrityPledge, "role"),
        (TemplateId::EvidenceList, "exhibits"),
    ] {
        assert_eq!(
            fill(id, head(), &missing(gap)),
            Err(BadData::Missing(gap.into()))
        );
    }
    let mut blank = data();
    blank.words.insert("party".into(), " \u{3000} ".into());
    let refused = fill(TemplateId::RightsNotice, head(), &blank);
    assert_eq!(refused, Err(BadData::Missing("party".into())));
    let mut uneven = data();
    uneven
        .rows
        .insert("exhibits".into(), vec![vec!["1".into()]]);
    let refused = fill(TemplateId::EvidenceList, head(), &uneven);
    assert_eq!(refused, Err(BadData::Uneven("exhibits".into())));
}

#[test]
fn a_name_is_text_whatever_stands_in_it() {
    let names = "#panic() *x* $y$ \\ [b] {judge} <spot> \"q\" = _u_ @r https://example.org //c";
    let mut data = data();
    data.words.insert("party".into(), names.into());
    let paper = fill(TemplateId::AddressConfirmation, head(), &data).unwrap();
    let fact = ("受送达人".to_owned(), names.to_owned());
    assert!(matches!(&paper.blocks[0], Block::Facts(facts) if facts.contains(&fact)));
    let set = set(&fonts(), &paper, &Signing::default()).unwrap();
    look("hostile", &set.pdf);
    assert_eq!(set.spots.len(), 1);
}

#[test]
fn a_character_that_no_font_has_is_no_paper_and_named() {
    let words = "姓名：\u{2B7F9}\u{E000}。".to_owned();
    let refused = set(
        &fonts(),
        &paper(vec![Block::Paragraph(words)]),
        &Signing::default(),
    );
    let Err(NoPaper::MissingGlyphs(missing)) = refused else {
        panic!("{refused:?}")
    };
    assert!(missing.contains(&'\u{E000}'));
    assert!(!missing.contains(&'姓'));
}

/// An invented hand.
fn drawn(name: &str) -> Signature {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"200\" height=\"80\" \
               viewBox=\"0 0 200 80\"><path d=\"M10 40q80 -60 180 0q-90 60 -180 0z\"/></svg>";
    Signature {
        svg: Some(svg.into()),
        photo: None,
        name: name.into(),
        alt: format!("{name}的签名"),
    }
}

fn typed(name: &str) -> Signature {
    Signature {
        svg: None,
        ..drawn(name)
    }
}

fn photographed(name: &str) -> Signature {
    Signature {
        photo: Some(include_bytes!("fingerprint.jpg").to_vec()),
        ..typed(name)
    }
}

fn certificate(marks: &[Option<Signature>]) -> Certificate {
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

fn signed(by: Vec<Signature>, marks: &[Option<Signature>]) -> Signing {
    Signing {
        signatures: BTreeMap::from([("2".into(), by)]),
        initials: Vec::new(),
        certificate: Some(certificate(marks)),
    }
}

/// How many pictures of points a PDF holds.
fn pictures(pdf: &[u8]) -> usize {
    let text = String::from_utf8_lossy(pdf);
    ["/Subtype /Image", "/Subtype/Image"]
        .iter()
        .map(|mark| text.matches(mark).count())
        .sum()
}

#[test]
fn what_was_signed_stands_in_the_same_paper_as_vectors() {
    let fonts = fonts();
    let unsigned = fill(TemplateId::IntegrityPledge, head(), &data()).unwrap();
    let before = set(&fonts, &unsigned, &Signing::default()).unwrap();
    let after = set(&fonts, &unsigned, &signed(vec![drawn("周敏")], &[None])).unwrap();
    look("signed", &after.pdf);
    assert_eq!(after.pages, before.pages + 1);
    assert_eq!(after.words, before.words);
    assert_eq!(after.spots, before.spots);
    assert_eq!(pictures(&after.pdf), 0);
}

#[test]
fn two_who_sign_in_one_place_both_stand_there() {
    let fonts = fonts();
    let unsigned = fill(TemplateId::IntegrityPledge, head(), &data()).unwrap();
    let size = |by: Vec<Signature>| {
        let set = set(&fonts, &unsigned, &signed(by, &[])).unwrap();
        look("two", &set.pdf);
        set.pdf.len()
    };
    let one = size(vec![drawn("周敏")]);
    assert!(size(vec![drawn("周敏"), drawn("周敏")]) > one);
    assert!(size(vec![drawn("周敏"), typed("周明")]) > one);
}

#[test]
fn a_fingerprint_that_was_photographed_stands_in_the_paper_as_a_picture() {
    let fonts = fonts();
    let unsigned = fill(TemplateId::IntegrityPledge, head(), &data()).unwrap();
    let with = |by, marks: &[Option<Signature>]| {
        let set = set(&fonts, &unsigned, &signed(by, marks)).unwrap();
        look("fingerprint", &set.pdf);
        pictures(&set.pdf)
    };
    assert_eq!(with(vec![photographed("周敏")], &[None]), 1);
    assert_eq!(with(Vec::new(), &[Some(photographed("周敏"))]), 1);
    assert_eq!(with(vec![typed("周敏")], &[None]), 0);
}

#[test]
fn the_same_paper_is_the_same_bytes() {
    let fonts = fonts();
    let paper = fill(TemplateId::RightsNotice, head(), &data()).unwrap();
    let one = set(&fonts, &paper, &Signing::default()).unwrap();
    let two = set(&fonts, &paper, &Signing::default()).unwrap();
    assert!(one == two);
}

#[test]
fn two_hundred_pages_are_set() {
    let words = "当事人对自己提出的主张，有责任提供证据。".repeat(40);
    let mut blocks = vec![Block::Paragraph(words); 260];
    let spot = Spot {
        id: "2".into(),
        label: "签名".into(),
    };
    blocks.push(Block::Spot(spot));
    let set = set(&fonts(), &paper(blocks), &Signing::default()).unwrap();
    assert!(set.pages > 200, "{}", set.pages);
    assert_eq!(set.spots[0].page + 1, set.pages);
}

#[test]
fn the_lines_have_the_words_of_the_paper() {
    let paper = fill(TemplateId::EvidenceList, head(), &data()).unwrap();
    let lines = lines(&paper);
    let numbers: Vec<u32> = lines.iter().map(|line| line.number).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5, 6, 7]);
    assert_eq!(lines[1].words, ["提交人", "周敏"]);
    assert_eq!(
        (lines[3].form, lines[5].form),
        (Form::TableHead, Form::TableRow)
    );
    assert_eq!(lines[6].words, ["提交人（签名）"]);
}

#[test]
fn a_folder_without_the_fonts_is_told() {
    let empty = std::env::temp_dir().join(format!("anjian-no-fonts-{}", std::process::id()));
    std::fs::create_dir_all(&empty).unwrap();
    assert!(matches!(Fonts::read(&empty), Err(BadFonts::Missing(_))));
    assert!(matches!(
        Fonts::read(&empty.join("none")),
        Err(BadFonts::Unreadable(_))
    ));
    std::fs::remove_dir(&empty).unwrap();
}

#[test]
fn a_pdf_that_was_brought_keeps_its_pages_under_the_signatures() {
    let fonts = fonts();
    let words = "双方自愿达成如下协议。".repeat(30);
    let many = paper(vec![Block::Paragraph(words); 90]);
    let brought = set(&fonts, &many, &Signing::default()).unwrap();
    assert!(brought.pages > 20, "{}", brought.pages);
    let overlay = Overlay {
        page: 1,
        x: 600,
        y: 800,
        width: 250,
        height: 80,
        by: "2".into(),
    };
    let uploaded = Uploaded {
        title: "调解协议".into(),
        court: "虚构市案间区人民法院".into(),
        foot: "文书第4号".into(),
        pages: brought.pages,
        overlays: vec![overlay],
        signatures: BTreeMap::from([("2".into(), vec![drawn("周敏"), photographed("周明")])]),
        certificate: certificate(&[None, Some(drawn("韩立"))]),
        not_archival: "本文件不是 PDF/A。".into(),
    };
    let sealed = seal(&fonts, &uploaded, brought.pdf.clone()).unwrap();
    look("uploaded", &sealed.pdf);
    assert_eq!(sealed.pages, brought.pages + 1);
    assert_eq!(pictures(&sealed.pdf), 1);
    let refused = seal(&fonts, &uploaded, b"no pdf".to_vec());
    assert!(matches!(refused, Err(NoPaper::Layout(_))), "{refused:?}");
}

#[test]
fn what_no_font_has_is_known_before_anything_is_set() {
    let fonts = fonts();
    assert!(fonts.missing("周敏 Zhou, 1〇").is_empty());
    let missing: Vec<char> = fonts.missing("周\u{E000}\u{2B7F9}").into_iter().collect();
    assert!(missing.contains(&'\u{E000}') && !missing.contains(&'周'));
}
