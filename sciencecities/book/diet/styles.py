"""Style sheets made small: of those of others, which serve any page of anyone, only the rules that this book uses.

A rule of theirs stays when each class and each id in its selector stands in some page. The book's own sheets stay
whole: its scripts put classes together that no page shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import rcssmin
import tinycss2
from tinycss2.ast import Node, QualifiedRule

_NAMED = re.compile(r'\s(?:class|id)="([^"]*)"')
# A class or an id in a selector.
_ASKED = re.compile(r"[.#](-?[A-Za-z_][\w-]*)")
# Rules that hold others, and are dropped when none is left; other rules with @ stay as they are.
_GROUPS = {"media", "supports", "container", "layer"}


def names(pages: Iterable[str]) -> set[str]:
    """The classes and ids that stand in the pages."""
    return {name for page in pages for some in _NAMED.findall(page) for name in some.split()}


def purged(css: str | list[Node], used: set[str]) -> str:
    """The style sheet without comments and without the rules that cannot meet any element."""
    kept = []
    for rule in tinycss2.parse_rule_list(css, skip_comments=True, skip_whitespace=True):
        if rule.type == "error":
            raise ValueError(f"A style sheet cannot be read at line {rule.source_line}: {rule.message}.")
        if rule.type == "qualified-rule":
            kept.append(_of_use(rule, used))
        elif rule.type == "at-rule" and rule.lower_at_keyword in _GROUPS and rule.content is not None:
            if inner := purged(rule.content, used):
                kept.append(f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{inner}}}")
        else:
            kept.append(rule.serialize())
    return "\n".join(part for part in kept if part)


def _of_use(rule: QualifiedRule, used: set[str]) -> str:
    """The rule with those of its selectors that can meet an element; empty when none can."""
    selectors: list[str] = []
    part: list[Node] = []
    for token in [*rule.prelude, None]:
        if token is None or (token.type == "literal" and token.value == ","):
            text = tinycss2.serialize(part).strip()
            part = []
            # What is in brackets may be one of several, or what must not be.
            outside = re.sub(r"\([^()]*(?:\([^()]*\)[^()]*)*\)", "", text)
            if all(name in used for name in _ASKED.findall(outside)):
                selectors.append(text)
        else:
            part.append(token)
    return f"{','.join(selectors)}{{{tinycss2.serialize(rule.content)}}}" if selectors else ""


def minified(texts: Iterable[str]) -> str:
    """Style sheets as one, without comments and needless blanks."""
    text: str = rcssmin.cssmin("\n".join(texts))
    return text + "\n"
