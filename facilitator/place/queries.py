"""What a participant can do now, where they sit, and what they gave."""

from dataclasses import dataclass

from facilitator.access.actor import Actor
from facilitator.access.policy import Action, Phase, may
from facilitator.agenda.models import SessionKind
from facilitator.agenda.queries import AgendaEntry, agenda
from facilitator.breakouts.models import Group
from facilitator.breakouts.planning.queries import OwnRound, any_round_open, rounds_of, wishes_of
from facilitator.breakouts.queries import seats_of
from facilitator.breakouts.running.models import Message
from facilitator.breakouts.running.queries import Clock, clocks, messages_now
from facilitator.capture.queries import BoardCard, own_cards
from facilitator.capture.sharing.queries import Shared, newest_of_others
from facilitator.validation.ballot import Said, ballot_of, said_by
from facilitator.validation.voices.queries import is_speaker
from facilitator.workshops.models import Workshop


@dataclass(frozen=True)
class SeatNow:
    """A seat of the participant's, what the group asks, and how far they are.

    `next_issue` is the place of the first without an answer; `shown` counts what the group sees of its
    results, `again` what is asked a second time and not answered yet.
    """

    group: Group
    is_open: bool
    answered: int
    asked: int
    clock: Clock | None = None
    next_issue: int = 1
    shown: int = 0
    again: int = 0


@dataclass(frozen=True)
class Place:
    """All that a participant's own page shows."""

    captures: list[AgendaEntry]
    now: list[AgendaEntry]
    seats: list[SeatNow]
    cards: list[BoardCard]
    messages: list[Message]
    rounds: list[OwnRound]
    has_wishes: bool
    may_wish: bool
    speaks_as_one: bool
    others: dict[int, Shared]

    @property
    def something_to_do(self) -> bool:
        """Whether anything is open for them."""
        return bool(self.captures) or any(seat.is_open and seat.asked for seat in self.seats)

    @property
    def may_change(self) -> bool:
        """Whether something that they have answered can still be answered otherwise."""
        return any(seat.is_open and seat.answered for seat in self.seats)


def place_of(workshop: Workshop, actor: Actor) -> Place:
    """The participant's place as it is now."""
    assert actor.participant_id is not None  # noqa: S101 - the policy lets participants in, nobody else
    is_over = workshop.phase is Phase.CLOSED
    opened = [entry for entry in agenda(workshop) if entry.is_open and not is_over]
    seats = _seats(workshop, actor, actor.participant_id)
    captures = [entry for entry in opened if entry.session.kind is SessionKind.CAPTURE]
    own = captures if may(actor.roles, Action.BRING_UP, workshop.phase) else []
    return Place(
        captures=own,
        now=[entry for entry in opened if entry not in captures],
        seats=seats,
        cards=own_cards(actor.participant_id),
        messages=_messages(workshop, seats),
        rounds=rounds_of(actor.participant_id),
        has_wishes=bool(wishes_of(actor.participant_id)),
        may_wish=may(actor.roles, Action.WISH, workshop.phase) and any_round_open(workshop),
        speaks_as_one=may(actor.roles, Action.VALIDATE, workshop.phase)
        and is_speaker(actor.participant_id, actor.city_id or 0),
        others={entry.session.id: newest_of_others(entry.session, actor) for entry in own},
    )


def _messages(workshop: Workshop, seats: list[SeatNow]) -> list[Message]:
    """What was said to everybody, and to the groups in which the participant sits."""
    groups = [(seat.group.id, seat.group.round_id) for seat in seats] or [(0, 0)]
    return [
        message
        for message in messages_now(workshop.id)
        if any(message.reaches(group_id=group, round_id=round_) for group, round_ in groups)
    ]


def _seats(workshop: Workshop, actor: Actor, participant_id: int) -> list[SeatNow]:
    # What was said stays said when the day is over; it can be changed on the day alone.
    rates, may_change = (may(actor.roles, Action.RATE, phase) for phase in (Phase.DAY_TWO, workshop.phase))
    seats, running = [], clocks(workshop.id)
    for group, is_open in seats_of(participant_id):
        said = (
            said_by(ballot_of(workshop.id, group.id, participant_id, actor.city_id), participant_id)
            if rates
            else {}
        )
        seats.append(_seat(group, is_open and may_change, list(said.values()), running.of_group(group)))
    return seats


def _seat(group: Group, is_open: bool, said: list[Said], clock: Clock | None) -> SeatNow:
    waiting = [place for place, each in enumerate(said, 1) if not each.is_given and not each.is_settled]
    return SeatNow(
        group,
        is_open,
        answered=sum(each.is_given for each in said),
        asked=len(said),
        clock=clock,
        next_issue=waiting[0] if waiting else 1,
        shown=sum(each.is_shown for each in said),
        again=sum(each.take == 2 and not each.is_given for each in said),
    )
