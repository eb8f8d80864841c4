"""The statistics behind the results, each with its rule and its source: for the annex of a report."""

from flask_babel import format_decimal, gettext

from facilitator.statistics.draws import DRAWS, SEED
from facilitator.statistics.intervals import LEVEL
from facilitator.statistics.ordering import PSEUDO_CITIES, TOP
from facilitator.statistics.scale import FEWEST_CITIES, FEWEST_CITIES_A_SIDE, MIDPOINT
from facilitator.web.pages import figure, percent

Method = tuple[str, str]
"""What is asked, and how it is answered."""


def methods() -> list[Method]:
    """All of them, in the order of the report."""
    return [*_of_issues(), *_of_all_criteria(), *_of_both_sides(), *_of_answers()]


def _of_issues() -> list[Method]:
    return [
        (
            gettext("Range of a share"),
            gettext(
                "Wilson's score interval (%(level)s) on city votes (JASA 1927;22:209–212). It is rounded"
                " outwards to steps of ten per cent. Cities with an opinion that are needed: %(cities)s.",
                level=percent(LEVEL),
                cities=FEWEST_CITIES,
            ),
        ),
        (
            gettext("Order of the issues"),
            gettext(
                "Each issue's cities are counted by score, and pseudo-cities at the overall profile are added"
                " (shrinkage; pseudo-cities: %(pseudo)s). Draws from the Dirichlet distributions of these"
                " counts are ranked (draws: %(draws)s; fixed seed: %(seed)s): the interval holds %(level)s of"
                " an issue's ranks. Cities needed for a rank: %(cities)s.",
                pseudo=PSEUDO_CITIES,
                draws=format_decimal(DRAWS),
                seed=SEED,
                level=percent(LEVEL),
                cities=FEWEST_CITIES,
            ),
        ),
    ]


def _of_all_criteria() -> list[Method]:
    return [
        (
            gettext("Effect of the weights"),
            gettext(
                "The share of random sets of weights, all equally likely, that put an issue in the top"
                " %(top)s by the weighted mean of its criteria (sets: %(draws)s; fixed seed: %(seed)s). The"
                " place by all weighted criteria uses the workshop's own weights and the cities that rated"
                " all criteria.",
                draws=format_decimal(DRAWS),
                seed=SEED,
                top=TOP,
            ),
        ),
        (
            gettext("Priorities"),
            gettext(
                "Need (the square root of relevance times urgency) is compared with the own power to"
                " act, over the cities that rated all three. The centre is at %(middle)s. A point is not"
                " clear if its range from the 30th to the 70th percentile touches the centre.",
                middle=figure(MIDPOINT),
            ),
        ),
    ]


def _of_both_sides() -> list[Method]:
    return [
        (
            gettext("Difference between lighthouse and interested cities"),
            gettext(
                "The difference of the means of city medians with Welch's interval (Biometrika"
                " 1947;34:28–35), which can go beyond the ends of the scale,"
                " and Cliff's delta (Psychological Bulletin 1993;114:494–509). Cities needed on each side:"
                " %(cities)s. There is no comparison if no lighthouse city rated the issue.",
                cities=FEWEST_CITIES_A_SIDE,
            ),
        ),
        (
            gettext("Agreement of both panels"),
            gettext(
                "Group-informed consensus: the product over both panels of (agreeing + 1) ÷ (asked + 2),"
                " with its maximum if all agreed, and the agreement in the smaller panel (Recerca"
                " 2021;26(2)). Cities needed on each side: %(cities)s.",
                cities=FEWEST_CITIES_A_SIDE,
            ),
        ),
    ]


def _of_answers() -> list[Method]:
    return [
        (
            gettext("Changes after the discussion"),
            gettext(
                "If a group was asked again, each person's last answer counts. A city has changed if the"
                " median of its people who rated twice is now in another level."
            ),
        ),
        (
            gettext("Agreement on the order"),
            gettext(
                "Kendall's W, corrected for ties, over the issues that enough cities rated and the cities"
                " that rated all of these (Annals of Mathematical Statistics 1939;10:275–287). Cities needed"
                " for both: %(cities)s. Issues that are not included are listed.",
                cities=FEWEST_CITIES,
            ),
        ),
        (
            gettext("City votes"),
            gettext(
                "A city vote, set by a city's speaker, replaces the answers of its delegates. People are"
                " still counted as they answered. Answers by proxy for a city with nobody in the room count"
                " as a city, but not as a person."
            ),
        ),
    ]
