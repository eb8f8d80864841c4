"""What the report says, whatever it is written as: facts, participants, results, gaps.

No person is named but those who chose to be quoted with their name.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import datetime

from facilitator.access.policy import Phase
from facilitator.breakouts.group_work.models import GroupNote
from facilitator.capture.lineage.queries import Lineage, lineages
from facilitator.capture.links import helped_by, links_handed_over
from facilitator.capture.models import Handover
from facilitator.capture.remarks.queries import remarks_by_issue
from facilitator.capture.rules import has_solution
from facilitator.conclusions.queries import StatedConclusion, conclusions
from facilitator.errors import N_
from facilitator.feedback.queries import FeedbackResults, feedback_results
from facilitator.matches.queries import AgreedMatches, agreed_matches
from facilitator.quotes.queries import quoting_in
from facilitator.quotes.rules import SignOffState
from facilitator.register.queries import RegisterEntry, register
from facilitator.report_details.models import LENGTHS
from facilitator.report_details.queries import details_of
from facilitator.reports.agenda import SessionHeld, sessions_held
from facilitator.reports.groups import GroupHeld, GroupsHeld, groups_held
from facilitator.reports.queries import AttendanceList, attendance
from facilitator.sign_off.queries import quotes_of, sign_off_state
from facilitator.statistics.words import Word
from facilitator.summary.queries import results
from facilitator.summary.quoted import PresentedRemark, quoted_presented, quoted_results
from facilitator.summary.results import IssueResult, MeasureResults
from facilitator.validation.models import Criterion
from facilitator.validation.paper.queries import Modes, modes
from facilitator.vocabulary import Term
from facilitator.workshops.models import Part, Workshop

# By issue what the groups noted, and under None what they noted in general.
Notes = Mapping[int | None, Sequence[GroupNote]]
# By issue what was said of it while it was presented.
Presented = Mapping[int, Sequence[PresentedRemark]]


class ReportState(Term):
    """How final the report is."""

    DAY_ONE = (
        "day_one",
        N_(
            "Interim report: there is no handover yet. The issues have their current wording and were not"
            " validated."
        ),
    )
    DAY_TWO = (
        "day_two",
        N_("Interim report: the workshop is not closed yet. Cities can still change their answers."),
    )
    CLOSED = "closed", N_("The workshop is closed. These are its results.")


class MeasureGap(Term):
    """What a measure still lacks."""

    UNANSWERED = "unanswered", N_("No interested city has answered")
    SPLIT = "split", N_("The cities are split")
    WITHOUT_EVIDENCE = "without_evidence", N_("No city has given evidence")
    WITHOUT_SOLUTION = "without_solution", N_("No solution yet")
    WITHOUT_OWNER = "without_owner", N_("Solution without an owner")
    WITHOUT_DATE = "without_date", N_("Solution without a date")
    WITHOUT_NEXT_STEP = "without_next_step", N_("Solution without a next step")
    MISSING = "missing", N_("Added by interested cities, but not answered yet")
    LATE = "late", N_("Added after the handover, but not validated")


@dataclass(frozen=True)
class OpenPoint:
    """A gap and the references of the cards that have it."""

    gap: MeasureGap
    refs: tuple[str, ...]

    @property
    def number(self) -> int:
        """How many cards have it."""
        return len(self.refs)


@dataclass(frozen=True)
class MeasureSection:
    """What the report says of one measure."""

    results: MeasureResults
    open_points: tuple[OpenPoint, ...]
    groups: tuple[GroupHeld, ...] = ()
    notes: Notes = field(default_factory=dict)
    presented: Presented = field(default_factory=dict)
    lineages: Mapping[int, Lineage] = field(default_factory=dict)
    handed_chain: Mapping[int, Sequence[str]] = field(default_factory=dict)
    """By issue that was handed over: what helped with it then."""


@dataclass(frozen=True)
class Report:
    """The report as it stands at one moment; `drawn_up_at` is aware, in UTC."""

    workshop: Workshop
    drawn_up_at: datetime
    state: ReportState
    handover: Handover | None
    criteria: Sequence[Criterion]
    attendance: AttendanceList
    agenda: tuple[SessionHeld, ...]
    details: Mapping[str, str]
    """What the report is filed under, by the name of the field; what is empty is left out."""
    modes: Modes
    sections: tuple[MeasureSection, ...]
    conclusions: tuple[StatedConclusion, ...] = ()
    """The sentences of its summary that are printed, in their order."""
    register: tuple[RegisterEntry, ...] = ()
    """Every solution, those without an owner first."""
    sign_off: SignOffState | None = None
    """How far the cities are with what is quoted of them; nothing where they are not asked."""
    meetings: AgreedMatches = field(default_factory=AgreedMatches)
    """Which cities have agreed to meet, and what nobody can answer."""
    feedback: FeedbackResults | None = None
    """What people said of the workshop itself, as far as it is shown."""

    @property
    def outdated(self) -> int:
        """How many of them were edited before the figures changed: until each is settled, it is a draft."""
        return sum(stated.is_outdated for stated in self.conclusions)

    def cities(self, part: Part) -> int:
        """How many cities take this part, with or without a person in the room."""
        return sum(present.city.part is part for present in self.attendance.cities)

    def cities_in_the_room(self, part: Part) -> int:
        """How many of them had somebody there."""
        return sum(present.city.part is part and present.people > 0 for present in self.attendance.cities)

    @property
    def people(self) -> int:
        """Everybody who joined, of cities and of partners."""
        of_cities = sum(present.people for present in self.attendance.cities)
        return of_cities + sum(partner.people for partner in self.attendance.partners)

    @property
    def issues(self) -> int:
        """The issues that were handed over, or that there are."""
        return sum(len(section.results.issues) for section in self.sections)

    @property
    def solutions(self) -> int:
        """The solutions in sight."""
        return sum(len(section.results.solutions) for section in self.sections)

    @property
    def words(self) -> Counter[Word]:
        """How many issues have each word."""
        return sum((section.results.words for section in self.sections), Counter())


def content(workshop: Workshop, at: datetime) -> Report:
    """The report of the workshop as it stands now, `at` the moment it says; at any time, in any phase."""
    said, held, remarks = results(workshop), groups_held(workshop), remarks_by_issue(workshop)
    quoting = quoting_in(workshop)
    found, presented = quoted_results(said, quoting), quoted_presented(remarks, quoting)
    origins, entries = lineages(workshop), register(workshop, found)
    unowned = {entry.card.id for entry in entries if entry.lacks_an_owner}
    chain = helped_by(workshop.id, links_handed_over(found.handover.id)) if found.handover else {}
    return Report(
        workshop=workshop,
        drawn_up_at=at,
        state=_state(workshop.phase, found.handover),
        handover=found.handover,
        criteria=found.criteria,
        attendance=attendance(workshop),
        agenda=sessions_held(workshop),
        details=_details(workshop),
        modes=modes(found.handover),
        register=tuple(entries),
        sign_off=sign_off_state(workshop, quotes_of(said, remarks, quoting)),
        meetings=agreed_matches(workshop, found, entries),
        feedback=_feedback(workshop),
        conclusions=tuple(each for each in conclusions(workshop, said, entries) if each.is_printed),
        sections=tuple(
            replace(
                _section(measure, held, unowned, is_handed_over=found.handover is not None),
                presented=presented,
                lineages=origins,
                handed_chain=chain,
            )
            for measure in found.measures
        ),
    )


def _feedback(workshop: Workshop) -> FeedbackResults | None:
    found = feedback_results(workshop)
    return found if found and found.questions else None


def _details(workshop: Workshop) -> Mapping[str, str]:
    found = details_of(workshop)
    return {name: text for name in LENGTHS if (text := getattr(found, name, ""))}


def _state(phase: Phase, handover: Handover | None) -> ReportState:
    if handover is None:
        return ReportState.DAY_ONE
    return ReportState.CLOSED if phase is Phase.CLOSED else ReportState.DAY_TWO


def _section(
    measure: MeasureResults, held: GroupsHeld, unowned: Set[int], *, is_handed_over: bool
) -> MeasureSection:
    points = tuple(_open_points(measure, unowned, is_handed_over=is_handed_over))
    return MeasureSection(measure, points, tuple(held.of_measure(measure.measure.id)), held.notes)


def _open_points(measure: MeasureResults, unowned: Set[int], *, is_handed_over: bool) -> Iterable[OpenPoint]:
    of_issues: dict[MeasureGap, Callable[[IssueResult], bool]] = {
        MeasureGap.UNANSWERED: lambda result: is_handed_over and not result.answered.cities,
        MeasureGap.SPLIT: lambda result: result.word is Word.SPLIT,
        MeasureGap.WITHOUT_EVIDENCE: lambda result: not result.evidence.voices,
        MeasureGap.WITHOUT_SOLUTION: lambda result: not has_solution(result.helped_by),
    }
    by_number = sorted(measure.issues, key=lambda result: result.issue.number)
    for gap, has_gap in of_issues.items():
        yield from _point(gap, (result.issue.ref for result in by_number if has_gap(result)))
    wordings = [(card.ref, card.wording) for card in measure.solutions]
    yield from _point(
        MeasureGap.WITHOUT_OWNER, (card.ref for card in measure.solutions if card.id in unowned)
    )
    yield from _point(MeasureGap.WITHOUT_DATE, (ref for ref, wording in wordings if not wording.by_when))
    yield from _point(
        MeasureGap.WITHOUT_NEXT_STEP, (ref for ref, wording in wordings if not wording.next_step)
    )
    yield from _point(MeasureGap.MISSING, (card.ref for card in measure.missing))
    yield from _point(MeasureGap.LATE, (card.ref for card in measure.late))


def _point(gap: MeasureGap, refs: Iterable[str]) -> Iterable[OpenPoint]:
    if found := tuple(refs):
        yield OpenPoint(gap, found)
