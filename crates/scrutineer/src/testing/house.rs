use std::{collections::BTreeSet, path::PathBuf, sync::Arc};

use sha2::{Digest, Sha256};
use tempfile::TempDir;

use super::Browser;
use crate::{
    access::{
        Actor, Marking, Role,
        acts::seal_codes,
        gate::hash_of,
        model::{Body, Grant, Person, PersonState, Session, Stage},
        store,
    },
    duties,
    platform::{
        app::App,
        chance::SetChance,
        clock::{Moment, SetClock},
        config::Config,
        db::{Db, MIGRATIONS},
        ids::{BodyId, GrantId, PersonId},
        jobs,
        mail::Kept,
    },
    site,
};

/// A product of its own for one test.
pub struct House {
    /// The product.
    pub app: App,
    /// Its clock: 7 March 2024, 10:00 in London, until moved.
    pub clock: Arc<SetClock>,
    /// The mail it sent.
    pub mail: Arc<Kept>,
    /// The body everything belongs to unless said otherwise.
    pub body: Body,
    router: axum::Router,
    _folder: TempDir,
}

impl House {
    /// On a SQLite file.
    pub async fn on_sqlite(name: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let address = format!("sqlite:{}", folder.path().join("test.sqlite").display());
        Self::new(name, address, folder).await
    }

    /// On a new database of the PostgreSQL server in `SCRUTINEER_TEST_POSTGRES`, if there is one.
    pub async fn on_postgres(name: &str) -> Option<Self> {
        let server = std::env::var("SCRUTINEER_TEST_POSTGRES").ok()?;
        let database = format!(
            "t_{}_{}",
            std::process::id(),
            &hex::encode(Sha256::digest(name))[..10]
        );
        let admin = Db::connect(&server).await.unwrap();
        let Db::Postgres(pool) = &admin else {
            panic!("SCRUTINEER_TEST_POSTGRES must be a PostgreSQL address")
        };
        let template = template(pool, &server).await;
        for sql in [
            format!("drop database if exists {database}"),
            format!("create database {database} template {template}"),
        ] {
            sqlx::raw_sql(sqlx::AssertSqlSafe(sql))
                .execute(pool)
                .await
                .unwrap();
        }
        admin.close().await;
        Some(
            Self::new(
                name,
                with_database(&server, &database),
                tempfile::tempdir().unwrap(),
            )
            .await,
        )
    }

    async fn new(name: &str, database: String, folder: TempDir) -> Self {
        let config = Config {
            database,
            directory: folder.path().to_owned(),
            address: "http://localhost".into(),
            ..Config::default()
        };
        let clock = Arc::new(SetClock::at(Moment::in_london(
            jiff::civil::date(2024, 3, 7),
            10,
            0,
        )));
        let mail = Arc::new(Kept::default());
        let db = Db::open(&config.database).await.unwrap();
        let chance = Arc::new(SetChance::from_seed(name));
        let app = App::with(config, db, clock.clone(), chance, mail.clone())
            .await
            .unwrap();
        let body = Body {
            id: BodyId::new(app.clock.as_ref(), app.chance.as_ref()).unwrap(),
            name: "Office of the Police and Crime Commissioner for Westmarch".into(),
            short_name: "WM".into(),
            force_name: "Westmarch Police".into(),
            marking: Marking::default(),
        };
        let mut tx = app.db.write("test.body").await.unwrap();
        store::add_body(&mut tx, &body, app.now()).await.unwrap();
        tx.commit().await.unwrap();
        let router = site::map(app.clone()).finish();
        Self {
            app,
            clock,
            mail,
            body,
            router,
            _folder: folder,
        }
    }

    /// The same house after a change of its settings.
    pub fn with_settings(mut self, change: impl FnOnce(&mut Config)) -> Self {
        let mut config = (*self.app.config).clone();
        change(&mut config);
        self.app.config = Arc::new(config);
        self.router = site::map(self.app.clone()).finish();
        self
    }

    /// The folder of the installation.
    pub fn folder(&self) -> PathBuf {
        self.app.directory().to_owned()
    }

    /// An active person with these roles in the house's body.
    pub async fn person(&self, name: &str, roles: &[Role]) -> Actor {
        self.person_of(name, roles, &self.body).await
    }

    /// An active person with these roles in another body.
    pub async fn person_of(&self, name: &str, roles: &[Role], body: &Body) -> Actor {
        let app = &self.app;
        let id = PersonId::new(app.clock.as_ref(), app.chance.as_ref()).unwrap();
        let person = Person {
            id,
            email: format!("{}@example.org", name.to_lowercase().replace(' ', ".")),
            name: name.to_owned(),
            passphrase: None,
            totp_secret: Some(seal_codes(app, id, &[7; 20]).unwrap()),
            totp_step: 0,
            state: PersonState::Active,
        };
        let mut tx = app.db.write("test.person").await.unwrap();
        store::add_person(&mut tx, &person, app.now()).await.unwrap();
        for role in roles {
            let id = GrantId::new(app.clock.as_ref(), app.chance.as_ref()).unwrap();
            let grant = Grant {
                id,
                person: person.id,
                body: body.id,
                role: *role,
                granted_at: app.now(),
            };
            store::add_grant(&mut tx, &grant, None).await.unwrap();
        }
        tx.commit().await.unwrap();
        Actor {
            person: person.id,
            name: name.to_owned(),
            body: body.id,
            body_name: body.name.clone(),
            force_name: body.force_name.clone(),
            marking: body.marking,
            roles: roles.iter().copied().collect::<BTreeSet<_>>(),
            csrf: String::new(),
            session: [0; 32],
            demo: false,
        }
    }

    /// Gives a person a role in another body too.
    pub async fn grant(&self, person: &Actor, role: Role, body: &Body) {
        let grant = Grant {
            id: GrantId::new(self.app.clock.as_ref(), self.app.chance.as_ref()).unwrap(),
            person: person.person,
            body: body.id,
            role,
            granted_at: self.app.now(),
        };
        let mut tx = self.app.db.write("test.grant").await.unwrap();
        store::add_grant(&mut tx, &grant, None).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Does every job that is due now: mail, and the product's own duties.
    pub async fn work(&self) {
        jobs::run_due(&self.app, duties::ALL).await.unwrap();
    }

    /// Another body in the same installation.
    pub async fn other_body(&self) -> Body {
        let body = Body {
            id: BodyId::new(self.app.clock.as_ref(), self.app.chance.as_ref()).unwrap(),
            name: "Eastshire Policing Board".into(),
            short_name: "ES".into(),
            force_name: "Eastshire Constabulary".into(),
            marking: Marking::default(),
        };
        let mut tx = self.app.db.write("test.body").await.unwrap();
        store::add_body(&mut tx, &body, self.app.now()).await.unwrap();
        tx.commit().await.unwrap();
        body
    }

    /// A browser in which nobody has signed in.
    pub fn visitor(&self) -> Browser {
        Browser::new(self.router.clone(), None)
    }

    /// A browser in which the person is signed in.
    pub async fn browser(&self, actor: &Actor) -> Browser {
        let token = hex::encode(Sha256::digest(format!("{} {}", actor.person, self.app.now().0)));
        let now = self.app.now();
        let session = Session {
            token_hash: hash_of(&token),
            person: actor.person,
            body: Some(actor.body),
            stage: Stage::Full,
            csrf: "test-token".into(),
            created_at: now,
            seen_at: now,
        };
        let mut tx = self.app.db.write("test.session").await.unwrap();
        store::add_session(&mut tx, &session).await.unwrap();
        tx.commit().await.unwrap();
        Browser::new(self.router.clone(), Some(token))
    }

    /// The acts in the log so far, oldest first, as `act object_kind`.
    pub async fn log(&self) -> Vec<String> {
        let mut tx = self.app.db.read("test.log").await.unwrap();
        let entries = crate::audit::store::entries(&mut tx, 0, 100_000).await.unwrap();
        entries
            .iter()
            .map(|one| format!("{} {}", one.entry.act, one.entry.object_kind))
            .collect()
    }
}

fn with_database(server: &str, database: &str) -> String {
    let (start, query) = server.split_once('?').unwrap_or((server, ""));
    let (host, _) = start.rsplit_once('/').unwrap();
    if query.is_empty() {
        format!("{host}/{database}")
    } else {
        format!("{host}/{database}?{query}")
    }
}

/// A migrated database to copy from, made once for each state of the migrations.
async fn template(pool: &sqlx::PgPool, server: &str) -> String {
    let mut hash = Sha256::new();
    for migration in MIGRATIONS {
        hash.update(migration.postgres);
    }
    let name = format!("template_{}", &hex::encode(hash.finalize())[..12]);
    let mut held = pool.acquire().await.unwrap();
    sqlx::raw_sql("select pg_advisory_lock(77)")
        .execute(&mut *held)
        .await
        .unwrap();
    let there: Option<(i32,)> = sqlx::query_as("select 1 from pg_database where datname = $1")
        .bind(&name)
        .fetch_optional(&mut *held)
        .await
        .unwrap();
    if there.is_none() {
        let making = format!("making_{}", std::process::id());
        let run = async |sql: String| {
            sqlx::raw_sql(sqlx::AssertSqlSafe(sql))
                .execute(pool)
                .await
                .unwrap();
        };
        run(format!("create database {making}")).await;
        Db::open(&with_database(server, &making))
            .await
            .unwrap()
            .close()
            .await;
        run(format!("alter database {making} rename to {name}")).await;
    }
    sqlx::raw_sql("select pg_advisory_unlock(77)")
        .execute(&mut *held)
        .await
        .unwrap();
    name
}
