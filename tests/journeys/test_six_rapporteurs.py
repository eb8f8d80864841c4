"""What real workshops recorded is given in by six rapporteurs, three at once, and handed over clean."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

import pytest
import sqlalchemy as sa
from flask import Flask

from facilitator import create_app
from facilitator.access.actor import NOBODY
from facilitator.access.policy import Phase, Role
from facilitator.accounts.operations import issue_sign_in_link, open_account
from facilitator.agenda.models import SessionKind
from facilitator.agenda.operations import open_session
from facilitator.capture.desk.queries import vocabulary
from facilitator.capture.desk.rules import NamedCity, ParsedLine, write_line
from facilitator.capture.desk.vocabulary import SORTED_BY
from facilitator.capture.models import Card, HandedCard, HandedEvidence, HandedLink, Kind, Stance, Wording
from facilitator.database import db
from facilitator.demo.load import FOLDER
from facilitator.demo.loader import Loader
from facilitator.schema import bring_up_to_date
from facilitator.transactions import transaction
from facilitator.workshop_file.reading import check, parse, read_workshop
from facilitator.workshop_file.shapes import Entry
from facilitator.workshops.models import City
from facilitator.workshops.operations import appoint, move_workshop
from tests.at_once import at_once
from tests.databases import Databases, settings
from tests.journeys.serving import Serving
from tests.people import forms_on
from tests.small_workshop import SECRET

KINDS = {
    "issues": Kind.ISSUE, "enablers": Kind.ENABLER, "strategies": Kind.STRATEGY, "solutions": Kind.SOLUTION,
}  # fmt: skip
RECORDED: Mapping[str, Any] = json.loads((FOLDER / "day_one.json").read_text(encoding="utf-8"))
ENTRIES = {kind: RECORDED[name] for name, kind in KINDS.items()}
TEXT = {Kind.ISSUE: "what_happens"} | dict.fromkeys(set(Kind) - {Kind.ISSUE}, "text")
PEOPLE, AT_ONCE = 6, 3


class Person:
    """Somebody of the team, over the net."""

    def __init__(self, base: str, workshop: str, link: str) -> None:
        self.base, self.workshop = base, f"{base}/w/{workshop}"
        self.net: OpenerDirector = build_opener(HTTPCookieProcessor(CookieJar()))
        self._read(f"{base}/sign-in/{link}")

    def _read(self, address: str, fields: Mapping[str, Any] | None = None) -> str:
        body = urlencode(fields, doseq=True).encode() if fields else None
        with self.net.open(address, body, timeout=60) as answer:
            return str(answer.read().decode())

    def open(self, page: str) -> str:
        """Read a page of the workshop."""
        return self._read(f"{self.workshop}/{page}")

    def send(self, page: str, action: str, **typed: str) -> str:
        """Fill in a form of a page, and read what is answered."""
        to, fields = next(form for form in forms_on(page) if form[0].endswith(action))
        return self._read(self.base + to, dict(fields) | typed)

    def give_in(self, lines: Iterable[tuple[Entry, str]]) -> dict[str, str]:
        """Type a line after the other; returns what each card is called, by its key."""
        refs, desk, at = {}, "", ""
        for entry, line in lines:
            if entry["measure"] != at:
                at = entry["measure"]
                desk = self.open(f"desk/{at}")
            desk = self.send(desk, "/lines", line=line)
            told = re.search(r"(\w+-\w+) was added\.", desk)
            assert told, f"not kept: {line}"
            refs[entry["key"]] = told[1]
        return refs


class Workshop:
    """The Brussels workshop on day one with nothing on record yet, and the people who will change that."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with app.app_context(), transaction(writing=True):
            self.loader = loader = Loader(secret=SECRET)
            file = check(parse((FOLDER / "workshop.json").read_bytes()))
            read_workshop(file, loader, with_people=True)
            move_workshop(loader.workshop, Phase.DAY_ONE, by=loader.organiser)
            self.captures = [one for one in loader.sessions.values() if one.kind is SessionKind.CAPTURE]
            for session in self.captures:
                open_session(loader.workshop, session, by=loader.organiser)
            self.slug, self.known = loader.workshop.slug, vocabulary(loader.workshop)
            self.city_of = {key: city.name for key in loader.people if (city := loader.city_of(key))}
            self.links = [self._rapporteur(number) for number in range(PEOPLE)]
            self.lead = issue_sign_in_link(loader.accounts["facilitator1@example.org"])

    def _rapporteur(self, number: int) -> str:
        account = open_account(email=f"writes{number}@example.org", name=f"Rapporteur {number}")
        appoint(self.loader.workshop, account, Role.RAPPORTEUR, by=NOBODY)
        return issue_sign_in_link(account)

    def line(self, kind: Kind, entry: Entry, refs: Mapping[str, str]) -> str:
        """What is typed to catch it, as a person would who knows what else is called how."""
        reading = ParsedLine(
            kind=kind,
            title=entry["title"],
            terms={
                column: term
                for column, terms in SORTED_BY[kind].items()
                for term in terms
                if term == entry[column]
            },
            voices=tuple(self._voices(kind, entry)),
            links=tuple(refs[key] for key in entry.get("for", ())),
        )
        return f"{write_line(reading)} // {entry[TEXT[kind]]}"

    def _voices(self, kind: Kind, entry: Entry) -> Iterator[NamedCity]:
        cities = {city.name: city for city in self.known.cities}
        if kind is Kind.ISSUE:
            for city, stance, note in spoken(entry):
                yield NamedCity(cities[city], Stance(stance), note)
        elif proved := entry.get("proven_by"):
            yield NamedCity(cities[proved], proved=True)
        elif entry["by"] in self.city_of:
            yield NamedCity(cities[self.city_of[entry["by"]]])


def spoken(entry: Entry) -> set[tuple[str, str, str]]:
    return {(voice["city"], voice["kind"], voice.get("note", "")) for voice in entry["evidence"]}


@pytest.fixture
def workshop(backend: str, databases: Databases, tmp_path: Path) -> Iterator[Workshop]:
    with databases.empty(backend, tmp_path) as url:
        app = create_app(settings(tmp_path, url))
        with app.app_context():
            bring_up_to_date()
        yield Workshop(app)
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def serving(workshop: Workshop, tmp_path: Path) -> Iterator[Serving]:
    with workshop.app.app_context():
        url = db.engine.url.render_as_string(hide_password=False)
        db.engine.dispose()
    environment = {"FACILITATOR_DATABASE_URL": url, "FACILITATOR_SECRET_KEY": SECRET}
    serving = Serving(tmp_path / "instance", settings=environment)
    serving.start()
    yield serving
    serving.stop()


def test_six_rapporteurs_three_at_once_end_as_one_clean_handover(
    workshop: Workshop, serving: Serving
) -> None:
    people = [Person(serving.base, workshop.slug, link) for link in workshop.links]
    refs: dict[str, str] = {}
    for kind, entries in ENTRIES.items():
        lines = [(entry, workshop.line(kind, entry, refs)) for entry in entries]
        for first in range(0, PEOPLE, AT_ONCE):
            writing = enumerate(people[first : first + AT_ONCE], start=first)
            for known in at_once(*(partial(each.give_in, lines[n::PEOPLE]) for n, each in writing)):
                refs |= known
    lead = Person(serving.base, workshop.slug, workshop.lead)
    for hidden in RECORDED["hidden"]:
        lead.send(lead.open(f"cards/{refs[hidden['issue']]}"), "/hiding", reason=hidden["reason"])
    for session in workshop.captures:
        lead.send(lead.open("console"), f"/sessions/{session.id}/closing")
    assert "Day one is finished." in lead.send(lead.open("handover"), "/handover", name="Day one")
    with workshop.app.app_context(), transaction(writing=False):
        check_numbers()
        check_handed_over(refs)


def check_numbers() -> None:
    """Each number of a measure and kind was given once, and none was left out."""
    given: dict[tuple[int, Kind], list[int]] = defaultdict(list)
    for measure_id, kind, number in db.session.execute(sa.select(Card.measure_id, Card.kind, Card.number)):
        given[measure_id, kind].append(number)
    assert all(sorted(numbers) == list(range(1, len(numbers) + 1)) for numbers in given.values())
    assert sum(map(len, given.values())) == sum(map(len, ENTRIES.values()))


def check_handed_over(refs: Mapping[str, str]) -> None:
    """Every card that was not hidden is there once, with its words, its evidence and its links."""
    gone = {hidden["issue"] for hidden in RECORDED["hidden"]}
    wanted = {
        refs[entry["key"]]: (entry["title"], entry[TEXT[kind]])
        for kind, entries in ENTRIES.items()
        for entry in entries
        if entry["key"] not in gone
    }
    handed = list(
        db.session.execute(
            sa.select(Card, Wording)
            .join(HandedCard, HandedCard.card_id == Card.id)
            .join(Wording, Wording.id == HandedCard.wording_id)
        )
    )
    assert len(handed) == len(wanted)
    assert {card.ref: (wording.title, wording.text) for card, wording in handed} == wanted
    called = {card.id: card.ref for card, _ in handed}
    voices = sa.select(HandedEvidence, City.name).join(City, City.id == HandedEvidence.city_id)
    assert {
        (called[said.issue_id], city, said.stance.value, said.note)
        for said, city in db.session.execute(voices)
    } == {
        (refs[entry["key"]], *voice)
        for entry in ENTRIES[Kind.ISSUE]
        if entry["key"] not in gone
        for voice in spoken(entry)
    }
    links = db.session.execute(sa.select(HandedLink.issue_id, HandedLink.helps_id))
    assert {(called[issue], called[helps]) for issue, helps in links} == {
        (refs[issue], refs[entry["key"]])
        for kind, entries in ENTRIES.items()
        for entry in entries
        for issue in entry.get("for", ())
        if issue not in gone
    }
