"""In which order the issues of a measure stand, how sure that is, and what it hangs on."""

from collections.abc import Mapping
from dataclasses import dataclass

from facilitator.statistics.concordance import Concordance, concordance
from facilitator.statistics.ordering import TOP, Rank
from facilitator.statistics.scale import FEWEST_CITIES
from facilitator.statistics.weights import places_at_weights
from facilitator.summary.drawing import Drawings, Question, first_of

# By issue and criterion, the first criterion first, the value of each city.
ValuesOfIssues = Mapping[int, Mapping[int, Mapping[str, float]]]

drawings = Drawings()
"""Those of this process."""


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


def order(issues: ValuesOfIssues, weights: Mapping[int, float]) -> Order:
    """The order of issues from the value of each city, by issue and criterion, the first criterion first.

    `weights` are the criteria's.
    """
    drawn = drawings.of(question(issues))
    first = {issue: first_of(values) for issue, values in issues.items()}
    enough = [issue for issue, cities in first.items() if len(cities) >= FEWEST_CITIES]
    places = places_at_weights(issues, weights) if weights else {}
    return Order(
        ranks=drawn.ranks if len(enough) > 1 else {},
        tops=drawn.tops if len(drawn.tops) > TOP else {},
        places=places if len(places) > 1 else {},
        concordance=concordance({issue: first[issue] for issue in enough}),
        left_out=tuple(issue for issue in issues if issue not in enough),
    )


def question(issues: ValuesOfIssues) -> Question:
    """What has to be drawn for the order of these issues."""
    return tuple(
        (issue, tuple((criterion, tuple(cities.items())) for criterion, cities in values.items()))
        for issue, values in issues.items()
    )
