"""One table of all controls of all interactive figures: what an input to each costs on a processor four times slower.

.venv/bin/python bench/explorables.py            every figure
.venv/bin/python bench/explorables.py club mayor  these alone
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from browser_kit import KINDS, POLICY, skip, write_site  # noqa: E402
from frame_kit import paces  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402
from serving import serving  # noqa: E402

from sciencecities.book.take import browser  # noqa: E402

INPUTS, SLOWDOWN = 100, 4


def stop(why: str) -> None:
    """End with one sentence."""
    print(why, file=sys.stderr)
    raise SystemExit(2)


def main() -> None:
    """Print the table."""
    program = browser.find()
    if program is None:
        stop(browser.MISSING)
    known = {kind.module: kind for kind in KINDS}
    asked = sys.argv[1:] or list(known)
    if unknown := [name for name in asked if name not in known]:
        stop(f"There is no interactive figure {unknown[0]}: there are {', '.join(known)}.")
    print(
        f"{'figure':10} {'control':48} {'next frame':>10} {'work ms':>8} {'half ms':>8} {'95 in 100 ms':>12}"
    )
    with tempfile.TemporaryDirectory() as folder:
        write_site(Path(folder))
        with serving(Path(folder), POLICY) as address, sync_playwright() as playwright:
            launched = playwright.chromium.launch(executable_path=program, args=browser.FLAGS)
            for name in asked:
                page = launched.new_page(viewport={"width": 412, "height": 823})
                page.goto(f"{address}/{name}-light.html")
                for pace in paces(page, skip(page, name), INPUTS, SLOWDOWN):
                    print(
                        f"{name:10} {pace.control:48} {pace.next_frame:10} {pace.work:8.1f} {pace.middle:8.1f}"
                        f" {pace.slowest:12.1f}",
                        flush=True,
                    )
                page.close()


if __name__ == "__main__":
    main()
