"""What the order of issues takes ten thousand draws for, in a process of its own.

They take seconds, which a thread of the server would take from everybody who waits for a page. They hang on
nothing but the values of the cities, so the same values get the same answer out of the process's memory, and
who asks while they are drawn waits for the one that draws.
"""

from collections import OrderedDict
from collections.abc import Mapping
from concurrent.futures import Future
from threading import Lock
from typing import NamedTuple

from facilitator.child_process import caller_of_this_process, child, end_with
from facilitator.statistics.ordering import Rank, ranks
from facilitator.statistics.weights import top_under_weights

KEPT = 64
"""So many answers are remembered."""

FEWEST_APART = 4
"""So many issues are drawn apart; fewer are drawn sooner than a process has begun."""

# By criterion, the cities with their values.
Values = tuple[tuple[int, tuple[tuple[str, float], ...]], ...]
Question = tuple[tuple[int, Values], ...]
"""By issue the values of all cities, the first criterion first; what can be looked up and sent."""


class Drawn(NamedTuple):
    """By issue its rank on the first criterion, and the share of weightings with it on top."""

    ranks: Mapping[int, Rank]
    tops: Mapping[int, float]


def draw(question: Question) -> Drawn:
    """Draw here and now."""
    values = {issue: {criterion: dict(cities) for criterion, cities in said} for issue, said in question}
    return Drawn(ranks({issue: first_of(said) for issue, said in values.items()}), top_under_weights(values))


def first_of(values: Mapping[int, Mapping[str, float]]) -> Mapping[str, float]:
    """The values of the first criterion, by which issues are ranked; none where none was rated."""
    return next(iter(values.values()), {})


def draw_apart(question: Question) -> Drawn:
    """Draw in another process; where none can be had, or it ends before its time, here."""
    try:
        with child(__name__) as process:
            process.send(question)
            return Drawn(*process.recv())
    except (EOFError, OSError):
        return draw(question)


class Drawings:
    """What was drawn of late, and what is being drawn; any thread may ask."""

    def __init__(self) -> None:
        self._known: OrderedDict[Question, Future[Drawn]] = OrderedDict()
        self._lock = Lock()
        self._turn = Lock()
        """Of those that are drawn apart, one after the other: the pages need the other processor."""

    def __contains__(self, question: object) -> bool:
        """Whether these values have been drawn, or are being drawn."""
        return question in self._known

    def of(self, question: Question) -> Drawn:
        """The draws of these values, from memory if they are there."""
        with self._lock:
            known = self._known.get(question)
            future = self._known[question] = known or Future()
            self._known.move_to_end(question)
            while len(self._known) > KEPT:
                self._known.popitem(last=False)
        if known is None:
            self._draw(question, future)
        return future.result()

    def _draw(self, question: Question, future: "Future[Drawn]") -> None:
        try:
            future.set_result(self._drawn(question))
        except BaseException as fault:
            with self._lock:
                if self._known.get(question) is future:
                    del self._known[question]
            future.set_exception(fault)

    def _drawn(self, question: Question) -> Drawn:
        if len(question) < FEWEST_APART:
            return draw(question)
        with self._turn:
            return draw_apart(question)


def _answer() -> None:
    """The other end: hear the question and answer it."""
    caller = caller_of_this_process()
    question: Question = caller.recv()
    end_with(caller)
    # What is made of this module has another name there: plain values travel.
    caller.send(tuple(draw(question)))


if __name__ == "__main__":
    _answer()
