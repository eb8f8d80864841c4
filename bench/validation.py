"""What a group's results cost as the room grows: 40 interested cities, ten issues, three criteria.

Each run follows after a delegate has answered the ten issues anew, as in a room that is answering: the
process leads what it keeps after the database. "From scratch" is the first time that a process is asked.
The raw limit is one statement that counts the same ratings by issue, criterion, city and score.
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

import sqlalchemy as sa
from flask_migrate import upgrade

from bench.result import Result
from facilitator import create_app
from facilitator.access.actor import NOBODY, Actor
from facilitator.breakouts.models import Seat
from facilitator.capture.queries import active_handover, handed_issues
from facilitator.database import db, now, table_of
from facilitator.summary import heard
from facilitator.summary.queries import results
from facilitator.summary.results import MeasureResults
from facilitator.validation.ballot import ballot_of, said_by
from facilitator.validation.models import Answer, Rating, Verdict
from facilitator.validation.operations import answer_issues
from facilitator.validation.rules import Reply
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
    """The results at each size, the growth per hundredfold, and what the first ask and the order cost."""
    taken = {size: measured(size) for size in SIZES}
    for size, cost in taken.items():
        yield Result(
            case=f"results of a group at {size:,} ratings",
            aim=f"≤ {AIM_MS:.0f} ms" if size == SIZES[-1] else "",
            reached=f"{cost.results:.1f} ms",
            bound=f"{cost.raw:.1f} ms",
            seconds=cost.seconds,
            short=size == SIZES[-1] and cost.results > AIM_MS,
        )
    growth = taken[10_000].results / taken[100].results
    yield Result(
        case="from 100 to 10,000 ratings",
        aim=f"≤ {AIM_GROWTH} ×",
        reached=f"{growth:.2f} ×",
        bound="",
        seconds=0.0,
        short=growth > AIM_GROWTH,
    )
    most = taken[SIZES[-1]]
    for case, reached in (
        (f"from scratch at {SIZES[-1]:,} ratings", most.from_scratch),
        ("rank intervals of ten issues, changed", most.order),
        ("rank intervals of ten issues, as before", most.order_again),
    ):
        yield Result(case, "", f"{reached:.1f} ms", "", 0.0, short=False)


@dataclass(frozen=True)
class Cost:
    """Milliseconds, the median of several runs each; `seconds` is all of it with the filling."""

    results: float
    from_scratch: float
    order: float
    order_again: float
    raw: float
    seconds: float


def measured(ratings: int) -> Cost:
    """What the results cost at a size."""
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(settings(Path(folder), f"sqlite:///{Path(folder) / 'bench.sqlite3'}"))
        with app.app_context():
            upgrade()
        workshop = SmallWorkshop(app)
        group = workshop.begin_validation(ISSUES, seated=())
        people = fill(workshop, group, max(1, ratings // (ISSUES * CRITERIA)))
        voices = count()

        def answer() -> None:
            voice = next(voices)
            answer_all(workshop, group, people[voice % len(people)], voice % 9 + 1)

        def found() -> MeasureResults:
            return results(workshop.row, workshop.measure()).measures[0]

        first = median_of(workshop, heard._kept.clear, found)  # noqa: SLF001 - as a new process has it
        ours = median_of(workshop, answer, found)
        with workshop.look():
            measure = found()
            order = milliseconds(lambda: measure.order)
            again = milliseconds(lambda: replace(measure).order)
        raw = median_of(workshop, lambda: None, lambda: db.session.execute(COUNTED).all())
    return Cost(ours, first, order, again, raw, time.perf_counter() - started)


def median_of(workshop: SmallWorkshop, before: Callable[[], object], work: Callable[[], object]) -> float:
    """Milliseconds, each run in a session of its own, as a request has it, and after something else."""
    taken = []
    for _ in range(RUNS):
        before()
        with workshop.look():
            taken.append(milliseconds(work))
    return statistics.median(taken)


def milliseconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def answer_all(workshop: SmallWorkshop, group: int, participant_id: int, score: int) -> None:
    """One delegate sends the page of ten issues, rated otherwise than before."""
    with workshop.change():
        ballot = ballot_of(workshop.id, group, participant_id, None)
        scores = dict.fromkeys(workshop.criteria.values(), score)
        reply = Reply(verdict=Verdict.RIGHT, scores=scores)
        replies = dict.fromkeys(said_by(ballot, participant_id), reply)
        answer_issues(ballot, participant_id, replies, by=Actor(participant_id=participant_id))


def fill(workshop: SmallWorkshop, group: int, people: int) -> list[int]:
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
    return ids


def a_city(workshop: SmallWorkshop, number: int) -> Organisation:
    """One more interested city."""
    name = f"City {number}"
    city = workshops.add_city(
        workshop.row, name=name, country="EU", part=Part.INTERESTED, project=None, by=NOBODY
    )
    return workshops.add_organisation(workshop.row, name=f"City of {name}", city=city, by=NOBODY)
