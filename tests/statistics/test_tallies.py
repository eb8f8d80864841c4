from collections import Counter
from statistics import median as median_of_list
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.statistics.tallies import (
    Count,
    cant_say,
    check_scores,
    median_score,
    people,
    tallied,
    unsaid,
)
from tests.statistics.drawn import answers, calm, scores


@calm
@given(st.lists(scores, min_size=1, max_size=50))
def test_a_tallys_median_is_that_of_the_scores_one_by_one(given_scores: list[int]) -> None:
    assert median_score(Counter(given_scores)) == median_of_list(given_scores)


@calm
@given(st.lists(scores, min_size=1, max_size=20), st.integers(0, 20), st.integers(1, 1000))
def test_cant_say_and_duplicates_leave_the_median(given_scores: list[int], silent: int, times: int) -> None:
    tally = {score: number * times for score, number in Counter(given_scores).items()}
    assert median_score({**tally, None: silent}) == median_score(Counter(given_scores))


@calm
@given(st.lists(answers))
def test_people_who_took_a_stand_and_people_who_cant_say_are_all(given_answers: list[int | None]) -> None:
    tally = Counter(given_answers)
    assert people(tally) + cant_say(tally) == len(given_answers)
    assert cant_say(tally) == given_answers.count(None)


@pytest.mark.parametrize("tally", [{}, {None: 3}, {7: 0}])
def test_where_nobody_gave_a_score_there_is_no_median(tally: dict[int | None, int]) -> None:
    with pytest.raises(ValueError, match="no median"):
        median_score(tally)


@pytest.mark.parametrize("score", [0, 10, 5.5, "five", -1])
def test_a_score_off_the_scale_is_refused(score: Any) -> None:
    with pytest.raises(ValueError, match="whole number from 1 to 9"):
        check_scores([{score: 1, 5: 2}])


def test_fewer_than_no_people_are_refused() -> None:
    with pytest.raises(ValueError, match="fewer than no people"):
        check_scores([{7: 2}, {7: -1}])


def test_rows_are_counted_per_issue_and_city() -> None:
    rows = [
        ("RET-01", "Antwerp", 7, 1),
        ("RET-01", "Antwerp", 7, 1),
        ("RET-01", "Antwerp", None, 1),
        ("RET-02", "Antwerp", 3, 4),
        ("RET-01", "Heerlen", 9, 1),
    ]
    assert tallied(rows) == {
        "RET-01": {"Antwerp": {7: 2, None: 1}, "Heerlen": {9: 1}},
        "RET-02": {"Antwerp": {3: 4}},
    }


@calm
@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("xyz"), answers)))
def test_rows_of_one_and_counted_rows_make_the_same_tallies(rows: list[tuple[str, str, int | None]]) -> None:
    counted = Counter(rows)
    one_by_one = tallied((*row, 1) for row in rows)
    assert one_by_one == tallied((*row, number) for row, number in counted.items())


def test_a_city_that_can_say_nothing_is_counted_apart_with_its_people() -> None:
    tallies = {"Lyon": {None: 2}, "Milan": {None: 1, 7: 1}, "Vienna": {8: 1}}
    assert unsaid(tallies, heard={"Milan", "Vienna"}) == Count(cities=1, people=3)
