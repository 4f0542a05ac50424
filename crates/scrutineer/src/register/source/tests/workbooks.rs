//! What workbooks hold beside plain cells, and those that cannot be read.

use super::books::zipped;
use super::*;

/// Takes a workbook apart: its CSV and what was found.
fn rows_of(file: &[u8], sheet: Option<&str>) -> Result<(String, Vec<String>), WorkbookFault> {
    let mut out = Vec::new();
    let told = take_apart(file, sheet, Bounds::default(), &mut out)?;
    Ok((String::from_utf8(out).unwrap(), told.notes))
}

fn row(cells: &[Value]) -> Vec<Vec<Value>> {
    vec![cells.to_vec()]
}

fn csv(file: &[u8]) -> String {
    rows_of(file, None).unwrap().0
}

#[test]
fn serial_numbers_are_days_and_times_in_both_systems() {
    use Value::Serial;
    let cells = [
        Serial("45355", 14),
        Serial("45355.75", 22),
        Serial("45355.416666666664", 22),
        Serial("45355.99999999999", 22),
        Serial("0.5", 22),
        Serial("1.1", 46),
        Serial("59", 14),
        Serial("60", 14),
        Serial("61", 14),
        Serial("2958465", 14),
    ];
    let mut book = Book::of(row(&cells));
    assert_eq!(
        csv(&book.xlsx()),
        "2024-03-04,2024-03-04T18:00:00,2024-03-04T10:00:00,2024-03-05,12:00:00,26:24:00,1900-02-28,1900-02-29,\
         1900-03-01,9999-12-31\n"
    );
    book.from_1904 = true;
    book.sheets[0].1 = row(&[Serial("43893", 14), Serial("43893.5", 22)]);
    let (csv, notes) = rows_of(&book.xlsx(), None).unwrap();
    assert_eq!(csv, "2024-03-04,2024-03-04T12:00:00\n");
    assert_eq!(notes, ["the workbook counts its days from 1904"]);
    let before = Book::of(row(&[Value::from("a"), Serial("-5", 14)])).xlsx();
    assert_eq!(
        self::csv(&before),
        format!("a,{NO_VALUE}cell B1 is formatted as a date but holds no day; correct it in the workbook\n")
    );
    let ods = Book::of(row(&[
        Serial("2024-03-04", 0),
        Serial("2024-03-04T00:00:00", 0),
        Serial("2024-03-04T18:05:00", 0),
    ]));
    assert_eq!(
        self::csv(&ods.ods()),
        "2024-03-04,2024-03-04,2024-03-04T18:05:00\n"
    );
}

#[test]
fn numbers_and_texts_stay_what_they_are() {
    let book = Book::of(row(&[
        Value::from("00123"),
        Value::from("1.50"),
        Value::Number("5"),
        Value::Number("5.0"),
        Value::Number("-0"),
        Value::Number("52.773457999999998"),
        Value::Number("123456789012345"),
        Value::Yes(true),
        Value::Yes(false),
        Value::from("a,\"b\"\nc & <d>"),
    ]));
    let expected = "00123,1.50,5,5,0,52.773458,123456789012345,True,False,\"a,\"\"b\"\"\nc & <d>\"\n";
    assert_eq!(csv(&book.xlsx()), expected);
    assert_eq!(csv(&book.ods()), expected);
}

#[test]
fn a_number_that_has_lost_digits_refuses_its_row() {
    let book = Book::of(row(&[Value::from("a"), Value::Number("1234567890123456789")]));
    let says =
        "cell B1 holds a number of more than 15 digits, of which workbooks lose the last; write it as text";
    assert_eq!(csv(&book.xlsx()), format!("a,\"{NO_VALUE}{says}\"\n"));
    assert_eq!(csv(&book.ods()), csv(&book.xlsx()));
}

#[test]
fn formulas_give_their_saved_value_and_are_counted() {
    let book = Book::of(row(&[
        Value::Formula("A1&\"x\"", "saved"),
        Value::Formula("B1", "too"),
    ]));
    for file in [book.xlsx(), book.ods()] {
        let (csv, notes) = rows_of(&file, None).unwrap();
        assert_eq!(csv, "saved,too\n");
        assert_eq!(
            notes,
            ["2 cells hold formulas: their values as last saved were read"]
        );
    }
}

#[test]
fn an_error_refuses_its_row_and_names_the_cell() {
    let mut rows: Vec<Vec<_>> = table()
        .iter()
        .take(3)
        .map(|row| row.iter().map(|cell| Value::from(cell.as_str())).collect())
        .collect();
    rows[2][5] = Value::Error("#REF!");
    for file in [Book::of(rows.clone()).xlsx(), Book::of(rows).ods()] {
        let (summary, lines) = read_oocr(&file);
        assert_eq!((summary.accepted, summary.refused), (1, 1));
        let Line::Refused(refused) = &lines[1] else {
            panic!("refused")
        };
        assert_eq!((refused.line, refused.column.as_str()), (3, "disposal_type"));
        assert_eq!(refused.rule.code(), "no_value");
        assert_eq!(
            refused.message,
            "cell F3 holds the error #REF!; correct it in the workbook and send it again"
        );
    }
    // A text that only looks like one is a text, and nobody can write our mark.
    let text = Book::of(row(&[Value::from("#REF!"), Value::Formula("x", "\u{1a}cell")]));
    assert_eq!(csv(&text.ods()), "#REF!,cell\n");
}

#[test]
fn what_is_not_followed_is_noted() {
    let mut book = Book::of(row(&[Value::from("a"), Value::from("b")]));
    book.sheets.push(("Old figures", row(&[Value::from("x")]), true));
    let hidden = "hidden sheets were not read: Old figures";
    assert_eq!(rows_of(&book.ods(), None).unwrap().1, [hidden]);
    book.behind =
        "<mergeCells count=\"2\"><mergeCell ref=\"B2:C3\"/><mergeCell ref=\"A9:A10\"/></mergeCells>";
    book.parts = vec![
        ("xl/externalLinks/externalLink1.xml", b"<externalLink/>"),
        ("xl/vbaProject.bin", b"macro"),
    ];
    let (csv, notes) = rows_of(&book.xlsx(), None).unwrap();
    assert_eq!(csv, "a,b\n");
    assert_eq!(
        notes,
        [
            "2 groups of cells are merged, the first at B2: their value was read in their first cell only",
            hidden,
            "the workbook links to other workbooks, which were not opened",
            "the workbook holds macros, which were not run",
        ]
    );
}

#[test]
fn of_several_sheets_one_must_be_named() {
    let book = Book {
        sheets: vec![
            ("April", row(&[Value::from("a")]), false),
            ("Blank", row(&[Value::Blank]), false),
            ("May", row(&[Value::from("b")]), false),
        ],
        ..Book::default()
    };
    for file in [book.xlsx(), book.ods()] {
        assert_eq!(
            rows_of(&file, None).unwrap_err().to_string(),
            "the workbook has several sheets with something in them (April, May); say which one to read"
        );
        assert_eq!(rows_of(&file, Some("May")).unwrap().0, "b\n");
        assert_eq!(rows_of(&file, Some(" april ")).unwrap().0, "a\n");
        assert_eq!(
            rows_of(&file, Some("June")).unwrap_err().to_string(),
            "the workbook has no sheet called June; it has April, Blank, May"
        );
    }
    let blank = Book::of(row(&[Value::Blank]));
    for file in [blank.xlsx(), blank.ods()] {
        assert_eq!(rows_of(&file, None).unwrap_err(), WorkbookFault::Blank);
    }
}

#[test]
fn workbooks_that_cannot_be_read_are_told_in_one_sentence() {
    let good = Book::of(row(&[Value::from("a")]));
    let (xlsx, ods) = (good.xlsx(), good.ods());
    let encrypted: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let compound = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice();
    let password = "the workbook is protected by a password; save it without one and send that file";
    let damaged = "the workbook is damaged or was cut off; open it, save it again and send that file";
    let locked = Book {
        parts: vec![(
            "META-INF/manifest.xml",
            b"<manifest:manifest xmlns:manifest=\"m\"><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>",
        )],
        ..Book::of(row(&[Value::from("a")]))
    };
    let mut flipped = xlsx.clone();
    let middle = flipped.len() / 3;
    flipped[middle..middle + 40].fill(0);
    for (file, says) in [
        ([compound, &[0; 600], &encrypted].concat(), password),
        (locked.ods(), password),
        (
            [compound, &[0; 600]].concat(),
            "the file is an old workbook (XLS); save it as an Excel workbook (XLSX) and send that file",
        ),
        (xlsx[..xlsx.len() / 2].to_vec(), damaged),
        (ods[..ods.len() - 30].to_vec(), damaged),
        (flipped, damaged),
        (
            zipped(&[("march.csv", b"a,b\n")]),
            "the file is a zip file but no workbook; unpack it and send the file inside",
        ),
        (
            zipped(&[("[Content_Types].xml", b""), ("xl/workbook.bin", b"")]),
            "the file is a binary workbook (XLSB); save it as an Excel workbook (XLSX) and send that file",
        ),
    ] {
        assert_eq!(fault(&file), says);
    }
}

#[test]
fn a_zip_that_unpacks_too_far_is_refused_by_its_directory() {
    let zeros = vec![b' '; 4 << 20];
    let file = zipped(&[("[Content_Types].xml", b""), ("xl/workbook.xml", &zeros)]);
    let bounds = |unpacked, ratio, small| Bounds {
        unpacked,
        ratio,
        small,
    };
    let open = |bounds| take_apart(&file, None, bounds, &mut Vec::new()).unwrap_err();
    assert_eq!(open(bounds(1 << 30, 250, 1 << 20)), WorkbookFault::Unpacks);
    assert_eq!(open(bounds(1 << 20, 1 << 30, 1 << 30)), WorkbookFault::Unpacks);
    // Within bounds it is looked into, and found to be no workbook.
    assert_eq!(open(Bounds::default()), WorkbookFault::Damaged);
    let sentence =
        "the workbook unpacks to far more than it should; save it as \"CSV UTF-8\" and send that file";
    assert_eq!(WorkbookFault::Unpacks.to_string(), sentence);
}

#[test]
fn rows_and_cells_far_out_are_faults_and_not_followed() {
    let sheet = |cells: &str| {
        let xml = format!(
            "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{cells}</sheetData></worksheet>"
        );
        let book = Book::of(vec![]);
        let mut zip = zip::ZipArchive::new(Cursor::new(book.xlsx())).unwrap();
        let names: Vec<_> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
        let mut parts = Vec::new();
        for name in names {
            let mut bytes = Vec::new();
            zip.by_name(&name).unwrap().read_to_end(&mut bytes).unwrap();
            parts.push((
                name.clone(),
                if name.contains("sheet1") {
                    xml.clone().into_bytes()
                } else {
                    bytes
                },
            ));
        }
        let parts: Vec<_> = parts
            .iter()
            .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
            .collect();
        zipped(&parts)
    };
    let cell = |at: &str| format!("<row><c r=\"{at}\" t=\"inlineStr\"><is><t>x</t></is></c></row>");
    let last = rows_of(&sheet(&cell("A1048576")), None).unwrap().0;
    assert_eq!((last.len(), last.trim()), (1_048_577, "x"));
    for (cells, fault) in [
        (cell("A1048577"), WorkbookFault::Damaged),
        (cell("A4000000000"), WorkbookFault::Damaged),
        (cell("A5") + &cell("A3"), WorkbookFault::Damaged),
        (
            cell("XFD1"),
            WorkbookFault::Wide {
                sheet: "Extract".to_owned(),
                most: 1000,
            },
        ),
    ] {
        assert_eq!(rows_of(&sheet(&cells), None).unwrap_err(), fault, "{cells}");
    }
}

#[test]
fn a_cell_beyond_the_headings_is_kept_so_that_its_row_is_refused() {
    let wide = Book::of(vec![
        vec![Value::from("a"), Value::from("b")],
        vec![Value::from("1")],
        vec![Value::from("1"), Value::from("2"), Value::from("3")],
    ]);
    assert_eq!(csv(&wide.xlsx()), "a,b\n1,\n1,2,3\n");
    assert_eq!(csv(&wide.ods()), "a,b\n1,\n1,2,3\n");
}

#[test]
fn what_one_process_says_another_understands() {
    use WorkbookFault as Fault;
    for fault in [
        Fault::Damaged,
        Fault::Several {
            names: "a, b".to_owned(),
        },
    ] {
        let said = serde_json::to_string(&fault).unwrap();
        assert_eq!(serde_json::from_str::<Fault>(&said).unwrap(), fault);
    }
}
