"""Look over a written answer before it is handed in: its length, and words that are worth finding in it.

Only emptiness and length refuse a text, and once it is handed in, emptiness alone (`grading.marking`). All else is
advice, since matching words is not reading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

_WORD = r"\w[\w'’.,%-]*"
# Scripts that put no space between words, so that words cannot be counted: Chinese characters and Japanese kana.
_UNSPACED = r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
# English prose has about one of these in four words; other languages have next to none.
_ENGLISH = {
    "the",
    "and",
    "of",
    "to",
    "that",
    "it",
    "for",
    "not",
    "with",
    "but",
    "from",
    "has",
    "have",
    "by",
    "are",
    "this",
}
_ENGLISH_AT_LEAST = 0.1
# No word, and no figure: on a run of a hundred thousand digits and commas, a pattern would search for hours.
_NO_WORD = r"\S{80,}"
_FOREIGN = (
    "I can only read English words. Use the rubric in the box yourself, or hand in as your teacher asks."
)
WHO_MARKS = "A person marks it by the rubric."


def read(text: str, words: Sequence[int], mentions: Sequence[Any]) -> tuple[str, str, tuple[str, ...]]:
    """What is said of a text: why it is refused (or ""), what to tell its author, and each piece of advice in that.

    Args: words: the fewest and the most that are asked for; mentions: patterns, how many of them should occur, and
    the advice where fewer do.
    """
    low, high = words
    characters = len(re.findall(_UNSPACED, text))
    found = re.findall(_WORD, re.sub(_UNSPACED, " ", text))
    unspaced = characters > len(found)
    count = max(characters, len(found))
    if count < low:
        return (
            f"That is a start: {low} to {high} words are asked for, and here are {_size(count, unspaced)}.",
            "",
            (),
        )
    if unspaced:
        return "", f"Here are {_size(count, True)}; I cannot count the words. {_FOREIGN}", (_FOREIGN,)
    if count > high:
        return f"Too much of a good thing: {low} to {high} words are asked for, and here are {count}.", "", ()
    if sum(word.casefold().strip(".,") in _ENGLISH for word in found) < _ENGLISH_AT_LEAST * count:
        return "", f"{count} words. {_FOREIGN}", (_FOREIGN,)
    advice = tuple(says for patterns, least, says in mentions if _matches(text, patterns) < least)
    if not advice:
        return "", f"{count} words. {WHO_MARKS} Nothing here has judged what it says.", ()
    look = f"Before you hand in, look again: {' '.join(advice)} I only match words."
    return "", f"{count} words. {look} {WHO_MARKS}", advice


def _size(count: int, unspaced: bool) -> str:
    return f"{count} characters" if unspaced else str(count)


def _matches(text: str, patterns: list[str]) -> int:
    text = re.sub(_NO_WORD, " ", text)
    return sum(bool(re.search(pattern, text, re.IGNORECASE)) for pattern in patterns)
