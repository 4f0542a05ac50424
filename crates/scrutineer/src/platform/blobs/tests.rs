use std::os::unix::fs::PermissionsExt;

use super::{Kept, Written, add, forget, kept, read, write};
use crate::{
    on_both,
    platform::{ids::BlobId, refusal::Refusal},
    testing::House,
};

const PAPER: &[u8] = b"The officer spoke to Mared Testwell.";

async fn keep(house: &House, written: &Written) {
    let mut tx = house.app.db.write("test.blob").await.unwrap();
    add(&mut tx, written, house.app.now()).await.unwrap();
    tx.commit().await.unwrap();
}

async fn key(house: &House, id: BlobId) -> Kept {
    let mut tx = house.app.db.read("test.blob").await.unwrap();
    kept(&mut tx, id).await.unwrap().unwrap()
}

fn files(house: &House) -> Vec<std::path::PathBuf> {
    let folder = std::fs::read_dir(house.folder().join("blobs")).unwrap();
    folder.map(|entry| entry.unwrap().path()).collect()
}

fn sentence(answer: Result<Vec<u8>, Refusal>) -> String {
    match answer {
        Err(Refusal::Conflict(sentence)) => sentence,
        other => panic!("{other:?}"),
    }
}

on_both!(
    what_is_kept_is_sealed_and_gone_with_its_key,
    async |house: House| {
        let written = write(&house.app, PAPER).await.unwrap();
        keep(&house, &written).await;
        let [file] = files(&house).try_into().unwrap();
        let bytes = std::fs::read(&file).unwrap();
        assert!(
            !bytes
                .windows(6)
                .any(|part| PAPER.windows(6).any(|words| words == part))
        );
        let found = key(&house, written.id).await;
        let opened = read(&house.app, written.id, found.key.as_ref()).await.unwrap();
        assert_eq!(opened, PAPER);
        let mut tx = house.app.db.write("test.blob").await.unwrap();
        forget(&mut tx, written.id, house.app.now()).await.unwrap();
        tx.commit().await.unwrap();
        // The object may still be there: nothing opens it.
        let found = key(&house, written.id).await;
        assert!(found.key.is_none() && file.exists());
        let gone = read(&house.app, written.id, found.key.as_ref()).await;
        assert!(matches!(gone, Err(Refusal::NotFound)));
    }
);

on_both!(
    what_is_missing_altered_or_in_anothers_place_is_said,
    async |house: House| {
        let [one, other] = [
            write(&house.app, PAPER).await.unwrap(),
            write(&house.app, b"another").await.unwrap(),
        ];
        let place = |written: &Written| house.folder().join("blobs").join(written.id.to_string());
        let mut bytes = std::fs::read(place(&one)).unwrap();
        let last = bytes.len() - 1;
        bytes[last] ^= 1;
        std::fs::write(place(&one), &bytes).unwrap();
        let said = sentence(read(&house.app, one.id, Some(&one.key)).await);
        assert!(said.contains("changed or damaged"), "{said}");
        std::fs::copy(place(&other), place(&one)).unwrap();
        sentence(read(&house.app, one.id, Some(&one.key)).await);
        std::fs::remove_file(place(&other)).unwrap();
        let said = sentence(read(&house.app, other.id, Some(&other.key)).await);
        assert!(said.contains("not where it was kept"), "{said}");
        // The key of another object is no key to this one.
        assert!(read(&house.app, one.id, Some(&other.key)).await.is_err());
    }
);

on_both!(an_object_is_never_written_over, async |house: House| {
    let written = write(&house.app, PAPER).await.unwrap();
    let again = house.app.blobs.create(written.id, b"other".to_vec()).await;
    assert!(
        matches!(again, Err(object_store::Error::AlreadyExists { .. })),
        "{again:?}"
    );
    let opened = read(&house.app, written.id, Some(&written.key)).await.unwrap();
    assert_eq!(opened, PAPER);
});

on_both!(a_write_that_fails_leaves_nothing, async |house: House| {
    // A file where the folder should be: no object can be made there, by whoever runs the test.
    let folder = house.folder().join("blobs");
    std::fs::remove_dir(&folder).unwrap();
    std::fs::write(&folder, b"in the way").unwrap();
    let refused = write(&house.app, PAPER).await;
    assert!(matches!(refused, Err(Refusal::Unavailable(_))), "{refused:?}");
    assert_eq!(std::fs::read(&folder).unwrap(), b"in the way");
    std::fs::remove_file(&folder).unwrap();
    std::fs::create_dir(&folder).unwrap();
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o700)).unwrap();
    write(&house.app, PAPER).await.unwrap();
    assert_eq!(files(&house).len(), 1);
});

/// Against the S3-compatible server in `SCRUTINEER_TEST_S3`, such as `http://127.0.0.1:5000`, if there is one.
#[cfg(feature = "s3")]
#[tokio::test]
async fn a_bucket_keeps_what_a_folder_keeps() {
    use std::io::{Read, Write};

    let Ok(server) = std::env::var("SCRUTINEER_TEST_S3") else {
        eprintln!("SCRUTINEER_TEST_S3 is not set: not run on S3");
        return;
    };
    let host = server.trim_start_matches("http://");
    let mut bucket = std::net::TcpStream::connect(host).unwrap();
    write!(
        bucket,
        "PUT /papers HTTP/1.1\r\nHost: {host}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    bucket.read_to_end(&mut Vec::new()).unwrap();
    let mut house = House::on_sqlite("a_bucket_keeps_what_a_folder_keeps")
        .await
        .with_settings(|config| {
            config.blobs = "s3://papers/packs".into();
            config.blobs_endpoint = server.clone();
            config.blobs_region = "us-east-1".into();
            config.blobs_access_key = "test".into();
            config.blobs_secret_key = "test".into();
        });
    house.app.blobs = std::sync::Arc::new(super::Blobs::of(&house.app.config).unwrap());
    let written = write(&house.app, PAPER).await.unwrap();
    let opened = read(&house.app, written.id, Some(&written.key)).await.unwrap();
    assert_eq!(opened, PAPER);
    let again = house.app.blobs.create(written.id, b"other".to_vec()).await;
    assert!(
        matches!(again, Err(object_store::Error::AlreadyExists { .. })),
        "{again:?}"
    );
    assert_eq!(
        read(&house.app, written.id, Some(&written.key)).await.unwrap(),
        PAPER
    );
    house.app.blobs.remove(written.id).await;
    let said = sentence(read(&house.app, written.id, Some(&written.key)).await);
    assert!(said.contains("not where it was kept"), "{said}");
    // A server that is not there is no loss of what was kept.
    let mut away = (*house.app.config).clone();
    away.blobs_endpoint = "http://127.0.0.1:9".into();
    let blobs = super::Blobs::of(&away).unwrap();
    assert!(
        matches!(blobs.fetch(written.id).await, Err(error) if !matches!(error, object_store::Error::NotFound { .. }))
    );
}
