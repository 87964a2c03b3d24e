"""The written exercise: honest texts are let through, and what words alone can tell is said as advice."""

import dataclasses

import pytest

from sciencecities.classroom import Wrong, check, get
from sciencecities.classroom.selftest import selftest

# Three honest answers in words of their own; none uses the phrases of the model answer.
PLAIN = """I would say the dominance has been dented rather than broken. Back in 2010 Beijing and Shanghai accounted for
18.5% of what China spent on research, and by 2023 that slice had shrunk to 15.0%. That is a real loss for the two of
them, and most of it happened in the capital. But a smaller slice for two cities does not mean that the cake is now
shared by everybody. If I work out the effective number of provinces, I get about 14.1 for 2010 and about 13.9 for 2023,
so spending is just as concentrated today as it was then. What changed is who sits at the top: Guangdong and Jiangsu
have overtaken both. So one measure tells me that the old leaders lost ground, and the other one tells me that a small
club still runs the show, only with other members. I trust the second one more, because it does not depend on which
names I pick beforehand. I have no idea from these tables whether the money was spent well, or who decided where it
went, and I would not want to guess. The quality of the research is invisible here, and so are the reasons behind it."""

FORMAL = """In my view it depends on the yardstick. The Gini coefficient for technology contracts fell from 0.72 in 2010
to 0.64 in 2019, which suggests that the trade in know-how reached more provinces. For invention patents, however, it
hardly changed between the two years, so there we see no spread at all. The proportion of contracts signed in the two
megacities dropped as well, to roughly a third of the national value. Taken together, the picture is mixed: know-how is
traded more widely, while patents stay where they were. In the Nature Index the two cities remain first and second, but
I draw no conclusion from that, since a rank hides the distance between one place and the next. Therefore I conclude
that the monopoly, if there ever was one, has become weaker in one market and has survived in another. An important
question remains open. The tables record what was paid, granted and signed, and there is no evidence in them about
causes: a policy, a shift of industry to the south, or plain growth could all have produced the same numbers. Anyone who
credits the government with the change is going beyond these data."""

SIMPLE = """No, not really. There are two things to look at. The first is the share of the two cities in research money.
It was more than eighteen per cent in 2010 and fifteen per cent in 2023, so it went down, but slowly. The second is
the top two provinces, whoever they are. They had nearly twenty-four per cent in 2010 and twenty-seven per cent in 2023,
and so their share went up! That is funny, because both numbers are true at the same time. The reason is that the top
two of today are other places than the two that everybody talks about. I think that the sentence about the broken
monopoly mixes up these two things. It looks at the old names, sees that they go down, and believes that everybody has a
chance now. But the money has only moved to other rich places at the coast. Small and poor provinces did not get much
from it. The figures don't tell us if the science is good or bad. They also say nothing about the people who do it,
for example whether a scientist in Hefei was trained in Beijing. For this we would need other data, and I have none."""


@pytest.mark.parametrize("text", [PLAIN, FORMAL, SIMPLE], ids=["plain", "formal", "simple"])
def test_honest_texts_are_ready_without_a_but(text):
    result = check("1.6", text)
    assert (result.status, result.advice) == ("ready", ()), result.feedback
    assert "A person marks it by the rubric." in result.feedback


def test_what_is_not_found_is_advice_and_refuses_nothing():
    result = check("1.6", "The answer to the question is a matter of taste. " * 16)
    assert (result.status, result.points, result.correct) == ("ready", None, None)
    assert len(result.advice) == 3
    assert "Before you hand in, look again: I did not find two figures" in result.feedback
    assert "I only match words." in result.feedback


def test_the_selftest_finds_a_weak_text_that_gets_no_advice():
    one = get("1.6")
    unnoticed = dataclasses.replace(one, wrong=(*one.wrong, Wrong(f"answer = {PLAIN!r}", "Never said.")))
    assert any("wrong answer 5 passes" in fault for fault in selftest(unnoticed))
    other = dataclasses.replace(one, wrong=(*one.wrong, Wrong("answer = 'the ' * 200", "Never said.")))
    assert any("wrong answer 5 is told" in fault for fault in selftest(other))
    advised = dataclasses.replace(one, solution="answer = 'the ' * 200")
    assert any("the solution is not right" in fault for fault in selftest(advised))


def test_a_year_is_no_figure():
    advice = check("1.6", "It was so in 2010 and it is not so in 2023, by the way. " * 12).advice
    assert any("two figures" in one for one in advice)
    advice = check("1.6", "It was 12.5 in 2010 and it is 14 in 2023, by the way of it. " * 12).advice
    assert not any("two figures" in one for one in advice)


def test_nothing_but_spaces_is_no_answer_yet():
    for text in ("", " ", " \n\n\t "):
        result = check("1.6", text)
        assert (result.status, result.feedback) == ("empty", "Put your answer above and run this cell.")


def test_length_is_all_that_a_long_text_is_praised_for():
    result = check("1.6", "bla and the " * 60)
    assert result.headline == "Long enough to hand in" and "A person marks it" in result.feedback


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        (1, "That is a start"),
        (149, "That is a start"),
        (150, ""),
        (250, ""),
        (251, "Too much of a good thing"),
    ],
)
def test_length_is_asked_for_kindly(words, kind):
    result = check("1.6", "the " * words)
    assert result.status == ("wrong" if kind else "ready")
    if kind:
        assert result.feedback == f"{kind}: 150 to 250 words are asked for, and here are {words}."


def test_another_language_is_not_judged_by_english_words():
    foreign = (
        "I can only read English words. Use the rubric in the box yourself, or hand in as your teacher asks."
    )
    german = (
        "Die Herrschaft der beiden Städte ist kleiner geworden, aber sie ist nicht gebrochen worden. " * 13
    )
    french = (
        "La domination des deux villes a diminué, mais elle n'est pas rompue pour autant, je crois. " * 12
    )
    for text in (german, french):
        result = check("1.6", text)
        assert (result.status, result.advice) == ("ready", (foreign,))
        assert "look again" not in result.feedback


def test_chinese_and_japanese_are_counted_by_character_and_not_called_words():
    chinese = "北京和上海的份额下降了，但集中度没有变化。" * 20
    result = check("1.6", chinese)
    assert (
        result.status == "ready" and "Here are 380 characters; I cannot count the words." in result.feedback
    )
    short = check("1.6", "北京和上海的份额下降了")
    assert short.status == "wrong" and short.feedback.endswith("here are 11 characters.")
    assert check("1.6", "ひらがなとカタカナ" * 20).status == "ready"


def test_an_english_text_may_quote_a_chinese_name():
    result = check("1.6", PLAIN.replace("Guangdong", "Guangdong (广东)"))
    assert (result.status, result.advice) == ("ready", ())
