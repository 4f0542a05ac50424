//! Which styles of a document hide text.

use std::collections::{BTreeMap, BTreeSet};

use crate::Fault;
use crate::xml::{Piece, walk};

/// Styles by name, each with whether it hides and which one it is made from.
type Styles = BTreeMap<String, (Option<bool>, Option<String>)>;

/// Most steps from a style to the one it is made from.
const STEPS: usize = 20;

fn hiding(styles: &Styles) -> BTreeSet<String> {
    let hides = |name: &String| {
        let mut name = Some(name);
        for _ in 0..STEPS {
            let Some((says, from)) = name.and_then(|name| styles.get(name)) else {
                return false;
            };
            if let Some(says) = says {
                return *says;
            }
            name = from.as_ref();
        }
        false
    };
    styles.keys().filter(|name| hides(name)).cloned().collect()
}

/// The hiding styles of a DOCX, by id (ECMA-376, 17.7).
pub(crate) fn docx(part: &[u8]) -> Result<BTreeSet<String>, Fault> {
    let (mut styles, mut now) = (Styles::new(), None);
    walk(part, |piece| {
        match piece {
            Piece::Open("style", attributes) => now = attributes.get("styleId"),
            Piece::Close("style") => now = None,
            Piece::Open("vanish", attributes) => {
                if let Some(name) = &now {
                    styles.entry(name.clone()).or_default().0 = Some(attributes.is_on());
                }
            }
            Piece::Open("basedOn", attributes) => {
                if let Some(name) = &now {
                    styles.entry(name.clone()).or_default().1 = attributes.get("val");
                }
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(hiding(&styles))
}

/// The hiding styles of one part of an ODT, by name (ODF 1.2, 20.307).
pub(crate) fn odt(part: &[u8]) -> Result<BTreeSet<String>, Fault> {
    let (mut styles, mut now) = (Styles::new(), None);
    walk(part, |piece| {
        match piece {
            Piece::Open("style", attributes) => {
                now = attributes.get("name");
                if let Some(name) = &now {
                    styles.entry(name.clone()).or_default().1 = attributes.get("parent-style-name");
                }
            }
            Piece::Close("style") => now = None,
            Piece::Open("text-properties" | "section-properties", attributes) => {
                if let (Some(name), Some(shown)) = (&now, attributes.get("display")) {
                    styles.entry(name.clone()).or_default().0 = Some(shown == "none");
                }
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(hiding(&styles))
}
