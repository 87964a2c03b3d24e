"""Do what publishing does, short of publishing: build, pack, and refuse a site with a fault."""

import sys
from pathlib import Path

import build
import take

from sciencecities.book import links, place
from sciencecities.book.take.error import TakeError

# What GitHub Pages takes: one gigabyte, plain files.
LIMIT_MB = 1000


def complaints(html: Path) -> list[str]:
    """What is wrong with a built site, one sentence each."""
    found = [f"{name} is missing." for name in ("index.html", "404.html") if not (html / name).is_file()]
    found += [
        f"{path.relative_to(html)} is a symbolic link." for path in html.rglob("*") if path.is_symlink()
    ]
    size = sum(path.stat().st_size for path in html.rglob("*") if path.is_file()) / 1e6
    if size > LIMIT_MB:
        found.append(f"The site has {size:.0f} MB, and a host may take {LIMIT_MB}.")
    return found + links.dead_inside(html)


def main() -> int:
    """Build and pack everything, check the site, and say what would be published where."""
    if not build.is_current() and build.main():
        return 2
    html = build.BUILD / "html"
    found = complaints(html)
    for line in found:
        print(line, file=sys.stderr)
    if found:
        print(f"The site is not fit to be published: {len(found)} faults, named above.", file=sys.stderr)
        return 2
    try:
        made = [make() for make in take.KINDS.values()]
    except TakeError as error:
        print(error, file=sys.stderr)
        return 2
    known = place.find(build.ROOT)
    print(f"Fit to be published: {html}")
    print(f"To take along: {', '.join(path.name for path in made)} in {take.TARGET}")
    print(
        f"Launch links lead to {known.url}, branch {known.branch}."
        if known
        else "No launch links: no address known."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
