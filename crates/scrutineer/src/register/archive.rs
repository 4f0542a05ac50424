//! Archives of monthly files, as data.police.uk publishes them: a folder, or a zip, tar or tar.gz, in which
//! `2024-03/2024-03-avon-and-somerset-stop-and-search.csv` stands beside files that hold no record a panel looks at. Every
//! member is either handed on as a file of its own or told of with the reason why not; nothing is passed over in silence.

use std::{
    borrow::Cow,
    fs::File,
    io::{self, Read, Seek},
    path::{Path, PathBuf},
};

use flate2::read::MultiGzDecoder;

use super::{Limits, Month};
use crate::platform::packs::Source;

/// Members of an archive, at most: 43 forces have 18,000 files in ten years.
const MOST_MEMBERS: usize = 50_000;

/// Bytes that an archive unpacks to, at most: all files of stop and search since 2014 are below three thousand million.
const MOST_BYTES: u64 = 4 << 30;

/// Where the archive is.
pub enum Input {
    /// A folder.
    Folder(PathBuf),
    /// A file: its content says what it is.
    File(File),
}

/// One member of an archive.
pub enum Member {
    /// A file to load.
    File {
        /// Its path within the archive.
        name: String,
        /// The file, at its beginning.
        file: File,
    },
    /// It is not loaded.
    Skipped {
        /// Its path within the archive.
        name: String,
        /// Why not, as a sentence without its full stop.
        why: String,
    },
    /// It should be loaded and cannot be read.
    Refused {
        /// Its path within the archive.
        name: String,
        /// Why not.
        why: String,
    },
}

/// Which members are loaded.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// How the names of those to load end.
    ends: String,
    /// Name of the force as the files write it; all forces where none is named.
    force: Option<String>,
    /// How the names of other known files end, and what those are.
    others: Vec<(String, String)>,
}

impl Wanted {
    /// The files of a source, of one force or of all; nothing where the source's files have no name of their own.
    #[must_use]
    pub fn of(source: &Source, sources: &[Source], force: &str) -> Option<Self> {
        let other = |other: &Source| Some((other.ends.clone()?, other.title.clone()));
        Some(Self {
            ends: source.ends.clone()?,
            force: (!force.is_empty()).then(|| force.to_lowercase().replace(' ', "-")),
            others: sources
                .iter()
                .filter(|one| one.id != source.id)
                .filter_map(other)
                .collect(),
        })
    }

    /// Why a member is not loaded; nothing for one that is.
    fn against(&self, name: &str) -> Option<String> {
        let base = name.rsplit(['/', '\\']).next().unwrap_or_default();
        let Some(start) = base.strip_suffix(&self.ends) else {
            let known = self.others.iter().find(|(ends, _)| base.ends_with(ends));
            return Some(known.map_or_else(
                || "it is no file of this sort of archive".to_owned(),
                |(_, title)| format!("{title}: it holds no record a panel looks at"),
            ));
        };
        let force = match (start.get(..7), start.get(7..)) {
            (Some(month), Some(force)) if month.parse::<Month>().is_ok() => force.strip_prefix('-'),
            _ => None,
        };
        match (force, &self.force) {
            (None, _) => Some(format!(
                "its name should be like 2024-03-avon-and-somerset{}",
                self.ends
            )),
            (Some(force), Some(only)) if force != only => Some("it is of another force".to_owned()),
            _ => None,
        }
    }
}

/// A fault of the whole archive, as a sentence that says what to do.
pub type Fault = String;

/// Hands on every member, in the order of the archive; of a folder in the order of its names. `each` says whether to go on.
///
/// # Errors
/// One sentence for what is no archive, is damaged, or unpacks to more than allowed.
pub fn open(
    input: Input,
    wanted: &Wanted,
    scratch: &Path,
    each: &mut dyn FnMut(Member) -> bool,
) -> Result<(), Fault> {
    let mut unpacking = Unpacking {
        wanted,
        scratch,
        each,
        members: 0,
        bytes: 0,
    };
    match input {
        Input::Folder(folder) => unpacking.folder(&folder),
        Input::File(file) => unpacking.file(file),
    }
}

struct Unpacking<'a> {
    wanted: &'a Wanted,
    scratch: &'a Path,
    each: &'a mut dyn FnMut(Member) -> bool,
    members: usize,
    bytes: u64,
}

const DAMAGED: &str = "the archive is damaged or not whole; get it again";

impl Unpacking<'_> {
    fn file(&mut self, mut file: File) -> Result<(), Fault> {
        let mut head = Vec::new();
        let read = file.by_ref().take(512).read_to_end(&mut head);
        read.and_then(|_| file.rewind()).map_err(|_| DAMAGED.to_owned())?;
        if head.starts_with(b"PK\x03\x04") {
            self.zip(file)
        } else if head.starts_with(&[0x1f, 0x8b]) {
            self.tar(MultiGzDecoder::new(io::BufReader::new(file)))
        } else if head.get(257..262) == Some(b"ustar".as_slice()) {
            self.tar(file)
        } else {
            Err("the file is no zip, tar or tar.gz archive; a single extract is loaded as such".to_owned())
        }
    }

    /// Counts a member; false where nobody wants more.
    fn count(&mut self) -> Result<(), Fault> {
        self.members += 1;
        if self.members > MOST_MEMBERS {
            return Err(format!(
                "the archive has more than {MOST_MEMBERS} files; take fewer months at a time"
            ));
        }
        Ok(())
    }

    fn zip(&mut self, file: File) -> Result<(), Fault> {
        let mut zip = zip::ZipArchive::new(io::BufReader::new(file)).map_err(|_| DAMAGED.to_owned())?;
        for index in 0..zip.len() {
            self.count()?;
            let name = zip.name_for_index(index).and_then(Result::ok);
            let name = name.map(Cow::into_owned).unwrap_or_default();
            if name.ends_with('/') {
                continue;
            }
            let member = match self.wanted.against(&name) {
                Some(why) => Member::Skipped { name, why },
                None => match zip.by_index(index) {
                    Ok(content) => self.unpack(name, content)?,
                    Err(_) => Member::Refused {
                        name,
                        why: "it cannot be unpacked: it is damaged or has a password".to_owned(),
                    },
                },
            };
            if !(self.each)(member) {
                break;
            }
        }
        Ok(())
    }

    fn tar(&mut self, file: impl Read) -> Result<(), Fault> {
        let mut tar = tar::Archive::new(file);
        for entry in tar.entries().map_err(|_| DAMAGED.to_owned())? {
            self.count()?;
            let entry = entry.map_err(|_| DAMAGED.to_owned())?;
            if !entry.header().entry_type().is_file() {
                continue;
            }
            let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
            let member = match self.wanted.against(&name) {
                Some(why) => Member::Skipped { name, why },
                None => self.unpack(name, entry)?,
            };
            if !(self.each)(member) {
                break;
            }
        }
        Ok(())
    }

    /// A member as a file of its own, which has no name and goes when it is let go.
    fn unpack(&mut self, name: String, content: impl Read) -> Result<Member, Fault> {
        let most = Limits::default().file_bytes;
        let no_room = |error: io::Error| format!("there is no room to unpack the archive: {error}");
        let mut file = tempfile::tempfile_in(self.scratch).map_err(no_room)?;
        let copied = match io::copy(&mut content.take(most + 1), &mut file) {
            Ok(copied) => copied,
            Err(error) if error.kind() == io::ErrorKind::StorageFull => return Err(no_room(error)),
            Err(_) => {
                let why = "it cannot be unpacked: it is damaged".to_owned();
                return Ok(Member::Refused { name, why });
            }
        };
        self.bytes += copied;
        if self.bytes > MOST_BYTES {
            return Err("the archive unpacks to more than 4 GB; take fewer months at a time".to_owned());
        }
        if copied > most {
            let why = format!("it is longer than {} MB", most >> 20);
            return Ok(Member::Refused { name, why });
        }
        file.rewind().map_err(no_room)?;
        Ok(Member::File { name, file })
    }

    fn folder(&mut self, folder: &Path) -> Result<(), Fault> {
        let unread = |path: &Path, error: &io::Error| format!("{} cannot be read: {error}", path.display());
        let mut waiting = vec![folder.to_owned()];
        while let Some(path) = waiting.pop() {
            let about = std::fs::symlink_metadata(&path).map_err(|error| unread(&path, &error))?;
            if about.is_dir() {
                let entries = std::fs::read_dir(&path).map_err(|error| unread(&path, &error))?;
                let inside = entries.map(|entry| entry.map(|entry| entry.path()));
                let mut inside: Vec<PathBuf> = inside
                    .collect::<Result<_, _>>()
                    .map_err(|error| unread(&path, &error))?;
                inside.sort_unstable();
                waiting.extend(inside.into_iter().rev());
                continue;
            }
            self.count()?;
            let name = path
                .strip_prefix(folder)
                .unwrap_or(&path)
                .to_string_lossy()
                .into_owned();
            let why = if about.is_file() {
                self.wanted.against(&name)
            } else {
                Some("it is no file".to_owned())
            };
            let member = match why {
                Some(why) => Member::Skipped { name, why },
                None => match File::open(&path) {
                    Ok(file) => Member::File { name, file },
                    Err(error) => Member::Refused {
                        why: format!("it cannot be read: {error}"),
                        name,
                    },
                },
            };
            if !(self.each)(member) {
                break;
            }
        }
        Ok(())
    }
}
