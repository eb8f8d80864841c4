"""What a participant's place costs, as a whole room asks for it afresh when a round opens.

Asked of the app itself on a SQLite file, in processor time, and compared with the raw limit: a Flask view
with a Jinja page of the same size. It is asked once in a small room and once in a large one, for what
one phone costs is not to hang on how many others there are.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import time as time_of_day
from pathlib import Path

import sqlalchemy as sa
from flask import Flask, render_template_string
from flask.testing import FlaskClient

from bench.result import Result
from bench.validation import a_city
from facilitator import create_app
from facilitator.agenda.models import Session, SessionKind
from facilitator.agenda.operations import plan_session
from facilitator.breakouts.models import Group, Seat
from facilitator.database import db, now, table_of
from facilitator.schema import bring_up_to_date
from facilitator.validation.rules import Reply
from facilitator.workshops.models import Participant
from facilitator.workshops.operations import hash_token
from tests.databases import settings
from tests.full_workshop import answer
from tests.people import Browser
from tests.small_workshop import SmallWorkshop

SMALL, LARGE, CITIES, ISSUES = (50, 1, 2), (1_000, 3, 40), 50, 10
RUNS, WARM = 200, 20
MOST_MS, MOST_KB, MOST_GROWTH = 3.0, 6.0, 1.6


@dataclass(frozen=True)
class Cost:
    """Milliseconds of processor time for one phone, and kilobytes before they are packed."""

    ms: float
    kb: float


def run() -> Iterator[Result]:
    """The fresh fragment in both rooms."""
    with ExitStack() as stack:
        small, large = (
            cost_of(asking(stack.enter_context(room_of(*size)), "home/live")) for size in (SMALL, LARGE)
        )
    raw = cost_of(raw_page(int(large.kb * 1000)))
    people, rounds, groups = LARGE
    yield Result(
        case=f"place afresh: {people:,} people, {rounds} × {groups} groups",
        aim=f"≤ {MOST_MS:.0f} ms, ≤ {MOST_KB:.0f} kB",
        reached=f"{large.ms:.2f} ms, {large.kb:.1f} kB",
        bound=f"{raw.ms:.2f} ms",
        seconds=large.ms * RUNS / 1000,
        short=large.ms > MOST_MS or large.kb > MOST_KB,
    )
    yield Result(
        case="place afresh: against a room of {} people, {} × {} groups".format(*SMALL),
        aim=f"≤ {MOST_GROWTH} ×",
        reached=f"{large.ms / small.ms:.2f} ×",
        bound=f"{small.ms:.2f} ms",
        seconds=small.ms * RUNS / 1000,
        short=large.ms / small.ms > MOST_GROWTH,
    )


def cost_of(ask: Callable[[], bytes]) -> Cost:
    """The median of many."""
    taken = []
    for _ in range(RUNS + WARM):
        started = time.process_time()
        page = ask()
        taken.append((time.process_time() - started) * 1000)
    return Cost(statistics.median(taken[WARM:]), len(page) / 1000)


def asking(workshop: SmallWorkshop, page: str) -> Callable[[], bytes]:
    """A delegate's phone that asks for a page."""
    browser, path = Browser(workshop.app, workshop.way_in("Antwerp")), workshop.path(page)

    def ask() -> bytes:
        answered = browser.read(path)
        assert answered.status_code == 200
        return answered.data

    return ask


def raw_page(size: int) -> Callable[[], bytes]:
    """A Flask app with nothing but a Jinja page of so many bytes."""
    app, line = Flask("raw"), "x" * (size // 50)

    @app.get("/")
    def page() -> str:
        return render_template_string("{% for _ in range(50) %}{{ line }}{% endfor %}", line=line)

    client: FlaskClient = app.test_client()
    return lambda: client.get("/").data


@contextmanager
def room_of(people: int, rounds: int, groups: int) -> Iterator[SmallWorkshop]:
    """Day two, its first round open; Antwerp's delegate sits in each round, and has answered one issue."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(settings(Path(folder), f"sqlite:///{Path(folder) / 'bench.sqlite3'}"))
        with app.app_context():
            bring_up_to_date()
        workshop = SmallWorkshop(app)
        first = workshop.begin_validation(ISSUES)
        with workshop.change():
            ids = let_in(workshop, people)
            for number in range(rounds):
                seat(workshop, ids, round_of(workshop, number), groups)
        with workshop.change():
            answer(workshop, "Antwerp", first, Reply(comment="So it is"))
        yield workshop


def let_in(workshop: SmallWorkshop, people: int) -> list[int]:
    """So many delegates, of some cities; returns their ids."""
    cities = [a_city(workshop, number) for number in range(min(CITIES, people))]
    rows = [
        {"workshop_id": workshop.id, "organisation_id": cities[number % len(cities)].id,
         "display_name": f"Delegate {number}", "token_hash": hash_token(str(number)), "joined_at": now()}
        for number in range(people)
    ]  # fmt: skip
    return list(db.session.scalars(sa.insert(Participant).returning(Participant.id), rows))


def round_of(workshop: SmallWorkshop, number: int) -> Session:
    """The round of this number, planned if it is not the first; it is left as it is, open or to come."""
    if not number:
        return workshop.session("round")
    return plan_session(
        workshop.row, kind=SessionKind.BREAKOUT, day=2, title=f"Round {number + 1}",
        starts_at=time_of_day(11 + number), minutes=60, measure=None, room=None, by=workshop.actor(),
    )  # fmt: skip


def seat(workshop: SmallWorkshop, ids: list[int], round_: Session, groups: int) -> None:
    """A seat for everybody in one of so many groups of a round; of one to come for Antwerp's delegate too."""
    key = {"workshop_id": workshop.id, "round_id": round_.id}
    wanted = [
        key | {"measure_id": workshop.measures["RET"], "name": f"Group {number}", "accessible": True,
               "languages": ""}
        for number in range(groups)
    ]  # fmt: skip
    made = list(db.session.scalars(sa.insert(Group).returning(Group.id), wanted))
    sitting = ids if round_.has_begun else [*ids, workshop.participants["Antwerp"]]
    seats = [
        key | {"round_has_begun": round_.has_begun, "group_id": made[place % groups], "participant_id": id_}
        for place, id_ in enumerate(sitting)
    ]
    db.session.execute(sa.insert(table_of(Seat)), seats)
