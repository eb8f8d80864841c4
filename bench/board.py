"""A board as the measure fills: one page of it, from request to markup, at 100, 1,000 and 5,000 issues.

The page shows a fixed number of issues, so it should cost the same. The raw limit is one statement that
reads as many cards with their newest wordings by their numbers, and nothing else. Times are of the
processor, so that a busy machine does not blur them.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import sqlalchemy as sa

from bench.result import Result
from facilitator import create_app
from facilitator.access.policy import Phase
from facilitator.capture.boards import ON_A_PAGE
from facilitator.capture.models import Aspect, Card, Evidence, Kind, Stance, Wording
from facilitator.database import db, table_of
from facilitator.schema import bring_up_to_date
from tests.databases import settings
from tests.people import Browser
from tests.small_workshop import SmallWorkshop

SIZES = (100, 1_000, 5_000)
AIM_GROWTH = 1.5
RUNS = 25
RAW = sa.text(
    "SELECT card.*, wording.* FROM card JOIN wording ON wording.card_id = card.id"
    " WHERE card.measure_id = :measure AND card.kind = 'issue' AND card.number > :after"
    " ORDER BY card.number DESC LIMIT :most"
)
# what is asked for → by which address
PAGES = {
    "the newest": "capture/RET/issue",
    "kept fresh": "capture/RET/issue/live",
    "the desk": "desk/RET",
    "the matrix": "matrix/RET",
}
SEARCHED = {
    "a word of a title": "capture/RET/issue?words=4711",
    "an aspect": "capture/RET/issue?aspect=legal",
}


def run() -> Iterator[Result]:
    """Each page at each size, and how it grows."""
    taken: dict[tuple[str, int], float] = {}
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            room = Room(Path(folder), size)
            for name, page in (PAGES | SEARCHED).items():
                started = perf_counter()
                taken[name, size] = room.milliseconds(page)
                yield _page(name, size, taken[name, size], room.raw(), perf_counter() - started)
    for name in PAGES:
        yield _growth(name, taken[name, SIZES[0]], taken[name, SIZES[-1]])


def _page(name: str, size: int, reached: float, raw: float, seconds: float) -> Result:
    return Result(
        f"{name}, of {size:,} issues", "", f"{reached:.1f} ms", f"{raw:.2f} ms", seconds, short=False
    )


def _growth(name: str, small: float, large: float) -> Result:
    tenfold = (large / small) ** (1 / 1.699)  # 100 to 5,000 is 10 to the 1.699th
    return Result(
        case=f"{name}, per tenfold from {SIZES[0]:,} to {SIZES[-1]:,}",
        aim=f"≤ {AIM_GROWTH} ×",
        reached=f"{tenfold:.2f} ×",
        bound="1.00 ×",
        seconds=0.0,
        short=tenfold > AIM_GROWTH,
    )


class Room:
    """A workshop on day one whose first measure holds so many issues, and a facilitator's browser."""

    def __init__(self, folder: Path, size: int) -> None:
        self.app = create_app(settings(folder, f"sqlite:///{folder}/board.sqlite3"))
        with self.app.app_context():
            bring_up_to_date()
        self.workshop = SmallWorkshop(self.app)
        self.workshop.go_to(Phase.DAY_ONE)
        self.size = size
        with self.workshop.change():
            self._fill()
        self.browser = Browser(self.app, self.workshop.way_in("facilitator"))

    def _fill(self) -> None:
        own = {"workshop_id": self.workshop.id}
        numbers = range(1, self.size + 1)
        card = own | {"kind": Kind.ISSUE, "measure_id": self.workshop.measures["RET"]}
        db.session.execute(
            sa.insert(table_of(Card)), [card | {"id": number, "number": number} for number in numbers]
        )
        db.session.execute(sa.insert(table_of(Wording)), [own | _wording(number) for number in numbers])
        cities = list(self.workshop.cities.values())
        said = own | {"stance": Stance.MET, "note": ""}
        db.session.execute(
            sa.insert(table_of(Evidence)),
            [said | {"issue_id": number, "city_id": city} for number in numbers for city in cities],
        )

    def milliseconds(self, page: str) -> float:
        """What the processor takes for a page, in the middle of some runs."""
        path = self.workshop.path(page)
        return median(_taken(lambda: self._read(path)) for _ in range(RUNS))

    def _read(self, path: str) -> None:
        assert self.browser.read(path).status_code == 200

    def raw(self) -> float:
        """What one statement for as many cards takes."""
        values = {
            "measure": self.workshop.measures["RET"], "after": self.size - ON_A_PAGE, "most": ON_A_PAGE,
        }  # fmt: skip
        with self.workshop.look():
            return median(_taken(lambda: db.session.execute(RAW, values).all()) for _ in range(RUNS))


def _wording(number: int) -> dict[str, object]:
    return {
        "card_id": number,
        "kind": Kind.ISSUE,
        "version": 1,
        "title": f"Owners of house {number} can't agree on who pays for the works",
        "aspect": list(Aspect)[number % len(Aspect)],
    }


def _taken(work: Callable[[], object]) -> float:
    started = process_time()
    work()
    return (process_time() - started) * 1000
