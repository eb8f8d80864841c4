"""From the command to the first page, and what the server holds in memory after a hundred.

The product is started as an operator starts it, on a database that is there; a bare Flask app (`bare.py`)
starts beside it, in turns, on the same server. Each start is measured from the command to the first page that
has arrived; of the turns the least counts, since whatever else a machine does can only add to it. The hundred
pages are those of a phone: to join, one's place, one's ballot; then come a hundred of a facilitator's screens
and the wall. Memory is that of all processes of the server, what they share counted once.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from http.client import HTTPConnection
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter, sleep
from typing import NamedTuple

from bench.result import Result
from bench.usage import memory, processor_seconds
from facilitator import create_app
from facilitator.schema import bring_up_to_date
from tests.databases import settings
from tests.journeys.serving import free_port
from tests.people import Browser
from tests.small_workshop import SECRET, SmallWorkshop

TURNS, PAGES = 7, 100
STARTS_WITHIN, HOLDS = 0.7, 90.0
PATIENCE, GLANCE = 60.0, 0.005
FIRST = "/sign-in"
OF_A_DELEGATE = ("home", "home/live", "groups/{group}/replies")
OF_A_FACILITATOR = (
    "console",
    "console/live",
    "groups/{group}",
    "capture/RET/issue",
    "desk/RET",
    "results/RET",
)

Pages = Sequence[tuple[str, Mapping[str, str]]]
"""Addresses, each with the headers of who asks."""


class Start(NamedTuple):
    """One start: seconds and processor time to the first page, megabytes after a phone's and all others."""

    seconds: float
    processor: float
    of_a_phone: float
    of_all_screens: float


def run() -> Iterator[Result]:
    """The start and the memory, beside those of a bare app."""
    began = perf_counter()
    with tempfile.TemporaryDirectory() as name:
        day = Day(Path(name))
        turns = [
            (day.started("-m", "facilitator", "serve", "--port"), day.started("-m", "bench.bare"))
            for _ in range(TURNS)
        ]
    seconds = perf_counter() - began
    least = [Start(*map(min, zip(*side, strict=True))) for side in zip(*turns, strict=True)]
    yield _case(
        "start to the first page", "{:.2f} s", [each.seconds for each in least], STARTS_WITHIN, seconds
    )
    yield _case("processor time of it", "{:.2f} s", [each.processor for each in least])
    yield _case(
        f"memory after {PAGES} pages of a phone", "{:.0f} MB", [each.of_a_phone for each in least], HOLDS
    )
    yield _case(f"memory after {PAGES} of all screens", "{:.0f} MB", [each.of_all_screens for each in least])


def _case(
    what: str, form: str, least: Sequence[float], most: float | None = None, seconds: float = 0.0
) -> Result:
    ours, bare = least
    return Result(
        case=what,
        aim=f"≤ {form.format(most)}" if most else "",
        reached=f"{form.format(ours)} ({ours / bare:.1f} × bare)",
        bound=form.format(bare),
        seconds=seconds,
        short=most is not None and ours > most,
    )


class Day:
    """A workshop in a folder, and what is looked at in it."""

    def __init__(self, folder: Path) -> None:
        self.folder, url = folder, f"sqlite:///{folder}/bench.sqlite3"
        app = create_app(settings(folder, url))
        with app.app_context():
            bring_up_to_date()
        self.workshop = SmallWorkshop(app)
        self.group = self.workshop.begin_validation(5)
        wall = self.workshop.path(f"wall/{self.workshop.code}")
        of_a_phone = [(f"/join/{self.workshop.code}", {}), *self._pages("Antwerp", OF_A_DELEGATE)]
        of_the_team = [*self._pages("facilitator", OF_A_FACILITATOR), (wall, {}), (f"{wall}/live", {})]
        self.screens: Sequence[Pages] = of_a_phone, of_the_team
        self.environment = {
            # Without it each start compiles the program anew, and an operator's does so once.
            **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
            "FACILITATOR_INSTANCE": str(folder),
            "FACILITATOR_DATABASE_URL": url,
            "FACILITATOR_SECRET_KEY": SECRET,
        }

    def _pages(self, who: str, pages: Sequence[str]) -> Iterator[tuple[str, Mapping[str, str]]]:
        browser = Browser(self.workshop.app, self.workshop.way_in(who))
        for page in pages:
            path = self.workshop.path(page.format(group=self.group))
            asked = browser.read(path).request
            yield path, {"Cookie": asked.headers["Cookie"]}

    def started(self, *command: str) -> Start:
        """Start a server, ask it for its pages, and stop it."""
        port, began = free_port(), perf_counter()
        arguments = [sys.executable, *command, str(port)]
        with subprocess.Popen(arguments, env=self.environment, stdout=subprocess.DEVNULL) as server:  # noqa: S603 - our own words
            try:
                _wait_for_first_page(port)
                seconds, processor = perf_counter() - began, processor_seconds(server.pid)
                held = []
                for pages in self.screens:
                    asked = pages if "facilitator" in command else [(FIRST, {})]
                    _read(port, islice(cycle(asked), PAGES))
                    held.append(memory(server.pid))
                return Start(seconds, processor, *held)
            finally:
                server.terminate()


def _wait_for_first_page(port: int) -> None:
    end = perf_counter() + PATIENCE
    while perf_counter() < end:
        with suppress(OSError):
            return _read(port, [(FIRST, {})])
        sleep(GLANCE)
    raise RuntimeError(f"the server did not answer within {PATIENCE:.0f} s")


def _read(port: int, pages: Iterable[tuple[str, Mapping[str, str]]]) -> None:
    """Ask for pages one after the other, and insist on each."""
    line = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    for path, headers in pages:
        line.request("GET", path, headers=dict(headers))
        answer = line.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status}")
    line.close()
