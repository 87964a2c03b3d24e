"""Settings of the interactive figures that make a good moment in class: guess first, then reveal.

A setting lives in the page's address, so each moment is a link. What the figure then says is not written here: it is
asked of the figure, so that it follows the data.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import quote

from sciencecities import explorables

FINGERS = "Fingers up: one for each ten percent, a fist for none."
FINGERS_CITIES = "Fingers up, one for each; more than ten: wave."
FINGERS_HUNDREDS = "Fingers up: one for each hundred cities."
SIT = "All stand. Count by tens, aloud; sit down once your number is passed. Who still stands says never."
VOTE = "Two votes by show of hands, one after the other."
EDGES = "Left arm, right arm or both: below, above, about the same. Then one number from each row of seats."


@dataclass(frozen=True)
class Moment:
    """One link for the classroom.

    figure: the name of the class in `explorables`. label: the text of the link. settings: what differs from the
    figure's defaults. ask: the question before the reveal. hands: how a full room answers at once. then: what to do or
    say next. shown: settings that change after the guess, where the reveal takes one more press.
    """

    figure: str
    label: str
    settings: Mapping[str, Any]
    ask: str
    hands: str
    then: str
    shown: Mapping[str, Any] = field(default_factory=dict)

    @property
    def kind(self) -> Any:
        """The class of the figure."""
        return getattr(explorables, self.figure)

    def query(self) -> str:
        """The settings as the query of an address, as the page itself writes them."""
        said = (
            (name, ".".join(one) if isinstance(one, list) else one) for name, one in self.settings.items()
        )
        return f"{self.kind.module}=" + ",".join(f"{name}:{quote(str(value))}" for name, value in said)

    @cached_property
    def said(self) -> str:
        """What the figure says once the guess is made. A setting that it does not allow: TraitError or TypeError."""
        # As on the page: the address changes some of the figure's defaults and leaves the others as they are.
        return str(self.kind(**{**self.kind().settings(), **self.settings, **self.shown}).sentence())


_NORTH_EAST = ["CN-LN", "CN-JL", "CN-HL"]
_NINETY = {f"q{number}": 90 for number in range(1, 9)}

MOMENTS = (
    Moment(
        "Club",
        "Technology contracts, 2009",
        {"measure": "contracts", "year": 2009},
        "What part of the value of all technology contracts was in Beijing and Shanghai?",
        FINGERS,
        "Before the next link: of patents, will it be more or less?",
    ),
    Moment(
        "Club",
        "Invention patents, 2009",
        {"measure": "patents", "year": 2009},
        "The same two places, the same year: what part of all invention patents?",
        FINGERS,
        "The two largest are others now: the named and the largest have come apart.",
    ),
    Moment(
        "Club",
        "R&D money, 2010",
        {"year": 2010},
        "Figures on R&D money begin in 2010. What part of it was spent in the two?",
        FINGERS,
        "One question, three answers: which would you print?",
    ),
    Moment(
        "Club",
        "Residents, for comparison",
        {"measure": "people"},
        "And of all residents?",
        FINGERS,
        "Now let the door admit 5, then 10. Who decided that the line is drawn after two?",
    ),
    Moment(
        "FirmRank",
        "Hefei against Wuhan",
        {"rival": "Wuhan"},
        "They are neighbours in the table. Draw it again a hundred times: how often is Hefei ahead?",
        FINGERS,
        "What would a headline say about one place gained here?",
    ),
    Moment(
        "FirmRank",
        "Hefei against Chicago",
        {"rival": "Chicago"},
        "And ahead of Chicago, a few places up?",
        FINGERS,
        "So is a rank firm? It depends on the distance behind it. Raise the noise until Hefei wins now and then.",
    ),
    Moment(
        "Drop",
        "All provinces, 2010 to 2019",
        {"window": "2010-2019"},
        "Did provinces that spent more on research grow faster? Guess the correlation and its sign.",
        EDGES,
        "Hold income fixed. What happens to the slope, and what to the interval?",
    ),
    Moment(
        "Drop",
        "Income held fixed, the north-east left out",
        {"out": _NORTH_EAST, "control": "yes", "window": "2010-2019"},
        "Skip the figure's own question and ask: is the slope above zero now? Does its interval hold zero?",
        VOTE,
        "Three clicks changed the sign. What did they cost? Would you report them?",
    ),
    Moment(
        "Yuan",
        "An elasticity of 0.05",
        {"elasticity": 0.05},
        "One more yuan goes into R&D. After how many years has it paid for itself?",
        SIT,
        "Move one assumption at a time. Which one decides, and who could measure it?",
    ),
    Moment(
        "Yuan",
        "An elasticity of 0.03",
        {"elasticity": 0.03},
        "The elasticity is a little smaller. How many years now?",
        SIT,
        "No table changed. What do you ask a lobbyist who names one number?",
    ),
    Moment(
        "Composite",
        "An index in which only growth counts",
        {"place": 0, "science": 0, "research": 0, "output": 0, "growth": 10},
        "Somebody may choose the weights. How many of the cities can be put first?",
        FINGERS_CITIES,
        "Each group puts another city first, and then has to defend its weights in one sentence.",
    ),
    Moment(
        "Composite",
        "An index of ranks in place of values",
        {"method": "rank"},
        "The same, but each indicator now counts as a rank. More cities, fewer, or the same?",
        VOTE,
        "Which scale would the city that comes second ask for?",
    ),
    Moment(
        "Versus",
        "Hefei against Guangzhou, per resident",
        {"city": "Hefei", "count": "resident"},
        "On how many of the indicators is Hefei ahead, per resident?",
        FINGERS_CITIES,
        "Switch to totals. Then ask: who counts as a resident, and where does the city end?",
    ),
    Moment(
        "Coast",
        "Beijing and Shanghai alone as the coast",
        {"coast": ["CN-BJ", "CN-SH"]},
        "Two cities against all others. What part of the inequality lies between the two groups?",
        FINGERS,
        "Who finds the line with the largest part between? It need not touch the sea.",
    ),
    Moment(
        "Coast",
        "The usual coast, 2003",
        {"year": 2003},
        "The usual eleven, in 2003. What part lies between coast and interior?",
        FINGERS,
        "Move the year to 2024, and let them say what changed: the gap, or what is inside the groups?",
    ),
    Moment(
        "Closing",
        "A lead of 2.6 points a year",
        {"lead": 2.6},
        "The interior keeps up the fastest lead of the periods seen. When are the two level?",
        SIT,
        "Has any lead lasted? The figure says which were seen.",
    ),
    Moment(
        "Closing",
        "A lead of half a point a year",
        {"lead": 0.5},
        "And with a lead of half a point a year?",
        SIT,
        "This is arithmetic and no forecast. What would make it one?",
    ),
    Moment(
        "Vintage",
        "Anhui, as told now",
        {"gdp": "after census 5", "people": "after census 7", "follow": "Anhui"},
        "The year 2017 is over. By how many percent has Anhui's GDP of that year changed since it was first told?",
        EDGES,
        "Two reports, years apart, and a miracle between them. Where did it happen?",
    ),
    Moment(
        "Synthetic",
        "Anhui from 2017",
        {"sample": "provinces31", "event": 2017},
        "By how many percent is Anhui above or below its twin in 2024?",
        EDGES,
        "A small p-value. Tempting to go home? Read the last sentence: what happened to the main donor?",
    ),
    Moment(
        "Synthetic",
        "Anhui from 2017, without Hubei",
        {"sample": "provinces31", "event": 2017, "out": ["Hubei"]},
        "Skip the figure's own question and ask: without Hubei among the donors, does the gap grow, shrink or stay?",
        EDGES,
        "Who would have thrown Hubei out *before* looking? Who only now? Is that the same?",
    ),
    Moment(
        "Mayor",
        "Everything on one project a round",
        {"rounds": 20},
        "Each project pays on average more than it costs. Of a thousand cities, how many end with less than they had?",
        FINGERS_HUNDREDS,
        "Let one of the ten best tell the class its secret of success. Then ask the silent ones.",
    ),
    Moment(
        "Mayor",
        "Ten projects a round",
        {"bets": 10},
        "The same projects, the money split over ten of them in each round. How many now?",
        FINGERS_HUNDREDS,
        "Same average, other fates. What can a case study of the winners not show?",
    ),
    Moment(
        "Forecast",
        "Somebody who says 90 percent of everything",
        _NINETY,
        "Skip the figure's own question and ask: will 90 for all eight score better or worse than 50 for all?",
        VOTE,
        "Press *Show me the answers*. One year, eight statements: was it skill?",
        {"step": "score"},
    ),
    Moment(
        "Rewrite",
        "The claim about a light dose of state money",
        {"claim": "C31"},
        "Ten claims, and for each a choice of phrases. How many can one phrase mend?",
        FINGERS_CITIES,
        "Let the room choose a phrase for this one by show of hands. What did the honest wording cost?",
    ),
)
