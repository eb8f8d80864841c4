"""What belongs to a project, city, organisation or measure, found in the models so that none is forgotten."""

from collections import Counter
from collections.abc import Mapping

import sqlalchemy as sa

from facilitator import repointing
from facilitator.database import db, table_of
from facilitator.errors import N_, NotFound
from facilitator.text import alphabetical
from facilitator.workshops.hanging import by_word
from facilitator.workshops.models import City, Measure, Organisation, Project, Workshop

# By table, as the page calls it.
WORDS = {
    "city": N_("Cities"),
    "participant": N_("People"),
    "session": N_("Sessions"),
    "group": N_("Groups"),
    "card": N_("Cards"),
    "evidence": N_("Evidence"),
    "wish": N_("Preferences"),
}


def hanging_on(row: Project | City | Organisation | Measure) -> Mapping[str, int]:
    """What belongs to a row: how much, by its word; of a city also the people of its organisations."""
    found = Counter(_pointing(row))
    if isinstance(row, City):
        found.pop(Organisation.__tablename__, None)
        for own in organisations_of(row):
            found += Counter(_pointing(own))
    return by_word(found, WORDS)


def _pointing(row: Project | City | Organisation | Measure) -> dict[str, int]:
    return repointing.count_references(table_of(type(row)), row.id, row.workshop_id)


def has_cards(measure: Measure) -> bool:
    """Whether anything was collected for a measure."""
    return "card" in _pointing(measure)


def projects(workshop: Workshop) -> list[Project]:
    """The projects that cities take part in, by name."""
    found = db.session.scalars(sa.select(Project).filter_by(workshop_id=workshop.id))
    return sorted(found, key=lambda project: alphabetical(project.name))


def project_with_id(workshop: Workshop, project_id: int) -> Project:
    """The project with this id in this workshop."""
    found = db.session.scalars(
        sa.select(Project).filter_by(workshop_id=workshop.id, id=project_id)
    ).one_or_none()
    if found is None:
        raise NotFound(N_("This project was not found in this workshop."))
    return found


def organisations_of(city: City) -> list[Organisation]:
    """The organisations that speak for a city."""
    own = sa.select(Organisation).filter_by(workshop_id=city.workshop_id, city_id=city.id)
    return list(db.session.scalars(own.order_by(Organisation.id)))


def city_with_id(workshop: Workshop, city_id: int) -> City:
    """The city with this id in this workshop."""
    city = db.session.scalars(sa.select(City).filter_by(workshop_id=workshop.id, id=city_id)).one_or_none()
    if city is None:
        raise NotFound(N_("This city was not found in this workshop."))
    return city


def organisation_with_id(workshop: Workshop, organisation_id: int) -> Organisation:
    """The organisation with this id in this workshop."""
    found = db.session.scalars(
        sa.select(Organisation).filter_by(workshop_id=workshop.id, id=organisation_id)
    ).one_or_none()
    if found is None:
        raise NotFound(N_("This organisation was not found in this workshop."))
    return found
