"""The questions of the page: each has a right answer that the engine finds, and a sentence for every other."""

import re

import pytest

from tests.setup import ROOT
from ui.page.answers import QUESTIONS, Choice

PAGE = (ROOT / "index.html").read_text()
RIGHT = {
    "partial": "76",
    "shared": "1",
    "evaluations": "608",
    "slope-grad": "-12",
    "slope-step": "1.36",
    "too-large": "grow",
    "weights": "304",
    "hinge": "1.25",
    "rays": "rays",
    "file": "rules",
    "twice": "178",
    "compiled": "table",
}
NUMBERS = [name for name, question in QUESTIONS.items() if not isinstance(question, Choice)]


def test_every_question_of_the_page_can_be_judged_and_every_other_is_not_there():
    assert sorted(re.findall(r'id="ask-([a-z-]+)" autocomplete', PAGE)) == sorted(QUESTIONS) == sorted(RIGHT)


@pytest.mark.parametrize("name", RIGHT)
def test_the_right_answer_is_the_engine_s_and_is_said_to_be_right(name):
    right, words = QUESTIONS[name].judge(RIGHT[name])
    assert right is True and words.startswith("Right: ")


@pytest.mark.parametrize("name", NUMBERS)
def test_a_wrong_number_is_not_right_and_what_is_no_number_is_not_judged(name):
    question = QUESTIONS[name]
    for mistake in ["77.5", *[str(number) for number, _ in question._wrong]]:
        right, words = question.judge(mistake)
        assert right is False and words and not words.startswith("Right")
    assert question.judge("")[0] is None
    assert question.judge("seven")[0] is None


def test_a_choice_has_a_sentence_for_each_of_its_answers():
    for name, question in QUESTIONS.items():
        if isinstance(question, Choice):
            form = PAGE[PAGE.index('id="ask-%s"' % name) :].split("</form>")[0]
            assert sorted(re.findall(r'value="([^"]+)"', form)) == sorted(question.words)
            others = [answer for answer in question.words if answer != RIGHT[name]]
            assert [question.judge(answer)[0] for answer in others] == [False] * len(others)
            assert question.judge("")[0] is None


@pytest.mark.parametrize(("text", "right"), [("−12", True), ("-12,0", True), (" -1.2e1 ", True), ("−6", False)])
def test_numbers_are_read_as_people_type_them(text, right):
    assert QUESTIONS["slope-grad"].judge(text)[0] is right
