"""What a participant can do now, where they sit, and what they gave.

A whole room asks for it at once, so each part is one statement that stands ready and gives a row for each
thing that the page shows: the number of statements hangs on nothing, and nobody else's rows are read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time

import sqlalchemy as sa

from facilitator.access.actor import ParticipantActor
from facilitator.access.policy import Action, Phase, may
from facilitator.agenda.clocks import Clock, Clocks, clocks
from facilitator.agenda.models import SessionKind
from facilitator.agenda.queries import NextSession, OpenSession, next_session, open_now
from facilitator.breakouts.group_work.queries import OwnMessage, OwnSeat, own_messages, own_seats
from facilitator.breakouts.planning.models import Wish
from facilitator.breakouts.planning.queries import lacks_a_seat, round_to_begin, rounds_without_seat
from facilitator.capture.queries import OwnCard, own_cards
from facilitator.capture.visibility.queries import OfOthers, newest_of_others
from facilitator.database import ask
from facilitator.feedback.queries import waits_for_feedback
from facilitator.validation.ballot import AnswerProgress, progress_of
from facilitator.validation.models import CitySpeaker
from facilitator.walls.queries import Chosen, brought_to_all
from facilitator.workshops.queries import today_in

NEWEST_CARDS = 10
"""Of what somebody brought up; the rest stands on a page of its own."""
NOTHING_ASKED = AnswerProgress()
_PERSON = sa.select(
    sa.exists().where(Wish.participant_id == sa.bindparam("participant")),
    round_to_begin(),
    sa.exists().where(
        CitySpeaker.participant_id == sa.bindparam("participant"),
        CitySpeaker.city_id == sa.bindparam("city"),
        CitySpeaker.ended_at.is_(None),
    ),
    lacks_a_seat(),
    brought_to_all(),
    waits_for_feedback(),
)


@dataclass(frozen=True)
class SeatNow:
    """A seat of the participant's, whether it takes their answers, how far they are, and its clock."""

    at: OwnSeat
    is_open: bool
    progress: AnswerProgress
    clock: Clock | None

    @property
    def is_done(self) -> bool:
        """Whether everything that is asked there has been answered."""
        return self.progress.answered == self.progress.asked


@dataclass(frozen=True)
class Home:
    """All that a participant's own page shows."""

    captures: Sequence[OpenSession]
    now: Sequence[OpenSession]
    coming: NextSession | None
    clocks: Clocks
    seats: Sequence[SeatNow]
    lacking: Sequence[tuple[str, time]]
    cards: Sequence[OwnCard]
    messages: Sequence[OwnMessage]
    others: Mapping[int, OfOthers]
    has_wishes: bool
    may_wish: bool
    speaks_as_one: bool
    brought: Chosen
    asks_feedback: bool

    @property
    def seat_to_come(self) -> OwnSeat | None:
        """The participant's seat in what the agenda has next."""
        return next(
            (seat.at for seat in self.seats if self.coming and seat.at.round_id == self.coming.id), None
        )

    @property
    def something_to_do(self) -> bool:
        """Whether anything is open for them."""
        return (
            bool(self.captures)
            or self.asks_feedback
            or any(seat.is_open and seat.progress.asked for seat in self.seats)
        )

    @property
    def has_answered(self) -> bool:
        """Whether they have answered anything."""
        return any(seat.progress.begun for seat in self.seats)

    @property
    def may_change(self) -> bool:
        """Whether something that they have answered can still be answered otherwise."""
        return any(seat.is_open and seat.progress.begun > seat.progress.settled for seat in self.seats)


def home_of(workshop_id: int, phase: Phase, timezone: str, actor: ParticipantActor) -> Home:
    """The participant's place as it is now."""
    mine = actor.participant_id
    seats, running = own_seats(mine), clocks(workshop_id, timezone)
    opened = open_now(workshop_id) if phase is not Phase.CLOSED else []
    captures = [session for session in opened if session.kind is SessionKind.CAPTURE]
    own = captures if may(actor.roles, Action.CONTRIBUTE, phase) else []
    asked = {"workshop": workshop_id, "participant": mine, "city": actor.city_id}
    found = ask(_PERSON, asked | {"today": today_in(timezone)}).one_or_none()
    has_wishes, to_begin, speaks, lacks, brought, feedback = found
    return Home(
        captures=own,
        now=[session for session in opened if session.kind is not SessionKind.CAPTURE],
        coming=next_session(workshop_id) if phase is not Phase.CLOSED else None,
        clocks=running,
        seats=_seats(actor, phase, seats, running),
        lacking=rounds_without_seat(workshop_id, mine) if lacks else [],
        cards=own_cards(mine, NEWEST_CARDS),
        messages=own_messages(workshop_id, mine, seats, running),
        others=newest_of_others(workshop_id, mine) if own else {},
        has_wishes=bool(has_wishes),
        may_wish=may(actor.roles, Action.WISH, phase) and bool(to_begin),
        speaks_as_one=may(actor.roles, Action.VALIDATE, phase) and bool(speaks),
        brought=Chosen() if phase is Phase.CLOSED else Chosen.said(brought),
        asks_feedback=bool(feedback),
    )


def _seats(actor: ParticipantActor, phase: Phase, seats: Sequence[OwnSeat], running: Clocks) -> list[SeatNow]:
    # What was said stays said when the day is over; it can be changed on the day alone.
    rates, may_change = (may(actor.roles, Action.RATE, at) for at in (Phase.DAY_TWO, phase))
    progress = progress_of(actor.participant_id) if rates and seats else {}
    return [
        SeatNow(
            at,
            bool(at.is_open) and may_change,
            progress.get(at.group_id, NOTHING_ASKED),
            running.of_session(at.round_id, at.group_id),
        )
        for at in seats
    ]
