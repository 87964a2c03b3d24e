"""The book's colours, each in a light and a dark form.

Figures are drawn in the light form; the build writes a dark twin by exchanging the hex values, so a colour that is
not listed here would stay the same on both papers. The eight data colours follow the idea of Okabe and Ito (2008):
they differ in lightness as well as in hue, so that they stay apart for colour-blind readers: tests/test_palette.py
simulates them.
"""

from __future__ import annotations

import re

PALETTE: dict[str, tuple[str, str]] = {
    "paper": ("#ffffff", "#14181e"),
    "ink": ("#1b1f24", "#e8eaed"),
    "muted": ("#57606a", "#a9b1bb"),
    "grid": ("#d8dee4", "#3a424c"),
    "land": ("#e6e8eb", "#2b323b"),
    "hatch": ("#868f99", "#6b7480"),
    "blue": ("#0b6bb5", "#5cb0f0"),
    "orange": ("#b35900", "#f0a050"),
    "green": ("#1a7f5a", "#4fc79a"),
    "purple": ("#63359c", "#9e80d4"),
    "red": ("#ba2b22", "#eb7f76"),
    "yellow": ("#705500", "#e6c655"),
    "sky": ("#4a98d0", "#34709f"),
    "sand": ("#c4873d", "#8a5f2c"),
}

LIGHT: dict[str, str] = {name: pair[0] for name, pair in PALETTE.items()}
DARK: dict[str, str] = {name: pair[1] for name, pair in PALETTE.items()}

_TWIN = {light.lower(): dark for light, dark in PALETTE.values()}
_HEX = re.compile(r"#[0-9a-f]{6}\b", re.IGNORECASE)


def variables(colours: dict[str, str]) -> str:
    """LIGHT or DARK as CSS custom properties, for the inside of a rule."""
    return " ".join(f"--sc-{name}: {colour};" for name, colour in colours.items())


def dark_twin(svg: str) -> str:
    """The same picture on dark paper: each colour of the palette becomes its dark form, whatever its case."""
    return _HEX.sub(lambda found: _TWIN.get(found.group().lower(), found.group()), svg)
