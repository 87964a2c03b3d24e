"""A script without comments and needless blanks.

The parts of a script are taken from its syntax tree, so that texts stay as they are. (rjsmin 1.3 takes blanks out of a
template within a template.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sciencecities.book.diet.names import Node, parse

_WHOLE = {"string", "regex"}
_NOTES = {"comment", "html_comment"}
_WORDS = re.compile(rb"[\w$\\#\x80-\xff]{2}")
# Signs that would become one, or the start of a comment.
_SIGNS = (b"++", b"--", b"//")
# After these a line may end a statement; before those, the next line may begin one.
_ENDS = re.compile(rb"[\w$\x80-\xff)\]}\"'`/+-]")
_BEGINS = re.compile(rb"[\w$\x80-\xff{(\[\"'`/+\-!~@#]")


def leaves(node: Node) -> Iterator[Node]:
    """The smallest parts of a script, in the order of the text, without comments and the brackets of `(a) => b`."""
    stack = [node]
    while stack:
        one = stack.pop()
        if one.type in _NOTES or _needless(one):
            continue
        if one.children and one.type not in _WHOLE:
            stack += reversed(one.children)
        else:
            yield one


def _needless(node: Node) -> bool:
    """Whether a node is a bracket around the only name that an arrow function takes."""
    around = node.parent
    if node.type not in {"(", ")"} or around is None or around.type != "formal_parameters":
        return False
    taken = [child.type for child in around.children]
    return (
        around.parent is not None
        and around.parent.type == "arrow_function"
        and taken == ["(", "identifier", ")"]
    )


def compact(text: str) -> str:
    """The script without comments and needless blanks; lines that may end a statement stay lines."""
    source, parts, last = text.encode(), [b""], 0
    for leaf in leaves(parse(text)):
        gap, part = source[last : leaf.start_byte], source[leaf.start_byte : leaf.end_byte]
        if last and part:
            parts.append(gap if _in_template(leaf) else _between(parts[-1], gap, part))
        if part:
            parts.append(part)
            last = leaf.end_byte
    return b"".join(parts).decode() + "\n"


def _in_template(leaf: Node) -> bool:
    """Whether what stands before a part is text of a template."""
    around = leaf.parent
    inside = around is not None and around.type == "template_string" and leaf.start_byte != around.start_byte
    return inside or leaf.type == "${"


def _between(before: bytes, gap: bytes, after: bytes) -> bytes:
    """What has to stand between two parts."""
    if not gap:
        return b""
    if b"\n" in gap and _ENDS.match(before[-1:]) and _BEGINS.match(after[:1]):
        return b"\n"
    touch = before[-1:] + after[:1]
    return b" " if _WORDS.fullmatch(touch) or touch in _SIGNS else b""
