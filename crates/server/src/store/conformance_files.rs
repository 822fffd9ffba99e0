//! What every store has to do with uploads and files, as tests against the trait.

use anjian_api::file::FileId;
use anjian_api::ids::{Moment, PersonId, Seq};
use uuid::Uuid;

use super::conformance::{CASE, JUDGE, OTHER, PARTY, Shared, open, write};
use super::{FileRow, StoreError, UploadRow};

const FILE: FileId = FileId(Uuid::from_u128(21));
const SECOND: FileId = FileId(Uuid::from_u128(22));

fn upload(file: FileId, person: PersonId, size: u64) -> UploadRow {
    UploadRow {
        case: CASE,
        file,
        person,
        body: [7; 32],
        size,
        expires: Moment(1_000),
        sealed: b"sealed".to_vec(),
    }
}

fn file(id: FileId, object: u8, size: u64) -> FileRow {
    FileRow {
        case: CASE,
        file: id,
        person: PARTY,
        object: [object; 32],
        size,
        sealed: b"receipt".to_vec(),
    }
}

async fn add_upload(store: &Shared, row: UploadRow) -> Result<(), StoreError> {
    write(store, move |tx| {
        Box::pin(async move { tx.add_upload(&row).await })
    })
    .await
}

async fn add_file(store: &Shared, row: FileRow) -> Result<(), StoreError> {
    write(store, move |tx| {
        Box::pin(async move { tx.add_file(&row).await })
    })
    .await
}

pub async fn an_upload_is_kept_once_by_its_case(store: Shared) {
    open(&store, CASE).await;
    let row = upload(FILE, PARTY, 10);
    add_upload(&store, row.clone()).await.unwrap();
    assert_eq!(store.upload(CASE, FILE).await.unwrap(), Some(row.clone()));
    assert_eq!(store.uploads().await.unwrap(), std::slice::from_ref(&row));
    assert_eq!(store.upload(OTHER, FILE).await.unwrap(), None);
    assert!(add_upload(&store, row).await.is_err());
}

pub async fn an_upload_that_goes_on_does_not_expire(store: Shared) {
    open(&store, CASE).await;
    add_upload(&store, upload(FILE, PARTY, 10)).await.unwrap();
    write(&store, |tx| {
        Box::pin(async move {
            tx.prolong_upload(CASE, FILE, Moment(5_000)).await?;
            assert!(!tx.remove_upload(CASE, FILE, Some(Moment(4_999))).await?);
            assert!(tx.remove_upload(CASE, FILE, Some(Moment(5_000))).await?);
            assert!(!tx.remove_upload(CASE, FILE, None).await?);
            Ok(())
        })
    })
    .await
    .unwrap();
    assert_eq!(store.upload(CASE, FILE).await.unwrap(), None);
}

pub async fn a_file_takes_the_place_of_its_upload(store: Shared) {
    open(&store, CASE).await;
    add_upload(&store, upload(FILE, PARTY, 10)).await.unwrap();
    add_file(&store, file(FILE, 3, 10)).await.unwrap();
    assert_eq!(store.upload(CASE, FILE).await.unwrap(), None);
    assert_eq!(
        store.file(CASE, FILE).await.unwrap(),
        Some(file(FILE, 3, 10))
    );
    assert_eq!(store.file(OTHER, FILE).await.unwrap(), None);
    assert!(store.has_object(CASE, [3; 32]).await.unwrap());
    assert!(!store.has_object(OTHER, [3; 32]).await.unwrap());
    assert!(add_file(&store, file(FILE, 4, 10)).await.is_err());
}

pub async fn the_same_bytes_count_once_and_uploads_count_by_person(store: Shared) {
    open(&store, CASE).await;
    add_file(&store, file(FILE, 3, 100)).await.unwrap();
    add_file(&store, file(SECOND, 3, 100)).await.unwrap();
    for (number, person) in [(31, PARTY), (32, PARTY), (33, JUDGE)] {
        let id = FileId(Uuid::from_u128(number));
        add_upload(&store, upload(id, person, 10)).await.unwrap();
    }
    write(&store, |tx| {
        Box::pin(async move {
            let held = tx.file_use(CASE, PARTY).await?;
            assert_eq!((held.uploads, held.bytes), (2, 130));
            let held = tx.file_use(OTHER, JUDGE).await?;
            assert_eq!((held.uploads, held.bytes), (1, 0));
            Ok(())
        })
    })
    .await
    .unwrap();
}

pub async fn what_is_due_is_found_by_its_time(store: Shared) {
    open(&store, CASE).await;
    let put = |due| {
        write(&store, move |tx| {
            Box::pin(async move { tx.put_due(CASE, due).await })
        })
    };
    put(Some((Moment(100), Seq(7)))).await.unwrap();
    assert_eq!(store.due(Moment(99)).await.unwrap(), []);
    assert_eq!(store.due(Moment(100)).await.unwrap(), [(CASE, Seq(7))]);
    put(Some((Moment(200), Seq(7)))).await.unwrap();
    assert_eq!(store.due(Moment(199)).await.unwrap(), []);
    put(None).await.unwrap();
    assert_eq!(store.due(Moment(300)).await.unwrap(), []);
}

pub async fn an_access_log_is_numbered_by_exhibit(store: Shared) {
    open(&store, CASE).await;
    for (exhibit, number) in [(4, 1), (4, 2), (5, 1)] {
        write(&store, move |tx| {
            Box::pin(async move {
                assert_eq!(tx.next_access(CASE, Seq(exhibit)).await?, number);
                tx.add_access(CASE, Seq(exhibit), number, b"line").await
            })
        })
        .await
        .unwrap();
    }
    let lines = store.accesses(CASE, Seq(4)).await.unwrap();
    assert_eq!(lines, [(1, b"line".to_vec()), (2, b"line".to_vec())]);
    assert!(store.accesses(OTHER, Seq(4)).await.unwrap().is_empty());
}
