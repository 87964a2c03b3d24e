"""The written exercise of chapter 5."""

from __future__ import annotations

from sciencecities.classroom.exercise import Exercise, Mention, Row, Text, Wrong

JUDGE = "judge a causal sentence: which comparison it needs, and which of its donors had a shock of their own"

_FIGURES = """
from sciencecities import samples

def gap(sample, event):
    twin = measures.synthetic_control(sample.own, sample.donors, sample.pre(event), 0.01)
    return 100 * twin.gap[-1] / twin.synthetic[-1]

panels = samples.growth_samples()
wide, anhui = panels["cities38"], panels["provinces31"]
ranked = measures.placebo_ranks(wide.levels, wide.pre(), 0.01)
unit = list(wide.levels).index("Hefei")
place, p = ranked.rank[unit], ranked.p_value[unit]
deals = data.load("deals")
failed = deals[deals["status"] == "failed"]
planned = deals.set_index("firm").loc["HSMC, chips", "amount"]
cash = data.load("nio_cash").groupby("year")["flow"].sum()
"""

_TWIN = """The sentence makes a rule of one case. To see what buying did, one has to compare Hefei with a Hefei that \
did not buy. The nearest thing is a twin mixed from other cities. In 2012 Hefei stood {gap(wide, 2008):.0f} percent \
above it, but when each of the {wide.levels.shape[1]} cities gets a twin, Hefei's ratio is only number {place} (p = \
{p:.2f}), though few have a larger gap: most of those ahead were fitted more closely, so the test settles little. """

_SHOCK = """Donors have lives of their own, too. Anhui's lead of 2024, with 2017 as the first year after, shrinks from \
{gap(anhui, 2017):.1f} to {gap(anhui.without("Hubei"), 2017):.1f} percent without Hubei, which was locked down in \
2020."""

_SILENT = """Hefei is famous because it did well. Our own table has {len(failed)} failures, such as HSMC in Wuhan with \
{planned:.0f} billion yuan planned, and nobody keeps a list of the bets that came to nothing."""

_RETURN = """Those who had invested in NIO (city, province and a central fund; which of them sold was not named) got \
{cash[2021]:.1f} billion for shares in 2021. But the firm's base came from Shanghai, which lost what Hefei won, so \
that the country may have gained nothing."""

_NEEDED = """One would need all cities that weighed such a deal, buyers and others, followed for ten years. Until \
then: Hefei bought into companies and grew fast, and whether the one made the other is not known."""

_NO_FIGURES = (
    "I did not find two figures (a gap in percent, a rank or p-value, a sum that was paid or came back): give each its "
    "number, its unit and its year."
)
_NO_COMPARISON = (
    "I did not find the comparison that the sentence needs ('twin', 'synthetic', 'compare … with', 'would have', "
    "'other cities' and the like)."
)
_NO_SHOCK = (
    "I did not find a donor with a shock of its own (a lockdown, an earthquake, figures that were taken back): name "
    "the place and what happened there."
)
_NO_SILENT = (
    "I did not find the cases that nobody wrote up ('survivor', 'failed', 'picked because', 'HSMC', 'went bankrupt' "
    "and the like)."
)
_TOO_SHORT = "That is a start: 150 to 250 words are asked for"

_WORDED = r"half|halves|twice|double|doubled|(?:third|quarter|fifth|tenth)s?"
_YEARLESS = r"(?<![\d.,&])(?!(?:19|20)\d\d\b)\d+"  # the head of a number that is no year
_UNIT = r" ?(?:%|per ?cent|points?|times|billion|million|yuan|(?:st|nd|rd|th)\b|of (?:the )?\d+)"
_FIGURE = rf"{_YEARLESS}(?:[.,]\d+)+|{_YEARLESS}{_UNIT}|\b(?:{_WORDED})\b"
_DONOR = (
    r"(?:hubei|wuhan|shenyang|liaoning|dalian|tianjin|hohhot|inner mongolia|jilin|chengdu"
    r"|sichuan|qingdao|zhengzhou)"
)
_SHOCK_WORDS = (
    r"(?:lock(?:ed)?[- ]?down|pandemic|covid|epidemic|virus|earthquake|inflat|exaggerat|admit|doubt|taken back"
    r"|faked?|false|falsif|cooked|too high|invented|revis|cut by|rebuild|rebuilt|shock)"
)

BUY_IN = Exercise(
    id="5.6",
    title="Should cities buy into companies?",
    level="written",
    minutes=30,
    points=10,
    objective=JUDGE,
    prompt=(
        "*Hefei shows that cities should buy into companies.* Judge this sentence in about 200 words (150 to 250), for "
        "a mayor who has read it. Say which comparison it needs and what ours shows, with at least two figures and "
        "their years. Name one donor that had a shock of its own, and what becomes of the cases that nobody wrote up. "
        "Keep what the treasury got apart from what everyone got. End with what would have to be known."
    ),
    starter="answer = ...  # your text, between three quotation marks\n",
    solution=_FIGURES + f'answer = f"""{_TWIN}{_SHOCK}\n\n{_SILENT} {_RETURN}\n\n{_NEEDED}"""\n',
    answer=Text(
        words=(150, 250),
        rubric=(
            Row(
                "The comparison",
                3,
                "Says what it would take to show that (Hefei without its bets), what the twin and the placebos say, "
                "and how far they can be trusted; two figures with units and years.",
            ),
            Row(
                "A donor's own shock",
                2,
                "Names a donor and what happened there, and which way it bends the gap.",
            ),
            Row(
                "The silent cases",
                2,
                "Sees that Hefei was picked for its success, and names a failure or says why failures are not counted.",
            ),
            Row(
                "Cash and social return",
                1,
                "What the treasury got is not what the country got: says who lost what the city won.",
            ),
            Row(
                "What would have to be known",
                2,
                "A comparison that could change the author's mind: who, with whom, over how long. 'More data' is none.",
            ),
        ),
        mentions=(
            Mention((rf"(?:{_FIGURE})[\s\S]*?(?:{_FIGURE})",), 1, _NO_FIGURES),
            Mention(
                (
                    r"\btwins?\b|synthetic|counterfactual|placebo|control group|control city",
                    r"compar(?:e|es|ed|ing|ison)\b",
                    r"would (?:\w+ )?have|without (?:its|the|these|those|any|such) (?:bets?|deals?|shares?|money)"
                    r"|similar cities|other cities|cities like",
                ),
                1,
                _NO_COMPARISON,
            ),
            Mention(
                (
                    rf"\b{_DONOR}\b[^.]{{0,140}}{_SHOCK_WORDS}",
                    rf"{_SHOCK_WORDS}[^.]{{0,140}}\b{_DONOR}\b",
                    rf"\b{_DONOR}\b[^.]*\.[^.]{{0,80}}{_SHOCK_WORDS}",
                ),
                1,
                _NO_SHOCK,
            ),
            Mention(
                (
                    r"surviv|fail(?:ed|ure|ures|s|ing)?\b|bankrupt|flop|collapse|went under|came to nothing",
                    r"hsmc|saleen|byton|bordrin|rugao",
                    r"(?:picked|chosen|selected|famous|known|hear(?:d)?|tell|written)[^.]{0,40}"
                    r"(?:because|for its success|success|winner)|winners?\b|selection",
                    r"nobody (?:wrote|writes|tells|keeps|talks|counts)|never (?:hear|reported|written)|silent",
                ),
                1,
                _NO_SILENT,
            ),
        ),
    ),
    wrong=(
        Wrong(
            _FIGURES
            + 'answer = f"""No: Hefei is {gap(wide, 2008):.0f} percent above its twin (2012), p = {p:.2f}."""\n',
            _TOO_SHORT,
        ),
        Wrong(
            'answer = """The sentence takes one city and makes a rule of it. What it needs is a comparison with a city '
            """that is like Hefei in everything and did not buy, and since there is none, one has to be mixed from \
other cities. Our mix stays close to Hefei before the first bet and falls behind it afterwards, and yet the same can \
be seen in many places that did nothing special, so that the lead alone is no evidence. Some of the places in the mix \
had troubles of their own as well: Hubei was under lockdown for a whole spring, and figures of Liaoning were admitted \
to be too high. Then there are the cases of which nobody speaks, such as the chip works in Wuhan that was never \
finished. Those who failed are not invited to conferences. What the treasury earned with its shares is pleasant for \
the treasury, but the firm had been at home in another city, and what one place wins the other may lose. What would \
have to be known is how all cities fared that thought about such a deal, those that made it and those that did not, \
and over a long time, in wages and in taxes and not in shares alone.\"\"\"
""",
            _NO_FIGURES,
        ),
        Wrong(
            _FIGURES
            + 'answer = f"""Yes, the sentence is right, and the figures leave no doubt. Hefei put money into firms '
            + """when nobody else dared to, and it was rewarded. The investors in NIO got {cash[2021]:.1f} billion \
yuan back in 2021, after they had paid in {-cash[2020]:.1f} billion, net, the year before. The panel works of BOE \
made the city a place that the whole world buys screens from, and the memory makers came after it. Meanwhile a \
project in Wuhan failed although {planned:.0f} billion yuan had been planned for it, which shows that one must know \
how to choose: the mayor of Hefei knew it, and others can learn it from him. A city that wants to grow should \
therefore found a fund of its own, look for firms in need of money, ask for shares in return and make them move. The \
firms will bring their suppliers, the suppliers will bring workers, and the workers will pay for schools and \
hospitals. After some years the shares can be sold and the money can be used again. Those who say that it was luck \
should explain why the luck came back three times in a row, with screens, with chips and with cars, and always to the \
same place.\"\"\"
""",
            _NO_COMPARISON,
        ),
        Wrong(
            _FIGURES
            + f'answer = f"""{_TWIN}\n\n{_SILENT} {_RETURN}\n\n{_NEEDED} '
            + """A mayor who wants to buy today should at least write down beforehand what would count as a failure, \
publish every deal, and let somebody else do the sums.\"\"\"
""",
            _NO_SHOCK,
        ),
        Wrong(
            _FIGURES
            + f'answer = f"""{_TWIN}{_SHOCK}\n\n{_RETURN}\n\n'
            + """What would have to be known is what the same money would have done in schools, in roads or in the \
pockets of those who paid it as taxes, over ten years and in the whole country. Until somebody has worked that out, a \
mayor can say that Hefei did well, and that it is a pleasure to visit, but no more.\"\"\"
""",
            _NO_SILENT,
        ),
    ),
)
