"""The ledger page of the book (`reference/claims.md`), written from the table `claims`."""

from __future__ import annotations

import html
from collections import Counter, defaultdict
from pathlib import Path

from sciencecities import claims
from sciencecities._package import write_whole

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "reference" / "claims.md"

TITLES = {
    1: "The megacity monopoly",
    2: "Science as a growth hack",
    3: "Provincial cities, big-budget science",
    4: "Regional stability",
    5: "The Hefei playbook",
    6: "The takeaway, and a warning shot",
}

HEAD = """\
<!-- Written by `python -m sciencecities.claims` from data/claims.csv: change it there. -->

# The ledger of claims

The essay makes {count} claims that can be told apart. Here they all are, in our words, each with a verdict, the figure
that decided it, and what would change our mind. A verdict judges a sentence, not its author; and most of the
sentences have something in them.

"""

RULES = """
## What the verdicts mean

A verdict is reached by questions, in this order. *Can* it be tested? If no record could settle it, not even one way, it
is untestable. Has its time come? If not, it is too early. Then: how much of the sentence would you sign? Each verdict
below has its question, and a claim on which to see it at work.

"""

HARD = """
Three rules for the hard cases.

- **Not shown is not refuted.** When a claim is sure of a cause and the records show company or dates only, we do not
  call it wrong. There is a smaller sentence to sign, so it is overstated; where we found no record on either side, it
  is untestable with our sources.
- **Aims.** An aim that is stated or ordered can be looked up, and is judged as a fact about those texts. One behind the
  texts cannot: untestable. A newspaper's report of an aim is not the text and does not settle it. All claims of the
  kind *motive* are judged by this one rule:
  {motives}.
- **An event without a date.** It can come true, and it can never fail: a record could settle it one way only. As there
  is something to wait for, we say too early and not untestable. That is no praise: {undated}.

"""

MIDDLE = """
## What the kinds mean

{kinds}

Our confidence in a verdict says how near the evidence comes to the thing claimed. High: that thing itself was looked up
or measured, and another reader of the same records would hardly judge otherwise. Medium: something near it stands in
for it, a source that matters is weak or alone, or a judgement decides. The number of sources is not the measure.

Places in the Nature Index go by edition: edition 2024 counts the papers of 2023. A year of the papers is called *data*.

## All claims

The address of a claim is its number, as in `claims.html#c08`.

"""


def write() -> Path:
    """Write the page and return its path."""
    write_whole(PAGE, render())
    return PAGE


def render() -> str:
    """The page as MyST Markdown. The list itself is HTML: it carries ids, and data for the filter's script."""
    rows = claims.every()
    kinds = _definitions(claims.KINDS)
    entries = "\n".join(['<ol class="sc-ledger">', *[_entry(row) for row in rows], "</ol>"])
    return "".join(
        [
            HEAD.format(count=len(rows)),
            _raw(f"{_summary(rows)}\n{_picture(rows)}"),
            RULES,
            _raw(_rubric()),
            HARD.format(motives=_badges(rows, "motive"), undated=_badges(rows, "prediction", "too early")),
            MIDDLE.format(kinds=kinds),
            _raw(f"{_filter(rows)}\n{entries}"),
        ]
    )


def _raw(text: str) -> str:
    return f"```{{raw}} html\n{text}\n```\n"


def _badges(rows: list[claims.Claim], kind: str, verdict: str | None = None) -> str:
    """The claims of a kind, or those of them with one verdict, each as a badge that leads to its entry."""
    return ", ".join(
        f"{{claim}}`{row.id}`" for row in rows if row.kind == kind and verdict in (None, row.verdict)
    )


def _definitions(meanings: dict[str, str]) -> str:
    return "\n".join(f"- **{name.capitalize()}**: {meaning}" for name, meaning in meanings.items())


def _summary(rows: list[claims.Claim]) -> str:
    """How many claims got each verdict, each a link that sets the filter."""
    counts = Counter(row.verdict for row in rows)
    items = "\n".join(
        f'<li><a class="sc-badge sc-badge--{verdict.replace(" ", "-")}" '
        f'href="?verdict={verdict.replace(" ", "+")}#all-claims">{counts[verdict]} {verdict}</a></li>'
        for verdict in claims.VERDICTS
    )
    return f'<ul class="sc-ledger-summary" aria-label="How many claims got each verdict">\n{items}\n</ul>'


def finding(rows: list[claims.Claim]) -> str:
    """What the picture of the ledger shows, in one sentence for each of the two kinds that differ most."""
    because = Counter(row.verdict for row in rows if row.kind == "causal")
    facts = Counter(row.verdict for row in rows if row.kind == "fact")
    return (
        f"The essay goes too far above all where it says why: of {because.total()} causal claims "
        f"{because['overstated']} are overstated, and {because['supported'] or 'none'} supported as they stand; "
        "by our rule a cause that is only asserted cannot score higher. "
        f"Of {facts.total()} facts {facts['supported']} are supported, {facts['overstated']} overstated and "
        f"{facts['wrong']} wrong."
    )


def _picture(rows: list[claims.Claim]) -> str:
    """Kinds against verdicts as a table of marks, one a claim, each leading to its entry."""
    cells: dict[tuple[str, str], list[claims.Claim]] = defaultdict(list)
    for row in rows:
        cells[row.kind, row.verdict].append(row)
    head = "".join(f'<th scope="col">{_soft(verdict)}</th>' for verdict in claims.VERDICTS)
    body = "\n".join(
        f'<tr><th scope="row">{_soft(kind)}</th>'
        + "".join(f"<td>{_marks(cells[kind, verdict])}</td>" for verdict in claims.VERDICTS)
        + "</tr>"
        for kind in claims.KINDS
    )
    return (
        '<figure class="sc-ledger-picture" aria-labelledby="ledger-finding">\n'
        '<table aria-labelledby="ledger-finding">\n'
        f"<thead><tr><td></td>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>\n"
        f'<figcaption><p id="ledger-finding">{html.escape(finding(rows))}</p>\n'
        '<p class="sc-source">Each mark is a claim and leads to it. Source: the book\'s own verdicts, '
        '<a href="data.html#claims">table of claims (CSV)</a></p></figcaption>\n</figure>'
    )


def _marks(rows: list[claims.Claim]) -> str:
    """The claims of one cell of the picture, with their number in words for the eye that counts."""
    if not rows:
        return ""
    links = " ".join(
        f'<a class="sc-badge {row.style}" href="#{row.anchor}" title="{html.escape(row.claim)}">{row.id}</a>'
        for row in rows
    )
    return f"<b>{len(rows)}</b> {links}"


def _soft(word: str) -> str:
    """The word with soft hyphens, for a narrow column."""
    for broken in (
        "sup-ported",
        "over-stated",
        "un-test-able",
        "rank-ing",
        "predic-tion",
        "opin-ion",
        "mo-tive",
    ):
        word = word.replace(broken.replace("-", ""), broken.replace("-", "&shy;"))
    return word


def _rubric() -> str:
    """Each verdict with its meaning, the question that decides, and an example from the ledger."""
    items = []
    for verdict, (question, claim_id) in claims.RUBRIC.items():
        row = claims.get(claim_id)
        items.append(
            f'<dt><span class="sc-badge {row.style}">{verdict}</span></dt>\n'
            f"<dd>{claims.VERDICTS[verdict]} <em>{question}</em> "
            f'<span class="sc-verdicts__why">Example: <a href="#{row.anchor}">{row.id}</a> {html.escape(row.claim)} '
            f"{html.escape(row.deciding)}</span></dd>"
        )
    return '<dl class="sc-rubric">\n' + "\n".join(items) + "\n</dl>"


def _filter(rows: list[claims.Claim]) -> str:
    """Three native selects, hidden until the page's script can serve them."""
    chapters = {str(number): f"{number} {title}" for number, title in TITLES.items()}
    return "\n".join(
        [
            '<form class="sc-ledger-filter" aria-label="Filter the claims" hidden>',
            _select("verdict", {verdict: verdict for verdict in claims.VERDICTS}),
            _select("kind", {kind: kind for kind in claims.KINDS}),
            _select("chapter", chapters),
            '<button type="reset">Show all</button>',
            f'<p class="sc-ledger-count" role="status">{len(rows)} of {len(rows)} claims shown.</p>',
            "</form>",
        ]
    )


def _select(name: str, options: dict[str, str]) -> str:
    inner = "".join(
        f'<option value="{html.escape(value)}">{html.escape(shown)}</option>'
        for value, shown in options.items()
    )
    return (
        f'<p><label for="ledger-{name}">{name.capitalize()}</label>\n'
        f'<select id="ledger-{name}" name="{name}"><option value="">all</option>{inner}</select></p>'
    )


def _entry(row: claims.Claim) -> str:
    others = [number for number, stem in _chapters(row) if number != row.chapter]
    facts = {
        "Kind": html.escape(f"{row.kind}; confidence in the verdict: {row.confidence}"),
        "What decided it": html.escape(row.deciding),
        "Evidence": html.escape(row.evidence),
        "What would change it": html.escape(row.would_change),
        # What no evidence could settle is discussed in a chapter; no chapter can test it.
        "Discussed in" if row.verdict == "untestable" else "Tested in": "; ".join(
            _place(row, number, stem) for number, stem in _chapters(row)
        ),
        "Sources": html.escape(row.sources),
    }
    pairs = "\n".join(f"<dt>{name}</dt>\n<dd>{value}</dd>" for name, value in facts.items())
    return (
        f'<li class="sc-claim" id="{row.anchor}" data-verdict="{row.verdict}" data-kind="{row.kind}" '
        f'data-chapter="{" ".join(str(number) for number in [row.chapter, *others])}">\n'
        f'<h3 class="sc-claim__title">{row.id} {html.escape(row.claim)} '
        f'<a class="headerlink" href="#{row.anchor}" aria-label="Link to claim {row.id}">#</a></h3>\n'
        f'<p><span class="sc-badge {row.style}">{row.verdict}</span></p>\n<dl>\n{pairs}\n</dl>\n</li>'
    )


def _chapters(row: claims.Claim) -> list[tuple[int, str]]:
    """The chapters that treat the claim, the main one first: number and file name."""
    stems = [row.tested_in, *row.also_in.split(";")]
    return [(int(stem.strip()[:2]), stem.strip()) for stem in stems if stem.strip()]


def _place(row: claims.Claim, number: int, stem: str) -> str:
    """Where the claim is tested: a link when the book's contents list the chapter, else its name alone."""
    name = html.escape(f"Chapter {number}, {TITLES[number]}")
    if f"chapters/{stem}" not in (ROOT / "_toc.yml").read_text(encoding="utf-8"):
        return f"{name} (to come)"
    return f'<a href="../chapters/{stem}.html#verdict-{row.anchor}">{name}</a>'
