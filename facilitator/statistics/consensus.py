"""Whether both panels, lighthouse and interested cities, agree with the same thing."""

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from math import prod
from typing import ClassVar, Generic, Literal, NamedTuple, TypeVar

from facilitator.statistics.few import Few
from facilitator.statistics.scale import FEWEST_CITIES_A_SIDE
from facilitator.statistics.tallies import Answer, City, CityTallies, unsaid
from facilitator.statistics.verdicts import city_votes, votes_for

Name = TypeVar("Name", bound=Hashable)


class Panel(NamedTuple):
    """The city votes that agree, and the cities that gave an answer (be it "can't say")."""

    agree: float
    seen: int

    @property
    def share(self) -> float:
        """The agreeing part of the panel, from 0 to 1."""
        return self.agree / self.seen


def panel(
    tallies: CityTallies[City, Answer],
    agreeing: Collection[Answer],
    voices: Mapping[City, Answer] | None = None,
) -> Panel:
    """A panel from each city's tally of verdicts, and the verdicts that count as agreement."""
    votes = city_votes(tallies, voices)
    return Panel(votes_for(agreeing, votes), len(votes) + unsaid(tallies, votes).cities)


@dataclass(frozen=True, slots=True)
class Consensus(Generic[Name]):
    """How far all panels agree, from 0 to 1, and which panel is the smaller one.

    A high score needs every panel; the smaller panel's share stands beside it, since it is the one that
    a single figure would drown.
    """

    panels: Mapping[Name, Panel]
    score: float
    smaller: Name
    few: ClassVar[Literal[False]] = False

    @property
    def most(self) -> float:
        """The score if every city of every panel agreed: below 1, as each share is drawn towards one half."""
        return group_informed_consensus((panel.seen, panel.seen) for panel in self.panels.values())

    @property
    def share_of_smaller(self) -> float:
        """The agreeing part of the smaller panel, from 0 to 1."""
        return self.panels[self.smaller].share


def consensus(panels: Mapping[Name, Panel]) -> Few[Mapping[Name, Panel]] | Consensus[Name]:
    """The consensus of declared panels, from four cities in each; of equal panels the cooler is smaller.

    Raises ValueError where a panel has more votes than cities.
    """
    score = group_informed_consensus(panels.values())
    if len(panels) < 2 or min(panel.seen for panel in panels.values()) < FEWEST_CITIES_A_SIDE:
        return Few(panels)
    smaller = min(panels, key=lambda name: (panels[name].seen, panels[name].agree))
    return Consensus(panels, score, smaller)


def group_informed_consensus(panels: Iterable[tuple[float, int]]) -> float:
    """The product over panels of (agree + 1) / (seen + 2), each a share drawn towards one half.

    Source: Small and others, Polis: scaling deliberation by mapping high dimensional opinion spaces,
    Recerca 2021;26(2), with the panels declared and not clustered. A page asks `consensus`.
    """
    return prod(_smoothed_share(agree, seen) for agree, seen in panels)


def _smoothed_share(agree: float, seen: int) -> float:
    if not 0 <= agree <= seen:
        raise ValueError(f"{agree} votes cannot come from {seen} cities")
    return (agree + 1) / (seen + 2)
