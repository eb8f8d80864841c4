"""What a server takes of its machine: processor time and memory of a process and all that it has begun."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
MEGABYTE = 1_000_000


def family(process: int) -> list[int]:
    """The process and all that it has begun and that still runs."""
    with suppress(OSError):
        children = Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split()
        return [process, *(each for child in children for each in family(int(child)))]
    return []


def processor_seconds(process: int) -> float:
    """Processor time of a family so far, with that of children that have ended."""
    return sum(map(_seconds, family(process)))


def _seconds(process: int) -> float:
    with suppress(OSError):
        after_name = Path(f"/proc/{process}/stat").read_text("ascii", "replace").rpartition(")")[2].split()
        # user and system time, its own and that of children that were waited for: fields 14 to 17 of proc(5)
        return sum(map(int, after_name[11:15])) / TICKS
    return 0.0


def memory(process: int) -> float:
    """Memory of a family in MB; what several share is counted once (PSS)."""
    return sum(map(_proportional, family(process))) / MEGABYTE


def _proportional(process: int) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text("ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


def stay_away_from(process: int) -> None:
    """Leave the processors to which a family keeps, where others are left."""
    with suppress(OSError):
        all_there_are = os.sched_getaffinity(0)
        taken = set.intersection(*(os.sched_getaffinity(each) for each in family(process)[-1:]))
        if free := all_there_are - taken:
            os.sched_setaffinity(0, free)


@contextmanager
def anywhere(process: int) -> Iterator[None]:
    """Let the last of a family, which works, run on any processor for a while."""
    worker = family(process)[-1]
    home = os.sched_getaffinity(worker)
    try:
        _keep_to(worker, set(range(os.cpu_count() or 1)))
        yield
    finally:
        _keep_to(worker, home)


def _keep_to(process: int, processors: set[int]) -> None:
    for thread in os.listdir(f"/proc/{process}/task"):
        with suppress(OSError):
            os.sched_setaffinity(int(thread), processors)


@dataclass(frozen=True, slots=True)
class Meter:
    """Processor time of a family since the meter was made."""

    process: int
    began_with: float

    @classmethod
    def of(cls, process: int) -> Meter:
        """A meter that begins now."""
        return cls(process, processor_seconds(process))

    @property
    def seconds(self) -> float:
        """Processor time taken since."""
        return processor_seconds(self.process) - self.began_with
