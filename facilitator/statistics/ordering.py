"""In which order the issues stand, and how sure that order is.

Each issue's cities are counted by category. To these counts come two pseudo-cities at the overall
profile, so that an issue which few cities rated is drawn towards the rest (shrinkage): together they are
a Dirichlet distribution, from which 10,000 draws are ranked.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from random import Random
from typing import TypeVar

from facilitator.statistics.draws import DRAWS, SEED, dirichlet_means
from facilitator.statistics.intervals import LEVEL
from facilitator.statistics.scale import FEWEST_CITIES, HIGHEST, LOWEST, SCORES
from facilitator.statistics.tallies import City

Issue = TypeVar("Issue", bound=Hashable)

PSEUDO_CITIES = 2
TOP = 3


@dataclass(frozen=True, slots=True)
class Rank:
    """Where an issue stands: a 95 % rank interval (1 is best) and the chance of the top 3, 0 to 1.

    `mean` is the mean rank over the draws, by which a list is put in order.
    """

    low: int
    high: int
    mean: float
    chance_of_top: float


def ranks(
    values: Mapping[Issue, Mapping[City, float]], seed: int = SEED, draws: int = DRAWS
) -> dict[Issue, Rank]:
    """The rank of each issue from the value of each city on the scale 1–9, the best first.

    The categories are the nine scores; a value between two scores counts for both, by its distance.
    Issues that fewer than five cities rated have no rank and are absent.
    """
    ranked = {issue: cities for issue, cities in values.items() if len(cities) >= FEWEST_CITIES}
    profiles = {issue: score_profile(cities.values()) for issue, cities in ranked.items()}
    return ranks_of_profiles(profiles, SCORES, seed, draws)


def shrunk_means(values: Mapping[Issue, Mapping[City, float]]) -> dict[Issue, float]:
    """The mean of each issue's cities and two pseudo-cities, on the scale 1–9: what `ranks` draws around.

    Only for issues that five cities or more have rated; the others are absent.
    """
    ranked = {issue: cities for issue, cities in values.items() if len(cities) >= FEWEST_CITIES}
    everybody = [value for cities in ranked.values() for value in cities.values()]
    overall = fsum(everybody) / len(everybody) if everybody else 0.0
    return {
        issue: (fsum(cities.values()) + PSEUDO_CITIES * overall) / (len(cities) + PSEUDO_CITIES)
        for issue, cities in ranked.items()
    }


def score_profile(values: Iterable[float]) -> tuple[float, ...]:
    """How many cities stand at each score from 1 to 9, in parts that keep the values' mean."""
    parts: list[list[float]] = [[] for _ in SCORES]
    for value in values:
        if not LOWEST <= value <= HIGHEST:
            raise ValueError(f"a city's value lies between {LOWEST} and {HIGHEST}, not at {value!r}")
        below = min(int(value), HIGHEST - 1)
        parts[below - LOWEST].append(below + 1 - value)
        parts[below + 1 - LOWEST].append(value - below)
    return tuple(map(fsum, parts))


def ranks_of_profiles(
    profiles: Mapping[Issue, Sequence[float]], worth: Sequence[float], seed: int = SEED, draws: int = DRAWS
) -> dict[Issue, Rank]:
    """The rank of each issue from its cities' counts by category and what each category is worth.

    The caller sees to it that each issue has at least five cities. Issues of the same profile get the
    same rank, and the order in which issues come does not matter.
    """
    if not profiles:
        return {}
    prior = _overall_profile(profiles.values())
    # Sorted by what they hold, so that the draws do not hang on the order of a page.
    distinct = Counter(tuple(profile) for profile in profiles.values())
    lines = sorted(distinct.elements())
    random = Random(seed)  # noqa: S311 - dice, not secrets
    means = [dirichlet_means(_with_prior(line, prior), worth, draws, random) for line in lines]
    tallies = _pooled(lines, _rank_tallies(means))
    found = {line: _rank(tally, draws * distinct[line]) for line, tally in tallies.items()}
    placed = {issue: found[tuple(profile)] for issue, profile in profiles.items()}
    return dict(sorted(placed.items(), key=lambda item: item[1].mean))


def _overall_profile(profiles: Iterable[Sequence[float]]) -> list[float]:
    """The two pseudo-cities, spread over the categories as all cities on all issues are."""
    sums = [fsum(category) for category in zip(*profiles, strict=True)]
    return [PSEUDO_CITIES * category / fsum(sums) for category in sums]


def _with_prior(line: Sequence[float], prior: Sequence[float]) -> list[float]:
    return [count + added for count, added in zip(line, prior, strict=True)]


def _rank_tallies(means: Sequence[Sequence[float]]) -> list[Counter[int]]:
    """For each line, in how many draws it had each rank."""
    places = range(len(means))
    orders = [sorted(places, key=draw.__getitem__, reverse=True) for draw in zip(*means, strict=True)]
    tallies: list[Counter[int]] = [Counter() for _ in places]
    for rank, lines in enumerate(zip(*orders, strict=True), start=1):
        for line, times in Counter(lines).items():
            tallies[line][rank] = times
    return tallies


def _pooled(
    lines: Sequence[tuple[float, ...]], tallies: Iterable[Counter[int]]
) -> dict[tuple[float, ...], Counter[int]]:
    """One tally for all lines of the same profile: chance alone tells them apart."""
    pooled: dict[tuple[float, ...], Counter[int]] = {}
    for line, tally in zip(lines, tallies, strict=True):
        pooled.setdefault(line, Counter()).update(tally)
    return pooled


def _rank(tally: Counter[int], draws: int) -> Rank:
    tail = draws * (1 - LEVEL) / 2
    low = _first_past(tail, sorted(tally.items()))
    high = _first_past(tail, sorted(tally.items(), reverse=True))
    mean = sum(rank * times for rank, times in tally.items()) / draws
    return Rank(low, high, mean, sum(tally[rank] for rank in range(1, TOP + 1)) / draws)


def _first_past(tail: float, steps: Sequence[tuple[int, int]]) -> int:
    """The rank at which more draws than the tail have been passed, coming from one end."""
    passed = 0
    for rank, times in steps:
        passed += times
        if passed > tail:
            return rank
    raise ValueError("a tail is shorter than the whole")
