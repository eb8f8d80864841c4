"""Decisions about the run of show, on plain values."""

from datetime import datetime, timedelta, tzinfo

from facilitator.access.policy import Phase
from facilitator.agenda.models import MOST_MINUTES, Session, SessionKind
from facilitator.errors import N_, RuleBroken

# In which phase a session of a kind may be open; what is not here may be open in any.
OPEN_IN = {SessionKind.CAPTURE: {Phase.DAY_ONE}, SessionKind.BREAKOUT: {Phase.DAY_TWO}}


def check_may_open(kind: SessionKind, phase: Phase, *, is_open: bool) -> None:
    """Refuse to open what is open, or what this phase has no place for."""
    if is_open:
        raise RuleBroken(N_("This session is open already."))
    if phase not in OPEN_IN.get(kind, set(Phase)):
        sentence = {
            SessionKind.CAPTURE: N_(
                "A capture session opens on day one only. Move the workshop there first."
            ),
            SessionKind.BREAKOUT: N_(
                "A breakout round opens on day two only. Move the workshop there first."
            ),
        }[kind]
        raise RuleBroken(sentence)


def check_may_close(*, is_open: bool) -> None:
    """Refuse to close what is not open."""
    if not is_open:
        raise RuleBroken(N_("This session is closed already."))


# So long a closing can be undone as if nobody had closed.
UNDO = timedelta(minutes=10)
# From here on the end of a session is near enough to speak of.
NEAR = timedelta(minutes=3)


def check_may_undo_closing(*, is_open: bool, closed_at: datetime | None, at: datetime) -> None:
    """Refuse to undo what nobody closed, or what was closed long ago: it can be opened again."""
    if is_open or closed_at is None:
        raise RuleBroken(N_("This session is open already."))
    if not is_undoable(closed_at, at):
        raise RuleBroken(N_("This session was closed a while ago. Open it again in the run of show."))


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
        raise RuleBroken(N_("There are not two minutes left: there are more, or the time is up."))


def check_may_give_time(*, is_open: bool) -> None:
    """Refuse minutes to what does not run."""
    if not is_open:
        raise RuleBroken(N_("This is not open now, so there is no clock to give minutes to."), field="whom")


def check_minutes(minutes: int) -> None:
    """So many minutes can be given at once."""
    if not 1 <= minutes <= MOST_MINUTES:
        raise RuleBroken(
            N_("Give from 1 to %(most)d minutes; this says %(minutes)d."),
            field="minutes",
            most=MOST_MINUTES,
            minutes=minutes,
        )


def check_may_take_back(*, counts: bool) -> None:
    """Refuse to take minutes back that no clock counts."""
    if not counts:
        raise RuleBroken(N_("These minutes have been taken back already, or their session is over."))


def check_may_reveal(kind: SessionKind, *, is_blind: bool, is_revealed: bool) -> None:
    """Refuse to reveal what nobody covers."""
    if kind is not SessionKind.CAPTURE:
        raise RuleBroken(N_("Only a capture session has something to reveal."))
    if not is_blind:
        raise RuleBroken(N_("This session is not blind: the room sees what comes in."))
    if is_revealed:
        raise RuleBroken(N_("This is revealed already."))


def check_may_cover(*, is_revealed: bool) -> None:
    """Refuse to cover what is not revealed."""
    if not is_revealed:
        raise RuleBroken(N_("This is not revealed."))


def check_collects(kind: SessionKind) -> None:
    """Only a capture session has contributions, and so authors to show."""
    if kind is not SessionKind.CAPTURE:
        raise RuleBroken(N_("Only a capture session collects something."))
