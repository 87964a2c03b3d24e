"""Write reference/record.json from the build that has just run: run times, versions, commit. Errors end with code 2."""

import sys

import build

from sciencecities.book import record


def main() -> int:
    """Write the record, and say what it holds and where it is."""
    try:
        path = record.write(build.ROOT)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    seconds = record.read(path)["seconds"]
    print(
        f"{len(seconds)} chapters, {sum(seconds.values()):.0f} seconds in all: {path.relative_to(build.ROOT)}"
    )
    print("Commit it: the status page shows it from the next build on.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
