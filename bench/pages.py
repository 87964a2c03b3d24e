"""One table of all pages of the built book: what each costs a reader on a telephone, packed as hosts pack.

.venv/bin/python bench/pages.py                the table
.venv/bin/python bench/pages.py --lighthouse   also Lighthouse's marks, by the program on the path or by npx
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from page_meter import pages, weigh  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402
from serving import serving  # noqa: E402

SITE = ROOT / "_build" / "html"
BROWSERS = ("chromium-headless-shell", "google-chrome", "chromium", "chromium-browser")
RUNS = 3
MARKS = ("performance", "accessibility", "best-practices", "seo")
FLAGS = "--headless=new --no-sandbox --disable-dev-shm-usage"


def stop(why: str) -> None:
    """End with one sentence."""
    print(why, file=sys.stderr)
    raise SystemExit(2)


def lighthouse() -> list[str]:
    """The command that starts Lighthouse, which is npm's and no part of this project."""
    if found := shutil.which("lighthouse"):
        return [found]
    if npx := shutil.which("npx"):
        return [npx, "--yes", "lighthouse"]
    stop("There is no lighthouse and no npx on the path: install Node.js, or leave out --lighthouse.")
    raise AssertionError


def marks(command: list[str], url: str, browser: str) -> str:
    """Lighthouse's four marks, and the largest paint in seconds as it reckons for a slow telephone: medians of RUNS."""
    quiet = ["--quiet", "--output=json", "--output-path=stdout", f"--chrome-flags={FLAGS}"]
    only = f"--only-categories={','.join(MARKS)}"
    found = []
    for _ in range(RUNS):
        done = subprocess.run(
            [*command, url, *quiet, only],
            capture_output=True,
            text=True,
            env={**os.environ, "CHROME_PATH": browser},
        )
        if done.returncode:
            stop(f"Lighthouse gave up on {url}: {done.stderr.strip()[-400:]}")
        report = json.loads(done.stdout)
        paint = report["audits"]["largest-contentful-paint"]["numericValue"] / 1000
        found.append([*((report["categories"][name]["score"] or 0) * 100 for name in MARKS), paint])
    *four, paint = (statistics.median(column) for column in zip(*found, strict=True))
    return f"{' '.join(f'{mark:5.0f}' for mark in four)} {paint:6.2f}"


def main() -> None:
    """Print the table."""
    if not (SITE / "index.html").is_file():
        stop("There is no built book: run make book first.")
    browser = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if browser is None:
        stop("There is no Chrome or Chromium: run make test once, which installs it or says how.")
    command = lighthouse() if "--lighthouse" in sys.argv[1:] else []
    head = (
        f"{'page':38} {'first kB':>8} {'requests':>8} {'all kB':>7} {'JS kB':>6} {'shift':>6} {'paint ms':>8}"
    )
    print(head + ("  perf  a11y  best   seo  LCP s" if command else ""))
    with serving(SITE, gzipped=True) as address, sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=browser, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        for page in pages(SITE):
            one = weigh(launched, address, page)
            line = (
                f"{page:38} {one.first:8.1f} {one.requests:8} {one.complete:7.1f} {one.script:6.1f} {one.shift:6.3f}"
                f" {one.paint:8.0f}"
            )
            print(line + (f" {marks(command, f'{address}/{page}', browser)}" if command else ""), flush=True)
            for fault in one.excess():
                print(f"    over: {fault}")


if __name__ == "__main__":
    main()
