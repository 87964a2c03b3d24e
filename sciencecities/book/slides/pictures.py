"""Pictures fit for a slide: a tall one is cut in two above the title of a panel; the halves can stand side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from xml.etree import ElementTree

from sciencecities.palette import dark_twin

SVG = "{http://www.w3.org/2000/svg}"
# A picture taller than this many times its width is cut near its middle: within this part of its height, in a band of
# at least so many units in which nothing is drawn and below which a title in bold begins.
TALL, NEAR, BAND = 1.45, 0.16, 3.5
_BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_NUMBER = r"-?\d+(?:\.\d+)?(?:e-?\d+)?"
_POINT = re.compile(rf"{_NUMBER}[ ,]+({_NUMBER})")
_FONT = re.compile(r"font-size: ([\d.]+)px")
_SIZE = re.compile(r'\b(?:width|height)="[^"]*" ?')


@dataclass(frozen=True)
class Picture:
    """A picture: its name, its SVG text in the light colours, its size in pixels and its alt text."""

    name: str
    light: str
    width: int
    height: int
    alt: str

    @property
    def dark(self) -> str:
        """The SVG text in the dark colours."""
        return dark_twin(self.light)


def halves(picture: Picture) -> tuple[Picture, ...]:
    """A tall picture as its upper and lower part; any other, or one without a title near its middle, as it is.

    The alt text stays with the upper part: to those who hear it, the two are one picture.
    """
    box = _BOX.search(picture.light)
    if picture.height < TALL * picture.width or box is None:
        return (picture,)
    wide, high = float(box[1]), float(box[2])
    cut = _cut(picture.light, high)
    if cut is None:
        return (picture,)
    parts = []
    for suffix, top, bottom in (("upper", 0.0, cut), ("lower", cut, high)):
        new = f'viewBox="0 {top:g} {wide:g} {bottom - top:g}"'
        # The outer element's own size would keep the old proportions.
        light = _SIZE.sub("", picture.light, count=2).replace(box[0], new, 1)
        height = round(picture.height * (bottom - top) / high)
        parts.append(
            replace(
                picture,
                name=f"{picture.name}-{suffix}",
                light=light.replace("<svg ", f'<svg width="{picture.width}" height="{height}" ', 1),
                height=height,
            )
        )
    return (parts[0], replace(parts[1], alt=""))


def _cut(svg: str, high: float) -> float | None:
    """The height at which a picture can be cut: in the empty band above a title, the one nearest to its middle."""
    end = 0.0
    gaps: list[float] = []
    for top, bottom, title in sorted(_drawn(ElementTree.fromstring(svg), high)):
        if title and top - end >= BAND:
            gaps.append((end + top) / 2)
        end = max(end, bottom)
    near = [gap for gap in gaps if abs(gap - high / 2) <= NEAR * high]
    near.sort(key=lambda gap: abs(gap - high / 2))
    return round(near[0], 1) if near else None


def _drawn(root: ElementTree.Element, high: float) -> Iterator[tuple[float, float, bool]]:
    """From where to where each thing reaches that matplotlib drew, and whether it is in bold; without the ground."""
    stack = [root]
    while stack:
        element = stack.pop()
        if element.tag == f"{SVG}defs":
            continue
        stack.extend(element)
        style = element.get("style", "")
        if element.tag in (f"{SVG}text", f"{SVG}tspan", f"{SVG}use") and "y" in element.attrib:
            size = float(found[1]) if (found := _FONT.search(style)) else 4.0
            y = float(element.attrib["y"])
            yield y - size, y + 0.4 * size, "font-weight: 700" in style
        elif element.tag == f"{SVG}path" and style != "fill: none":
            ys = [float(y) for y in _POINT.findall(element.get("d", ""))]
            if ys and max(ys) - min(ys) < 0.99 * high:
                yield min(ys), max(ys), False
