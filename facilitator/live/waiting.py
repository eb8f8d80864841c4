"""Answers that wait for news: who asks again and has all there is is answered when something happens.

An answer that waits is a connection and the request that it came with. It holds no thread and no database
session. The request is worked on once more when one of its topics has news; when it has waited enough, the
answer goes out as it was made, which says that there is none.
Decision 45 says why it is done so and not by a stream of events.
"""

from collections import Counter, deque
from collections.abc import Callable, Hashable, Iterable
from math import inf
from typing import Generic, NamedTuple, TypeVar

Asker = TypeVar("Asker", bound=Hashable)

LONGEST = 10.0
"""Seconds that an answer waits at most; what changes with time alone is as late as that."""
MAY_WAIT = "facilitator.may_wait"
"""Where the WSGI environment has the function that says whether one more answer may wait for this reader of
this workshop (`WaitingRoom.has_room_for`); a server that lets none wait has none."""
WAIT = "facilitator.wait"
"""Where the app leaves the `Wait` of an answer that is to wait."""
MOST_REMEMBERED = 1_000
MOST_OF_ONE = 40
"""So many answers wait for one reader of a workshop: screens, not a script that opens thousands."""


class Announcement(NamedTuple):
    """Something that was kept: its number among the activity, and the topics that it concerns."""

    workshop_id: int
    number: int
    topics: frozenset[str]


class Wait(NamedTuple):
    """What an answer waits for: news of one of these topics with a number above `since`; and for whom.

    Where news come without a pause, it waits until `not_before` (monotonic seconds).
    """

    workshop_id: int
    since: int
    topics: tuple[str, ...]
    reader: str = ""
    not_before: float = 0.0

    def ends_with(self, said: Announcement) -> bool:
        """Whether this is what was waited for."""
        return (
            said.workshop_id == self.workshop_id
            and said.number > self.since
            and not said.topics.isdisjoint(self.topics)
        )


_listeners: list[Callable[[Announcement], None]] = []


def listen(listener: Callable[[Announcement], None]) -> None:
    """Have something called with whatever is announced in this process, in the thread that announces it."""
    _listeners.append(listener)


def announce(said: Announcement) -> None:
    """Tell all listeners of this process what was kept."""
    for listener in _listeners:
        listener(said)


class WaitingRoom(Generic[Asker]):
    """Who waits for what, and until when; used by one thread alone."""

    def __init__(self) -> None:
        self._waits: dict[Asker, tuple[Wait, float]] = {}
        self._by_topic: dict[tuple[int, str], dict[Asker, None]] = {}
        self._of_reader: Counter[tuple[int, str]] = Counter()
        self._recent: deque[Announcement] = deque()
        self._due: dict[Asker, None] = {}
        """For whom there are news, and it is not time for them."""
        self._forgotten: dict[int, int] = {}
        """The highest number of each workshop that is no longer among the recent."""

    def __contains__(self, asker: object) -> bool:
        """Whether somebody waits."""
        return asker in self._waits

    def __len__(self) -> int:
        """How many wait."""
        return len(self._waits)

    def has_room_for(self, workshop_id: int, reader: str) -> bool:
        """Whether one more may wait for this reader; other threads may ask."""
        return self._of_reader[workshop_id, reader] < MOST_OF_ONE

    def has_missed(self, wait: Wait) -> bool:
        """Whether what would be waited for may have come between the look at the database and now."""
        if self._forgotten.get(wait.workshop_id, 0) > wait.since:
            return True
        return any(wait.ends_with(said) for said in self._recent)

    def enter(self, asker: Asker, wait: Wait, now: float) -> None:
        """Let somebody wait from `now` (monotonic seconds) for what comes after this."""
        self._of_reader[wait.workshop_id, wait.reader] += 1
        self._waits[asker] = wait, now + LONGEST
        for topic in wait.topics:
            self._by_topic.setdefault((wait.workshop_id, topic), {})[asker] = None
        if wait.not_before > now and self.has_missed(wait):
            self._due[asker] = None

    def leave(self, asker: Asker) -> None:
        """Wait no longer."""
        wait, _until = self._waits.pop(asker)
        self._due.pop(asker, None)
        self._of_reader[wait.workshop_id, wait.reader] -= 1
        if not self._of_reader[wait.workshop_id, wait.reader]:
            del self._of_reader[wait.workshop_id, wait.reader]
        for topic in wait.topics:
            others = self._by_topic[wait.workshop_id, topic]
            del others[asker]
            if not others:
                del self._by_topic[wait.workshop_id, topic]

    def hear(self, said: Announcement) -> None:
        """Let those who wait for this have it when it is time for them (`due`)."""
        self._remember(said)
        self._due |= dict.fromkeys(
            asker
            for topic in said.topics
            for asker in self._by_topic.get((said.workshop_id, topic), ())
            if self._waits[asker][0].since < said.number
        )

    def has_news_for(self, asker: Asker) -> bool:
        """Whether somebody who waits could be told of news, if it were time for them."""
        return asker in self._due

    def due(self, now: float) -> list[Asker]:
        """For whom there are news that it is time for by `now`; they wait no longer."""
        return self._all_leave(asker for asker in self._due if self._waits[asker][0].not_before <= now)

    def seconds_to_next(self, now: float) -> float:
        """Until it is time for the next of those for whom there are news; infinite if there are none."""
        first = min((self._waits[asker][0].not_before for asker in self._due), default=inf)
        return max(0.0, first - now)

    def overdue(self, now: float) -> list[Asker]:
        """Who has waited long enough by `now`; they wait no longer."""
        found = []
        for asker, (_wait, until) in self._waits.items():
            if until > now:
                break  # who came later waits longer
            found.append(asker)
        return self._all_leave(found)

    def _all_leave(self, askers: Iterable[Asker]) -> list[Asker]:
        found = list(askers)
        for asker in found:
            self.leave(asker)
        return found

    def _remember(self, said: Announcement) -> None:
        self._recent.append(said)
        if len(self._recent) > MOST_REMEMBERED:
            old = self._recent.popleft()
            self._forgotten[old.workshop_id] = max(old.number, self._forgotten.get(old.workshop_id, 0))
