"""The data colours as colour-blind readers see them, simulated as Machado, Oliveira and Fernandes (2009) do."""

from itertools import combinations

import numpy as np
import pytest
from colorspacious import cspace_convert, deltaE

from sciencecities.palette import DARK, LIGHT

DATA = ("blue", "orange", "green", "purple", "red", "yellow", "sky", "sand")
# Steps of CAM02-UCS: one is about the least that a practised eye tells apart.
APART = 6
# With their paper, as WCAG 2 asks at level AA: of small letters, and of fills and borders that carry meaning.
WORDS_CONTRAST, SHAPES_CONTRAST = 4.5, 3
KINDS = ("none", "deuteranomaly", "protanomaly", "tritanomaly")


def rgb(colour: str) -> np.ndarray:
    return np.array([int(colour[start : start + 2], 16) for start in (1, 3, 5)]) / 255


def seen(colour: str, kind: str) -> np.ndarray:
    """A colour as it looks to someone who lacks one kind of cone altogether."""
    if kind == "none":
        return rgb(colour)
    eye = {"name": "sRGB1+CVD", "cvd_type": kind, "severity": 100}
    return np.clip(cspace_convert(rgb(colour), eye, "sRGB1"), 0, 1)


def too_near(colours: dict[str, str], kind: str) -> list[tuple[str, str, float]]:
    """The pairs that look nearly alike, each with its distance."""
    looks = {name: seen(colours[name], kind) for name in colours}
    pairs = (
        (one, two, float(deltaE(looks[one], looks[two], input_space="sRGB1")))
        for one, two in combinations(looks, 2)
    )
    return [(one, two, round(far, 1)) for one, two, far in pairs if far < APART]


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("kind", KINDS)
def test_no_two_data_colours_look_alike_to_anyone(colours, kind):
    assert too_near({name: colours[name] for name in (*DATA, "paper")}, kind) == []


def test_a_pair_that_only_some_can_tell_apart_is_found():
    pair = {"blue": "#0b6bb5", "purple": "#7a4fb5"}
    assert too_near(pair, "none") == []
    assert [found[:2] for found in too_near(pair, "deuteranomaly")] == [("blue", "purple")]


def against_paper(colours: dict[str, str], names: tuple[str, ...]) -> dict[str, float]:
    """The contrast of each colour with its paper, as WCAG 2 reckons it."""

    def light(colour: str) -> float:
        part = rgb(colour)
        linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
        return float(linear @ [0.2126, 0.7152, 0.0722]) + 0.05

    pairs = {name: (light(colours[name]), light(colours["paper"])) for name in names}
    return {name: max(pair) / min(pair) for name, pair in pairs.items()}


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_colours_of_words_can_be_read_on_the_paper(colours):
    words = ("ink", "muted", "blue", "orange", "green", "purple", "red", "yellow")
    ratios = against_paper(colours, words)
    assert {name: ratio for name, ratio in ratios.items() if ratio < WORDS_CONTRAST} == {}


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_colours_of_shapes_stand_out_from_the_paper(colours):
    ratios = against_paper(colours, (*DATA, "hatch"))
    assert {name: ratio for name, ratio in ratios.items() if ratio < SHAPES_CONTRAST} == {}
