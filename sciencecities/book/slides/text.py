"""Pieces of a built page made fit for a slide: links and anchors gone, whole sentences, few words."""

from __future__ import annotations

import copy
import math
import re
from collections.abc import Callable, Sequence

from bs4 import Tag

# What may stand within a line of a slide; every other element gives way to what it holds.
_KEPT = ("em", "strong", "code", "sub", "sup")
# A sentence ends here: the next begins with a capital, a quotation mark or an element.
_END = re.compile(r"(?<=[.?!])([”’)]*(?:</(?:em|strong)>)?)\s+(?=[A-ZÀ-Ž“‘(<])")
_TAG = re.compile(r"<(/?)\w[^>]*?(/?)>")
# Words that point to another place of the page, which no slide shows.
_THERE = (
    r"(?:(?:tables?|figures?|computation|curves|list|map|box|fold|code) (?:above|below)"
    r"|(?:[Cc]hange|[Rr]emember|[Mm]ove|[Ss]ee) (?:it|them|this) (?:above|below)|on this page|you read on)"
)
_OFF = re.compile(_THERE)
# A figure that is counted is found without that: it is on a slide of its own.
_COUNTED = re.compile(r"\b((?:first|second|third) figure) (?:above|below)\b")
_OFF_CLAUSE = re.compile(rf"(?:[,;:]| as)[^,;:.?!]*{_THERE}[^,;:.?!]*(?=[,.?!]|$)")


class SlidesError(ValueError):
    """A page that no deck can be made of; the message says what is missing, where, and what to do."""


def inline(node: Tag) -> str:
    """What a paragraph or heading holds, as HTML for a slide: emphasis, code and formulas stay, links become text."""
    twin = copy.copy(node)
    for gone in twin.select(".headerlink, .section-number, script, style"):
        gone.decompose()
    for element in twin.find_all(True):
        if element.name in _KEPT:
            element.attrs = {}
        elif element.name != "math" and not element.find_parent("math"):
            element.unwrap()
    # A number and its per cent sign stay on one line.
    return re.sub(r"(?<=\d) %", "\u00a0%", " ".join(twin.decode_contents().split()))


def plain(html: str) -> str:
    """The words of a piece of HTML, without its elements."""
    return _TAG.sub("", html)


def count(html: str) -> int:
    """How many words a piece of HTML has; a formula counts as what is written in it."""
    return len(plain(html).split())


def sentences(html: str) -> list[str]:
    """The sentences of a piece of inline HTML, each with its elements closed."""
    parts = _END.sub(r"\1\n", html).split("\n")
    whole: list[str] = []
    for part in parts:
        if whole and _open(whole[-1]):
            whole[-1] += f" {part}"
        else:
            whole.append(part)
    return whole


def _open(html: str) -> bool:
    """Whether an element is still open at the end."""
    return sum(0 if last else -1 if closing else 1 for closing, last in _TAG.findall(html)) > 0


def shorten(html: str, words: int) -> tuple[str, str]:
    """The first whole sentences of at most so many words (one at least), and the rest."""
    shown: list[str] = []
    rest = sentences(html)
    while rest and (not shown or count(" ".join([*shown, rest[0]])) <= words):
        shown.append(rest.pop(0))
    return " ".join(shown), " ".join(rest)


def off_slide(html: str) -> tuple[str, str]:
    """The text without sentences and clauses that point to a place off the slide ("in the table above"), and these."""
    shown, unsaid = [], []
    for sentence in sentences(_COUNTED.sub(r"\1", html)):
        kept = _OFF_CLAUSE.sub("", sentence)
        if _OFF.search(kept):
            unsaid.append(sentence)
        else:
            shown.append(kept)
    return " ".join(shown), " ".join(unsaid)


def spread(html: str, words: int) -> tuple[list[str], str]:
    """A text on as few slides of so many words as it needs, and what of it points off the slide."""
    shown, unsaid = off_slide(html)
    groups = chunks(sentences(shown), words, 99) if shown else []
    return [" ".join(group) for group in groups], unsaid


def numbered(kicker: str, i: int, of: int) -> str:
    """The words above a heading, with "2 of 3" when there are several slides under it."""
    return f"{kicker} · {i + 1} of {of}" if of > 1 else kicker


def chunks(
    items: Sequence[str], words: int, most: int, size: Callable[[str], int] = count
) -> list[list[str]]:
    """Items in as few groups as so many words and items each allow, in order and about equally long.

    An item that is longer than `words` is a group of its own. size: how many words an item has.
    """
    total = sum(map(size, items))
    wanted = max(1, math.ceil(total / words), math.ceil(len(items) / most))
    while True:
        groups = _grouped(items, words, most, size, total / wanted)
        # Long items may have needed more groups than hoped for: share the words anew among so many.
        if len(groups) <= wanted:
            return groups
        wanted = len(groups)


def _grouped(
    items: Sequence[str], words: int, most: int, size: Callable[[str], int], goal: float
) -> list[list[str]]:
    """Items in groups of about `goal` words."""
    groups: list[list[str]] = []
    done = 0
    for item in items:
        # The next group begins where the middle of the item lies beyond the end of the last one's part.
        middle = done + size(item) / 2
        full = not groups or middle > goal * len(groups) or len(groups[-1]) == most
        if full or sum(map(size, [*groups[-1], item])) > words:
            groups.append([])
        groups[-1].append(item)
        done += size(item)
    return groups


def upper(html: str) -> str:
    """The text with a capital at its beginning."""
    return html[:1].upper() + html[1:]


def is_question(html: str) -> bool:
    """Whether a heading or sentence asks something."""
    return plain(html).rstrip("”’) ").endswith("?")
