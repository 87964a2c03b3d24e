"""Find a student of the roster by an id or by a name, however a platform or a student wrote it."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence

from sciencecities.classroom.roster import Student
from sciencecities.classroom.variants import normal_id

_LEAST = 3  # characters of an id that may be found within a longer file name: "04" is a chapter


class People:
    """The students of a class, to be looked up."""

    def __init__(self, roster: Sequence[Student]) -> None:
        self.roster = list(roster)
        self._by_id = {normal_id(one.id): one for one in self.roster}
        self._by_folder = {one.folder: one for one in self.roster}
        self._by_name: dict[str, dict[str, Student]] = defaultdict(dict)
        for one in self.roster:
            for spelling in _spellings(one.name):
                self._by_name[spelling][one.id] = one

    def by_id(self, text: str) -> Student | None:
        """The student of that id, or of the folder that was made for it."""
        return self._by_id.get(normal_id(text)) or self._by_folder.get(text)

    def by_name(self, text: str) -> list[Student]:
        """All students of that name: words in any order, small or capital letters, or all squeezed into one word.

        A name after the name of a group, as `Group 2-Li Wei`, is found too.
        """
        return self._named(text) or self._named(text.partition("-")[2])

    def _named(self, text: str) -> list[Student]:
        words = _words(text)
        found = (
            self._by_name.get(" ".join(sorted(words))) or self._by_name.get("".join(words)) if words else None
        )
        return list((found or {}).values())

    def in_text(self, text: str) -> Student | None:
        """The one student whose id is the text, or stands in it between blanks, `_`, `-` or brackets."""
        whole = self.by_id(text)
        if whole:
            return whole
        pieces = [piece for piece in re.split(r"[\s_()\[\]-]+", text) if len(piece) >= _LEAST]
        found = {one.id: one for piece in pieces if (one := self._by_id.get(normal_id(piece)))}
        return next(iter(found.values())) if len(found) == 1 else None


def _words(name: str) -> list[str]:
    """A name's words, without marks and accents: Áine O'Brien and aine obrien are one person to any platform."""
    plain = unicodedata.normalize("NFKD", re.sub(r"['’ʼ`]", "", name)).casefold()
    plain = "".join(one for one in plain if not unicodedata.combining(one) or ord(one) > 0x36F)
    return re.findall(r"\w+", unicodedata.normalize("NFKC", plain).replace("_", " "))


def _spellings(name: str) -> set[str]:
    """The keys under which a name is found: its words sorted, and squeezed together from each word on."""
    words = _words(name)
    turns = ["".join(words[at:] + words[:at]) for at in range(len(words))]
    return {spelling for spelling in (" ".join(sorted(words)), *turns) if spelling}
