"""What the interested cities said of the issues of a measure, worked out from plain answers."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from facilitator.capture.evidence import Tally as Evidence
from facilitator.capture.models import Aspect, Kind
from facilitator.capture.queries import BoardCard
from facilitator.errors import N_
from facilitator.summary.statistics.cities import Dot
from facilitator.summary.statistics.quantiles import median
from facilitator.summary.statistics.ratings import Rated, RatedByFew, rated
from facilitator.summary.statistics.tallies import Count
from facilitator.summary.statistics.verdicts import Judged, JudgedByFew, judged
from facilitator.summary.statistics.words import Word
from facilitator.validation.models import Criterion, Verdict
from facilitator.vocabulary import Term
from facilitator.workshops.models import Measure

Tallied = TypeVar("Tallied")

# "Can't say" is an answer, and is counted apart.
STANDS = (Verdict.RIGHT, Verdict.RIGHT_WITH_CHANGE, Verdict.NOT_FOR_US)


class Topic(Term):
    """What a delegate wrote beside their answer."""

    CHANGE = "change", N_("Change")
    COMMENT = "comment", N_("Comment")
    NEED = "need", N_("Need")


class Standing(Term):
    """How much the ratings of an issue can carry."""

    BY_ENOUGH = "by_enough", N_("Rated by five cities or more")
    BY_FEW = "by_few", N_("Rated by fewer than five cities")
    UNRATED = "unrated", N_("Not rated")


class Delegate(NamedTuple):
    """A person who speaks for an interested city."""

    name: str
    city: str


@dataclass(frozen=True)
class Remark:
    """What somebody wrote of an issue; the person is for the team's eyes and stays out of reports."""

    topic: Topic
    text: str
    city: str
    person: str = ""


# By criterion: how many delegates of a city gave each score, None being "can't say".
Scores = dict[int, Counter[int | None]]


def _no_scores() -> Scores:
    return defaultdict(Counter)


@dataclass
class Given:
    """The answers to one issue, counted by city; `answered` and `set_aside` are participants.

    Set aside are answers to an earlier wording: they count nowhere.
    """

    answered: set[int] = field(default_factory=set)
    set_aside: set[int] = field(default_factory=set)
    verdicts: dict[str, Counter[Verdict | None]] = field(default_factory=lambda: defaultdict(Counter))
    scores: dict[str, Scores] = field(default_factory=lambda: defaultdict(_no_scores))
    remarks: list[Remark] = field(default_factory=list)


@dataclass(frozen=True)
class Asked:
    """An issue as the cities were asked about it, or as it stands now where nothing is frozen yet."""

    id: int
    ref: str
    number: int
    title: str
    text: str
    aspect: Aspect | None
    measure_id: int
    reworded_since: bool = False


@dataclass(frozen=True)
class CriterionResult:
    """The cities' ratings of an issue on one criterion."""

    criterion: Criterion
    rated: RatedByFew[str] | Rated[str]


@dataclass(frozen=True)
class IssueResult:
    """An issue with its evidence and with what the interested cities said of it.

    `answered` counts who gave any answer; `set_aside` are people whose answer belongs to an earlier
    wording, and so counts nowhere. The first criterion of the workshop gives the word.
    """

    issue: Asked
    evidence: Evidence
    answered: Count
    verdicts: JudgedByFew[str, Verdict] | Judged[Verdict]
    ratings: tuple[CriterionResult, ...]
    remarks: tuple[Remark, ...]
    helped_by: tuple[str, ...] = ()
    set_aside: int = 0

    @property
    def word(self) -> Word:
        """Agreed, Agreed not, Split or Open."""
        return self.ratings[0].rated.word if self.ratings else Word.OPEN

    @property
    def dots(self) -> tuple[Dot[str], ...]:
        """The cities on the first criterion."""
        return self.ratings[0].rated.dots if self.ratings else ()

    @property
    def standing(self) -> Standing:
        """How much its ratings can carry."""
        if not self.dots:
            return Standing.UNRATED
        return Standing.BY_FEW if self.ratings[0].rated.few else Standing.BY_ENOUGH


@dataclass(frozen=True)
class MeasureResults:
    """A measure with all that is in sight of it, the issues by what the cities say.

    `entitled` were asked (interested cities with a seat in a group of the measure), `answered` said
    something. `missing` were added by the cities on day two, `late` by others after the handover; both
    were never validated. A card's `helps` are the references of the issues it helps with.
    """

    measure: Measure
    entitled: Count
    answered: Count
    issues: tuple[IssueResult, ...]
    missing: tuple[BoardCard, ...]
    late: tuple[BoardCard, ...]
    helps: Mapping[Kind, tuple[BoardCard, ...]] = field(default_factory=dict)

    @property
    def enablers(self) -> tuple[BoardCard, ...]:
        """What helps, inside the lighthouse city and outside."""
        return self.helps.get(Kind.ENABLER, ())

    @property
    def strategies(self) -> tuple[BoardCard, ...]:
        """Political strategies."""
        return self.helps.get(Kind.STRATEGY, ())

    @property
    def solutions(self) -> tuple[BoardCard, ...]:
        """What is to be done, by whom and by when."""
        return self.helps.get(Kind.SOLUTION, ())

    @property
    def words(self) -> Counter[Word]:
        """How many issues have each word, in the order of the words."""
        given = Counter(result.word for result in self.issues)
        return Counter({word: given[word] for word in Word if given[word]})

    @property
    def by_standing(self) -> list[tuple[Standing, list[IssueResult]]]:
        """The issues in their order, parted by how much their ratings can carry."""
        parts = [(standing, [r for r in self.issues if r.standing is standing]) for standing in Standing]
        return [(standing, part) for standing, part in parts if part]


def count(delegates: Iterable[Delegate]) -> Count:
    """The cities and the people among delegates, each person given once."""
    heads = list(delegates)
    return Count(len({delegate.city for delegate in heads}), len(heads))


def issue_result(
    issue: Asked,
    given: Given,
    delegates: Mapping[int, Delegate],
    criteria: Sequence[Criterion],
    *,
    evidence: Evidence,
    helped_by: Sequence[str] = (),
) -> IssueResult:
    """What the delegates' answers to one issue say, city by city."""
    return IssueResult(
        issue=issue,
        evidence=evidence,
        answered=count(delegates[participant] for participant in given.answered),
        verdicts=judged(_by_name(given.verdicts), STANDS),
        ratings=tuple(
            CriterionResult(criterion, rated(_scores_on(criterion, given))) for criterion in criteria
        ),
        remarks=tuple(sorted(given.remarks, key=_place_of)),
        helped_by=tuple(helped_by),
        set_aside=len(given.set_aside),
    )


def by_what_the_cities_say(results: Iterable[IssueResult]) -> tuple[IssueResult, ...]:
    """The issues that enough cities rated, then those that fewer did, then the rest.

    Within each, the highest first by the middle city's rating on the first criterion; at a tie the one
    that more cities rated, then the lower number.
    """
    return tuple(sorted(results, key=_standing))


def _standing(result: IssueResult) -> tuple[int, float, int, int]:
    values = [dot.value for dot in result.dots]
    place = list(Standing).index(result.standing)
    return (place, -median(values) if values else 0, -len(values), result.issue.number)


def _scores_on(criterion: Criterion, given: Given) -> dict[str, Counter[int | None]]:
    return _by_name(
        {city: scores[criterion.id] for city, scores in given.scores.items() if criterion.id in scores}
    )


def _by_name(tallies: Mapping[str, Tallied]) -> dict[str, Tallied]:
    return dict(sorted(tallies.items()))


def _place_of(remark: Remark) -> tuple[int, str, str]:
    return list(Topic).index(remark.topic), remark.city, remark.person
