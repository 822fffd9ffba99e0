//! Documents.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use flate2::Compression;
use flate2::write::ZlibEncoder;
use zip::write::SimpleFileOptions;

/// A PDF of so many pages (A4) with a line of text on each, in a font every reader has.
#[must_use]
pub fn pdf(pages: u32) -> Vec<u8> {
    let font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>";
    let texts: Vec<Vec<u8>> = (1..=pages)
        .map(|page| {
            let mut words = String::from("BT /F1 24 Tf 72 760 Td 28 TL\n");
            let _ = writeln!(words, "(Invented statement, page {page} of {pages}) Tj");
            for line in 1..=24 {
                let _ = writeln!(words, "T* (Line {line}: the invented words of nobody) Tj");
            }
            words.push_str("ET 0.8 0.1 0.1 rg 72 60 120 30 re f");
            words.into_bytes()
        })
        .collect();
    assemble(&texts, &[font.into()], "")
}

/// A PDF whose Chinese is in a font that it names and does not carry (STSong-Light), coded as
/// `UniGB-UCS2-H` or, with `gbk`, as `GBK-EUC-H`.
#[must_use]
pub fn pdf_without_font(gbk: bool) -> Vec<u8> {
    const WORDS: &str = "借条（虚构）：二〇二六年十一月";
    let coded: Vec<u8> = if gbk {
        encoding_rs::GBK.encode(WORDS).0.into_owned()
    } else {
        WORDS.encode_utf16().flat_map(u16::to_be_bytes).collect()
    };
    let mut text = b"BT /F1 32 Tf 40 700 Td <".to_vec();
    for byte in coded {
        text.extend(format!("{byte:02x}").bytes());
    }
    text.extend(b"> Tj ET");
    let encoding = if gbk { "GBK-EUC-H" } else { "UniGB-UCS2-H" };
    // Objects 3, 4 and 5.
    let fonts = [
        format!(
            "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /{encoding} \
             /DescendantFonts [4 0 R] >>"
        ),
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo \
         << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /DW 1000 /FontDescriptor 5 0 R >>"
            .into(),
        "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] \
         /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>"
            .into(),
    ];
    assemble(&[text], &fonts, "")
}

/// A PDF that asks for a password (RC4 of 40 bits); no password is known for it.
#[must_use]
pub fn encrypted_pdf() -> Vec<u8> {
    let key = "5a".repeat(32);
    let lock = format!(
        " /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>] /Encrypt \
         << /Filter /Standard /V 1 /R 2 /P -4 /O <{key}> /U <{key}> >>"
    );
    let font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>";
    assemble(&[b"nobody reads this".to_vec()], &[font.into()], &lock)
}

/// A PDF of a few KB whose page unpacks to so many MiB of blanks, packed twice over.
#[must_use]
pub fn pdf_bomb(mebibytes: usize) -> Vec<u8> {
    let pack = |bytes: &[u8], times: usize| -> Vec<u8> {
        let mut packer = ZlibEncoder::new(Vec::new(), Compression::default());
        for _ in 0..times {
            let written = packer.write_all(bytes);
            debug_assert!(written.is_ok());
        }
        packer.finish().unwrap_or_default()
    };
    let packed = pack(&pack(&vec![b' '; 1024 * 1024], mebibytes), 1);
    let head = format!(
        "%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages \
         /Kids [3 0 R] /Count 1 >>\nendobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox \
         [0 0 100 100] /Contents 4 0 R >>\nendobj\n4 0 obj\n<< /Filter [/FlateDecode /FlateDecode] \
         /Length {} >>\nstream\n",
        packed.len()
    );
    let end = b"\nendstream\nendobj\ntrailer\n<< /Root 1 0 R /Size 5 >>\n%%EOF\n";
    [head.as_bytes(), &packed, end].concat()
}

/// A PDF of one page over which something lies: an annotation of this kind (ISO 32000-1, 12.5.6),
/// such as `Stamp`; a `Widget` is also a field of a form.
#[must_use]
pub fn pdf_with_annotation(kind: &str) -> Vec<u8> {
    let font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>";
    let one = format!("<< /Type /Annot /Subtype /{kind} /Rect [72 60 192 90] /F 4 >>");
    let form = match kind {
        "Widget" => " /AcroForm << /Fields [<< /FT /Tx /T (name) /V (Invented) >>] >>",
        _ => "",
    };
    let parts = Parts {
        trailer: "",
        catalog: form,
        page: &format!(" /Annots [{one}]"),
    };
    assemble_with(
        &[b"0.8 0.1 0.1 rg 72 60 120 30 re f".to_vec()],
        &[font.into()],
        &parts,
    )
}

/// What stands in a PDF beside its pages.
#[derive(Default)]
struct Parts<'a> {
    trailer: &'a str,
    catalog: &'a str,
    page: &'a str,
}

fn assemble(texts: &[Vec<u8>], fonts: &[String], trailer: &str) -> Vec<u8> {
    let parts = Parts {
        trailer,
        ..Parts::default()
    };
    assemble_with(texts, fonts, &parts)
}

/// Objects 1 and 2 are the catalogue and the tree of pages, from 3 on the fonts, then the pages
/// each with its text.
fn assemble_with(texts: &[Vec<u8>], fonts: &[String], parts: &Parts<'_>) -> Vec<u8> {
    let Parts {
        trailer,
        catalog,
        page: more,
    } = parts;
    let first = 3 + fonts.len();
    let kids: String = (0..texts.len())
        .map(|page| format!("{} 0 R ", first + 2 * page))
        .collect();
    let mut objects = vec![
        format!("<< /Type /Catalog /Pages 2 0 R{catalog} >>").into_bytes(),
        format!("<< /Type /Pages /Kids [{kids}] /Count {} >>", texts.len()).into_bytes(),
    ];
    objects.extend(fonts.iter().map(|font| font.clone().into_bytes()));
    for (page, text) in texts.iter().enumerate() {
        let words = first + 2 * page + 1;
        objects.push(
            format!(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {words} 0 R \
                 /Resources << /Font << /F1 3 0 R >> >>{more} >>"
            )
            .into_bytes(),
        );
        let head = format!("<< /Length {} >>\nstream\n", text.len());
        objects.push([head.as_bytes(), text, b"\nendstream"].concat());
    }
    let mut bytes = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec();
    let mut places = String::new();
    for (index, object) in objects.iter().enumerate() {
        let _ = writeln!(places, "{:010} 00000 n ", bytes.len());
        bytes.extend(format!("{} 0 obj\n", index + 1).bytes());
        bytes.extend(object);
        bytes.extend(b"\nendobj\n");
    }
    let table = bytes.len();
    let size = objects.len() + 1;
    let end = format!(
        "xref\n0 {size}\n0000000000 65535 f \n{places}trailer\n<< /Size {size} /Root 1 0 R{trailer} \
         >>\nstartxref\n{table}\n%%EOF\n"
    );
    bytes.extend(end.bytes());
    bytes
}

/// A ZIP with these entries, deflated.
#[must_use]
pub fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    for (name, bytes) in entries {
        let written = writer
            .start_file(*name, options)
            .and_then(|()| Ok(writer.write_all(bytes)?));
        debug_assert!(written.is_ok());
    }
    writer.finish().map(Cursor::into_inner).unwrap_or_default()
}

/// A Word document with one paragraph.
#[must_use]
pub fn docx(paragraph: &str) -> Vec<u8> {
    docx_with(paragraph, &[])
}

/// A Word document with more in it than belongs there.
pub(super) fn docx_with(paragraph: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let types = types("/word/document.xml", "wordprocessingml.document.main+xml");
    let document = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:document \
         xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p>\
         <w:r><w:t>{paragraph}</w:t></w:r></w:p></w:body></w:document>"
    );
    let mut entries: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", RELATIONS.as_bytes()),
        ("word/document.xml", document.as_bytes()),
    ];
    entries.extend(more);
    zip(&entries)
}

const RELATIONS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
    <Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
    <Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/\
    relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>";

pub(super) fn types(part: &str, content: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Types \
         xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default \
         Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"\
         /><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"{part}\" \
         ContentType=\"application/vnd.openxmlformats-officedocument.{content}\"/></Types>"
    )
}
