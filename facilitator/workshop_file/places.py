"""Projects, cities and organisations in the file."""

from collections.abc import Sequence

import sqlalchemy as sa

from facilitator.database import Limits, db, limits_of
from facilitator.workshop_file.loaded import Loaded, by_name, named_by_each, retirement
from facilitator.workshop_file.section import Plain, Section
from facilitator.workshop_file.shapes import Entry, FieldShape, country, flag, one_of, optional, text, texts
from facilitator.workshops import operations, queries
from facilitator.workshops.models import City, Organisation, Part, Project, Workshop

KEY = text(Limits(80, 1))


def _read_projects(loaded: Loaded, entries: Sequence[Entry]) -> None:
    rows = [
        Project(name=entry["name"], word_for_interested=entry["word_for_interested"]) for entry in entries
    ]
    added = operations.add_projects(loaded.workshop, rows, by=loaded.organiser)
    loaded.projects.update(by_name(entries, "key", added))


def _projects(workshop: Workshop) -> list[Plain]:
    rows = sa.select(Project).filter_by(workshop_id=workshop.id).order_by(Project.id)
    return [
        {"key": str(row.id), "name": row.name, "word_for_interested": row.word_for_interested}
        for row in db.session.scalars(rows)
    ]


PROJECTS = Section(
    name="projects",
    name_field="key",
    fields={
        "key": FieldShape(KEY),
        "name": FieldShape(text(limits_of(Project.name))),
        "word_for_interested": FieldShape(text(Limits(80)), ""),
    },
    read=_read_projects,
    write=_projects,
)


def _read_cities(loaded: Loaded, entries: Sequence[Entry]) -> None:
    projects = named_by_each(loaded.projects, entries, "project")
    rows = [
        City(
            **{name: entry[name] for name in ("name", "country", "part")},
            other_names=", ".join(entry["other_names"]),
            project_id=project.id if project else None,
            retired_at=retirement(entry),
        )
        for entry, project in zip(entries, projects, strict=True)
    ]
    added = operations.add_cities(loaded.workshop, rows, by=loaded.organiser)
    loaded.cities.update(by_name(entries, "name", added))


def _cities(workshop: Workshop) -> list[Plain]:
    return [
        {
            "name": city.name,
            "other_names": [name for name in city.other_names.split(", ") if name],
            "country": city.country,
            "part": str(city.part),
            "project": str(city.project_id) if city.project_id else None,
            "is_retired": city.retired_at is not None,
        }
        for city in queries.cities(workshop)
    ]


CITIES = Section(
    name="cities",
    name_field="name",
    fields={
        "name": FieldShape(text(limits_of(City.name))),
        "other_names": FieldShape(texts(limits_of(City.other_names)), []),
        "country": FieldShape(country),
        "part": FieldShape(one_of(Part)),
        "project": FieldShape(optional(KEY), None),
        "is_retired": FieldShape(flag, False),
    },
    read=_read_cities,
    write=_cities,
)


def _read_organisations(loaded: Loaded, entries: Sequence[Entry]) -> None:
    cities = named_by_each(loaded.cities, entries, "city")
    rows = [
        Organisation(name=entry["name"], city_id=city.id if city else None, retired_at=retirement(entry))
        for entry, city in zip(entries, cities, strict=True)
    ]
    added = operations.add_organisations(loaded.workshop, rows, by=loaded.organiser)
    loaded.organisations.update(by_name(entries, "key", added))


def _organisations(workshop: Workshop) -> list[Plain]:
    return [
        {
            "key": str(row.id),
            "name": row.name,
            "city": row.city.name if row.city else None,
            "is_retired": row.retired_at is not None,
        }
        for row in queries.organisations(workshop)
    ]


ORGANISATIONS = Section(
    name="organisations",
    name_field="key",
    fields={
        "key": FieldShape(KEY),
        "name": FieldShape(text(limits_of(Organisation.name))),
        "city": FieldShape(optional(KEY), None),
        "is_retired": FieldShape(flag, False),
    },
    read=_read_organisations,
    write=_organisations,
)
