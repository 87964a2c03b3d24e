"""The ledger: 46 claims of the essay, each with its verdict and what decided it.

    from sciencecities import claims
    claims.badge("C08")               # last line of a cell: a small badge that links to the ledger
    claims.verdicts(["C03", "C08"])   # last line of a cell: badges with the deciding figures

The table is `data.load("claims")`. The page `reference/claims.md` is written from it by
`python -m sciencecities.claims`, and a test holds the two together.
"""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import lru_cache

import pandas as pd

from sciencecities import data

LEDGER = "../reference/claims.html"

# In the order of the ledger's summary, from the kindest to the most open.
VERDICTS = {
    "supported": "The evidence found agrees with the claim as it stands.",
    "mostly supported": "True in substance; one qualifier is missing or one detail is off.",
    "overstated": "There is something in it, but less than is said: a part is told as the whole, or a link as a cause.",
    "wrong": "The evidence found contradicts it.",
    "untestable": "No record open to us settles it: a motive, a might-have-been, no event, or a count not seen.",
    "too early": "It names an event that has not come. Without a date it can come true and never fail.",
}

# For each verdict the question that decides, and a claim on which to see it at work.
RUBRIC = {
    "supported": ("Would you sign the sentence as it stands?", "C15"),
    "mostly supported": ("Would you sign it with one word added or one detail mended?", "C16"),
    "overstated": ("Is there a smaller sentence inside it that you would sign?", "C08"),
    "wrong": ("Does the evidence say otherwise, so that no qualifier saves it?", "C43"),
    "untestable": ("Is there no record open to us that would settle it, not even one way?", "C07"),
    "too early": ("Is there an event to wait for that would settle it, be it one way only?", "C44"),
}

KINDS = {
    "fact": "Something is so: it can be looked up.",
    "ranking": "Something stands above something else by some measure: it depends on the measure.",
    "causal": "One thing brought about another: the hardest to show.",
    "prediction": "Something will happen: it can be scored later.",
    "opinion": "A way of putting it: as worded, the figures can lean for or against it, and no more.",
    "motive": "Somebody wants something: what is stated or ordered can be looked up, what is wanted cannot.",
}


@dataclass(frozen=True)
class Claim:
    """One row of the ledger. `chapter` is a number; `tested_in` and `also_in` are names of chapter files."""

    id: str
    chapter: int
    claim: str
    kind: str
    verdict: str
    confidence: str
    deciding: str
    evidence: str
    would_change: str
    sources: str
    tested_in: str
    also_in: str

    @property
    def anchor(self) -> str:
        """The id of its entry on the ledger page."""
        return self.id.lower()

    @property
    def style(self) -> str:
        """The CSS class that colours its badge."""
        return f"sc-badge--{self.verdict.replace(' ', '-')}"


class Badge:
    """A claim's number and verdict, as a link to its entry in the ledger."""

    def __init__(self, claim: Claim) -> None:
        self.claim = claim

    def __repr__(self) -> str:
        return f"{self.claim.id} {self.claim.verdict}"

    def _repr_html_(self) -> str:
        return (
            f'<a class="sc-badge {self.claim.style}" href="{LEDGER}#{self.claim.anchor}">'
            f"{self.claim.id} {html.escape(self.claim.verdict)}</a>"
        )


class Verdicts:
    """Claims with badge, wording and deciding figure, one below the other (a list: it suits a phone)."""

    def __init__(self, rows: list[Claim]) -> None:
        self.rows = rows

    def __repr__(self) -> str:
        return "\n".join(f"{row.id} {row.verdict}: {row.claim} {row.deciding}" for row in self.rows)

    def _repr_html_(self) -> str:
        items = "\n".join(
            f'<li id="verdict-{row.anchor}">{Badge(row)._repr_html_()} '
            f'<span class="sc-verdicts__claim">{html.escape(row.claim)}</span> '
            f'<span class="sc-verdicts__why">{html.escape(row.deciding)}</span></li>'
            for row in self.rows
        )
        return f'<ul class="sc-verdicts">\n{items}\n</ul>'


class Board:
    """All claims as small badges with their numbers, gathered by verdict: every one leads to its entry."""

    def __init__(self, rows: list[Claim]) -> None:
        self.groups = {verdict: [row for row in rows if row.verdict == verdict] for verdict in VERDICTS}

    def __repr__(self) -> str:
        return "\n".join(f"{name}: {', '.join(row.id for row in rows)}" for name, rows in self.groups.items())

    def _repr_html_(self) -> str:
        items = "\n".join(
            f'<li><span class="sc-verdicts__why">{html.escape(name)} ({len(rows)})</span> '
            + " ".join(
                f'<a class="sc-badge {row.style}" href="{LEDGER}#{row.anchor}" '
                f'title="{html.escape(row.claim)}">{row.id}</a>'
                for row in rows
            )
            + "</li>"
            for name, rows in self.groups.items()
        )
        return f'<ul class="sc-verdicts">\n{items}\n</ul>'


def load() -> pd.DataFrame:
    """The whole ledger: one row per claim, the columns as in `data.card("claims")`."""
    return data.load("claims")


@lru_cache(maxsize=1)
def _all() -> dict[str, Claim]:
    table = load()
    names = [field.name for field in fields(Claim)]
    texts = table[names].astype(dict.fromkeys(names, object))
    rows = texts.where(texts.notna(), "").to_dict("records")
    return {str(row["id"]): Claim(**{str(name): value for name, value in row.items()}) for row in rows}


def every() -> list[Claim]:
    """All claims in the ledger's order."""
    return list(_all().values())


def get(claim_id: str) -> Claim:
    """The claim of that id ("C08"; "c08" is read too). An unknown id raises ValueError that lists the known ones."""
    found = _all().get(claim_id.strip().upper()) if isinstance(claim_id, str) else None
    if found is None:
        raise ValueError(f"there is no claim {claim_id!r}; choose one of: {', '.join(_all())}")
    return found


def badge(claim_id: str) -> Badge:
    """The badge of a claim, to be shown as the last line of a cell. Unknown id: ValueError."""
    return Badge(get(claim_id))


def verdicts(claim_ids: Iterable[str]) -> Verdicts:
    """Several claims with badge and deciding figure, in the order given. Unknown id: ValueError."""
    return Verdicts([get(claim_id) for claim_id in claim_ids])


def board() -> Board:
    """Every claim of the ledger as a small badge, by verdict, to be shown as the last line of a cell."""
    return Board(every())


if __name__ == "__main__":
    from sciencecities import _ledgerpage

    print(f"Wrote {_ledgerpage.write()}.")
