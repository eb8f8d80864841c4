"""Invented cities and answers for the property tests."""

from collections import Counter

import pytest
from hypothesis import settings
from hypothesis import strategies as st

calm = settings(deadline=None)
# To import scipy takes longer than most of these tests together: it is done where it is asked for, and in
# the slow part.
against_scipy = pytest.mark.slow

scores = st.integers(1, 9)
answers = st.none() | scores
medians = st.integers(2, 18).map(lambda doubled: doubled / 2)
names = st.integers(0, 10_000).map("city {}".format)


def values(fewest: int = 5, most: int = 40) -> st.SearchStrategy[dict[str, float]]:
    """The median of each city."""
    return st.dictionaries(names, medians, min_size=fewest, max_size=most)


def delegations(fewest: int = 0, most: int = 12) -> st.SearchStrategy[dict[str, list[int | None]]]:
    """What each delegate of each city answered."""
    return st.dictionaries(names, st.lists(answers, max_size=6), min_size=fewest, max_size=most)


def tallies_of(answers_by_city: dict[str, list[int | None]]) -> dict[str, Counter[int | None]]:
    """The answers of each city, counted."""
    return {city: Counter(given) for city, given in answers_by_city.items()}
