"""What a load on a server says, as cases: times by kind of request, work done, processor and memory."""

from __future__ import annotations

from collections.abc import Coroutine, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from time import process_time
from typing import Any, NamedTuple

from bench.phones.crowd import BALLOTS, ISSUES, Screen, Tally
from bench.phones.room import Kept
from bench.phones.servers import Server
from bench.result import Result
from bench.usage import Meter, memory

P95, P99, MEGABYTES, SHARE = 150, 400, 250, 0.60
SEEN = 1_000
"""ms within which all screens show what happened, while twenty ballots a second come in (decision 59)."""
# From here on the process that makes the load would be measured instead of the server.
OF_GENERATOR = 0.80
FAULTS_SHOWN = 3


@dataclass
class Run:
    """A load that was put on a server: what came of it, and what it took."""

    tally: Tally
    seconds: float
    processor: float
    generator: float
    megabytes: float

    def number(self, kind: str) -> int:
        """How many requests of a kind, or of those that begin so, were answered."""
        return sum(len(taken) for name, taken in self.tally.taken.items() if name.startswith(kind))

    @property
    def forms_a_second(self) -> float:
        """Ballots and issues that were acknowledged."""
        return (self.number("ballot") + self.number("issue")) / self.seconds

    @property
    def share(self) -> float:
        """Of one processor."""
        return self.processor / self.seconds


async def measured(server: Server, load: Coroutine[Any, Any, Tally], seconds: float) -> Run:
    """Put a load on a server that comes within so many seconds, and see what all its answers take."""
    meter, own = Meter.of(server.process), process_time()
    tally = await load
    run = Run(tally, seconds, meter.seconds, process_time() - own, memory(server.process))
    await server.settle("/")
    return run


class Shown(NamedTuple):
    """What happened (seconds since 1970, by its number), and the screens that show it."""

    happened: Mapping[int, float]
    screens: Sequence[Screen]

    def waited(self) -> list[float]:
        """Milliseconds to the last screen, of what all of them have shown since each was there."""
        there = max((screen.seen[0][0] for screen in self.screens if screen.seen), default=inf)
        found = [
            max(first_seen(number, screen) for screen in self.screens) - at
            for number, at in self.happened.items()
            if at >= there
        ]
        return [each * 1_000 for each in found if each < inf]


@dataclass
class Report:
    """The cases of one room; where it has no aims, they only say what was reached."""

    room: str
    has_aims: bool
    seconds: float

    def case(self, what: str, aim: str, reached: str, bound: str = "", *, short: bool) -> Result:
        """One line."""
        return Result(
            case=f"{self.room}: {what}",
            aim=aim if self.has_aims else "",
            reached=reached,
            bound=bound,
            seconds=self.seconds,
            short=self.has_aims and short,
        )

    def of_run(self, ours: Run, beside: Run | None = None) -> Iterator[Result]:
        """All that a run says, beside the same on the raw app."""
        for kind, taken in sorted(ours.tally.taken.items()):
            if kind.endswith("after a wait"):
                continue
            yield self.times(kind, taken, beside.tally.taken.get(kind) if beside else None)
        yield self._faults(ours, beside)
        yield self.case(
            "processor, the whole server", f"≤ {SHARE:.0%} of one", f"{ours.share:.1%}",
            f"{beside.share:.1%}" if beside else "", short=ours.share > SHARE,
        )  # fmt: skip
        yield self.case(
            "memory (PSS)", f"≤ {MEGABYTES} MB", f"{ours.megabytes:.0f} MB",
            f"{beside.megabytes:.0f} MB" if beside else "", short=ours.megabytes > MEGABYTES,
        )  # fmt: skip
        of_generator = ours.generator / ours.seconds
        yield self.case(
            "processor, what makes the load", f"≤ {OF_GENERATOR:.0%} of one", f"{of_generator:.1%}",
            short=of_generator > OF_GENERATOR,
        )  # fmt: skip

    def times(self, kind: str, taken: Sequence[float], beside: Sequence[float] | None = None) -> Result:
        """Median, p95 and p99 of one kind of request."""
        return self.case(
            kind,
            f"p95 ≤ {P95}, p99 ≤ {P99} ms",
            f"{spread(taken)} ms ({len(taken):,})",
            f"{spread(beside)} ms" if beside else "",
            short=percentile(taken, 95) > P95 or percentile(taken, 99) > P99,
        )

    def seen(self, what: str, ours: Shown, beside: Shown | None = None) -> Result:
        """From the moment at which something was written, before its commit, to the last of the screens."""
        on_all = ours.waited()
        return self.case(
            f"{what}, on the last of {len(ours.screens)} screens",
            f"p99 ≤ {SEEN} ms",
            f"{spread(on_all)} ms ({len(on_all):,})",
            f"{spread(beside.waited())} ms" if beside else "",
            short=percentile(on_all, 99) > SEEN,
        )

    def forms(self, ours: Run, beside: Run | None = None) -> Result:
        """Ballots and issues that were acknowledged."""
        wanted = BALLOTS + ISSUES
        raw = f"{beside.forms_a_second:.1f}/s" if beside else ""
        done = ours.forms_a_second
        return self.case("forms done", f"{wanted:.0f}/s", f"{done:.1f}/s", raw, short=done < 0.99 * wanted)

    def kept(self, kept: Kept) -> Result:
        """Whether the database holds what people were told that it does."""
        return self.case("what was acknowledged", "0 lost, 0 doubled", str(kept), short=kept.is_wrong)

    def _faults(self, ours: Run, beside: Run | None) -> Result:
        faults = ours.tally.faults
        shown = "; ".join(sorted(set(faults))[:FAULTS_SHOWN])
        return self.case(
            "errors", "0", f"{len(faults)} {shown}".strip(), str(len(beside.tally.faults)) if beside else "",
            short=bool(faults),
        )  # fmt: skip


def first_seen(number: int, screen: Screen) -> float:
    """When a screen showed an activity, in seconds since 1970; never, if the run ended before."""
    return next((at for at, newest in screen.seen if newest >= number), inf)


def percentile(values: Sequence[float], of_hundred: int) -> float:
    """The value that so many of a hundred stay below."""
    ordered = sorted(values) or [0.0]
    return ordered[min(len(ordered) - 1, len(ordered) * of_hundred // 100)]


def spread(values: Sequence[float]) -> str:
    """Median, p95 and p99."""
    return " / ".join(f"{percentile(values, each):.0f}" for each in (50, 95, 99))
