"""The written exercise of chapter 4."""

from __future__ import annotations

from sciencecities.classroom.exercise import Exercise, Mention, Row, Text, Wrong

JUDGE = "judge a sentence about causes by its dates, and write the sentence that the data allow"

_FIGURES = """
from sciencecities import vintages

def parts(year, gdp, people):
    rows = vintages.per_head(gdp, people).query(f"year == {year}")
    return measures.theil_decomposition(rows["per_head"], rows["population"], rows["coast"])

older, newer = ("after census 4", "before census 7"), ("after census 5", "after census 7")
fell = 100 * (1 - parts(2014, *older).total / parts(2005, *older).total)
since = 100 * (1 - parts(2024, *newer).total / parts(2015, *newer).total)
first, last = (100 * parts(year, *newer).between / parts(year, *newer).total for year in (2015, 2024))
dated = data.load("policies").set_index("policy")["year"]
hefei = dated["Hefei comprehensive national science centre"]
west, centre = dated["Western Development ('Go West')"], dated["Rise of Central China"]
"""

_DATES = """For the science centres, the sentence puts the cause after the effect. Measured by the Theil index of GDP \
per head, inequality between provinces fell by {fell:.0f} percent from 2005 to 2014, on the older count of people \
(with its smaller recount of 2010 inside). The science centre of \
Hefei was approved in {hefei}. From 2015 to 2024, on the newer count, the index fell by {since:.0f} percent. """

_GAP = """To be fair, the gap in the narrow sense did shrink: the part between coast and interior went from \
{first:.0f} to {last:.0f} percent of the index (2015 to 2024). But in current yuan the inequality within the two grew \
about as much (in constant prices it hardly grew), and what was between had been \
falling for a decade when the centres came. """

_RIVALS = """Other things fit the dates better, such as Western Development ({west}) and the Rise of Central China \
({centre}), or people moving to the coast. That they came first does not make them the reason either."""

_LIMIT = """And the figures have limits. The two counts must not be joined, prices differ between provinces, and \
nobody has seen the interior without its laboratories, some far older than the centres: they may have kept a gap from \
growing."""

_REWRITE = """The sentence that the data allow: measured by GDP per head, the ratio of coast to interior shrank \
quickly from about 2004 to 2014, before the science centres were founded, and slowly since; whether they helped cannot \
be seen here."""

_NO_FIGURES = (
    "I did not find two figures (a Theil index or its change, a part between or within, a ratio of coast to interior): "
    "give each its number and its years."
)
_NO_DATE = (
    "I did not find when a policy began (the science centres, the strategy for innovation, Western Development, the "
    "Rise of Central China): name it, with its year."
)
_NO_LIMIT = (
    "I did not find a limit of the evidence ('cannot show', 'recount', 'prices', 'without the laboratories', 'other "
    "reasons' and the like)."
)
_NO_REWRITE = (
    "I did not find your own version of the sentence ('a sentence that the data allow', 'better:', 'I would write' and "
    "the like)."
)
_TOO_SHORT = "That is a start: 150 to 250 words are asked for"

_WORDED = r"half|halves|halved|twice|double|doubled|(?:third|quarter|fifth|tenth)s?"
_YEARLESS = r"(?<![\d.,&])(?!(?:19|20)\d\d\b)\d+"  # the head of a number that is no year
_UNIT = r" ?(?:%|per ?cent|points?|times|years|yuan)"
_FIGURE = rf"{_YEARLESS}(?:[.,]\d+)+|{_YEARLESS}{_UNIT}|\b(?:{_WORDED})\b"
_POLICY = (
    r"(?:science (?:and technology )?cent(?:re|er)s?|laborator(?:y|ies)|labs?\b|innovation|strategy|science push|push"
    r"|western development|go west|rise of (?:the )?cent(?:ral|re)|polic(?:y|ies)|programmes?|programs?"
    r"|zhangjiang|huairou|hefei|project 985|985)"
)
_WHEN = r"(?:(?:19|20)\d\d)"

BY_DATES = Exercise(
    id="4.6",
    title="Who came first?",
    level="written",
    minutes=30,
    points=10,
    objective=JUDGE,
    prompt=(
        "*Laboratories placed in the interior narrowed the gap between coast and interior.* Judge this sentence in "
        "about 200 words (150 to 250). Use at least two figures of chapter 4 with their years, never from two sides "
        "of the recount of 2014 and 2015, and the year in which at least one policy began. Name one limit of the "
        "evidence. End with the sentence that the data allow."
    ),
    starter="answer = ...  # your text, between three quotation marks\n",
    solution=_FIGURES + f'answer = f"""{_DATES}{_GAP}{_RIVALS}\n\n{_LIMIT}\n\n{_REWRITE}"""\n',
    answer=Text(
        words=(150, 250),
        rubric=(
            Row(
                "Judgement",
                2,
                "Says what is wrong with the sentence: the verb 'narrowed' names a cause, and the dates of the "
                "science centres do not fit.",
            ),
            Row(
                "Figures",
                3,
                "Two figures with their years and what they measure; no comparison crosses the recount of 2014 and "
                "2015; total, between and within are not mixed up.",
            ),
            Row(
                "Dates",
                2,
                "At least one policy with the year in which it began, set against when the gap shrank; what merely "
                "came first is not called the cause.",
            ),
            Row(
                "One limit",
                1,
                "A real limit (no interior without laboratories, recounts, price levels, few years since), and which "
                "way it bends the answer.",
            ),
            Row(
                "The rewritten sentence",
                2,
                "One sentence that a careful reader could sign: when, by which measure, and no verb of making.",
            ),
        ),
        mentions=(
            Mention((rf"(?:{_FIGURE})[\s\S]*?(?:{_FIGURE})",), 1, _NO_FIGURES),
            Mention(
                (rf"{_POLICY}[^.]{{0,120}}\b{_WHEN}", rf"{_WHEN}[^.]{{0,120}}\b{_POLICY}"),
                1,
                _NO_DATE,
            ),
            Mention(
                (
                    r"(?:can(?:not|['’]t| not)|do(?:es)?(?: not|n['’]t)|could(?: not|n['’]t)) (?:\w+ )?"
                    r"(?:say|show|tell|prove|mean|know|separate|settle|see|be (?:seen|known|told|shown))",
                    r"recount|counted (?:anew|again)|\bbreak\b|two counts|(?:older|newer|old|new) counts?\b"
                    r"[^.]{0,60}(?:not|never)",
                    r"\bprices?\b|price level|cost of living|purchasing power|nominal",
                    r"without (?:the |its |these |those |any )?(?:lab|scien|cent)|counterfactual"
                    r"|what would have|nobody has seen|no one has seen",
                    r"other (?:reasons|things|causes|explanations)|confound|coincidence|at the same time"
                    r"|moved? to the coast|migra",
                    r"too (?:early|soon|few years|short)|more time|\blags?\b|take(?:s)? (?:years|time|decades)"
                    r"|inside (?:a |each )?provinc|ecological|average of",
                ),
                1,
                _NO_LIMIT,
            ),
            Mention(
                (
                    r"(?:sentence|version|claim|statement|wording)\b[^.]{0,60}\b(?:data|figures|evidence|numbers|dates)\b"
                    r"[^.]{0,25}\b(?:allow|support|bear|permit|back)",
                    r"(?:data|figures|evidence|numbers|dates)\b[^.]{0,25}\b(?:allow|support|bear|permit)[^.]{0,50}"
                    r"(?:[:“\"]|sentence|to say|is that|is this)",
                    r"(?:i|one|we) (?:would|could|can|should|may|might) (?:only |rather |safely |honestly )?"
                    r"(?:write|say|print|put it|rewrite)",
                    r"\b(?:better|fair(?:er)?|honest|careful|correct(?:ed)?|rewritten|modest|true|safe|new|my) "
                    r"(?:sentence|version|wording|statement|claim)\b|\b(?:better|fairer|rather|improved|corrected):",
                    r"(?:should|could|might|must) (?:read|be rewritten|say instead|run)|instead:|rewrit|rephras|reword",
                ),
                1,
                _NO_REWRITE,
            ),
        ),
    ),
    wrong=(
        Wrong(
            _FIGURES + 'answer = f"""No. It fell by {fell:.0f} percent before (2005 to 2014)."""\n',
            _TOO_SHORT,
        ),
        Wrong(
            'answer = """The sentence claims a cause where only a sequence could be seen, and even the sequence is '
            """the wrong way round. Inequality between provinces had been falling for about a decade when the science \
centres were approved in 2016 and 2017, and it has hardly moved since then. What happened before cannot be the work of \
something that came later. The gap in the narrow sense, that between coast and interior, did go on shrinking, but much \
more slowly than before, while the differences within the coast and within the interior became larger and now make up \
the greater part. Programmes for the west and for the centre of the country had begun long before, and many people \
had moved to the coast, which lifts output per head in the places they leave. None of this shows that the laboratories \
were useless, since nobody has seen the interior without them, and they may need more time than they have had. The \
sentence that the data allow is this one: the gap shrank quickly before the science centres came and slowly \
afterwards, and whether they had a part in it is not known.\"\"\"
""",
            _NO_FIGURES,
        ),
        Wrong(
            _FIGURES
            + 'answer = f"""The sentence is too strong. Measured by the Theil index, inequality between provinces fell '
            + """by {fell:.0f} percent from 2005 to 2014, and from 2015 to 2024, on the newer count of people, it fell \
by {since:.0f} percent. So most of the change lies early and little of it late. In the same late years the part of the \
index between coast and interior went from {first:.0f} to {last:.0f} percent, which looks like good news for those who \
believe in the sentence, but the part within the two groups grew about as much, so that the whole stayed where it was. \
A reader who is told that something narrowed the gap will think of the whole, and about the whole it is wrong. There \
is also the matter of prices, which are lower in the interior, so that the gap in what people can buy was never as \
large as the gap in yuan. One should also remember that a province is not a person, and that the average of a large \
province hides rich and poor. I would write instead that the gap shrank quickly at first and slowly afterwards, and I \
would leave the question of reasons to those who have better data than we do.\"\"\"
""",
            _NO_DATE,
        ),
        Wrong(
            _FIGURES
            + 'answer = f"""The sentence is simply false. Inequality between provinces fell by {fell:.0f} percent from '
            + """2005 to 2014, and the science centre of Hefei was approved in {hefei}. From 2015 to 2024 the Theil \
index fell by {since:.0f} percent, which is next to nothing. So the laboratories did nothing at all, and it was the \
regional programmes that narrowed the gap: Western Development began in {west} and the Rise of Central China in \
{centre}, the gap shrank soon after that, and so the matter is clear. Roads and railways were built, factories moved \
inland, and the poor provinces caught up. When the money went into science instead, the fall came to an end, which \
proves once more that science does not help poor regions. The essay has taken the wrong programme for the right one, \
and its author should have looked at the calendar. The lesson for other countries is plain as well: build roads first \
and laboratories last, since roads close gaps and laboratories close nothing. A better sentence: the regional \
programmes of {west} and {centre} narrowed the gap between coast and interior by nearly half, and the laboratories \
brought this success to an end.\"\"\"
""",
            _NO_LIMIT,
        ),
        Wrong(
            _FIGURES
            + f'answer = f"""{_DATES}{_GAP}{_RIVALS}\n\n{_LIMIT}\n\n'
            + """All in all the matter is complicated, as it so often is with regions and money, and more research \
is needed before anything can be known for certain about it.\"\"\"
""",
            _NO_REWRITE,
        ),
    ),
)
