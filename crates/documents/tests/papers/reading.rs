//! Papers as a reader of another make finds them: every word in its order, the same foot on every
//! page, the ink where it belongs.

use std::collections::BTreeMap;

use anjian_documents::lines::lines;
use anjian_documents::paper::{Block, Paper};
use anjian_documents::template::{TemplateId, fill};
use anjian_documents::typeset::{Certificate, Set, Signing, set};
use anjian_documents::uploaded::{Overlay, Uploaded, seal};
use anjian_files::pdf::{Sheet, seen};

use super::support::{certificate, data, drawn, fonts, head, look, paper, signed, typed};

/// Feet of pages and numbers of lines are smaller than this, everything else is larger, in points.
const SMALL: f64 = 8.2;

fn squeezed(words: &str) -> String {
    words
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .collect()
}

/// All that a paper says, as its words are known before they are set.
fn said(paper: &Paper) -> String {
    let date = paper.date;
    let date = format!("{}年{}月{}日", date.year, date.month, date.day);
    let head = [&paper.court, &paper.title, &paper.case_number];
    let lines = lines(paper).into_iter().flat_map(|line| line.words);
    let all: String = head
        .into_iter()
        .cloned()
        .chain(lines)
        .chain([date])
        .collect();
    squeezed(&all)
}

fn attested(page: &Certificate) -> String {
    let facts = page.signatures.iter().flat_map(|one| &one.facts);
    let facts = facts.flat_map(|(name, words)| [name, words]);
    let all: String = [&page.title]
        .into_iter()
        .chain(&page.words)
        .chain(facts)
        .cloned()
        .collect();
    squeezed(&all)
}

fn large(sheets: &[Sheet]) -> String {
    sheets.iter().map(|sheet| sheet.text(SMALL)).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn a_reader_finds_every_word_of_every_paper_in_its_order_and_none_else() {
    let fonts = fonts();
    for id in TemplateId::ALL {
        let paper = fill(id, head(), &data()).unwrap();
        let plain = set(&fonts, &paper, &Signing::default()).unwrap();
        assert_eq!(large(&seen(plain.pdf).unwrap()), said(&paper), "{id:?}");

        let mut signing = signed(vec![typed("周敏")], &[None, None]);
        let page = signing.certificate.as_mut().unwrap();
        page.words
            .push("所签文件 SHA-256：".to_owned() + &"5".repeat(64));
        page.signatures[1]
            .facts
            .push(("清单 SHA-256".into(), "8".repeat(64)));
        let page = page.clone();
        let with = set(&fonts, &paper, &signing).unwrap();
        // The place is empty before, and holds the name after.
        let label = "（签名）";
        let signed = said(&paper).replace(label, &format!("{label}周敏"));
        let all = signed + &attested(&page);
        assert_eq!(large(&seen(with.pdf).unwrap()), all, "{id:?}");
    }
}

/// What stands at the foot of a page.
fn foot(number: &str, (page, of): (usize, usize), hash: &str) -> String {
    let case = "（2026）虚0602民初1024号";
    squeezed(&format!("{number}第1版—{page}/{of}—{case}SHA-256{hash}"))
}

fn small(sheet: &Sheet) -> String {
    let bottom = sheet
        .words
        .iter()
        .filter(|words| words.y > sheet.height - 90.0);
    let small = bottom.filter(|words| words.size < SMALL);
    squeezed(&small.map(|words| words.text.as_str()).collect::<String>())
}

#[test]
fn number_version_page_and_hash_stand_at_the_foot_of_every_page() {
    let fonts = fonts();
    let words = "双方自愿达成如下协议。".repeat(30);
    let paper = paper(vec![Block::Paragraph(words); 12]);
    let signing = signed(Vec::new(), &[None]);
    let Set {
        pdf, words, pages, ..
    } = set(&fonts, &paper, &signing).unwrap();
    assert!(pages >= 4);
    let sheets = seen(pdf).unwrap();
    for (index, sheet) in sheets.iter().enumerate() {
        let expected = foot("文书第3号", (index + 1, sheets.len()), &hex(&words));
        assert_eq!(small(sheet), expected);
    }
}

fn brought(pages: u32, pdf_words: &str) -> Uploaded {
    Uploaded {
        title: "调解协议".into(),
        court: head().court,
        case_number: head().case_number,
        number: "文书第4号".into(),
        version: 1,
        hash: pdf_words.into(),
        pages,
        overlays: vec![Overlay {
            page: 1,
            x: 600,
            y: 800,
            width: 250,
            height: 80,
            by: "2".into(),
        }],
        signatures: BTreeMap::from([("2".into(), vec![drawn("周敏")])]),
        certificate: certificate(&[None]),
    }
}

#[test]
fn a_pdf_that_was_brought_keeps_its_words_and_gets_one_page_with_a_foot() {
    let fonts = fonts();
    let words = "双方自愿达成如下协议。".repeat(30);
    let own = set(
        &fonts,
        &paper(vec![Block::Paragraph(words); 8]),
        &Signing::default(),
    )
    .unwrap();
    let before = seen(own.pdf.clone()).unwrap();
    let hash = "4".repeat(64);
    let uploaded = brought(own.pages, &hash);
    let sealed = seal(&fonts, &uploaded, own.pdf).unwrap();
    look("brought", &sealed.pdf);
    let sheets = seen(sealed.pdf).unwrap();
    let (last, pages) = sheets.split_last().unwrap();
    assert_eq!(pages.len(), before.len());
    for (page, was) in pages.iter().zip(&before) {
        assert_eq!(page.text(0.0), was.text(0.0));
    }
    let count = sheets.len();
    assert_eq!(small(last), foot("文书第4号", (count, count), &hash));
    assert_eq!(last.text(SMALL), attested(&uploaded.certificate));
    // The ink lies in its place, and nowhere else.
    let fresh = fresh(&before[1], &pages[1]);
    let (width, height) = (before[1].width / 1_000.0, before[1].height / 1_000.0);
    let place = [600.0 * width, 800.0 * height, 850.0 * width, 880.0 * height];
    assert!(
        !fresh.is_empty() && fresh.iter().all(|shape| is_in(*shape, place)),
        "{fresh:?}"
    );
    assert!(super::reading::fresh(&before[0], &pages[0]).is_empty());
}

/// Left, top, right, bottom of what is on a page now and was not before.
fn fresh(before: &Sheet, after: &Sheet) -> Vec<[f64; 4]> {
    let around = |sheet: &Sheet| -> Vec<[f64; 4]> {
        let shapes = sheet.shapes.iter();
        shapes.map(|one| [one.x0, one.y0, one.x1, one.y1]).collect()
    };
    let is_same = |one: &[f64; 4], two: &[f64; 4]| {
        one.iter()
            .zip(two)
            .all(|(one, two)| (one - two).abs() < 0.5)
    };
    let old = around(before);
    let now = around(after).into_iter();
    now.filter(|one| !old.iter().any(|two| is_same(one, two)))
        .collect()
}

fn is_in(shape: [f64; 4], place: [f64; 4]) -> bool {
    let [left, top, right, bottom] = place;
    shape[0] >= left - 1.0
        && shape[1] >= top - 1.0
        && shape[2] <= right + 1.0
        && shape[3] <= bottom + 1.0
}

#[test]
fn what_was_drawn_stands_in_its_place_on_the_paper() {
    let fonts = fonts();
    for id in TemplateId::ALL {
        let paper = fill(id, head(), &data()).unwrap();
        let before = set(&fonts, &paper, &Signing::default()).unwrap();
        let after = set(&fonts, &paper, &signed(vec![drawn("周敏")], &[None])).unwrap();
        let spot = &before.spots[0];
        let (was, is) = (seen(before.pdf).unwrap(), seen(after.pdf).unwrap());
        let page = spot.page as usize;
        let ink = fresh(&was[page], &is[page]);
        let (x, y) = (f64::from(spot.x) / 1_000.0, f64::from(spot.y) / 1_000.0);
        let (x, y) = (x * was[page].width, y * was[page].height);
        let millimetres = |length: f64| length / 25.4 * 72.0;
        let place = [x, y, x + millimetres(62.0), y + millimetres(24.0)];
        assert!(
            !ink.is_empty() && ink.iter().all(|one| is_in(*one, place)),
            "{id:?} {ink:?} {place:?}"
        );
    }
}

#[test]
fn the_lines_of_a_table_bear_their_numbers_as_the_app_shows_them() {
    let fonts = fonts();
    let mut data = data();
    let row = data.rows["exhibits"][0].clone();
    data.rows.insert("exhibits".into(), vec![row; 60]);
    let paper = fill(TemplateId::EvidenceList, head(), &data).unwrap();
    let set = set(&fonts, &paper, &Signing::default()).unwrap();
    look("numbered", &set.pdf);
    assert!(set.pages > 1, "the table runs over a page");
    let sheets = seen(set.pdf).unwrap();
    let edge = |sheet: &Sheet| -> Vec<u32> {
        let small = sheet
            .words
            .iter()
            .filter(|words| words.size < SMALL && words.x < 85.0);
        let above = small.filter(|words| words.y < sheet.height - 90.0);
        above
            .filter_map(|words| words.text.trim().parse().ok())
            .collect()
    };
    let mut found: Vec<u32> = sheets.iter().flat_map(edge).collect();
    // The head of the table stands on each of its pages, with one number.
    let head = lines(&paper)[3].number;
    assert_eq!(
        found.iter().filter(|number| **number == head).count(),
        sheets.len()
    );
    found.sort_unstable();
    found.dedup();
    let all: Vec<u32> = lines(&paper).iter().map(|line| line.number).collect();
    assert_eq!(found, all);
}
