"""HTML pages that need nothing but themselves: one frame, the book's colours, a policy that lets nothing else in."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from sciencecities.palette import DARK, LIGHT, variables

from . import words

HERE = Path(__file__).parent


def render(template: str, **values: Any) -> str:
    """A page from one of the templates beside this module. All values are escaped; texts of strangers are tidied."""
    return _environment().get_template(template).render(**values) + "\n"


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters |= {
        "tidy": words.tidy,
        "line": words.line,
        "number": words.number,
        "kind": words.kind,
        "headline": words.headline,
    }
    css = style()
    # The policy names the one sheet by its hash: no other style, and no script at all, would be obeyed.
    seal = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    environment.globals |= {"css": Markup(css), "seal": seal}
    return environment


def style() -> str:
    """The sheet of all pages; print is always on light paper."""
    light, dark = (
        f"{{ {variables(colours)} color-scheme: {scheme}; }}"
        for colours, scheme in ((LIGHT, "light"), (DARK, "dark"))
    )
    look = (HERE / "pages.css").read_text(encoding="utf-8")
    return f"\n:root {light}\n@media screen and (prefers-color-scheme: dark) {{ :root {dark} }}\n{look}"
