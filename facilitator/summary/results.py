"""What the cities said of the issues of a measure: the shapes that pages and reports read."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from facilitator.capture.evidence import Tally as Evidence
from facilitator.capture.models import Aspect, Kind
from facilitator.capture.queries import BoardCard
from facilitator.errors import N_
from facilitator.statistics.cities import Dot
from facilitator.statistics.consensus import Consensus, Panel
from facilitator.statistics.few import Few
from facilitator.statistics.gap import Gap, Sides
from facilitator.statistics.priorities import Priority, Stand
from facilitator.statistics.ratings import Rated, RatedByFew
from facilitator.statistics.stability import Stability, stability
from facilitator.statistics.tallies import Count
from facilitator.statistics.verdicts import Judged, JudgedByFew
from facilitator.statistics.words import Word
from facilitator.summary.order import Order, order
from facilitator.summary.solution_results import ApproachResult, SolutionResult
from facilitator.validation.models import Criterion, Verdict
from facilitator.vocabulary import Term
from facilitator.workshops.models import Measure, Part


class RemarkTopic(Term):
    """What a delegate wrote beside their answer."""

    CHANGE = "change", N_("Change")
    COMMENT = "comment", N_("Comment")
    NEED = "need", N_("Need")


class Coverage(Term):
    """How much the ratings of an issue can carry."""

    BY_ENOUGH = "by_enough", N_("Rated by five cities or more")
    BY_FEW = "by_few", N_("Rated by fewer than five cities")
    UNRATED = "unrated", N_("Not rated")


class Delegate(NamedTuple):
    """Who speaks for a city; a proxy stands in for one that has nobody in the room, and is no head."""

    name: str
    city: str
    part: Part
    is_proxy: bool = False


@dataclass(frozen=True)
class WrittenRemark:
    """What somebody wrote of an issue; who it was is for the team's eyes, as long as it is not quoted."""

    topic: RemarkTopic
    text: str
    city: str
    person: str = ""
    participant_id: int = 0
    is_edited: bool = False


@dataclass(frozen=True)
class IssueAsAsked:
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
class Move:
    """Where a city stood before the discussion and after it, over those of its people who rated twice."""

    city: str
    before: float
    after: float
    people: int


@dataclass(frozen=True)
class SideBySide:
    """An issue as lighthouse cities and interested ones see it, where any lighthouse city has answered.

    `gap` is on the first criterion; `panels` compares who calls it the right issue. `verdicts` and `remarks`
    are the lighthouse cities'.
    """

    gap: Few[Sides[str]] | Gap[str]
    panels: Few[Mapping[Part, Panel]] | Consensus[Part]
    verdicts: JudgedByFew[str, Verdict] | Judged[Verdict]
    remarks: tuple[WrittenRemark, ...]


@dataclass(frozen=True)
class IssueResult:
    """An issue with its evidence and with what the interested cities said of it.

    `answered` counts who gave any answer; `set_aside` are people whose answer belongs to an earlier
    wording, and so counts nowhere. The first criterion of the workshop gives the word. `spoken` are the
    cities that said something as one, in the place of their delegates. `moves` are on the first criterion.
    `priority` is there where relevance, urgency and power to act were asked.
    """

    issue: IssueAsAsked
    evidence: Evidence
    answered: Count
    verdicts: JudgedByFew[str, Verdict] | Judged[Verdict]
    ratings: tuple[CriterionResult, ...]
    remarks: tuple[WrittenRemark, ...]
    helped_by: tuple[str, ...] = ()
    set_aside: int = 0
    spoken: tuple[str, ...] = ()
    moves: tuple[Move, ...] = ()
    priority: Few[tuple[Stand[str], ...]] | Priority[str] | None = None
    side_by_side: SideBySide | None = None

    @property
    def all_remarks(self) -> tuple[WrittenRemark, ...]:
        """What the interested cities wrote, then the lighthouse cities."""
        return (*self.remarks, *(self.side_by_side.remarks if self.side_by_side else ()))

    @property
    def word(self) -> Word | None:
        """What the cities, taken together, say of it; nothing where nobody has answered."""
        if not self.answered.cities:
            return None
        return self.ratings[0].rated.word if self.ratings else Word.OPEN

    @property
    def dots(self) -> tuple[Dot[str], ...]:
        """The cities on the first criterion."""
        return self.ratings[0].rated.dots if self.ratings else ()

    @property
    def coverage(self) -> Coverage:
        """How much its ratings can carry."""
        if not self.dots:
            return Coverage.UNRATED
        return Coverage.BY_FEW if self.ratings[0].rated.few else Coverage.BY_ENOUGH

    @property
    def stability(self) -> Stability:
        """How many cities stayed in their zone after the discussion, and how many left it."""
        before = {move.city: move.before for move in self.moves}
        return stability(before, {move.city: move.after for move in self.moves})

    @property
    def values(self) -> dict[int, dict[str, float]]:
        """By criterion: the value of each city."""
        return {each.criterion.id: {dot.city: dot.value for dot in each.rated.dots} for each in self.ratings}


# Of which measure an order is, and by which weights of the criteria.
OrderKey: TypeAlias = tuple[int, tuple[tuple[int, float], ...]]


@dataclass(frozen=True)
class MeasureResults:
    """A measure with all that is in sight of it, the issues by what the cities say.

    `entitled` were asked (interested cities with a seat in a group of the measure), `answered` said
    something. `missing` were added by the cities on day two, `late` by others after the handover; both
    were never validated. A card's `helps` are the references of the issues it helps with. What was said of
    solutions is by card; of those and of the approach only where somebody has answered.
    """

    measure: Measure
    entitled: Count
    answered: Count
    issues: tuple[IssueResult, ...]
    missing: tuple[BoardCard, ...]
    late: tuple[BoardCard, ...]
    helps: Mapping[Kind, tuple[BoardCard, ...]] = field(default_factory=dict)
    said_of_solutions: Mapping[int, SolutionResult] = field(default_factory=dict)
    approach: ApproachResult | None = None
    # Orders that are known of these answers.
    orders: dict[OrderKey, Order] = field(default_factory=dict, compare=False, repr=False)

    @property
    def order(self) -> Order:
        """How sure the order of its issues is; worked out when it is asked for, as it takes 10,000 draws."""
        weights = {
            rating.criterion.id: rating.criterion.weight
            for result in self.issues[:1]
            for rating in result.ratings
        }
        key = self.measure.id, tuple(weights.items())
        if key not in self.orders:
            self.orders[key] = order({result.issue.id: result.values for result in self.issues}, weights)
        return self.orders[key]

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
    def unanswered(self) -> int:
        """How many issues nobody has answered."""
        return len(self.issues) - self.words.total()

    @property
    def by_coverage(self) -> list[tuple[Coverage, list[IssueResult]]]:
        """The issues in their order, parted by how much their ratings can carry."""
        return part_by_coverage(self.issues)


def part_by_coverage(issues: Sequence[IssueResult]) -> list[tuple[Coverage, list[IssueResult]]]:
    """Issues in their order, parted by how much their ratings can carry."""
    parts = [(coverage, [r for r in issues if r.coverage is coverage]) for coverage in Coverage]
    return [(coverage, part) for coverage, part in parts if part]
