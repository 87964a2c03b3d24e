"""The heading of a figure's slide: what the page asks or says just before the figure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from sciencecities.book.slides.text import count, is_question, off_slide, plain, sentences, upper

# A question of more words is no heading (of more than LONG, only its main part is), and no sentence of more is.
ASKED, LONG, SAID = 24, 14, 12
# Among so many sentences before a figure a question is about it.
LAST = 3
_ASKS = re.compile(r"(?:When|Which|Who|Whom|What|Where|How|Why|Is|Are|Do|Does|Did|Was|Were)\b")
_NAME = re.compile(r"^<strong>([^<]+?)[.:]?</strong>\s*(.*)$", re.DOTALL)


@dataclass
class Lead:
    """What was read since the last heading or figure.

    general: whether the heading is that of a whole section. named: whether words in bold are what a paragraph is about.
    """

    title: str = ""
    general: bool = True
    named: bool = True
    texts: list[str] = field(default_factory=list)
    figures: int = 0

    def next_figure(self) -> None:
        """Forget the texts, which led to this figure."""
        self.texts = []
        self.figures += 1

    def heading(self, finding: str) -> tuple[str, str, str]:
        """Title, what stands beside the figure's number, and question of the slide of the figure that follows.

        A paragraph that begins with a name in bold is about that: the name is the title. A heading that asks is the
        title of the first figure below it. Else the last question before the figure is, else the heading, else the
        sentence before the figure; and if that is long, the beginning of the finding.
        """
        if self.named and self.texts and (name := _NAME.match(self.texts[-1])):
            return name[1].strip(" ."), self.title, name[2]
        if self.figures == 0 and is_question(self.title):
            return self.title, "", ""
        asked = [one for one in self._sentences()[-LAST:] if is_question(one) and count(one) <= ASKED]
        if asked:
            about = "" if self.general or is_question(self.title) else self.title
            return _short(asked[-1]), about, ""
        if self.figures == 0 and not self.general:
            return self.title, "", ""
        said = self._sentences()[-1:]
        if not (said and count(said[0]) <= SAID and not said[0].endswith(":")):
            said = [re.split(r"[:;(]", sentences(finding)[0])[0].rstrip(" ,.")]
        return said[0].rstrip("."), "", ""

    def _sentences(self) -> list[str]:
        """All sentences before the figure, without those in brackets and those that point off the slide."""
        return [
            one
            for text in self.texts
            for one in sentences(off_slide(text)[0])
            if plain(one)[:1] not in ("", "(")
        ]


def _short(question: str) -> str:
    """The question itself, without the words on the other side of a colon."""
    before, colon, after = question.partition(": ")
    if not colon or count(question) <= LONG:
        return question
    return f"{before}?" if _ASKS.match(before) else upper(after)
