"""What the cities together say of an issue, counted from their single voices."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self, TypeAlias

import sqlalchemy as sa

from facilitator.capture.families import families
from facilitator.capture.models import Evidence, HandedEvidence, Stance
from facilitator.database import db
from facilitator.text import alphabetical
from facilitator.workshops.models import City, Part, Workshop


@dataclass(frozen=True)
class CityEvidence:
    """One city's word on one issue; it has several notes where it spoke on cards that have become one.

    `is_edited` says that a note is not printed as it was written, since the city agreed on another wording.
    """

    city: str
    part: Part
    stance: Stance
    notes: tuple[str, ...] = ()
    is_edited: bool = False

    @property
    def note(self) -> str:
        """Its own words."""
        return " / ".join(self.notes)


@dataclass(frozen=True)
class Tally:
    """The voices on one issue, counted among the lighthouse cities of the workshop.

    A city that solved an issue has met it, so it counts for both.
    """

    met: int
    solved: int
    expected: int
    lighthouse_cities: int
    voices: tuple[CityEvidence, ...] = ()

    @classmethod
    def of_counts(cls, counts: Mapping[Stance, int], lighthouse_cities: int) -> Self:
        """A tally from how many lighthouse cities took each stance."""
        solved = counts.get(Stance.SOLVED, 0)
        return cls(
            counts.get(Stance.MET, 0) + solved, solved, counts.get(Stance.EXPECT, 0), lighthouse_cities
        )

    @classmethod
    def of_voices(cls, voices: Iterable[CityEvidence], lighthouse_cities: int) -> Self:
        """A tally that also remembers who said what."""
        heard = tuple(voices)
        counts = Counter(voice.stance for voice in heard if voice.part is Part.LIGHTHOUSE)
        return replace(cls.of_counts(counts, lighthouse_cities), voices=heard)


# By city: its words, and when each was said, or came from another card.
_SaidWhen: TypeAlias = Mapping[int, tuple[CityEvidence, datetime]]
_Brought: TypeAlias = dict[int, list[tuple[CityEvidence, datetime]]]
# Of two words of one city on what is now one issue, the stronger counts.
_STRENGTH = {Stance.EXPECT: 1, Stance.MET: 2, Stance.SOLVED: 3}


def tallies(
    workshop: Workshop, *, handover_id: int | None = None, among: Iterable[int] | None = None
) -> Mapping[int, Tally]:
    """The tally of every issue by its id: as it is now, in three statements, or as it was handed over.

    `among` reads the words on these issues alone, for a page that shows but some.
    """
    lighthouses = sa.select(sa.func.count()).where(
        City.workshop_id == workshop.id, City.part == Part.LIGHTHOUSE
    )
    voices = heard(workshop.id, among) if handover_id is None else heard_at(handover_id)
    return _Tallies(voices, db.session.execute(lighthouses).scalar_one())


def heard(workshop_id: int, among: Iterable[int] | None = None) -> Mapping[int, Mapping[int, CityEvidence]]:
    """By issue and city: the word that counts there now, also where it was said on another issue.

    What a city said of the issue itself since others went into it counts alone. What it had said on either
    before counts together, each settled in the same way: the strongest of its words, with all its notes. A
    hidden origin says nothing.
    """
    steps = families(workshop_id)
    asked = Evidence.workshop_id == workshop_id
    if among is not None:
        members = {member for issue_id in among for member in steps.members(issue_id)}
        asked = Evidence.issue_id.in_(members)
    said = _said_when(asked)
    brought: dict[int, _Brought] = {}
    for origin in steps.origins_first():
        own = {} if origin in steps.hidden else said.get(origin, {})
        for city_id, voice in _settled(own, brought.get(origin, {})).items():
            for onward in steps.onward[origin]:
                came = brought.setdefault(onward, {}).setdefault(city_id, [])
                came.append((voice, steps.since[origin]))
    return {
        issue_id: _settled(said.get(issue_id, {}), brought.get(issue_id, {})) for issue_id in said | brought
    }


def spoken_on(workshop_id: int, city_id: int | None = None) -> set[int]:
    """The issues on which the word of a city, or of any, counts now; as `heard`, without what is said."""
    steps = families(workshop_id)
    said = sa.select(Evidence.issue_id).where(Evidence.workshop_id == workshop_id).distinct()
    if city_id is not None:
        said = said.where(Evidence.city_id == city_id)
    return {
        end
        for issue_id in db.session.scalars(said)
        if issue_id not in steps.hidden
        for end in (steps.ends(issue_id) if issue_id in steps.onward else (issue_id,))
    }


def _settled(own: _SaidWhen, brought: _Brought) -> dict[int, CityEvidence]:
    """By city: its one voice, from its own word and from those that came from elsewhere, each when."""
    voices = {city_id: [voice] for city_id, (voice, _) in own.items()}
    for city_id, came in brought.items():
        voices.setdefault(city_id, []).extend(
            voice for voice, at in came if city_id not in own or own[city_id][1] <= at
        )
    return {city_id: _together(said) for city_id, said in voices.items()}


def _together(voices: Sequence[CityEvidence]) -> CityEvidence:
    """The strongest word of a city, and what it said with each, that one first."""
    by_strength = sorted(voices, key=lambda voice: -_STRENGTH[voice.stance])
    notes = dict.fromkeys(note for voice in by_strength for note in voice.notes)
    return replace(by_strength[0], notes=tuple(notes))


def heard_at(handover_id: int) -> Mapping[int, Mapping[int, CityEvidence]]:
    """What the cities said of each issue, as it counted when day one was frozen."""
    said: dict[int, dict[int, CityEvidence]] = defaultdict(dict)
    frozen = _words(HandedEvidence).where(HandedEvidence.handover_id == handover_id)
    for issue_id, city_id, *word in db.session.execute(frozen):
        said[issue_id][city_id] = _voice(*word)
    return said


def _said_when(condition: sa.ColumnElement[bool]) -> dict[int, dict[int, tuple[CityEvidence, datetime]]]:
    said: dict[int, dict[int, tuple[CityEvidence, datetime]]] = defaultdict(dict)
    given = _words(Evidence, Evidence.given_at).where(condition)
    for issue_id, city_id, *word, at in db.session.execute(given):
        said[issue_id][city_id] = _voice(*word), at
    return said


def _words(
    table: type[Evidence] | type[HandedEvidence], *more: sa.orm.InstrumentedAttribute[datetime]
) -> sa.Select[*tuple[Any, ...]]:
    return sa.select(
        table.issue_id, table.city_id, City.name, City.part, table.stance, table.note, *more
    ).join(City, City.id == table.city_id)


def _voice(city: str, part: Part, stance: Stance, note: str) -> CityEvidence:
    return CityEvidence(city, part, stance, (note,) if note else ())


class _Tallies(defaultdict[int, Tally]):
    """An issue that no city has spoken on has an empty tally."""

    def __init__(self, heard: Mapping[int, Mapping[int, CityEvidence]], lighthouse_cities: int) -> None:
        super().__init__()
        self.lighthouse_cities = lighthouse_cities
        for issue_id, voices in heard.items():
            by_name = sorted(voices.values(), key=lambda voice: alphabetical(voice.city))
            self[issue_id] = Tally.of_voices(by_name, lighthouse_cities)

    def __missing__(self, _issue_id: int) -> Tally:
        return Tally.of_counts({}, self.lighthouse_cities)
