"""What a day that is on will look like: from what has really been, to when all that is left then takes place.

Decided on plain values: moments in UTC, in the order of the day.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from facilitator.agenda.timing import Span


@dataclass(frozen=True, slots=True)
class ForecastBlock:
    """A session of the day: when it is planned, and (`real`) from when to when it was or will have been open.

    Of what is open the real end is the one by its clock. A pause is opened by nobody; a fixed start cuts
    short the pause before it, and nothing else.
    """

    planned: Span
    real: Span | None = None
    track: int | None = None
    is_pause: bool = False
    is_fixed: bool = False


@dataclass(frozen=True, slots=True)
class _Taken:
    """Until when the day is taken, by what is for everybody and by what is on each track."""

    together: datetime
    tracks: dict[int, datetime]

    def free(self, track: int | None) -> datetime:
        if track is None:
            return max((self.together, *self.tracks.values()))
        return max(self.together, self.tracks.get(track, self.together))

    def until(self, track: int | None, ends: datetime) -> "_Taken":
        if track is None:
            return replace(self, together=max(self.together, ends))
        return replace(self, tracks={**self.tracks, track: max(ends, self.tracks.get(track, ends))})


def forecast(blocks: Sequence[ForecastBlock], at: datetime) -> list[Span]:
    """From when to when each session of a day takes place, as far as that can be known at a moment.

    Nothing begins before it is planned. What is left begins when all before it on its track has ended;
    what was left out before something that has begun is shown as it was planned, and takes no time.
    """
    if not blocks:
        return []
    begun = max((place for place, block in enumerate(blocks) if block.real), default=-1)
    earliest = blocks[0].planned.begins
    taken = work = _Taken(earliest, {})
    found: list[Span] = []
    for place, block in enumerate(blocks):
        if block.real is None and place < begun:
            found.append(block.planned)
            continue
        span = block.real or _expected(block, taken, work, at)
        found.append(span)
        taken = taken.until(block.track, span.ends)
        if not block.is_pause:
            work = work.until(block.track, span.ends)
    return [_cut_short(place, blocks, found) for place in range(len(blocks))]


def _expected(block: ForecastBlock, taken: _Taken, work: _Taken, at: datetime) -> Span:
    begins = max(block.planned.begins, (work if block.is_fixed else taken).free(block.track))
    if not block.is_pause:
        begins = max(begins, at)
    return Span(begins, begins + (block.planned.ends - block.planned.begins))


def _cut_short(place: int, blocks: Sequence[ForecastBlock], found: Sequence[Span]) -> Span:
    """A pause ends when what follows it begins."""
    span = found[place]
    if not blocks[place].is_pause or place + 1 == len(blocks):
        return span
    return Span(span.begins, max(span.begins, min(span.ends, found[place + 1].begins)))


def minutes_later(expected: datetime, planned: datetime) -> int:
    """By how many whole minutes something is later than planned; below zero it is earlier."""
    return round((expected - planned) / timedelta(minutes=1))
