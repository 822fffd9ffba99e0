//! How long things take: `cargo run --release -p anjian-files --features samples --example measure`.
#![allow(clippy::unwrap_used, reason = "a measurement may panic")]

use std::io::Cursor;
use std::sync::Arc;
use std::time::Instant;

use anjian_files::samples::{self, Camera};
use anjian_files::{FileKind, pdf, picture, sniff};

fn timed<T>(what: &str, work: impl Fn() -> T) -> T {
    let mut best = f64::MAX;
    for _ in 0..3 {
        let started = Instant::now();
        let _ = work();
        best = best.min(started.elapsed().as_secs_f64());
    }
    println!("{what}: {:.1} ms", best * 1000.0);
    work()
}

fn main() {
    let photo = samples::photo(
        4000,
        3000,
        &Camera {
            orientation: 6,
            ..Camera::default()
        },
    );
    println!("JPEG of 12 MP, {} KiB", photo.len() / 1024);
    timed("  kind", || sniff::kind(Cursor::new(&photo), "a.jpg", None)).unwrap();
    timed("  probe", || picture::probe(&photo)).unwrap();
    timed("  without_metadata", || {
        picture::without_metadata(&photo, FileKind::Jpeg)
    })
    .unwrap();
    timed("  derive 1600", || picture::derive(&photo, 1600)).unwrap();
    timed("  derive 320", || picture::derive(&photo, 320)).unwrap();
    timed("  derive both", || {
        picture::derive_each(&photo, &[1600, 320])
    })
    .unwrap();
    let document = Arc::new(samples::pdf(10));
    let fonts = pdf::Fonts::from_dirs(&[]);
    println!("PDF of 10 pages");
    timed("  probe", || pdf::probe(Arc::clone(&document))).unwrap();
    timed("  one page 320", || {
        pdf::page_jpeg(Arc::clone(&document), 0, 320, &fonts)
    })
    .unwrap();
    timed("  10 pages 1600", || {
        (0..10)
            .map(|page| {
                pdf::page_jpeg(Arc::clone(&document), page, 1600, &fonts)
                    .unwrap()
                    .len()
            })
            .sum::<usize>()
    });
    if let Some(program) = std::env::args().nth(2) {
        let worker = anjian_files::worker::Worker::of(program.into(), &[]);
        timed("  probe in a process of its own", || {
            worker.probe(Arc::clone(&document))
        })
        .unwrap();
        timed("  one page 320 in a process of its own", || {
            worker.page_jpeg(Arc::clone(&document), 0, 320)
        })
        .unwrap();
    }
    println!("PDF with a font it does not carry");
    for gbk in [false, true] {
        let document = Arc::new(samples::pdf_without_font(gbk));
        let page = timed("  one page 1600", || {
            pdf::page_jpeg(Arc::clone(&document), 0, 1600, &fonts)
        })
        .unwrap();
        if let Some(folder) = std::env::args().nth(1) {
            std::fs::write(format!("{folder}/gbk-{gbk}.jpg"), page).unwrap();
        }
    }
    if let Some(folder) = std::env::args().nth(1) {
        std::fs::write(
            format!("{folder}/photo.jpg"),
            picture::derive(&photo, 1600).unwrap(),
        )
        .unwrap();
        std::fs::write(
            format!("{folder}/page.jpg"),
            pdf::page_jpeg(document, 0, 1600, &fonts).unwrap(),
        )
        .unwrap();
    }
}
