//! The papers of the court, made for an invented case.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod reading;
mod support;

use std::collections::BTreeMap;

use anjian_documents::fonts::{BadFonts, Fonts};
use anjian_documents::lines::{Form, lines};
use anjian_documents::paper::{Block, Spot};
use anjian_documents::template::{BadData, TemplateId, fill};
use anjian_documents::typeset::{NoPaper, Signature, Signing, set};
use anjian_documents::uploaded::{Overlay, Uploaded, seal};

use support::{certificate, data, drawn, fonts, head, look, paper, photographed, signed, typed};

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
        case_number: head().case_number,
        number: "文书第4号".into(),
        version: 1,
        hash: "4".repeat(64),
        pages: brought.pages,
        overlays: vec![overlay],
        signatures: BTreeMap::from([("2".into(), vec![drawn("周敏"), photographed("周明")])]),
        certificate: certificate(&[None, Some(drawn("韩立"))]),
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

#[test]
fn a_font_of_the_court_lends_the_characters_that_ours_lack() {
    let own = std::env::temp_dir().join(format!("anjian-own-fonts-{}", std::process::id()));
    std::fs::create_dir_all(&own).unwrap();
    // Two characters: one of those that came last, U+30000, and one of those that mean nothing elsewhere.
    std::fs::write(own.join("own.ttf"), include_bytes!("own.ttf")).unwrap();
    let folder = support::folder();
    let both = Fonts::read_all(&[&own, &folder]).unwrap();
    std::fs::remove_dir_all(&own).unwrap();
    // The same folder twice, as when the data folder shows it, weighs no more.
    let twice = Fonts::read_all(&[&folder, &folder]).unwrap();
    assert_eq!(twice.len(), fonts().len());
    assert_eq!(both.len(), fonts().len() + 1);

    let named = |words: &str| paper(vec![Block::Paragraph(format!("姓名：{words}。"))]);
    let rare = named("\u{30000}");
    let refused = set(&fonts(), &rare, &Signing::default());
    assert!(matches!(refused, Err(NoPaper::MissingGlyphs(_))));
    assert!(both.missing("周\u{30000}").is_empty());
    let made = set(&both, &rare, &Signing::default()).unwrap();
    look("own-font", &made.pdf);
    let said = anjian_files::pdf::seen(made.pdf).unwrap()[0].text(0.0);
    assert!(said.contains("姓名：\u{30000}。"), "{said}");

    // PDF/A-2a takes no character of private use (ISO 19005-2, 6.2.11.7.3), whoever draws it.
    assert_eq!(both.missing("周\u{E000}").len(), 1);
    let refused = set(&both, &named("\u{E000}"), &Signing::default());
    assert_eq!(refused, Err(NoPaper::MissingGlyphs(['\u{E000}'].into())));
}
