//! Packages: a zip of parts, looked at by its directory before any part is unpacked.

use std::collections::BTreeSet;
use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::{Bounds, Fault, Form, no_malware};

/// Bytes that may be unpacked whatever the ratio.
const SMALL: u64 = 20 << 20;
/// Most bytes for each byte of the file, above that. Text in XML is packed some twenty to one.
const RATIO: u64 = 100;

/// What a zip is, by the names of its parts.
pub(crate) fn form(file: &[u8]) -> Result<Form, Fault> {
    let zip = ZipArchive::new(Cursor::new(file)).map_err(|_| Fault::Damaged)?;
    let names: Vec<String> = zip.file_names().filter_map(Result::ok).map(Into::into).collect();
    let has = |start: &str| names.iter().any(|name| name.starts_with(start));
    let other = |what: &str| {
        Err(Fault::Other {
            what: what.to_owned(),
        })
    };
    if has("[Content_Types].xml") {
        return match () {
            () if has("xl/") => other("workbook"),
            () if has("ppt/") => other("set of slides"),
            () if has("_rels/") => Ok(Form::Docx),
            () => Err(Fault::Damaged),
        };
    }
    if has("content.xml") && (has("mimetype") || has("META-INF/")) {
        return match odf(file)?.as_str() {
            kind if kind.contains("spreadsheet") => other("workbook"),
            kind if kind.contains("presentation") => other("set of slides"),
            kind if kind.contains("graphics") => other("drawing"),
            _ => Ok(Form::Odt),
        };
    }
    let archive = |name: &String| {
        let name = name.to_ascii_lowercase();
        [".zip", ".7z", ".rar", ".gz"]
            .iter()
            .any(|ending| name.ends_with(ending))
    };
    if names.iter().any(archive) {
        return Err(Fault::Nested);
    }
    Err(Fault::Zip)
}

fn odf(file: &[u8]) -> Result<String, Fault> {
    let mut zip = ZipArchive::new(Cursor::new(file)).map_err(|_| Fault::Damaged)?;
    let mut kind = String::new();
    if let Ok(part) = zip.by_name("mimetype") {
        // What is no text says nothing.
        drop(part.take(200).read_to_string(&mut kind));
    }
    Ok(kind)
}

/// Why a compound file cannot be read: it is old, or new and encrypted.
pub(crate) fn compound(file: &[u8]) -> Fault {
    const ENCRYPTED: &str = "EncryptedPackage";
    let name: Vec<u8> = ENCRYPTED.encode_utf16().flat_map(u16::to_le_bytes).collect();
    match memchr::memmem::find(file, &name) {
        Some(_) => Fault::Password,
        None => Fault::Old,
    }
}

/// A zip whose directory has been looked at.
pub(crate) struct Package<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// The names of the files in it.
    pub(crate) names: Vec<String>,
    /// Bytes that may still be unpacked.
    left: u64,
}

impl<'a> Package<'a> {
    /// Looks at the directory, and refuses what no package has.
    pub(crate) fn open(file: &'a [u8], bounds: &Bounds) -> Result<Self, Fault> {
        let mut zip = ZipArchive::new(Cursor::new(file)).map_err(|_| Fault::Damaged)?;
        if zip.len() > bounds.parts {
            return Err(Fault::Parts { most: bounds.parts });
        }
        let left = bounds
            .unpacked
            .min(SMALL.max(RATIO.saturating_mul(file.len() as u64)));
        let (mut names, mut seen, mut unpacked) = (Vec::new(), BTreeSet::new(), 0_u64);
        for number in 0..zip.len() {
            let part = zip.by_index_raw(number).map_err(|_| Fault::Damaged)?;
            let name = part.name().map_err(|_| Fault::Damaged)?.into_owned();
            if part.encrypted() {
                return Err(Fault::Password);
            }
            if part.is_symlink() {
                return Err(Fault::Link);
            }
            if leads_outside(&name) {
                return Err(Fault::Outside);
            }
            unpacked = unpacked.saturating_add(part.size());
            if part.is_dir() {
                continue;
            }
            // Two parts of one name: what is shown and what is read might differ.
            if !seen.insert(name.to_lowercase()) {
                return Err(Fault::Damaged);
            }
            names.push(name);
        }
        if unpacked > left {
            return Err(Fault::Unpacks);
        }
        Ok(Self { zip, names, left })
    }

    /// A part's bytes, if it is there.
    pub(crate) fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, Fault> {
        let Some(number) = self.zip.index_for_name(name) else {
            return Ok(None);
        };
        let part = self.zip.by_index(number).map_err(|_| Fault::Damaged)?;
        let mut bytes = Vec::new();
        // The directory may have lied about the size.
        part.take(self.left.saturating_add(1))
            .read_to_end(&mut bytes)
            .map_err(|_| Fault::Damaged)?;
        self.left = match self.left.checked_sub(bytes.len() as u64) {
            Some(left) => left,
            None => return Err(Fault::Unpacks),
        };
        no_malware(&bytes)?;
        Ok(Some(bytes))
    }

    /// How many names there are in a folder.
    pub(crate) fn below(&self, folder: &str) -> usize {
        self.names.iter().filter(|name| name.starts_with(folder)).count()
    }

    /// Unpacks what has not been read yet, only to see that it is whole and harmless.
    pub(crate) fn look_through(&mut self, read: &[&str]) -> Result<(), Fault> {
        let names = self.names.clone();
        for name in names.iter().filter(|name| !read.contains(&name.as_str())) {
            self.part(name)?;
        }
        Ok(())
    }
}

/// Whether a name is no plain place below the package.
pub(crate) fn leads_outside(name: &str) -> bool {
    let drive = name.as_bytes().get(1) == Some(&b':');
    let above = name.split(['/', '\\']).any(|step| step == "..");
    name.starts_with(['/', '\\']) || drive || above || name.contains('\0')
}
