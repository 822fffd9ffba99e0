"""Reads a PDF with a reader of another make (pypdf): text, fonts, what it says of PDF/A.

Usage: read_pdf.py FOLDER, in which lie paper.pdf and paper.txt (its lines).
"""

import json
import re
import sys
from pathlib import Path

from pypdf import PdfReader
from pypdf import __version__ as version

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
words = catalog["/Metadata"].get_object().get_data().decode("utf-8")
part = re.search(r"<pdfaid:part>(\d)</pdfaid:part>", words)
level = re.search(r"<pdfaid:conformance>(\w)</pdfaid:conformance>", words)
intents = [str(intent.get_object()["/S"]) for intent in catalog.get("/OutputIntents", [])]
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
}
print(json.dumps(found, ensure_ascii=False))
good = not missing and fonts and all(fonts.values()) and found["pdfa"] == "2a"
good = good and found["tagged"] and intents and not reader.is_encrypted
sys.exit(0 if good else 1)
