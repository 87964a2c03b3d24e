"""Still pictures: a few lines to write SVG by hand, in the palette's colours.

Every shape carries its colour twice: as an attribute, for print and for a file on its own, and as a class, by which
the page's style sheet can follow the reader's light or dark paper.
"""

from __future__ import annotations

from html import escape
from typing import Any

from sciencecities.palette import LIGHT


def element(tag: str, *children: str, fill: str = "none", stroke: str = "none", **attributes: Any) -> str:
    """One SVG element. fill and stroke are palette names or 'none'; `text_anchor` becomes `text-anchor`."""
    classes = " ".join(f"{kind}-{name}" for kind, name in (("f", fill), ("s", stroke)) if name != "none")
    paint = {"class": classes or None, "fill": LIGHT.get(fill, fill), "stroke": LIGHT.get(stroke, stroke)}
    if stroke == "none":
        del paint["stroke"]
    pairs = {**paint, **{key.replace("_", "-"): value for key, value in attributes.items()}}
    text = "".join(f' {key}="{escape(_short(value))}"' for key, value in pairs.items() if value is not None)
    return f"<{tag}{text}>{''.join(children)}</{tag}>" if children else f"<{tag}{text}/>"


def text(x: float, y: float, words: str, fill: str = "ink", size: float = 12, **attributes: Any) -> str:
    """Words at a point."""
    return element("text", escape(words), fill=fill, x=x, y=y, font_size=size, **attributes)


def picture(width: float, height: float, alt: str, *shapes: str) -> str:
    """A whole SVG, described for a screen reader."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="sc-x-still" viewBox="0 0 {_short(width)} {_short(height)}" '
        f'role="img" aria-label="{escape(alt)}" font-family="system-ui, sans-serif">{"".join(shapes)}</svg>'
    )


def path(points: list[tuple[float, float]], close: bool = False) -> str:
    """The path data of a line through points."""
    return "M" + "L".join(f"{_short(x)} {_short(y)}" for x, y in points) + ("Z" if close else "")


def hatch(name: str) -> str:
    """A pattern of slanted lines, to be used as `fill_url(name)`."""
    lines = element("path", d="M0 5L5 0", stroke="hatch", stroke_width=1)
    pattern = element("pattern", lines, id=name, width=5, height=5, patternUnits="userSpaceOnUse")
    return f"<defs>{pattern}</defs>"


def _short(value: object) -> str:
    """A number with at most two decimals; anything else as it is."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
