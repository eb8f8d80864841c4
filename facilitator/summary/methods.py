"""The statistics behind the results, each with its rule and its source: for the annex of a report."""

from flask_babel import format_decimal, gettext

from facilitator.statistics.draws import DRAWS, SEED
from facilitator.statistics.intervals import LEVEL
from facilitator.statistics.ordering import PSEUDO_CITIES, TOP
from facilitator.statistics.scale import FEWEST_CITIES, FEWEST_CITIES_A_SIDE, MIDPOINT
from facilitator.summary.sureness import percent
from facilitator.web.pages import figure


def methods() -> list[tuple[str, str]]:
    """What is asked, and how it is answered."""
    return [
        (
            gettext("How sure is a share"),
            gettext(
                "Wilson's score interval (%(level)s) on city votes, from %(cities)s cities that took a stand"
                " (JASA 1927;22:209–212). It is said of ten such cities, rounded outwards.",
                level=percent(LEVEL),
                cities=FEWEST_CITIES,
            ),
        ),
        (
            gettext("In which order"),
            gettext(
                "Each issue's cities are counted by score, and %(pseudo)s pseudo-cities at the overall"
                " profile are added (shrinkage). %(draws)s draws from the Dirichlet distributions of these"
                " counts, with the fixed seed %(seed)s, are ranked: the interval holds %(level)s of an"
                " issue's ranks. Only issues that %(cities)s cities or more rated have a rank.",
                pseudo=PSEUDO_CITIES,
                draws=format_decimal(DRAWS),
                seed=SEED,
                level=percent(LEVEL),
                cities=FEWEST_CITIES,
            ),
        ),
        (
            gettext("Does the order hang on the weights of the criteria"),
            gettext(
                "%(draws)s weightings, all equally likely, with the fixed seed %(seed)s: the share of them"
                " under which an issue is among the first %(top)s, by the weighted mean of its criteria."
                " Beside it its place at the workshop's own weights, over the cities that rated all of them.",
                draws=format_decimal(DRAWS),
                seed=SEED,
                top=TOP,
            ),
        ),
        (
            gettext("What first"),
            gettext(
                "Need is the square root of relevance times urgency, held against the own power to act,"
                " over the cities that rated all three; the cross-hair stands at %(middle)s. A point is"
                " undecided where the range from the 30th to the 70th percentile touches it.",
                middle=figure(MIDPOINT),
            ),
        ),
        (
            gettext("Do lighthouse and interested cities see it differently"),
            gettext(
                "The difference of the means of city medians with Welch's interval (Biometrika"
                " 1947;34:28–35), which may lead beyond the ends of the scale,"
                " and Cliff's delta (Psychological Bulletin 1993;114:494–509), from"
                " %(cities)s cities a side. Where no lighthouse city has rated an issue, nothing is said of"
                " it.",
                cities=FEWEST_CITIES_A_SIDE,
            ),
        ),
        (
            gettext("Do both panels agree"),
            gettext(
                "Group-informed consensus: the product over both panels of (agreeing + 1) ÷ (asked + 2),"
                " beside it what it would be if all agreed, and what the smaller panel says (Recerca"
                " 2021;26(2)), from %(cities)s cities a side.",
                cities=FEWEST_CITIES_A_SIDE,
            ),
        ),
        (
            gettext("Who moved after the discussion"),
            gettext(
                "Where a group was asked for a second time, each person's last answer counts. A city has"
                " moved where the median of those of its people who rated twice has left its zone."
            ),
        ),
        (
            gettext("Did the cities rank alike"),
            gettext(
                "Kendall's W, corrected for ties, over the issues that %(cities)s cities or more rated and"
                " the cities that rated all of these, from %(cities)s cities (Annals of Mathematical"
                " Statistics 1939;10:275–287). Issues that are left out are named.",
                cities=FEWEST_CITIES,
            ),
        ),
        (
            gettext("What a city says as one"),
            gettext(
                "Where a city's speaker has set its word, that stands for the city in the place of its"
                " delegates' answers; the people are counted as they answered. A city with nobody in the"
                " room may be spoken for by proxy: it counts as a city and as no person."
            ),
        ),
    ]
