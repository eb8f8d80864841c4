import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.statistics.disagreement import Spread, spread
from facilitator.statistics.words import Word, cities_to_split, word_for
from tests.statistics.drawn import calm, medians

YES, UNSURE, NO = 8.0, 5.0, 2.0
ON_UPPER_BORDER, ON_LOWER_BORDER = 6.5, 3.5

DECISIONS = {
    "all of five say yes": ([YES] * 5, Word.AGREED),
    "all of five say no": ([NO] * 5, Word.AGREED_NOT),
    "all of five are unsure": ([UNSURE] * 5, Word.OPEN),
    "four of five say yes and one no": ([YES] * 4 + [NO], Word.AGREED),
    "four of five say no and one yes": ([NO] * 4 + [YES], Word.AGREED_NOT),
    "three of five say yes": ([YES] * 3 + [UNSURE] * 2, Word.OPEN),
    "two of five at each end": ([YES] * 2 + [UNSURE] + [NO] * 2, Word.SPLIT),
    "two of six at each end": ([YES] * 2 + [UNSURE] * 2 + [NO] * 2, Word.SPLIT),
    "two of eight at each end are not enough": ([YES] * 2 + [UNSURE] * 4 + [NO] * 2, Word.OPEN),
    "three of eight at each end": ([YES] * 3 + [UNSURE] * 2 + [NO] * 3, Word.SPLIT),
    "six of eight say yes, three quarters": ([YES] * 6 + [UNSURE] * 2, Word.AGREED),
    "five of eight say yes": ([YES] * 5 + [UNSURE] * 3, Word.OPEN),
    "six of eight say no": ([NO] * 6 + [UNSURE] * 2, Word.AGREED_NOT),
    "five of eight say no": ([NO] * 5 + [UNSURE] * 3, Word.OPEN),
    "thirty of forty say yes": ([YES] * 30 + [UNSURE] * 10, Word.AGREED),
    "twenty-nine of forty say yes": ([YES] * 29 + [UNSURE] * 11, Word.OPEN),
    "thirty-seven of fifty say yes, 74 %": ([YES] * 37 + [UNSURE] * 13, Word.OPEN),
    "thirteen of forty at each end": ([YES] * 13 + [UNSURE] * 14 + [NO] * 13, Word.SPLIT),
    "twelve of forty at each end, wide apart": ([9.0] * 12 + [UNSURE] * 15 + [1.0] * 13, Word.SPLIT),
    "all on the upper border": ([ON_UPPER_BORDER] * 5, Word.AGREED),
    "all on the lower border": ([ON_LOWER_BORDER] * 5, Word.OPEN),
    "the median just under the upper border": ([6.0] * 3 + [ON_UPPER_BORDER] * 3, Word.OPEN),
    "wide apart with nobody in the no zone": (
        [ON_LOWER_BORDER] * 4 + [UNSURE] * 3 + [ON_UPPER_BORDER] * 4,
        Word.SPLIT,
    ),
}


@pytest.mark.parametrize(("values", "word"), DECISIONS.values(), ids=DECISIONS.keys())
def test_each_issue_gets_the_word_of_the_rule(values: list[float], word: Word) -> None:
    assert word_for(values) is word


@pytest.mark.parametrize("cities", [0, 1, 2, 4])
def test_fewer_than_five_cities_leave_every_issue_open(cities: int) -> None:
    assert word_for([YES] * cities) is Word.OPEN
    assert word_for([NO] * cities) is Word.OPEN


@pytest.mark.parametrize("cities", [5, 6, 40])
def test_five_cities_or_more_can_agree(cities: int) -> None:
    assert word_for([YES] * cities) is Word.AGREED
    assert word_for([NO] * cities) is Word.AGREED_NOT


@pytest.mark.parametrize(
    ("cities", "needed"),
    [(5, 2), (7, 2), (8, 3), (10, 3), (11, 4), (13, 4), (14, 5), (16, 5), (40, 13)],
)
def test_a_third_of_the_cities_at_each_end_splits_as_the_panel_rule_tabulates(
    cities: int, needed: int
) -> None:
    assert cities_to_split(cities) == needed


def test_a_range_just_as_wide_as_allowed_is_no_disagreement() -> None:
    assert not Spread(3.85, 6.35).is_disagreement
    assert Spread(3.84, 6.35).is_disagreement


def test_the_range_allowed_grows_towards_the_ends_of_the_scale() -> None:
    assert Spread(4, 6).ipras == pytest.approx(2.35)
    assert Spread(7, 9).ipras == Spread(1, 3).ipras == pytest.approx(2.35 + 1.5 * 3)


panels = st.lists(medians, min_size=5, max_size=40)


@calm
@given(panels, st.randoms())
def test_the_word_does_not_hang_on_the_order_of_cities(values: list[float], dice: random.Random) -> None:
    assert word_for(dice.sample(values, len(values))) is word_for(values)


@calm
@given(panels)
def test_agreement_needs_three_quarters_of_the_cities(values: list[float]) -> None:
    word = word_for(values)
    if word is Word.AGREED:
        assert sum(value >= 6.5 for value in values) >= 0.75 * len(values)
    if word is Word.AGREED_NOT:
        assert sum(value < 3.5 for value in values) >= 0.75 * len(values)


@calm
@given(st.lists(st.integers(1, 9), min_size=5, max_size=40))
def test_turning_the_scale_around_turns_the_word_around(values: list[int]) -> None:
    mirrored = {Word.AGREED: Word.AGREED_NOT, Word.AGREED_NOT: Word.AGREED}
    word = word_for(values)
    if len(values) % 2:
        assert word_for([10 - value for value in values]) is mirrored.get(word, word)


@calm
@given(panels)
def test_the_spread_stays_within_the_values(values: list[float]) -> None:
    found = spread(values)
    assert min(values) <= found.p30 <= found.p70 <= max(values)
    assert 2.35 <= found.ipras <= 2.35 + 1.5 * 4
