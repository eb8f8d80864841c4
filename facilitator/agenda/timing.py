"""When sessions are: moments from day, local time and time zone, and starts that follow one another.

All of it is decided on plain values. A start is kept as a local time of the workshop; lengths are real
minutes, also in a night in which the clocks change.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from facilitator.errors import N_, RuleBroken

OPENS = time(9)
"""When a day begins of which nothing else is known."""


class Span(NamedTuple):
    """From when to when something lasts: two moments in UTC."""

    begins: datetime
    ends: datetime

    def overlaps(self, other: "Span") -> bool:
        """Whether the two have a moment in common; one may end as the other begins."""
        return self.begins < other.ends and other.begins < self.ends


@dataclass(frozen=True, slots=True)
class TimedBlock:
    """What the times of a day hang on, of one session.

    `track` is none for what is for everybody; `pinned` is a start that stays, whatever comes before.
    """

    title: str
    minutes: int
    track: int | None = None
    pinned: time | None = None


def date_of(starts_on: date, day: int) -> date:
    """The date of a day of the workshop, which are counted from 1."""
    return starts_on + timedelta(days=day - 1)


def moment_at(on: date, at: time, zone: tzinfo) -> datetime:
    """The moment in UTC at which the clocks of a zone show this; where they show it twice, the first."""
    return datetime.combine(on, at, zone).astimezone(UTC)


def span(on: date, at: time, minutes: int, zone: tzinfo) -> Span:
    """From when to when something lasts that begins at a local time."""
    begins = moment_at(on, at, zone)
    return Span(begins, begins + timedelta(minutes=minutes))


def clock_at_end(on: date, at: time, minutes: int, zone: tzinfo) -> time | None:
    """What the clocks show when something ends that begins at a local time; none if on another day."""
    ends = span(on, at, minutes, zone).ends.astimezone(zone)
    return ends.time().replace(fold=0) if ends.date() == on else None


def check_is_shown(on: date, at: time, zone: tzinfo) -> None:
    """Refuse a time that the clocks leave out as they go forward."""
    if moment_at(on, at, zone).astimezone(zone).time() != at:
        raise RuleBroken(
            N_("There is no %(time)s on this day: the clocks go forward. Choose another time."),
            field="starts_at",
            time=f"{at:%H:%M}",
        )


def follow(blocks: Sequence[TimedBlock], opens: time, on: date, zone: tzinfo) -> list[time]:
    """The start of each session of a day, in their order.

    What is pinned starts when it says. Anything else starts when all has ended that comes before it on its
    track; what is for everybody is on every track. The first starts when the day `opens`. Raises
    `RuleBroken` where a session would start after midnight, or in an hour that the clocks show twice.
    """
    return [start for start, _ in followed(blocks, day_opens(opens, on, zone), on, zone)]


class DayTaken(NamedTuple):
    """Until when a day is taken: by what is for everybody, and on each track."""

    together: datetime
    tracks: Mapping[int, datetime]

    def free(self, track: int | None) -> datetime:
        """When something can begin on a track, or that is for everybody."""
        if track is None:
            return max((self.together, *self.tracks.values()))
        return max(self.together, self.tracks.get(track, self.together))

    def by(self, block: TimedBlock, begins: datetime) -> "DayTaken":
        """The day with one more."""
        ends = begins + timedelta(minutes=block.minutes)
        if block.track is None:
            return DayTaken(max(self.together, ends), self.tracks)
        last = self.tracks.get(block.track, ends)
        return DayTaken(self.together, {**self.tracks, block.track: max(ends, last)})


def day_opens(opens: time, on: date, zone: tzinfo) -> DayTaken:
    """A day on which nothing is planned yet."""
    return DayTaken(moment_at(on, opens, zone), {})


def followed(
    blocks: Iterable[TimedBlock], taken: DayTaken, on: date, zone: tzinfo
) -> Iterator[tuple[time, DayTaken]]:
    """The start of each of these sessions, and until when the day is then taken; raises as `follow` does."""
    for block in blocks:
        begins = taken.free(block.track) if block.pinned is None else moment_at(on, block.pinned, zone)
        start = _local(block, begins, on, zone) if block.pinned is None else block.pinned
        taken = taken.by(block, begins)
        yield start, taken


def _local(block: TimedBlock, begins: datetime, on: date, zone: tzinfo) -> time:
    local = begins.astimezone(zone)
    if local.date() != on:
        raise RuleBroken(
            N_(
                "“%(title)s” would then start after midnight. Make the sessions before it shorter,"
                " or move it to the next day."
            ),
            title=block.title,
        )
    # What is kept of a start is what a clock shows, and not whether for the first time.
    shown = local.time().replace(fold=0)
    if moment_at(on, shown, zone) != begins:
        raise RuleBroken(
            N_(
                "“%(title)s” would then start in the hour that comes twice as the clocks go back."
                " Give it a start time of its own."
            ),
            title=block.title,
        )
    return shown
