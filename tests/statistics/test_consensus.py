from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.statistics.consensus import (
    Consensus,
    Panel,
    consensus,
    group_informed_consensus,
    panel,
)
from facilitator.statistics.few import Few
from tests.statistics.drawn import calm

LIGHTHOUSE, INTERESTED = "lighthouse", "interested"


@st.composite
def panels(draw: st.DrawFn, fewest: int = 0) -> Panel:
    seen = draw(st.integers(fewest, 40))
    return Panel(draw(st.integers(0, seen)), seen)


def test_both_panels_agree_only_where_each_does() -> None:
    both = consensus({LIGHTHOUSE: Panel(6, 6), INTERESTED: Panel(18, 20)})
    one = consensus({LIGHTHOUSE: Panel(0, 6), INTERESTED: Panel(20, 20)})
    assert isinstance(both, Consensus)
    assert isinstance(one, Consensus)
    assert both.score == pytest.approx(7 / 8 * 19 / 22)
    assert one.score == pytest.approx(1 / 8 * 21 / 22)
    assert (one.smaller, one.share_of_smaller) == (LIGHTHOUSE, 0)
    assert one.most == pytest.approx(7 / 8 * 21 / 22)


def test_of_panels_of_one_size_the_cooler_stands_beside_the_score() -> None:
    found = consensus({LIGHTHOUSE: Panel(5, 6), INTERESTED: Panel(2, 6)})
    assert isinstance(found, Consensus)
    assert (found.smaller, found.share_of_smaller) == (INTERESTED, pytest.approx(1 / 3))


@pytest.mark.parametrize(
    "seen", [{LIGHTHOUSE: 6, INTERESTED: 1}, {LIGHTHOUSE: 3, INTERESTED: 40}, {INTERESTED: 40}, {}]
)
def test_fewer_than_four_cities_in_a_panel_or_a_panel_alone_claim_nothing(seen: dict[str, int]) -> None:
    given_panels = {name: Panel(cities, cities) for name, cities in seen.items()}
    found = consensus(given_panels)
    assert isinstance(found, Few)
    assert found.few
    assert found.dots == given_panels
    assert not hasattr(found, "score")


def test_four_cities_in_each_panel_are_enough() -> None:
    assert not consensus({LIGHTHOUSE: Panel(4, 4), INTERESTED: Panel(4, 4)}).few


def test_a_panel_counts_city_votes_and_every_city_that_answered() -> None:
    tallies = {
        "Lyon": {"right": 1, "not for us": 1},
        "Milan": {None: 2},
        "Vienna": {"change": 3},
        "Sofia": {},
    }
    assert panel(tallies, ["right", "change"]) == Panel(agree=1.5, seen=3)
    assert panel(tallies, ["right"], voices={"Milan": "right"}) == Panel(agree=1.5, seen=3)


def test_more_votes_than_cities_are_refused() -> None:
    with pytest.raises(ValueError, match="cannot come from"):
        consensus({LIGHTHOUSE: Panel(7, 6), INTERESTED: Panel(1, 6)})


@calm
@given(st.lists(panels(), max_size=4))
def test_the_score_lies_between_0_and_1_whatever_the_order(found: list[Panel]) -> None:
    score = group_informed_consensus(found)
    assert 0 < score <= 1
    assert score == pytest.approx(group_informed_consensus(reversed(found)))
    assert score == pytest.approx(prod((agree + 1) / (seen + 2) for agree, seen in found))


@calm
@given(panels(), panels(fewest=1))
def test_one_more_vote_raises_the_score(other: Panel, found: Panel) -> None:
    agree, seen = found
    fewer, more = ((other, (votes, seen)) for votes in (min(agree, seen - 1), min(agree, seen - 1) + 1))
    assert group_informed_consensus(fewer) < group_informed_consensus(more)
