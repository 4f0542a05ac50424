//! What of a page can be seen: colours, what is painted below, and where the page ends (ISO 32000-1, 8.5 and 8.6).

use lopdf::content::Operation;
use lopdf::{Document, Object, ObjectId};

use super::at;
use super::matrix::{Matrix, number};

/// A box: left, bottom, right, top.
type Edges = [f64; 4];

/// From here on a colour is as good as white.
const WHITE: f64 = 0.95;
/// Letters of fewer points than this nobody can read.
const READABLE: f64 = 1.0;
/// Most painted places that are kept; on a page with more, white letters count as seen.
const MOST: usize = 2_000;
/// An inheritance of pages longer than this is a circle.
const DEEPEST: usize = 32;

/// Whether what is filled is as good as white, by the colour operators.
#[derive(Clone, Default)]
pub(super) struct Fill {
    white: bool,
    /// Whether the space chosen last has one grey component.
    grey: bool,
}

impl Fill {
    pub(super) fn follow(&mut self, operation: &Operation) {
        let all: Vec<f64> = operation.operands.iter().map(number).collect();
        let light = |all: &[f64]| all.iter().all(|part| *part >= WHITE);
        match (operation.operator.as_str(), all.as_slice()) {
            ("g", [_]) => {
                *self = Self {
                    white: light(&all),
                    grey: true,
                }
            }
            ("rg", [_, _, _]) => {
                *self = Self {
                    white: light(&all),
                    grey: false,
                }
            }
            ("k", [_, _, _, _]) => {
                *self = Self {
                    white: no_ink(&all),
                    grey: false,
                }
            }
            ("cs", _) => {
                let name = operation.operands.first().and_then(|name| name.as_name().ok());
                *self = Self {
                    white: false,
                    grey: matches!(name, Some(b"DeviceGray" | b"CalGray" | b"G")),
                };
            }
            ("sc" | "scn", parts) => {
                self.white = match parts {
                    [_] => self.grey && light(parts),
                    [_, _, _] => light(parts),
                    [_, _, _, _] => no_ink(parts),
                    _ => false,
                };
            }
            _ => {}
        }
    }
}

fn no_ink(parts: &[f64]) -> bool {
    parts.iter().all(|part| *part <= 1.0 - WHITE)
}

/// A page with what was painted on it so far.
pub(super) struct Sheet {
    edges: Option<Edges>,
    painted: Vec<Edges>,
    /// The path being drawn.
    path: Option<Edges>,
}

impl Sheet {
    pub(super) fn of(document: &Document, page: ObjectId) -> Self {
        let edges = ["CropBox", "MediaBox"]
            .into_iter()
            .find_map(|name| inherited(document, page, name.as_bytes()));
        Self {
            edges,
            painted: Vec::new(),
            path: None,
        }
    }

    /// Follows paths and fills.
    pub(super) fn follow(&mut self, operation: &Operation, (fill, page): (&Fill, Matrix)) {
        let all: Vec<f64> = operation.operands.iter().map(number).collect();
        match (operation.operator.as_str(), all.as_slice()) {
            ("m" | "l", [x, y]) => self.point(page, (*x, *y)),
            ("c", [.., x, y]) | ("v" | "y", [.., x, y]) => self.point(page, (*x, *y)),
            ("re", [x, y, wide, high]) => {
                for corner in [(*x, *y), (x + wide, *y), (*x, y + high), (x + wide, y + high)] {
                    self.point(page, corner);
                }
            }
            ("f" | "F" | "f*" | "B" | "B*" | "b" | "b*", _) => {
                let filled = self.path.take().filter(|_| !fill.white);
                self.paint(filled);
            }
            ("S" | "s" | "n", _) => self.path = None,
            ("sh", _) => self.paint(Some([f64::MIN, f64::MIN, f64::MAX, f64::MAX])),
            _ => {}
        }
    }

    /// A picture: the square of one by one, wherever that comes to stand.
    pub(super) fn picture(&mut self, page: Matrix) {
        let path = self.path.take();
        for corner in [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)] {
            self.point(page, corner);
        }
        let picture = self.path.take();
        self.paint(picture);
        self.path = path;
    }

    /// Whether a piece of text from one place to another can be seen.
    pub(super) fn shows(&self, fill: &Fill, (from, to): ((f64, f64), (f64, f64)), size: f64) -> bool {
        let below = |edges: &Edges| {
            let [left, bottom, right, top] = *edges;
            let middle = (f64::midpoint(from.0, to.0), f64::midpoint(from.1, to.1));
            left <= middle.0 && middle.0 <= right && bottom - size <= middle.1 && middle.1 <= top
        };
        let outside = self.edges.is_some_and(|[left, bottom, right, top]| {
            from.0.max(to.0) < left
                || from.0.min(to.0) > right
                || from.1.max(to.1) + size < bottom
                || from.1.min(to.1) > top
        });
        let white = fill.white && self.painted.len() < MOST && !self.painted.iter().any(below);
        size >= READABLE && !outside && !white
    }

    fn point(&mut self, page: Matrix, (x, y): (f64, f64)) {
        let (x, y) = Matrix::moved(x, y).then(page).origin();
        let path = self.path.get_or_insert([x, y, x, y]);
        *path = [path[0].min(x), path[1].min(y), path[2].max(x), path[3].max(y)];
    }

    fn paint(&mut self, place: Option<Edges>) {
        if self.painted.len() < MOST {
            self.painted.extend(place);
        }
    }
}

/// A box of a page, or of the pages it is one of.
fn inherited(document: &Document, page: ObjectId, name: &[u8]) -> Option<Edges> {
    let mut dictionary = document.get_dictionary(page).ok()?;
    for _ in 0..DEEPEST {
        if let Ok(found) = dictionary.get(name) {
            let all = at(document, found)?.as_array().ok()?;
            let all: Vec<f64> = all
                .iter()
                .filter_map(|one| at(document, one))
                .map(number)
                .collect();
            let [x, y, to_x, to_y] = <[f64; 4]>::try_from(all).ok()?;
            let edges = [x.min(to_x), y.min(to_y), x.max(to_x), y.max(to_y)];
            // A box without room would hide everything: readers take another.
            return (edges[2] - edges[0] >= 1.0 && edges[3] - edges[1] >= 1.0).then_some(edges);
        }
        let Ok(Object::Reference(parent)) = dictionary.get(b"Parent") else {
            return None;
        };
        dictionary = document.get_dictionary(*parent).ok()?;
    }
    None
}
