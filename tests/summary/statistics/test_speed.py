"""How long a group's results take, in processor time, so that a busy machine does not blur it."""

import random
from collections.abc import Callable
from time import process_time

import pytest

from facilitator.summary.statistics.ratings import rated
from facilitator.summary.statistics.tallies import tallied

ISSUES, CRITERIA, CITIES, RATINGS = 10, 3, 40, 50_000
LIMIT = 0.050


def shortest(work: Callable[[], object], times: int = 5) -> float:
    """The shortest of several runs, in seconds of processor time."""
    taken = []
    for _ in range(times):
        start = process_time()
        work()
        taken.append(process_time() - start)
    return min(taken)


@pytest.mark.timed
def test_fifty_thousand_ratings_of_a_group_are_counted_and_judged_within_50_ms() -> None:
    dice = random.Random(1)
    rows = [
        ((number % ISSUES, number // ISSUES % CRITERIA), dice.randrange(CITIES), dice.randint(1, 9), 1)
        for number in range(RATINGS)
    ]
    assert shortest(lambda: [rated(tallies) for tallies in tallied(rows).values()]) < LIMIT
