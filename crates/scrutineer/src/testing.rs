//! What stage tests stand on: a house with a database of its own, a clock that stands still, people with roles, and a
//! browser that speaks to the real router. Every test of [`crate::on_both!`] runs on SQLite and on PostgreSQL.

mod browser;
mod house;

pub use browser::{Answered, Browser};
pub use house::House;

/// A test for each database: `on_both!(name, async |house: House| { ... });`
///
/// PostgreSQL runs when `SCRUTINEER_TEST_POSTGRES` names a server on which databases may be made; `cargo xtask test`
/// starts one.
#[macro_export]
macro_rules! on_both {
    ($(#[$meta:meta])* $name:ident, $body:expr) => {
        $(#[$meta])*
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            #[tokio::test]
            async fn sqlite() {
                let body = $body;
                body($crate::testing::House::on_sqlite(stringify!($name)).await).await;
            }

            #[tokio::test]
            async fn postgres() {
                let body = $body;
                match $crate::testing::House::on_postgres(stringify!($name)).await {
                    Some(house) => body(house).await,
                    None => eprintln!("SCRUTINEER_TEST_POSTGRES is not set: not run on PostgreSQL"),
                }
            }
        }
    };
}
