//! Small files that ask for much get their answer, within the limits, and cost this process nothing.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may panic"
)]

use std::io::Cursor;
use std::sync::Arc;
use std::time::Instant;

use anjian_api::file::FileForm;
use anjian_files::samples::{Camera, bombs, photo};
use anjian_files::worker::Worker;
use anjian_files::{FileKind, limits, picture, sniff};

fn there() -> Worker {
    Worker::of(env!("CARGO_BIN_EXE_anjian-file-worker").into(), &[])
}

/// The most memory that this process ever held, bytes.
fn most_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmHWM"))
        .unwrap();
    let words: Vec<&str> = line.split_whitespace().collect();
    words[1].parse::<u64>().unwrap() * 1024
}

#[test]
fn every_bomb_gets_its_answer_and_this_process_stays_small() {
    let bombs = bombs();
    let before = most_memory();
    let mut wrong = String::new();
    for bomb in bombs {
        assert!(bomb.bytes.len() < 3 * 1024 * 1024, "{}", bomb.what);
        let started = Instant::now();
        let taken = sniff::kind(Cursor::new(&bomb.bytes), bomb.name, None);
        let bytes = Arc::new(bomb.bytes);
        // What a server does when a file is complete.
        let taken = match taken {
            Ok(kind) if kind.form() == FileForm::Picture => {
                match there().picture_facts(Arc::clone(&bytes)) {
                    Err(picture::PictureError::TooManyPixels) => {
                        Err(anjian_files::Rejected::TooManyPixels)
                    }
                    _ => Ok(kind),
                }
            }
            other => other,
        };
        if taken != bomb.taken {
            wrong.push_str(&format!("\n{}: {taken:?}, not {:?}", bomb.what, bomb.taken));
        }
        if bomb
            .taken
            .is_ok_and(|kind| kind.form() == FileForm::Picture)
        {
            let drawn = there().picture(Arc::clone(&bytes), 320, false).map(drop);
            if drawn != bomb.drawn {
                wrong.push_str(&format!(
                    "\n{}: drawn {drawn:?}, not {:?}",
                    bomb.what, bomb.drawn
                ));
            }
            // A copy without the camera's words costs no more than going over the bytes.
            let _ = there().bare(bytes, bomb.taken.unwrap());
        }
        let took = started.elapsed();
        assert!(took < limits::PICTURE_TIME * 2, "{}: {took:?}", bomb.what);
    }
    assert!(wrong.is_empty(), "{wrong}");
    let grown = most_memory() - before;
    assert!(grown < 300 * 1024 * 1024, "{grown}");
}

#[test]
fn pictures_are_the_same_there_and_here() {
    let here = Worker::here(&[]);
    for orientation in [1, 6] {
        let camera = Camera {
            orientation,
            ..Camera::default()
        };
        let photo = Arc::new(photo(640, 480, &camera));
        for is_upright in [false, true] {
            let drawn = there().picture(Arc::clone(&photo), 320, is_upright);
            assert_eq!(drawn, here.picture(Arc::clone(&photo), 320, is_upright));
            let size = picture::probe(&drawn.unwrap()).unwrap().pixels;
            let turned = orientation == 6 && !is_upright;
            assert_eq!(size, Some(if turned { (240, 320) } else { (320, 240) }));
        }
        let bare = there().bare(Arc::clone(&photo), FileKind::Jpeg).unwrap();
        assert_eq!(picture::probe(&bare).unwrap().capture, None);
    }
    let broken = there().picture(Arc::new(b"\xff\xd8\xff".to_vec()), 320, false);
    assert_eq!(broken, Err(picture::PictureError::Broken));
}
