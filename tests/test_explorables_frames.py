"""Every interactive figure keeps up with a hand: found by itself, each of its controls moved once a frame."""

from __future__ import annotations

from typing import Any

import pytest
from browser_kit import KINDS, skip
from frame_kit import paces
from playwright.sync_api import Page

# Of 100 inputs, on a processor four times slower than this one.
INPUTS, SLOWDOWN, PART = 100, 4, 0.95
# Of processor time for one input at full speed, simulation and painting included.
AT_ONCE_MS = 100

# Those that simulate or search for weights at each input; the others are tried in `make test-all`.
HEAVY = ("mayor", "synthetic")


def opened(open_figures: Any, kind: Any) -> tuple[Page, Any]:
    phone = {"viewport": {"width": 412, "height": 823}, "reduced_motion": "no-preference"}
    page = open_figures(f"/{kind.module}-light.html", **phone)
    return page, skip(page, kind.module)


@pytest.mark.parametrize(
    "kind",
    [kind if kind.module in HEAVY else pytest.param(kind, marks=pytest.mark.slow) for kind in KINDS],
    ids=lambda kind: kind.module,
)
def test_each_control_is_drawn_in_the_next_frame_and_at_once(open_figures: Any, kind: Any) -> None:
    found = paces(*opened(open_figures, kind), count=6)
    assert found
    for pace in found:
        assert pace.next_frame == pace.inputs, pace
        assert pace.work < AT_ONCE_MS, pace


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.module)
def test_on_a_slow_processor_95_of_100_inputs_are_drawn_in_the_next_frame(
    open_figures: Any, kind: Any
) -> None:
    for pace in paces(*opened(open_figures, kind), count=INPUTS, slowdown=SLOWDOWN):
        assert pace.next_frame >= PART * INPUTS, pace
