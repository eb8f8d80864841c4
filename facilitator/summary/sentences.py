"""The figures in words, alike on pages and in reports: always with both counts, always with the rule."""

from collections.abc import Sequence
from math import ceil, floor
from typing import TypeVar

from flask_babel import gettext, ngettext

from facilitator.capture.evidence import Tally as Evidence
from facilitator.statistics.disagreement import CORRECTION_FOR_ASYMMETRY, IPR_AT_MIDPOINT
from facilitator.statistics.ratings import Rated, RatedByFew
from facilitator.statistics.scale import FEWEST_CITIES, FEWEST_CITIES_A_SIDE, UNSURE_FROM, YES_FROM
from facilitator.statistics.tallies import Count
from facilitator.statistics.verdicts import Judged, JudgedByFew, Voice
from facilitator.statistics.words import PERCENT_TO_AGREE, Word
from facilitator.summary.intents import Shortage
from facilitator.validation.models import Criterion, Intent, Verdict
from facilitator.web.pages import figure

V = TypeVar("V", Verdict, Intent)


def counted(count: Count, of: Count) -> str:
    """9 of 12 cities (21 of 30 people)."""
    cities = ngettext(
        "%(cities)s of %(num)d city", "%(cities)s of %(num)d cities", of.cities, cities=count.cities
    )
    people = ngettext(
        "%(people)s of %(num)d person", "%(people)s of %(num)d people", of.people, people=count.people
    )
    return str(gettext("%(cities)s (%(people)s)", cities=cities, people=people))


def heads(count: Count) -> str:
    """9 cities (21 people)."""
    cities = ngettext("%(num)d city", "%(num)d cities", count.cities)
    people = ngettext("%(num)d person", "%(num)d people", count.people)
    return str(gettext("%(cities)s (%(people)s)", cities=cities, people=people))


def evidence(tally: Evidence) -> str:
    """Met by 5 of 6 lighthouse cities, solved by 1."""
    parts = [gettext("Met by %(met)s of %(of)s lighthouse cities", met=tally.met, of=tally.lighthouse_cities)]
    if tally.solved:
        parts.append(gettext("solved by %(count)s", count=tally.solved))
    if tally.expected:
        parts.append(gettext("expected by %(count)s", count=tally.expected))
    return ", ".join(parts)


def verdicts_of(voice: Voice[str, V]) -> str:
    """What a city said as one, or what its people answered: the one's verdict, or each with its number."""
    if voice.spoken is not None:
        return str(gettext("%(verdict)s (as one)", verdict=gettext(voice.spoken.word)))
    given = [
        (gettext((verdict or Verdict.CANT_SAY).word), people)
        for verdict, people in voice.tally.items()
        if people
    ]
    if sum(people for _, people in given) == 1:
        return str(given[0][0])
    return ", ".join(
        gettext("%(verdict)s (%(people)s)", verdict=word, people=people) for word, people in given
    )


def verdicts(judged: JudgedByFew[str, V] | Judged[V]) -> str:
    """The city votes and the people of each verdict; of few cities, what each said beside its name."""
    if judged.few:
        said = [f"{voice.city}: {verdicts_of(voice)}" for voice in judged.dots]
    else:
        said = [
            gettext(
                "%(verdict)s: %(votes)s of %(cities)s",
                verdict=gettext(verdict.word),
                votes=figure(share.votes),
                cities=heads(Count(judged.judged.cities, share.people)),
            )
            for verdict, share in judged.shares.items()
        ]
    return "; ".join(said + unsaid(judged.cant_say))


def stand(judged: Judged[Verdict]) -> str:
    """How many took a stand on an issue, and why votes may be broken where they are."""
    of = str(gettext("Of %(counts)s that took a stand.", counts=heads(judged.judged)))
    if all(share.votes == int(share.votes) for share in judged.shares.values()):
        return of
    divided = gettext("A city whose delegates differ divides its vote.")
    return f"{of} {divided}"


def ratings(rated: RatedByFew[str] | Rated[str]) -> str:
    """The middle city and the cities in each zone; of few cities, where each stands beside its name."""
    if rated.few:
        said = [f"{dot.city}: {between(dot.value)}" for dot in rated.dots]
    else:
        zones = [
            f"{gettext(zone.word)} {count.cities} ({count.people})" for zone, count in rated.zones.items()
        ]
        said = [
            gettext("middle city %(median)s", median=figure(rated.median)),
            gettext("cities (people) by zone: %(zones)s", zones=", ".join(zones)),
        ]
    return "; ".join(said + unsaid(rated.cant_say))


def between(value: float) -> str:
    """Where a city stands, without a decimal that a handful of people can't carry: 6, or 6–7."""
    return str(int(value)) if value == int(value) else f"{floor(value)}–{ceil(value)}"


def shortage(of: Shortage) -> str:
    """Money: 2 cities (3 people): Antwerp, Sofia."""
    return str(
        gettext(
            "%(lack)s: %(counts)s: %(names)s",
            lack=gettext(of.lack.word),
            counts=heads(Count(len(of.cities), of.people)),
            names=", ".join(of.cities),
        )
    )


def unsaid(cant_say: Count) -> list[str]:
    """How many people can't say, if any."""
    if not cant_say.people:
        return []
    people = ngettext("%(num)d person", "%(num)d people", cant_say.people)
    return [gettext("can't say: %(people)s", people=people)]


def rules(criteria: Sequence[Criterion]) -> list[tuple[Word, str]]:
    """What each word means, as fixed before the vote; the first criterion gives the word."""
    if not criteria:
        return []
    return [
        (
            Word.AGREED,
            gettext(
                "The middle city rates “%(criterion)s” at 7–9, at least %(percent)s in 100 cities do so too,"
                " and the cities are not split.",
                criterion=criteria[0].name,
                percent=PERCENT_TO_AGREE,
            ),
        ),
        (Word.AGREED_NOT, gettext("The same at the other end of the scale, 1–3.")),
        (
            Word.SPLIT,
            gettext(
                "The range from the 30th to the 70th percentile of the cities (IPR) is wider than its bound"
                " (IPRAS): %(least)s points, and %(more)s more for each point that the middle of the range"
                " lies away from 5. Or at least (n + 1) ÷ 3 of the n cities, rounded down, stand at 1–3 and"
                " as many at 7–9.",
                least=figure(IPR_AT_MIDPOINT),
                more=figure(CORRECTION_FOR_ASYMMETRY),
            ),
        ),
        (
            Word.OPEN,
            gettext(
                "All the rest, and always while fewer than %(cities)s cities have rated.",
                cities=FEWEST_CITIES,
            ),
        ),
    ]


def notes(criteria: Sequence[Criterion]) -> list[str]:
    """How the figures come about: scale, city, denominators, order, sources."""
    return [
        gettext(
            "Scores run from 1 to 9 in three zones: 1–3 no, 4–6 unsure, 7–9 yes. A value on a border belongs"
            " to the higher zone: %(unsure)s is unsure, %(yes)s is yes.",
            unsure=figure(UNSURE_FROM),
            yes=figure(YES_FROM),
        ),
        gettext(
            "The city counts, not the head. A city's rating is the median of its delegates' scores; of its"
            " one vote on a verdict, each of its delegates holds an equal part. “Can't say” is counted apart."
        ),
        gettext(
            "Counts stand twice, for cities and for people. They are held against those who were asked: the"
            " interested cities with a seat in a group of the measure, and their delegates there."
        ),
        gettext(
            "With fewer than %(cities)s cities there is no median, no share and no word but “Open”: what each"
            " city said stands beside its name. Only where lighthouse and interested cities are compared,"
            " means are said from %(side)s cities on each side.",
            cities=FEWEST_CITIES,
            side=FEWEST_CITIES_A_SIDE,
        ),
        _order(criteria),
        gettext(
            "Each person's last answer counts. What a city has said as one stands in the place of its"
            " delegates' answers; the people stay counted as they answered."
        ),
        gettext(
            "What lighthouse cities answer stands apart, beside the interested cities, and counts nowhere"
            " among them. From %(cities)s cities a side on, their gap is said in figures.",
            cities=FEWEST_CITIES_A_SIDE,
        ),
        gettext(
            "Evidence is what the lighthouse cities said of their own experience; a city that solved an issue"
            " has met it, too."
        ),
        gettext(
            "Method: RAND/UCLA Appropriateness Method (RAND MR-1269, 2001; BMC Med Inform Decis Mak"
            " 2012;12:93); the share that makes an agreement: J Clin Epidemiol 2014;67:401–409."
        ),
    ]


def _order(criteria: Sequence[Criterion]) -> str:
    if not criteria:
        return str(gettext("Issues stand in the order of their numbers."))
    sentence = gettext(
        "Issues that %(cities)s cities or more have rated come first, then those that fewer have rated."
        " Within each part the highest comes first by “%(criterion)s”: among the first by the mean of the"
        " cities, drawn towards the rest as the ranks are; among the others by the middle city.",
        cities=FEWEST_CITIES,
        criterion=criteria[0].name,
    )
    return str(sentence)
