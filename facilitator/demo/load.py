"""Load a workshop from its files, by the same operations that people use."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from facilitator.access.actor import NOBODY, Actor
from facilitator.access.policy import Phase, Role
from facilitator.accounts.models import Account
from facilitator.accounts.operations import open_account
from facilitator.agenda.models import Room, Session, SessionKind
from facilitator.agenda.operations import add_room, close_session, open_session, plan_session, reveal_session
from facilitator.breakouts.models import Group
from facilitator.breakouts.operations import add_group, close_group, seat_participant
from facilitator.breakouts.queries import table
from facilitator.capture.handing.operations import freeze_handover
from facilitator.capture.models import Card, Cost, Kind, Stance
from facilitator.capture.operations import add_card, bring_up_issue, give_evidence, hide_card, link_cards
from facilitator.database import db
from facilitator.demo.arranging import put_in_order
from facilitator.demo.planning import plan_rounds
from facilitator.demo.presenting import present_day_one
from facilitator.demo.running import begin_rounds, hold_tables
from facilitator.demo.solutions import answer_what_helps
from facilitator.demo.voices import came_by_phone, let_cities_speak, name_speakers
from facilitator.validation.ballot import ballot_of
from facilitator.validation.models import Criterion, Verdict
from facilitator.validation.operations import add_criterion, add_missing_issue, answer_issues
from facilitator.validation.rules import Reply
from facilitator.workshops import operations as workshops
from facilitator.workshops.models import City, Measure, Organisation, Part, Participant, Workshop

FOLDER = Path(__file__).parent / "brussels"
Entry = Mapping[str, Any]


class Stage(StrEnum):
    """How far the workshop has come when it is opened."""

    DAY_ONE = "day-one"
    DAY_TWO = "day-two"
    CLOSED = "closed"


@dataclass
class Loader:
    """What has been loaded so far, by the keys that the files use."""

    secret: str
    workshop: Workshop = field(init=False)
    accounts: dict[str, Account] = field(default_factory=dict)
    roles: dict[str, Role] = field(default_factory=dict)
    measures: dict[str, Measure] = field(default_factory=dict)
    cities: dict[str, City] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    rooms: dict[str, Room] = field(default_factory=dict)
    people: dict[str, Participant] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    criteria: dict[str, Criterion] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)
    cards: dict[str, Card] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)

    @property
    def organiser(self) -> Actor:
        """Who sets the workshop up and steers it."""
        return self.actor(next(email for email, role in self.roles.items() if role is Role.ORGANISER))

    def actor(self, key: str) -> Actor:
        """The person that a file names by e-mail (team) or key (participant)."""
        if key in self.accounts:
            return Actor(account_id=self.accounts[key].id, roles=frozenset({self.roles[key]}))
        return Actor(participant_id=self.people[key].id)

    def city_of(self, key: str) -> City | None:
        """The city that a participant speaks for."""
        person = self.people.get(key)
        return self.cities_by_id.get(person.organisation.city_id) if person else None

    @property
    def cities_by_id(self) -> dict[int | None, City]:
        """The cities by their id."""
        return {city.id: city for city in self.cities.values()}


def load_demo(secret: str, stage: Stage, folder: Path = FOLDER) -> Loader:
    """The Brussels workshop, as it stood on day one, on day two, or after it."""
    loader = Loader(secret)
    set_up(loader, _read(folder, "workshop"))
    day_one, day_two = _read(folder, "day_one"), _read(folder, "day_two")
    if stage is Stage.DAY_ONE:
        begin_day_one(loader, day_one)
        plan_rounds(loader, _read(folder, "planning"), day_two["groups"])
        return loader
    hold_day_one(loader, day_one)
    begin_day_two(loader, day_two)
    tables = _read(folder, "running")
    if stage is Stage.CLOSED:
        hold_tables(loader, tables, loader.groups)
        hold_day_two(loader, day_two)
    else:
        begin_rounds(loader, tables)
        plan_rounds(loader, _read(folder, "planning"), ())
    return loader


def _read(folder: Path, name: str) -> Any:
    return json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))


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


def begin_day_one(loader: Loader, file: Entry) -> None:
    """The first measure is done, the second is being captured right now."""
    captures = [session for session in loader.sessions.values() if session.kind is SessionKind.CAPTURE]
    done, running = captures[0], captures[1]
    workshops.move_workshop(loader.workshop, Phase.DAY_ONE, by=loader.organiser)
    of_session = {key: session.id for key, session in loader.sessions.items()}
    issues = {
        session.id: [issue for issue in file["issues"] if of_session[issue["session"]] == session.id]
        for session in (done, running)
    }
    open_session(loader.workshop, done, by=loader.organiser)
    _bring_up(loader, issues[done.id])
    reveal_session(done, by=loader.organiser)
    close_session(done, by=loader.organiser)
    open_session(loader.workshop, running, by=loader.organiser)
    _bring_up(loader, issues[running.id][: len(issues[running.id]) // 2])
    _add_what_helps(loader, file)
    put_in_order(loader)


def hold_day_one(loader: Loader, file: Entry) -> None:
    """All that the lighthouse cities brought up, and its handover."""
    by = loader.organiser
    workshops.move_workshop(loader.workshop, Phase.DAY_ONE, by=by)
    captures = [session for session in loader.sessions.values() if session.kind is SessionKind.CAPTURE]
    for session in captures:
        open_session(loader.workshop, session, by=by)
    _bring_up(loader, file["issues"])
    for session in captures:
        close_session(session, by=by)
    _add_what_helps(loader, file)
    put_in_order(loader)
    for entry in file["hidden"]:
        hide_card(loader.cards[entry["issue"]], reason=entry["reason"], by=by)
    freeze_handover(loader.workshop, name=loader.workshop.title, by=by)


def _bring_up(loader: Loader, entries: list[Entry]) -> None:
    for entry in entries:
        by = loader.actor(entry["by"])
        said = {voice["city"]: voice for voice in entry["evidence"]}
        city = loader.city_of(entry["by"]) or loader.cities.get(entry.get("city", ""))
        wording = {"title": entry["title"], "text": entry["what_happens"], "aspect": entry["aspect"]}
        session = loader.sessions[entry["session"]]
        if by.participant_id and city:
            own = said.pop(city.name, None)
            stance = Stance(own["kind"]) if own else None
            issue = bring_up_issue(session, **wording, city=city, stance=stance, by=by)
        else:
            measure = loader.measures[entry["measure"]]
            issue = add_card(measure, Kind.ISSUE, wording, city=city, session=session, by=by)
        loader.cards[entry["key"]] = issue
        for voice in said.values():
            stance, note = Stance(voice["kind"]), voice.get("note", "")
            give_evidence(issue, loader.cities[voice["city"]], stance, note=note, by=by)


def _add_what_helps(loader: Loader, file: Entry) -> None:
    """Enablers, strategies and solutions, so far as what they help with is there."""
    words = {
        Kind.ENABLER: ("title", "text", "reach", "field"),
        Kind.STRATEGY: ("title", "text", "side"),
        Kind.SOLUTION: ("title", "text", "owner", "partners", "needs", "next_step", "conditions"),
    }
    of_kind = {Kind.ENABLER: "enablers", Kind.STRATEGY: "strategies", Kind.SOLUTION: "solutions"}
    for kind, name in of_kind.items():
        for entry in file[name]:
            helped = [loader.cards[key] for key in entry["for"] if key in loader.cards]
            if not helped:
                continue
            wording = {word: entry[word] for word in words[kind]}
            if kind is Kind.SOLUTION:
                wording["cost"] = Cost(entry["cost"]) if entry["cost"] else None
                wording["by_when"] = date.fromisoformat(entry["by_when"]) if entry["by_when"] else None
                proven_by = loader.cities.get(entry["proven_by"])
                wording["proven_by_id"] = proven_by.id if proven_by else None
            by, measure = loader.actor(entry["by"]), loader.measures[entry["measure"]]
            card = add_card(measure, kind, wording, city=loader.city_of(entry["by"]), by=by)
            loader.cards[entry["key"]] = card
            for issue in helped:
                link_cards(issue, card, by=by)


def begin_day_two(loader: Loader, file: Entry) -> None:
    """Groups and seats; the first round is open, and nobody has answered yet."""
    by = loader.organiser
    workshops.move_workshop(loader.workshop, Phase.DAY_TWO, by=by)
    for entry in file["groups"]:
        group = add_group(
            loader.sessions[entry["session"]],
            measure=loader.measures[entry["measure"]],
            name=entry["name"],
            room=loader.rooms.get(entry["room"]),
            facilitator=loader.accounts.get(entry["facilitator"]),
            rapporteur=loader.accounts.get(entry["rapporteur"]),
            by=by,
        )
        loader.groups[entry["key"]] = group
        for key in entry["seats"]:
            seat_participant(loader.workshop, group, loader.people[key], by=by)
    name_speakers(loader)
    present_day_one(loader)
    open_session(loader.workshop, _rounds(loader)[0], by=by)


def hold_day_two(loader: Loader, file: Entry) -> None:
    """All that the interested cities said, round by round, and the end of the workshop."""
    for round_ in _rounds(loader):
        if round_ is not _rounds(loader)[0]:
            open_session(loader.workshop, round_, by=loader.organiser)
        groups = {key: group for key, group in loader.groups.items() if group.round_id == round_.id}
        _answer(loader, [entry for entry in file["answers"] if entry["group"] in groups])
        _miss(loader, [entry for entry in file["missing_issues"] if entry["group"] in groups])
        answer_what_helps(loader, groups, _read(FOLDER, "solutions"))
        for group in groups.values():
            close_group(loader.workshop, group, by=loader.organiser)
        close_session(round_, by=loader.organiser)
    workshops.move_workshop(loader.workshop, Phase.CLOSED, by=loader.organiser)


def _rounds(loader: Loader) -> list[Session]:
    return [session for session in loader.sessions.values() if session.kind is SessionKind.BREAKOUT]


def _answer(loader: Loader, entries: list[Entry]) -> None:
    replies: dict[tuple[str, str], dict[int, Reply]] = {}
    for entry in entries:
        reply = Reply(
            verdict=Verdict(entry["verdict"]) if entry.get("verdict") else None,
            change=entry.get("change", ""),
            comment=entry.get("comment", ""),
            need=entry.get("need", ""),
            scores={loader.criteria[key].id: score for key, score in entry["scores"].items()},
        )
        said = replies.setdefault((entry["group"], entry["participant"]), {})
        said[loader.cards[entry["issue"]].id] = reply
    for (group, person), said in replies.items():
        id_ = loader.people[person].id
        ballot = ballot_of(loader.workshop.id, loader.groups[group].id, id_, None)
        if came_by_phone(loader, group, person, said):
            answer_issues(ballot, id_, said, by=loader.actor(person))
        let_cities_speak(loader, group, person, said)


def _miss(loader: Loader, entries: list[Entry]) -> None:
    for entry in entries:
        add_missing_issue(
            table(loader.workshop, loader.groups[entry["group"]].id),
            loader.people[entry["by"]].id,
            title=entry["title"],
            text=entry["what_happens"],
            aspect=entry["aspect"],
            city=loader.city_of(entry["by"]),
            by=loader.actor(entry["by"]),
        )
