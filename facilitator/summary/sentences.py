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
from facilitator.statistics.verdicts import CityVerdicts, Judged, JudgedByFew
from facilitator.statistics.words import PERCENT_TO_AGREE, Word
from facilitator.summary.results import Coverage, MeasureResults
from facilitator.summary.solution_results import Shortage
from facilitator.validation.models import Criterion, Intent, Verdict
from facilitator.web.pages import figure
from facilitator.web.sentences import FACTS, labelled, listed
from facilitator.web.terminology import term_word

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


def words(results: MeasureResults) -> str:
    """Agreed 1, Undecided 2 and Not rated 1."""
    said = [(term_word(word), number) for word, number in results.words.items()]
    if results.unanswered:
        said.append((term_word(Coverage.UNRATED), results.unanswered))
    return listed(gettext("%(result)s %(count)s", result=word, count=count) for word, count in said)


def evidence(tally: Evidence) -> list[str]:
    """Lighthouse cities that had this problem: 5 of 6. Solved by: 1. Each is a fact of its own."""
    facts = [
        gettext(
            "Lighthouse cities that had this problem: %(met)s of %(of)s",
            met=tally.met,
            of=tally.lighthouse_cities,
        )
    ]
    if tally.solved:
        facts.append(gettext("Solved by: %(count)s", count=tally.solved))
    if tally.expected:
        facts.append(gettext("Expected by: %(count)s", count=tally.expected))
    return facts


def verdicts_of(voice: CityVerdicts[str, V]) -> str:
    """What a city said as one, or what its people answered: the one's verdict, or each with its number."""
    if voice.spoken is not None:
        return str(gettext("%(verdict)s (city vote)", verdict=term_word(voice.spoken)))
    given = [
        (term_word(verdict or Verdict.CANT_SAY), people) for verdict, people in voice.tally.items() if people
    ]
    if sum(people for _, people in given) == 1:
        return str(given[0][0])
    return listed(gettext("%(verdict)s (%(people)s)", verdict=word, people=people) for word, people in given)


def verdicts(judged: JudgedByFew[str, V] | Judged[V]) -> str:
    """The city votes and the people of each verdict; of few cities, what each said beside its name."""
    if judged.few:
        said = [labelled(voice.city, verdicts_of(voice)) for voice in judged.dots]
    else:
        said = [
            gettext(
                "%(verdict)s: %(votes)s of %(cities)s",
                verdict=term_word(verdict),
                votes=figure(share.votes),
                cities=heads(Count(judged.judged.cities, share.people)),
            )
            for verdict, share in judged.shares.items()
        ]
    return FACTS.join(said + unsaid(judged.cant_say))


def stand(judged: Judged[Verdict]) -> str:
    """How many took a stand on an issue, and why votes may be broken where they are."""
    of = str(gettext("Based on %(counts)s with an opinion.", counts=heads(judged.judged)))
    if all(share.votes == int(share.votes) for share in judged.shares.values()):
        return of
    divided = gettext("If the delegates of a city disagree, its vote is divided.")
    return f"{of} {divided}"


def ratings(rated: RatedByFew[str] | Rated[str]) -> str:
    """The middle city and the cities in each zone; of few cities, where each stands beside its name."""
    if rated.few:
        said = [labelled(dot.city, between(dot.value)) for dot in rated.dots]
    else:
        zones = [
            gettext(
                "%(level)s %(cities)s (%(people)s)",
                level=term_word(zone),
                cities=count.cities,
                people=count.people,
            )
            for zone, count in rated.zones.items()
        ]
        said = [
            gettext("Median city: %(median)s", median=figure(rated.median)),
            gettext("Cities (people): %(zones)s", zones=listed(zones)),
        ]
    return FACTS.join(said + unsaid(rated.cant_say))


def between(value: float) -> str:
    """Where a city stands, without a decimal that a handful of people can't carry: 6, or 6–7."""
    return str(int(value)) if value == int(value) else f"{floor(value)}–{ceil(value)}"


def rating_of(city: str, value: float) -> str:
    """Where one city stands, in a list of several: Lisbon 6–7."""
    return str(gettext("%(city)s %(rating)s", city=city, rating=between(value)))


def shortage(of: Shortage) -> str:
    """Money: 2 cities (3 people): Antwerp, Sofia."""
    return str(
        gettext(
            "%(lack)s: %(counts)s: %(names)s",
            lack=term_word(of.lack),
            counts=heads(Count(len(of.cities), of.people)),
            names=listed(of.cities),
        )
    )


def unsaid(cant_say: Count) -> list[str]:
    """How many people can't say, if any."""
    if not cant_say.people:
        return []
    people = ngettext("%(num)d person", "%(num)d people", cant_say.people)
    return [gettext("Can't say: %(people)s", people=people)]


def rules(criteria: Sequence[Criterion]) -> list[tuple[Word, str]]:
    """What each word means, as fixed before the vote; the first criterion gives the word."""
    if not criteria:
        return []
    return [
        (
            Word.AGREED,
            gettext(
                "The median city rates “%(criterion)s” at 7–9, at least %(percent)s %% of the cities do"
                " the same,"
                " and the cities are not split.",
                criterion=criteria[0].name,
                percent=PERCENT_TO_AGREE,
            ),
        ),
        (Word.AGREED_NOT, gettext("The same rule as for “Agreed”, but with ratings of 1–3.")),
        (
            Word.SPLIT,
            gettext(
                "The range from the 30th to the 70th percentile of the cities (IPR) is wider than its bound"
                " (IPRAS: %(least)s, plus %(more)s for each point between the middle of the range and 5)."
                " Or at least (n + 1) ÷ 3 of the n cities, rounded down, rate 1–3 and as many rate"
                " 7–9.",
                least=figure(IPR_AT_MIDPOINT),
                more=figure(CORRECTION_FOR_ASYMMETRY),
            ),
        ),
        (
            Word.OPEN,
            ngettext(
                "All other issues, and all issues rated by fewer than one city.",
                "All other issues, and all issues rated by fewer than %(num)d cities.",
                FEWEST_CITIES,
            ),
        ),
    ]


def notes(criteria: Sequence[Criterion]) -> list[str]:
    """How the figures come about: scale, city, denominators, order, sources."""
    return [
        gettext(
            "Scores go from 1 to 9 in three levels: 1–3 low, 4–6 medium, 7–9 high. A value on a border"
            " belongs"
            " to the higher level: %(unsure)s is medium, %(yes)s is high.",
            unsure=figure(UNSURE_FROM),
            yes=figure(YES_FROM),
        ),
        gettext(
            "Cities count, not people. A city's rating is the median of its delegates' scores. Each city has"
            " one vote on a verdict, and its delegates share it equally. “Can't say” is counted separately."
        ),
        gettext(
            "Numbers are given for cities and for people. They are compared with those who were asked: the"
            " interested cities with a seat in a group of the measure, and their delegates there."
        ),
        ngettext(
            "With fewer than one city there is no median and no share, and the result is “Undecided”."
            " The answer of each city is shown with its name.",
            "With fewer than %(num)d cities there is no median and no share, and the result is “Undecided”."
            " The answer of each city is shown with its name.",
            FEWEST_CITIES,
        ),
        _order(criteria),
        gettext(
            "Each person's last answer counts. A city vote replaces the answers of the city's delegates."
            " People are still counted as they answered."
        ),
        ngettext(
            "The answers of lighthouse cities are shown separately and are not counted with those of the"
            " interested cities. With one city or more on each side, their means and the difference are"
            " given.",
            "The answers of lighthouse cities are shown separately and are not counted with those of the"
            " interested cities. With %(num)d cities or more on each side, their means and the difference are"
            " given.",
            FEWEST_CITIES_A_SIDE,
        ),
        gettext(
            "Evidence is the experience of the lighthouse cities. A city that solved an issue also had this"
            " problem."
        ),
        gettext(
            "Method: RAND/UCLA Appropriateness Method (RAND MR-1269, 2001; BMC Med Inform Decis Mak"
            " 2012;12:93); share needed for agreement: J Clin Epidemiol 2014;67:401–409."
        ),
    ]


def _order(criteria: Sequence[Criterion]) -> str:
    if not criteria:
        return str(gettext("Issues are in the order of their numbers."))
    sentence = gettext(
        "Issues that enough cities rated come first (cities needed: %(cities)s), then the others. Each part"
        " starts with the highest by “%(criterion)s”: the first part by the mean of the cities, moved towards"
        " the average as for the ranks, the second part by the median city.",
        cities=FEWEST_CITIES,
        criterion=criteria[0].name,
    )
    return str(sentence)
