"""One table of all pages of the built book: what each costs a reader on a telephone, packed as hosts pack.

.venv/bin/python bench/pages.py                the table
.venv/bin/python bench/pages.py --lighthouse   also Lighthouse's marks, with what it finds wrong

Names of pages after these ask for those alone: `chapters/01-megacity-monopoly.html 404.html`. Lighthouse is npm's and
no part of this project: `npm install --prefix _build/bench lighthouse` puts it where this looks first.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from page_meter import pages, weigh  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402
from serving import serving  # noqa: E402

from sciencecities.book.take import browser  # noqa: E402

SITE = ROOT / "_build" / "html"
RUNS = 3
MARKS = ("performance", "accessibility", "best-practices", "seo")
FLAGS = "--headless=new --no-sandbox --disable-dev-shm-usage --disable-gpu"


def stop(why: str) -> None:
    """End with one sentence."""
    print(why, file=sys.stderr)
    raise SystemExit(2)


def lighthouse() -> list[str]:
    """The command that starts Lighthouse."""
    for folder in (str(ROOT / "_build" / "bench" / "node_modules" / ".bin"), None):
        if found := shutil.which("lighthouse", path=folder):
            return [found]
    if npx := shutil.which("npx"):
        return [npx, "--yes", "lighthouse"]
    stop("There is no lighthouse and no npx on the path: install Node.js, or leave out --lighthouse.")
    raise AssertionError


def marks(command: list[str], url: str, program: str) -> tuple[str, list[str]]:
    """Lighthouse's four marks, the largest paint and the time blocked, for a slow telephone as it reckons; its faults.

    Marks are of 100, the paint in seconds, the time in milliseconds, all medians of RUNS. The faults are those of
    accessibility, best practices and SEO, each with the first place.
    """
    quiet = ["--quiet", "--output=json", "--output-path=stdout", f"--chrome-flags={FLAGS}"]
    only = f"--only-categories={','.join(MARKS)}"
    found = []
    for _ in range(RUNS):
        done = subprocess.run(
            [*command, url, *quiet, only],
            capture_output=True,
            text=True,
            env={**os.environ, "CHROME_PATH": program},
        )
        if done.returncode:
            stop(f"Lighthouse gave up on {url}: {done.stderr.strip()[-400:]}")
        report = json.loads(done.stdout)
        audits = report["audits"]
        paint = audits["largest-contentful-paint"]["numericValue"] / 1000
        blocked = audits["total-blocking-time"]["numericValue"]
        found.append([*((report["categories"][name]["score"] or 0) * 100 for name in MARKS), paint, blocked])
    *four, paint, blocked = (statistics.median(column) for column in zip(*found, strict=True))
    return f"{' '.join(f'{mark:5.0f}' for mark in four)} {paint:6.2f} {blocked:8.0f}", faults(report)


def faults(report: dict[str, Any]) -> list[str]:
    """What a report of Lighthouse finds wrong but for speed: category, audit, and the first place."""
    said = []
    for category in MARKS[1:]:
        for reference in report["categories"][category]["auditRefs"]:
            audit = report["audits"][reference["id"]]
            if reference["weight"] and audit["score"] is not None and audit["score"] < 1:
                place = next(iter((audit.get("details") or {}).get("items") or []), "")
                said.append(f"{category}: {audit['id']}: {json.dumps(place)[:200]}")
    return said


def main() -> None:
    """Print the table."""
    if not (SITE / "index.html").is_file():
        stop("There is no built book: run make book first.")
    found = browser.installed()
    if not found:
        stop(browser.MISSING)
    asked = [name for name in sys.argv[1:] if name != "--lighthouse"]
    if unknown := sorted(set(asked) - set(pages(SITE))):
        stop(f"The built book has no page {unknown[0]}: name one such as {pages(SITE)[1]}.")
    command = lighthouse() if "--lighthouse" in sys.argv[1:] else []
    head = (
        f"{'page':38} {'first kB':>8} {'requests':>8} {'all kB':>7} {'JS kB':>6} {'shift':>6} {'paint ms':>8}"
    )
    print(head + ("  perf  a11y  best   seo  LCP s  TBT ms" if command else ""))
    with serving(SITE, gzipped=True) as address, sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found[0], args=browser.FLAGS)
        for page in asked or pages(SITE):
            one = weigh(launched, address, page)
            line = (
                f"{page:38} {one.first:8.1f} {one.requests:8} {one.complete:7.1f} {one.script:6.1f} {one.shift:6.3f}"
                f" {one.paint:8.0f}"
            )
            # The last one: a browser with all its parts where there is one.
            said, wrong = marks(command, f"{address}/{page}", found[-1]) if command else ("", [])
            print(f"{line} {said}".rstrip(), flush=True)
            for fault in [*one.excess(), *wrong]:
                print(f"    over: {fault}")


if __name__ == "__main__":
    main()
