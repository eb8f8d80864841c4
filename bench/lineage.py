"""The merge desk as the workshop fills: its pages and a merge, at 100, 1,000 and 5,000 issues.

The desk shows a fixed number of pairs, so it should cost the same. The search after a merge leads the index
of similar issues after the database. The raw limit is to read as many cards as the desk shows, and nothing
else. Times are of the processor, so that a busy machine does not blur them.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import sqlalchemy as sa

from bench.duplicates import Author
from bench.result import Result
from facilitator import create_app
from facilitator.access.policy import Phase
from facilitator.capture.lineage.operations import merge_cards
from facilitator.capture.lineage.similar import similar_issues
from facilitator.capture.models import Card, Kind, Wording
from facilitator.database import db, table_of
from facilitator.schema import bring_up_to_date
from tests.databases import settings
from tests.people import Browser
from tests.small_workshop import SmallWorkshop

SIZES = (100, 1_000, 5_000)
MERGE_WITHIN, SEARCH_WITHIN = 200, 50
AIM_GROWTH = 1.5
RUNS = 9
SHOWN = sa.text(
    "SELECT card.*, wording.* FROM card JOIN wording ON wording.card_id = card.id"
    " WHERE card.workshop_id = :workshop ORDER BY card.id LIMIT 18"
)


def run() -> Iterator[Result]:
    """Each at each size."""
    desks: list[float] = []
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            room = Room(Path(folder), size)
            yield room.timed(f"merge desk, nothing new, {size:,} issues", room.desk, 0)
            desks.append(median(room.desk() for _ in range(RUNS)))
            yield room.timed(f"a merge, {size:,} issues", room.merge, MERGE_WITHIN)
            yield room.timed(f"similar ones after a merge, {size:,} issues", room.search, SEARCH_WITHIN)
    tenfold = (desks[-1] / desks[0]) ** (1 / 1.699)  # 100 to 5,000 is 10 to the 1.699th
    yield Result(
        case=f"merge desk, per tenfold from {SIZES[0]:,} to {SIZES[-1]:,}",
        aim=f"≤ {AIM_GROWTH} ×",
        reached=f"{tenfold:.2f} ×",
        bound="1.00 ×",
        seconds=0.0,
        short=tenfold > AIM_GROWTH,
    )


class Room:
    """A workshop on day one with so many issues, every tenth an earlier one reworded."""

    def __init__(self, folder: Path, size: int) -> None:
        self.app = create_app(settings(folder, f"sqlite:///{folder / 'bench.sqlite3'}"))
        with self.app.app_context():
            bring_up_to_date()
        self.workshop = SmallWorkshop(self.app)
        self.workshop.go_to(Phase.DAY_ONE)
        self.titles: list[str] = []
        self._fill(size)
        self.browser = Browser(self.app, self.workshop.way_in("facilitator"))
        self.merged = 0

    def _fill(self, size: int) -> None:
        with self.workshop.change():
            measure = self.workshop.measure().id
            own = {"workshop_id": self.workshop.id, "kind": Kind.ISSUE}
            issues = Author(size).issues(size)
            cards = [{**own, "id": issue.id, "measure_id": measure, "number": issue.id} for issue in issues]
            db.session.execute(table_of(Card).insert(), cards)
            texts = [
                {**own, "card_id": issue.id, "version": 1, "title": issue.title[:200], "text": issue.text}
                | {"aspect": issue.aspect}
                for issue in issues
            ]
            db.session.execute(table_of(Wording).insert(), texts)
            self.titles = [issue.title for issue in issues]

    def desk(self) -> float:
        """The merge desk, when nothing has happened since it was last read: milliseconds."""
        return _milliseconds(lambda: self.browser.read(self.workshop.path("merge")))

    def merge(self) -> float:
        """One issue merged into the one before, from the first read to the commit."""
        self.merged += 2
        return _milliseconds(self._merge)

    def _merge(self) -> None:
        with self.workshop.change():
            into, origin = (db.session.get_one(Card, self.merged + offset) for offset in (0, 1))
            merge_cards(into, [origin], by=self.workshop.actor())

    def search(self) -> float:
        """What is similar to a title, when something was merged just before."""
        self.merge()
        return _milliseconds(self._search)

    def _search(self) -> None:
        with self.workshop.look():
            similar_issues(self.workshop.row, title=self.titles[self.merged])

    def raw(self) -> float:
        """The cards of one page, read and nothing else."""
        with self.workshop.look():
            of = {"workshop": self.workshop.id}
            return median(_milliseconds(lambda: db.session.execute(SHOWN, of).all()) for _ in range(RUNS))

    def timed(self, case: str, taken: Callable[[], float], within: float) -> Result:
        """The median of some runs, after one that nobody counts."""
        started = perf_counter()
        taken()
        reached = median(taken() for _ in range(RUNS))
        return Result(
            case=case,
            aim=f"under {within} ms" if within else "",
            reached=f"{reached:.1f} ms",
            bound=f"{self.raw():.2f} ms to read a page",
            seconds=perf_counter() - started,
            short=bool(within) and reached >= within,
        )


def _milliseconds(work: Callable[[], object]) -> float:
    started = process_time()
    work()
    return (process_time() - started) * 1_000
