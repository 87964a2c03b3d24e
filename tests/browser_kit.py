"""A small site with the interactive figures, for tests that need no built book."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pytest
from playwright.sync_api import Browser, Locator, Page
from serving import serving

from sciencecities import explorables
from sciencecities.explorables import Club, FirmRank, bundle, static

# Every interactive figure of the book, found by itself.
KINDS: list[Any] = [
    kind for kind in (getattr(explorables, name) for name in explorables.__all__) if hasattr(kind, "module")
]

# As strict as a policy can be: a style attribute, an inline handler or eval in the markup or the scripts would show up
# as a console message, and every test refuses those.
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'"
PAGE_CSS = (
    "body { margin: 0; background: var(--sc-paper); color: var(--sc-ink); font: 16px/1.6 sans-serif; } "
    "main { max-width: 688px; margin: 0 auto; padding: 0 16px; }"
)


def write_site(folder: Path) -> None:
    """A page for each figure, as the book has it, and one with two; in light and dark. Also the modules joined as
    Jupyter gets them."""
    scripts = folder / "explorables"
    static.write(scripts)
    for kind in KINDS:
        (scripts / f"joined_{kind.module}.js").write_text(bundle.esm(kind.module), encoding="utf-8")
    (folder / "page.css").write_text(f"{bundle.palette_css()}\n{PAGE_CSS}", encoding="utf-8")
    markup = {kind.module: static.static_html(kind().bundle()) for kind in KINDS}
    two = "\n<p>Text between.</p>\n".join(markup[kind.module] for kind in (Club, FirmRank))
    for theme in ("light", "dark"):
        (folder / f"{theme}.html").write_text(_page(theme, two), encoding="utf-8")
        for module, figure_html in markup.items():
            (folder / f"{module}-{theme}.html").write_text(_page(theme, figure_html), encoding="utf-8")


def _page(theme: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="en" data-theme="{theme}"><head><meta charset="utf-8"><title>Chapter</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">'
        '<link rel="stylesheet" href="page.css"><link rel="stylesheet" href="explorables/explorables.css">'
        '<script type="module" src="explorables/host.js"></script></head>'
        f"<body><main><h1>Chapter</h1>{body}<p id='after'>Text after.</p></main></body></html>"
    )


@pytest.fixture(scope="session")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("site")
    write_site(folder)
    with serving(folder, POLICY) as address:
        yield address


@dataclass
class Tab:
    """A page, and what went wrong on it: messages, errors, requests to anyone but the server."""

    page: Page
    trouble: list[str] = field(default_factory=list)

    def watch(self, address: str) -> None:
        self.page.set_default_timeout(10_000)
        self.page.on("console", lambda message: self.trouble.append(f"console: {message.text}"))
        self.page.on("pageerror", lambda error: self.trouble.append(f"error: {error}"))
        self.page.on(
            "request",
            lambda request: (
                request.url.startswith((address, "data:", "about:")) or self.trouble.append(request.url)
            ),
        )

    def clean(self) -> None:
        """As a new page, for the next test: nothing kept in the browser, nothing shown."""
        self.page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
        self.page.goto("about:blank")
        self.trouble.clear()


@pytest.fixture(scope="session")
def tabs() -> dict[str, list[Tab]]:
    """Clean pages by the options of their context: to open one anew takes longer than most tests."""
    return defaultdict(list)


@pytest.fixture
def open_figures(browser: Browser, figures: str, tabs: dict[str, list[Tab]]) -> Iterator[Any]:
    """open_figures(path, **context options) -> Page. Afterwards: no console message, no error, no outside request.

    Nothing is animated but where a test asks for it, because to draw each step of a motion takes longest.
    `fresh`: a page that no other test gets, for one that changes its clock, media, routes or listeners.
    """
    used: list[tuple[str, bool, Tab]] = []

    def open_(path: str = "/light.html", fresh: bool = False, **options: Any) -> Page:
        kind = json.dumps(options, sort_keys=True)
        if tabs[kind] and not fresh:
            tab = tabs[kind].pop()
        else:
            context = browser.new_context(
                **{"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce", **options}
            )
            tab = Tab(context.new_page())
            tab.watch(figures)
        used.append((kind, fresh, tab))
        page = tab.page
        page.goto(f"{figures}{path}")
        if options.get("java_script_enabled", True):
            page.locator(".sc-x-live > .sc-x").nth(
                page.locator("figure.sc-explorable").count() - 1
            ).wait_for()
        return page

    yield open_
    trouble = [one for _, _, tab in used for one in tab.trouble]
    for kind, fresh, tab in used:
        if fresh or trouble or tab.page.is_closed() or "java_script_enabled" in kind:
            tab.page.context.close()
        else:
            tab.clean()
            tabs[kind].append(tab)
    assert not trouble, trouble


def figure(page: Page, name: str) -> Locator:
    """The figure of that name, live or not."""
    return page.locator(f"#explorable-{name}")


def skip(page: Page, name: str) -> Locator:
    """The figure with its answer shown."""
    found = figure(page, name)
    # Not by the mouse, which waits until nothing moves: a test of its own clicks.
    found.get_by_role("button", name="Skip the guess").evaluate("one => one.click()")
    return found


def sentence(found: Locator) -> str:
    """What the live figure now says."""
    return found.locator(".sc-x-live .sc-x-sentence").text_content() or ""


def shift(page: Page) -> float:
    """How far the layout has moved since the page began to load, and moves in the next moment."""
    return page.evaluate(
        """() => new Promise((done) => {
          let sum = 0;
          new PerformanceObserver((list) => list.getEntries().forEach((entry) => (sum += entry.value)))
            .observe({ type: "layout-shift", buffered: true });
          setTimeout(() => done(sum), 400);
        })"""
    )


def query(page: Page) -> str:
    """The address's query, as it is now."""
    return page.url.partition("?")[2].partition("#")[0]


def keeps(page: Page, *parts: str) -> None:
    """Wait until these parts, and no others, are the address's query: it is written a while after the last change."""
    page.wait_for_url(lambda url: url.partition("?")[2].partition("#")[0] == "&".join(parts))


def writes(page: Page, *parts: str) -> None:
    """Wait until the address's query has each of these parts somewhere."""
    page.wait_for_url(lambda url: all(part in url.partition("?")[2] for part in parts))


def address_of(kind: Any, settings: dict[str, Any]) -> str:
    """Settings of one figure as the query of an address."""
    said = {name: ".".join(value) if isinstance(value, list) else value for name, value in settings.items()}
    return f"{kind.module}=" + ",".join(f"{name}:{quote(str(value))}" for name, value in said.items())


def settings_in(page: Page, kind: Any) -> dict[str, Any]:
    """All settings of the page's figure, as Python takes them: its defaults, and what the address now holds."""
    made = kind()
    own = [part for part in query(page).split("&") if part.startswith(f"{kind.module}=")]
    pairs = own[0].partition("=")[2].split(",") if own else []
    asked = (pair.partition(":") for pair in pairs)
    return {
        **made.settings(),
        **{name: _value(made.limits[name], unquote(text)) for name, _, text in asked},
    }


def _value(limit: dict[str, Any], text: str) -> Any:
    if limit["kind"] == "choice":
        return next(option for option in limit["options"] if str(option) == text)
    if limit["kind"] == "subset":
        return [one for one in text.split(".") if one]
    return int(text) if limit["kind"] == "int" else float(text)
