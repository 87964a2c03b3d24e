"""Numbers in prose, tied to the data behind them.

In a Markdown cell, a number that comes from data is followed at once by an HTML comment that holds a Python
expression, with a format if wanted: ``15.0<!--= part.loc[2023, "R&D"]:.1f -->``. The comment is invisible in Jupyter
and is taken out of the built page. A number that is a definition, an example by hand or a quotation carries
``<!--~ why -->`` instead. Everything else that looks like data is reported by `untied`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

TIE = re.compile(r"(?P<shown>[^\s(*_\[<>]+)[*_]*<!--=\s*(?P<expression>.*?)\s*-->", re.DOTALL)
# A mark of the second kind speaks for the number right before it.
GIVEN = re.compile(r"[^\s(<>]*\d[^\s(<>]*<!--~.*?-->", re.DOTALL)
NUMBER = re.compile(r"(?<![\w.,/-])[-−+]?\d[\d,.]*\d|(?<![\w.,/-])\d(?![\w])")
_NOT_PROSE = (
    r"```.*?```",
    r"`[^`]*`",
    r"\$\$.*?\$\$",
    r"\$[^$\n]+\$",
    r"\]\([^)]*\)",
    r"<!--.*?-->",
    r"<[^>]+>",
    r"^:::?\{.*$",
    r"^\([\w-]+\)=$",
)


@dataclass(frozen=True)
class Tie:
    """A number as printed and the expression that must give the same characters."""

    shown: str
    expression: str

    def value(self, names: Mapping[str, Any]) -> str:
        """Evaluate the expression, with its format, among `names`; the result is text."""
        return str(eval(f"f'''{{{self.expression}}}'''", dict(names)))


def ties(markdown: str) -> list[Tie]:
    """All tied numbers of a Markdown text, in order."""
    return [Tie(found["shown"], found["expression"]) for found in TIE.finditer(markdown)]


def untied(markdown: str) -> list[str]:
    """Numbers that look like data and carry no mark.

    Exempt: years from 1900 to 2100, whole numbers up to twelve, and what stands in code, formulas, links and tags.
    """
    text = GIVEN.sub(" ", TIE.sub(" ", markdown))
    for pattern in _NOT_PROSE:
        text = re.sub(pattern, " ", text, flags=re.DOTALL | re.MULTILINE)
    return [number for number in NUMBER.findall(text) if not _exempt(number)]


def _exempt(number: str) -> bool:
    """Years and small whole numbers need no mark."""
    if not number.isdigit():
        return False
    return int(number) <= 12 or 1900 <= int(number) <= 2100


def strip(markdown: str) -> str:
    """The text without its marks, as the page shows it."""
    return re.sub(r"<!--[=~].*?-->", "", markdown, flags=re.DOTALL)


def figure_texts(code: str) -> Iterator[str]:
    """Captions and alt texts written in a cell's `look.show(...)`; parts that are computed count as no text."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.keyword) and node.arg in {"alt", "caption"}:
            parts = node.value.values if isinstance(node.value, ast.JoinedStr) else [node.value]
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else " " for part in parts)
