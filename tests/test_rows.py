"""A page that is polled or waited for reads what it shows, and no more for all that goes on elsewhere.

The same workshop is made again and again, each time with more of one thing. A page asks as many statements
as before, and they give as many rows: but for what it lists, of which it may read some rows for each.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import time
from typing import Any, NamedTuple

import pytest
from flask import Flask

from facilitator import create_app
from facilitator.access.actor import NOBODY
from facilitator.access.policy import Phase
from facilitator.agenda.models import SessionKind
from facilitator.agenda.operations import close_session, open_session, plan_session
from facilitator.breakouts.group_work import operations as running
from facilitator.breakouts.models import Group
from facilitator.breakouts.operations import add_group, seat_participant
from facilitator.breakouts.queries import seated_group
from facilitator.capture.handover.operations import freeze_handover
from facilitator.capture.models import Kind, Stance
from facilitator.capture.operations import add_card, give_evidence, hide_card, link_cards
from facilitator.capture.queries import card_by_reference
from facilitator.database import db
from facilitator.validation.models import Verdict
from facilitator.validation.rules import Reply
from facilitator.workshops.models import Organisation, Participant
from facilitator.workshops.operations import join_workshop
from tests.breakouts.planning.planned import make_plan
from tests.databases import Databases, settings
from tests.full_workshop import WORDINGS, answer
from tests.people import Browser
from tests.small_workshop import AN_ISSUE, INTERESTED, LIGHTHOUSE, SECRET, SmallWorkshop
from tests.statements import asked_with_values

pytestmark = [pytest.mark.one_database, pytest.mark.slow]

MORE = 6
"""Of each thing, beside what the workshop holds before."""
ISSUES = 3


class Cost(NamedTuple):
    """What a page asks of the database."""

    statements: int
    rows: int


class Page(NamedTuple):
    """Who reads a page, where, and how many rows it may read for each of the things that it lists."""

    who: str
    path: str
    lists: Mapping[str, int] = {}


# A clock is worked out from the openings of what is open, wherever that is.
CLOCK = {"rounds": 1, "sessions": 1}
# A place lists what is open and one's seats, a table its people, its issues and its messages.
PLACE = {"rounds": 3, "sessions": 2, "messages": 1}
TABLE = {"issues": 1, "seats": 1, "ratings": 1, "notes": 1, "messages": 1, **CLOCK}
# The seating is a list of everybody, and of every table and round.
SEATING = {"people": 1, "seats": 4, "groups": 7, "rounds": 7, "sessions": 1}
# Everything that is polled, by endpoint.
POLLED = {
    "participant_home.live_home": Page("Antwerp", "home/live", PLACE),
    "participant_home.live_way": Page("Antwerp", "home/way/live"),
    "capture.live_board": Page("facilitator", "capture/RET/issue/live", {"issues": 2, "cards": 1, **CLOCK}),
    "desk.live_desk": Page("rapporteur", "desk/RET/live", {"issues": 4, **CLOCK}),
    "desk.live_chain": Page("rapporteur", "desk/RET/chain?card=RET-01"),
    "visibility.live_others": Page("Antwerp", "sessions/{session}/issues/live", {"issues": 4}),
    "matrix.live_matrix": Page("facilitator", "matrix/RET/live", {"issues": 5}),
    "matrix.live_evidence": Page("facilitator", "matrix/RET/evidence/live", {"issues": 6}),
    "lineage.live_log": Page("facilitator", "merge/live"),
    "planning.live_seating": Page("facilitator", "seating/live", SEATING),
    "planning.live_wall": Page("facilitator", "seating/wall/live", SEATING),
    "planning.live_plan": Page("facilitator", "plans/1/live", SEATING),
    "validation.live_answers": Page(
        "facilitator", "groups/{group}/answers/live", {"issues": 1, "seats": 1, "ratings": 1}
    ),
    "lighthouse_answers.live_missing": Page(
        "Lyon", "groups/{group}/missing-issues/live", {"issues": 2, "seats": 1}
    ),
    "group_page.live_group": Page("rapporteur", "groups/{group}/live", TABLE),
    "group_page.live_notes": Page("facilitator", "notes/RET/live", {"issues": 1, "notes": 1}),
    # Each table that runs, each message that stands, and the cards behind what needs attention.
    "rehearsal.live": Page("organiser", "rehearsal/live"),
    "console.live_console": Page(
        "facilitator",
        "console/live",
        {"issues": 4, "cards": 4, "groups": 4, "rounds": 5, "sessions": 3, "messages": 3, "notes": 1},
    ),
    "walls.live_wall": Page("", "wall/{code}/live", {"groups": 1, "rounds": 4, "sessions": 3, "messages": 2}),
    "walls.live_wall_of_room": Page(
        "", "wall/{code}/{room}/live", {"groups": 1, "rounds": 4, "sessions": 3, "messages": 2}
    ),
}
# What a room opens at once, or somebody waits for in front of it.
WAITED_FOR = {
    "participant_home.home": Page("Antwerp", "home", PLACE),
    "participant_home.group": Page("Antwerp", "home/groups/{group}", {"seats": 1}),
    "validation.replies": Page("Antwerp", "groups/{group}/replies?issue=1", {"issues": 1}),
    "validation.check": Page("Antwerp", "groups/{group}/replies/check", {"issues": 1}),
    "group_page.group": Page("rapporteur", "groups/{group}", TABLE),
    "group_page.note_field": Page("rapporteur", "groups/{group}/notes/RET-01/field", TABLE),
    "summary.results": Page("facilitator", "results/RET", {"issues": 5, "groups": 1, "cards": 1, "notes": 1}),
}
PAGES = POLLED | WAITED_FOR


class Room:
    """Day two with one table, at which two delegates of each kind sit; and more of one thing."""

    def __init__(self, app: Flask, more: str = "") -> None:
        self.workshop = SmallWorkshop(app, slug=f"more-{more}" if more else "as-it-is")
        with self.workshop.change():
            self._day_one(ISSUES + (MORE if more == "issues" else 0))
        with self.workshop.change():
            self.group = self._day_two()
        if more in GROW:
            with self.workshop.change():
                GROW[more](self)
        self.browsers = {who: self._browser(who) for who in {page.who for page in PAGES.values()}}

    def _browser(self, who: str) -> Browser:
        return Browser(self.workshop.app, self.workshop.way_in(who) if who else "")

    def _day_one(self, issues: int) -> None:
        workshop, by = self.workshop, self.workshop.actor()
        workshop.move(Phase.DAY_ONE)
        open_session(workshop.row, workshop.session(), by=by)
        solution = add_card(workshop.measure(), Kind.SOLUTION, WORDINGS[Kind.SOLUTION], by=by)
        for _ in range(issues):
            issue = workshop.add_issue()
            give_evidence(issue, workshop.city("Lyon"), Stance.MET, by=by)
            link_cards(issue, solution, by=by)
        close_session(workshop.session(), by=by)
        freeze_handover(workshop.row, name="Day one", by=by)
        workshop.move(Phase.DAY_TWO)

    def _day_two(self) -> int:
        workshop = self.workshop
        group = workshop.add_group(*INTERESTED, *LIGHTHOUSE)
        make_plan(workshop, moves=0)
        open_session(workshop.row, workshop.session("round"), by=workshop.actor())
        return group.id

    @property
    def row(self) -> Group:
        return db.session.get_one(Group, self.group)

    def people(self, count: int = MORE, key: str = "more") -> list[Participant]:
        """So many more delegates of Heerlen."""
        workshop = self.workshop
        office = (
            db.session.query(Organisation).filter_by(name="City of Heerlen", workshop_id=workshop.id).one()
        )
        return [
            join_workshop(
                workshop.row, organisation=office, display_name=f"Person {key} {number}",
                submission=f"{key} {number}", secret=SECRET, by=NOBODY,
            )[0]
            for number in range(count)
        ]  # fmt: skip

    def seats(self) -> None:
        """More people at the table."""
        for person in self.people():
            seat_participant(self.workshop.row, self.row, person, by=self.workshop.actor())

    def groups(self) -> None:
        """More tables in the round, each with somebody who is ticked off."""
        workshop, by = self.workshop, self.workshop.actor()
        for number, person in enumerate(self.people()):
            group = workshop.add_group(name=f"Table {number}", prefix="ENG" if number % 2 else "RET")
            seat_participant(workshop.row, group, person, by=by)
            running.mark_the_rest_present(seated_group(workshop.row, group.id), by=by)
            running.mark_ready(seated_group(workshop.row, group.id), by=by)

    def rounds(self) -> None:
        """More rounds, in each of which Antwerp's delegate has a seat, all open."""
        workshop, by = self.workshop, self.workshop.actor()
        for number in range(MORE):
            round_ = self._block(SessionKind.BREAKOUT, number)
            facts: dict[str, Any] = {"room": None, "facilitator": None, "rapporteur": None}
            group = add_group(round_, measure=workshop.measure("ENG"), name="Table", **facts, by=by)
            seat_participant(workshop.row, group, workshop.participant("Antwerp"), by=by)
            open_session(workshop.row, round_, by=by)

    def sessions(self) -> None:
        """More sessions of the whole, all open."""
        for number in range(MORE):
            block = self._block(SessionKind.PLENARY, number)
            open_session(self.workshop.row, block, by=self.workshop.actor())

    def _block(self, kind: SessionKind, number: int) -> Any:
        return plan_session(
            self.workshop.row, kind=kind, day=2, title=f"{kind} {number}", starts_at=time(11 + number),
            minutes=30, measure=None, room=None, by=self.workshop.actor(),
        )  # fmt: skip

    def cards(self) -> None:
        """More cards of another measure, hidden ones of this, and wordings of one that is there."""
        workshop, by = self.workshop, self.workshop.actor()
        for _ in range(MORE):
            workshop.add_issue("ENG")
            hide_card(add_card(workshop.measure(), Kind.ISSUE, AN_ISSUE, by=by), reason="twice", by=by)

    def ratings(self) -> None:
        """Everybody at the table answers everything."""
        scores = dict.fromkeys(self.workshop.criteria.values(), 7)
        for who in (*INTERESTED, *LIGHTHOUSE):
            answer(self.workshop, who, self.group, *[Reply(Verdict.RIGHT, scores=scores)] * ISSUES)

    def messages(self) -> None:
        """More that is said to everybody, and to the table."""
        workshop, by = self.workshop, self.workshop.actor()
        for number in range(MORE):
            running.send_message(workshop.row, f"To all {number}", by=by)
            running.send_message(workshop.row, f"Here {number}", group=self.row, by=by)
            running.give_time(workshop.session("round"), 1, by=by)

    def notes(self) -> None:
        """More versions of a note at the table, and marks of one person."""
        issue = card_by_reference(self.workshop.row, "RET-01").id
        by, here = self.workshop.actor(), seated_group(self.workshop.row, self.group)
        marks = list(running.Mark)
        for version in range(MORE):
            running.write_note(self.row, issue, f"Version {version}", asked=[issue], based_on=version, by=by)
            running.mark_attendance(here, here.people[0], marks[version % 2], by=by)

    def cost(self, page: Page) -> Cost:
        """What a page asks, once everything is warm."""
        known = {"group": self.group, "session": self.workshop.sessions["RET"], "code": self.workshop.code}
        with self.workshop.look():
            known["room"] = self.workshop.room().id
        path, browser = self.workshop.path(page.path.format(**known)), self.browsers[page.who]
        answered = browser.read(path)
        assert answered.status_code == 200, (path, answered.status_code)
        with asked_with_values(self.workshop.app) as statements:
            browser.read(path)
        return Cost(len(statements), sum(self._rows(*statement) for statement in statements))

    def _rows(self, statement: str, values: Any) -> int:
        if not statement.lstrip().startswith("SELECT"):
            return 0
        with self.workshop.app.app_context(), db.engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            counted = driver.execute(f"SELECT count(*) FROM ({statement})", values or ())  # noqa: S608 - what was asked
            return int(counted.fetchone()[0])


GROW: dict[str, Callable[[Room], object]] = {
    "people": Room.people,
    "seats": Room.seats,
    "groups": Room.groups,
    "rounds": Room.rounds,
    "sessions": Room.sessions,
    "cards": Room.cards,
    "ratings": Room.ratings,
    "messages": Room.messages,
    "notes": Room.notes,
}
THINGS = ("issues", *GROW)


@pytest.fixture(scope="module")
def rooms(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Room]]:
    """The workshop as it is (""), and with more of each thing, all in one database."""
    folder = tmp_path_factory.mktemp("rows")
    with databases.copy("sqlite", folder) as url:
        app = create_app(settings(folder, url))
        yield {more: Room(app, more) for more in ("", *THINGS)}
        with app.app_context():
            db.engine.dispose()


def test_every_page_that_is_polled_is_looked_at(rooms: dict[str, Room]) -> None:
    views = rooms[""].workshop.app.view_functions
    assert {name for name, view in views.items() if getattr(view, "is_polled", False)} == set(POLLED)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_reads_no_more_for_what_it_does_not_list(rooms: dict[str, Room], name: str) -> None:
    page = PAGES[name]
    before = rooms[""].cost(page)
    grown = {more: rooms[more].cost(page) for more in THINGS}
    assert {more: cost.statements for more, cost in grown.items()} == dict.fromkeys(THINGS, before.statements)
    read = {more: cost.rows - before.rows for more, cost in grown.items() if cost.rows != before.rows}
    allowed = {more: MORE * page.lists.get(more, 0) for more in read}
    assert {more: rows for more, rows in read.items() if rows > allowed[more]} == {}, (before, read)
