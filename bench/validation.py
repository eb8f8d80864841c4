"""What a group's results cost as the room grows: 40 interested cities, ten issues, three criteria.

Each run follows after a delegate has answered the ten issues anew, as in a room that is answering: the
process leads what it keeps after the database. "From scratch" is the first time that a process is asked.
The raw limit is one statement that counts the same ratings by issue, criterion, city and score.

Beside it the page of results of a conversation of thousands that was loaded as a workshop: what it costs the
processor to make the page of its first issues, from scratch and then as long as nobody answers.
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa

from bench.result import Result
from facilitator import create_app
from facilitator.access.actor import NOBODY, ParticipantActor
from facilitator.breakouts.models import Seat
from facilitator.breakouts.queries import has_begun
from facilitator.capture.queries import active_handover, handed_issues
from facilitator.database import db, now, table_of
from facilitator.schema import bring_up_to_date
from facilitator.summary import answer_counts
from facilitator.summary.queries import results
from facilitator.summary.results import MeasureResults
from facilitator.validation.ballot import ballot_of, said_by
from facilitator.validation.models import Answer, Rating, Verdict
from facilitator.validation.operations import answer_issues
from facilitator.validation.rules import Reply
from facilitator.workshops import operations as workshops
from facilitator.workshops.models import Organisation, Part, Participant
from tests.databases import settings
from tests.people import Browser
from tests.small_workshop import SmallWorkshop

CITIES, ISSUES, CRITERIA = 40, 10, 3
SIZES = (100, 1_000, 10_000, 50_000)
AIM_MS, AIM_GROWTH = 50.0, 1.5
RUNS = 15
# Voters, issues and cities of a large conversation, and of how many issues a voter says something.
VOTERS, STATEMENTS, PLACES, SHARE = 2_000, 200, 500, 0.3
PAGE_AIM_MS = 500.0
COUNTED = sa.text(
    "SELECT answer.issue_id, rating.criterion_id, organisation.city_id, rating.score, count(*)"
    " FROM rating JOIN answer ON answer.id = rating.answer_id"
    " JOIN participant ON participant.id = answer.participant_id"
    " JOIN organisation ON organisation.id = participant.organisation_id"
    " GROUP BY 1, 2, 3, 4"
)


def run() -> Iterator[Result]:
    """The results at each size, the growth per hundredfold, and what the first ask and the order cost."""
    with ExitStack() as stack:
        rooms = [stack.enter_context(room_of(Crowd(max(1, size // (ISSUES * CRITERIA))))) for size in SIZES]
        # In turn, so that what else the machine does falls on all sizes alike.
        taken = [[room.measured() for room in rooms] for _ in range(RUNS)]
        costs = dict(zip(SIZES, map(median_cost, zip(*taken, strict=True)), strict=True))
        order, again = rooms[-1].order()
    for size, cost in costs.items():
        yield Result(
            case=f"results of a group at {size:,} ratings",
            aim=f"≤ {AIM_MS:.0f} ms" if size == SIZES[-1] else "",
            reached=f"{cost.results:.1f} ms",
            bound=f"{cost.raw:.1f} ms",
            seconds=cost.results * RUNS / 1000,
            short=size == SIZES[-1] and cost.results > AIM_MS,
        )
    growth = costs[10_000].results / costs[100].results
    yield Result(
        case="from 100 to 10,000 ratings",
        aim=f"≤ {AIM_GROWTH} ×",
        reached=f"{growth:.2f} ×",
        bound="",
        seconds=0.0,
        short=growth > AIM_GROWTH,
    )
    for case, reached in (
        (f"from scratch at {SIZES[-1]:,} ratings", costs[SIZES[-1]].from_scratch),
        ("rank intervals of ten issues, changed", order),
        ("rank intervals of ten issues, as before", again),
    ):
        yield Result(case, "", f"{reached:.1f} ms", "", reached / 1000, short=False)
    yield from conversation()


def conversation() -> Iterator[Result]:
    """The page of results of a large conversation, in processor time."""
    with room_of(Crowd(VOTERS, STATEMENTS, PLACES, SHARE)) as room:
        browser = Browser(room.workshop.app, room.workshop.way_in("facilitator"))
        page = room.workshop.path("results/RET")
        answer_counts._kept.clear()  # noqa: SLF001 - as a new process has it
        cold = busy(lambda: browser.read(page))
        warm = statistics.median(busy(lambda: browser.read(page)) for _ in range(RUNS))
        with room.workshop.look():
            raw = statistics.median(busy(lambda: db.session.execute(COUNTED).all()) for _ in range(3))
        size = len(browser.read(page).data) // 1000
    case = f"page of results: {VOTERS:,} voters, {STATEMENTS} issues"
    reached = f"{warm:.0f} ms ({size} kB)"
    yield Result(case, f"≤ {PAGE_AIM_MS:.0f} ms", reached, f"{raw:.0f} ms", warm / 1000, warm > PAGE_AIM_MS)
    yield Result(f"{case}, from scratch", "", f"{cold:.0f} ms", f"{raw:.0f} ms", cold / 1000, short=False)


def busy(work: Callable[[], object]) -> float:
    """Milliseconds of the processor for some work."""
    started = time.process_time()
    work()
    return (time.process_time() - started) * 1000


class Cost(NamedTuple):
    """Milliseconds."""

    results: float
    from_scratch: float
    raw: float


def median_cost(costs: Iterable[Cost]) -> Cost:
    """The median of each over the runs."""
    return Cost(*map(statistics.median, zip(*costs, strict=True)))


@dataclass
class Room:
    """A group that is answering."""

    workshop: SmallWorkshop
    group: int
    people: list[int]
    voices: Iterator[int] = field(default_factory=count)

    def measured(self) -> Cost:
        """One run of each, in a session of its own, as a request has it."""
        answer_counts._kept.clear()  # noqa: SLF001 - as a new process has it
        first = self.looked(self.found)
        self.answer()
        return Cost(self.looked(self.found), first, self.looked(lambda: db.session.execute(COUNTED).all()))

    def found(self) -> MeasureResults:
        """The results of the group's measure."""
        return results(self.workshop.row, self.workshop.measure()).measures[0]

    def answer(self) -> None:
        """The next delegate sends the page of ten issues, rated otherwise than before."""
        voice = next(self.voices)
        answer_all(self.workshop, self.group, self.people[voice % len(self.people)], voice % 9 + 1)

    def looked(self, work: Callable[[], object]) -> float:
        """Milliseconds of some work that reads."""
        with self.workshop.look():
            return milliseconds(work)

    def order(self) -> tuple[float, float]:
        """Milliseconds of the rank intervals, once drawn and once remembered."""
        with self.workshop.look():
            measure = self.found()
            return milliseconds(lambda: measure.order), milliseconds(lambda: replace(measure).order)


class Crowd(NamedTuple):
    """How many people, issues and cities, and of how many issues each of them says something."""

    people: int
    issues: int = ISSUES
    cities: int = CITIES
    share: float = 1.0


@contextmanager
def room_of(crowd: Crowd) -> Iterator[Room]:
    """A room with such a crowd in it."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(settings(Path(folder), f"sqlite:///{Path(folder) / 'bench.sqlite3'}"))
        with app.app_context():
            bring_up_to_date()
        workshop = SmallWorkshop(app)
        group = workshop.begin_validation(crowd.issues, seated=())
        yield Room(workshop, group, fill(workshop, group, crowd))


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
        answer_issues(ballot, participant_id, replies, by=ParticipantActor(participant_id))


def fill(workshop: SmallWorkshop, group: int, crowd: Crowd) -> list[int]:
    """So many delegates, spread over the cities; each rates their issues on every criterion."""
    dice = random.Random(5)
    people = crowd.people
    with workshop.change():
        organisations = [a_city(workshop, number) for number in range(min(crowd.cities, people))]
        key = {"workshop_id": workshop.id}
        delegates = [
            key | {"organisation_id": organisations[number % len(organisations)].id,
                   "display_name": f"Delegate {number}", "token_hash": f"{number:064}", "joined_at": now()}
            for number in range(people)
        ]  # fmt: skip
        ids = list(db.session.scalars(sa.insert(Participant).returning(Participant.id), delegates))
        round_id = workshop.sessions["round"]
        place = key | {"round_id": round_id, "round_has_begun": has_begun(round_id), "group_id": group}
        seats = [place | {"participant_id": id_} for id_ in ids]
        db.session.execute(sa.insert(table_of(Seat)), seats)
        handover = active_handover(workshop.row)
        assert handover is not None
        said = {"group_id": group, "handover_id": handover.id, "verdict": Verdict.RIGHT, "change": "",
                "comment": "", "need": "", "answered_at": now()}  # fmt: skip
        answers = [
            key | said | {"issue_id": issue.issue_id, "participant_id": id_}
            for issue in handed_issues(handover) for id_ in ids if dice.random() < crowd.share
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
