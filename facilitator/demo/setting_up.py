"""The workshop before it begins: cities, team, agenda, people."""

from datetime import date, time

import sqlalchemy as sa

from facilitator.access.actor import NOBODY
from facilitator.access.policy import Role
from facilitator.accounts.models import Account
from facilitator.accounts.operations import open_account
from facilitator.agenda.models import SessionKind
from facilitator.agenda.operations import add_room, plan_session
from facilitator.database import db
from facilitator.demo.loader import Entry, Loader
from facilitator.validation.operations import add_criterion
from facilitator.workshops import operations as workshops
from facilitator.workshops.models import Part


def set_up(loader: Loader, file: Entry) -> None:
    """The workshop in preparation, with its team and everybody who comes."""
    facts = dict(file["workshop"])
    facts["starts_on"], facts["ends_on"] = (
        date.fromisoformat(facts[day]) for day in ("starts_on", "ends_on")
    )
    loader.workshop = workshops.create_workshop(**facts, by=NOBODY)
    _appoint_team(loader, file["team"])
    by = loader.organiser
    projects = {
        entry["key"]: workshops.add_project(
            loader.workshop, name=entry["name"], word_for_interested=entry["word_for_interested"], by=by
        )
        for entry in file["projects"]
    }
    for entry in file["measures"]:
        facts = {**entry, "prompts": "\n".join(entry["prompts"])}
        loader.measures[entry["prefix"]] = workshops.add_measure(loader.workshop, **facts, by=by)
    for entry in file["cities"]:
        loader.cities[entry["name"]] = workshops.add_city(
            loader.workshop,
            name=entry["name"],
            other_names=entry["other_names"],
            country=entry["country"],
            part=Part(entry["part"]),
            project=projects.get(entry["project"]),
            by=by,
        )
    for entry in file["organisations"]:
        city = loader.cities.get(entry["city"])
        loader.organisations[entry["key"]] = workshops.add_organisation(
            loader.workshop, name=entry["name"], city=city, by=by
        )
    for entry in file["rooms"]:
        loader.rooms[entry["name"]] = add_room(loader.workshop, **entry, by=by)
    for entry in file["criteria"]:
        loader.criteria[entry["key"]] = add_criterion(loader.workshop, **entry, by=by)
    _plan_sessions(loader, file["sessions"])
    _let_in(loader, file["participants"])


def _appoint_team(loader: Loader, entries: list[Entry]) -> None:
    for entry in entries:
        known = db.session.scalars(sa.select(Account).filter_by(email=entry["email"])).one_or_none()
        account = known or open_account(email=entry["email"], name=entry["name"])
        loader.accounts[entry["email"]], loader.roles[entry["email"]] = account, Role(entry["role"])
        workshops.appoint(loader.workshop, account, Role(entry["role"]), by=NOBODY)


def _plan_sessions(loader: Loader, entries: list[Entry]) -> None:
    for entry in entries:
        loader.sessions[entry["key"]] = plan_session(
            loader.workshop,
            kind=SessionKind(entry["kind"]),
            day=entry["day"],
            title=entry["title"],
            starts_at=time.fromisoformat(entry["starts"]),
            minutes=entry["minutes"],
            measure=loader.measures.get(entry["measure"]),
            room=loader.rooms.get(entry["room"]),
            by=loader.organiser,
        )


def _let_in(loader: Loader, entries: list[Entry]) -> None:
    for entry in entries:
        loader.people[entry["key"]], loader.tokens[entry["key"]] = workshops.join_workshop(
            loader.workshop,
            organisation=loader.organisations[entry["organisation"]],
            display_name=entry["name"],
            submission=f"demo-{entry['key']}",
            secret=loader.secret,
            by=NOBODY,
        )
