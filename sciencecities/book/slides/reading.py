"""A chapter's built page, read from top to bottom into slides.

The page and not the notebook is read, because on the page every number is computed, every formula is MathML and every
figure has its number; so a slide cannot say anything else than the book does.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field, replace
from html import escape
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from sciencecities.book.slides.deck import Claim, Deck, Slide, Task
from sciencecities.book.slides.pictures import Picture, halves
from sciencecities.book.slides.text import (
    SlidesError,
    chunks,
    count,
    inline,
    is_question,
    plain,
    sentences,
    shorten,
)

NEEDED = ("overview", "the-measure", "explore", "verdict", "exercises", "summary")
# Words on a slide, beyond which the rest goes to the notes or to another slide.
BESIDE, ABOVE, ALONE, BEFORE, AROUND, LISTED = 52, 46, 58, 42, 64, 100
GROUND = ("Base map", "Hatched")
CLAIMS, TASKS = 3, 8
_STILL = re.compile(r'<svg\b[^>]*class="sc-x-still".*?</svg>', re.DOTALL)
# What is not read and would be long to parse: scripts, code, the inside of pictures.
_HEAVY = re.compile(r"<(script|pre)\b.*?</\1>|(?P<open><svg\b[^>]*>).*?(?=</svg>)", re.DOTALL)
_SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_WALKED = "h2, h3, p, blockquote, figure, .admonition, .math-block, ul.sc-verdicts, .sc-exercise"
_CLOSED = ["admonition", "sc-exercise", "sc-verdicts", "sc-figure", "sc-explorable"]


def read(page: Path) -> Deck:
    """The deck of a chapter, from its page in the built book.

    page: _build/html/chapters/….html, with the pictures in ../_figures. Raises SlidesError when the page has not the
    sections that every chapter has, or no picture where one should be.
    """
    reader = _Reader(page)
    reader.run()
    return Deck(page.stem, reader.chapter, reader.title, reader.question, reader.book, reader.slides)


@dataclass
class Step:
    """A step of the measure: its title, and its paragraphs before and after the formulas."""

    title: str = ""
    before: list[str] = field(default_factory=list)
    formulas: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)

    def slide(self) -> Slide:
        """The step as a slide; the sentence that leads to a formula stays."""
        shown, rest = shorten(_upper(" ".join(self.before)), BEFORE if self.formulas else ALONE)
        if rest and self.formulas:
            *middle, last = sentences(rest)
            shown, rest = f"{shown} {last}", " ".join(middle)
        tail, more = shorten(" ".join(self.after), AROUND - 14 * len(self.formulas) - count(shown))
        return Slide(
            "measure",
            self.title,
            "The measure",
            text=_some(shown),
            formulas=tuple(self.formulas),
            tail=tail,
            more=(*_some(rest), *_some(more)),
        )


class _Reader:
    """Walks over one page and collects slides."""

    def __init__(self, page: Path) -> None:
        self.page = page
        self.html = page.read_text(encoding="utf-8")
        soup = BeautifulSoup(_HEAVY.sub(lambda found: found["open"] or "", self.html), "html.parser")
        main = soup.select_one("main section:has(> h1)")
        if main is None:
            raise SlidesError(f"{page} has no chapter in it: build the book anew with make book.")
        self.main = main
        for section in NEEDED:
            if main.find(id=section) is None:
                wanted = section.replace("-", " ").capitalize()
                raise SlidesError(
                    f"{page.name} has no section '{wanted}', so no deck can be made of it: add it to the chapter."
                )
        self.stills = iter(_STILL.findall(self.html))
        self.book = str(soup.title.string).split(" — ")[-1].strip() if soup.title else ""
        heading = main.select_one("h1")
        number = heading.select_one(".section-number") if heading else None
        self.chapter = number.get_text().strip(" .") if number else ""
        self.title = inline(heading) if heading else ""
        self.question = plain(inline(_next(main, "p")))
        self.slides: list[Slide] = []
        self.section = self.heading = ""
        self.lead: list[str] = []  # paragraphs since the last heading or figure
        self.step = Step()  # of the measure

    def run(self) -> None:
        """Read everything, in the page's order."""
        self.slides.append(Slide("title", self.title, f"Chapter {self.chapter}", self.question))
        self.overview()
        for node in self.main.select(_WALKED):
            if node.find_parent(class_=_CLOSED) is None and node.find_parent("blockquote") is None:
                self.take(node)

    def take(self, node: Tag) -> None:
        """Read one element."""
        classes = node.get_attribute_list("class")
        if node.name in ("h2", "h3"):
            self.enter(node)
        elif "sc-figure" in classes:
            self.figure(node)
        elif "sc-explorable" in classes:
            self.explorable(node)
        elif "admonition" in classes:
            self.box(node)
        elif "sc-verdicts" in classes:
            self.verdicts(node)
        elif "math-block" in classes and self.section == "the-measure":
            self.formula(node)
        elif node.name == "p":
            self.paragraph(node)

    # --- from the top of the page

    def overview(self) -> None:
        """The claim, the question, what one can do afterwards, and the plan for a class."""
        section = self.part("overview")
        said = {plain(html).split(".")[0]: html for html in map(inline, section.select("p"))}
        texts = [said[name] for name in ("The claim", "The question") if name in said]
        rest = " ".join(shorten(text, ALONE)[1] for text in texts).strip()
        self.slides.append(
            Slide(
                "claim",
                "What is claimed, and what we ask",
                text=tuple(shorten(text, ALONE)[0] for text in texts),
                more=_some(rest),
            )
        )
        goals = tuple(inline(item) for item in section.select("ol > li"))
        plan = self.main.select_one("#before-you-start .admonition.dropdown")
        more: tuple[str, ...] = ()
        if plan is not None:
            name, *body = (inline(part) for part in plan.select(".admonition-title, p"))
            more = (f"<strong>{name}.</strong> {' '.join(body)}",)
        self.slides.append(Slide("goals", "After this chapter you can", items=goals, more=more))

    def enter(self, node: Tag) -> None:
        """A heading: what was being collected is done."""
        self.flush()
        parent = node.find_parent("section")
        if node.name == "h2":
            self.section = str(parent.get("id", "")) if parent else ""
            if self.section == "exercises":
                self.exercises()
            elif self.section == "summary":
                self.summary()
        self.heading, self.lead = inline(node), []
        if node.name == "h3" and self.section == "the-measure":
            self.step.title = self.heading

    def paragraph(self, node: Tag) -> None:
        """A paragraph: the lead to a figure, or a step of the measure that begins with words in bold."""
        html = inline(node)
        self.lead.append(html)
        if self.section != "the-measure":
            return
        begins = re.match(r"<strong>(.*?)</strong>\s*(.*)", html, re.DOTALL)
        if begins:
            self.flush()
            self.step.title, html = begins[1].strip(" .:,"), begins[2]
        if html:
            (self.step.after if self.step.formulas else self.step.before).append(html)

    def formula(self, node: Tag) -> None:
        """A displayed formula; one that comes after more words is a slide of its own, with them."""
        step = self.step
        if step.formulas and step.after:
            self.step, words = replace(step, after=[]), step.after
            self.flush()
            self.step = Step(step.title, words)
        self.step.formulas += [str(formula) for formula in node.select("math")]

    def flush(self) -> None:
        """Make a slide of the step of the measure that was read; what comes before the first step is its opening."""
        step = self.step
        if not step.title:
            return
        if step.before or step.formulas:
            self.slides.append(step.slide())
        self.step = Step()

    # --- pictures

    def figure(self, node: Tag) -> None:
        """A figure, big, with its caption and source beside it."""
        self.flush()
        image, caption, source = (
            _next(node, name) for name in ("img.only-light", ".caption-text", ".sc-source")
        )
        number = node.select_one(".caption-number")
        for link in source.select(".sc-data"):
            link.decompose()
        name = Path(str(image["src"])).name.removesuffix(".light.svg")
        file = self.page.parent.parent / "_figures" / f"{name}.light.svg"
        if not file.is_file():
            raise SlidesError(f"The picture {file} is not in the built book: build it anew with make book.")
        width, height = (int(str(image[side])) for side in ("width", "height"))
        picture = Picture(name, file.read_text(encoding="utf-8"), width, height, str(image["alt"]))
        pictures = halves(picture)
        # What every map's caption says of its borders stands with the source; the finding stands alone.
        said = sentences(inline(caption))
        ground = [one for one in said if one.startswith(GROUND)]
        shown, rest = shorten(" ".join(one for one in said if one not in ground), _room(pictures))
        self.slides.append(
            Slide(
                "figure",
                self.heading,
                inline(number) if number else "",
                self.asked(),
                text=(shown,),
                pictures=pictures,
                source=" ".join([_ended(inline(source)), *ground]),
                more=(
                    f"<strong>What it shows:</strong> {escape(picture.alt)}",
                    *_some(rest),
                    *self.after(node),
                ),
            )
        )
        self.lead = []

    def asked(self) -> str:
        """The last short question before a figure, when its heading is none."""
        if is_question(self.heading):
            return ""
        found = [one for text in self.lead for one in sentences(text) if is_question(one) and count(one) < 25]
        return found[-1] if found else ""

    def after(self, node: Tag) -> tuple[str, ...]:
        """The paragraph that follows a figure, for the notes."""
        cell = node.find_parent("div", class_="cell")
        follower = cell.find_next_sibling() if cell else None
        return (inline(follower),) if follower is not None and follower.name == "p" else ()

    def explorable(self, node: Tag) -> None:
        """An interactive figure: the question alone, then its still picture with what it says."""
        self.flush()
        svg = next(self.stills)
        size = _SIZE.search(svg)
        if size is None:
            raise SlidesError(f"A still picture of {self.page.name} has no viewBox: give its SVG one.")
        name = str(node["data-name"])
        still = _next(node, "svg")
        drawing = svg.replace("<svg ", f'<svg width="{size[1]}" height="{size[2]}" ', 1)
        picture = Picture(
            f"still-{name}",
            drawing,
            round(float(size[1])),
            round(float(size[2])),
            str(still.get("aria-label", "")),
        )
        *before, lead = self.lead or [""]
        shown, rest = shorten(lead, ALONE)
        live = f"The figure itself, which can be moved, is in the chapter under “{plain(self.heading)}”."
        self.slides.append(
            Slide(
                "guess", self.heading, "First, your guess", text=(shown,), more=(*before, *_some(rest), live)
            )
        )
        said, unsaid = shorten(inline(_next(node, ".sc-x-sentence")), _room((picture,)))
        self.slides.append(
            Slide(
                "shown",
                self.heading,
                "As the figure opens",
                text=(said,),
                pictures=(picture,),
                more=(*_some(unsaid), *self.after(node)),
            )
        )
        self.lead = []

    # --- words

    def box(self, node: Tag) -> None:
        """A misconception, or another box that stands open in the text."""
        if "dropdown" in node.get_attribute_list("class"):
            return
        self.flush()
        title = inline(_next(node, ".admonition-title"))
        kicker, _, rest = title.partition(": ")
        if not rest:
            kicker, rest = "Note", title
        body = " ".join(inline(part) for part in node.select("p:not(.admonition-title), li"))
        shown, unsaid = shorten(body, ALONE)
        self.slides.append(Slide("box", _upper(rest), kicker, text=(shown,), more=_some(unsaid)))

    def verdicts(self, node: Tag) -> None:
        """Claims, a few at a time, each with verdict and deciding figure; a board of all claims is no such list."""
        claims = []
        for item in node.select("li[id^=verdict-]"):
            badge, claim, why = (
                _next(item, f".{name}") for name in ("sc-badge", "sc-verdicts__claim", "sc-verdicts__why")
            )
            number, verdict = badge.get_text().split(" ", 1)
            style = str(badge.get_attribute_list("class")[-1])
            claims.append(Claim(number, verdict, style, inline(claim), inline(why)))
        slides = math.ceil(len(claims) / CLAIMS)
        for i in range(slides):
            some = claims[i * len(claims) // slides : (i + 1) * len(claims) // slides]
            self.slides.append(Slide("claims", "What is the verdict?", claims=tuple(some)))

    def exercises(self) -> None:
        """The exercises by title, level, minutes and points."""
        tasks = []
        for box in self.part("exercises").select(".sc-exercise"):
            facts = inline(_next(box, ".sc-exercise__facts")).split(". Objective")[0]
            tasks.append(Task(inline(_next(box, ".sc-exercise__title")).removeprefix("Exercise "), facts))
        minutes = sum(int(found[1]) for task in tasks if (found := re.search(r"(\d+) minutes", task.facts)))
        self.slides.append(
            Slide(
                "exercises",
                "Your turn",
                tasks=tuple(tasks[:TASKS]),
                more=(f"All of them take about {minutes} minutes.",),
            )
        )

    def summary(self) -> None:
        """What was found, and a fair version of the claim."""
        section = self.part("summary")
        groups = chunks([inline(item) for item in section.select("ul > li")], LISTED, 5)
        for group in groups:
            self.slides.append(Slide("summary", "What we found", items=tuple(group)))
        quoted = [inline(part) for part in section.select("blockquote p")]
        ending = [html for html in map(inline, section.select("p")) if html.startswith("A fair version")]
        texts = quoted or [html.partition(": ")[2] for html in ending]
        for i, text in enumerate(texts, 1):
            part = f"{i} of {len(texts)}" if len(texts) > 1 else ""
            self.slides.append(Slide("fair", "A fair version of the claim", part, text=(text,)))

    def part(self, ident: str) -> Tag:
        """A section of the page, which is known to be there."""
        found = self.main.find(id=ident)
        assert isinstance(found, Tag)
        return found


def _room(pictures: tuple[Picture, ...]) -> int:
    """How many words fit beside a picture, or above two."""
    if len(pictures) > 1:
        return ABOVE
    column = 1150 - min(800, 656 * pictures[0].width / pictures[0].height)
    return min(ALONE, round(BESIDE * column / 350))


def _next(node: Tag, selector: str) -> Tag:
    """The first element below `node` that fits."""
    found = node.select_one(selector)
    if found is None:
        raise SlidesError(
            f"A part {selector!r} is missing in {node.get('id') or node.name!r}: build the book anew with make book."
        )
    return found


def _upper(html: str) -> str:
    """The text with a capital at its beginning."""
    return html[:1].upper() + html[1:]


def _ended(html: str) -> str:
    """The text as a sentence, without the dot that led to a link."""
    return f"{html.rstrip(' ·.')}."


def _some(html: str) -> tuple[str, ...]:
    """The text alone in a tuple, or nothing for an empty one."""
    return (html,) if html else ()
