"""Decisions about the run of show, on plain values."""

from facilitator.access.policy import Phase
from facilitator.agenda.models import SessionKind
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
