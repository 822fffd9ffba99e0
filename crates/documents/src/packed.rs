//! A PDF with its small objects packed together.
//!
//! What writes our PDFs gives every object a place of its own, uncompressed: of a tagged paper that
//! is a sixth of the file. PDF 1.5 and after have object streams and a cross-reference stream
//! instead (ISO 32000-1, 7.5.7 and 7.5.8), which PDF/A-2 allows. Objects keep their numbers and their
//! words.

use std::ops::Range;

use miniz_oxide::deflate::compress_to_vec_zlib;

/// Objects in one object stream: a reader need not open all of a long document for one of them.
const TOGETHER: usize = 200;
/// As strong as it comes within reason.
const LEVEL: u8 = 9;

/// Where an object is.
enum Place {
    Free,
    At(usize),
    In { stream: usize, index: usize },
}

/// The same PDF, smaller; as it came when it is not written as expected.
#[must_use]
pub fn packed(pdf: Vec<u8>) -> Vec<u8> {
    pack(&pdf).unwrap_or(pdf)
}

fn pack(pdf: &[u8]) -> Option<Vec<u8>> {
    let table = Table::read(pdf)?;
    let first = table.objects.iter().map(|(_, range)| range.start).min()?;
    let mut out = pdf.get(..first)?.to_vec();
    let mut places: Vec<Place> = (0..table.size).map(|_| Place::Free).collect();
    let mut small = Vec::new();
    for (number, range) in &table.objects {
        let whole = pdf.get(range.clone())?.trim_ascii();
        let body = whole.strip_prefix(format!("{number} 0 obj").as_bytes())?;
        let body = body.strip_suffix(b"endobj")?.trim_ascii();
        if body.ends_with(b"endstream") {
            *places.get_mut(*number)? = Place::At(out.len());
            out.extend_from_slice(whole);
            out.extend_from_slice(b"\n\n");
        } else {
            small.push((*number, body));
        }
    }
    for together in small.chunks(TOGETHER) {
        let stream = places.len();
        for (index, (number, _)) in together.iter().enumerate() {
            *places.get_mut(*number)? = Place::In { stream, index };
        }
        places.push(Place::At(out.len()));
        object_stream(&mut out, stream, together);
    }
    let at = out.len();
    places.push(Place::At(at));
    cross_references(&mut out, &places, table.trailer);
    out.extend_from_slice(format!("startxref\n{at}\n%%EOF").as_bytes());
    Some(out)
}

fn object_stream(out: &mut Vec<u8>, number: usize, objects: &[(usize, &[u8])]) {
    let (mut heads, mut bodies) = (String::new(), Vec::new());
    for (number, body) in objects {
        heads.push_str(&format!("{number} {} ", bodies.len()));
        bodies.extend_from_slice(body);
        bodies.push(b'\n');
    }
    let words = format!("/Type/ObjStm/N {}/First {}", objects.len(), heads.len());
    stream(
        out,
        number,
        words.as_bytes(),
        &[heads.as_bytes(), &bodies].concat(),
    );
}

fn cross_references(out: &mut Vec<u8>, places: &[Place], trailer: &[u8]) {
    let mut rows = Vec::with_capacity(places.len() * 7);
    for place in places {
        let (kind, second, third) = match place {
            Place::Free => (0_u8, 0, usize::from(u16::MAX)),
            Place::At(at) => (1, *at, 0),
            Place::In { stream, index } => (2, *stream, *index),
        };
        rows.push(kind);
        rows.extend((second as u32).to_be_bytes());
        rows.extend((third as u16).to_be_bytes());
    }
    let size = format!("/Type/XRef/W[1 4 2]/Size {}", places.len());
    stream(
        out,
        places.len() - 1,
        &[size.as_bytes(), trailer].concat(),
        &rows,
    );
}

fn stream(out: &mut Vec<u8>, number: usize, words: &[u8], plain: &[u8]) {
    let data = compress_to_vec_zlib(plain, LEVEL);
    out.extend_from_slice(format!("{number} 0 obj\n<<").as_bytes());
    out.extend_from_slice(words);
    let words = format!("/Filter/FlateDecode/Length {}>>\nstream\n", data.len());
    out.extend_from_slice(words.as_bytes());
    out.extend_from_slice(&data);
    out.extend_from_slice(b"\nendstream\nendobj\n\n");
}

/// The cross-reference table that a PDF ends with.
struct Table<'a> {
    /// Numbers that are given, with that of the free object.
    size: usize,
    /// Each object from where it begins to where the next one does.
    objects: Vec<(usize, Range<usize>)>,
    /// What the trailer says but for the size.
    trailer: &'a [u8],
}

impl<'a> Table<'a> {
    fn read(pdf: &'a [u8]) -> Option<Self> {
        let tail = pdf
            .trim_ascii_end()
            .strip_suffix(b"%%EOF")?
            .trim_ascii_end();
        let digits = tail.iter().rev().take_while(|byte| byte.is_ascii_digit());
        let words = tail.len() - digits.count();
        let start: usize = std::str::from_utf8(tail.get(words..)?).ok()?.parse().ok()?;
        let end = tail
            .get(..words)?
            .trim_ascii_end()
            .strip_suffix(b"startxref")?
            .len();
        let table = pdf.get(start..end)?.strip_prefix(b"xref\n0 ")?;
        let line = table.iter().position(|byte| *byte == b'\n')?;
        let size: usize = std::str::from_utf8(table.get(..line)?).ok()?.parse().ok()?;
        let rows = table.get(line + 1..)?;
        let mut starts = Vec::with_capacity(size);
        for (number, row) in rows.chunks_exact(20).take(size).enumerate() {
            if row.get(11..18)? == b"00000 n" {
                let at: usize = std::str::from_utf8(row.get(..10)?).ok()?.parse().ok()?;
                starts.push((at, number));
            }
        }
        starts.sort_unstable();
        let ends = starts.iter().skip(1).map(|(at, _)| *at).chain([start]);
        let objects = starts.iter().zip(ends);
        let objects = objects
            .map(|((at, number), end)| (*number, *at..end))
            .collect();
        let trailer = rows
            .get(size * 20..)?
            .trim_ascii()
            .strip_prefix(b"trailer")?;
        let trailer = trailer
            .trim_ascii()
            .strip_prefix(b"<<")?
            .strip_suffix(b">>")?;
        let trailer = trailer.strip_prefix(format!("/Size {size}").as_bytes())?;
        Some(Self {
            size,
            objects,
            trailer,
        })
    }
}
