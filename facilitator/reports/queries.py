"""Reads that only the report needs: who took part, in numbers and never by name."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from facilitator.database import db
from facilitator.text import alphabetical, name_key
from facilitator.workshops.models import City, Organisation, Participant, Workshop
from facilitator.workshops.presence import took_part
from facilitator.workshops.queries import place_of_city


@dataclass(frozen=True)
class OrganisationPresent:
    """An organisation and how many people spoke for it; none may have come."""

    name: str
    people: int


@dataclass(frozen=True)
class CityPresent:
    """A city of the workshop, whom it sent, and how many people; a city may take part without any."""

    city: City
    organisations: tuple[str, ...]
    people: int


@dataclass(frozen=True)
class AttendanceList:
    """The cities in the order of their parts and names, and the partners who were there."""

    cities: tuple[CityPresent, ...]
    partners: tuple[OrganisationPresent, ...]


def attendance(workshop: Workshop) -> AttendanceList:
    """Who took part; in two statements."""
    of_city = _organisations(workshop)
    cities = db.session.scalars(
        sa.select(City).filter_by(workshop_id=workshop.id).options(joinedload(City.project))
    )
    return AttendanceList(
        cities=tuple(_city_present(city, of_city[city.id]) for city in sorted(cities, key=place_of_city)),
        partners=tuple(partner for partner in of_city[None] if partner.people),
    )


def _city_present(city: City, organisations: list[OrganisationPresent]) -> CityPresent:
    came = [organisation for organisation in organisations if organisation.people]
    # What stands for the city itself, under its name, says nothing beside it.
    named = tuple(each.name for each in came if name_key(each.name) != name_key(city.name))
    return CityPresent(city, named, sum(organisation.people for organisation in came))


def _organisations(workshop: Workshop) -> Mapping[int | None, list[OrganisationPresent]]:
    by_city: dict[int | None, list[OrganisationPresent]] = defaultdict(list)
    rows = (
        sa.select(Organisation.name, Organisation.city_id, sa.func.count(Participant.id).label("people"))
        .outerjoin(
            Participant,
            sa.and_(Participant.organisation_id == Organisation.id, took_part()),
        )
        .where(Organisation.workshop_id == workshop.id)
        .group_by(Organisation.id)
    )
    for row in sorted(db.session.execute(rows), key=lambda row: alphabetical(row.name)):
        by_city[row.city_id].append(OrganisationPresent(row.name, row.people))
    return by_city
