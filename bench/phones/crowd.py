"""Those who ask: phones, consoles and walls that poll as their pages do, and people who send forms."""

from __future__ import annotations

import asyncio
import random
import re
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from time import perf_counter, time

from bench.phones.http import Answer, Fields, Line

EVERY, SLOWEST = 4.0, 60.0
WAIT = "wait=10"
"""What live.js asks for where an answer may wait."""
BALLOTS, ISSUES = 20.0, 2.0
"""Forms a second."""


class Unexpected(Exception):  # noqa: N818 - it is an answer that nobody expects
    """Another answer than the page would make do with."""


NUMBER = re.compile(r'W/"(\d+)~')
FAULTS = (OSError, TimeoutError, asyncio.IncompleteReadError, Unexpected)


@dataclass
class Tally:
    """How long each kind of request took, in ms, and what went wrong."""

    taken: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    faults: list[str] = field(default_factory=list)

    @asynccontextmanager
    async def timed(self, since: float) -> AsyncIterator[list[str]]:
        """Times the block since a moment, under the kind that the block puts into the list."""
        kind: list[str] = []
        try:
            yield kind
        except FAULTS as fault:
            self.faults.append(f"{type(fault).__name__}: {fault}")
        else:
            self.taken[kind[0]].append((perf_counter() - since) * 1_000)


@dataclass
class Screen:
    """A page that keeps itself fresh as live.js does."""

    kind: str
    line: Line
    path: str
    every: float = EVERY
    is_paced: bool = False
    """Whether the server says how soon after news it has others, so that the page asks at once."""
    author: str = ""
    tag: str = ""
    changed_at: float = 0.0
    is_waited_for: bool = False
    """Whether its last answer was one that waits for news."""
    seen: list[tuple[float, int]] = field(default_factory=list)
    """When something new stood on it (seconds since 1970), and up to which activity."""

    async def keep_asking(self, tally: Tally, until: float) -> None:
        """Ask again and again until a moment, beginning at any."""
        pause, failures = self.every * random.random(), 0
        while perf_counter() + pause < until:
            await asyncio.sleep(pause)
            before = self.changed_at
            failures = 0 if await self.ask(tally) else failures + 1
            pause = min(self.every * 2**failures, SLOWEST)
            if self.is_waited_for and not failures:
                pause = self.every if self.changed_at > before and not self.is_paced else 0.0
            pause *= random.uniform(0.8, 1.2)

    async def ask(self, tally: Tally) -> bool:
        """Ask once; tells whether an answer came."""
        known = {"If_None_Match": self.tag, "X_Author": self.author, "Prefer": WAIT}
        async with tally.timed(perf_counter()) as kind:
            answer = await self.line.get(self.path, **{name: said for name, said in known.items() if said})
            if answer.status not in (200, 304):
                raise Unexpected(f"{self.path}: {answer.status}")
            self.is_waited_for = "preference-applied" in answer.headers
            if is_new := answer.status == 200:
                self._show(answer)
            # How long an answer waited says nothing of the server.
            waits = ", after a wait" if self.is_waited_for else ""
            kind.append(f"{self.kind}, {'changed' if is_new else 'unchanged'}{waits}")
        return bool(kind)

    def _show(self, answer: Answer) -> None:
        self.tag, self.changed_at = answer.headers.get("etag", ""), perf_counter()
        if newest := NUMBER.match(self.tag):
            self.seen.append((time(), int(newest[1])))


@dataclass
class Sender:
    """Somebody who fills in the same form again and again."""

    kind: str
    line: Line
    path: str
    fill: Callable[[], Fields]
    keep: Callable[[Fields], None]
    read: Callable[[Answer], None] | None = None
    """What is done with the page that comes next, where a form says anew all that was said before."""

    async def send(self, tally: Tally, since: float) -> None:
        """Send it once, under an id of its own; it counts from the moment at which it should have gone."""
        fields = self.fill()
        async with tally.timed(since) as kind:
            answer = await self.line.post(self.path, fields)
            if answer.status != 303:
                raise Unexpected(f"{self.path}: {answer.status}")
            self.keep(fields)
            kind.append(self.kind)
        if self.read:
            await self._go_on(tally, self.read)

    async def _go_on(self, tally: Tally, read: Callable[[Answer], None]) -> None:
        async with tally.timed(perf_counter()) as kind:
            page = await self.line.get(self.path)
            if page.status != 200:
                raise Unexpected(f"{self.path}: {page.status}")
            kind.append(f"page after a {self.kind}")
        if kind:
            read(page)


@dataclass
class Crowd:
    """All who are in the room."""

    screens: Sequence[Screen]
    voters: Sequence[Sender]
    authors: Sequence[Sender]

    def __iter__(self) -> Iterator[Screen | Sender]:
        yield from self.screens
        yield from self.voters
        yield from self.authors

    def of(self, phones: int) -> Crowd:
        """The same with so many phones."""
        others = [screen for screen in self.screens if screen.kind != "phone"]
        on_place = [screen for screen in self.screens if screen.kind == "phone"]
        return Crowd([*on_place[:phones], *others], self.voters, self.authors)

    def of_kind(self, kind: str) -> Crowd:
        """The screens of one kind alone."""
        return Crowd([screen for screen in self.screens if screen.kind == kind], (), ())

    async def act(self, seconds: float) -> Tally:
        """All of them at once, for so long."""
        tally, until = Tally(), perf_counter() + seconds
        async with asyncio.TaskGroup() as group:
            for screen in self.screens:
                group.create_task(screen.keep_asking(tally, until))
            group.create_task(send_each(self.voters, BALLOTS, tally, until))
            group.create_task(send_each(self.authors, ISSUES, tally, until))
        return tally

    def hang_up(self) -> None:
        """Close all connections."""
        for each in self:
            each.line.hang_up()


async def send_each(senders: Sequence[Sender], a_second: float, tally: Tally, until: float) -> None:
    """So many forms a second, each by the next one, whether or not those before have been answered."""
    began = perf_counter()
    async with asyncio.TaskGroup() as group:
        for number in range(round((until - began) * a_second) if senders else 0):
            at = began + number / a_second
            await asyncio.sleep(max(0.0, at - perf_counter()))
            group.create_task(senders[number % len(senders)].send(tally, at))
