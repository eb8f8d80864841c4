"""A room of phones before one server: pages that ask again, while others send ballots and issues.

The product is served as an operator serves it, on a SQLite file. One process makes the load of a whole room:
phones on their place, ten consoles and five walls ask as their scripts do, others send 20 ballots and 2
issues a second, and open their ballot anew. What was acknowledged is looked up in the database afterwards.
Beside it stands the raw limit of the same stack under the same load (`raw.py`). Processor time and memory are
those of all processes of the server; the load comes from another processor, where there is one that the
server leaves alone. Times are median / p95 / p99.
"""

from __future__ import annotations

import asyncio
import random
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import perf_counter, time

from bench.phones.crowd import EVERY, Crowd, Screen, Tally, Unexpected
from bench.phones.entrance import Entrance, Newcomers, form_on
from bench.phones.report import Report, Run, Shown, measured, percentile
from bench.phones.room import PHONES, LargeWorkshop
from bench.phones.servers import Server, product, raw, raw_crowd
from bench.result import Result
from bench.usage import anywhere, stay_away_from
from facilitator import create_app
from tests.databases import Databases, settings

ROOMS = (300, PHONES)
TIMES_RAW, SEES_WITHIN, WAKE_WITHIN = 1.5, 5.0, 0.2
TURNS = 3


def run(seconds: float, part: str | None = None) -> Iterator[Result]:
    """Rooms of 300 and of 1,000, a break, a session that opens, a thousand who join; beside the raw limit.

    Each lasts so many seconds. A part alone: `room`, `anywhere`, `wake`, `open`, `join`, and `killed`, which
    is the room before two processes on PostgreSQL.
    """
    if part != "killed":
        yield from run_on_sqlite(seconds, part)
    if part in (None, "killed"):
        yield from run_on_postgresql(seconds)


def run_on_sqlite(seconds: float, part: str | None) -> Iterator[Result]:
    """All that is asked of one process, or a part of it."""
    with tempfile.TemporaryDirectory() as folder, asyncio.Runner() as runner:
        url = f"sqlite:///{folder}/bench.sqlite3"
        workshop = LargeWorkshop(create_app(settings(Path(folder), url)))
        with product(Path(folder), url) as served, raw(Path(folder), 2 * PHONES) as limit:
            stay_away_from(served.process)
            cases = OnSqlite(runner, workshop, served, limit, seconds)
            yield from getattr(cases, part)() if part else cases.cases()


def run_on_postgresql(seconds: float) -> Iterator[Result]:
    """A room of 1,000 before two processes, one of which is killed in the middle."""
    with tempfile.TemporaryDirectory() as folder, asyncio.Runner() as runner:
        databases = Databases(Path(folder))
        try:
            with databases.empty("postgresql", Path(folder)) as url:
                workshop = LargeWorkshop(create_app(settings(Path(folder), url)))
                with product(Path(folder), url, "--processes", "2") as served:
                    yield from _killed(runner, workshop, served, seconds)
        finally:
            databases.stop()


def _killed(
    runner: asyncio.Runner, workshop: LargeWorkshop, served: Server, seconds: float
) -> Iterator[Result]:
    entrance = Entrance(served.port, workshop)
    crowd = runner.run(entrance.crowd())
    report = Report("1,000 phones, PostgreSQL, a process killed", has_aims=True, seconds=seconds)

    async def kill_in_the_middle() -> Tally:
        asyncio.get_running_loop().call_later(seconds / 2, served.kill_one)
        return await crowd.act(seconds)

    run = runner.run(measured(served, kill_in_the_middle(), seconds))
    yield from report.of_run(run)
    yield report.forms(run)
    again = sum(each.line.dropped for each in crowd)
    yield report.case("sent again", "", f"{again:,}, as their line was cut", short=False)
    yield report.kept(workshop.kept(entrance.told))


class OnSqlite:
    """The cases, one after the other, in the same workshop."""

    def __init__(
        self, runner: asyncio.Runner, workshop: LargeWorkshop, served: Server, limit: Server, seconds: float
    ) -> None:
        self.runner, self.workshop, self.seconds = runner, workshop, seconds
        self.served, self.limit = served, limit
        self.entrance = Entrance(served.port, workshop)
        self.crowd = runner.run(self.entrance.crowd())
        self.raw = raw_crowd(limit.port, self.crowd)

    def cases(self) -> Iterator[Result]:
        """All of them."""
        yield from self.room()
        yield from self.anywhere()
        yield from self.wake()
        yield from self.open()
        yield from self.join()

    def room(self) -> Iterator[Result]:
        """Phones in a small room and in a large one, while others answer."""
        for phones in ROOMS:
            yield from self._room(phones)

    def _room(self, phones: int) -> Iterator[Result]:
        report = Report(f"{phones:,} phones", has_aims=phones == PHONES, seconds=self.seconds)
        crowd, beside = self.crowd.of(phones), self.raw.of(phones)
        began = time()
        ours = self._measure(self.served, crowd, self.seconds)
        limit = self._measure(self.limit, beside, self.seconds)
        yield from report.of_run(ours, limit)
        yield report.forms(ours, limit)
        consoles = crowd.of_kind("console").screens
        yield report.seen("what happened", Shown(self.workshop.happened(began), consoles))
        yield report.kept(self.workshop.kept(self.entrance.told))
        yield self._polling(report, crowd.of_kind("phone"), beside.of_kind("phone"))

    def anywhere(self) -> Iterator[Result]:
        """The largest room again, while the system may move the server between processors (decision 19)."""
        report = Report(f"{PHONES:,} phones, any processor", has_aims=False, seconds=self.seconds)
        with anywhere(self.served.process):
            yield from report.of_run(self._measure(self.served, self.crowd, self.seconds))

    def _measure(self, server: Server, crowd: Crowd, seconds: float) -> Run:
        return self.runner.run(measured(server, crowd.act(seconds), seconds))

    def _polling(self, report: Report, crowd: Crowd, beside: Crowd) -> Result:
        """Processor time of a poll, beside the raw app's, in turns in which every phone asks."""
        seconds = max(self.seconds / TURNS / 2, 1.5 * EVERY)
        turns = [
            (self._measure(self.served, crowd, seconds), self._measure(self.limit, beside, seconds))
            for _ in range(TURNS)
        ]
        ours, raw = (_of_a_poll(runs) for runs in zip(*turns, strict=True))
        return report.case(
            "processor time of a poll", f"≤ {TIMES_RAW} × raw", f"{ours / raw:.2f} × ({ours:.2f} ms)",
            f"{raw:.2f} ms", short=ours > TIMES_RAW * raw,
        )  # fmt: skip

    def wake(self) -> Iterator[Result]:
        """All phones ask within the same moment, as after a break."""
        report = Report(f"{PHONES:,} wake at once", has_aims=True, seconds=WAKE_WITHIN)
        run = self.runner.run(measured(self.served, woken(self.crowd.of_kind("phone")), WAKE_WITHIN))
        waited = [each / 1_000 for taken in run.tally.taken.values() for each in taken]
        yield self._all_within(report, "answered", waited)

    def open(self) -> Iterator[Result]:
        """A session opens, and every phone shows it."""
        crowd = self.crowd.of_kind("phone")
        report = Report(f"a session opens for {PHONES:,}", has_aims=True, seconds=2 * SEES_WITHIN)
        opened_at, run = self.runner.run(opened(self.entrance, self.served, crowd, report.seconds))
        waited = [screen.changed_at - opened_at for screen in crowd.screens if screen.changed_at > opened_at]
        yield self._all_within(report, "seen", waited)
        yield from report.of_run(run)

    def _all_within(self, report: Report, what: str, waited: Sequence[float]) -> Result:
        """Every phone, within what a person bears; seconds."""
        missing, last = PHONES - len(waited), max(waited, default=0.0)
        reached = f"{percentile(waited, 95):.2f} s p95, {last:.2f} s the last"
        return report.case(
            what, f"by all within {SEES_WITHIN:.0f} s", f"{reached}, {missing} never" if missing else reached,
            short=bool(missing) or last > SEES_WITHIN,
        )  # fmt: skip

    def join(self) -> Iterator[Result]:
        """A thousand come in, each with what a browser fetches, and stay on their place."""
        self.crowd.hang_up()
        report = Report(f"{PHONES:,} join", has_aims=True, seconds=self.seconds)
        joining = Newcomers(self.entrance, PHONES).come(self.seconds)
        yield from report.of_run(self.runner.run(measured(self.served, joining, self.seconds)))
        yield report.kept(self.workshop.kept(self.entrance.told))


def _of_a_poll(runs: Sequence[Run]) -> float:
    """Milliseconds of processor."""
    return sum(run.processor for run in runs) / sum(run.number("phone") for run in runs) * 1_000


async def woken(crowd: Crowd) -> Tally:
    """Every screen asks once, all within a moment."""
    tally = Tally()

    async def wake(screen: Screen) -> None:
        await asyncio.sleep(random.uniform(0, WAKE_WITHIN))
        await screen.ask(tally)

    await asyncio.gather(*map(wake, crowd.screens))
    return tally


async def opened(entrance: Entrance, server: Server, crowd: Crowd, seconds: float) -> tuple[float, Run]:
    """A facilitator opens a session while all poll; the moment at which it was open, and the run."""
    workshop, moments = entrance.workshop, []
    facilitator = await entrance.come_in(workshop.facilitator)
    form = form_on(await facilitator.get(workshop.path("console")), workshop.closing)

    async def open_while_they_poll() -> Tally:
        polling = asyncio.create_task(crowd.act(seconds))
        await asyncio.sleep(seconds - SEES_WITHIN * 1.5)
        answer = await facilitator.post(workshop.closing, form)
        if answer.status != 303:
            raise Unexpected(f"opening a session: {answer.status}")
        moments.append(perf_counter())
        return await polling

    run = await measured(server, open_while_they_poll(), seconds)
    return moments[0], run
