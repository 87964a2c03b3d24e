"""What a deck is made of: slides of a few kinds, each with minutes and with what its speaker may ask and say."""

from __future__ import annotations

from dataclasses import dataclass, field

from sciencecities.book.slides.pictures import Picture

# Minutes that a slide of each kind is meant to take: a plan for a talk, which speakers change as they like.
MINUTES = {
    "title": 1,
    "claim": 2,
    "goals": 1,
    "measure": 4,
    "figure": 2,
    "guess": 2,
    "shown": 3,
    "box": 2,
    "claims": 3,
    "exercises": 1,
    "summary": 2,
    "fair": 1,
}

# What to ask or to do at a slide of each kind, for its notes.
ASK = {
    "title": "Ask the question on the slide. Let two people answer before you go on.",
    "claim": "Ask who thinks that the claim is right, who that it is wrong, and who that nobody could know. Write the "
    "three counts on the board; you will need them at the verdict.",
    "goals": "Ask which of these somebody can do already.",
    "measure": "Do the example on the board, and ask for each next number before you write it.",
    "figure": "Ask before you read the caption aloud: what do you see, and what would have surprised you?",
    "guess": "Let everyone write an answer down. Take a show of hands before you go on; after it nobody may change.",
    "shown": "Ask who was near, and what made the others miss. Then: which setting would change this result?",
    "box": "Read the title aloud and ask who agrees. Then show the answer.",
    "claims": "Ask for a verdict on each claim before you show ours, and for the figure that decides it.",
    "exercises": "Ask whether everyone knows which of them to do here and which at home.",
    "summary": "Cover the slide, ask for the three findings that stayed, then show it.",
    "fair": "Ask which words of the claim are gone, and which qualifier carries the weight.",
}


@dataclass(frozen=True)
class Claim:
    """A claim on a slide: its wording, its verdict with the badge's class, and the figure that decided it."""

    number: str
    verdict: str
    style: str
    claim: str
    why: str


@dataclass(frozen=True)
class Task:
    """An exercise on a slide: its number and title, and the line of level, minutes and points."""

    title: str
    facts: str


@dataclass(frozen=True)
class Slide:
    """One slide. All texts are HTML.

    kind: a key of MINUTES. title: its heading. kicker: a word or two above the heading. question: what it asks.
    text: its paragraphs. items: its list. formulas: displayed, as MathML. tail: the paragraph below them. source: the
    line under a picture. more: what the speaker may say and the slide does not show.
    """

    kind: str
    title: str
    kicker: str = ""
    question: str = ""
    text: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    formulas: tuple[str, ...] = ()
    tail: str = ""
    claims: tuple[Claim, ...] = ()
    tasks: tuple[Task, ...] = ()
    pictures: tuple[Picture, ...] = ()
    source: str = ""
    more: tuple[str, ...] = ()

    @property
    def minutes(self) -> int:
        """How long it is meant to be shown."""
        return MINUTES[self.kind]

    @property
    def ask(self) -> str:
        """What its speaker may ask."""
        return ASK[self.kind]


@dataclass(frozen=True)
class Deck:
    """A chapter's slides. name: of its file. chapter: its number. book: the title of the book."""

    name: str
    chapter: str
    title: str
    question: str
    book: str
    slides: list[Slide] = field(default_factory=list)

    @property
    def minutes(self) -> int:
        """How long the whole deck is meant to take."""
        return sum(slide.minutes for slide in self.slides)
