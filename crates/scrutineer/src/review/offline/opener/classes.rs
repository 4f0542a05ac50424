//! The file of classes beside a pack: sealed to the pack's own key, whole or not there at all.

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use crate::{
    platform::{
        ids::CaseId,
        refusal::{Answer, Refusal},
    },
    review::{
        model::View,
        offline::{
            content::{Classed, Classes, Content, FORM, Papers},
            sealing,
        },
    },
};

/// What the reader wrote of the cases of a pack, on the disk after each case.
#[derive(Debug)]
pub struct Kept {
    path: PathBuf,
    key: String,
    classes: Classes,
}

/// Why a file of classes cannot be gone on with.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// It does not open.
    #[error("{0} is not the classes of this pack; name another file with --classes")]
    Another(String),
    /// It cannot be read.
    #[error("{0} cannot be read: {1}")]
    Unreadable(String, std::io::Error),
}

impl Kept {
    /// The classes of a pack in the file `path`, which need not be there yet.
    ///
    /// # Errors
    /// A file that is there and is something else.
    pub fn of(content: &Content, path: PathBuf) -> Result<Self, Fault> {
        let name = path.display().to_string();
        let classes = match std::fs::read(&path) {
            Ok(file) => {
                let plain = sealing::open_with(&content.key, &file).ok();
                let classes = plain.and_then(|plain| serde_json::from_slice::<Classes>(&plain).ok());
                let own = classes.filter(|classes| classes.form == FORM && classes.pack == content.pack);
                own.ok_or(Fault::Another(name))?
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Classes {
                form: FORM,
                pack: content.pack,
                cases: Vec::new(),
            },
            Err(error) => return Err(Fault::Unreadable(name, error)),
        };
        Ok(Self {
            path,
            key: content.key.clone(),
            classes,
        })
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What was written of a case.
    #[must_use]
    pub fn view(&self, case: CaseId) -> Option<&View> {
        let found = self.classes.cases.iter().find(|one| one.case == case);
        found.map(|one| &one.view)
    }

    /// Writes down what the reader says of a case. Nothing is kept that is not on the disk.
    ///
    /// # Errors
    /// A file that cannot be written, in one sentence.
    pub fn keep(&mut self, case: &Papers, view: View) -> Answer<()> {
        let mut classes = self.classes.clone();
        classes.cases.retain(|one| one.case != case.case);
        classes.cases.push(Classed {
            case: case.case,
            view,
        });
        self.write(&classes).map_err(|error| {
            let place = self.path.display();
            Refusal::conflict(format!("your class was not saved: {place} cannot be written ({error}); make room or open the pack from another folder, then send it again"))
        })?;
        self.classes = classes;
        Ok(())
    }

    fn write(&self, classes: &Classes) -> anyhow::Result<()> {
        let plain = serde_json::to_vec(classes)?;
        let sealed = sealing::seal_to(&self.key, &plain)?;
        let folder = match self.path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(&sealed)?;
        file.as_file().sync_all()?;
        file.persist(&self.path)?;
        Ok(())
    }
}
