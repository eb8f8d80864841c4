"""So much in a minute: counted in the process, since it is no truth, and forgotten with the minute."""

import threading
import time
from collections import Counter
from collections.abc import Hashable

SECONDS = 60


class Budget:
    """So much for each in a minute; what would go beyond is refused, and not counted."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._counting = threading.Lock()
        self.forget()

    def forget(self) -> None:
        """Begin a new minute."""
        # Of a clock that nobody sets: a budget must not last for as long as a clock was put back.
        self._ends = time.monotonic() + SECONDS
        self._taken: Counter[Hashable] = Counter()

    def take(self, amount: int = 1, *, whose: Hashable = None) -> bool:
        """Whether so much is left; it is taken then."""
        with self._counting:
            if time.monotonic() >= self._ends:
                self.forget()
            if self._taken[whose] + amount > self.most:
                return False
            self._taken[whose] += amount
            return True
