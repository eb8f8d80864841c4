"""What a city takes to the room next morning, measure by measure; plain values, put together from reads."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from facilitator.capture.evidence import CityEvidence, Tally
from facilitator.capture.models import Handover, Kind, Stance, Wording
from facilitator.capture.models.remarks import Remark
from facilitator.workshops.models import City, Measure


@dataclass(frozen=True)
class StatedCard:
    """A card in the text that counts: the frozen one, or the present one where nothing is frozen."""

    id: int
    ref: str
    kind: Kind
    measure: Measure
    city_id: int | None
    wording: Wording
    helps: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Reference and title, as a list to choose from shows them."""
        return f"{self.ref} {self.wording.title}"


@dataclass(frozen=True)
class BriefedIssue:
    """An issue as one city, or nobody in particular, presents it."""

    card: StatedCard
    city: City | None
    tally: Tally
    solutions: tuple[StatedCard, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @property
    def own(self) -> CityEvidence | None:
        """What the presenting city says of it."""
        return next((voice for voice in self.tally.voices if self._is_own(voice)), None)

    @property
    def is_brought_up(self) -> bool:
        """Whether the presenting city brought it up."""
        return self.city is not None and self.card.city_id == self.city.id

    @property
    def stance(self) -> Stance | None:
        """The presenting city's stance, if it has one."""
        return self.own.stance if self.own else None

    def others(self, stance: Stance) -> list[str]:
        """The other cities that take a stance."""
        return [
            voice.city for voice in self.tally.voices if voice.stance == stance and not self._is_own(voice)
        ]

    def _is_own(self, voice: CityEvidence) -> bool:
        return self.city is not None and voice.city == self.city.name


@dataclass(frozen=True)
class BriefingSection:
    """A measure of a briefing: what the city met, what it only expects, and what it can offer."""

    measure: Measure
    met: tuple[BriefedIssue, ...]
    expected: tuple[BriefedIssue, ...]
    solutions: tuple[StatedCard, ...]

    @property
    def issues(self) -> tuple[BriefedIssue, ...]:
        """All that it speaks of, in the order in which it is told."""
        return self.met + self.expected

    @property
    def solved(self) -> int:
        """How many of its issues the city has solved; of a whole measure, how many any city has."""
        return sum(
            issue.stance is Stance.SOLVED if issue.city else issue.tally.solved > 0 for issue in self.met
        )

    @property
    def unsolved(self) -> list[BriefedIssue]:
        """What was met, and nobody knows yet what to do about."""
        return [issue for issue in self.met if not issue.solutions and not issue.tally.solved]

    @property
    def without_owner(self) -> list[StatedCard]:
        """Its solutions that nobody owns."""
        return [solution for solution in self.solutions if not solution.wording.owner]

    @property
    def has_questions(self) -> bool:
        """Whether anything is to be asked of the room."""
        return bool(self.expected or self.unsolved or self.without_owner)


@dataclass(frozen=True)
class Briefing:
    """What is presented: by a city, or of a measure by all; as it was frozen, or as it is now."""

    city: City | None
    handover: Handover | None
    sections: tuple[BriefingSection, ...]

    @property
    def issues(self) -> list[BriefedIssue]:
        """The issues of all sections."""
        return [issue for section in self.sections for issue in section.issues]


@dataclass(frozen=True)
class Stated:
    """Day one as it stands, or as it was handed over: cards, evidence, and what was said of it since."""

    handover: Handover | None
    cards: Sequence[StatedCard]
    tallies: Mapping[int, Tally]
    remarks: Mapping[int, Sequence[Remark]]

    def briefing(self, city: City | None, measures: Iterable[Measure]) -> Briefing:
        """The briefing of a city, or of nobody in particular, on these measures; empty ones are left out."""
        sections = (self._section(city, measure) for measure in measures)
        return Briefing(
            city, self.handover, tuple(section for section in sections if section.issues or section.solutions)
        )

    def _section(self, city: City | None, measure: Measure) -> BriefingSection:
        cards = [card for card in self.cards if card.measure.id == measure.id]
        issues = [self._issue(card, city) for card in cards if card.kind is Kind.ISSUE]
        told = sorted((issue for issue in issues if _belongs(issue)), key=_weight)
        return BriefingSection(
            measure=measure,
            met=tuple(issue for issue in told if issue.stance is not Stance.EXPECT),
            expected=tuple(issue for issue in told if issue.stance is Stance.EXPECT),
            solutions=tuple(card for card in cards if card.kind is Kind.SOLUTION and _offers(city, card)),
        )

    def _issue(self, card: StatedCard, city: City | None) -> BriefedIssue:
        solutions, remarks = self._solutions.get(card.ref, ()), self.remarks.get(card.id, ())
        return BriefedIssue(card, city, self.tallies[card.id], tuple(solutions), tuple(remarks))

    @cached_property
    def _solutions(self) -> Mapping[str, Sequence[StatedCard]]:
        """By the reference of an issue: what solves it, in the order of the cards."""
        found: dict[str, list[StatedCard]] = {}
        for solution in (card for card in self.cards if card.kind is Kind.SOLUTION):
            for ref in solution.helps:
                found.setdefault(ref, []).append(solution)
        return found


def _belongs(issue: BriefedIssue) -> bool:
    """A city speaks of what it has a word on, and of what it brought up; all together speak of everything."""
    return issue.city is None or issue.own is not None or issue.is_brought_up


def _offers(city: City | None, solution: StatedCard) -> bool:
    return city is None or city.id in (solution.city_id, solution.wording.proven_by_id)


def _weight(issue: BriefedIssue) -> int:
    """What most cities met comes first."""
    return -issue.tally.met
