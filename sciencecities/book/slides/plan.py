"""The plan for a class that a chapter prints, and the slides of its deck that belong to each part of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from sciencecities.book.slides.deck import MINUTES, Slide
from sciencecities.book.slides.text import SlidesError, count, plain, sentences, upper

_MINUTES = re.compile(r"\((\d+)(?: minutes)?\)")
_RESERVE = re.compile(r"(\d+)(?: minutes)? in reserve")
_EMPHASIS = re.compile(r"<em>(.*?)</em>")
_EXERCISES = re.compile(r"\bexercises? (?:\d+\.)?(\d+)(?: (?:and|to) (?:\d+\.)?(\d+))?")
_CLAIM = re.compile(r"\bC\d\d\b")
_ON_THE_BOARD = re.compile(r"\bon the board\b|\bby hand\b")
_NUMBERS = "two|three|four|five|six"
_EXAMPLE = re.compile(rf"\b({_NUMBERS})[ -]([a-z]+)")
_HIDDEN = "not on the screen"
_FIRST = re.compile(r"^([^:,?]*(?:[:,]|\?))\s*(.+)$")
# A heading has so many words at most.
HEADING = 14
# In place of a fair version that takes longer than the reserve.
AT_HOME = Slide("class", "In reserve: read the fair version of the claim at home", "In class")


@dataclass(frozen=True)
class Part:
    """A part of a class: what happens, as HTML, and for how many minutes. Nothing happens in the reserve."""

    text: str
    minutes: int


def read_plan(html: str, page: str) -> list[Part]:
    """The parts of a plan such as "Three cities (10 minutes) · exercise 1 (5) · 5 in reserve. At home: the rest."

    Raises SlidesError when no part has minutes.
    """
    found = []
    before, at_home, _ = html.partition("At home")
    before = (
        " ".join(one for one in sentences(before) if not plain(one).startswith("You need"))
        if at_home
        else html
    )
    start = 0
    for match in _MINUTES.finditer(before):
        text = before[start : match.start()].strip(" ·,;.")
        found.append(Part("" if text == "reserve" else text, int(match[1])))
        start = match.end()
    if not found:
        raise SlidesError(
            f"The plan for a class in {page} names no minutes: write them in brackets, as in (10)."
        )
    if reserve := _RESERVE.search(before, start):
        found.append(Part("", int(reserve[1])))
    return found


def in_class(parts: list[Part]) -> list[str]:
    """The numbers of the exercises that the plan has in class."""
    found = [_EXERCISES.search(part.text) for part in parts]
    return [number for match in found if match for number in match.groups() if number]


def follow(slides: list[Slide], parts: list[Part]) -> list[Slide]:
    """The slides with their part of the plan and their time, and a slide more for each part that had none.

    The title, the claim and the question open the first part, the fair version closes the last. If that is a reserve
    too short for it, one slide sends home with it. What belongs to no part is an extra.
    """
    owner: dict[int, int] = {}
    measure = _on_the_board(slides, parts)
    for k, part in enumerate(parts):
        for i in [*_named(part, slides), *(i for i, own in measure.items() if own == k)]:
            owner.setdefault(i, k)
    made: list[tuple[Slide, int | None]] = [(slide, owner.get(i)) for i, slide in enumerate(slides)]
    for k, part in enumerate(parts):
        if part.text and k not in owner.values():
            made.insert(_place(made, k), (_spoken(part), k))
    opening, last = ("title", "claim", "question"), len(parts) - 1
    ending = [i for i, (slide, _) in enumerate(made) if slide.kind == "fair"]
    at_home = not parts[last].text and len(ending) * MINUTES["fair"] > parts[last].minutes
    if at_home:
        made.insert(ending[0], (AT_HOME, last))
    made = [
        (slide, 0 if slide.kind in opening else last if slide.kind == "fair" and not at_home else k)
        for slide, k in made
    ]
    return _timed(made, parts)


def _named(part: Part, slides: list[Slide]) -> list[int]:
    """The slides that a part names: an interactive figure, an exercise, a claim, or a figure by its name."""
    words = plain(part.text)
    if _HIDDEN in words:
        return []
    titles = tuple(plain(title).rstrip(".?") for title in _EMPHASIS.findall(part.text) if count(title) > 1)
    found = [
        i
        for i, slide in enumerate(slides)
        if slide.kind in ("guess", "shown") and titles and plain(slide.title).startswith(titles)
    ]
    if match := _EXERCISES.search(words):
        numbers = [number for number in match.groups() if number]
        return found + [
            i for i, slide in enumerate(slides) if slide.kind == "task" and _number(slide) in numbers
        ]
    if re.search(r"\bbadges?\b|\bverdicts?\b", words):
        claims = {i: slide for i, slide in enumerate(slides) if slide.verdict is not None}
        ids = _CLAIM.findall(words)
        about = re.search(r"\bbadges? for (\w+)", words)
        return found + [
            i
            for i, slide in claims.items()
            if not (ids or about)
            or any(one in slide.kicker for one in ids)
            or (about and about[1] in slide.title)
        ]
    if not _ON_THE_BOARD.search(words):
        pattern = r"\d{4}" if found else r"\d{4}|[a-z]{6,}"
        for i, slide in enumerate(slides):
            if slide.picture and slide.kind == "figure":
                names = re.findall(pattern, slide.picture.name)
                if any(re.search(rf"\b{name[:8]}", words) for name in names):
                    found.append(i)
    return found


def _number(slide: Slide) -> str:
    """The number of a slide's exercise within its chapter."""
    found = re.search(r"\d+\.(\d+)", slide.kicker)
    return found[1] if found else ""


def _on_the_board(slides: list[Slide], parts: list[Part]) -> dict[int, int]:
    """For slides of the measure, the part that has their example on the board.

    A plan names the example by number and noun, "the four towns on the board". It begins with the step that has these
    words and goes on while the next ones speak of the towns; what "then" follows is a step by its title.
    """
    steps: dict[str, list[int]] = {}
    for i, slide in enumerate(slides):
        if slide.kind == "measure":
            steps.setdefault(slide.title, []).append(i)
    texts = {
        title: plain(f"{title}. {' '.join(text for i in own for text in slides[i].text)}").lower()
        for title, own in steps.items()
    }
    found: dict[int, int] = {}
    board = False
    for k, part in enumerate(parts):
        words = plain(part.text).lower()
        if board and words.startswith("then "):
            named = set(re.findall(r"[a-z]{5,}", words))
            some = [title for title in steps if named & set(re.findall(r"[a-z]{5,}", title.lower()))]
        else:
            board = _ON_THE_BOARD.search(words) is not None and "exercise" not in words
            example = _EXAMPLE.search(words) if board else None
            some = _steps(texts, example[1], example[2]) if example else []
        found |= {i: k for title in some for i in steps[title]}
    return found


def _steps(texts: dict[str, str], number: str, noun: str) -> list[str]:
    """The steps that work out the example of so many things."""
    thing = re.sub(r"(?:ies|y|s)$", "", noun) + r"(?:ies|y|s)?\b"
    begins = re.compile(rf"\b{number} (?:\w+ )?{thing}")
    goes_on = re.compile(rf"\b(?:the|a|those|these) (?:\w+ )?{thing}|\bthe {number}\b")
    other = re.compile(rf"\b(?:{_NUMBERS}) {thing}")
    found: list[str] = []
    for title, text in texts.items():
        if begins.search(text) or (found and goes_on.search(text) and not other.search(text)):
            found.append(title)
        elif found:
            break
    return found


def _place(made: list[tuple[Slide, int | None]], k: int) -> int:
    """Where the slide of a part goes: behind the last one of the parts before it, or behind the goals."""
    before = [
        i for i, (slide, own) in enumerate(made) if (own is not None and own < k) or slide.kind == "goals"
    ]
    return before[-1] + 1


def _spoken(part: Part) -> Slide:
    """A slide for a part that no other slide belongs to: what to do, as the plan says it."""
    text = upper(part.text)
    match = _FIRST.match(text)
    if count(text) <= HEADING or match is None or count(match[1]) > HEADING:
        return Slide("class", text, "In class")
    return Slide("class", match[1].rstrip(" :,"), "In class", text=(upper(f"{match[2].rstrip(' .?')}."),))


def _timed(made: list[tuple[Slide, int | None]], parts: list[Part]) -> list[Slide]:
    """Each part's minutes shared among its slides, in the proportions of their kinds, to the second."""
    timed = [slide for slide, _ in made]
    starts = [sum(part.minutes for part in parts[:k]) for k in range(len(parts))]
    for k, part in enumerate(parts):
        own = [i for i, (_, other) in enumerate(made) if other == k]
        total, done, given = sum(MINUTES[timed[i].kind] for i in own), 0, 0
        for place, i in enumerate(own, 1):
            done += MINUTES[timed[i].kind]
            until = 60 * part.minutes * done // total
            together = f", slide {place} of {len(own)}" if len(own) > 1 else ""
            when = f"Minutes {starts[k]} to {starts[k] + part.minutes} of the class{together}."
            end = "" if part.text.endswith(("?", "!", ".")) else "."
            said = f"In the plan: {part.text}{end}" if part.text else "In the plan: reserve."
            timed[i] = replace(
                timed[i], part=k, seconds=until - given, when=when, more=(*timed[i].more, said)
            )
            given = until
    minutes = {1: "1 minute"}
    return [
        slide
        if slide.part is not None
        else replace(slide, when=f"Extra: about {minutes.get(slide.minutes, f'{slide.minutes} minutes')}.")
        for slide in timed
    ]
