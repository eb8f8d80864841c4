from hypothesis import given

from facilitator.statistics.stability import Stability, stability
from tests.statistics.drawn import calm, values


def test_moves_are_counted_by_zone_and_not_by_point() -> None:
    first = {"Lyon": 7.0, "Milan": 3.0, "Vienna": 6.5, "Sofia": 5.0}
    second = {"Lyon": 9.0, "Milan": 3.5, "Vienna": 6.0, "Warsaw": 1.0}
    assert stability(first, second) == Stability(stayed=1, higher=1, lower=1)


@calm
@given(values(0), values(0))
def test_whoever_answered_twice_is_counted_once_and_turning_the_rounds_turns_the_moves(
    first: dict[str, float], second: dict[str, float]
) -> None:
    found = stability(first, second)
    assert sum(found) == len(first.keys() & second.keys())
    assert stability(second, first) == Stability(found.stayed, found.lower, found.higher)
    assert stability(first, first) == Stability(len(first), 0, 0)
