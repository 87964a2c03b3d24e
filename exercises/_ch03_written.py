"""The written exercise of chapter 3."""

from __future__ import annotations

from sciencecities.classroom.exercise import Exercise, Mention, Row, Text, Wrong

FAIR = "judge a ranking of cities, and say what a fair index would need"

_FIGURES = """
from sciencecities import cityscape

columns = ["rank_2025", "university_share", "rd_intensity", "gdp_per_head", "growth"]
table = cityscape.complete(columns)
up = [column != "rank_2025" for column in columns]

def place(*weights):
    index = measures.composite(table, weights, "min-max", up)
    return int(pd.Series(-index, table.index).rank(method="min")["Hefei"])

edition = data.load("science_cities").query("edition == 2025")
world = edition.set_index("city")["rank"]["Hefei"]
growth, spent = table.loc["Hefei", "growth"], table.loc["Hefei", "rd_intensity"]
profile = cityscape.indicators()["physical_share"]
each, of_those = profile["Hefei"], int(profile.rank(ascending=False)["Hefei"])
"""

_ONE_TABLE = """That Hefei is China's number seven for science is right in one table, the Nature Index of 2025. \
There it is number {world} in the world. What that table counts is articles in chosen journals, and a large city has \
more of them."""

_TWO_WEIGHTINGS = """Other weights give other places. Among the {len(table)} cities for which we have all five \
figures, Hefei is number {place(0, 0, 0, 0, 1)} when only growth counts ({growth:.1f} percent a year on average, \
2018 to 2023), and number {place(0, 0, 1, 0, 0)} when only R&D intensity counts ({spent:.2f} percent of GDP in 2019; \
other cities 2018 to 2021). With equal weights it is number {place(1, 1, 1, 1, 1)}. None of these is wrong: the first \
asks who grows, the second who spends."""

_BOUNDARIES = """Then there is the line on the map. New York and Boston stand in that list as metropolitan areas, with \
their suburbs; a Chinese city seems to be an administrative one with its counties, and Hefei was given part of Chaohu \
in 2011. Per million residents it has a Share of {each:.1f} in physical sciences (2020), number {of_those} of ten. A \
border drawn around the built-up area would probably take away few articles and many residents, and raise the figure."""

_FAIR = """A fair index would draw one kind of boundary, since a figure per head means nothing otherwise; choose its \
indicators before anybody sees the places, so that no winner is picked; and print a range of places, because one \
number looks firmer than it is."""

_NO_FIGURES = (
    "I did not find two figures (a place, a Share per head, an intensity, a rate of growth): give each its number and "
    "its year."
)
_NO_WEIGHTS = (
    "I did not find two weightings: say what counts how much in each, and where it puts Hefei ('when only growth "
    "counts', 'with equal weights' and the like)."
)
_NO_BOUNDARY = (
    "I did not find a word on boundaries (metropolitan area, administrative city, counties, suburbs, who is counted as "
    "a resident)."
)
_TOO_SHORT = "That is a start: 150 to 250 words are asked for"

_YEARLESS = r"(?<![\d.,&])(?!(?:19|20)\d\d\b)\d+"
_WORDED = r"\b(?:third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth)\b"
_FIGURE = rf"{_YEARLESS}(?:[.,]\d+)+|{_YEARLESS}|{_WORDED}"

FAIR_INDEX = Exercise(
    id="3.6",
    title="China's number seven?",
    level="written",
    minutes=30,
    points=10,
    objective=FAIR,
    prompt=(
        "*Hefei is China's number seven for science.* What would a fair index need? Answer in about 200 words (150 to "
        "250). Show two weightings that disagree about Hefei's place, with their figures and years, and say what "
        "difference it makes whether a city is a metropolitan area or an administrative one."
    ),
    starter="answer = ...  # your text, between three quotation marks\n",
    solution=_FIGURES + f'answer = f"""{_ONE_TABLE}\n\n{_TWO_WEIGHTINGS}\n\n{_BOUNDARIES}\n\n{_FAIR}"""\n',
    answer=Text(
        words=(150, 250),
        rubric=(
            Row(
                "Answer",
                2,
                "Says where the number seven comes from and what it counts, and does not replace it by another single "
                "number.",
            ),
            Row(
                "Two weightings",
                3,
                "Two sets of weights that put Hefei in different places, each with its place, its figures and years, "
                "and the question that it answers.",
            ),
            Row(
                "Boundaries",
                2,
                "Metropolitan area and administrative city are told apart, and the text says which way the border "
                "bends a total or a figure per head.",
            ),
            Row(
                "A fair index",
                2,
                "At least two demands that could be met (purpose, indicators chosen beforehand, open weights, a range "
                "of places, gaps shown), with a reason.",
            ),
            Row(
                "Clarity",
                1,
                "About 200 words a friend could follow; no place without the list it belongs to.",
            ),
        ),
        mentions=(
            Mention((rf"(?:{_FIGURE})[\s\S]*?(?:{_FIGURE})",), 1, _NO_FIGURES),
            Mention(
                (
                    r"\bweigh(?:t|ts|ted|ting|tings|s|ed|ing)?\b",
                    r"\bcounts? (?:\w+ )?(?:alone|only|twice|double|most|for more|half)|\bonly [^.]{2,40} counts?\b"
                    r"|equally|equal parts|give everything|\bmix\b"
                    r"|\bif (?:I|we|you|one) (?:only )?(?:look|count|take|use|care)",
                ),
                1,
                _NO_WEIGHTS,
            ),
            Mention(
                (
                    r"metropolitan|\bmetro\b|suburb|commut|agglomeration|conurbation",
                    r"administrative|count(?:y|ies)\b|border|boundar|city limits|Chaohu|line on (?:a|the) map"
                    r"|built-up|farm|village|\bfields\b",
                ),
                1,
                _NO_BOUNDARY,
            ),
        ),
    ),
    wrong=(
        Wrong(
            _FIGURES + 'answer = f"""No, Hefei is number {world} in the world, and that is what counts."""\n',
            _TOO_SHORT,
        ),
        Wrong(
            'answer = """The claim is right in one table and wrong in the next. A list of cities by their number of '
            """articles favours the large ones, while a list by growth favours those that began small. If I weigh \
growth alone, Hefei comes out on top of the larger cities, and if I weigh spending alone, it falls to the second half \
of them. Both weightings are honest and each of them answers a question of its own. The boundary matters as well. A \
metropolitan area takes in the suburbs from which people come to work, and an administrative city takes in fields and \
counties in which nobody does research, so that a figure per head is high in the one and low in the other. A fair \
index would have to use the same kind of boundary for everybody. It would also say what it is for, since a student \
who looks for a university and a mayor who looks for a model want to know different things. Its weights should be \
printed beside the list, and the reader should be able to change them. Above all it should give a range of places \
and not a single one, because a single place looks firmer than it is. Then Hefei could be called one of the stronger \
places in the country, and nobody would have to fight about the number.\"\"\"
""",
            _NO_FIGURES,
        ),
        Wrong(
            _FIGURES
            + 'answer = f"""Number seven is about right. '
            + """In the Nature Index of 2025 Hefei is number {world} in the world, and six cities of the mainland \
stand above it: Beijing, Shanghai, Nanjing, Guangzhou, Wuhan and Hangzhou. The list is made every year by people \
who know their trade, and it uses the same journals for all. Hefei spent {spent:.2f} percent of its GDP on research in \
2019 and grew by {growth:.1f} percent a year from 2018 to 2023, which fits the picture well. Some object that a \
metropolitan area is larger than a city, and that the suburbs of Boston are in the list while the counties of some \
other place are not. That is true, but it changes little at the top. Others say that a ranking should look at more \
than articles. They may be right, but the more one puts in, the more there is to quarrel about, and in the end \
everybody gets the list that he wants. I would rather have one number that is clear than ten that are not. A fair \
index is one that is made with care and published every year, so that cities can see whether they rise or fall. By \
that standard the present one is fair, and Hefei may be proud of its place.\"\"\"
""",
            _NO_WEIGHTS,
        ),
        Wrong(
            _FIGURES
            + f'answer = f"""{_ONE_TABLE}\n\n{_TWO_WEIGHTINGS}\n\n'
            + """A fair index would say for whom it is made, choose its indicators before anybody sees the places, \
publish its weights, and print a range of places instead of one. It would also show its gaps: most cities are \
missing from our table because one figure or another could not be found, and a city that is not in the table cannot be \
first in it. Hefei may then be anything from the top to the lower half, and the honest answer is that it depends on \
what is asked. I would print the range and leave the rest to the reader.\"\"\"
""",
            _NO_BOUNDARY,
        ),
    ),
)
