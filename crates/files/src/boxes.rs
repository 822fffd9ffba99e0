//! Boxes of the ISO base media format (ISO/IEC 14496-12): MP4, M4A, HEIC.

use std::io::{BufRead, Seek};

use crate::read::{Source, Stop};

/// Boxes side by side in one place; a recording has one a second.
const MOST: usize = 200_000;

/// One box.
pub(crate) struct Atom {
    pub(crate) name: [u8; 4],
    /// The first byte after its head.
    pub(crate) body: u64,
    /// The first byte after it.
    pub(crate) end: u64,
}

/// The boxes that lie between two positions; they must fill it.
pub(crate) fn atoms<R: BufRead + Seek>(
    source: &mut Source<R>,
    from: u64,
    to: u64,
) -> Result<Vec<Atom>, Stop> {
    let mut atoms = Vec::new();
    let mut at = from;
    while at < to {
        source.go(at)?;
        let short = source.u32()?;
        let name = source.array()?;
        let size = match short {
            0 => to - at,
            1 => source.u64()?,
            size => size.into(),
        };
        let body = source.at();
        let end = at.checked_add(size).ok_or(Stop::Broken)?;
        if end < body || end > to || atoms.len() == MOST {
            return Err(Stop::Broken);
        }
        atoms.push(Atom { name, body, end });
        at = end;
    }
    Ok(atoms)
}

/// The first box of this name.
pub(crate) fn named<'a>(atoms: &'a [Atom], name: &[u8; 4]) -> Option<&'a Atom> {
    atoms.iter().find(|atom| &atom.name == name)
}
