"""Ask every address on another host that the book links to, and name those that are gone. Code 1 when there are any,
2 when none could be asked.
"""

import sys
from pathlib import Path

import build

from sciencecities.book import links

EXCEPTIONS = Path(__file__).with_name("link_exceptions.toml")


def main() -> int:
    """Check the links of the built book, which is built first if need be."""
    if not build.is_current() and build.main():
        print("No link was checked, since the book was not built: the reasons are above.", file=sys.stderr)
        return 2
    addresses, left_out = links.outside(build.BUILD / "html"), links.exceptions(EXCEPTIONS)
    if not links.reachable(addresses):
        print(
            "No link was checked, since no other host answers: run make links on a machine with a network.",
            file=sys.stderr,
        )
        return 2
    dead = links.dead_outside(addresses, left_out)
    for line in dead:
        print(line)
    kept = sum(address.startswith(tuple(left_out)) for address in addresses)
    print(f"{len(addresses)} outside addresses: {kept} left out with a reason, {len(dead)} dead.")
    return 1 if dead else 0


if __name__ == "__main__":
    sys.exit(main())
