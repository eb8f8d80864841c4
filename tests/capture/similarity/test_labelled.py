"""What the threshold catches and what it misses, counted on the labelled set.

What is compared and how (runs of four letters, mostly the shorter's part, the aspect's bonus) was
chosen on every second question; the threshold, with all of them in view.
"""

from dataclasses import replace

import pytest

from bench.duplicates import Author
from facilitator.capture.similarity import LIKELY, KnownIssues
from tests.capture.similarity.labelled import Question, catalogue, outcome, questions

ALL = ("reworded", "typed", "paraphrase", "new")
CHOSEN_ON, HELD_BACK = slice(0, None, 2), slice(1, None, 2)


def known() -> KnownIssues:
    return KnownIssues(catalogue().values())


def among(crowd: int) -> KnownIssues:
    others = (replace(issue, id=issue.id + 1_000) for issue in Author(7).issues(crowd))
    return KnownIssues([*catalogue().values(), *others])


def part(which: slice) -> list[Question]:
    return [question for kind in ALL for question in questions(kind)[which]]


def test_nearly_every_reworded_issue_is_found() -> None:
    found = outcome(questions("reworded"), known())
    assert (found.answered, found.with_an_answer) == (38, 39)


def test_a_title_being_typed_is_found() -> None:
    assert outcome(questions("typed"), known()).recall == 1


def test_few_issues_said_in_quite_other_words_are_found() -> None:
    """Letters are compared, not meaning: the limit is known, and this says where it lies."""
    found = outcome(questions("paraphrase"), known())
    assert (found.answered, found.with_an_answer) == (2, 14)


def test_what_is_new_is_not_taken_for_a_duplicate() -> None:
    assert outcome(questions("new"), known()).shown == 0


def test_of_what_is_shown_nearly_all_says_the_same() -> None:
    found = outcome(part(slice(None)), known())
    assert (found.answered, found.with_an_answer) == (61, 74)
    assert (found.shown_rightly, found.shown) == (63, 65)


def test_the_questions_held_back_fare_as_well_as_those_chosen_on() -> None:
    chosen_on, held_back = (outcome(part(which), known()) for which in (CHOSEN_ON, HELD_BACK))
    assert (chosen_on.answered, chosen_on.with_an_answer) == (31, 38)
    assert (held_back.answered, held_back.with_an_answer) == (30, 36)


@pytest.mark.slow
def test_among_two_thousand_others_as_many_are_found_though_more_is_shown() -> None:
    """The others are thrown together from the demo's own words, so more of them fit than would in life."""
    found = outcome(part(slice(None)), among(2_000))
    assert (found.answered, found.with_an_answer) == (60, 74)
    assert found.precision > 0.5


def test_the_demo_s_own_duplicate_is_below_the_threshold_and_comes_second_when_asked_for_more() -> None:
    again, owners = catalogue()["ret-owners-again"], catalogue()["ret-owners"]
    second = known().similar_to(again, at_least=0.2)[1]
    assert second.id == owners.id
    assert second.score < LIKELY
