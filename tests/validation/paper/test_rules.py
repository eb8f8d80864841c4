"""How a row of a ballot is typed: a letter for the verdict, a digit for each criterion."""

from contextlib import AbstractContextManager, nullcontext

import pytest

from facilitator.errors import RuleBroken
from facilitator.validation.models import Verdict
from facilitator.validation.paper.forms import PaperRow, blank_ballots, row_of
from facilitator.validation.paper.rules import read_scores, read_verdict, typed_scores
from facilitator.validation.rules import Reply

RELEVANCE, URGENCY, POWER = CRITERIA = (11, 12, 13)
LETTERS = "Enter R, C, N or - for the verdict."
DIGITS = "Enter a score from 1 to 9, - for “Can’t say” or _ for no answer."


def refused(sentence: str) -> AbstractContextManager[object]:
    return pytest.raises(RuleBroken, match=f"^{sentence.replace('.', r'.')}$".replace("(", r"\("))


@pytest.mark.parametrize(
    ("typed", "verdict"),
    [
        ("R", Verdict.RIGHT),
        (" r ", Verdict.RIGHT),
        ("c", Verdict.RIGHT_WITH_CHANGE),
        ("N", Verdict.NOT_FOR_US),
        ("-", Verdict.CANT_SAY),
        ("–", Verdict.CANT_SAY),
        ("", None),
    ],
)
def test_a_letter_is_a_verdict(typed: str, verdict: Verdict | None) -> None:
    assert read_verdict(typed) == verdict


@pytest.mark.parametrize("typed", ["x", "RR", "1", "right"])
def test_any_other_letter_is_refused(typed: str) -> None:
    with refused(LETTERS):
        read_verdict(typed)


@pytest.mark.parametrize(
    ("typed", "scores"),
    [
        ("795", {RELEVANCE: 7, URGENCY: 9, POWER: 5}),
        (" 7 9 5 ", {RELEVANCE: 7, URGENCY: 9, POWER: 5}),
        ("7-5", {RELEVANCE: 7, URGENCY: None, POWER: 5}),
        ("_9—", {URGENCY: 9, POWER: None}),
        ("___", {}),
        ("", {}),
    ],
)
def test_digits_stand_for_the_criteria_in_their_order(typed: str, scores: dict[int, int | None]) -> None:
    assert read_scores(typed, CRITERIA) == scores


@pytest.mark.parametrize("typed", ["790", "7.5", "7x5", "٧٩٥", "7½5"])
def test_what_is_no_digit_from_1_to_9_is_refused(typed: str) -> None:
    with refused(DIGITS):
        read_scores(typed, CRITERIA)


@pytest.mark.parametrize(("typed", "count"), [("79", 2), ("7955", 4), ("five", 4), ("0", 1)])
def test_as_many_digits_as_there_are_criteria(typed: str, count: int) -> None:
    with refused(f"Enter one digit for each of the 3 criteria. “{typed}” has {count}."):
        read_scores(typed, CRITERIA)


@pytest.mark.parametrize("typed", ["795", "7-5", "_9-", ""])
def test_what_was_read_is_typed_alike(typed: str) -> None:
    assert typed_scores(read_scores(typed, CRITERIA), CRITERIA) == typed


def test_a_row_is_known_by_its_mark() -> None:
    said = Reply(Verdict.RIGHT, comment="So it is", scores={RELEVANCE: 7})
    assert row_of(said, CRITERIA) == PaperRow("R", "7__", comment="So it is")
    assert row_of(said, CRITERIA).mark == PaperRow("R", "7__", comment="So it is").mark
    assert row_of(said, CRITERIA).mark != PaperRow("R", "7__", need="So it is").mark


@pytest.mark.parametrize(
    ("typed", "many"), [(None, 2), ("", 2), ("0", 0), ("7", 7), ("-1", 2), ("x", 2), ("9" * 400, 40)]
)
def test_so_many_ballots_without_a_name_are_printed(typed: str | None, many: int) -> None:
    with nullcontext():
        assert blank_ballots(typed) == many
