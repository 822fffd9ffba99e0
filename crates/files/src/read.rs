//! Small reads out of a file that need not be in memory.

use std::io::{self, BufRead, Read, Seek, SeekFrom};

/// Why a walk through a file stopped.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The file ends too early or says what cannot be.
    Broken,
    /// It could not be read.
    Io(io::ErrorKind),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            // Positions come out of the file: one that cannot be is the file's fault.
            io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidInput => Self::Broken,
            kind => Self::Io(kind),
        }
    }
}

/// A file that knows how long it is and where it stands.
pub(crate) struct Source<R> {
    inner: R,
    length: u64,
    at: u64,
}

impl<R: BufRead + Seek> Source<R> {
    pub(crate) fn new(mut inner: R) -> Result<Self, Stop> {
        let length = inner.seek(SeekFrom::End(0))?;
        inner.seek(SeekFrom::Start(0))?;
        Ok(Self {
            inner,
            length,
            at: 0,
        })
    }

    pub(crate) fn length(&self) -> u64 {
        self.length
    }

    pub(crate) fn at(&self) -> u64 {
        self.at
    }

    pub(crate) fn go(&mut self, to: u64) -> Result<(), Stop> {
        if to > self.length {
            return Err(Stop::Broken);
        }
        // Relative, so that a short way stays within what is buffered.
        match i64::try_from(i128::from(to) - i128::from(self.at)) {
            Ok(way) => self.inner.seek_relative(way)?,
            Err(_) => return Err(Stop::Broken),
        }
        self.at = to;
        Ok(())
    }

    pub(crate) fn skip(&mut self, bytes: u64) -> Result<(), Stop> {
        self.go(self.at.checked_add(bytes).ok_or(Stop::Broken)?)
    }

    pub(crate) fn array<const N: usize>(&mut self) -> Result<[u8; N], Stop> {
        let mut bytes = [0; N];
        self.inner.read_exact(&mut bytes)?;
        self.at += N as u64;
        Ok(bytes)
    }

    pub(crate) fn byte(&mut self) -> Result<u8, Stop> {
        Ok(self.array::<1>()?[0])
    }

    pub(crate) fn u16(&mut self) -> Result<u16, Stop> {
        Ok(u16::from_be_bytes(self.array()?))
    }

    pub(crate) fn u32(&mut self) -> Result<u32, Stop> {
        Ok(u32::from_be_bytes(self.array()?))
    }

    pub(crate) fn u64(&mut self) -> Result<u64, Stop> {
        Ok(u64::from_be_bytes(self.array()?))
    }

    /// At most so many bytes from a position on; fewer at the end of the file.
    pub(crate) fn piece(&mut self, from: u64, most: u64) -> Result<Vec<u8>, Stop> {
        let from = from.min(self.length);
        self.go(from)?;
        let most = most.min(self.length - from);
        let mut bytes = Vec::new();
        (&mut self.inner).take(most).read_to_end(&mut bytes)?;
        self.at += bytes.len() as u64;
        if (bytes.len() as u64) < most {
            return Err(Stop::Broken);
        }
        Ok(bytes)
    }

    /// Goes on to the first byte `wanted`, and over it.
    pub(crate) fn past(&mut self, wanted: u8) -> Result<(), Stop> {
        loop {
            let held = self.inner.fill_buf()?;
            if held.is_empty() {
                return Err(Stop::Broken);
            }
            let found = held.iter().position(|byte| *byte == wanted);
            let used = found.map_or(held.len(), |position| position + 1);
            self.inner.consume(used);
            self.at += used as u64;
            if found.is_some() {
                return Ok(());
            }
        }
    }

    pub(crate) fn into_inner(self) -> R {
        self.inner
    }
}

/// Where `wanted` first stands in `bytes`.
pub(crate) fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|part| part == wanted)
}

/// Where `wanted` last stands in `bytes`.
pub(crate) fn find_last(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).rposition(|part| part == wanted)
}
