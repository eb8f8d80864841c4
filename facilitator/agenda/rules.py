"""Decisions about the run of show, on plain values."""

from datetime import datetime, timedelta, tzinfo

from facilitator.access.policy import Phase
from facilitator.agenda.models import MOST_LENGTH, MOST_MINUTES, Session, SessionKind
from facilitator.errors import N_, RuleBroken
from facilitator.sentences import say_many

# In which phase a session of a kind may be open; what is not here may be open in any.
OPEN_IN = {SessionKind.CAPTURE: {Phase.DAY_ONE}, SessionKind.BREAKOUT: {Phase.DAY_TWO}}


MOST_ROUNDS = 50
MOST_SESSIONS = 1_000
ROOM_IS_THERE = N_("There is already a room with this name.")


def check_another_session(sessions: int) -> None:
    """Refuse more sessions than anybody could find their way in."""
    if sessions >= MOST_SESSIONS:
        raise RuleBroken(
            say_many(
                "A workshop has at most one session.",
                "A workshop has at most %(num)d sessions.",
                MOST_SESSIONS,
            )
        )


def check_another_round(rounds: int) -> None:
    """Refuse more breakout rounds than a plan of seats is made for."""
    if rounds >= MOST_ROUNDS:
        raise RuleBroken(
            say_many(
                "A workshop has at most one breakout round.",
                "A workshop has at most %(num)d breakout rounds.",
                MOST_ROUNDS,
            ),
            field="kind",
        )


# What goes on without anybody opening it.
PAUSES = {SessionKind.BREAK, SessionKind.FREE}


def check_plan(kind: SessionKind, day: int, days: int, minutes: int, *, has_measure: bool) -> None:
    """Refuse a session on a day that the workshop does not have, without a length, or of no measure."""
    if not 1 <= day <= days:
        raise RuleBroken(
            say_many(
                "The workshop has one day, so choose day 1.",
                "The workshop has %(num)d days. Choose a day from 1 to %(num)d.",
                days,
            ),
            field="day",
        )
    if not 1 <= minutes <= MOST_LENGTH:
        raise RuleBroken(
            say_many(
                "Enter a length of one minute.", "Enter a length from 1 to %(num)d minutes.", MOST_LENGTH
            ),
            field="minutes",
        )
    if kind is SessionKind.CAPTURE and not has_measure:
        raise RuleBroken(N_("Choose the measure that this session collects for."), field="measure")
    if kind is not SessionKind.CAPTURE and has_measure:
        raise RuleBroken(
            N_("Only a capture session has a measure. Choose “No measure”, or another kind of session."),
            field="measure",
        )


def check_may_open(kind: SessionKind, phase: Phase, *, is_open: bool, is_offered: bool = True) -> None:
    """Refuse to open what is open, what collects for a retired measure, or has no place in this phase."""
    if is_open:
        raise RuleBroken(N_("This session is already open."))
    if not is_offered:
        raise RuleBroken(N_("The measure of this session is hidden. Restore it under Set-up first."))
    if phase not in OPEN_IN.get(kind, set(Phase)):
        sentence = {
            SessionKind.CAPTURE: N_("You can open a capture session only on day one. Begin day one first."),
            SessionKind.BREAKOUT: N_("You can open a breakout round only on day two. Begin day two first."),
        }[kind]
        raise RuleBroken(sentence)


def check_may_close(*, is_open: bool) -> None:
    """Refuse to close what is not open."""
    if not is_open:
        raise RuleBroken(N_("This session is already closed."))


# So long a closing can be undone as if nobody had closed.
UNDO = timedelta(minutes=10)
# From here on the end of a session is near enough to speak of.
NEAR = timedelta(minutes=3)


def check_may_undo_closing(*, is_open: bool, closed_at: datetime | None, at: datetime) -> None:
    """Refuse to undo what nobody closed, or what was closed long ago: it can be opened again."""
    if is_open or closed_at is None:
        raise RuleBroken(N_("This session is already open."))
    if not is_undoable(closed_at, at):
        raise RuleBroken(N_("This session was closed some time ago. Open it in the agenda."))


def is_undoable(closed_at: datetime, at: datetime) -> bool:
    """Whether a closing is so fresh that it can still be undone."""
    return at - closed_at < UNDO


def is_to_close_before(running: Session, following: Session) -> bool:
    """Whether a session that is open would be closed by now, when another one opens.

    By the plan it is over when the other begins, or both are in one room; what the plan holds at the
    same time in other rooms runs side by side.
    """
    begins = following.day, following.starts_at.hour * 60 + following.starts_at.minute
    ends = running.day, running.starts_at.hour * 60 + running.starts_at.minute + running.minutes
    return ends <= begins or (running.room_id is not None and running.room_id == following.room_id)


def is_one_sitting(opened_at: datetime, earlier: datetime, zone: tzinfo) -> bool:
    """Whether a session's clock goes on from an earlier opening: one of the same day, at the workshop."""
    return opened_at.astimezone(zone).date() == earlier.astimezone(zone).date()


def is_near(end: datetime, at: datetime) -> bool:
    """Whether a session ends soon, and has not ended yet."""
    return timedelta() < end - at <= NEAR


def check_end_is_near(end: datetime | None, at: datetime) -> None:
    """Refuse to say that a session is about to end when it isn't."""
    if end is None or not is_near(end, at):
        raise RuleBroken(N_("There are more than two minutes left, or the time is over."))


def check_may_give_time(*, is_open: bool) -> None:
    """Refuse minutes to what does not run."""
    if not is_open:
        raise RuleBroken(N_("This is not open now, so you cannot give it more time."), field="whom")


def check_minutes(minutes: int) -> None:
    """So many minutes can be given at once."""
    if not 1 <= minutes <= MOST_MINUTES:
        raise RuleBroken(
            say_many(
                "Enter one minute. You entered %(minutes)d.",
                "Enter 1 to %(num)d minutes. You entered %(minutes)d.",
                MOST_MINUTES,
                minutes=minutes,
            ),
            field="minutes",
        )


def check_may_take_back(*, counts: bool) -> None:
    """Refuse to take minutes back that no clock counts."""
    if not counts:
        raise RuleBroken(N_("These minutes were already removed, or the session is over."))


def check_may_reveal(kind: SessionKind, *, is_blind: bool, is_revealed: bool) -> None:
    """Refuse to reveal what nobody covers."""
    if kind is not SessionKind.CAPTURE:
        raise RuleBroken(N_("You can do this only for a capture session."))
    if not is_blind:
        raise RuleBroken(N_("Everyone already sees the contributions of this session."))
    if is_revealed:
        raise RuleBroken(N_("This is already shown to everyone."))


def check_may_cover(*, is_revealed: bool) -> None:
    """Refuse to cover what is not revealed."""
    if not is_revealed:
        raise RuleBroken(N_("This is not shown to everyone."))


def check_collects(kind: SessionKind) -> None:
    """Only a capture session has contributions, and so authors to show."""
    if kind is not SessionKind.CAPTURE:
        raise RuleBroken(N_("You can do this only for a capture session."))
