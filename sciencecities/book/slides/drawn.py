"""What a picture of matplotlib or of an interactive figure draws at which height, so that it can be cut between."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

SVG = "{http://www.w3.org/2000/svg}"
_COMMAND = re.compile(r"([A-Za-z])|(-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?)")
_SIZE = re.compile(r"font-size: ([\d.]+)px")
_WEIGHT = re.compile(r"font-weight: (\d+)")
_TURNED = re.compile(r"rotate\(-90")
_MOVED = re.compile(r"translate\(([-\d.]+)[ ,]+([-\d.]+)\)")
_SCALED = re.compile(r"scale\(([\d.]+)\)")
_CLIP = re.compile(r"url\(#(\w+)\)")
# How many numbers each command of a path takes, and which of them is the height (none for a line across).
_TAKES = {"M": (2, 1), "L": (2, 1), "H": (1, None), "V": (1, 0), "C": (6, 5), "Q": (4, 3), "A": (7, 6)}


@dataclass
class Block:
    """A stretch of a picture in which things are drawn, from top to bottom in its own units.

    mark: whether there is more than text in it. title: whether it begins with words in bold at the left edge. axes:
    the systems of axes it belongs to.
    """

    top: float
    bottom: float
    mark: bool = False
    title: bool = False
    axes: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class _Place:
    """Where in the tree an element stands: its axes, whether in a tick, how moved and scaled, and what it is cut to."""

    top: float
    bottom: float
    axes: str = ""
    tick: bool = False
    down: float = 0.0
    scale: float = 1.0


def blocks(root: ElementTree.Element, high: float) -> list[Block]:
    """The stretches of a picture, from top to bottom; between two of them nothing is drawn but grid and frame."""
    windows = {
        clip.get("id", ""): (float(rect.get("y", 0)), float(rect.get("y", 0)) + float(rect.get("height", 0)))
        for clip in root.iter(f"{SVG}clipPath")
        for rect in clip.iter(f"{SVG}rect")
    }
    several = len(axes_with_ticks(root)) > 1
    merged: list[Block] = []
    for thing in sorted(_things(root, _Place(0.0, high), windows, several), key=lambda thing: thing.top):
        if merged and thing.top < merged[-1].bottom + 0.3:
            last = merged[-1]
            last.bottom = max(last.bottom, thing.bottom)
            last.mark |= thing.mark
            last.axes |= thing.axes
        else:
            merged.append(thing)
    return merged


def axes_with_ticks(root: ElementTree.Element) -> dict[str, bool]:
    """The systems of axes, in order, and whether each has numbers along its foot."""
    found = {}
    for group in root.iter(f"{SVG}g"):
        if group.get("id", "").startswith("axes_"):
            ticks = [one for one in group.iter(f"{SVG}g") if one.get("id", "").startswith("xtick_")]
            found[group.get("id", "")] = any(
                next(tick.iter(f"{SVG}text"), None) is not None for tick in ticks
            )
    return found


def smallest(root: ElementTree.Element) -> float:
    """The size of the smallest text, in the picture's own units."""
    sizes = []
    stack = [(root, 1.0)]
    while stack:
        element, scale = stack.pop()
        if found := _SCALED.search(element.get("transform", "")):
            scale *= float(found[1])
        if element.tag in (f"{SVG}text", f"{SVG}tspan") and (size := _font(element)):
            sizes.append(scale * size)
        stack += [(child, scale) for child in element]
    return min(sizes, default=0.0)


def _font(element: ElementTree.Element) -> float:
    """The size of an element's own text, or 0."""
    found = _SIZE.search(element.get("style", ""))
    return float(found[1]) if found else float(element.get("font-size", 0))


def _things(
    element: ElementTree.Element, place: _Place, windows: dict[str, tuple[float, float]], frames: bool
) -> Iterator[Block]:
    """Each thing that is drawn, as a block of its own; without the ground, upright lines and ticks.

    windows: from where to where each clip path lets things be seen. frames: whether the ground of axes counts.
    """
    if element.tag in (f"{SVG}defs", f"{SVG}style", f"{SVG}clipPath", f"{SVG}pattern"):
        return
    name, moved = element.get("id", ""), element.get("transform", "")
    down, scale, top, bottom = place.down, place.scale, place.top, place.bottom
    if element.tag != f"{SVG}text":
        if found := _MOVED.search(moved):
            down += scale * float(found[2])
        if found := _SCALED.search(moved):
            scale *= float(found[1])
    if (clip := _CLIP.search(element.get("clip-path", ""))) and clip[1] in windows:
        top, bottom = windows[clip[1]]
    axes = name if name.startswith("axes_") else place.axes
    here = _Place(top, bottom, axes, place.tick or name.startswith(("xtick", "ytick")), down, scale)
    is_text = element.tag == f"{SVG}text"
    reach = _text(element) if is_text else _shape(element, here.tick, frames and bool(axes))
    if reach is not None:
        upper, lower = (min(max(down + scale * height, top), bottom) for height in reach)
        # What fills all of the picture is its ground.
        if lower > upper and (axes or lower - upper < bottom - top):
            yield Block(upper, lower, not is_text, _is_title(element), {axes} - {""})
    for child in element:
        yield from _things(child, here, windows, frames)


def _text(element: ElementTree.Element) -> tuple[float, float] | None:
    """From where to where a text reaches; letters are taken to be about half as wide as high."""
    size, moved = _font(element), element.get("transform", "")
    found = _MOVED.search(moved)
    y = float(found[2]) if found and "y" not in element.attrib else float(element.get("y", 0))
    if _TURNED.search(moved):
        half = 0.24 * size * len("".join(element.itertext()))
        return y - half, y + half
    return y - 0.78 * size, y + 0.22 * size


def _is_title(element: ElementTree.Element) -> bool:
    """Whether these are words in bold at the left edge."""
    found = _WEIGHT.search(element.get("style", ""))
    weight = int(found[1]) if found else int(element.get("font-weight", 400))
    return element.tag == f"{SVG}text" and weight >= 600 and float(element.get("x", 99)) < 5


def _shape(element: ElementTree.Element, tick: bool, ground: bool) -> tuple[float, float] | None:
    """From where to where a shape reaches; none for a white ground (if not wanted), for ticks, for what is no shape."""
    style = element.get("style", "")
    white = "fill: #ffffff" in style or element.get("fill") == "#ffffff"
    if tick or (white and not ground):
        return None
    if element.tag == f"{SVG}use":
        y = float(element.get("y", 0))
        return y - 3, y + 3
    if element.tag == f"{SVG}circle":
        y, r = float(element.get("cy", 0)), float(element.get("r", 0))
        return y - r, y + r
    if element.tag == f"{SVG}rect":
        y = float(element.get("y", 0))
        return y, y + float(element.get("height", 0))
    if element.tag != f"{SVG}path":
        return None
    ys, across = _heights(element.get("d", ""))
    line = "fill: none" in style or element.get("fill") == "none"
    if not ys or (line and (not across or (min(ys) == max(ys) and "clip-path" not in element.attrib))):
        return None
    return min(ys) - 0.5, max(ys) + 0.5


def _heights(path: str) -> tuple[list[float], bool]:
    """All heights that a path touches, and whether it leads sideways as well."""
    ys: list[float] = []
    xs: set[float] = set()
    tokens = _COMMAND.findall(path)
    command, y, i = "", 0.0, 0
    while i < len(tokens):
        if tokens[i][0]:
            command, i = tokens[i][0], i + 1
            continue
        takes, at = _TAKES[command.upper()]
        numbers = [float(number) for _, number in tokens[i : i + takes]]
        if at is not None:
            y = numbers[at] + (y if command.islower() else 0.0)
            ys.append(y)
        if command.upper() != "V":
            # Where a relative line ends does not matter, only that it is not where it began.
            xs.add(
                numbers[-2 if takes > 1 else 0] + (1e6 + i if command.islower() and numbers[-2:][0] else 0.0)
            )
        i += takes
    return ys, len(xs) > 1
