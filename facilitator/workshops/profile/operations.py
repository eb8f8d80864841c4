"""Change, retire and delete the projects, cities, organisations and measures of a workshop."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from facilitator.access.actor import Actor
from facilitator.database import db, now
from facilitator.live.activity import record
from facilitator.live.events import Event
from facilitator.text import name_key
from facilitator.workshops import queries
from facilitator.workshops.lists.cities import TypedCity
from facilitator.workshops.models import City, Measure, Organisation, Part, Project, Workshop
from facilitator.workshops.operations import add_cities, add_organisations
from facilitator.workshops.profile import rules
from facilitator.workshops.profile.queries import hanging_on, has_cards, organisations_of, projects
from facilitator.workshops.rules import (
    CITY_IS_THERE,
    ORGANISATION_IS_THERE,
    PROJECT_IS_THERE,
    check_name_is_new,
    check_prefix,
)

Retirable = City | Organisation | Measure
RETIRED = {
    City: Event.CITY_RETIRED,
    Organisation: Event.ORGANISATION_RETIRED,
    Measure: Event.MEASURE_RETIRED,
}
RETURNED = {
    City: Event.CITY_RETURNED,
    Organisation: Event.ORGANISATION_RETURNED,
    Measure: Event.MEASURE_RETURNED,
}


def retire(row: Retirable, *, by: Actor) -> None:
    """Offer it no more in forms and on phones; what was said stays, and it can be restored."""
    if row.retired_at is None:
        row.retired_at = now()
        db.session.flush()
        record(RETIRED[type(row)], row, by=by)


def restore(row: Retirable, *, by: Actor) -> None:
    """Offer it again."""
    if row.retired_at is not None:
        row.retired_at = None
        db.session.flush()
        record(RETURNED[type(row)], row, by=by)


def change_project(
    workshop: Workshop, project: Project, *, name: str, word_for_interested: str, by: Actor
) -> None:
    """Say otherwise what a project is called, and its word for interested cities."""
    others = [each.name for each in projects(workshop) if each.id != project.id]
    check_name_is_new(name, others, PROJECT_IS_THERE)
    _change(Event.PROJECT_CHANGED, project, {"name": name, "word_for_interested": word_for_interested}, by)


def remove_project(project: Project, *, by: Actor) -> None:
    """Take a project that no city takes part in out of the workshop."""
    rules.check_may_remove(project.name, hanging_on(project))
    record(Event.PROJECT_REMOVED, project, by=by, project=project.name)
    db.session.delete(project)
    db.session.flush()


def admit_cities(workshop: Workshop, typed: Iterable[TypedCity], part: Part, *, by: Actor) -> None:
    """Cities of one part, each with an organisation of its name for people to speak for."""
    _admit(workshop, [City(name=each.name, country=each.country, part=part) for each in typed], by=by)


def admit_city(workshop: Workshop, *, name: str, country: str, part: Part, by: Actor) -> City:
    """A city without a project, with an organisation of its name for people to speak for."""
    return _admit(workshop, [City(name=name, country=country, part=part)], by=by)[0]


def _admit(workshop: Workshop, cities: Sequence[City], *, by: Actor) -> Sequence[City]:
    added = add_cities(workshop, cities, by=by)
    own = [Organisation(name=city.name, city_id=city.id) for city in added]
    add_organisations(workshop, own, by=by)
    return added


def change_city(
    workshop: Workshop,
    city: City,
    *,
    name: str,
    country: str,
    part: Part,
    other_names: str,
    project: Project | None,
    by: Actor,
) -> None:
    """Say otherwise what a city is called, where it is, which part it takes, and in which project.

    An organisation of its name is renamed with it.
    """
    others = [each.name for each in queries.cities(workshop) if each.id != city.id]
    check_name_is_new(name, others, CITY_IS_THERE)
    if part is not city.part:
        rules.check_may_change_part(workshop.phase)
    for own in organisations_of(city):
        if name_key(own.name) == name_key(city.name):
            own.name = name
    new = {
        "name": name,
        "country": country,
        "part": part,
        "other_names": other_names,
        "project_id": project.id if project else None,
    }
    _change(Event.CITY_CHANGED, city, new, by)


def remove_city(city: City, *, by: Actor) -> None:
    """Take a city that nothing belongs to out of the workshop, with its organisations."""
    rules.check_may_remove(city.name, hanging_on(city))
    record(Event.CITY_REMOVED, city, by=by, city=city.name)
    for own in organisations_of(city):
        db.session.delete(own)
    db.session.flush()
    db.session.delete(city)
    db.session.flush()


def change_organisation_name(workshop: Workshop, organisation: Organisation, name: str, *, by: Actor) -> None:
    """Call an organisation otherwise."""
    others = [each.name for each in queries.organisations(workshop) if each.id != organisation.id]
    check_name_is_new(name, others, ORGANISATION_IS_THERE)
    _change(Event.ORGANISATION_CHANGED, organisation, {"name": name}, by)


def remove_organisation(organisation: Organisation, *, by: Actor) -> None:
    """Take an organisation for which nobody speaks out of the workshop."""
    rules.check_may_remove(organisation.name, hanging_on(organisation))
    record(Event.ORGANISATION_REMOVED, organisation, by=by, organisation=organisation.name)
    db.session.delete(organisation)
    db.session.flush()


def change_measure(
    measure: Measure,
    *,
    prefix: str,
    title: str,
    question: str,
    prompts: str,
    colour: int | None,
    by: Actor,
) -> None:
    """Say otherwise what a measure is called and asks; all its references begin with the prefix.

    Without a `colour` it has that of its place.
    """
    check_prefix(prefix.upper())
    if prefix.upper() != measure.prefix:
        rules.check_may_change_prefix(has_cards=has_cards(measure))
    new = {
        "prefix": prefix.upper(),
        "title": title,
        "question": question,
        "prompts": prompts,
        "colour": colour,
    }
    _change(Event.MEASURE_CHANGED, measure, new, by)


def remove_measure(workshop: Workshop, measure: Measure, *, by: Actor) -> None:
    """Take a measure that nothing belongs to out of the workshop; those after it move up."""
    rules.check_may_remove(measure.title, hanging_on(measure))
    record(Event.MEASURE_REMOVED, measure, by=by, measure=measure.title)
    db.session.delete(measure)
    db.session.flush()
    _number(queries.measures(workshop))


def move_measure(workshop: Workshop, measure: Measure, *, up: bool, by: Actor) -> None:
    """Let a measure change places, and so colours, with the one before or after it."""
    there = queries.measures(workshop)
    order = queries.offered(there)
    place = order.index(measure)
    other = place - 1 if up else place + 1
    if 0 <= other < len(order):
        order[place], order[other] = order[other], order[place]
        _number([*order, *(each for each in there if not each.is_offered)])
        record(Event.MEASURE_CHANGED, measure, by=by, position=measure.position)


def _number(order: Sequence[Measure]) -> None:
    """Places from one on; by way of places that nobody has, as two may never share one."""
    theirs = sa.update(Measure).where(Measure.id.in_([measure.id for measure in order]))
    db.session.execute(theirs.values(position=-Measure.position))
    for place, measure in enumerate(order, 1):
        measure.position = place
    db.session.flush()


def _change(event: Event, row: Project | Retirable, new: Mapping[str, Any], by: Actor) -> None:
    before = {name: str(getattr(row, name)) for name, value in new.items() if getattr(row, name) != value}
    if before:
        for name in before:
            setattr(row, name, new[name])
        db.session.flush()
        record(event, row, by=by, before=before)
