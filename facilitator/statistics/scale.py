"""The scale of a rating, its three zones, and how many cities it takes to claim anything."""

from facilitator.errors import N_
from facilitator.vocabulary import Term

LOWEST = 1
HIGHEST = 9
MIDPOINT = (LOWEST + HIGHEST) / 2
SCORES = range(LOWEST, HIGHEST + 1)

# A median on a border belongs to the higher zone (RAND MR-1269, 2001).
UNSURE_FROM = 3.5
YES_FROM = 6.5

FEWEST_CITIES = 5
FEWEST_CITIES_A_SIDE = 4


class Zone(Term):
    """The three coloured zones of the scale, from the low end up."""

    NO = "no", N_("Low")
    UNSURE = "unsure", N_("Medium")
    YES = "yes", N_("High")


def zone_of(value: float) -> Zone:
    """The zone of a score or a median on the scale 1–9: below 3.5 no, below 6.5 unsure, else yes."""
    if value >= YES_FROM:
        return Zone.YES
    return Zone.UNSURE if value >= UNSURE_FROM else Zone.NO
