"""Parts of pages that are made once for all who may see the same: ten consoles, and the walls.

What a part shows hangs on the workshop, the address, the language and the roles of who asks. It is made as
for nobody in particular, so it can't hold anything of one person; what each form needs of its reader is a
gap, filled for each of them. Decision 59 says why.
"""

import re
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from secrets import token_hex
from threading import Lock
from time import monotonic, thread_time
from typing import NamedTuple
from weakref import WeakKeyDictionary

from flask import g
from markupsafe import escape
from sqlalchemy.engine import Engine

from facilitator.access.actor import Nobody
from facilitator.database import db

MOST_PARTS = 64
"""So many are kept at most; the one that was not asked for the longest goes first."""
LEAST_PAUSE = 0.5
"""Seconds after which a part is made anew at the earliest, where news come without a pause."""
TIMES_ITS_WORK = 9
"""At least so many times as long as it took the processor, so that no part takes more than a tenth of it."""

# Nobody who types can know it.
_EDGE = token_hex(16)
_GAP = re.compile(f"{_EDGE}-([a-z_]+)-{_EDGE}")


class Rendering(NamedTuple):
    """A part as it was made: with gaps, up to which activity it is true, what it follows, and until when
    (monotonic seconds) it is not made anew."""

    text: str
    fills: Mapping[str, Callable[[], str]]
    newest: int
    mark: str
    topics: tuple[str, ...]
    made_at: float
    rests_until: float

    def for_reader(self) -> str:
        """The part for the person of this request."""
        return _GAP.sub(lambda gap: str(escape(self.fills[gap[1]]())), self.text)


class SharedPart:
    """What all see who may see the same: how it was made last, and who makes it now."""

    def __init__(self) -> None:
        self.latest: Rendering | None = None
        self._making = Lock()

    def rendering(
        self, is_usable: Callable[[Rendering], bool], view: Callable[[], str], newest: int, mark: str
    ) -> Rendering:
        """The latest, if it can be used, also if somebody else is just making it; else it is made anew."""
        with self._making:
            if self.latest is None or not is_usable(self.latest):
                self.latest = _rendering(view, newest, mark)
            return self.latest


_parts: WeakKeyDictionary[Engine, OrderedDict[Hashable, SharedPart]] = WeakKeyDictionary()
_finding = Lock()


def part_for(*shown: Hashable) -> SharedPart:
    """The part that hangs on these values alone."""
    with _finding:
        known = _parts.setdefault(db.engine, OrderedDict())
        part = known.setdefault(shown, SharedPart())
        known.move_to_end(shown)
        if len(known) > MOST_PARTS:
            known.popitem(last=False)
        return part


def forget() -> None:
    """Make each part anew when it is asked for next."""
    with _finding:
        _parts.clear()


def of_reader(name: str, make: Callable[[], str]) -> str:
    """What somebody's own page says of them; in a part that is shared, a gap of this name.

    `make` is called in the request of each reader, and may hold on to nothing of the one who comes first.
    """
    fills = g.get("fills")
    if fills is None:
        return make()
    fills[name] = make
    return f"{_EDGE}-{name}-{_EDGE}"


def _rendering(view: Callable[[], str], newest: int, mark: str) -> Rendering:
    g.fills, actor = {}, g.actor
    g.actor = Nobody(actor.roles)
    began = thread_time()
    try:
        text, fills = view(), g.fills
    finally:
        g.actor = actor
        del g.fills
    took, at = thread_time() - began, monotonic()
    return Rendering(text, fills, newest, mark, g.topics, at, at + max(LEAST_PAUSE, TIMES_ITS_WORK * took))
