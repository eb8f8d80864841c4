"""What the cities together say of an issue, counted from their single voices."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Self

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
    """The voices on one issue, counted among the lighthouse cities of the workshop.

    A city that solved an issue has met it, so it counts for both.
    """

    met: int
    solved: int
    expected: int
    lighthouse_cities: int
    voices: tuple[Voice, ...] = ()

    @classmethod
    def of_counts(cls, counts: Mapping[Stance, int], lighthouse_cities: int) -> Self:
        """A tally from how many lighthouse cities took each stance."""
        solved = counts.get(Stance.SOLVED, 0)
        return cls(
            counts.get(Stance.MET, 0) + solved, solved, counts.get(Stance.EXPECT, 0), lighthouse_cities
        )

    @classmethod
    def of_voices(cls, voices: Iterable[Voice], lighthouse_cities: int) -> Self:
        """A tally that also remembers who said what."""
        heard = tuple(voices)
        counts = Counter(voice.stance for voice in heard if voice.part is Part.LIGHTHOUSE)
        return replace(cls.of_counts(counts, lighthouse_cities), voices=heard)


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
            self[issue_id] = Tally.of_voices(spoken, lighthouse_cities)

    def __missing__(self, _issue_id: int) -> Tally:
        return Tally.of_counts({}, self.lighthouse_cities)
