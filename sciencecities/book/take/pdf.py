"""The book as a PDF: every page of it in one document, printed by Chromium, with linked and numbered contents."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

from sciencecities import _package
from sciencecities.book.take import browser
from sciencecities.book.take.epub import TITLE
from sciencecities.book.take.error import TakeError
from sciencecities.book.take.pages import Page, pictures, read_pages, relink
from sciencecities.explorables.bundle import palette_css, sheet

NAME = "small-towns-big-science.pdf"
_ASSETS = _package.HOME.parent / "_assets"
_SHEETS = ("book.css", "ledger.css", "exercises.css")
_FOOT = (
    '<div style="width: 100%; font: 8pt sans-serif; color: #57606a; text-align: center">'
    '<span class="pageNumber"></span> of <span class="totalPages"></span></div>'
)
_ABOUT = (
    "An open book that tests a confident essay about China’s science cities against data. Text CC BY 4.0, code MIT. "
    "On paper the interactive figures are stills; folded code and the solutions of exercises are left to the pages "
    "of the book."
)


def write_pdf(html: Path, target: Path) -> Path:
    """Write the PDF of the built book `html` into the folder `target`: returns its path.

    Raises TakeError when there is no book, a picture of it is missing, or there is nothing to print it with.
    """
    pages = prepared(html)
    target.mkdir(parents=True, exist_ok=True)
    path = target / NAME
    with TemporaryDirectory() as folder:
        source = Path(folder) / "book.html"

        def write(numbers: Mapping[str, int]) -> None:
            source.write_text(document(pages, numbers), encoding="utf-8")

        write({})
        _print(source, path, lambda: write(places(path)))
    return path


def prepared(html: Path) -> list[Page]:
    """All pages, with ids of their own across the book, links within it, pictures by full address, and open folds."""
    pages = read_pages(html)
    for page in pages:
        relink(page, pages, lambda other, part: f"#{_anchor(other, part)}")
    for page in pages:
        for image, path in pictures(page, html):
            image["src"] = path.as_uri()
        for fold in page.body.find_all("details", class_=("sc-exercise__solution", "hide")):
            fold.decompose()
        for element in page.body.find_all(True):
            element.attrs.pop("aria-labelledby", None)
            if element.name == "details":
                element["open"] = ""
            if element.get("id") and not element.find_parent("svg") and element.name != "svg":
                element["id"] = _anchor(page, str(element["id"]))
    return pages


def _anchor(page: Page, part: str = "") -> str:
    """The id in the whole document of an id on a page, or of the page's top."""
    return f"{page.key}--{part}" if part else page.key


def document(pages: list[Page], numbers: Mapping[str, int]) -> str:
    """The whole book as one page of HTML. numbers: anchor -> number of the printed page, as far as known."""
    styles = [palette_css(), *((_ASSETS / name).read_text(encoding="utf-8") for name in _SHEETS), sheet()]
    styles.append(Path(__file__).with_name("pdf.css").read_text(encoding="utf-8"))
    looks = "\n".join(styles)
    body = "".join(f'<div class="paper" id="{_anchor(page)}">{page.body}</div>\n' for page in pages)
    return (
        '<!DOCTYPE html>\n<html lang="en" data-theme="light"><head><meta charset="utf-8">'
        f"<title>{escape(TITLE)}</title><style>{looks}</style></head><body>\n"
        f'<h1 class="paper-title">{escape(TITLE)}</h1><p>{escape(_ABOUT)}</p>\n'
        f'<div class="paper paper-contents"><h1>Contents</h1><ol>{_contents(pages, numbers)}</ol></div>\n'
        f"{body}</body></html>\n"
    )


def _contents(pages: list[Page], numbers: Mapping[str, int]) -> str:
    """A line for each page and each of its sections, with the number of the printed page."""
    lines = []
    for page in pages:
        parts = [("part", _anchor(page), page.title)]
        for section in page.body.find_all("section", id=True):
            if heading := section.find("h2", recursive=False):
                parts.append(("", str(section["id"]), heading.get_text(" ", strip=True)))
        lines += [
            f'<li class="{kind}"><a href="#{anchor}">{escape(text)}</a><span>{numbers.get(anchor, "")}</span></li>'
            for kind, anchor, text in parts
        ]
    return "\n".join(lines)


def places(path: Path) -> dict[str, int]:
    """Anchor -> number, from 1, of the page of a PDF on which it stands."""
    from pypdf import PdfReader

    reader = PdfReader(path)
    found = {}
    for name, place in reader.named_destinations.items():
        number = reader.get_destination_page_number(place)
        if number is not None:
            found[str(name).removeprefix("/")] = number + 1
    return found


def _print(source: Path, path: Path, between: Callable[[], object]) -> None:
    """Print a page of HTML into a PDF, call `between`, which writes the page anew, and print it again."""
    try:
        from playwright.sync_api import sync_playwright
    except ModuleNotFoundError:
        raise TakeError("The package playwright is not installed: run make pdf, which brings it.") from None
    program = browser.find()
    if program is None:
        raise TakeError(
            "There is no Chrome or Chromium to print with: run make pdf, which installs it or says how."
        )
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program, args=browser.FLAGS)
        page = launched.new_page(offline=True)
        for step in (between, None):
            page.goto(source.as_uri(), wait_until="load")
            page.pdf(
                path=path,
                prefer_css_page_size=True,
                print_background=True,
                display_header_footer=True,
                header_template="<span></span>",
                footer_template=_FOOT,
                outline=True,
                tagged=True,
            )
            if step:
                step()
        launched.close()
