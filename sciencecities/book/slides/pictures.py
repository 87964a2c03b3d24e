"""Pictures fit for a slide: one whose text would be too small is cut into pieces that are shown one after the other."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from xml.etree import ElementTree

from sciencecities.book.slides.drawn import Block, axes_with_ticks, blocks, smallest
from sciencecities.palette import dark_twin

# Pixels of a slide (1280 by 720) that a picture may fill, and the least size of the text in it.
WIDE, HIGH, FLOOR = 800, 710, 17.0
# A picture with so many stretches is a list of rows, whose head and foot every piece needs.
ROWS = 8
# Between panels lies at least such a gap, in the picture's units; a picture is cut into so many pieces at most.
PANELS, MOST = 4.0, 3
# A head or foot that is higher is something of its own, such as a table.
EDGE = 50.0
_BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


@dataclass(frozen=True)
class Strip:
    """A part of a picture, from one height to another."""

    top: float
    bottom: float


@dataclass(frozen=True)
class Picture:
    """A picture or a piece of one: its name, its SVG text in the light colours, its size in pixels and its alt text.

    strips: what the piece shows of the whole, from top to bottom, in units of the SVG; empty for all of it.
    """

    name: str
    light: str
    width: int
    height: int
    alt: str
    strips: tuple[Strip, ...] = ()

    @property
    def dark(self) -> str:
        """The SVG text in the dark colours."""
        return dark_twin(self.light)

    @property
    def box(self) -> tuple[float, float]:
        """Width and height of what is shown, in units of the SVG."""
        found = _BOX.search(self.light)
        wide, high = (float(found[1]), float(found[2])) if found else (float(self.width), float(self.height))
        return wide, sum(strip.bottom - strip.top for strip in self.strips) or high

    @property
    def shown(self) -> tuple[Strip, ...]:
        """The strips, or one that is all of the picture."""
        return self.strips or (Strip(0.0, self.box[1]),)

    @property
    def scale(self) -> float:
        """Pixels of the slide for each unit of the SVG."""
        wide, high = self.box
        return min(WIDE / wide, HIGH / high)

    @property
    def text(self) -> float:
        """How large the smallest text is on the slide, in pixels."""
        return smallest(ElementTree.fromstring(self.light)) * self.scale


def room(picture: Picture | None) -> int:
    """How many words fit beside a picture, or without one."""
    if picture is None:
        return 64
    column = 1160 - picture.box[0] * picture.scale
    return min(64, round(column / 8))


def pieces(picture: Picture) -> tuple[Picture, ...]:
    """The picture whole, or in the fewest pieces that can be read; none when it cannot be cut into such.

    A piece begins and ends where nothing is drawn: between panels, or between the rows of a list, and then shows the
    head and the foot (scale, legend) as well. The alt text stays with the first: to those who hear it, they are one.
    """
    if picture.text >= FLOOR or not picture.text:
        return (picture,)
    high = picture.box[1]
    limit = HIGH * picture.text / picture.scale / FLOOR
    plan = _Cutter(ElementTree.fromstring(picture.light), high, limit).strips()
    return tuple(
        replace(picture, strips=strips, alt="" if i else picture.alt) for i, strips in enumerate(plan)
    )


class _Cutter:
    """Finds where to cut one picture."""

    def __init__(self, root: ElementTree.Element, high: float, limit: float) -> None:
        self.high, self.limit = high, limit
        self.blocks = blocks(root, high)
        self.ticks = axes_with_ticks(root)
        marked = [i for i, block in enumerate(self.blocks) if block.mark]
        self.first, self.last = (marked[0], marked[-1]) if marked else (0, 0)
        self.rows = len(self.ticks) == 1 if self.ticks else len(self.blocks) >= ROWS
        self.head = self._between(self.first - 1) if self.rows and self.first else self._legend()
        foot = (
            self._between(self.last)
            if (self.rows or self.ticks) and self.last + 1 < len(self.blocks)
            else high
        )
        self.foot = foot if high - foot < EDGE else high

    def _between(self, i: int) -> float:
        """The height in the middle between a block and the next one."""
        end = self.blocks[i + 1].top if i + 1 < len(self.blocks) else self.high
        return round((self.blocks[i].bottom + end) / 2, 1)

    def _legend(self) -> float:
        """The end of a legend at the top: a low block, with a wide gap below."""
        low = [block for block in self.blocks[:2] if block.bottom - block.top < 20]
        if len(low) == 2 or not low or low[0] is not self.blocks[0] or not low[0].mark:
            return 0.0
        return self._between(0)

    def strips(self) -> list[tuple[Strip, ...]]:
        """What each piece shows; empty when there is no good place to cut."""
        gaps = [i for i in range(len(self.blocks) - 1) if self._may_cut(i)]
        widest = max((self._gap(i) for i in gaps), default=0.0)
        titled = [i for i in gaps if self.blocks[i + 1].title]
        wide = [i for i in gaps if self._gap(i) > 0.6 * widest]
        for count in range(2, MOST + 1):
            for some in (titled, wide, gaps):
                plans = [self._plan(cuts) for cuts in combinations(some, count - 1)]
                fitting = [plan for plan in plans if max(map(_height, plan)) <= self.limit]
                if fitting:
                    return min(fitting, key=lambda plan: sum(_height(strips) ** 2 for strips in plan))
        return []

    def _gap(self, i: int) -> float:
        return self.blocks[i + 1].top - self.blocks[i].bottom

    def _may_cut(self, i: int) -> bool:
        """Whether the picture may be cut below this block."""
        if self.rows:
            return self.first <= i < self.last
        if not self.ticks:
            return self._gap(i) >= PANELS
        above, below = _axes(self.blocks[: i + 1]), _axes(self.blocks[i + 1 :])
        return bool(above) and bool(below) and not above & below

    def _plan(self, cuts: tuple[int, ...]) -> list[tuple[Strip, ...]]:
        """The pieces for these cuts, with head and foot where they are needed."""
        edges = [0.0, *(self._between(i) for i in cuts), self.high]
        plan = []
        for i, (top, bottom) in enumerate(pairwise(edges)):
            strips = [Strip(top, bottom)]
            if i and self.head:
                strips.insert(0, Strip(0.0, self.head))
            if i < len(cuts) and self.foot < self.high and self._lacks_scale(cuts[i]):
                strips.append(Strip(self.foot, self.high))
            plan.append(tuple(strips))
        return plan

    def _lacks_scale(self, cut: int) -> bool:
        """Whether a piece that ends at this cut has no numbers of its own along its foot."""
        own = _axes(self.blocks[: cut + 1])
        return self.rows or not self.ticks.get(max(own, default=""), True)


def _axes(some: list[Block]) -> set[str]:
    """The systems of axes of some blocks."""
    return {name for block in some for name in block.axes}


def _height(strips: tuple[Strip, ...]) -> float:
    """How high a piece is."""
    return sum(strip.bottom - strip.top for strip in strips)
