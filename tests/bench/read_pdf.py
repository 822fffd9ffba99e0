"""Reads a PDF with a reader of another make (pypdf): text, fonts, what it says of PDF/A, and what a
reader can see of that standard's rules. (The one full validator, veraPDF, comes in no package.)

Usage: read_pdf.py FOLDER, in which lie paper.pdf and paper.txt (its lines).
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

folder = Path(sys.argv[1])
reader = PdfReader(folder / "paper.pdf", strict=True)
squeeze = lambda text: re.sub(r"\s+", "", text)
text = squeeze("".join(page.extract_text() for page in reader.pages))
lines = (folder / "paper.txt").read_text("utf-8").splitlines()


def stands(line: str) -> bool:
    """A line may run over the foot of a page: then its two halves stand apart."""
    line = squeeze(line)
    if line in text:
        return True
    return any(line[:at] in text and line[at:] in text for at in range(1, len(line)))


missing = [line for line in lines if not stands(line)]
fonts = {}
for page in reader.pages:
    for font in page["/Resources"].get("/Font", {}).values():
        font = font.get_object()
        for one in font.get("/DescendantFonts", [font]):
            descriptor = one.get_object().get("/FontDescriptor", {})
            descriptor = descriptor.get_object() if descriptor else {}
            embedded = any(f"/FontFile{kind}" in descriptor for kind in ("", "2", "3"))
            fonts[str(font["/BaseFont"])] = embedded
catalog = reader.trailer["/Root"]


def everything():
    """Every object of the file, whichever way it is kept."""
    numbers = {number for table in reader.xref.values() for number in table} | set(reader.xref_objStm)
    return [reader.get_object(IndirectObject(number, 0, reader)) for number in sorted(numbers) if number]


# The types of ISO 32000-1, 14.8.4, that our papers use.
STANDARD = set("Document Part Sect Div P H1 H2 H3 L LI Lbl LBody Table THead TBody TR TH TD Span Figure".split())


def faults():
    """What a reader can see of the rules of ISO 19005-2 (PDF/A-2a), by the number of its clause."""
    found = []

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
    for one in everything():
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


words = catalog["/Metadata"].get_object().get_data().decode("utf-8")
part = re.search(r"<pdfaid:part>(\d)</pdfaid:part>", words)
level = re.search(r"<pdfaid:conformance>(\w)</pdfaid:conformance>", words)
intents = [str(intent.get_object()["/S"]) for intent in catalog.get("/OutputIntents", [])]
# Debian's qpdf reads the file's own structure: where it is at hand, it has nothing to say either.
qpdf = shutil.which("qpdf")
checked = qpdf and subprocess.run([qpdf, "--check", folder / "paper.pdf"], capture_output=True).returncode == 0
found = {
    "reader": f"pypdf {version}",
    "pages": len(reader.pages),
    "lines": len(lines),
    "lines_missing": missing,
    "fonts_embedded": fonts,
    "pdfa": f"{part.group(1)}{level.group(1).lower()}" if part and level else None,
    "output_intents": intents,
    "tagged": bool(catalog.get("/MarkInfo", {}).get("/Marked", False)),
    "language": str(catalog.get("/Lang", "")),
    "encrypted": reader.is_encrypted,
    "faults": faults(),
    "qpdf": checked,
}
print(json.dumps(found, ensure_ascii=False))
good = not missing and fonts and all(fonts.values()) and found["pdfa"] == "2a"
good = good and found["tagged"] and intents and not reader.is_encrypted and not found["faults"] and checked is not False
sys.exit(0 if good else 1)
