"""What a group's results cost as the room grows: 40 interested cities, ten issues, three criteria.

The raw limit is one statement that counts the same ratings by issue, criterion, city and score.
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import sqlalchemy as sa
from flask_migrate import upgrade

from bench.result import Result
from facilitator import create_app
from facilitator.access.actor import NOBODY
from facilitator.breakouts.models import Seat
from facilitator.capture.queries import active_handover, handed_issues
from facilitator.database import db, now, table_of
from facilitator.summary.queries import results
from facilitator.validation.models import Answer, Rating, Verdict
from facilitator.workshops import operations as workshops
from facilitator.workshops.models import Organisation, Part, Participant
from tests.databases import settings
from tests.small_workshop import SmallWorkshop

CITIES, ISSUES, CRITERIA = 40, 10, 3
SIZES = (100, 1_000, 10_000, 50_000)
AIM_MS, AIM_GROWTH = 50.0, 1.5
RUNS = 7
COUNTED = sa.text(
    "SELECT answer.issue_id, rating.criterion_id, organisation.city_id, rating.score, count(*)"
    " FROM rating JOIN answer ON answer.id = rating.answer_id"
    " JOIN participant ON participant.id = answer.participant_id"
    " JOIN organisation ON organisation.id = participant.organisation_id"
    " GROUP BY 1, 2, 3, 4"
)


def run() -> Iterator[Result]:
    """The results at each size, then the growth per hundredfold."""
    taken: dict[int, float] = {}
    for size in SIZES:
        started = time.perf_counter()
        ours, raw = measured(size)
        taken[size] = ours
        yield Result(
            case=f"results of a group at {size:,} ratings",
            aim=f"≤ {AIM_MS:.0f} ms" if size == SIZES[-1] else "",
            reached=f"{ours:.1f} ms",
            bound=f"{raw:.1f} ms",
            seconds=time.perf_counter() - started,
            short=size == SIZES[-1] and ours > AIM_MS,
        )
    growth = taken[10_000] / taken[100]
    yield Result(
        case="from 100 to 10,000 ratings",
        aim=f"≤ {AIM_GROWTH} ×",
        reached=f"{growth:.1f} ×",
        bound="",
        seconds=0.0,
        short=growth > AIM_GROWTH,
    )


def measured(ratings: int) -> tuple[float, float]:
    """Milliseconds of the results, and of the raw statement: the median of several runs each."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(settings(Path(folder), f"sqlite:///{Path(folder) / 'bench.sqlite3'}"))
        with app.app_context():
            upgrade()
        workshop = SmallWorkshop(app)
        group = workshop.begin_validation(ISSUES, seated=())
        fill(workshop, group, max(1, ratings // (ISSUES * CRITERIA)))
        ours = median_of(workshop, lambda: results(workshop.row, workshop.measure()))
        raw = median_of(workshop, lambda: db.session.execute(COUNTED).all())
    return ours, raw


def median_of(workshop: SmallWorkshop, work: Callable[[], object]) -> float:
    """Milliseconds, each run in a session of its own, as a request has it."""
    taken = []
    for _ in range(RUNS):
        with workshop.look():
            started = time.perf_counter()
            work()
            taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken)


def fill(workshop: SmallWorkshop, group: int, people: int) -> None:
    """So many delegates, spread over the cities; each rates every issue on every criterion."""
    dice = random.Random(5)
    with workshop.change():
        organisations = [a_city(workshop, number) for number in range(min(CITIES, people))]
        key = {"workshop_id": workshop.id}
        delegates = [
            key | {"organisation_id": organisations[number % len(organisations)].id,
                   "display_name": f"Delegate {number}", "token_hash": f"{number:064}", "joined_at": now()}
            for number in range(people)
        ]  # fmt: skip
        ids = list(db.session.scalars(sa.insert(Participant).returning(Participant.id), delegates))
        round_id = workshop.sessions["round"]
        seats = [key | {"round_id": round_id, "group_id": group, "participant_id": id_} for id_ in ids]
        db.session.execute(sa.insert(table_of(Seat)), seats)
        handover = active_handover(workshop.row)
        assert handover is not None
        said = {"group_id": group, "handover_id": handover.id, "verdict": Verdict.RIGHT, "change": "",
                "comment": "", "need": "", "answered_at": now()}  # fmt: skip
        answers = [
            key | said | {"issue_id": issue.issue_id, "participant_id": id_}
            for issue in handed_issues(handover) for id_ in ids
        ]  # fmt: skip
        answered = list(db.session.scalars(sa.insert(Answer).returning(Answer.id), answers))
        scores = [
            key | {"answer_id": answer, "criterion_id": criterion, "score": dice.randint(1, 9)}
            for answer in answered for criterion in workshop.criteria.values()
        ]  # fmt: skip
        db.session.execute(sa.insert(table_of(Rating)), scores)


def a_city(workshop: SmallWorkshop, number: int) -> Organisation:
    """One more interested city."""
    name = f"City {number}"
    city = workshops.add_city(
        workshop.row, name=name, country="EU", part=Part.INTERESTED, project=None, by=NOBODY
    )
    return workshops.add_organisation(workshop.row, name=f"City of {name}", city=city, by=NOBODY)
