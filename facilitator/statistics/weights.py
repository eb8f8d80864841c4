"""Whether the order of the issues hangs on the weights of the criteria."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from math import fsum, log
from operator import mul
from random import Random
from typing import TypeVar

from facilitator.statistics.cities import weighted_values
from facilitator.statistics.draws import DRAWS, SEED
from facilitator.statistics.ordering import TOP
from facilitator.statistics.scale import FEWEST_CITIES
from facilitator.statistics.tallies import City

Issue = TypeVar("Issue", bound=Hashable)
Criterion = TypeVar("Criterion", bound=Hashable)

# Far above what floating point blurs, far below the steps in which means of medians move.
_ROUNDING = 1e-9


def top_under_weights(
    values: Mapping[Issue, Mapping[Criterion, Mapping[City, float]]], seed: int = SEED, draws: int = DRAWS
) -> dict[Issue, float]:
    """The share of weightings, 0 to 1, under which each issue is in the top 3, the highest first.

    `values` holds the value of each city on the scale 1–9, by issue and criterion; an issue is worth the
    weighted mean of its criteria's means. Weights that add up to 1 are all equally likely. Issues level
    at the edge of the top share the places left. Issues that fewer than five cities rated on some
    criterion are absent.
    """
    means, criteria = _means(values)
    if not means:
        return {}
    times = dict.fromkeys(means, 0.0)
    for weights in _weightings(criteria, draws, seed):
        for issue, place in _places_in_top(means, weights):
            times[issue] += place
    shares = {issue: min(1.0, time / draws) for issue, time in times.items()}
    return dict(sorted(shares.items(), key=lambda item: -item[1]))


def places_at_weights(
    values: Mapping[Issue, Mapping[Criterion, Mapping[City, float]]], weights: Mapping[Criterion, float]
) -> dict[Issue, int]:
    """The place of each issue, 1 the best, at the weights that the workshop has given its criteria.

    An issue is worth the mean over its cities of their weighted values; issues that are level share the
    better place. Issues that fewer than five cities rated on every criterion are absent.
    """
    by_city = {issue: weighted_values(by_criterion, weights) for issue, by_criterion in values.items()}
    worth = {
        issue: fsum(cities.values()) / len(cities)
        for issue, cities in by_city.items()
        if len(cities) >= FEWEST_CITIES
    }
    return {
        issue: 1 + sum(other - value > _ROUNDING for other in worth.values())
        for issue, value in sorted(worth.items(), key=lambda item: -item[1])
    }


def _means(
    values: Mapping[Issue, Mapping[Criterion, Mapping[City, float]]],
) -> tuple[dict[Issue, list[float]], int]:
    """The mean of each issue's cities by criterion, where all have enough, and the number of criteria."""
    criteria = dict.fromkeys(criterion for by_criterion in values.values() for criterion in by_criterion)
    means = {
        issue: [fsum(rated.values()) / len(rated) for rated in map(by_criterion.__getitem__, criteria)]
        for issue, by_criterion in values.items()
        if criteria and all(len(by_criterion.get(each, ())) >= FEWEST_CITIES for each in criteria)
    }
    return means, len(criteria)


def _weightings(criteria: int, draws: int, seed: int) -> Iterator[list[float]]:
    """Exponential weights: divided by their sum they are uniform, and an order needs no division."""
    uniform = Random(seed).random  # noqa: S311 - dice, not secrets
    for _ in range(draws):
        yield [-log(1 - uniform()) for _ in range(criteria)]


def _places_in_top(
    means: Mapping[Issue, Sequence[float]], weights: Sequence[float]
) -> Iterator[tuple[Issue, float]]:
    """The issues in the top under these weights, each with the part of a place it holds."""
    worth = {issue: fsum(map(mul, weights, by_criterion)) for issue, by_criterion in means.items()}
    best = sorted(worth.values(), reverse=True)[:TOP]
    edge = best[-1]
    level = [issue for issue, value in worth.items() if value == edge]
    yield from ((issue, 1.0) for issue, value in worth.items() if value > edge)
    yield from ((issue, best.count(edge) / len(level)) for issue in level)
