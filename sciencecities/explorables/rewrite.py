"""*Rewrite the claim*: a claim is as true as its qualifier, and some cannot be saved."""

from __future__ import annotations

from functools import cache
from typing import Any

import pandas as pd
import traitlets as t

from sciencecities import data

from .base import Explorable
from .rewrite_still import draw

AS_IT_STANDS, STRIKE = 0, 4
_PRESETS = {
    "Which edition?": "C10",
    "Which part of it?": "C21",
    "Cause, or a part?": "C12",
    "Can it be saved?": "C43",
}
_NOTE = (
    "The claims are the essay's in our words. A claim counts as mended when the evidence in the ledger supports the "
    "new sentence; that is a judgement, and its grounds stand beside it. Ten claims were picked because a phrase can "
    "be tested on them: the part that can be mended says nothing about the other claims. The tally lasts until you "
    "leave the page."
)


@cache
def _model() -> dict[str, Any]:
    """What the page needs to know: each claim with its verdict and its four ways out."""
    ledger = data.load("claims").set_index("id")
    options = data.load("claim_rewrites")
    claims = [
        {
            "id": key,
            "claim": ledger["claim"][key],
            "verdict": ledger["verdict"][key],
            "options": [
                {
                    "phrase": one.phrase,
                    "sentence": one.sentence,
                    "holds": bool(one.holds),
                    "why": one.why,
                    "figure": one.figure,
                }
                for one in options[options["claim"] == key].sort_values("option").itertuples()
            ],
        }
        for key in sorted(options["claim"].unique())
    ]
    presets = [
        {"label": label, "set": {"claim": key, "option": AS_IT_STANDS}} for label, key in _PRESETS.items()
    ]
    return {"claims": claims, "presets": presets, "note": _NOTE}


class Rewrite(Explorable):
    """Rewrite the claim: choose the phrase that makes an overstated claim true, or strike it.

    Settings: claim (number in the ledger, 'C10'), option (0: as it stands, 1 to 3: a phrase, 4: struck).
    `value` says whether the choice holds and why, `table()` gives all four of the claim.
    Raises TraitError for another claim or option.
    """

    module = "rewrite"
    title = "Rewrite the claim"

    claim = t.Unicode("C24").tag(sync=True)
    option = t.Int(AS_IT_STANDS).tag(sync=True)

    def __init__(self, name: str = "", **settings: Any) -> None:
        model = _model()
        limits = {
            "claim": {"kind": "choice", "options": [one["id"] for one in model["claims"]]},
            "option": {"kind": "choice", "options": list(range(STRIKE + 1))},
        }
        super().__init__(name, model, limits, settings)

    @t.validate("claim", "option")
    def _fits(self, proposal: Any) -> Any:
        return self.admitted(proposal["trait"].name, proposal["value"])

    @property
    def now(self) -> dict[str, Any]:
        """The claim on show: id, claim, verdict, options."""
        return next(one for one in self.data["claims"] if one["id"] == self.claim)

    @property
    def value(self) -> dict[str, Any]:
        """What is on show: claim, option, phrase and sentence, whether it holds (None as it stands), why, the deciding
        figure, which options are explained, how many claims there are (n) and how many a phrase mends (mended)."""
        now = self.now
        chosen = now["options"][self.option - 1] if self.option else {}
        holds = chosen.get("holds")
        # A wrong choice explains itself alone, so that there is still something to find.
        shown = list(range(1, STRIKE + 1)) if holds else [self.option] if self.option else []
        return {
            "claim": self.claim,
            "option": self.option,
            "phrase": chosen.get("phrase"),
            "sentence": chosen.get("sentence", now["claim"]),
            "holds": holds,
            "why": chosen.get("why"),
            "figure": chosen.get("figure"),
            "explained": shown,
            "n": len(self.data["claims"]),
            "mended": sum(not one["options"][STRIKE - 1]["holds"] for one in self.data["claims"]),
        }

    def table(self) -> pd.DataFrame:
        """A choice a row: phrase, sentence, whether it holds ('yes' or 'no'), why, the deciding figure."""
        table = pd.DataFrame(self.now["options"]).assign(
            holds=lambda f: f["holds"].map({True: "yes", False: "no"})
        )
        return table[["phrase", "sentence", "holds", "why", "figure"]]

    def lines(self) -> dict[str, str]:
        """What is now seen, in words: whether it holds; the sentence; why, and the figure that decides."""
        v = self.value
        if v["holds"] is None:
            return {
                "headline": f"As it stands: {self.now['verdict']}.",
                "first": v["sentence"],
                "more": "Which phrase does justice to the evidence, or must it go?",
            }
        return {
            "headline": _HEADLINES[v["option"] == STRIKE, v["holds"]],
            "first": v["sentence"],
            "more": f"{v['why']} ({v['figure']}.)",
        }

    def alt(self) -> str:
        """What the still picture shows, for someone who cannot see it."""
        phrases = "; ".join(one["phrase"] for one in self.now["options"])
        return (
            f"The claim {self.claim}, {self.now['claim']!r}, with a ring, tick or cross at each of four choices: "
            f"{phrases}. {self.sentence()}"
        )

    def still(self) -> str:
        """The picture for print and for pages without scripts: one SVG element."""
        return draw(self)


_HEADLINES = {
    (False, True): "So it holds.",
    (False, False): "So it still fails.",
    (True, True): "Rightly struck.",
    (True, False): "Struck too soon.",
}
