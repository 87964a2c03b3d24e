"""The built pages as plain text with pictures, for books that run no script: read, cleaned, links told apart."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from bs4.element import PageElement

from sciencecities.book.take.error import TakeError

# What a page of paper has no use for. A form is a question's field: its options are kept, see _options.
_DROPPED_TAGS = {"script", "noscript", "button"}
_DROPPED_CLASSES = {
    "headerlink",
    "sc-x-live",
    "sc-ledger-filter",
    "only-dark",
    "sc-data",
    "sc-slides",
    "expanded",
}
_NEEDLESS = re.compile(r"data-|on|loading$|decoding$|tabindex$|hidden$|download$")
# The parser writes all names small, which XML readers of SVG do not know.
_CAMEL = {
    name.lower(): name
    for name in (
        "viewBox",
        "patternUnits",
        "patternTransform",
        "preserveAspectRatio",
        "clipPath",
        "clipPathUnits",
        "gradientUnits",
        "gradientTransform",
        "linearGradient",
        "radialGradient",
        "textLength",
        "lengthAdjust",
        "pathLength",
        "markerWidth",
        "markerHeight",
        "refX",
        "refY",
    )
}
_OUTSIDE = re.compile(r"[a-z]+:|//", re.IGNORECASE)


@dataclass
class Page:
    """A page of the book: its name as chapters/01-x, its title, and its text, which is changed in place."""

    name: str
    title: str
    body: Tag

    @cached_property
    def ids(self) -> set[str]:
        """What a link can lead to."""
        return {str(element["id"]) for element in self.body.find_all(id=True)}

    @property
    def key(self) -> str:
        """The name as one word, for file names and ids."""
        return self.name.replace("/", "-")


def read_pages(html: Path) -> list[Page]:
    """All pages of a built book in the order of its contents, cleaned.

    html: the built book, _build/html. Raises TakeError when there is no book, or a page of its contents has no text.
    """
    if not (html / "index.html").is_file():
        raise TakeError(f"There is no book in {html}: run make book first.")
    # Of all pages at the top, this one alone does not call itself "#" in the list of pages.
    contents = BeautifulSoup((html / "search.html").read_text(encoding="utf-8"), "html.parser")
    names = list(dict.fromkeys(_names(contents)))
    if not names:
        raise TakeError(
            f"{html / 'search.html'} has no list of the book's pages: it was changed after the build."
        )
    return [_read(html, name) for name in names]


def _names(contents: BeautifulSoup) -> Iterator[str]:
    """The pages that the side bar leads to."""
    for link in contents.select("#contents a[href]"):
        path = str(link["href"]).partition("#")[0]
        if path.endswith(".html"):
            yield path.removesuffix(".html")


def _read(html: Path, name: str) -> Page:
    """One page, cleaned."""
    soup = BeautifulSoup((html / f"{name}.html").read_text(encoding="utf-8"), "html.parser")
    article = soup.select_one("article.bd-article")
    heading = article and article.find("h1")
    if article is None or heading is None:
        raise TakeError(f"{name}.html has no article with a heading: it was changed after the build.")
    for element in article.find_all(True):
        if element.decomposed:
            continue
        if element.name in _DROPPED_TAGS or _DROPPED_CLASSES & _classes(element):
            _without_dot(element)
            element.decompose()
        elif element.name == "form":
            _options(soup, element)
        elif "download" in element.attrs and (around := element.parent) and _says(around) == _says(element):
            around.decompose()
        else:
            _tidy(element)
    article.name = "section"
    return Page(name, re.sub(r"\s+", " ", heading.get_text()).strip(), article)


def _classes(element: Tag) -> set[str]:
    """The classes of an element."""
    return set(element.get_attribute_list("class")) - {None}


def _says(element: Tag) -> str:
    """The words of an element."""
    return element.get_text(strip=True)


def _without_dot(link: Tag) -> None:
    """Take away the dot that sets a download apart from what stands before it."""
    before = link.previous_sibling
    if "sc-data" in _classes(link) and isinstance(before, PageElement):
        text = before.get_text()
        if text.rstrip().endswith("·"):
            before.replace_with(text.rstrip().rstrip("·").rstrip())


def _options(soup: BeautifulSoup, form: Tag) -> None:
    """Replace a form by the list of what can be chosen in it, or by nothing."""
    words = [
        label.get_text(" ", strip=True) for label in form.find_all("label") if label.find_parent("fieldset")
    ]
    if not words:
        form.decompose()
        return
    listed = soup.new_tag("ul")
    for word in words:
        item = soup.new_tag("li")
        item.string = word
        listed.append(item)
    form.replace_with(listed)


def _tidy(element: Tag) -> None:
    """Drop attributes that only scripts read, and write SVG's names as XML wants them."""
    element.attrs = {
        _CAMEL.get(key, key): value for key, value in element.attrs.items() if not _NEEDLESS.match(key)
    }
    element.name = _CAMEL.get(element.name, element.name)
    if element.name == "math":
        element["xmlns"] = "http://www.w3.org/1998/Math/MathML"


def relink(page: Page, pages: list[Page], address: Callable[[Page, str], str]) -> None:
    """Let links between pages lead to `address(page, fragment)`, and files that do not come along be plain words.

    fragment: the id on that page, '' for its top. An id that the page has lost leads to its top. Links to other
    hosts stay.
    """
    known = {other.name: other for other in pages} | {"index": pages[0]}
    for link in page.body.find_all("a", href=True):
        href = str(link["href"])
        if _OUTSIDE.match(href):
            continue
        path, _, fragment = href.partition("#")
        target = posixpath.normpath(posixpath.join(posixpath.dirname(page.name), path.partition("?")[0]))
        other = known.get(target.removesuffix(".html")) if path else page
        if other is None:
            link.unwrap()
        else:
            link["href"] = address(other, fragment if fragment in other.ids else "")


def pictures(page: Page, html: Path) -> Iterator[tuple[Tag, Path]]:
    """The pictures of a page, each with its file. Raises TakeError when one is missing or comes from elsewhere."""
    for image in page.body.find_all("img", src=True):
        path = html / Path(page.name).parent / str(image["src"])
        if _OUTSIDE.match(str(image["src"])) or not path.is_file():
            raise TakeError(f"{page.name}.html shows {image['src']}, which is no file of the built book.")
        yield image, path.resolve()
