"""The written exercise of chapter 6."""

from __future__ import annotations

from sciencecities.classroom.exercise import Exercise, Mention, Row, Text, Wrong

FAIR = "write a forecast that can turn out wrong: event, date, probability, base rate"

_FIGURES = """
from sciencecities import scoring

places = scoring.places()
gained = scoring.moves(2024, 2025)
rose = int((gained > 0).sum())
china = data.load("science_cities").query("country == 'China'")
ten = china[china["rank"] <= 10].groupby("edition").size()
pairs = pd.concat([scoring.contests(2022, 2023), scoring.contests(2024, 2025)]).query("gap <= 2")
turned = int(pairs["overtook"].sum())
"""

_EVENT = """My forecast: in the next edition of the Nature Index Science Cities, the one after 2025, Hefei will stand \
higher than {places.loc["Hefei", 2025]:.0f}th, its place in 2025. If the list of journals has changed by then, the \
forecast is void. I say 0.55."""

_BASE = """From 2024 to 2025, {rose} of the {len(gained)} cities seen in both editions rose. That alone would say \
{rose / len(gained):.1f}. I go higher, since Hefei rose at every step seen within one list, from \
{places.loc["Hefei", 2018]:.0f}th (2018) to {places.loc["Hefei", 2023]:.0f}th (2023), then from \
{places.loc["Hefei", 2024]:.0f}th to {places.loc["Hefei", 2025]:.0f}th. But the higher a city stands, the fewer it can \
pass, and Tokyo, right above it, would have to give way."""

_MORE = """A second one: the mainland cities in the first ten, {ten[2024]} in 2024 and {ten[2025]} in 2025, will not \
be fewer than {ten[2025]}: 0.75, as it did not fall at either step of one year. \
A third, for those who like the essay's tone: of regional Chinese cities one or two \
places behind a Western one, more than half will have passed it. In the two steps we know {turned} of {len(pairs)} \
did, but these few pairs hang together, so I say 0.6."""

_WRONG = """I shall be wrong if Hefei stands {places.loc["Hefei", 2025]:.0f}th or lower, if the ten hold fewer of \
those cities, if half of the pairs or more stay as they are. Then my Brier score will be poor, and I will print it."""

_NO_DATE = (
    "I did not find when your forecast falls due: name the edition or the year by which the event has happened or has "
    "not."
)
_NO_PROBABILITY = "I did not find a probability: give a number (0.7, 70 percent, 7 in 10), not a word."
_NO_BASE = (
    "I did not find a base rate: how often did this happen before, of how many cases ('in three of four editions', 'of "
    "20 cities', 'so far')?"
)
_NO_WRONG = (
    "I did not find what would show you wrong: say it in plain words ('I am wrong if …', 'void if the journal list "
    "changes' and the like)."
)
_TOO_SHORT = "That is a start: 150 to 250 words are asked for"

FAIR_FORECAST = Exercise(
    id="6.6",
    title="A forecast you could lose with",
    level="written",
    minutes=30,
    points=10,
    objective=FAIR,
    prompt=(
        "*Expect more regional cities to join the club.* Write the paragraph that a careful columnist would print "
        "instead, in about 200 words (150 to 250): at least one forecast about the next edition of the league table, "
        "with its event, its date, a probability and the base rate behind it (with figures of chapter 6), and what "
        "would show you wrong."
    ),
    starter="answer = ...  # your text, between three quotation marks\n",
    solution=_FIGURES + f'answer = f"""{_EVENT}\n\n{_BASE}\n\n{_MORE}\n\n{_WRONG}"""\n',
    answer=Text(
        words=(150, 250),
        rubric=(
            Row(
                "Event and date",
                3,
                "Two strangers who see the next edition would agree whether it happened: the list, the edition, the "
                "places or counts are named, and what holds if the journals change.",
            ),
            Row(
                "Probability",
                2,
                "A number, neither 0 nor 1, and a reason why it is not ten points higher or lower.",
            ),
            Row(
                "Base rate",
                2,
                "How often it happened before, of how many cases, within one journal list, and one weakness of that "
                "count (few steps, cities out of sight, pairs that hang together).",
            ),
            Row(
                "What would be wrong",
                2,
                "Says which outcome would count against the author, and how the forecast would be scored.",
            ),
            Row(
                "Clarity",
                1,
                "About 200 words; no 'may' or 'might' without a number; a columnist could print it.",
            ),
        ),
        mentions=(
            Mention(
                (r"\b20(?:2[5-9]|3\d)\b|next edition|edition of|by the end of|coming edition",), 1, _NO_DATE
            ),
            Mention(
                (
                    r"\b0?\.\d+\b|\b\d{1,2} ?(?:%|per ?cent)"
                    r"|\b(?:one|two|three|four|five|six|seven|eight|nine|\d{1,2}) (?:in|out of) "
                    r"(?:two|three|four|five|six|ten|\d{1,3})\b|\bodds\b",
                ),
                1,
                _NO_PROBABILITY,
            ),
            Mention(
                (
                    r"base rate|so far|in the past|\bbefore\b|\b(?:each|every) (?:step|edition|time)\b",
                    r"\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|all|none) of (?:the |these |its )?"
                    r"(?:\d+|two|three|four|five|six|ten|twenty)\b",
                    r"\bhas (?:never|always)\b|times out of"
                    r"|from 20\d\d to 20\d\d|since 20\d\d|between 20\d\d and 20\d\d",
                ),
                1,
                _NO_BASE,
            ),
            Mention(
                (
                    r"\bwrong\b|\bvoid\b|\bfail(?:s|ed)?\b|\bcounts? (?:as|against)|\blos(?:e|es|t|ing)\b|mistaken"
                    r"|withdraw|too (?:optimistic|pessimistic|bold|timid)|penalty|\bI was off\b"
                    r"|take (?:it|the bet|this) back|squared distance",
                    r"\bBrier\b|\bscored?\b|hold (?:me|it) to|\bsettle[sd]?\b|called off",
                ),
                1,
                _NO_WRONG,
            ),
        ),
    ),
    wrong=(
        Wrong(
            _FIGURES
            + 'answer = f"""Hefei was {places.loc["Hefei", 2025]:.0f}th in 2025 and will rise: 0.7."""\n',
            _TOO_SHORT,
        ),
        Wrong(
            'answer = """Regional cities will go on rising, I would say at 80 percent. In the past they rose whenever '
            """anybody looked: all of the steps that could be compared brought more of them into the first ten and \
into the first twenty, and some of them passed a Western hub on the way. That is a good record, though a short one, \
and the cities that fell out of sight are not part of it. I do not claim to know why they rise. Money has a part in \
it, and so have the universities that stood there long before anybody spoke of science cities, and the way the list \
counts, which favours those who publish much in certain journals. But a forecast needs no cause, only a habit, and \
the habit is clear. Some readers will object that the first places are hard to take, since those who hold them have \
held them for a long time, and that a city which is near the top has few left to pass. They have a point, and that \
is why I do not say 95. I am wrong if these cities stop rising or begin to fall, and I promise to say so in this \
column when it happens. Until then I would bet on Hefei, and I would not bet my house.\"\"\"
""",
            _NO_DATE,
        ),
        Wrong(
            _FIGURES
            + 'answer = f"""In the next edition, that of 2026, Hefei may well stand higher than in 2025. '
            + """It was {places.loc["Hefei", 2024]:.0f}th in 2024 and {places.loc["Hefei", 2025]:.0f}th a year later, \
and it had climbed on the old list as well, at every step that we know. It might pass Tokyo, which stood right above \
it and has been falling slowly. Others could come along: Tianjin and Xi'an gained places too, and Chengdu stands just \
outside the first twenty. It would be no surprise if one of them came in, and it would be no surprise if one of the \
Western hubs went out. Of course the list of journals could change again, and in that case all of this is void. It is \
also possible that the cities behind Hefei are faster than it is. I would not exclude that London comes back, since it \
lost its places in a single year and may regain them as fast. I am wrong if Hefei falls, and in that case I shall say \
so. But all in all it seems rather likely that the trend goes on for some time, perhaps with a pause, and readers in \
other parts of the world should be prepared for it, whatever they think of it.\"\"\"
""",
            _NO_PROBABILITY,
        ),
        Wrong(
            'answer = """In the next edition of the league table Hefei will be among the first ten. I give this a '
            """probability of 0.9. My reasons are simple. The city has a university that everybody in physics knows, \
it has money, and it has leaders who want it. Its factories make cars for the whole country, and its laboratories \
build machines that exist nowhere else. Young people like to live there because flats are cheaper than in Shanghai, \
and the train takes only a few hours. When I visited it, the taxi driver told me about quantum computers. A place in \
which taxi drivers speak about quantum computers is a place that will make its way. The Western hubs, on the other \
hand, are tired. They argue about their budgets, their visas and their coffee, and they do not build. I could name \
some of them, but I would rather be polite. The list of journals should stay as it is, and if it is changed the \
forecast is void. I am wrong if Hefei is eleventh or lower, and then I shall buy a cup of overpriced coffee for the \
first reader who writes to me. Until then I stand by my number, and I sleep well.\"\"\"
""",
            _NO_BASE,
        ),
        Wrong(
            _FIGURES
            + 'answer = f"""In the next edition of the Nature Index, that of 2026, the first ten will hold '
            + """at least {ten[2025]} cities of the Chinese mainland. I give this 80 percent. The base rate speaks for \
it: there were {ten[2024]} of them in 2024 and {ten[2025]} in 2025, and on the older list of journals the number grew \
at every step from 2018 to 2023. I also expect, with 60 percent, that Hefei climbs from \
{places.loc["Hefei", 2025]:.0f}th, as it did from 2024 to 2025, and with 50 percent that Chengdu, which stood just \
outside, comes into the first twenty. These numbers are not higher because there are few steps to learn from, and \
because the cities that we can see are those that stayed near the top. They are not lower because nothing has happened \
that would make the next year different from the last one. The universities are the same, and so are the budgets, as \
far as they are known. It would be more interesting to know why the cities rise, but the table cannot tell us that. It \
can only tell us that they do, and how often. Readers who want more should look at the subjects, where the differences \
between the cities are larger than in the table of all subjects together.\"\"\"
""",
            _NO_WRONG,
        ),
    ),
)
