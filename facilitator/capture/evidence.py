"""What the cities together say of an issue, counted from their single voices."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from facilitator.capture.models import Evidence, HandedEvidence, Stance
from facilitator.database import db
from facilitator.workshops.models import City, Part, Workshop


@dataclass(frozen=True)
class Voice:
    """One city's word on one issue."""

    city: str
    part: Part
    stance: Stance
    note: str = ""


@dataclass(frozen=True)
class Tally:
    """The voices on one issue, among the lighthouse cities of the workshop.

    A city that solved an issue has met it, so it counts for both.
    """

    voices: tuple[Voice, ...]
    lighthouse_cities: int

    @property
    def met(self) -> int:
        """Lighthouse cities that met the issue, solved or not."""
        return self._count(Stance.MET) + self.solved

    @property
    def solved(self) -> int:
        """Lighthouse cities that solved it."""
        return self._count(Stance.SOLVED)

    @property
    def expected(self) -> int:
        """Lighthouse cities that expect it."""
        return self._count(Stance.EXPECT)

    def _count(self, stance: Stance) -> int:
        return sum(voice.stance is stance and voice.part is Part.LIGHTHOUSE for voice in self.voices)


def tallies(workshop: Workshop, *, handover_id: int | None = None) -> Mapping[int, Tally]:
    """The tally of every issue by its id: as it is now, or as it was handed over; in two statements."""
    lighthouses = sa.select(sa.func.count()).where(
        City.workshop_id == workshop.id, City.part == Part.LIGHTHOUSE
    )
    return _Tallies(_voices(workshop, handover_id), db.session.execute(lighthouses).scalar_one())


def _voices(workshop: Workshop, handover_id: int | None) -> Iterable[tuple[int, Voice]]:
    table = Evidence if handover_id is None else HandedEvidence
    given = (
        sa.select(table.issue_id, City.name, City.part, table.stance, table.note)
        .join(City, City.id == table.city_id)
        .where(table.workshop_id == workshop.id)
        .order_by(City.name)
    )
    if handover_id is not None:
        given = given.where(HandedEvidence.handover_id == handover_id)
    for issue_id, city, part, stance, note in db.session.execute(given):
        yield issue_id, Voice(city, part, stance, note)


class _Tallies(defaultdict[int, Tally]):
    """An issue that no city has spoken on has an empty tally."""

    def __init__(self, voices: Iterable[tuple[int, Voice]], lighthouse_cities: int) -> None:
        super().__init__()
        self.lighthouse_cities = lighthouse_cities
        by_issue: dict[int, list[Voice]] = defaultdict(list)
        for issue_id, voice in voices:
            by_issue[issue_id].append(voice)
        for issue_id, spoken in by_issue.items():
            self[issue_id] = Tally(tuple(spoken), lighthouse_cities)

    def __missing__(self, _issue_id: int) -> Tally:
        return Tally((), self.lighthouse_cities)
