"""The words of day one: kinds of cards, and what each is sorted by."""

from facilitator.errors import N_
from facilitator.vocabulary import Term


class Kind(Term):
    """What day one captures."""

    ISSUE = "issue", N_("Issue")
    ENABLER = "enabler", N_("Enabler")
    STRATEGY = "strategy", N_("Strategy")
    SOLUTION = "solution", N_("Solution")


class Aspect(Term):
    """As the field's own information system sorts lessons."""

    TECHNICAL = "technical", N_("Technical")
    FINANCIAL = "financial", N_("Financial and economic")
    LEGAL = "legal", N_("Legal and regulatory")
    GOVERNANCE = "governance", N_("Governance and organisation")
    SOCIAL = "social", N_("Social and communication")
    # Last, as it stands in every list: nobody has said yet which of these it is.
    UNSORTED = "unsorted", N_("Not sorted yet")


ASPECTS = tuple(aspect for aspect in Aspect if aspect is not Aspect.UNSORTED)
"""Those that say what an issue is about."""


class Stance(Term):
    """What a city says of an issue."""

    MET = "met", N_("We had this problem")
    SOLVED = "solved", N_("We solved this problem")
    EXPECT = "expect", N_("We expect this problem")


class Reach(Term):
    """Where an enabler is found, seen from the lighthouse city."""

    INSIDE = "inside", N_("Inside the city")
    OUTSIDE = "outside", N_("Outside the city")


class Field(Term):
    """What kind of help an enabler is."""

    LEGAL = "legal", N_("Legal")
    FINANCIAL = "financial", N_("Financial")
    ECONOMIC = "economic", N_("Economic")
    COMMUNICATION = "communication", N_("Communication")


class Cost(Term):
    """What a solution costs, in order of size."""

    UNDER_10K = "under-10k", N_("Under 10 000 €")
    UNDER_100K = "under-100k", N_("10 000 to 100 000 €")
    UNDER_1M = "under-1m", N_("100 000 to 1 million €")
    OVER_1M = "over-1m", N_("Over 1 million €")


class Side(Term):
    """Whom a political strategy is meant for."""

    INNER = "inner", N_("Structures inside the municipality")
    EXTERNAL = "external", N_("External actors")
