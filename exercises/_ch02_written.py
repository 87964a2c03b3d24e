"""The written exercise of chapter 2."""

from __future__ import annotations

from sciencecities.classroom.exercise import Exercise, Mention, Row, Text, Wrong

DESIGN = "judge a causal claim from 31 provinces, name a limit and a design that would do better"

_FIGURES = """
table = data.load("province_year").set_index(["year", "province"]).sort_index()
intensity = table.loc[2010, "rd_intensity"]

def growth(first, last):
    rates = table.loc[first + 1 : last, "gdp_real_index"].unstack() / 100
    return 100 * (rates.prod() ** (1 / (last - first)) - 1)

whole = growth(2010, 2024)
together = measures.correlation(intensity, whole)
income = np.log(table.loc[2010, "gdp_per_capita"])
fit = measures.ols(whole, np.column_stack([intensity, income]))
slope, (low, high) = fit.coefficients[1], fit.intervals[1]
place = "Guizhou"
earlier, later = growth(2010, 2016), growth(2016, 2024)
before, since = earlier[place], later[place]
"""

_OPENING = """The figures give the minister no support, and telescopes least of all. Across the 31 provinces, R&D \
intensity in 2010 and real growth from 2010 to 2024 have a correlation of {together:.2f}: those that invested \
more tended to grow more slowly. """

_CONTROL = """Part of this may be catching up: rich provinces do more research and have less to catch up. With \
income in 2010 held fixed, one more point of intensity goes with {abs(slope):.2f} points less growth a year, and the \
95 percent interval runs from {low:.2f} to {high:.2f}, so that it may be nothing at all. """

_TELESCOPE = """Guizhou, where the 500-metre telescope stands, grew by {before:.1f} percent a year from 2010 to 2016, \
when it was finished, and by {since:.1f} percent a year from 2016 to 2024. But all provinces slowed, from \
{earlier.mean():.1f} to {later.mean():.1f} percent on average, and Guizhou stayed second."""

_LIMIT = """The same figures do not show that science is useless. Nobody handed out laboratories by lot; growth \
pays for research as well as the other way round, which would sooner push the figure up than down; \
and what is found in one province is used in others."""

_DESIGN = """A better design would compare places that nearly won a facility with those that did win it, from the same \
list of applicants, before and after the decision. It would wait ten years, count patents and firms as well as GDP, \
and name its measure beforehand. Until then: build a telescope to see the sky."""

_NO_FIGURES = (
    "I did not find two figures (a correlation, a slope with its interval, growth before and after): give each its "
    "number and its years."
)
_NO_LIMIT = (
    "I did not find a limit of the evidence ('cause', 'catching up', 'the other way round', 'only 31', 'confounded', "
    "'cannot show' and the like)."
)
_NO_DESIGN = (
    "I did not find a design that would do better ('compare … with', 'by lot', 'before and after', 'applicants', 'a "
    "control group' and the like)."
)
_TOO_SHORT = "That is a start: 150 to 250 words are asked for"

_WORDED = r"half|halves|twice|double|doubled|(?:third|quarter|fifth|tenth)s?"
_YEARLESS = r"(?<![\d.,&])(?!(?:19|20)\d\d\b)\d+"  # the head of a number that is no year
_UNIT = r" ?(?:%|per ?cent|points?|times|billion|million|yuan)"
_FIGURE = rf"{_YEARLESS}(?:[.,]\d+)+|{_YEARLESS}{_UNIT}|\b(?:{_WORDED})\b"

MORE_TELESCOPES = Exercise(
    id="2.6",
    title="The minister and the telescope",
    level="written",
    minutes=30,
    points=10,
    objective=DESIGN,
    prompt=(
        "A minister says: *Provinces that invest in science grow; so build more telescopes.* Answer in about 200 words "
        "(150 to 250). Use at least two figures of chapter 2, with their years and units. Name one limit of the "
        "evidence, and describe a design that would tell more: who would be compared with whom, and when."
    ),
    starter="answer = ...  # your text, between three quotation marks\n",
    solution=_FIGURES + f'answer = f"""{_OPENING}{_CONTROL}{_TELESCOPE}\n\n{_LIMIT}\n\n{_DESIGN}"""\n',
    answer=Text(
        words=(150, 250),
        rubric=(
            Row(
                "Answer",
                2,
                "Says in the first two sentences what the figures support: both halves of the sentence are met, that "
                "provinces grow and that telescopes are the way.",
            ),
            Row(
                "Figures",
                3,
                "Two figures of different kinds (say, a correlation and a slope with income held fixed), each with its "
                "years, its unit or sign, and what it means in words.",
            ),
            Row(
                "One limit",
                2,
                "A real limit (31 provinces, catching up, growth that pays for research, effects elsewhere), and which "
                "way it bends the figure.",
            ),
            Row(
                "A better design",
                2,
                "Names who is compared with whom and when, so that the two groups would have grown alike without the "
                "facility; 'more data' is no design.",
            ),
            Row(
                "Clarity",
                1,
                "About 200 words the minister could follow; no word that claims a cause unearned.",
            ),
        ),
        mentions=(
            Mention((rf"(?:{_FIGURE})[\s\S]*?(?:{_FIGURE})",), 1, _NO_FIGURES),
            Mention(
                (
                    r"\bcaus(?:e|es|ed|al|ality|ation)\b|other way (?:round|around)|revers|both ways",
                    r"catch(?:ing|es)?[- ]?up|convergen|(?:poor|rich)(?:er)? (?:provinces|places|regions|to start)",
                    r"confound|third (?:factor|thing|variable)|left out|omitted|held fixed|other (?:reasons|things)",
                    r"\b(?:only|just|merely|no more than|all of) (?:31|thirty[- ]one)\b|small sample|outlier"
                    r"|few (?:provinces|cases|observations)|one province",
                    r"spill|elsewhere|in other(?:s| provinces)|ecological|average of (?:a|the|whole) province",
                    r"(?:can(?:not|['’]t| not)|do(?:es)?(?: not|n['’]t)) (?:\w+ )?"
                    r"(?:say|show|tell|prove|mean|know|separate|settle)",
                    r"selection|cho(?:sen|ose)|picked|by lot|at random|coincidence",
                ),
                1,
                _NO_LIMIT,
            ),
            Mention(
                (
                    r"compar(?:e|es|ed|ing|ison)\b[^.]{0,90}\b(?:with|to|against|between)\b",
                    r"random|by lot|lottery|\bdrawn?\b[^.]{0,30}\bhat\b|experiment|trial|pilot",
                    r"before and after|difference[- ]in[- ]difference|synthetic|control group|placebo|matched|twins?\b",
                    r"nearly won|narrowly|just (?:over|under|missed)|winners?\b[^.]{0,60}losers?",
                    r"runner[- ]?s?[- ]?up|applicants?|losing (?:bid|place|site)|rejected|turned down"
                    r"|shortlist",
                    r"instrument|discontinuity|cut-?off|threshold|staggered|phas(?:ed|ing)|waiting list",
                ),
                1,
                _NO_DESIGN,
            ),
        ),
    ),
    wrong=(
        Wrong(
            _FIGURES
            + 'answer = f"""No. The correlation is {together:.2f} (2010 to 2024): science makes us poor."""\n',
            _TOO_SHORT,
        ),
        Wrong(
            'answer = """The minister is wrong, since provinces that invest more in science have grown more slowly '
            """than the others, and with starting income held fixed little is left that could be told from nothing. \
Much of the pattern is catching up: the rich provinces had their laboratories before the period began, and they had \
less room to grow. It may also be the other way round, since a province that grows can pay for research. A telescope \
is a special case in any event: it needs a dark and silent valley, and that is the kind of place from which firms and \
people stay away. The best known one was put where it is because of the shape of the ground, and the province \
grew fast until it opened and more slowly since. A better design would compare places that applied for a facility and \
were turned down with places that applied and were chosen, before and after the decision. It would need many \
facilities of the same kind, and some patience, because knowledge takes years to become a product. Until somebody \
has done this, a telescope should be built by those who wish to look at the sky, and growth should be left to those \
who know how it comes about, if there are any.\"\"\"
""",
            _NO_FIGURES,
        ),
        Wrong(
            _FIGURES
            + 'answer = f"""The minister has it backwards. Across the 31 provinces, R&D intensity in 2010 and real '
            + """growth from 2010 to 2024 have a correlation of {together:.2f}. In Guizhou, home of the 500-metre \
telescope, growth was {before:.1f} percent a year from 2010 to 2016 and {since:.1f} percent a year from 2016 to 2024. \
These are clear figures, they come from the statistics office, and they leave no room for doubt. Science therefore \
slows a province down: whoever spends money on laboratories has less of it for roads and factories, and that is what \
we see. A telescope is the worst of all, for it employs few people, sells nothing and needs an empty valley around \
it. The ministry would do better to compare the plans of the last years with what came of them, to close what does \
not pay, and to put the money where it brings a return. Every yuan that goes into the sky is a yuan that is missing \
on the ground. I would advise the minister to build no more telescopes, to cut the research budget by half within the \
next years, and to explain to the public that growth will rise as soon as the provinces stop wasting money on \
science.\"\"\"
""",
            _NO_LIMIT,
        ),
        Wrong(
            _FIGURES
            + f'answer = f"""{_OPENING}{_CONTROL}{_TELESCOPE}\n\n'
            + """The limit of all this is that growth pays for research as well as the other way round. Thirty-one \
provinces are few, and each of them has a story of its own that no column of a table can tell. What would help is more \
data: figures for more years, for prefectures and counties, for single institutes and firms, and with fewer gaps than \
there are now. With enough of them the truth would come out sooner or later, whatever it is, and the minister could \
act on it with confidence.\"\"\"
""",
            _NO_DESIGN,
        ),
    ),
)
