"""Whether the cities ranked the issues alike: Kendall's W, corrected for ties."""

from collections import Counter
from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from facilitator.statistics.cities import cities_with_all
from facilitator.statistics.distributions import chi_squared_tail
from facilitator.statistics.ranks import doubled_ranks
from facilitator.statistics.scale import FEWEST_CITIES
from facilitator.statistics.tallies import City

Issue = TypeVar("Issue", bound=Hashable)


class Concordance(NamedTuple):
    """Kendall's W from 0 (no order in common) to 1 (one order), with its approximate test.

    `chi2` is cities · (issues − 1) · W with `df` = issues − 1; `p` is for an appendix only, and rough
    below eight issues.
    """

    w: float
    chi2: float
    df: int
    p: float
    cities: int
    issues: int


def concordance(values: Mapping[Issue, Mapping[City, float]]) -> Concordance | None:
    """W over the cities that rated every issue, from the value of each city on the scale 1–9.

    None for fewer than five such cities or two issues, and where no city ranks one above another.
    """
    if len(values) < 2:
        return None
    cities = cities_with_all(values.values())
    if len(cities) < FEWEST_CITIES:
        return None
    return kendalls_w([[of_issue[city] for of_issue in values.values()] for city in cities])


def kendalls_w(raters: Collection[Sequence[float]]) -> Concordance | None:
    """W for raters (rows) who each gave a value to the same items, in the same order of items.

    W = 12S / (m²(n³ − n) − mT), T the sum of t³ − t over each rater's ties of t items. None where all
    tie all. Raises ValueError for rows of unequal length, no rater, or fewer than two items. Source:
    Kendall and Babington Smith, Annals of Mathematical Statistics 1939;10:275–287. A page asks
    `concordance`.
    """
    items = {len(row) for row in raters}
    if len(items) != 1 or min(items) < 2:
        raise ValueError("every rater ranks the same items, two or more")
    m, n = len(raters), items.pop()
    most = m * m * (n**3 - n) - m * sum(map(_ties, raters))
    if not most:
        return None
    w = 12 * _squares_of_sums(raters, m, n) / most
    chi2 = m * (n - 1) * w
    return Concordance(w, chi2, n - 1, chi_squared_tail(chi2, n - 1), m, n)


def _ties(row: Sequence[float]) -> int:
    return sum(tied**3 - tied for tied in Counter(row).values())


def _squares_of_sums(raters: Collection[Sequence[float]], m: int, n: int) -> float:
    """S: the squared distances of the items' sums of ranks from their mean, m(n + 1)/2."""
    doubled_sums = map(sum, zip(*map(doubled_ranks, raters), strict=True))
    return sum((doubled - m * (n + 1)) ** 2 for doubled in doubled_sums) / 4
