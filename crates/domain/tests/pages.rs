//! How photographed pages of an exhibit are to be looked at.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use anjian_api::evidence::command::*;
use anjian_api::evidence::*;
use anjian_api::refusal::Refusal;
use support::evidence::*;
use support::*;

#[test]
fn a_page_is_cut_and_turned_within_its_picture_and_only_once() {
    let mut court = Court::open();
    court.receives(PLAINTIFF, 1);
    let whole = Crop {
        left: 0,
        top: 0,
        right: 1_000,
        bottom: 1_000,
    };
    let view = |crop: Crop| PageView {
        file: picture(1).id,
        turns: 1,
        crop: Some(crop),
    };
    let submit = |views: Vec<PageView>| {
        EvidenceCommand::SubmitExhibit(SubmitExhibit {
            exhibit: Exhibit {
                views,
                ..exhibit("借条", vec![picture(1)])
            },
            late_reason: None,
        })
    };
    let good = view(Crop {
        left: 100,
        right: 900,
        ..whole
    });
    let of_nothing = PageView {
        file: picture(2).id,
        ..good
    };
    for wrong in [
        vec![good, good],
        vec![of_nothing],
        vec![PageView { turns: 4, ..good }],
        vec![view(Crop {
            right: 1_001,
            ..whole
        })],
        vec![view(Crop {
            left: 900,
            right: 100,
            ..whole
        })],
        vec![view(Crop { top: 960, ..whole })],
    ] {
        let refused = court.proves(PLAINTIFF, submit(wrong));
        assert_eq!(refused, Err(Refusal::PageViewNotAllowed));
    }
    let seq = court.proves(PLAINTIFF, submit(vec![good])).unwrap();
    let seen = court.view(Some(DEFENDANT), true);
    let exhibit = &seen.evidence.exhibits[&seq].exhibit;
    assert_eq!(exhibit.view_of(picture(1).id), Some(&good));
    assert_eq!(exhibit.files[0].sha256, picture(1).sha256);
}
