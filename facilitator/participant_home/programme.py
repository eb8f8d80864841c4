"""The programme as one participant reads it: with their own group in each round."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from facilitator.agenda.calendar import CalendarEntry
from facilitator.agenda.programme import ProgrammeDay, calendar_entry, programme
from facilitator.breakouts.group_work.queries import OwnSeat, own_seats
from facilitator.workshops.models import Workshop


class OwnProgramme(NamedTuple):
    """All days, and by round the seat that somebody has in it."""

    days: Sequence[ProgrammeDay]
    seats: Mapping[int, OwnSeat]


def own_programme(workshop: Workshop, participant_id: int) -> OwnProgramme:
    """The programme of a participant, in two statements."""
    return OwnProgramme(programme(workshop), {seat.round_id: seat for seat in own_seats(participant_id)})


def own_entries(workshop: Workshop, found: OwnProgramme) -> Iterator[CalendarEntry]:
    """Their sessions for a calendar: of a round, the own group with its room and measure."""
    for entry in (entry for day in found.days for entry in day.by_time):
        plain, seat = calendar_entry(workshop, entry), found.seats.get(entry.session.id)
        if seat:
            place = ", ".join(filter(None, (seat.room, workshop.place)))
            title = f"{plain.title} · {seat.group}"
            plain = plain._replace(title=title, place=place, about=seat.measure)
        yield plain
