"""The front end for Jupyter: the small ES modules of this folder joined into one text, as anywidget wants it.

On the book's pages the same modules are served as files and import each other; nothing is joined there. Joining
is safe because the modules share one scope without clashes: a test holds that, and that they import nothing else.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from sciencecities.palette import DARK, LIGHT, variables

FOLDER = Path(__file__).parent
# Where the page, JupyterLab, VS Code and Colab say that their paper is dark.
DARK_PAGES = (
    'html[data-theme="dark"]',
    '[data-jp-theme-light="false"]',
    "body.vscode-dark",
    'html[theme="dark"]',
)

# Pixels kept free for a figure before it wakes, on a phone and on wide screens: explorables.css says the same.
RESERVED = {
    "closing": (1065, 797),
    "club": (920, 735),
    "coast": (1090, 790),
    "composite": (1150, 860),
    "drop": (1150, 902),
    "forecast": (1145, 736),
    "mayor": (857, 609),
    "rank": (1050, 747),
    "rewrite": (716, 516),
    "synthetic": (915, 713),
    "versus": (890, 553),
    "vintage": (820, 575),
    "yuan": (1232, 917),
}

_IMPORT = re.compile(r'^import \{[^}]*\} from "\./([a-z_]+)\.js";\n', re.MULTILINE)


@cache
def esm(module: str) -> str:
    """One ES module that holds `module`.js and all that it imports; its default export is the widget's front end."""
    texts: dict[str, str] = {}
    _collect(module, texts)
    parts = [re.sub(r"^export (?!default)", "", text, flags=re.MULTILINE) for text in texts.values()]
    return "\n".join(parts)


def _collect(module: str, texts: dict[str, str]) -> None:
    """Add a module's text, without its imports, after the texts of what it imports."""
    text = (FOLDER / f"{module}.js").read_text(encoding="utf-8")
    for needed in _IMPORT.findall(text):
        if needed not in texts:
            _collect(needed, texts)
    texts[module] = _IMPORT.sub("", text)


def palette_css(light: str = ":root", dark: tuple[str, ...] = DARK_PAGES, inside: str = "") -> str:
    """The palette as CSS custom properties: `light` is the selector for all pages, `dark` those of dark pages.

    inside: a selector below each dark one, for definitions that must not leak into the rest of a page.
    """
    rules = [(light, LIGHT), (", ".join(f"{page} {inside}".strip() for page in dark), DARK)]
    return "\n".join(f"{selector} {{ {variables(colours)} }}" for selector, colours in rules)


@cache
def sheet() -> str:
    """The style sheet of all figures, joined: what they share, what single ones need, and what comes after all."""
    parts = ("explorables.css", "figures.css", "stills.css")
    return "\n".join((FOLDER / part).read_text(encoding="utf-8") for part in parts)


@cache
def css() -> str:
    """The style sheet for Jupyter: the palette, which a notebook page does not have, and that of the figures."""
    return f"{palette_css('.sc-x', inside='.sc-x')}\n{sheet()}"
