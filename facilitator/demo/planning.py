"""Wishes, rules and plans of the demo: a third round, and two plans beside each other."""

from collections.abc import Iterable
from datetime import time

from facilitator.agenda.models import SessionKind
from facilitator.agenda.operations import plan_session
from facilitator.breakouts.operations import add_group
from facilitator.breakouts.planning import operations
from facilitator.breakouts.planning.models import Bond
from facilitator.breakouts.planning.plans import begin_plan
from facilitator.breakouts.planning.searching import search_at_once
from facilitator.breakouts.planning.snapshot import take_snapshot
from facilitator.demo.loader import Loader
from facilitator.workshop_file.shapes import Entry


def plan_rounds(loader: Loader, file: Entry, groups: Iterable[Entry]) -> None:
    """All that planning shows: what people wish and need, a third round, and plans for what is to come.

    `groups` are those of the first two rounds, where they are not set up yet.
    """
    _note_wishes(loader, file)
    _add_round(loader, file["round"])
    for entry in groups:
        _add_table(loader, entry)
    for entry in file["tables"]:
        _add_table(loader, {**entry, "session": file["round"]["key"]})
    for entry in file["plans"]:
        snapshot = take_snapshot(loader.workshop)
        search = begin_plan(
            loader.workshop, snapshot, seed=entry["seed"], moves=entry["moves"], by=loader.organiser
        )
        search_at_once(snapshot, search, by=loader.organiser)


def _note_wishes(loader: Loader, file: Entry) -> None:
    by, workshop = loader.organiser, loader.workshop
    for entry in file["wishes"]:
        person = loader.people[entry["participant"]]
        wanted = [loader.measures[prefix] for prefix in entry["measures"]]
        operations.give_wishes(person, wanted, any_round_open=True, by=loader.actor(entry["participant"]))
    for entry in file["needs"]:
        operations.note_needs(
            workshop,
            loader.people[entry["participant"]],
            step_free=entry["step_free"],
            languages=entry["languages"],
            away=(),
            by=by,
        )
    for entry in file["came_for"]:
        measures = [loader.measures[prefix] for prefix in entry["measures"]]
        operations.note_interests(loader.cities[entry["city"]], measures, by=by)
    for entry in file["pairs"]:
        first, second = loader.people[entry["first"]], loader.people[entry["second"]]
        operations.bind_pair(first, second, Bond(entry["bond"]), by=by)


def _add_round(loader: Loader, entry: Entry) -> None:
    loader.sessions[entry["key"]] = plan_session(
        loader.workshop,
        kind=SessionKind.BREAKOUT,
        title=entry["title"],
        day=entry["day"],
        starts_at=time.fromisoformat(entry["starts"]),
        minutes=entry["minutes"],
        measure=None,
        room=None,
        by=loader.organiser,
    )


def _add_table(loader: Loader, entry: Entry) -> None:
    loader.groups[entry["key"]] = add_group(
        loader.sessions[entry["session"]],
        measure=loader.measures[entry["measure"]],
        name=entry["name"],
        room=loader.rooms.get(entry["room"]),
        facilitator=loader.accounts.get(entry["facilitator"]),
        rapporteur=loader.accounts.get(entry["rapporteur"]),
        capacity=entry.get("capacity"),
        languages=entry.get("languages", ""),
        by=loader.organiser,
    )
