"""The PDF: contents that lead and count, fonts and pictures inside, nothing cut off, nothing needed from outside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader
from tiny_book import html, project  # noqa: F401

from sciencecities.book.take import pdf
from sciencecities.book.take.error import TakeError

# ruff: noqa: F811

# The paper's width within its margins, in CSS pixels: (210 - 2 * 17) mm at 96 pixels an inch.
WIDTH = round(176 / 25.4 * 96)
# Text whose end lies beyond the paper's edge, and boxes that hide a part of theirs.
CUT = """(width) => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (walker.nextNode()) {
    if (!walker.currentNode.data.trim()) continue;
    range.selectNodeContents(walker.currentNode);
    const element = walker.currentNode.parentElement;
    if (element.closest(".visually-hidden, math")) continue;
    for (const box of range.getClientRects())
      if (box.right > width + 1 || box.left < -1) found.push(walker.currentNode.data.trim().slice(0, 60));
  }
  for (const element of document.body.querySelectorAll("*"))
    if (getComputedStyle(element).overflowX !== "visible" && element.scrollWidth > element.clientWidth + 1
        && !element.closest("svg, math, .visually-hidden"))
      found.push(`${element.className}: ${element.scrollWidth} in ${element.clientWidth}`);
  for (const box of [...document.querySelectorAll("img, svg")].map((one) => one.getBoundingClientRect()))
    if (box.right > width + 1) found.push(`picture to ${box.right}`);
  return found;
}"""


def printed(html: Path, target: Path) -> Path:
    """A book on paper. In a thread of its own: the browser of the other tests holds this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(pdf.write_pdf, html, target).result()


@pytest.fixture(scope="module")
def small(html: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny book on paper."""
    return printed(html, tmp_path_factory.mktemp("pdf"))


@pytest.fixture(scope="module")
def large(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The book on paper."""
    return printed(site, tmp_path_factory.mktemp("pdf"))


def links(reader: PdfReader) -> Iterator[tuple[int, dict[str, Any]]]:
    """Every link, with the number of its page, from 1."""
    for number, page in enumerate(reader.pages, 1):
        for note in page.get("/Annots") or ():
            if note.get_object().get("/Subtype") == "/Link":
                yield number, note.get_object()


def target(link: dict[str, Any], places: dict[str, int]) -> int | None:
    """The page, from 1, that a link within the book leads to; None for one that leads out of it."""
    return places.get(str(link.get("/Dest", link.get("/A", {}).get("/D"))).removeprefix("/"))


def fonts(reader: PdfReader) -> dict[str, bool]:
    """Name of a font -> whether it is inside the file."""
    found = {}
    for page in reader.pages:
        for font in page["/Resources"].get_object().get("/Font", {}).values():
            for one in font.get_object().get("/DescendantFonts", [font]):
                font_ = one.get_object()
                told = font_.get("/FontDescriptor", {})
                inside = {"/FontFile", "/FontFile2", "/FontFile3"} & set(told.get_object() if told else ())
                # A font drawn by the file itself has no other file.
                found[str(font_.get("/BaseFont", font_["/Subtype"]))] = (
                    bool(inside) or font_["/Subtype"] == "/Type3"
                )
    return found


def check_paper(path: Path) -> str:
    """What holds for every book on paper; gives its text."""
    reader, places = PdfReader(path), pdf.places(path)
    assert reader.metadata.title == "Small towns, big science?"
    inside = fonts(reader)
    assert inside and all(inside.values()), inside
    # Letters that the font joins, as in "first", come out as one sign.
    texts = [normalize("NFKC", page.extract_text()) for page in reader.pages]
    for number, (page, text) in enumerate(zip(reader.pages, texts, strict=True), 1):
        assert re.search(rf"\b{number} of {len(texts)}\b", text)
        assert [round(float(side)) for side in page.mediabox[2:]] in ([595, 842], [596, 842])
    for _, link in links(reader):
        out = link.get("/A", {}).get("/URI")
        # Not to a file of the machine that printed it.
        assert target(link, places) if out is None else re.match(r"https?://(?!127)|mailto:", str(out)), link
    contents = range(2, min(places.values()))
    shown = {int(n) for number in contents for n in re.findall(r" (\d+)$", texts[number - 1], re.MULTILINE)}
    assert shown and shown == {target(link, places) for number, link in links(reader) if number in contents}
    return " ".join(" ".join(texts).split())


def test_a_small_book_on_paper(small):
    text = check_paper(small)
    assert "A tiny chapter" in text and "Two lines & one finding." in text and "Who is in the club?" in text
    assert "Download the numbers" not in text and "Show the code" not in text
    assert "Unfold me." in text


@pytest.mark.slow
def test_the_book_on_paper(large, site):
    text = check_paper(large)
    reader = PdfReader(large)
    assert 100 < len(reader.pages) < 400
    figures = {
        found
        for path in site.glob("chapters/*.html")
        for found in re.findall(r'"caption-number">(Fig\. [\d.]+\d)', path.read_text(encoding="utf-8"))
    }
    assert len(figures) > 40 and not [figure for figure in figures if figure not in text]
    titles = {
        re.sub(r"<[^>]+>", "", one).strip()
        for path in site.glob("chapters/*.html")
        for one in re.findall(r'<p class="sc-x-title">(.*?)</p>', path.read_text(encoding="utf-8"))
    }
    assert titles and not [title for title in titles if unescape(title) not in text]
    outline = [one.title for one in reader.outline if not isinstance(one, list)]
    assert "Glossary" in str(reader.outline) and outline


@pytest.mark.slow
def test_nothing_is_cut_off_and_nothing_is_fetched(browser: Browser, site: Path, tmp_path: Path):
    source = tmp_path / "book.html"
    source.write_text(pdf.document(pdf.prepared(site), {}), encoding="utf-8")
    page = browser.new_page(viewport={"width": WIDTH, "height": 1000}, offline=True)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.emulate_media(media="print")
    page.goto(source.as_uri())
    cut = page.evaluate(CUT, WIDTH)
    broken = page.evaluate("[...document.images].filter((one) => !one.naturalWidth).map((one) => one.src)")
    page.close()
    assert (cut, broken) == ([], [])
    assert {url.partition(":")[0] for url in asked} <= {"file", "data"}


def test_without_a_browser_it_says_so(html, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(TakeError, match="no Chrome or Chromium to print with: run make pdf"):
        pdf.write_pdf(html, tmp_path)
