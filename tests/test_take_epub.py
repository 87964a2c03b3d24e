"""The EPUB: what a reading system needs to open it, and what a reader needs to find in it."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZIP_STORED, ZipFile

import pytest
from tiny_book import html, project  # noqa: F401

from sciencecities.book.take import epub
from sciencecities.book.take.error import TakeError

# ruff: noqa: F811

pytestmark = pytest.mark.slow

XHTML = "{http://www.w3.org/1999/xhtml}"
OPF = "{http://www.idpf.org/2007/opf}"
MATH = "{http://www.w3.org/1998/Math/MathML}math"
SVG = "{http://www.w3.org/2000/svg}svg"
# All that a page may be made of; anything else would be a leaving of the website.
HTML_TAGS = (
    "html head meta title link body section nav h1 h2 h3 h4 h5 h6 p a span div ul ol li dl dt dd table caption "
    "colgroup col thead tbody tfoot tr th td figure figcaption img pre code em strong b i small sub sup br hr "
    "blockquote details summary aside q cite abbr kbd dfn time mark u s wbr samp var"
)
ALLOWED = {XHTML + name for name in HTML_TAGS.split()}


def in_the_book(site: Path) -> list[Path]:
    """The pages to be read; index.html is the first of them a second time, and decks only show what is in them."""
    beside = ("index", "search", "404", "genindex")
    return [
        path
        for path in site.rglob("*.html")
        if path.stem not in beside and "slides" not in path.relative_to(site).parts
    ]


@pytest.fixture(scope="module")
def archive(site: Path, tmp_path_factory: pytest.TempPathFactory) -> ZipFile:
    return ZipFile(epub.write_epub(site, tmp_path_factory.mktemp("epub")))


@pytest.fixture(scope="module")
def texts(archive: ZipFile) -> dict[str, ElementTree.Element]:
    """The pages by file name, parsed as XML, which fails on anything that is not well formed."""
    names = [name for name in archive.namelist() if name.endswith(".xhtml")]
    return {name: ElementTree.fromstring(archive.read(name)) for name in names}


@pytest.fixture(scope="module")
def package(archive: ZipFile) -> ElementTree.Element:
    return ElementTree.fromstring(archive.read("EPUB/package.opf"))


def manifest(package: ElementTree.Element) -> dict[str, dict[str, str]]:
    return {item.attrib["id"]: item.attrib for item in package.iter(f"{OPF}item")}


def test_a_reading_system_finds_its_way(archive, package):
    first = archive.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", ZIP_STORED)
    assert archive.read("mimetype") == b"application/epub+zip" and archive.testzip() is None
    container = archive.read("META-INF/container.xml").decode()
    assert re.search(r'full-path="([^"]+)"', container)[1] == "EPUB/package.opf"
    listed = {f"EPUB/{item['href']}" for item in manifest(package).values()}
    assert listed == {name for name in archive.namelist() if name.startswith("EPUB/")} - {"EPUB/package.opf"}
    assert [
        item["href"] for item in manifest(package).values() if "nav" in item.get("properties", "").split()
    ] == ["nav.xhtml"]


def test_metadata_are_complete(package):
    said = {element.tag.split("}")[1]: element.text for element in package.find(f"{OPF}metadata")}
    assert {"identifier", "title", "language", "creator", "rights"} <= said.keys() and all(said.values())
    told = {meta.get("property"): meta.text for meta in package.iter(f"{OPF}meta")}
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", told["dcterms:modified"])
    assert "schema:accessMode" in told and "schema:accessibilityFeature" in told


def test_every_page_of_the_book_is_read_in_order(package, texts, site):
    order = [manifest(package)[item.attrib["idref"]]["href"] for item in package.iter(f"{OPF}itemref")]
    assert set(order) == {"nav.xhtml"} | {
        path.relative_to(site).with_suffix(".xhtml").as_posix().replace("/", "-")
        for path in in_the_book(site)
    }
    assert order[:3] == ["nav.xhtml", "intro.xhtml", "chapters-01-megacity-monopoly.xhtml"]
    listed = [link.attrib["href"] for link in texts["EPUB/nav.xhtml"].iter(f"{XHTML}a")]
    assert [link for link in listed if "#" not in link] == order[1:]


def test_properties_say_what_pages_hold(package, texts):
    for item in manifest(package).values():
        if item["href"].endswith(".xhtml"):
            tags = {element.tag for element in texts[f"EPUB/{item['href']}"].iter()}
            told = set(item.get("properties", "").split()) - {"nav"}
            assert told == {word for word, tag in (("mathml", MATH), ("svg", SVG)) if tag in tags}, item[
                "href"
            ]


def test_pages_are_plain(texts):
    for name, page in texts.items():
        assert page.attrib["lang"] == "en" and page.find(f".//{XHTML}title").text
        odd = {e.tag for e in page.iter() if e.tag.startswith(XHTML)} - ALLOWED
        assert not odd, f"{name}: {odd}"
        ids = [element.attrib["id"] for element in page.iter() if "id" in element.attrib]
        assert len(ids) == len(set(ids)), name
        assert not [
            key for element in page.iter() for key in element.attrib if key.startswith(("on", "data-"))
        ]
        assert len(list(page.iter(f"{XHTML}h1"))) == 1, name


def test_links_lead_somewhere_in_the_book(archive, texts):
    ids = {name: {e.attrib["id"] for e in page.iter() if "id" in e.attrib} for name, page in texts.items()}
    inside = 0
    for name, page in texts.items():
        for link in page.iter(f"{XHTML}a"):
            href = link.attrib.get("href", "")
            if re.match(r"(https?|mailto):", href):
                continue
            path, _, part = href.partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
            assert target in texts, f"{name}: {href}"
            assert not part or part in ids[target], f"{name}: {href}"
            inside += 1
    assert inside > 500


def test_pictures_come_along_and_say_their_finding(archive, texts, site):
    seen = 0
    for name, page in texts.items():
        for image in page.iter(f"{XHTML}img"):
            assert f"EPUB/{image.attrib['src']}" in archive.namelist(), name
            assert len(image.attrib["alt"]) > 20, image.attrib["src"]
            seen += 1
        for picture in page.iter(SVG):
            assert picture.attrib.get("viewBox") and len(picture.attrib["aria-label"]) > 20, name
    assert seen == sum(
        len(re.findall(r'<img class="only-light"', path.read_text(encoding="utf-8")))
        for path in in_the_book(site)
    )


def test_nothing_is_fetched_from_outside(archive):
    for name in archive.namelist():
        text = archive.read(name).decode("utf-8", errors="replace")
        assert not re.findall(r'(?:src|srcset|data|poster)="(?:https?:)?//|url\(\W*https?:|@import', text), (
            name
        )
        assert not re.findall(r'<link[^>]*href="https?:|<!DOCTYPE svg|<!ENTITY|xlink:href="http', text), name


def test_choices_stay_and_solutions_are_folded(texts):
    page = texts["EPUB/chapters-01-megacity-monopoly.xhtml"]
    items = [" ".join(item.itertext()).strip() for item in page.iter(f"{XHTML}li")]
    assert "invention patents" in items
    folds = ["".join(summary.itertext()) for summary in page.iter(f"{XHTML}summary")]
    assert folds.count("Solution and typical mistakes") >= 4 and "Show the code" in folds


def test_no_page_offers_slides_that_stay_behind(texts, site):
    assert "for the whole chapter" in (site / "chapters/01-megacity-monopoly.html").read_text(
        encoding="utf-8"
    )
    assert not [name for name, page in texts.items() if "for the whole chapter" in "".join(page.itertext())]


def test_two_books_are_the_same_bytes(html, tmp_path):
    first, second = (epub.write_epub(html, tmp_path / name).read_bytes() for name in ("a", "b"))
    assert first == second


def test_what_is_missing_is_named(tmp_path):
    with pytest.raises(TakeError, match=r"There is no book in .* run make book first"):
        epub.write_epub(tmp_path, tmp_path)
    for name in ("index", "search"):
        (tmp_path / f"{name}.html").write_text('<nav id="contents"><a href="a.html">A</a></nav>')
    (tmp_path / "a.html").write_text("<p>no article</p>")
    with pytest.raises(TakeError, match=r"a\.html has no article with a heading"):
        epub.write_epub(tmp_path, tmp_path)
    (tmp_path / "a.html").write_text(
        '<article class="bd-article"><h1>A</h1><img src="b.svg" alt="b"></article>'
    )
    with pytest.raises(TakeError, match=r"a\.html shows b\.svg, which is no file of the built book"):
        epub.write_epub(tmp_path, tmp_path)
