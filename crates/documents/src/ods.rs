//! A spreadsheet of one sheet in the OpenDocument format (OASIS, "Open Document Format for Office Applications 1.3", part 3),
//! written row by row, so that no more than a row is held whatever the number of rows.

use std::io::{self, Seek, Write};

use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

const KIND: &str = "application/vnd.oasis.opendocument.spreadsheet";

const MANIFEST: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
    "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\" manifest:version=\"1.3\">",
    "<manifest:file-entry manifest:full-path=\"/\" manifest:version=\"1.3\" ",
    "manifest:media-type=\"application/vnd.oasis.opendocument.spreadsheet\"/>",
    "<manifest:file-entry manifest:full-path=\"content.xml\" manifest:media-type=\"text/xml\"/>",
    "</manifest:manifest>",
);

const HEAD: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
    "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" ",
    "xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" ",
    "xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" office:version=\"1.3\">",
    "<office:body><office:spreadsheet>",
);

const END: &str = "</table:table></office:spreadsheet></office:body></office:document-content>";

/// A sheet being written.
pub struct Ods<W: Write + Seek> {
    zip: ZipWriter<W>,
    numeric: Vec<bool>,
    row: String,
}

impl<W: Write + Seek> Ods<W> {
    /// Begins a sheet of this name with a row of headings. In a column that is `numeric` a plain number is a number; every
    /// other cell is text, whatever it begins with, so that no program runs it as a formula.
    ///
    /// # Errors
    /// What the writer says.
    pub fn begin(out: W, name: &str, head: &[String], numeric: &[bool]) -> io::Result<Self> {
        let mut zip = ZipWriter::new(out);
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        // The first entry, and stored: programs know the format by it.
        zip.start_file("mimetype", stored)?;
        zip.write_all(KIND.as_bytes())?;
        let deflated = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        zip.start_file("META-INF/manifest.xml", deflated)?;
        zip.write_all(MANIFEST.as_bytes())?;
        zip.start_file("content.xml", deflated)?;
        zip.write_all(HEAD.as_bytes())?;
        let mut table = String::from("<table:table table:name=\"");
        escape(&mut table, name);
        table.push_str("\"><table:table-column table:number-columns-repeated=\"");
        table.push_str(&head.len().max(1).to_string());
        table.push_str("\"/>");
        zip.write_all(table.as_bytes())?;
        let mut sheet = Self {
            zip,
            numeric: vec![false; head.len()],
            row: String::new(),
        };
        sheet.row(head)?;
        sheet.numeric = numeric.to_vec();
        Ok(sheet)
    }

    /// Writes a row.
    ///
    /// # Errors
    /// What the writer says.
    pub fn row(&mut self, cells: &[String]) -> io::Result<()> {
        self.row.clear();
        self.row.push_str("<table:table-row>");
        for (column, cell) in cells.iter().enumerate() {
            let numeric = self.numeric.get(column).copied().unwrap_or(false);
            push_cell(&mut self.row, cell, numeric);
        }
        self.row.push_str("</table:table-row>");
        self.zip.write_all(self.row.as_bytes())
    }

    /// Ends the sheet.
    ///
    /// # Errors
    /// What the writer says.
    pub fn finish(mut self) -> io::Result<W> {
        self.zip.write_all(END.as_bytes())?;
        Ok(self.zip.finish()?)
    }
}

fn push_cell(out: &mut String, cell: &str, numeric: bool) {
    if cell.is_empty() {
        out.push_str("<table:table-cell/>");
        return;
    }
    if numeric && crate::table::is_plain_number(cell) {
        let value = cell.strip_prefix('+').unwrap_or(cell);
        out.push_str("<table:table-cell office:value-type=\"float\" office:value=\"");
        out.push_str(value);
        out.push_str("\">");
    } else {
        out.push_str("<table:table-cell office:value-type=\"string\">");
    }
    for line in cell.lines() {
        out.push_str("<text:p>");
        push_line(out, line);
        out.push_str("</text:p>");
    }
    out.push_str("</table:table-cell>");
}

/// A line as the format keeps it: a space after a space, and a tab, would be lost as they are.
fn push_line(out: &mut String, line: &str) {
    let mut after_space = true;
    let mut from = 0;
    for (at, letter) in line.char_indices() {
        let instead = match letter {
            ' ' if after_space => "<text:s/>",
            '\t' => "<text:tab/>",
            _ => {
                after_space = letter == ' ';
                continue;
            }
        };
        escape(out, &line[from..at]);
        out.push_str(instead);
        from = at + 1;
    }
    escape(out, &line[from..]);
}

/// Text for XML 1.0; what it cannot hold at all becomes the replacement character.
fn escape(out: &mut String, text: &str) {
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' => out.push('\t'),
            '\u{fffe}' | '\u{ffff}' => out.push(char::REPLACEMENT_CHARACTER),
            letter if letter < ' ' => out.push(char::REPLACEMENT_CHARACTER),
            letter => out.push(letter),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use super::*;

    fn content(rows: &[&[&str]], numeric: &[bool]) -> String {
        let head = vec!["A & B".to_owned(); numeric.len()];
        let mut sheet = Ods::begin(Cursor::new(Vec::new()), "Sheet", &head, numeric).unwrap();
        for row in rows {
            let cells: Vec<String> = row.iter().map(|cell| (*cell).to_owned()).collect();
            sheet.row(&cells).unwrap();
        }
        let bytes = sheet.finish().unwrap();
        let mut zip = zip::ZipArchive::new(bytes).unwrap();
        let mut text = String::new();
        zip.by_name("content.xml")
            .unwrap()
            .read_to_string(&mut text)
            .unwrap();
        text
    }

    #[test]
    fn a_cell_is_text_whatever_it_begins_with() {
        let text = content(&[&["=1+1", "-2.5"], &["a<b", "=2"]], &[false, true]);
        assert!(text.contains("<table:table-cell office:value-type=\"string\"><text:p>=1+1</text:p>"));
        assert!(text.contains("office:value-type=\"float\" office:value=\"-2.5\""));
        assert!(text.contains("a&lt;b") && text.contains("A &amp; B"));
        assert!(
            text.contains("office:value-type=\"string\"><text:p>=2</text:p>"),
            "{text}"
        );
        assert!(!text.contains("formula"));
    }

    #[test]
    fn spaces_lines_and_control_characters_keep_their_place() {
        let text = content(&[&["a  b\tc\nd\u{1}"]], &[false]);
        assert!(
            text.contains("<text:p>a <text:s/>b<text:tab/>c</text:p><text:p>d\u{fffd}</text:p>"),
            "{text}"
        );
    }

    #[test]
    fn the_same_rows_give_the_same_bytes_and_the_format_comes_first() {
        let write = || {
            let mut sheet = Ods::begin(Cursor::new(Vec::new()), "S", &["A".to_owned()], &[true]).unwrap();
            sheet.row(&["1".to_owned()]).unwrap();
            sheet.finish().unwrap().into_inner()
        };
        assert_eq!(write(), write());
        assert_eq!(
            &write()[38..38 + KIND.len()],
            KIND.as_bytes(),
            "the mimetype is not where programs look"
        );
    }
}
