"""Make the slide decks anew: the book if need be, then _build/html/slides; say what was made. Errors: code 2."""

import sys

import build

from sciencecities.book import slides


def main() -> int:
    """Make a deck for each chapter, and print what was made and where."""
    if build.is_current():
        print("The book is built and up to date.")
    else:
        print("The slides are made from the built book, so the book comes first (some minutes).", flush=True)
        if build.main():
            print(
                "No slides were made, since the book was not built: mend the chapter named above.",
                file=sys.stderr,
            )
            return 2
    target = build.BUILD / "html" / "slides"
    try:
        decks = slides.make(
            build.BUILD / "html", target, lambda name: print(f"Reading {name} ...", flush=True)
        )
    except slides.SlidesError as error:
        print(error, file=sys.stderr)
        return 2
    for deck in decks:
        planned = f"{len(deck.planned)} slides for a class of {deck.minutes} minutes"
        print(f"{deck.name}.html: {planned}, {len(deck.slides)} in all")
    print(f"\nThe decks are listed at {(target / 'index.html').as_uri()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
