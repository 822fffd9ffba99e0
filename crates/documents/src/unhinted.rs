//! Fonts without their hints.
//!
//! Hints tell a rasteriser where the stems of a glyph are; on paper and on today's screens they
//! change nothing that is seen, and they are a sixth of what an embedded Chinese font weighs. Only
//! OpenType fonts with CFF outlines have them (Adobe Technical Notes 5176 and 5177); any other font,
//! and one that is not as expected, is left as it is.

mod charstring;

use charstring::{Subrs, plain};

/// The font without hints; as it came when there is nothing to leave out.
#[must_use]
pub fn unhinted(font: Vec<u8>) -> Vec<u8> {
    let_out(&font).unwrap_or(font)
}

fn let_out(font: &[u8]) -> Option<Vec<u8>> {
    if !font.starts_with(b"OTTO") {
        return None;
    }
    let count = usize::from(number::<2>(font, 4)? as u16);
    let record = (0..count)
        .map(|index| 12 + 16 * index)
        .find(|at| font.get(*at..at + 4) == Some(b"CFF "))?;
    let at = number::<4>(font, record + 8)?;
    let length = number::<4>(font, record + 12)?;
    let old_end = (at + length).next_multiple_of(4);
    let mut out = Vec::with_capacity(font.len());
    out.extend_from_slice(font.get(..at)?);
    without_hints(font.get(at..at + length)?, &mut out)?;
    let new_length = out.len() - at;
    // Tables begin at multiples of four.
    out.resize(out.len().next_multiple_of(4), 0);
    let new_end = out.len();
    out.extend_from_slice(font.get(old_end..).unwrap_or_default());
    for place in (0..count).map(|index| 12 + 16 * index + 8) {
        let offset = number::<4>(font, place)?;
        if offset >= old_end {
            put(&mut out, place, offset - old_end + new_end)?;
        }
    }
    put(&mut out, record + 12, new_length)?;
    Some(out)
}

/// Writes the table behind what is there: the glyphs are written anew where they stood, what comes
/// after them moves.
fn without_hints(cff: &[u8], out: &mut Vec<u8>) -> Option<()> {
    let names = Index::read(cff, usize::from(*cff.get(2)?))?;
    let tops = Index::read(cff, names.end)?;
    let strings = Index::read(cff, tops.end)?;
    let globals = Index::read(cff, strings.end)?;
    let top = Dict::read(cff, tops.range(0)?)?;
    let glyphs = Index::read(cff, top.offset(CHAR_STRINGS)?.value)?;
    let parts = match top.offset(FD_ARRAY) {
        Some(array) => parts(cff, array.value)?,
        None => vec![top.clone()],
    };
    let locals: Option<Vec<Index<'_>>> = parts.iter().map(|part| locals(cff, part)).collect();
    let locals = locals?;
    let start = out.len();
    out.extend_from_slice(cff.get(..glyphs.begin)?);
    out.extend(u16::try_from(glyphs.count).ok()?.to_be_bytes());
    out.push(4);
    let offsets_at = out.len();
    out.resize(offsets_at + (glyphs.count + 1) * 4, 0);
    // Offsets are counted from the byte before the data.
    let data = out.len() - 1;
    put(out, offsets_at, 1)?;
    for glyph in 0..glyphs.count {
        let part = match top.offset(FD_SELECT) {
            Some(select) => part_of(cff, select.value, glyph)?,
            None => 0,
        };
        let subrs = Subrs {
            global: &globals,
            local: locals.get(part)?,
        };
        let bytes = glyphs.get(glyph)?;
        let known = out.len();
        if plain(bytes, &subrs, out).is_none() {
            out.truncate(known);
            out.extend_from_slice(bytes);
        }
        let end = out.len() - data;
        put(out, offsets_at + (glyph + 1) * 4, end)?;
    }
    let end = glyphs.end;
    let new_end = out.len() - start;
    out.extend_from_slice(cff.get(end..)?);
    let moved = |offset: usize| match offset >= end {
        true => offset - end + new_end,
        false => offset,
    };
    let offsets = [CHARSET, ENCODING, FD_ARRAY, FD_SELECT].map(|key| top.offset(key));
    let privates = parts.iter().map(Dict::private);
    for offset in offsets.into_iter().chain(privates).flatten() {
        if offset.value >= end {
            // One that is written short cannot grow.
            let is_long = cff.get(offset.place) == Some(&LONG);
            is_long.then(|| put(out, start + moved(offset.place) + 1, moved(offset.value)))??;
        }
    }
    Some(())
}

/// The parts of a font whose glyphs have ids, which come with subroutines of their own.
fn parts(cff: &[u8], at: usize) -> Option<Vec<Dict>> {
    let array = Index::read(cff, at)?;
    (0..array.count)
        .map(|part| Dict::read(cff, array.range(part)?))
        .collect()
}

fn locals<'a>(cff: &'a [u8], part: &Dict) -> Option<Index<'a>> {
    let Some((size, offset)) = part.private_size().zip(part.private()) else {
        return Some(Index::default());
    };
    let own = Dict::read(cff, (offset.value, offset.value + size))?;
    match own.offset(SUBRS) {
        Some(subrs) => Index::read(cff, offset.value + subrs.value),
        None => Some(Index::default()),
    }
}

/// FDSelect (5176 §19), formats 0 and 3.
fn part_of(cff: &[u8], at: usize, glyph: usize) -> Option<usize> {
    match cff.get(at)? {
        0 => cff.get(at + 1 + glyph).map(|part| usize::from(*part)),
        3 => {
            let count = number::<2>(cff, at + 1)?;
            let first = |range: usize| number::<2>(cff, at + 3 + 3 * range);
            let (mut low, mut high) = (0, count);
            while high - low > 1 {
                let middle = usize::midpoint(low, high);
                if first(middle)? <= glyph {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            cff.get(at + 5 + 3 * low).map(|part| usize::from(*part))
        }
        _ => None,
    }
}

/// Keys of dictionaries; those of two bytes have 12 before them.
const CHARSET: u16 = 15;
const ENCODING: u16 = 16;
const CHAR_STRINGS: u16 = 17;
const PRIVATE: u16 = 18;
const SUBRS: u16 = 19;
const FD_ARRAY: u16 = 12 << 8 | 36;
const FD_SELECT: u16 = 12 << 8 | 37;
/// Begins a whole number of four bytes.
const LONG: u8 = 29;

/// A whole number in a dictionary, and where it is written.
#[derive(Debug, Clone, Copy)]
struct Offset {
    value: usize,
    place: usize,
}

/// The whole numbers of a dictionary (5176 §4).
#[derive(Debug, Clone)]
struct Dict(Vec<(u16, Vec<Offset>)>);

impl Dict {
    fn read(cff: &[u8], (mut at, end): (usize, usize)) -> Option<Self> {
        let (mut out, mut numbers) = (Vec::new(), Vec::new());
        while at < end {
            let place = at;
            let byte = *cff.get(at)?;
            at += 1;
            let value = match byte {
                0..=21 => {
                    let mut key = u16::from(byte);
                    if byte == 12 {
                        key = key << 8 | u16::from(*cff.get(at)?);
                        at += 1;
                    }
                    out.push((key, std::mem::take(&mut numbers)));
                    continue;
                }
                30 => {
                    while cff.get(at)? & 0x0f != 0x0f {
                        at += 1;
                    }
                    at += 1;
                    None
                }
                28 => {
                    at += 2;
                    number::<2>(cff, place + 1)
                }
                LONG => {
                    at += 4;
                    number::<4>(cff, place + 1)
                }
                32..=246 => Some(usize::from(byte)).and_then(|byte| byte.checked_sub(139)),
                247..=250 => {
                    at += 1;
                    Some((usize::from(byte) - 247) * 256 + usize::from(*cff.get(place + 1)?) + 108)
                }
                251..=254 => {
                    at += 1;
                    None
                }
                _ => return None,
            };
            // What is negative or a fraction is nowhere in the file.
            let value = value.unwrap_or(0);
            numbers.push(Offset { value, place });
        }
        Some(Self(out))
    }

    fn numbers(&self, key: u16) -> &[Offset] {
        let found = self.0.iter().find(|(known, _)| *known == key);
        found.map_or(&[], |(_, numbers)| numbers)
    }

    fn offset(&self, key: u16) -> Option<Offset> {
        self.numbers(key).first().copied()
    }

    fn private_size(&self) -> Option<usize> {
        self.offset(PRIVATE).map(|size| size.value)
    }

    fn private(&self) -> Option<Offset> {
        self.numbers(PRIVATE).get(1).copied()
    }
}

/// A list of byte strings (5176 §5).
#[derive(Debug, Default)]
struct Index<'a> {
    cff: &'a [u8],
    begin: usize,
    end: usize,
    count: usize,
    size: usize,
}

impl<'a> Index<'a> {
    fn read(cff: &'a [u8], begin: usize) -> Option<Self> {
        let count = number::<2>(cff, begin)?;
        let mut index = Self {
            cff,
            begin,
            end: begin + 2,
            count,
            size: 0,
        };
        if count > 0 {
            index.size = usize::from(*cff.get(begin + 2)?);
            index.end = index.data() + index.offset(count)?;
        }
        Some(index)
    }

    /// Offsets are counted from the byte before the data.
    fn data(&self) -> usize {
        self.begin + 2 + (self.count + 1) * self.size
    }

    fn offset(&self, which: usize) -> Option<usize> {
        let at = self.begin + 3 + which * self.size;
        let bytes = self.cff.get(at..at + self.size)?;
        Some(
            bytes
                .iter()
                .fold(0, |sum, byte| sum << 8 | usize::from(*byte)),
        )
    }

    fn range(&self, which: usize) -> Option<(usize, usize)> {
        let begin = self.data() + self.offset(which)?;
        (which < self.count).then_some((begin, self.data() + self.offset(which + 1)?))
    }

    fn get(&self, which: usize) -> Option<&'a [u8]> {
        let (begin, end) = self.range(which)?;
        self.cff.get(begin..end)
    }
}

/// A number of `N` bytes, the largest first.
fn number<const N: usize>(bytes: &[u8], at: usize) -> Option<usize> {
    let bytes = bytes.get(at..at.checked_add(N)?)?;
    Some(
        bytes
            .iter()
            .fold(0, |sum, byte| sum << 8 | usize::from(*byte)),
    )
}

fn put(bytes: &mut [u8], at: usize, value: usize) -> Option<()> {
    let value = u32::try_from(value).ok()?.to_be_bytes();
    bytes.get_mut(at..at + 4)?.copy_from_slice(&value);
    Some(())
}
