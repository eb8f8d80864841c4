"""One word per issue, by a rule that is fixed before the vote and printed beside the word.

The panel rule is RAND/UCLA's as tabulated in BMC Med Inform Decis Mak 2012;12:93; the share of 75 % is
from Diamond and others, J Clin Epidemiol 2014;67:401–409.
"""

from collections import Counter
from collections.abc import Collection, Mapping

from facilitator.errors import N_
from facilitator.statistics.disagreement import Spread, spread
from facilitator.statistics.quantiles import median
from facilitator.statistics.scale import FEWEST_CITIES, Zone, zone_of
from facilitator.vocabulary import Term

PERCENT_TO_AGREE = 75


class Word(Term):
    """What the cities, taken together, say of an issue."""

    AGREED = "agreed", N_("Agreed")
    AGREED_NOT = "agreed_not", N_("Rejected")
    SPLIT = "split", N_("Split")
    OPEN = "open", N_("Undecided")


_WORD_OF_ZONE = {Zone.YES: Word.AGREED, Zone.NO: Word.AGREED_NOT}


def word_for(values: Collection[float]) -> Word:
    """The word for the values of the cities, each on the scale 1–9; open below five cities."""
    if len(values) < FEWEST_CITIES:
        return Word.OPEN
    return decided_word(median(values), spread(values), Counter(map(zone_of, values)))


def decided_word(middle: float, spread: Spread, zones: Mapping[Zone, int]) -> Word:
    """The word for a median, a spread and the number of cities in each zone, from five cities on."""
    cities = sum(zones.values())
    zone = zone_of(middle)
    if spread.is_disagreement or _stand_at_both_ends(zones, cities):
        return Word.SPLIT
    if 100 * zones.get(zone, 0) >= PERCENT_TO_AGREE * cities:
        return _WORD_OF_ZONE.get(zone, Word.OPEN)
    return Word.OPEN


def cities_to_split(cities: int) -> int:
    """How many cities in each of the two extreme zones split a panel of this size."""
    return (cities + 1) // 3


def _stand_at_both_ends(zones: Mapping[Zone, int], cities: int) -> bool:
    return min(zones.get(Zone.NO, 0), zones.get(Zone.YES, 0)) >= cities_to_split(cities)
