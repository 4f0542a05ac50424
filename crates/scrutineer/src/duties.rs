//! What the product does by itself, without anybody asking: the whole list on one screen, as `site.rs` is for pages. Mail is
//! the ground floor's own and is not listed.

use crate::{browse, flags, pack, platform::jobs::Duty, register, review};

/// Every duty.
pub const ALL: &[Duty] = &[
    Duty {
        kind: register::acts::EXPIRE,
        run: |app| Box::pin(async move { register::acts::expire(&app).await.map(drop) }),
    },
    Duty {
        kind: pack::acts::ERASE_DOCUMENTS,
        run: |app| Box::pin(async move { pack::acts::erase_documents(&app).await.map(drop) }),
    },
    Duty {
        kind: review::acts::ERASE_OFFLINE,
        run: |app| Box::pin(async move { review::acts::erase_offline(&app).await.map(drop) }),
    },
    Duty {
        kind: register::acts::LOADED,
        run: |app| {
            Box::pin(async move {
                flags::acts::look_at_waiting(&app).await?;
                browse::acts::shelve_waiting(&app).await.map(drop)
            })
        },
    },
];
