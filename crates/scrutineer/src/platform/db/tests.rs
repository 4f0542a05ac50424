//! The two databases are one: the same schema, the same statements, the same behaviour.

mod schema;
mod statements;

use super::{Db, DbError, MIGRATIONS};
use crate::{on_both, params, testing::House};

on_both!(a_transaction_dropped_leaves_nothing, async |house: House| {
    let sql = "insert into organisation (id, body_id, name, sector, created_at) values ($1, $2, $3, $4, $5)";
    let id = crate::platform::ids::OrganisationId::new(house.app.clock.as_ref(), house.app.chance.as_ref())
        .unwrap();
    let mut tx = house.app.db.write("test.dropped").await.unwrap();
    assert_eq!(
        tx.run(sql, params![id, house.body.id, "Gone", "other", house.app.now()])
            .await
            .unwrap(),
        1
    );
    drop(tx);
    let mut tx = house.app.db.read("test.after").await.unwrap();
    let row = tx
        .one("select count(*) as n from organisation", vec![])
        .await
        .unwrap()
        .unwrap();
    assert_eq!(row.get::<i64>("n").unwrap(), 0);
});

on_both!(a_broken_unique_rule_is_known_as_one, async |house: House| {
    let sql = "insert into body (id, name, short_name, force_name, created_at) values ($1, $2, 'X', 'X', $3)";
    let id = crate::platform::ids::BodyId::new(house.app.clock.as_ref(), house.app.chance.as_ref()).unwrap();
    let mut tx = house.app.db.write("test.twice").await.unwrap();
    let twice = tx.run(sql, params![id, &house.body.name, house.app.now()]).await;
    assert!(matches!(twice, Err(DbError::Duplicate)), "{twice:?}");
});

on_both!(a_reader_cannot_write, async |house: House| {
    let mut tx = house.app.db.read("test.reader").await.unwrap();
    assert!(
        tx.run("delete from body where name = $1", params!["nobody"])
            .await
            .is_err()
    );
});

on_both!(a_newer_schema_is_refused, async |house: House| {
    let beyond = i64::try_from(MIGRATIONS.len()).unwrap();
    let mut tx = house.app.db.write("test.newer").await.unwrap();
    tx.run(
        "insert into schema_version (position, name, hash) values ($1, 'from_the_future', 'x')",
        params![beyond],
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let Err(DbError::Schema(sentence)) = Db::open(&house.app.config.database).await else {
        panic!("opened")
    };
    assert!(sentence.contains("newer version"), "{sentence}");
});

on_both!(
    a_migration_changed_after_it_ran_is_refused,
    async |house: House| {
        let mut tx = house.app.db.write("test.changed").await.unwrap();
        tx.run("update schema_version set hash = 'x' where position = 1", vec![])
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let Err(DbError::Schema(sentence)) = Db::open(&house.app.config.database).await else {
            panic!("opened")
        };
        assert_eq!(
            sentence,
            format!(
                "migration {} is not the one that ran on this database",
                MIGRATIONS[1].name
            )
        );
    }
);

#[tokio::test]
async fn an_address_of_another_kind_is_refused() {
    let Err(DbError::Address(sentence)) = Db::open("mysql://localhost/x").await else {
        panic!("opened")
    };
    assert_eq!(
        sentence,
        "the database address must start with sqlite: or postgres://, but is \"mysql\""
    );
}
