"""From a commit to the screens: ten consoles and five walls in a room of 1,000 phones, and 1,000 who wait.

The room is that of `phones`, by the same generator: phones on their place, 20 ballots and 2 issues a second.
Beside them a facilitator says something to everybody each second, which concerns consoles and walls alike.
Then everybody in the room opens the wall, so that 1,000 answers wait, and something is said once more. Beside
it stands a loop that holds connections and writes bytes to them, and nothing else (`floor.py`). What happened
is timed from before its commit. Times are median / p95 / p99.
"""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections.abc import Awaitable, Callable, Iterator, Mapping
from pathlib import Path
from time import perf_counter, time
from typing import NamedTuple

import sqlalchemy as sa

from bench.phones.crowd import Crowd, Screen, Sender, Tally, Unexpected
from bench.phones.entrance import Entrance, form_on
from bench.phones.http import Line
from bench.phones.report import Report, Run, Shown, measured
from bench.phones.room import PHONES, LargeWorkshop
from bench.phones.servers import ROW, Server, product, served_by
from bench.result import Result
from bench.usage import memory, stay_away_from
from facilitator import create_app
from facilitator.database import db
from facilitator.live.activity import Activity
from facilitator.live.events import Event
from tests.databases import settings

TOLD_WITHIN, SETTLED = 5.0, 2.0
"""Seconds."""
Happened = Mapping[int, float]


class Side(NamedTuple):
    """The product, or the floor: who is there, how something is said to all, and what happened since."""

    server: Server
    crowd: Crowd
    say: Callable[[Tally], Awaitable[object]]
    said: Callable[[float], Happened]
    happened: Callable[[float], Happened]

    def all_that_happened(self, since: float) -> Shown:
        """Consoles show everything."""
        return Shown(self.happened(since), self.crowd.of_kind("console").screens)

    def all_said(self, since: float) -> Shown:
        """What is said to everybody stands on consoles and walls."""
        screens = [screen for screen in self.crowd.screens if screen.kind != "phone"]
        return Shown(self.said(since), screens)


def run(seconds: float) -> Iterator[Result]:
    """A room that answers, and a room that waits; each lasts so many seconds."""
    with tempfile.TemporaryDirectory() as folder, asyncio.Runner() as runner:
        url = f"sqlite:///{folder}/bench.sqlite3"
        workshop = LargeWorkshop(create_app(settings(Path(folder), url)))
        with product(Path(folder), url) as served, served_by("bench.live.floor", Path(folder)) as limit:
            stay_away_from(served.process)
            ours = runner.run(product_side(Entrance(served.port, workshop), served))
            beside = floor_side(runner, limit, ours.crowd)
            yield from _room(runner, ours, beside, seconds)
            yield from _waiting(runner, ours, beside, seconds)


async def product_side(entrance: Entrance, server: Server) -> Side:
    """The room, and a facilitator who says something to everybody from the console."""
    workshop = entrance.workshop
    crowd, facilitator = await entrance.crowd(), await entrance.come_in(workshop.facilitator)
    page = workshop.path("console/messages")

    async def say(tally: Tally) -> None:
        async with tally.timed(perf_counter()) as kind:
            form = form_on(await facilitator.get(workshop.path("console")), page)
            answer = await facilitator.post(page, form | {"text": ["Please come back."], "to": ["0"]})
            if answer.status != 303:
                raise Unexpected(f"something said to everybody: {answer.status}")
            kind.append("said to all")

    return Side(server, crowd, say, lambda since: _said(workshop, since), workshop.happened)


def _said(workshop: LargeWorkshop, since: float) -> Happened:
    happened = workshop.happened(since)
    with workshop.small.look():
        numbers = db.session.scalars(sa.select(Activity.id).filter_by(happened=Event.WORKSHOP_TOLD)).all()
    return {number: happened[number] for number in numbers if number in happened}


def floor_side(runner: asyncio.Runner, server: Server, like: Crowd) -> Side:
    """As many before the floor, where whatever is written is told to all who wait."""
    screens = [
        Screen(each.kind, Line(server.port), "/live" if each.kind == "phone" else "/wait", each.every, True)
        for each in like.screens
    ]
    senders = [
        [Sender(kind, Line(server.port), "/row", ROW.copy, lambda _sent: None) for _ in of_kind]
        for kind, of_kind in (("ballot", like.voters), ("issue", like.authors))
    ]
    line = Line(server.port)

    def happened(since: float) -> Happened:
        found = json.loads(runner.run(line.get("/happened")).text)
        return {int(number): at for number, at in found.items() if at >= since}

    return Side(server, Crowd(screens, *senders), lambda _tally: line.post("/row", ROW), happened, happened)


def _room(runner: asyncio.Runner, ours: Side, beside: Side, seconds: float) -> Iterator[Result]:
    report, began = Report(f"{PHONES:,} phones", has_aims=True, seconds=seconds), time()
    run = runner.run(measured(ours.server, _while_told(ours, seconds), seconds))
    raw_began = time()
    raw = runner.run(measured(beside.server, _while_told(beside, seconds), seconds))
    yield from report.of_run(run, raw)
    yield report.forms(run, raw)
    for what, shown in (("what happened", Side.all_that_happened), ("what was said to all", Side.all_said)):
        yield report.seen(what, shown(ours, began), shown(beside, raw_began))


async def _while_told(side: Side, seconds: float) -> Tally:
    said, until = Tally(), perf_counter() + seconds - 1
    acting = asyncio.create_task(side.crowd.act(seconds))
    while perf_counter() < until:
        await asyncio.sleep(1)
        await side.say(said)
    tally = await acting
    tally.taken |= said.taken
    tally.faults += said.faults
    return tally


def _waiting(runner: asyncio.Runner, ours: Side, beside: Side, seconds: float) -> Iterator[Result]:
    report = Report(f"{PHONES:,} answers wait", has_aims=True, seconds=seconds)
    found = [runner.run(_waited(side, seconds)) for side in (ours, beside)]
    (run, grown, last), (raw, raw_grown, raw_last) = found
    yield report.case(
        "processor while nothing happens", "", f"{run.share:.1%}", f"{raw.share:.1%}", short=False
    )
    yield report.case(
        "memory for one of them", "", f"{grown / PHONES * 1_000:.0f} kB",
        f"{raw_grown / PHONES * 1_000:.0f} kB", short=False,
    )  # fmt: skip
    yield report.case(
        "what was said, on the last of them", f"≤ {TOLD_WITHIN:.0f} s", f"{last:.2f} s", f"{raw_last:.2f} s",
        short=last > TOLD_WITHIN,
    )  # fmt: skip


async def _waited(side: Side, seconds: float) -> tuple[Run, float, float]:
    """What waiting takes, in memory as well (MB), and the seconds in which something is told to all."""
    wall = next(screen for screen in side.crowd.screens if screen.kind == "wall")
    lines = [screen.line for screen in side.crowd.screens if screen.kind == "phone"]
    screens = [Screen("waiting", line, wall.path, wall.every, is_paced=True) for line in lines]
    for screen in screens:
        await screen.ask(Tally())
    await side.server.settle("/")
    before = memory(side.server.process)
    asking = Tally()
    until = perf_counter() + SETTLED + seconds + TOLD_WITHIN + SETTLED
    waiting = [asyncio.create_task(screen.keep_asking(asking, until)) for screen in screens]
    await asyncio.sleep(SETTLED)
    run = await measured(side.server, _nothing(seconds), seconds)
    grown = memory(side.server.process) - before
    began = perf_counter()
    await side.say(asking)
    await asyncio.gather(*waiting)
    last = max(screen.changed_at for screen in screens) - began
    return run, grown, last


async def _nothing(seconds: float) -> Tally:
    await asyncio.sleep(seconds)
    return Tally()
