"""What a deck is made of: slides of a few kinds, each with minutes and with what its speaker may ask and say."""

from __future__ import annotations

from dataclasses import dataclass, field

from sciencecities.book.slides.pictures import Picture

# Minutes for a slide of each kind when it is shown on its own; those of the plan for a class share the plan's minutes
# in these proportions.
MINUTES = {
    "title": 1,
    "claim": 1,
    "question": 1,
    "goals": 1,
    "class": 5,
    "measure": 2,
    "figure": 2,
    "guess": 2,
    "shown": 3,
    "box": 1,
    "verdict": 1,
    "task": 5,
    "exercises": 1,
    "summary": 2,
    "fair": 1,
}

# What to ask or to do at a slide of each kind, for its notes.
ASK = {
    "title": "Ask the question on the slide. Let two people answer before you go on.",
    "claim": "Ask who thinks that the claim is right, who that it is wrong, and who that nobody could know. Write on "
    "the board what you see (most, half, few); you will need it at the verdict.",
    "question": "Ask what one would have to know to answer it.",
    "goals": "Ask which of these somebody can do already.",
    "class": "Say how many minutes there are, and stop the talk when they are over.",
    "measure": "Do the example on the board, and ask for each next number before you write it.",
    "figure": "Ask before you read the caption aloud: what do you see, and what would have surprised you?",
    "guess": "Let everyone write an answer down. Look at the hands before you go on; after that nobody may change.",
    "shown": "Ask who was near, and what made the others miss. Then: which setting would change this result?",
    "box": "Read the title aloud and ask who agrees. Then show the answer.",
    "verdict": "Ask for a verdict before you show ours, and for the figure that decides it.",
    "task": "Let pairs work it out on paper. Ask one pair for its answer and another for the way.",
    "exercises": "Ask whether everyone knows which of them to do here and which at home.",
    "summary": "Cover the slide, ask for the findings that stayed, then show it.",
    "fair": "Ask which words of the claim are gone, and which qualifier carries the weight.",
}


@dataclass(frozen=True)
class Verdict:
    """What a claim's slide uncovers: the verdict with its badge's class, and the figure that decided it."""

    number: str
    verdict: str
    style: str
    why: str


@dataclass(frozen=True)
class Task:
    """An exercise in a list: its number and title, and the line of level, minutes and points."""

    title: str
    facts: str


@dataclass(frozen=True)
class Slide:
    """One slide. All texts are HTML.

    kind: a key of MINUTES. title: its heading. kicker: a word or two above the heading. question: what it asks.
    text: its paragraphs and displayed formulas. items: its list. source: the line under a picture. more: what the
    speaker may say and the slide does not show. part: the part of the plan for a class it belongs to, from 0; none for
    an extra. seconds: of that part. when: the sentence of the notes about the time.
    """

    kind: str
    title: str
    kicker: str = ""
    question: str = ""
    text: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    verdict: Verdict | None = None
    tasks: tuple[Task, ...] = ()
    picture: Picture | None = None
    source: str = ""
    more: tuple[str, ...] = ()
    part: int | None = None
    seconds: int = 0
    when: str = ""

    @property
    def minutes(self) -> int:
        """How long it is meant to be shown when it is shown on its own."""
        return MINUTES[self.kind]

    @property
    def ask(self) -> str:
        """What its speaker may ask."""
        return ASK[self.kind]


@dataclass(frozen=True)
class Deck:
    """A chapter's slides. name: of its file. chapter: its number. book: the title of the book.

    minutes: of the plan for a class, whose slides are `planned`; the others are extras.
    """

    name: str
    chapter: str
    title: str
    question: str
    book: str
    minutes: int
    slides: list[Slide] = field(default_factory=list)

    @property
    def planned(self) -> list[Slide]:
        """The slides of the plan, in the plan's order."""
        own = [slide for slide in self.slides if slide.part is not None]
        return sorted(own, key=lambda slide: slide.part or 0)

    @property
    def extra(self) -> int:
        """How many minutes the other slides would take."""
        return sum(slide.minutes for slide in self.slides if slide.part is None)
