"""What the tests share: the built site, a server for it, and a browser that can reach nothing else."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import hypothesis
import pandas as pd
import pytest
from box_kit import alone, box, shared, single  # noqa: F401
from browser_kit import figures, open_figures, tabs  # noqa: F401
from playwright.sync_api import Browser, Page, expect, sync_playwright
from serving import serving

import sciencecities.book  # noqa: F401 - before what reads notebooks, because it spares them a slow check
from sciencecities import data
from sciencecities.book.take import browser as take_browser

ROOT = Path(__file__).resolve().parent.parent

# Generated inputs are the same on every machine and run; a slow machine is no fault.
hypothesis.settings.register_profile("house", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.load_profile("house")
expect.set_options(timeout=20_000)


# The files that take longest, most first: begun last, one of them would keep one core busy and the other waiting.
LONGEST = (
    "test_binder",
    "test_jupyterlab",
    "test_site",
    "test_explorables_every",
    "test_book_build",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest."""
    place = {name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.path.stem, len(LONGEST)))


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="module")
def panel() -> pd.DataFrame:
    """The provinces, one row a province and year."""
    return data.load("province_year")


@pytest.fixture(scope="module")
def nation() -> pd.DataFrame:
    """The nation, by year."""
    return data.load("national_year").set_index("year")


@pytest.fixture(scope="session")
def site() -> Path:
    """The built book, _build/html."""
    html = ROOT / "_build" / "html"
    if not (html / "index.html").is_file():
        pytest.fail("The browser tests read the built book: run make test, or make book first.")
    return html


@pytest.fixture(scope="session")
def server(site: Path) -> Iterator[str]:
    """Serve the built book on loopback and give its address, without a slash at the end."""
    with serving(site) as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the browser."""
    return take_browser.find() or pytest.fail(take_browser.MISSING)


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One headless browser for the whole run; each test opens its own context in it."""
    quiet = [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        # No name of another host leads anywhere. To stop each request and ask would take longer than most pages.
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    ]
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=[*quiet, *take_browser.FLAGS])
        yield launched
        launched.close()


def runs(page: Page) -> None:
    """Wait until the page's scripts have run, which they do once something is painted, and it has its copy buttons."""
    page.locator("[data-book=contents]:is([aria-controls], [aria-haspopup])").wait_for(state="attached")
    expect(page.locator("div.highlight:has(> pre):not(:has(> .copy))")).to_have_count(0)


@dataclass
class Visit:
    """A page of the book in the browser, and what went wrong on it so far."""

    page: Page
    outside: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)


@pytest.fixture
def visit(browser: Browser, server: str) -> Iterator[Callable[..., Visit]]:
    """Open a page of the book: visit("chapters/01-x.html", width=360, dark=True, javascript=False).

    Every host but the server is refused and noted in `outside`; failed requests and answers from 400 up in
    `failed`; errors, warnings and exceptions in `console`.
    """
    contexts = []

    def open_page(
        path: str,
        width: int = 1280,
        height: int = 900,
        dark: bool = False,
        javascript: bool = True,
        **options: object,
    ) -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            java_script_enabled=javascript,
            **options,
        )
        contexts.append(context)
        seen = Visit(context.new_page())
        page, own = seen.page, (f"{server}/", "data:", "blob:")
        page.on("request", lambda asked: asked.url.startswith(own) or seen.outside.append(asked.url))
        page.on("requestfailed", lambda request: seen.failed.append(f"{request.url}: {request.failure}"))
        page.on("response", lambda r: seen.failed.append(f"{r.url}: {r.status}") if r.status >= 400 else None)
        page.on("console", lambda m: seen.console.append(m.text) if m.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: seen.console.append(str(error)))
        page.goto(f"{server}/{path}", wait_until="load")
        if javascript:
            runs(page)
            # There is a reader: all of a long page is laid out, and its interactive figures wake.
            page.evaluate("dispatchEvent(new Event('scroll'))")
            page.evaluate("document.documentElement.classList.remove('later')")
            expect(page.locator("figure.sc-explorable:not(.sc-x-awake, .sc-x-failed)")).to_have_count(0)
        return seen

    yield open_page
    for context in contexts:
        context.close()
