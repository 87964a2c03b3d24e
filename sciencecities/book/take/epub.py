"""The book as an EPUB 3: every page, picture, formula and fold, with linked contents; no script, nothing outside."""

from __future__ import annotations

import uuid
from html import escape
from pathlib import Path

from bs4.dammit import EntitySubstitution
from bs4.formatter import XMLFormatter

from sciencecities import __version__
from sciencecities.book.take.pages import Page, pictures, read_pages, relink
from sciencecities.book.zips import write_zip

NAME = "small-towns-big-science.epub"
TITLE = "Small towns, big science?"
AUTHOR = "The authors of “Small towns, big science?”"
# A book must say when it was last changed; the clock would make every build another book.
_MODIFIED = "2026-01-01T00:00:00Z"
_ID = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_DNS, f'{TITLE} {__version__}')}"
_ESCAPED = XMLFormatter(entity_substitution=EntitySubstitution.substitute_xml)
_XML = '<?xml version="1.0" encoding="utf-8"?>\n'
_HTML = (
    '<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" '
    'lang="en" xml:lang="en">\n<head><meta charset="utf-8"/><title>{title}</title>'
    '<link rel="stylesheet" href="epub.css"/></head>\n<body>\n{body}\n</body>\n</html>\n'
)
_CONTAINER = (
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>\n'
)
_ACCESS = {
    "accessMode": ("textual", "visual"),
    "accessModeSufficient": ("textual",),
    "accessibilityFeature": ("alternativeText", "MathML", "structuralNavigation", "tableOfContents"),
    "accessibilityHazard": ("none",),
}


def write_epub(html: Path, target: Path) -> Path:
    """Write the EPUB of the built book `html` into the folder `target`: returns its path.

    Raises TakeError when there is no book, or a page or picture of it is missing.
    """
    pages = read_pages(html)
    files: dict[str, bytes] = {}
    for page in pages:
        relink(page, pages, lambda other, part: f"{other.key}.xhtml" + (f"#{part}" if part else ""))
        for image, path in pictures(page, html):
            image["src"] = f"pictures/{path.name}"
            files[f"EPUB/pictures/{path.name}"] = path.read_bytes()
    for page in pages:
        files[f"EPUB/{page.key}.xhtml"] = _xhtml(page.title, page.body.decode(formatter=_ESCAPED))
    files["EPUB/epub.css"] = Path(__file__).with_name("epub.css").read_bytes()
    files["EPUB/nav.xhtml"] = _xhtml(TITLE, _nav(pages))
    files["EPUB/package.opf"] = (_XML + _package(pages, sorted(files))).encode()
    files["META-INF/container.xml"] = (_XML + _CONTAINER).encode()
    files["mimetype"] = b"application/epub+zip"
    write_zip(target / NAME, files, stored=("mimetype",))
    return target / NAME


def _xhtml(title: str, body: str) -> bytes:
    """A page as XML."""
    return (_XML + _HTML.format(title=escape(title), body=body)).encode()


def _nav(pages: list[Page]) -> str:
    """The contents, which readers show as a menu too: pages, and the sections of each."""
    items = []
    for page in pages:
        parts = [
            f'<li><a href="{page.key}.xhtml#{section["id"]}">{escape(heading.get_text(" ", strip=True))}</a></li>'
            for section in page.body.find_all("section", id=True)
            if (heading := section.find("h2", recursive=False))
        ]
        below = f"<ol>{''.join(parts)}</ol>" if parts else ""
        items.append(f'<li><a href="{page.key}.xhtml">{escape(page.title)}</a>{below}</li>')
    return (
        f"<h1>{escape(TITLE)}</h1>\n"
        f'<nav epub:type="toc" aria-labelledby="contents"><h2 id="contents">Contents</h2>'
        f"<ol>{''.join(items)}</ol></nav>"
    )


def _package(pages: list[Page], names: list[str]) -> str:
    """What the EPUB holds, in which order it is read, and what it says of itself."""
    with_math = {f"{page.key}.xhtml" for page in pages if page.body.find("math")}
    with_svg = {f"{page.key}.xhtml" for page in pages if page.body.find("svg")}
    kinds = {
        ".xhtml": "application/xhtml+xml",
        ".css": "text/css",
        ".svg": "image/svg+xml",
        ".png": "image/png",
    }
    items = []
    for name in (name.removeprefix("EPUB/") for name in names):
        told = [
            word
            for word, those in (("nav", {"nav.xhtml"}), ("mathml", with_math), ("svg", with_svg))
            if name in those
        ]
        properties = f' properties="{" ".join(told)}"' if told else ""
        items.append(
            f'<item id="{_xml_id(name)}" href="{name}" media-type="{kinds[Path(name).suffix]}"{properties}/>'
        )
    order = ["nav.xhtml", *(f"{page.key}.xhtml" for page in pages)]
    spine = "".join(f'<itemref idref="{_xml_id(name)}"/>' for name in order)
    access = "".join(
        f'<meta property="schema:{name}">{value}</meta>'
        for name, values in _ACCESS.items()
        for value in values
    )
    return (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="book-id" xml:lang="en">\n'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<dc:identifier id="book-id">{_ID}</dc:identifier><dc:title>{escape(TITLE)}</dc:title>'
        f"<dc:creator>{escape(AUTHOR)}</dc:creator><dc:language>en</dc:language>"
        "<dc:rights>Text CC BY 4.0; quoted figures keep their owners’ terms</dc:rights>"
        f'<meta property="dcterms:modified">{_MODIFIED}</meta>{access}</metadata>\n'
        f"<manifest>{''.join(items)}</manifest>\n<spine>{spine}</spine>\n</package>\n"
    )


def _xml_id(name: str) -> str:
    """A file's name as an XML id."""
    return "f-" + "".join(letter if letter.isalnum() else "-" for letter in name)
