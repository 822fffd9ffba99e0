"""Reads PDFs with a reader of another make (pypdf): text, feet of pages, fonts, what they say of PDF/A,
and what a reader can see of that standard's rules. (The one full validator, veraPDF, comes in no
package.)

Usage: read_pdf.py FOLDER, in which lie for each paper NAME.pdf, NAME.txt (all it says, without spaces)
and NAME.foot (what stands at the foot of its pages, a line each).
"""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

from pypdf import PdfReader
from pypdf import __version__ as version
from pypdf.generic import DictionaryObject, IndirectObject, StreamObject

# Feet of pages and numbers of lines are smaller than this, everything else is larger, in points.
SMALL = 8.2
# The types of ISO 32000-1, 14.8.4, that our papers use.
STANDARD = set("Document Part Sect Div P H1 H2 H3 L LI Lbl LBody Table THead TBody TR TH TD Span Figure".split())
# Debian's qpdf reads the file's own structure: where it is at hand, it has nothing to say either.
QPDF = shutil.which("qpdf")


def squeeze(text):
    return re.sub(r"\s+", "", text)


def words(page):
    """The words of a page in large and in small type, each in their order."""
    found = {True: "", False: ""}

    def visit(text, cm, tm, font, size):
        height = abs(size * tm[3] * cm[3])
        if text.strip():
            found[height >= SMALL] += squeeze(text)

    page.extract_text(visitor_text=visit)
    return found[True], found[False]


def embedded(reader):
    fonts = {}
    for page in reader.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            font = font.get_object()
            for one in font.get("/DescendantFonts", [font]):
                descriptor = one.get_object().get("/FontDescriptor", {})
                descriptor = descriptor.get_object() if descriptor else {}
                fonts[str(font["/BaseFont"])] = any(f"/FontFile{kind}" in descriptor for kind in ("", "2", "3"))
    return fonts


def everything(reader):
    """Every object of the file, whichever way it is kept."""
    numbers = {number for table in reader.xref.values() for number in table} | set(reader.xref_objStm)
    return [reader.get_object(IndirectObject(number, 0, reader)) for number in sorted(numbers) if number]


def faults(reader):
    """What a reader can see of the rules of ISO 19005-2 (PDF/A-2a), by the number of its clause."""
    found = []
    catalog = reader.trailer["/Root"]

    def rule(clause, holds):
        if not holds:
            found.append(clause)

    rule("6.1.3 file identifier, no encryption", "/ID" in reader.trailer and "/Encrypt" not in reader.trailer)
    rule("6.2.3 output intent with a profile", all("/DestOutputProfile" in one.get_object() for one in catalog["/OutputIntents"]))
    rule("6.5 no actions", not {"/OpenAction", "/AA", "/AcroForm"} & set(catalog))
    rule("6.7.2 tagged and in a language", catalog["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in catalog and "/Lang" in catalog)
    names = catalog.get("/Names", {})
    rule("6.8 no files inside, no scripts", not {"/EmbeddedFiles", "/JavaScript"} & set(names))
    xmp, info = catalog["/Metadata"].get_object().get_data().decode("utf-8"), reader.metadata
    rule("6.6.2 metadata as in the document", info.title in xmp and "<pdfaid:part>2<" in xmp)
    roles = {key[1:]: str(value)[1:] for key, value in catalog["/StructTreeRoot"].get("/RoleMap", {}).items()}
    for one in everything(reader):
        if not isinstance(one, DictionaryObject):
            continue
        kind = str(one.get("/Type", ""))
        if isinstance(one, StreamObject):
            filters = one.get("/Filter", [])
            rule("6.1.7 nothing outside, no LZW", "/F" not in one and "LZW" not in str(filters))
        rule("6.5.1 no actions", str(one.get("/S", "")) not in {"/JavaScript", "/Launch", "/Sound", "/Movie", "/ResetForm"})
        if kind == "/StructElem":
            form = str(one["/S"])[1:]
            rule("6.7.3 known types", roles.get(form, form) in STANDARD)
            rule("6.7.3 pictures have words", form != "Figure" or "/Alt" in one)
        if kind == "/Font" and one["/Subtype"] == "/Type0":
            rule("6.2.11.7 characters are told", "/ToUnicode" in one)
        if kind == "/Page":
            rule("6.3 no annotations", not one.get("/Annots"))
    return sorted(set(found))


def read(path):
    reader = PdfReader(path, strict=True)
    catalog = reader.trailer["/Root"]
    pages = [words(page) for page in reader.pages]
    text = "".join(large for large, _ in pages)
    said = path.with_suffix(".txt").read_text("utf-8")
    differs = next((at for at, (one, two) in enumerate(zip(text, said)) if one != two), min(len(text), len(said)))
    foot = [squeeze(line) for line in path.with_suffix(".foot").read_text("utf-8").splitlines()]
    counted = [f"—{number}/{len(pages)}—" for number in range(1, len(pages) + 1)]
    footless = [number for number, (_, small) in enumerate(pages) if not all(part in small for part in [*foot, counted[number]])]
    xmp = catalog["/Metadata"].get_object().get_data().decode("utf-8")
    part = re.search(r"<pdfaid:part>(\d)</pdfaid:part>", xmp)
    level = re.search(r"<pdfaid:conformance>(\w)</pdfaid:conformance>", xmp)
    checked = QPDF and subprocess.run([QPDF, "--check", path], capture_output=True).returncode == 0
    fonts = embedded(reader)
    found = {
        "pages": len(pages),
        "text_equal": text == said,
        "pages_without_foot": footless,
        "fonts_embedded": fonts,
        "pdfa": f"{part.group(1)}{level.group(1).lower()}" if part and level else None,
        "output_intents": [str(intent.get_object()["/S"]) for intent in catalog.get("/OutputIntents", [])],
        "tagged": bool(catalog.get("/MarkInfo", {}).get("/Marked", False)),
        "language": str(catalog.get("/Lang", "")),
        "encrypted": reader.is_encrypted,
        "faults": faults(reader),
        "qpdf": checked if QPDF else "not installed: the structure of the file is not checked",
    }
    if text != said:
        found["differs"] = [differs, text[max(0, differs - 10) : differs + 20], said[max(0, differs - 10) : differs + 20]]
    good = text == said and not footless and fonts and all(fonts.values()) and found["pdfa"] == "2a"
    good = good and found["tagged"] and found["output_intents"] and not reader.is_encrypted
    return found, bool(good and not found["faults"] and checked is not False)


folder = Path(sys.argv[1])
papers = {path.stem: read(path) for path in sorted(folder.glob("*.pdf"))}
print(json.dumps({"reader": f"pypdf {version}", "papers": {name: found for name, (found, _) in papers.items()}}, ensure_ascii=False))
sys.exit(0 if papers and all(good for _, good in papers.values()) else 1)
