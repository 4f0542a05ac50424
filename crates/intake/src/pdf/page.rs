//! The text of one page, from its drawing instructions (ISO 32000-1, 9.4).

use std::collections::BTreeMap;
use std::rc::Rc;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId};

use super::lines::Lines;
use super::matrix::{Matrix, number};
use super::seen::{Fill, Sheet};
use super::{STREAM, at, font, font::Font, of};
use crate::{Bounds, Fault};

/// Drawings within drawings.
const DEEPEST: usize = 8;

/// How much may still be read of the whole document.
pub(super) struct Budget {
    bytes: usize,
    operations: usize,
    letters: usize,
    most: usize,
}

impl Budget {
    pub(super) fn new(bounds: &Bounds) -> Self {
        Self {
            bytes: usize::try_from(bounds.unpacked).unwrap_or(usize::MAX),
            operations: 2_000_000,
            // Spaces and line ends come on top of what is kept.
            letters: bounds.text.saturating_mul(2),
            most: bounds.text,
        }
    }

    fn spend(&mut self, bytes: usize) -> Result<(), Fault> {
        self.bytes = self.bytes.checked_sub(bytes).ok_or(Fault::Unpacks)?;
        Ok(())
    }
}

/// What a page gives.
pub(super) struct PageText {
    pub(super) text: String,
    pub(super) pictures: usize,
    /// Pieces drawn so that they cannot be seen.
    pub(super) hidden: usize,
    /// Whether some letters could not be told.
    pub(super) unsure: bool,
}

pub(super) fn read(document: &Document, id: ObjectId, budget: &mut Budget) -> Result<PageText, Fault> {
    let content = document.get_page_content_with_limit(id, STREAM).map_err(of)?;
    let (direct, ids) = document.get_page_resources(id).map_err(of)?;
    let mut resources: Vec<&Dictionary> = direct.into_iter().collect();
    resources.extend(ids.iter().filter_map(|id| document.get_dictionary(*id).ok()));
    let mut reading = Reading {
        document,
        budget,
        lines: Lines::default(),
        sheet: Sheet::of(document, id),
        pictures: 0,
        hidden: 0,
        unsure: false,
    };
    reading.draw(&content, &resources, State::default(), 0)?;
    Ok(PageText {
        text: reading.lines.text(),
        pictures: reading.pictures,
        hidden: reading.hidden,
        unsure: reading.unsure,
    })
}

/// The state of text that `q` and `Q` keep and put back.
#[derive(Clone)]
struct State {
    page: Matrix,
    font: Option<Vec<u8>>,
    size: f64,
    leading: f64,
    letter: f64,
    word: f64,
    wide: f64,
    /// Neither filled nor drawn round: it paints nothing.
    unseen: bool,
    /// Also drawn round, in a colour of its own.
    outlined: bool,
    fill: Fill,
}

impl Default for State {
    /// As a page begins (ISO 32000-1, 8.4.1).
    fn default() -> Self {
        Self {
            page: Matrix::PLAIN,
            font: None,
            size: 0.0,
            leading: 0.0,
            letter: 0.0,
            word: 0.0,
            wide: 1.0,
            unseen: false,
            outlined: false,
            fill: Fill::default(),
        }
    }
}

/// The fonts of one drawing, by the names it uses for them: as they are, and as their letters are found by.
type Fonts = BTreeMap<Vec<u8>, (Dictionary, Dictionary)>;

struct Reading<'d, 'b> {
    document: &'d Document,
    budget: &'b mut Budget,
    lines: Lines,
    sheet: Sheet,
    pictures: usize,
    hidden: usize,
    unsure: bool,
}

/// One drawing as it goes on.
struct Drawing<'f> {
    fonts: BTreeMap<&'f [u8], Rc<Font<'f>>>,
    state: State,
    kept: Vec<State>,
    line: Matrix,
    text: Matrix,
}

impl<'d> Reading<'d, '_> {
    fn draw(
        &mut self,
        content: &[u8],
        resources: &[&'d Dictionary],
        state: State,
        depth: usize,
    ) -> Result<(), Fault> {
        self.budget.spend(content.len())?;
        let operations = Content::decode(content).map_err(|_| Fault::Damaged)?.operations;
        self.budget.operations = self
            .budget
            .operations
            .checked_sub(operations.len())
            .ok_or(Fault::Unpacks)?;
        let fonts = self.fonts(resources);
        let document = self.document;
        let made = fonts
            .iter()
            .map(|(name, (plain, anew))| (name.as_slice(), Rc::new(Font::of(document, plain, anew))));
        let mut drawing = Drawing {
            fonts: made.collect(),
            state,
            kept: Vec::new(),
            line: Matrix::PLAIN,
            text: Matrix::PLAIN,
        };
        for operation in &operations {
            if operation.operator == "Do" {
                self.inner(operation, resources, &drawing.state, depth)?;
            } else if operation.operator == "BI" {
                self.pictures += 1;
                self.sheet.picture(drawing.state.page);
            } else {
                drawing.follow(operation);
                let state = &mut drawing.state;
                state.fill.follow(operation);
                self.sheet.follow(operation, (&state.fill, state.page));
                self.show(operation, &mut drawing)?;
            }
        }
        Ok(())
    }

    fn fonts(&self, resources: &[&'d Dictionary]) -> Fonts {
        let mut fonts = Fonts::new();
        for resources in resources {
            let of = resources
                .get(b"Font")
                .ok()
                .and_then(|fonts| at(self.document, fonts));
            for (name, one) in of.and_then(|fonts| fonts.as_dict().ok()).into_iter().flatten() {
                if let Some(Object::Dictionary(plain)) = at(self.document, one) {
                    fonts
                        .entry(name.clone())
                        .or_insert_with(|| (plain.clone(), font::anew(plain)));
                }
            }
        }
        fonts
    }

    /// A drawing within the drawing: a picture, or more instructions.
    fn inner(
        &mut self,
        operation: &Operation,
        resources: &[&'d Dictionary],
        state: &State,
        depth: usize,
    ) -> Result<(), Fault> {
        let Some(name) = operation.operands.first().and_then(|name| name.as_name().ok()) else {
            return Ok(());
        };
        let document = self.document;
        let found = resources.iter().find_map(|resources| {
            let all = at(document, resources.get(b"XObject").ok()?)?.as_dict().ok()?;
            at(document, all.get(name).ok()?)?.as_stream().ok()
        });
        let Some(stream) = found else {
            return Ok(());
        };
        if stream.dict.get(b"Subtype").and_then(Object::as_name).ok() == Some(b"Image") {
            self.pictures += 1;
            self.sheet.picture(state.page);
            return Ok(());
        }
        if depth == DEEPEST {
            return Err(Fault::Deep);
        }
        let content = stream.decompressed_content_with_limit(STREAM).map_err(of)?;
        let own = stream
            .dict
            .get(b"Resources")
            .ok()
            .and_then(|own| at(document, own));
        let own: Vec<&Dictionary> = own.and_then(|own| own.as_dict().ok()).into_iter().collect();
        let matrix = stream
            .dict
            .get(b"Matrix")
            .ok()
            .and_then(|matrix| at(document, matrix));
        let matrix = matrix.and_then(|matrix| matrix.as_array().ok());
        let mut state = state.clone();
        if let Some(matrix) = matrix {
            state.page = Matrix::of(matrix).then(state.page);
        }
        let resources = if own.is_empty() { resources } else { own.as_slice() };
        self.draw(&content, resources, state, depth + 1)
    }

    fn show(&mut self, operation: &Operation, drawing: &mut Drawing<'_>) -> Result<(), Fault> {
        let operands = operation.operands.as_slice();
        match operation.operator.as_str() {
            "Tj" | "'" => self.string(operands.first(), drawing),
            "\"" => self.string(operands.get(2), drawing),
            "TJ" => {
                let pieces = operands.first().and_then(|all| all.as_array().ok());
                for piece in pieces.into_iter().flatten() {
                    match piece {
                        Object::String(..) => self.string(Some(piece), drawing)?,
                        other => drawing.back(number(other)),
                    }
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn string(&mut self, piece: Option<&Object>, drawing: &mut Drawing<'_>) -> Result<(), Fault> {
        let Some(Object::String(bytes, _)) = piece else {
            return Ok(());
        };
        let name = drawing.state.font.clone().unwrap_or_default();
        let Some(font) = drawing.fonts.get(name.as_slice()).cloned() else {
            self.unsure |= !bytes.is_empty();
            return Ok(());
        };
        let (from, size) = drawing.place();
        drawing.forward(&font, bytes);
        let (to, _) = drawing.place();
        let state = &drawing.state;
        let fill = if state.outlined {
            &Fill::default()
        } else {
            &state.fill
        };
        let seen = !state.unseen && self.sheet.shows(fill, (from, to), size);
        match font.text(bytes) {
            Some(text) if !seen => self.hidden += usize::from(!text.trim().is_empty()),
            Some(text) => {
                let letters = text.chars().count();
                let most = self.budget.most;
                let left = self.budget.letters.checked_sub(letters);
                self.budget.letters = left.ok_or(Fault::Long { most })?;
                self.lines.add(&text, from, to.0, size);
            }
            None => self.unsure = true,
        }
        Ok(())
    }
}

impl Drawing<'_> {
    /// Follows what changes the state of text.
    fn follow(&mut self, operation: &Operation) {
        /// Most states kept at once.
        const KEPT: usize = 256;
        let operands = operation.operands.as_slice();
        let first = operands.first().map_or(0.0, number);
        let second = operands.get(1).map_or(0.0, number);
        match operation.operator.as_str() {
            "q" if self.kept.len() < KEPT => self.kept.push(self.state.clone()),
            "Q" => {
                if let Some(state) = self.kept.pop() {
                    self.state = state;
                }
            }
            "cm" => self.state.page = Matrix::of(operands).then(self.state.page),
            "BT" => (self.line, self.text) = (Matrix::PLAIN, Matrix::PLAIN),
            "Tf" => {
                self.state.font = operands
                    .first()
                    .and_then(|name| name.as_name().ok())
                    .map(<[u8]>::to_vec);
                self.state.size = second;
            }
            "Tc" => self.state.letter = first,
            "Tw" => self.state.word = first,
            "Tz" => self.state.wide = first / 100.0,
            "TL" => self.state.leading = first,
            // 3 paints nothing, 7 only clips.
            "Tr" => {
                self.state.unseen = first == 3.0 || first == 7.0;
                self.state.outlined = [1.0, 2.0, 5.0, 6.0].contains(&first);
            }
            "Td" => self.step(first, second),
            "TD" => {
                self.state.leading = -second;
                self.step(first, second);
            }
            "Tm" => (self.line, self.text) = (Matrix::of(operands), Matrix::of(operands)),
            "T*" | "'" => self.step(0.0, -self.state.leading),
            "\"" => {
                (self.state.word, self.state.letter) = (first, second);
                self.step(0.0, -self.state.leading);
            }
            _ => {}
        }
    }

    fn step(&mut self, x: f64, y: f64) {
        self.line = Matrix::moved(x, y).then(self.line);
        self.text = self.line;
    }

    /// Moves on by the width of a string.
    fn forward(&mut self, font: &Font<'_>, bytes: &[u8]) {
        let (width, codes) = font.width(bytes);
        let spaces = if font.double {
            0
        } else {
            bytes.iter().filter(|byte| **byte == b' ').count()
        };
        let state = &self.state;
        let across = width * state.size + codes as f64 * state.letter + spaces as f64 * state.word;
        self.text = Matrix::moved(across * state.wide, 0.0).then(self.text);
    }

    /// Moves back by thousandths of the size.
    fn back(&mut self, thousandths: f64) {
        let across = -thousandths / 1000.0 * self.state.size * self.state.wide;
        self.text = Matrix::moved(across, 0.0).then(self.text);
    }

    /// Where the next letter stands, and how tall it is.
    fn place(&self) -> ((f64, f64), f64) {
        let placed = self.text.then(self.state.page);
        (placed.origin(), self.state.size.abs() * placed.tall())
    }
}
