"""The written exercise of chapter 1."""

from __future__ import annotations

from sciencecities.classroom.exercise import Exercise, Mention, Row, Text, Wrong

_FIGURES = """
table = data.load("province_year").set_index(["year", "province"])

def part(column, year):
    values = table.loc[year, column].dropna()
    return 100 * values[["Beijing", "Shanghai"]].sum() / values.sum()

def top_two(year):
    return 100 * measures.top_share(table.loc[year, "rd_expenditure"], 2)

def equal_sized(year):
    return measures.effective_number(table.loc[year, "rd_expenditure"])

leaders = " and ".join(table.loc[2023, "rd_expenditure"].nlargest(2).index)
ranking = data.load("science_cities").query("edition == 2025").set_index("city")["rank"]
"""

_TWO_MEASURES = """In 2010 Beijing and Shanghai together spent \
{part("rd_expenditure", 2010):.1f} percent of China's R&D money; in 2023 it was {part("rd_expenditure", 2023):.1f} \
percent. Their part of the value of technology contracts fell further, from {part("technology_contracts", 2010):.0f} \
percent in 2010 to {part("technology_contracts", 2019):.0f} percent in 2019, still a third of the market for know-how. \
From 2010, then, both point down. But in contracts the two had {part("technology_contracts", 2000):.0f} percent in \
2000: over the longer run only a start near the peak says so."""

_WHO_GAINED = """Who gained? Not everyone. The two largest spenders of 2023, {leaders}, held \
{top_two(2023):.1f} percent between them, more than the top two of 2010 ({top_two(2010):.1f} percent), and the \
effective number of equal-sized spenders hardly moved: {equal_sized(2010):.1f} in 2010, \
{equal_sized(2023):.1f} in 2023. The names at the top changed; \
the concentration hardly did. In the Nature Index, Beijing is still number \
{ranking["Beijing"]} and Shanghai number {ranking["Shanghai"]}; the rank {ranking["Hefei"]} of Hefei does not say how \
far behind them it is."""

_TOO_SHORT = "That is a start: 150 to 250 words are asked for"
_FEW_MEASURES = (
    "I did not find two measures (the part of a total, the effective number, a Lorenz curve or Gini, a count of "
    "articles, patents or contracts, distances; a rank alone does not count)."
)
_NO_FIGURES = "I did not find two figures: give each measure its number and its year."
_NO_LIMIT = (
    "I did not find a word on what the data cannot show ('cannot', 'does not say', 'hides', 'not counted', 'remains "
    "open' and the like)."
)

_WORDED = (
    r"half|halves|(?:third|quarter|fifth|sixth|seventh|eighth|ninth|tenth)s?|\w+teen|(?:twen|thir|for|fif)ty"
)
_FIGURE = rf"(?<![\d.,&])(?!(?:19|20)\d\d\b)\d+(?:[.,]\d+)*|\b(?:{_WORDED})\b"  # a number that is no year
_NOT = r"(?:\bnot|n['’]t|\bnever|\bcannot)"
_SHOW = r"(?:say|show|tell|count|see|prove|measure|reveal|capture|explain|know|mean|include|separate|settle)"

BROKEN_OR_NOT = Exercise(
    id="1.6",
    title="Has the dominance been broken?",
    level="written",
    minutes=30,
    points=10,
    objective="judge a claim about places from several measures, and name what none of them shows",
    prompt=(
        "Write about 200 words (150 to 250): *Has the dominance of Beijing and Shanghai been broken?* Use at least two "
        "measures, with their figures and years, and let them disagree if they do. Name one thing that the data cannot "
        "show."
    ),
    starter="answer = ...  # your text, between three quotation marks\n",
    solution=_FIGURES
    + 'answer = f"""The dominance of the two has become smaller, but it is not broken. '
    + _TWO_MEASURES
    + "\n\n"
    + _WHO_GAINED
    + """

What none of these figures can show is why. Nothing here separates a decision of the state from forty years of growth \
in the south, and R&D spending counts money paid, not things found out: a province can spend twice as much and learn \
nothing new.\"\"\"
""",
    answer=Text(
        words=(150, 250),
        rubric=(
            Row(
                "Answer",
                2,
                "A clear answer in the first two sentences, which the rest supports; 'yes, but' is fine.",
            ),
            Row(
                "Measures",
                3,
                "Two measures of different kinds (say, a part of a total and an effective number), each with its "
                "figure, its year and what it means in words.",
            ),
            Row(
                "Rank and quantity",
                2,
                "No conclusion rests on a rank alone; where a rank is quoted, the text says what it leaves out.",
            ),
            Row(
                "What the data cannot show",
                2,
                "One real limit of these data (cause, quality, what is not counted, a change of method), and what "
                "follows from it for the answer.",
            ),
            Row("Clarity", 1, "About 200 words a friend could follow; no figure without a unit."),
        ),
        mentions=(
            Mention((rf"(?:{_FIGURE})[\s\S]*?(?:{_FIGURE})",), 1, _NO_FIGURES),
            Mention(
                (
                    r"per ?cent|%|\b(?:part|share|proportion|fraction|portion|slice)s?\b|account(?:ed|s|ing)? for",
                    r"effective (?:number|province|place|spender)|herfindahl|equal-sized|equally (?:large|sized)"
                    r"|concentrat",
                    r"\btop[- ](?:two|three|five|ten|\d+|k)\b|\b(?:two|three|five) (?:largest|biggest)",
                    r"lorenz|gini|inequal|uneven",
                    r"\barticles?\b|publications?\b|nature index",
                    r"patent",
                    r"contract",
                    r"kilomet|\bkm\b|distance",
                    r"per (?:head|person|capita|million|inhabitant)",
                ),
                2,
                _FEW_MEASURES,
            ),
            Mention(
                (
                    r"\bcan(?:not|['’]t| not)\b|could(?: not|n['’]t)\b|\bunable\b|can show\b",
                    rf"{_NOT}\b(?: \w+)? {_SHOW}(?:s|d|ed|n)?\b"
                    rf"|\b(?:nothing|nobody|none|no one)\b[^.]{{0,60}}{_SHOW}s?\b",
                    rf"{_SHOW}s? (?:us )?(?:nothing|little)|no (?:evidence|idea|word|table|data|figures?|numbers?)\b",
                    r"\bhid(?:e|es|den|ing)\b|silent|leav(?:e|es|ing) out|left out|\bmissing\b|invisible|unseen|blind",
                    r"not (?:counted|measured|in the (?:data|tables?))|unknown|unclear|unanswered|untest"
                    r"|(?:remains?|stays?|left|leaves?) open|beyond (?:these|this|the|any|what)|\blimits? of\b",
                ),
                1,
                _NO_LIMIT,
            ),
        ),
    ),
    wrong=(
        Wrong(
            _FIGURES
            + 'answer = f"""Yes. Hefei is number {ranking["Hefei"]} in the world and still rising."""\n',
            _TOO_SHORT,
        ),
        Wrong(
            _FIGURES
            + 'answer = f"""Yes, the dominance has been broken, and the league table proves it. In the edition of 2025 '
            + """Hefei is number {ranking["Hefei"]}, Wuhan is number {ranking["Wuhan"]} and Nanjing is number \
{ranking["Nanjing"]}. A generation ago hardly anyone outside China had heard of these places, and now they stand \
above cities that everyone knows. Beijing is number {ranking["Beijing"]} and Shanghai is number \
{ranking["Shanghai"]}, but the others are coming closer every year, and nothing suggests that they will stop. When a \
city climbs that fast, the ones above it must feel it. It is like a race in which the runners behind are faster than \
the runners in front: sooner or later they pass. The old picture of two giants and a desert around them is out of \
date, and people who still believe it should look at the ranking again. One may add that the state wanted it so, and \
that in China what the state wants is what happens. So the answer to the question is a clear yes: the monopoly of \
the two is over, it has been over for some time, and it will not come back.\"\"\"
""",
            _FEW_MEASURES,
        ),
        Wrong(
            _FIGURES
            + 'answer = f"""The dominance of the two has become smaller. '
            + _TWO_MEASURES
            + """

The effective number of equal-sized spenders was {equal_sized(2010):.1f} in 2010 and {equal_sized(2023):.1f} in 2023, \
so there are about as many large spenders as before. The two largest, {leaders}, had {top_two(2023):.1f} percent. \
Everything therefore fits together well: the capital and the port had more of the money once and have less of it now, \
others took their place, and the number of places that matter stayed where it was. Seen in this way the monopoly was \
never a monopoly of two, and it has become less of one with each year. The figures are official, they come from one \
source, and they speak for themselves. I conclude that the dominance has been broken in part, and that it will go on \
to be broken as long as the south and the Yangtze delta grow faster than the two old centres.\"\"\"
""",
            _NO_LIMIT,
        ),
        Wrong(
            'answer = """It depends on what is meant by dominance. One measure is the part of a total that the two '
            """cities hold together, and by that measure they have lost ground, because other provinces have spent \
more and more. Another measure is the effective number of equal-sized spenders, and by that measure not much has \
changed, because the new leaders are about as large as the old ones were. The first measure looks at two names, the \
second at the whole field, and so they may well disagree without either of them being wrong. If dominance means that \
two places stand above all others, it was never quite true of money. If it means that a handful of places do most of \
the work, it is as true as ever. What neither measure can show is whether the work is any good, since money spent is \
not knowledge gained. For that one would have to read the papers, or wait until somebody builds something that works. \
So my answer is that it has been broken for the two and has not been broken for the few.\"\"\"
""",
            _NO_FIGURES,
        ),
    ),
)
