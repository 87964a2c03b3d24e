"""The interactive figures of a notebook that has run in JupyterLab: from page to Python and back."""

from __future__ import annotations

from typing import Any

from jupyter_kit import Notebook, until
from playwright.sync_api import Locator, expect

ANSWER_S = 30
SOON_MS = 1000 * ANSWER_S


def find_figures(notebook: Notebook) -> dict[str, Locator]:
    """The interactive figures: the notebook's name for each, in the order of the page, and where the page shows it."""
    notebook.type("from sciencecities.explorables.base import Explorable")
    titles = notebook.ask(
        "{n: v.title for n, v in globals().items() if isinstance(v, Explorable) and not n.startswith('_')}"
    )
    shown = notebook.page.locator(".jp-Notebook .sc-x")
    expect(shown).to_have_count(len(titles), timeout=SOON_MS)
    places = {one.get_attribute("aria-label"): place for place, one in enumerate(shown.all())}
    assert sorted(places) == sorted(titles.values())
    return {name: shown.nth(places[title]) for name, title in titles.items()}


def speak(notebook: Notebook, figures: dict[str, Locator]) -> None:
    """By keyboard alone: a guess, then one step of a slider, both heard by Python; then Python moves the slider."""
    for name, figure in figures.items():
        notebook.scroll_to(figure)
        unknown = {"guess": None, "revealed": False}
        guess = guess_and_commit(figure)
        said = f"{{'guess': {name}.guess, 'revealed': {name}.revealed}}"
        assert heard(notebook, said, unknown) == {"guess": guess, "revealed": True}

        before = notebook.ask(f"{name}.settings()")
        slider = figure.get_by_role("slider").first
        if not slider.count():
            a_preset_is_heard(notebook, figure, name, before)
            continue
        shown = step(slider)
        ((trait, value),) = heard(notebook, f"{name}.settings()", before).items()
        assert value == shown != before[trait]
        assert words(figure.locator(".sc-x-sentence")) == notebook.ask(f"{name}.sentence()").split()

        notebook.type(f"{name}.{trait} = {before[trait]!r}")
        notebook.scroll_to(figure)
        expect(slider).to_have_value(str(before[trait]), timeout=SOON_MS)


def a_preset_is_heard(notebook: Notebook, figure: Locator, name: str, before: dict[str, Any]) -> None:
    """Without sliders: a ready-made setting by Enter is heard; then Python brings the question back."""
    figure.locator('.sc-x-preset[aria-pressed="false"]').first.press("Enter")
    assert heard(notebook, f"{name}.settings()", before)
    assert words(figure.locator(".sc-x-sentence")) == notebook.ask(f"{name}.sentence()").split()
    notebook.type(f"{name}.reset()")
    expect(figure).to_have_attribute("data-phase", "guess", timeout=SOON_MS)


def heard(notebook: Notebook, state: str, before: dict[str, Any]) -> dict[str, Any]:
    """What has changed in Python, once something has: `state` is an expression for a dict."""

    def changed() -> dict[str, Any]:
        return {key: value for key, value in notebook.ask(state).items() if value != before[key]}

    return until(changed, ANSWER_S, f"{state} in Python differs from {before}")


def guess_and_commit(figure: Locator) -> float:
    """Move the guess by one step and commit to it, by keyboard."""
    expect(figure).to_have_attribute("data-phase", "guess", timeout=SOON_MS)
    guess = step(figure.get_by_role("slider").first)
    figure.get_by_role("button", name="That is my guess").press("Enter")
    expect(figure).to_have_attribute("data-phase", "open", timeout=SOON_MS)
    return guess


def step(slider: Locator) -> float:
    """One step to the right by arrow key, or to the left from the right end: the new value."""
    before, end = slider.input_value(), slider.get_attribute("max")
    slider.press("ArrowLeft" if before == end else "ArrowRight")
    expect(slider).not_to_have_value(before, timeout=SOON_MS)
    return float(slider.input_value())


def words(element: Locator) -> list[str]:
    # Not inner_text: JupyterLab does not lay out what is scrolled away.
    return (element.text_content() or "").split()
