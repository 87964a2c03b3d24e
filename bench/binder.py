"""What Binder's image of this repository weighs over its base, and how long a reader waits for the first figure.

    .venv/bin/python bench/binder.py         some minutes; needs the Python of runtime.txt and the package index

Made as repo2docker makes it, but without a container: see tests/binder_kit.py. Prints, and leaves nothing behind.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from binder_kit import first_figure, make_image  # noqa: E402
from files_kit import lay_out  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

from sciencecities.book.take import browser  # noqa: E402

RUNS = 3
PARTS = 12


def main() -> int:
    """Make the image, and print its size, what takes it, and the seconds to the first figure of each chapter."""
    program = browser.find()
    if program is None:
        print(browser.MISSING, file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as place:
        try:
            image = make_image(Path(place) / "image")
        except LookupError as error:
            print(error, file=sys.stderr)
            return 2
        except subprocess.CalledProcessError:
            print("The packages could not be installed: the reasons are above.", file=sys.stderr)
            return 2
        print(
            f"base {image.base_mb:.0f} MB; over it {image.over_mb:.0f} MB, {image.packed_mb:.0f} MB packed; of that"
        )
        for name, size in islice(image.parts.items(), PARTS):
            print(f"    {name:20} {size:6.1f} MB")
        print(f"\nseconds from the start of the server to the first figure, median and all of {RUNS} starts")
        project = lay_out(Path(place) / "jovyan")
        with sync_playwright() as playwright:
            launched = playwright.chromium.launch(executable_path=program, args=browser.FLAGS)
            for path in sorted((ROOT / "chapters").glob("*.ipynb")):
                took = [
                    first_figure(
                        launched, image, project, Path(tempfile.mkdtemp(dir=place)), f"chapters/{path.name}"
                    )
                    for _ in range(RUNS)
                ]
                each = " ".join(f"{one:5.1f}" for one in took)
                print(f"    {path.stem:28} {statistics.median(took):5.1f}  ({each})", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
