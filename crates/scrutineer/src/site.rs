//! The whole site map on one screen. Every route has its gate here; what stands behind the gate checks the thing itself.

use crate::{
    access::{
        Action, Site,
        gate::Gate::{Arriving, Public, SignedIn},
        pages as access,
    },
    body::pages as body,
    desk::pages as desk,
