"""A chapter's built page, read from top to bottom into slides.

The page and not the notebook is read, because on the page every number is computed, every formula is MathML and every
figure has its number; so a slide cannot say anything else than the book does.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from sciencecities.book.slides.deck import Deck, Slide, Task, Verdict
from sciencecities.book.slides.heads import Lead
from sciencecities.book.slides.measure import Step
from sciencecities.book.slides.pictures import Picture, pieces, room
from sciencecities.book.slides.plan import Part, follow, in_class, read_plan
from sciencecities.book.slides.text import (
    SlidesError,
    chunks,
    inline,
    numbered,
    off_slide,
    plain,
    sentences,
    shorten,
    spread,
    upper,
)

NEEDED = ("overview", "before-you-start", "the-measure", "explore", "verdict", "exercises", "summary")
# Words on a slide, beyond which the rest goes to another slide, or for captions to the notes.
ALONE, BOXED, LISTED = 64, 72, 90
GROUND = ("Base map", "Hatched")
TASKS = 8
# Before the figures of this section stands what the overview asks to be done first.
SHOWS = "what-it-shows"
CLASS_BOX = "#before-you-start .admonition.dropdown"
_STILL = re.compile(r'<svg\b[^>]*class="sc-x-still".*?</svg>', re.DOTALL)
# What is not read and would be long to parse: scripts, code, the inside of pictures.
_HEAVY = re.compile(r"<(script|pre)\b.*?</\1>|(?P<open><svg\b[^>]*>).*?(?=</svg>)", re.DOTALL)
_SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_WALKED = "h2, h3, p, blockquote, figure, .admonition, .math-block, ul.sc-verdicts, .sc-exercise"
_CLOSED = ["admonition", "sc-exercise", "sc-verdicts", "sc-figure", "sc-explorable"]
_NAMED = re.compile(r"^<strong>[^<]*</strong>\s*")
_AS_ABOVE = re.compile(r"(?:; \w+)?,? as in the table(?: above| below)?")


def read(page: Path) -> Deck:
    """The deck of a chapter, from its page in the built book.

    page: _build/html/chapters/….html, with the pictures in ../_figures. Raises SlidesError when the page has not the
    sections that every chapter has, or no picture where one should be.
    """
    reader = _Reader(page)
    reader.run()
    minutes = sum(part.minutes for part in reader.plan)
    slides = follow(reader.slides, reader.plan)
    return Deck(page.stem, reader.chapter, reader.title, reader.question, reader.book, minutes, slides)


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
        self.plan: list[Part] = []
        self.section = ""
        self.lead = Lead()
        self.step = Step()  # of the measure
        self.first = ""  # the section that the overview sends the reader to before anything else
        self.shows = 0  # where the slides of the figures begin
        self.maps = False  # whether a map was shown
        self.note: list[Slide] = []  # on maps, kept until the first one is shown

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
            for formula in node.select("math"):
                self.step.formula(str(formula))
        elif node.name == "p":
            self.paragraph(node)

    # --- from the top of the page

    def overview(self) -> None:
        """The claim, the question, what one can do afterwards, and the plan for a class."""
        section = self.part("overview")
        for node in section.select("p"):
            html = inline(node)
            name = plain(html).split(".")[0]
            if name in ("The claim", "The question"):
                texts, unsaid = spread(upper(_NAMED.sub("", html)), ALONE)
                kind, title = (
                    ("claim", "What is claimed") if name == "The claim" else ("question", "What we ask")
                )
                for i, text in enumerate(texts):
                    more = _some(unsaid) if i == len(texts) - 1 else ()
                    self.slides.append(
                        Slide(kind, title, numbered(name, i, len(texts)), text=(text,), more=more)
                    )
            elif name.startswith("Before you read on") and (link := node.select_one("a[href^='#']")):
                self.first = str(link["href"]).removeprefix("#")
        goals = tuple(inline(item) for item in section.select("ol > li"))
        box = _next(self.main, CLASS_BOX)
        name, *body = (inline(part) for part in box.select(".admonition-title, p:not(.sc-slides)"))
        self.plan = read_plan(" ".join(body), self.page.name)
        self.slides.append(
            Slide(
                "goals",
                "After this chapter you can",
                items=goals,
                more=(f"<strong>{name}.</strong> {' '.join(body)}",),
            )
        )

    def enter(self, node: Tag) -> None:
        """A heading: what was being collected is done."""
        self.flush()
        self.step = Step()
        parent = node.find_parent("section")
        if node.name == "h2":
            self.section = str(parent.get("id", "")) if parent else ""
            if self.section == SHOWS:
                self.shows = len(self.slides)
            elif self.section == "exercises":
                self.exercises()
            elif self.section == "summary":
                self.summary()
        self.lead = Lead(inline(node), node.name == "h2", self.section != "the-measure")
        if node.name == "h3" and self.section == "the-measure":
            self.step.title = inline(node)

    def paragraph(self, node: Tag) -> None:
        """A paragraph: the lead to a figure, or a step of the measure that begins with words in bold."""
        html = inline(node)
        self.lead.texts.append(html)
        if self.section != "the-measure":
            return
        begins = re.match(r"<strong>(.*?)</strong>\s*(.*)", html, re.DOTALL)
        if begins:
            self.flush()
            self.step.title, html = begins[1].strip(" .:,"), begins[2]
        if html:
            self.step.body.append(html)

    def flush(self) -> None:
        """Make slides of the step of the measure that was read; what comes before the first step is its opening."""
        if self.step.title:
            self.slides += self.step.slides()
            self.step = Step(self.step.title)

    # --- pictures

    def figure(self, node: Tag) -> None:
        """A figure, big, with its caption and source beside it; in pieces, if its text would be too small."""
        self.flush()
        caption, source = (_next(node, name) for name in (".caption-text", ".sc-source"))
        number = node.select_one(".caption-number")
        for link in source.select(".sc-data"):
            link.decompose()
        picture = self.picture(_next(node, "img.only-light"))
        parts = pieces(picture) or (None,)
        # What every map's caption says of its borders stands with the source; the finding stands alone.
        said = sentences(off_slide(inline(caption))[0])
        ground = [one for one in said if one.startswith(GROUND)]
        finding = " ".join(one for one in said if one not in ground)
        shown, rest = shorten(finding, room(parts[-1]))
        more = (
            f"<strong>What it shows:</strong> {escape(picture.alt)}",
            *_some(rest),
            *self.after(node),
        )
        name = inline(number) if number else ""
        title, about, question = self.lead.heading(finding)
        kicker = f"{name} · {about}" if about else name
        sources = " ".join([_ended(_AS_ABOVE.sub("", inline(source))), *ground])
        for i, part in enumerate(parts):
            # What is asked stands with the first piece, what was found with the last.
            last = i == len(parts) - 1
            self.slides.append(
                Slide(
                    "figure",
                    title,
                    numbered(kicker, i, len(parts)),
                    question if i == 0 else "",
                    text=(shown,) if last else (),
                    picture=part,
                    source=sources,
                    more=more if last else (),
                )
            )
        if "base map" in sources and not self.maps:
            self.maps = True
            self.slides += self.note
        self.lead.next_figure()

    def picture(self, image: Tag) -> Picture:
        """The picture that an image of the page shows."""
        name = Path(str(image["src"])).name.removesuffix(".light.svg")
        file = self.page.parent.parent / "_figures" / f"{name}.light.svg"
        if not file.is_file():
            raise SlidesError(f"The picture {file} is not in the built book: build it anew with make book.")
        width, height = (int(str(image[side])) for side in ("width", "height"))
        return Picture(name, file.read_text(encoding="utf-8"), width, height, str(image["alt"]))

    def after(self, node: Tag) -> tuple[str, ...]:
        """The paragraph that follows a figure, for the notes; not one that begins with a name, as it leads on."""
        cell = node.find_parent("div", class_="cell")
        follower = cell.find_next_sibling() if cell else None
        if follower is None or follower.name != "p" or inline(follower).startswith("<strong>"):
            return ()
        return (inline(follower),)

    def explorable(self, node: Tag) -> None:
        """An interactive figure: the question alone, then its still picture with what it says."""
        self.flush()
        made = self.guess(node)
        if self.first and node.find_parent(id=self.first) is not None:
            self.slides[self.shows : self.shows] = made
        else:
            self.slides += made
        self.lead.next_figure()

    def guess(self, node: Tag) -> list[Slide]:
        """The slides of an interactive figure."""
        svg = next(self.stills)
        size = _SIZE.search(svg)
        if size is None:
            raise SlidesError(f"A still picture of {self.page.name} has no viewBox: give its SVG one.")
        drawing = svg.replace("<svg ", f'<svg width="{size[1]}" height="{size[2]}" ', 1)
        alt = str(_next(node, "svg").get("aria-label", ""))
        picture = Picture(
            f"still-{node['data-name']}", drawing, round(float(size[1])), round(float(size[2])), alt
        )
        *before, lead = self.lead.texts or [""]
        shown, rest = shorten(off_slide(lead)[0], ALONE)
        heading = self.lead.title
        live = f"The figure itself, which can be moved, is in the chapter under “{plain(heading)}”."
        more = (*before, *_some(rest), live)
        made = [Slide("guess", heading, "First, your guess", text=(shown,), more=more)]
        parts = pieces(picture) or (None,)
        unsaid = inline(_next(node, ".sc-x-sentence"))
        for i, part in enumerate(parts):
            said, unsaid = shorten(unsaid, room(part))
            kicker = numbered("As the figure opens", i, len(parts))
            more = (*_some(unsaid), *self.after(node)) if i == len(parts) - 1 else ()
            made.append(Slide("shown", heading, kicker, text=_some(said), picture=part, more=more))
        return made

    # --- words

    def box(self, node: Tag) -> None:
        """A misconception, or another box that stands open in the text; a note on maps waits for the first map."""
        if "dropdown" in node.get_attribute_list("class"):
            return
        self.flush()
        title = inline(_next(node, ".admonition-title"))
        kicker, _, rest = title.partition(": ")
        if not rest:
            kicker, rest = "Note", title
        body = " ".join(inline(part) for part in node.select("p:not(.admonition-title)"))
        texts, unsaid = spread(body, BOXED)
        made = [
            Slide("box", upper(rest), numbered(kicker, i, len(texts)), text=(text,), more=_some(unsaid))
            for i, text in enumerate(texts)
        ]
        if plain(rest).startswith("Maps") and not self.maps:
            self.note = made
        else:
            self.slides += made

    def verdicts(self, node: Tag) -> None:
        """Claims, each with verdict and deciding figure; a board of all claims is no such list."""
        for item in node.select("li[id^=verdict-]"):
            badge, claim, why = (
                _next(item, f".{name}") for name in ("sc-badge", "sc-verdicts__claim", "sc-verdicts__why")
            )
            number, verdict = badge.get_text().split(" ", 1)
            style = str(badge.get_attribute_list("class")[-1])
            self.slides.append(
                Slide(
                    "verdict",
                    inline(claim),
                    f"What is the verdict on {number}?",
                    verdict=Verdict(number, verdict, style, inline(why)),
                )
            )

    def exercises(self) -> None:
        """The exercises of the plan (the first two, if it names none) with what they ask, then all by title."""
        wanted = in_class(self.plan) or ["1", "2"]
        tasks = []
        for box in self.part("exercises").select(".sc-exercise"):
            facts = inline(_next(box, ".sc-exercise__facts")).split(". Objective")[0]
            title = inline(_next(box, ".sc-exercise__title")).removeprefix("Exercise ")
            tasks.append(Task(title, facts))
            number, _, name = title.partition(": ")
            if number.rpartition(".")[2] in wanted:
                prompt = _next(box, ".sc-exercise__prompt")
                units = [one for part in prompt.select("p, li") for one in sentences(inline(part))]
                groups = chunks(units, ALONE + 16, 99)
                for i, group in enumerate(groups):
                    kicker = numbered(f"Exercise {number} · {facts}", i, len(groups))
                    self.slides.append(Slide("task", name, kicker, text=(" ".join(group),)))
        minutes = sum(int(found[1]) for task in tasks if (found := re.search(r"(\d+) minutes", task.facts)))
        more = (f"All of them take about {minutes} minutes.",)
        self.slides.append(Slide("exercises", "Your turn", tasks=tuple(tasks[:TASKS]), more=more))

    def summary(self) -> None:
        """What was found, and a fair version of the claim."""
        section = self.part("summary")
        groups = chunks([inline(item) for item in section.select("ul > li")], LISTED, 5)
        for i, group in enumerate(groups):
            kicker = numbered("Summary", i, len(groups))
            self.slides.append(Slide("summary", "What we found", kicker, items=tuple(group)))
        quoted = [inline(part) for part in section.select("blockquote p")]
        ending = [html for html in map(inline, section.select("p")) if html.startswith("A fair version")]
        # All of it is a quotation of ourselves: no need for italics.
        whole = [re.sub(r"^<em>(.*)</em>$", r"\1", html) for html in quoted]
        texts = [
            text
            for html in whole or [html.partition(": ")[2] for html in ending]
            for text in spread(re.sub(r"^<em>(.*)</em>$", r"\1", html), ALONE)[0]
        ]
        for i, text in enumerate(texts):
            kicker = numbered("In place of the claim", i, len(texts))
            self.slides.append(Slide("fair", "A fair version of the claim", kicker, text=(text,)))

    def part(self, ident: str) -> Tag:
        """A section of the page, which is known to be there."""
        found = self.main.find(id=ident)
        assert isinstance(found, Tag)
        return found


def _next(node: Tag, selector: str) -> Tag:
    """The first element below `node` that fits."""
    found = node.select_one(selector)
    if found is None:
        raise SlidesError(
            f"A part {selector!r} is missing in {node.get('id') or node.name!r}: build the book anew with make book."
        )
    return found


def _ended(html: str) -> str:
    """The text as a sentence, without the dot that led to a link."""
    return f"{html.rstrip(' ·.')}."


def _some(html: str) -> tuple[str, ...]:
    """The text alone in a tuple, or nothing for an empty one."""
    return (html,) if html else ()
