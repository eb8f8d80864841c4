"""Things that people do at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

Done = TypeVar("Done")


def at_once(*deeds: Callable[[], Done]) -> list[Done]:
    """Let everybody begin together; returns what came of it, in their order."""
    start = Barrier(len(deeds))

    def begin(deed: Callable[[], Done]) -> Done:
        start.wait(timeout=120)
        return deed()

    with ThreadPoolExecutor(len(deeds)) as people:
        return list(people.map(begin, deeds))
