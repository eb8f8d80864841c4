"""Where the team brings everybody: what all walls show, and one's own page that goes with it.

A page that is open stays as it is. Its reader is shown the way, and goes when they want to.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from facilitator.access.actor import ParticipantActor
from facilitator.participant_home.queries import Home, SeatNow
from facilitator.validation.ballot import ballot_of, handed_issues
from facilitator.walls.models import WallContent
from facilitator.walls.queries import OF_CARDS, Chosen


@dataclass(frozen=True)
class Page:
    """One of a participant's own pages, by its endpoint."""

    endpoint: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Direction:
    """What all walls show, and the page that goes with it, where there is one for this person."""

    chosen: Chosen
    page: Page | None

    @property
    def about(self) -> str:
        """The measure or card that it is about, as people call it; what goes by an id has no such name."""
        return "" if self.chosen.about.isdecimal() else self.chosen.about

    def is_at(self, address: str, there: str) -> bool:
        """Whether a page is the one that it leads to; of a ballot, also where that is at another issue."""
        is_same = address.partition("?")[0] == there.partition("?")[0]
        return is_same and (
            self.chosen.content not in OF_CARDS or address == there or "issue=" not in address
        )


@dataclass(frozen=True)
class _Place:
    """A participant's place, and what it is asked of."""

    workshop_id: int
    actor: ParticipantActor
    home: Home

    def seat_on(self, prefix: str) -> SeatNow | None:
        """Their seat in a group that is open on a measure, where they are asked something."""
        seats = [seat for seat in self.home.seats if seat.is_open and seat.progress.asked]
        return next((seat for seat in seats if prefix in ("", seat.at.prefix)), None)

    def collecting(self, prefix: str) -> int | None:
        """The open session to whose measure they can add something."""
        return next((each.id for each in self.home.captures if prefix in ("", each.prefix)), None)


def way_of(workshop_id: int, actor: ParticipantActor, home: Home) -> Direction | None:
    """Where the team brings a participant; nothing while each wall shows what was chosen for it."""
    if home.brought.content in (WallContent.AUTOMATIC, WallContent.JOIN):
        return None
    find = _PAGE_FOR.get(home.brought.content)
    return Direction(
        home.brought, find(_Place(workshop_id, actor, home), home.brought.about) if find else None
    )


def _to_work(place: _Place, prefix: str) -> Page | None:
    """What is asked of them now: the ballot of their group, or what an open session collects."""
    seat, session = place.seat_on(prefix), place.collecting(prefix)
    if seat:
        return Page("validation.replies", {"group_id": seat.at.group_id, "issue": seat.progress.next_issue})
    return Page("contributing.add_issue", {"session_id": session}) if session else None


def _to_issue(place: _Place, ref: str) -> Page | None:
    prefix = ref.partition("-")[0]
    seat, session = place.seat_on(prefix), place.collecting(prefix)
    if seat:
        mine = place.actor.participant_id
        asked = handed_issues(ballot_of(place.workshop_id, seat.at.group_id, mine, place.actor.city_id))
        position = next((number for number, issue in enumerate(asked, 1) if issue.ref == ref), None)
        values = {"group_id": seat.at.group_id, "issue": position}
        return Page("validation.replies", values) if position else None
    if session and place.actor.city_id:
        return Page("visibility.we_too", {"session_id": session, "ref": ref})
    return Page("visibility.others", {"session_id": session}) if session else None


def _to_results(place: _Place, prefix: str) -> Page | None:
    """The answers of one's own group, as soon as it has been shown any."""
    seat = place.seat_on(prefix)
    return (
        Page("validation.replies", {"group_id": seat.at.group_id}) if seat and seat.progress.shown else None
    )


def _to_group(place: _Place, group_id: str) -> Page | None:
    """One's group: the one that is shown, or that of the round which is on."""
    opened = {session.id for session in place.home.now}
    seats = sorted(place.home.seats, key=lambda seat: seat.at.round_id not in opened)
    seat = next((each for each in seats if group_id in ("", str(each.at.group_id))), None)
    return Page("participant_home.group", {"group_id": seat.at.group_id}) if seat else None


_PAGE_FOR: Mapping[WallContent, Callable[[_Place, str], Page | None]] = {
    WallContent.CLOCK: _to_work,
    WallContent.CARDS: _to_work,
    WallContent.ISSUE: _to_issue,
    WallContent.ISSUE_RESULTS: _to_issue,
    WallContent.SIDES: _to_issue,
    WallContent.RANKING: _to_results,
    WallContent.FIRST: _to_results,
    WallContent.GROUP: _to_group,
    WallContent.SEATS: _to_group,
}
