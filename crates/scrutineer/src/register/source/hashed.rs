//! The bytes of a file as they come: hashed, counted, and no more than allowed.

use std::io::{Error, ErrorKind, Read};

use sha2::{Digest, Sha256};

use super::Came;
use crate::register::lines::Limits;

/// How much is looked at to tell what a file is.
const HEAD: usize = 1 << 16;

/// Hands bytes on and hashes them on the way.
pub(super) struct Hashed<R> {
    input: R,
    limits: Limits,
    hash: Sha256,
    bytes: u64,
    head: Vec<u8>,
    /// How much of the head has been handed on.
    at: usize,
    /// What went wrong behind the head: told when the head has been read.
    failed: Option<Error>,
}

impl<R: Read> Hashed<R> {
    pub(super) fn new(input: R, limits: Limits) -> Self {
        Self {
            input,
            limits,
            hash: Sha256::new(),
            bytes: 0,
            head: Vec::new(),
            at: 0,
            failed: None,
        }
    }

    /// The first bytes, which stay to be read.
    pub(super) fn peek(&mut self) -> &[u8] {
        let mut head = vec![0; HEAD];
        let mut filled = 0;
        while let Some(room) = head.get_mut(filled..).filter(|room| !room.is_empty()) {
            match self.take(room) {
                Ok(0) => break,
                Ok(read) => filled += read,
                Err(error) => {
                    self.failed = Some(error);
                    break;
                }
            }
        }
        head.truncate(filled);
        self.head = head;
        &self.head
    }

    fn take(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = loop {
            match self.input.read(buffer) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                other => break other?,
            }
        };
        self.hash.update(buffer.get(..read).unwrap_or_default());
        self.bytes += read as u64;
        self.limits.check_claimed(self.bytes).map_err(Error::other)?;
        Ok(read)
    }
}

impl<R> Hashed<R> {
    /// SHA-256 of every byte that came so far.
    pub(super) fn hash(&self) -> [u8; 32] {
        self.hash.clone().finalize().into()
    }

    /// Bytes that came so far.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Both of them.
    pub(super) fn came(&self) -> Came {
        Came {
            hash: self.hash(),
            bytes: self.bytes,
        }
    }
}

impl<R: Read> Read for Hashed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.at < self.head.len() {
            let mut left = self.head.get(self.at..).unwrap_or_default();
            let read = left.read(buffer)?;
            self.at += read;
            return Ok(read);
        }
        match self.failed.take() {
            Some(error) => Err(error),
            None => self.take(buffer),
        }
    }
}
