//! Keys are found again, apart, and gone when destroyed.

use uuid::Uuid;

use super::*;

const CASE: CaseId = CaseId(Uuid::from_u128(7));
const PERSON: PersonId = PersonId(Uuid::from_u128(8));

#[tokio::test]
async fn a_case_key_is_the_same_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let keys = Keys::open(folder.path()).await.unwrap();
    let sealed = keys
        .case_or_new(CASE)
        .await
        .unwrap()
        .seal_entry(Seq(1), b"words")
        .unwrap();
    let salt = keys.case(CASE).await.unwrap().salt(Seq(1)).unwrap();
    keys.close().await;
    let keys = Keys::open(folder.path()).await.unwrap();
    let key = keys.case(CASE).await.unwrap();
    assert_eq!(
        key.open_entry(Seq(1), &sealed).unwrap().as_slice(),
        b"words"
    );
    assert_eq!(key.salt(Seq(1)).unwrap(), salt);
}

#[tokio::test]
async fn a_destroyed_key_is_gone_from_memory_and_from_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let keys = Keys::open(folder.path()).await.unwrap();
    keys.case_or_new(CASE).await.unwrap();
    let id = CASE.0.as_bytes().as_slice();
    let wrapped: Vec<u8> = sqlx::query_scalar("SELECT wrapped FROM case_keys WHERE case_id = $1")
        .bind(id)
        .fetch_one(&keys.shared.pool)
        .await
        .unwrap();
    keys.destroy(CASE).await.unwrap();
    assert!(matches!(keys.case(CASE).await, Err(KeyError::Destroyed)));
    keys.close().await;
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(!bytes.windows(wrapped.len()).any(|window| window == wrapped));
    }
}

#[tokio::test]
async fn another_root_key_opens_nothing() {
    let folder = tempfile::tempdir().unwrap();
    Keys::open(folder.path()).await.unwrap().close().await;
    std::fs::write(folder.path().join("root.key"), [1; 32]).unwrap();
    assert!(matches!(
        Keys::open(folder.path()).await,
        Err(KeyError::Sealed(_))
    ));
}

#[tokio::test]
async fn a_root_key_that_is_missing_is_not_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    Keys::open(folder.path()).await.unwrap().close().await;
    std::fs::remove_file(folder.path().join("root.key")).unwrap();
    assert!(matches!(
        Keys::open(folder.path()).await,
        Err(KeyError::RootMissing)
    ));
    assert!(!folder.path().join("root.key").exists());
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_reads_the_root_key() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    Keys::open(folder.path()).await.unwrap().close().await;
    let meta = std::fs::metadata(folder.path().join("root.key")).unwrap();
    assert_eq!(meta.permissions().mode() & 0o777, 0o600);
}

#[tokio::test]
async fn personal_data_opens_for_its_person_and_field_only() {
    let folder = tempfile::tempdir().unwrap();
    let keys = Keys::open(folder.path()).await.unwrap();
    let sealed = keys
        .seal_personal(PERSON, "name", "周敏".as_bytes())
        .unwrap();
    let name = keys.open_personal(PERSON, "name", &sealed).unwrap();
    assert_eq!(name.as_slice(), "周敏".as_bytes());
    assert!(keys.open_personal(PERSON, "phone", &sealed).is_err());
    assert!(
        keys.open_personal(PersonId(Uuid::from_u128(9)), "name", &sealed)
            .is_err()
    );
    assert_eq!(
        keys.phone_index("13800000000").unwrap(),
        keys.phone_index("13800000000").unwrap()
    );
}
