"""What a lighthouse city can be asked for, and how its days could be spread: decisions on plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from facilitator.capture.evidence import CityEvidence, Tally
from facilitator.capture.models import Stance
from facilitator.capture.rules import has_solution
from facilitator.errors import N_, RuleBroken
from facilitator.statistics.days import CityNeed, SpreadNeed, most_wanted_first, spread_days
from facilitator.statistics.scale import Zone, zone_of
from facilitator.summary.results import IssueResult, MeasureResults, RemarkTopic, WrittenRemark
from facilitator.text import alphabetical
from facilitator.workshops.models import Measure, Part

MOST_DAYS = 60
# A city that only expects an issue has nothing of its own to show yet.
HAS_EXPERIENCE = (Stance.MET, Stance.SOLVED)


@dataclass(frozen=True)
class Wanted:
    """An issue that interested cities want help with.

    `cities` are those that rate it 7–9 on the first criterion, say what they need, or added it themselves.
    `voices` are the lighthouse cities' words on it, `is_answered` that a solution helps with it.
    """

    measure: Measure
    ref: str
    title: str
    cities: tuple[str, ...]
    needs: tuple[WrittenRemark, ...]
    comments: tuple[WrittenRemark, ...]
    helped_by: tuple[str, ...]
    voices: Mapping[str, CityEvidence]
    is_missing: bool = False

    @property
    def is_answered(self) -> bool:
        """Whether there is a solution for it."""
        return has_solution(self.helped_by)

    @property
    def experienced(self) -> list[str]:
        """The lighthouse cities that have met it, or solved it."""
        return [city for city in self.voices if self.has_experience(city)]

    def has_experience(self, city: str) -> bool:
        """Whether a lighthouse city has met it, or solved it."""
        return city in self.voices and self.voices[city].stance in HAS_EXPERIENCE


def _of_lighthouse_cities(tally: Tally) -> dict[str, CityEvidence]:
    return {voice.city: voice for voice in tally.voices if voice.part is Part.LIGHTHOUSE}


def wanted_of(results: MeasureResults, evidence_now: Mapping[int, Tally]) -> list[Wanted]:
    """The issues of a measure that some interested city wants help with, those it added among them."""
    handed = [_of_issue(result, results.measure) for result in results.issues]
    added = [
        Wanted(
            measure=results.measure,
            ref=card.ref,
            title=card.wording.title,
            cities=(card.card.city.name,),
            needs=(),
            comments=(),
            helped_by=(),
            voices=_of_lighthouse_cities(evidence_now[card.id]),
            is_missing=True,
        )
        for card in results.missing
        if card.card.city
    ]
    return [wanted for wanted in (*handed, *added) if wanted.cities]


def _of_issue(result: IssueResult, measure: Measure) -> Wanted:
    needs = tuple(remark for remark in result.remarks if remark.topic is RemarkTopic.NEED)
    others = tuple(remark for remark in result.remarks if remark.topic is not RemarkTopic.NEED)
    rated_high = {dot.city for dot in result.dots if zone_of(dot.value) is Zone.YES}
    return Wanted(
        measure=measure,
        ref=result.issue.ref,
        title=result.issue.title,
        cities=tuple(sorted(rated_high | {need.city for need in needs}, key=alphabetical)),
        needs=needs,
        comments=others,
        helped_by=result.helped_by,
        voices=_of_lighthouse_cities(result.evidence),
    )


def in_order(wanted: Sequence[Wanted]) -> list[Wanted]:
    """What no solution answers comes first, then what more cities want."""
    return [need.key for need in most_wanted_first(_needs(wanted))]


def days_for(wanted: Sequence[Wanted], days: int) -> list[SpreadNeed[Wanted, str]]:
    """A number of days, spread over what is wanted."""
    if not 1 <= days <= MOST_DAYS:
        raise RuleBroken(N_("Enter a whole number of days from 1 to %(most)d."), field="days", most=MOST_DAYS)
    return spread_days(days, _needs(wanted))


def _needs(wanted: Sequence[Wanted]) -> list[CityNeed[Wanted, str]]:
    return [CityNeed(each, frozenset(each.cities), each.is_answered) for each in wanted]
