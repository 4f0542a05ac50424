//! Small workbooks, written part by part so that each can be wrong in its own way.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// What a cell holds, as its file says it.
#[derive(Clone, Debug)]
pub(super) enum Value {
    Text(String),
    Number(&'static str),
    /// A serial number and the id of its format: 14 a date, 22 a date and time, 46 hours and minutes beyond a day.
    Serial(&'static str, u32),
    Yes(bool),
    /// A formula and the value saved with it.
    Formula(&'static str, &'static str),
    Error(&'static str),
    Blank,
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        if text.is_empty() {
            Self::Blank
        } else {
            Self::Text(text.to_owned())
        }
    }
}

/// A zip of named parts.
pub(super) fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let method = if *name == "mimetype" {
            CompressionMethod::Stored
        } else {
            CompressionMethod::Deflated
        };
        zip.start_file(*name, SimpleFileOptions::default().compression_method(method))
            .unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Sheets with their names, rows and whether they are hidden, and what else the workbook has.
#[derive(Default)]
pub(super) struct Book {
    pub(super) sheets: Vec<(&'static str, Vec<Vec<Value>>, bool)>,
    pub(super) from_1904: bool,
    pub(super) parts: Vec<(&'static str, &'static [u8])>,
    /// XML behind the rows of each sheet, such as merged cells.
    pub(super) behind: &'static str,
    /// Blank rows before the first.
    pub(super) lead: usize,
}

impl Book {
    pub(super) fn of(rows: Vec<Vec<Value>>) -> Self {
        Self {
            sheets: vec![("Extract", rows, false)],
            ..Self::default()
        }
    }

    pub(super) fn xlsx(&self) -> Vec<u8> {
        let (mut sheets, mut links, mut files) = (String::new(), String::new(), Vec::new());
        for (index, (name, rows, hidden)) in self.sheets.iter().enumerate() {
            let number = index + 1;
            let state = if *hidden { " state=\"hidden\"" } else { "" };
            sheets.push_str(&format!(
                "<sheet name=\"{name}\" sheetId=\"{number}\"{state} r:id=\"rId{number}\"/>"
            ));
            links.push_str(&format!(
                "<Relationship Id=\"rId{number}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>"
            ));
            let rows: String = rows
                .iter()
                .enumerate()
                .map(|(row, cells)| self.xlsx_row(row + 1 + self.lead, cells))
                .collect();
            files.push((
                format!("xl/worksheets/sheet{number}.xml"),
                format!(
                    "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{rows}</sheetData>{}</worksheet>",
                    self.behind
                ),
            ));
        }
        let workbook = format!(
            "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><workbookPr date1904=\"{}\"/><sheets>{sheets}</sheets></workbook>",
            u8::from(self.from_1904)
        );
        let links = format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{links}</Relationships>"
        );
        let mut parts: Vec<(&str, &[u8])> = vec![
            ("[Content_Types].xml", CONTENT_TYPES.as_bytes()),
            ("_rels/.rels", RELATIONS.as_bytes()),
            ("xl/workbook.xml", workbook.as_bytes()),
            ("xl/_rels/workbook.xml.rels", links.as_bytes()),
            ("xl/styles.xml", STYLES.as_bytes()),
        ];
        parts.extend(files.iter().map(|(name, xml)| (name.as_str(), xml.as_bytes())));
        parts.extend(self.parts.iter().copied());
        zipped(&parts)
    }

    fn xlsx_row(&self, number: usize, cells: &[Value]) -> String {
        let cell = |(column, value): (usize, &Value)| {
            let at = format!("{}{number}", char::from(b'A' + column as u8));
            match value {
                Value::Blank => format!("<c r=\"{at}\" s=\"1\"/>"),
                Value::Text(text) => {
                    format!(
                        "<c r=\"{at}\" t=\"inlineStr\"><is><t>{}</t></is></c>",
                        escaped(text)
                    )
                }
                Value::Number(number) => format!("<c r=\"{at}\"><v>{number}</v></c>"),
                Value::Serial(number, format) => {
                    let style = [14, 22, 46].iter().position(|known| known == format).unwrap() + 1;
                    format!("<c r=\"{at}\" s=\"{style}\"><v>{number}</v></c>")
                }
                Value::Yes(yes) => format!("<c r=\"{at}\" t=\"b\"><v>{}</v></c>", u8::from(*yes)),
                Value::Formula(formula, value) => {
                    format!(
                        "<c r=\"{at}\" t=\"str\"><f>{}</f><v>{}</v></c>",
                        escaped(formula),
                        escaped(value)
                    )
                }
                Value::Error(error) => format!("<c r=\"{at}\" t=\"e\"><f>1/0</f><v>{error}</v></c>"),
            }
        };
        let cells: String = cells.iter().enumerate().map(cell).collect();
        format!("<row r=\"{number}\">{cells}</row>")
    }

    pub(super) fn ods(&self) -> Vec<u8> {
        let tables: String = self
            .sheets
            .iter()
            .map(|(name, rows, hidden)| {
                let rows: String = rows.iter().map(|cells| ods_row(cells)).collect();
                let lead = if self.lead > 0 {
                    format!("<table:table-row table:number-rows-repeated=\"{}\"><table:table-cell/></table:table-row>", self.lead)
                } else {
                    String::new()
                };
                let style = if *hidden { "off" } else { "on" };
                format!("<table:table table:name=\"{name}\" table:style-name=\"{style}\">{lead}{rows}\
                    <table:table-row table:number-rows-repeated=\"1048000\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>\
                    </table:table>")
            })
            .collect();
        let content = format!(
            "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\" xmlns:style=\"s\" xmlns:calcext=\"c\">\
             <office:automatic-styles><style:style style:name=\"off\" style:family=\"table\"><style:table-properties table:display=\"false\"/></style:style>\
             <style:style style:name=\"on\" style:family=\"table\"><style:table-properties table:display=\"true\"/></style:style></office:automatic-styles>\
             <office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
        );
        let mut parts: Vec<(&str, &[u8])> = vec![
            ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
            (
                "META-INF/manifest.xml",
                b"<manifest:manifest xmlns:manifest=\"m\"/>",
            ),
            ("content.xml", content.as_bytes()),
        ];
        for part in &self.parts {
            parts.retain(|(name, _)| name != &part.0);
            parts.push(*part);
        }
        zipped(&parts)
    }
}

fn ods_row(cells: &[Value]) -> String {
    let paragraphs = |text: &str| -> String {
        text.split('\n')
            .map(|line| format!("<text:p>{}</text:p>", escaped(line)))
            .collect()
    };
    let cell = |value: &Value| match value {
        Value::Blank => "<table:table-cell/>".to_owned(),
        Value::Text(text) => {
            format!(
                "<table:table-cell office:value-type=\"string\">{}</table:table-cell>",
                paragraphs(text)
            )
        }
        Value::Number(number) => format!(
            "<table:table-cell office:value-type=\"float\" office:value=\"{number}\"><text:p>shown</text:p></table:table-cell>"
        ),
        // OpenDocument writes days out; a test gives them as they stand there.
        Value::Serial(day, _) => format!(
            "<table:table-cell office:value-type=\"date\" office:date-value=\"{day}\"><text:p>shown</text:p></table:table-cell>"
        ),
        Value::Yes(yes) => format!(
            "<table:table-cell office:value-type=\"boolean\" office:boolean-value=\"{yes}\"><text:p>shown</text:p></table:table-cell>"
        ),
        Value::Formula(formula, value) => format!(
            "<table:table-cell table:formula=\"{}\" office:value-type=\"string\">{}</table:table-cell>",
            escaped(formula),
            paragraphs(value)
        ),
        Value::Error(error) => format!(
            "<table:table-cell table:formula=\"of:=1/0\" office:value-type=\"string\" office:string-value=\"\" calcext:value-type=\"error\">{}</table:table-cell>",
            paragraphs(error)
        ),
    };
    let cells: String = cells.iter().map(cell).collect();
    format!("<table:table-row>{cells}</table:table-row>")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}

const CONTENT_TYPES: &str = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>";
const RELATIONS: &str = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
const STYLES: &str = "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><cellXfs count=\"4\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"22\"/><xf numFmtId=\"46\"/></cellXfs></styleSheet>";
