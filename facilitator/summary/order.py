"""In which order the issues of a measure stand, how sure that is, and what it hangs on.

Draws take a while, and hang on nothing but the values of the cities: the same values get the same answer
out of the process's memory.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from facilitator.statistics.concordance import Concordance, concordance
from facilitator.statistics.ordering import TOP, Rank, ranks_of_profiles, score_profile
from facilitator.statistics.scale import FEWEST_CITIES, SCORES
from facilitator.statistics.weights import places_at_weights, top_under_weights

KEPT = 64

Profile = tuple[float, ...]
# By criterion, the cities with their values.
Values = tuple[tuple[int, tuple[tuple[str, float], ...]], ...]


@dataclass(frozen=True)
class Order:
    """By issue: its rank on the first criterion, and the share of weightings of all criteria with it on top.

    `places` are those by all criteria at the weights of the workshop. Issues that fewer than five cities
    rated are absent, and so is a single one, which has no order. `concordance` says how far the
    cities rank alike; the issues `left_out` of it are those that fewer than five cities rated.
    """

    ranks: Mapping[int, Rank]
    tops: Mapping[int, float]
    places: Mapping[int, int]
    concordance: Concordance | None
    left_out: tuple[int, ...] = ()

    @property
    def has_top(self) -> bool:
        """Whether there are more issues than places in the top, so that being in it says something."""
        return len(self.ranks) > TOP


def order(issues: Mapping[int, Mapping[int, Mapping[str, float]]], weights: Mapping[int, float]) -> Order:
    """The order of issues from the value of each city, by issue and criterion, the first criterion first.

    `weights` are the criteria's.
    """
    first = {issue: next(iter(values.values()), {}) for issue, values in issues.items()}
    profiles = {
        issue: score_profile(cities.values())
        for issue, cities in first.items()
        if len(cities) >= FEWEST_CITIES
    }
    by_profile = _ranks(tuple(sorted(profiles.values())))
    placed = {issue: by_profile[profile] for issue, profile in profiles.items() if len(profiles) > 1}
    tops = _tops(tuple((issue, _frozen(values)) for issue, values in issues.items()))
    places = places_at_weights(issues, weights) if weights else {}
    return Order(
        ranks=dict(sorted(placed.items(), key=lambda item: item[1].mean)),
        tops=tops if len(tops) > TOP else {},
        places=places if len(places) > 1 else {},
        concordance=concordance({issue: first[issue] for issue in profiles}),
        left_out=tuple(issue for issue in issues if issue not in profiles),
    )


@lru_cache(KEPT)
def _ranks(profiles: Sequence[Profile]) -> Mapping[Profile, Rank]:
    found = ranks_of_profiles(dict(enumerate(profiles)), SCORES)
    return {profile: found[place] for place, profile in enumerate(profiles)}


def _frozen(values: Mapping[int, Mapping[str, float]]) -> Values:
    return tuple((criterion, tuple(cities.items())) for criterion, cities in values.items())


@lru_cache(KEPT)
def _tops(issues: tuple[tuple[int, Values], ...]) -> Mapping[int, float]:
    return top_under_weights(
        {issue: {criterion: dict(cities) for criterion, cities in values} for issue, values in issues}
    )
