//! What every blob store has to do, as tests against the trait. An engine runs all of them.

use super::{BlobError, BlobName, Blobs};

const DRAFT: BlobName = BlobName([1; 32]);
const OTHER: BlobName = BlobName([2; 32]);
const OBJECT: BlobName = BlobName([0xf3; 32]);

/// Runs the suite on the stores that `$make` makes; it answers with what keeps the store alive and
/// the store.
macro_rules! conformance {
    ($make:path) => {
        crate::blobs::conformance::conformance! { $make;
            a_fresh_store_knows_nothing,
            a_draft_begins_once,
            a_draft_is_written_in_any_order,
            reading_behind_the_end_gives_what_there_is,
            a_published_draft_is_an_object_and_stays_a_draft_until_discarded,
            an_object_that_is_there_stays_as_it_is,
            what_is_removed_is_gone_and_may_be_removed_again,
        }
    };
    ($make:path; $($test:ident,)*) => {
        $(
            #[test]
            fn $test() {
                let (_guard, blobs) = $make();
                crate::blobs::conformance::$test(&blobs);
            }
        )*
    };
}
pub(crate) use conformance;

pub fn a_fresh_store_knows_nothing(blobs: &dyn Blobs) {
    assert_eq!(blobs.drafts().unwrap(), []);
    assert!(!blobs.has(OBJECT).unwrap());
    assert_eq!(blobs.read(OBJECT, 0, 1), Err(BlobError::Missing));
    assert_eq!(blobs.read_draft(DRAFT, 0, 1), Err(BlobError::Missing));
    assert_eq!(blobs.write(DRAFT, 0, b"x"), Err(BlobError::Missing));
    assert_eq!(blobs.publish(DRAFT, OBJECT), Err(BlobError::Missing));
}

pub fn a_draft_begins_once(blobs: &dyn Blobs) {
    assert!(blobs.begin(DRAFT, b"first").unwrap());
    assert!(!blobs.begin(DRAFT, b"other").unwrap());
    assert_eq!(blobs.read_draft(DRAFT, 0, 9).unwrap(), b"first");
    assert!(blobs.begin(OTHER, b"").unwrap());
    let mut drafts = blobs.drafts().unwrap();
    drafts.sort();
    assert_eq!(drafts, [DRAFT, OTHER]);
}

pub fn a_draft_is_written_in_any_order(blobs: &dyn Blobs) {
    blobs.begin(DRAFT, b"head").unwrap();
    blobs.write(DRAFT, 8, b"last").unwrap();
    assert_eq!(blobs.read_draft(DRAFT, 4, 4).unwrap(), [0; 4]);
    blobs.write(DRAFT, 4, b"next").unwrap();
    assert_eq!(blobs.read_draft(DRAFT, 0, 12).unwrap(), b"headnextlast");
}

pub fn reading_behind_the_end_gives_what_there_is(blobs: &dyn Blobs) {
    blobs.begin(DRAFT, b"head").unwrap();
    assert_eq!(blobs.read_draft(DRAFT, 2, 100).unwrap(), b"ad");
    assert_eq!(blobs.read_draft(DRAFT, 100, 100).unwrap(), b"");
    blobs.publish(DRAFT, OBJECT).unwrap();
    assert_eq!(blobs.read(OBJECT, 3, 100).unwrap(), b"d");
    assert_eq!(blobs.read(OBJECT, 4, 100).unwrap(), b"");
}

pub fn a_published_draft_is_an_object_and_stays_a_draft_until_discarded(blobs: &dyn Blobs) {
    blobs.begin(DRAFT, b"bytes").unwrap();
    blobs.publish(DRAFT, OBJECT).unwrap();
    blobs.publish(DRAFT, OBJECT).unwrap();
    assert!(blobs.has(OBJECT).unwrap());
    assert_eq!(blobs.drafts().unwrap(), [DRAFT]);
    blobs.discard(DRAFT).unwrap();
    assert_eq!(blobs.drafts().unwrap(), []);
    assert_eq!(blobs.read(OBJECT, 0, 5).unwrap(), b"bytes");
}

pub fn an_object_that_is_there_stays_as_it_is(blobs: &dyn Blobs) {
    blobs.begin(DRAFT, b"first").unwrap();
    blobs.begin(OTHER, b"other").unwrap();
    blobs.publish(DRAFT, OBJECT).unwrap();
    blobs.publish(OTHER, OBJECT).unwrap();
    assert_eq!(blobs.read(OBJECT, 0, 5).unwrap(), b"first");
}

pub fn what_is_removed_is_gone_and_may_be_removed_again(blobs: &dyn Blobs) {
    blobs.begin(DRAFT, b"bytes").unwrap();
    blobs.publish(DRAFT, OBJECT).unwrap();
    for _ in 0..2 {
        blobs.discard(DRAFT).unwrap();
        blobs.remove(OBJECT).unwrap();
    }
    assert!(!blobs.has(OBJECT).unwrap());
    assert!(blobs.begin(DRAFT, b"anew").unwrap());
}
