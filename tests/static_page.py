"""A page of its own for a script of ours: served on loopback under a strict policy, everything else refused."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page
from serving import serving

ASSETS = Path(__file__).resolve().parent.parent / "_assets"
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'"


@contextmanager
def serve(folder: Path, name: str, body: str) -> Iterator[str]:
    """Serve `body` with the book's sheets and the script `name`.js from `folder`; give the page's address."""
    sheets = ("book.css", "exercises.css", "ledger.css")
    for asset in (*sheets, f"{name}.js"):
        shutil.copy(ASSETS / asset, folder / asset)
    links = "".join(f'<link rel="stylesheet" href="{sheet}">' for sheet in sheets)
    (folder / "index.html").write_text(
        '<!doctype html><html lang="en" data-theme="auto"><head><meta charset="utf-8"><title>Test</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">{links}'
        f'<script src="{name}.js" defer></script></head>'
        f"<body><main><h1>Test</h1><h2>Part</h2>{body}</main></body></html>",
        encoding="utf-8",
    )
    # axe, which the test injects, is let in by the browser's bypass.
    with serving(folder, POLICY) as address:
        yield f"{address}/index.html"


@contextmanager
def visit(
    browser: Browser, url: str, width: int = 1280, **options: object
) -> Iterator[tuple[Page, list[str]]]:
    """Open the address; give the page and the list of what its console complains of."""
    context = browser.new_context(viewport={"width": width, "height": 800}, **options)
    page, complaints = context.new_page(), []
    page.on("console", lambda m: complaints.append(m.text) if m.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(url)
    yield page, complaints
    context.close()


def sideways(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
