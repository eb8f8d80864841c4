"""Decisions on "our city too", on plain values."""

from facilitator.capture.models import Evidence, Stance
from facilitator.errors import N_, RuleBroken


def is_own_tap(said: Evidence | None, participant_id: int | None) -> bool:
    """Whether a city's word is no more than this person's own "our city too"."""
    return (
        said is not None
        and said.participant_id == participant_id
        and said.stance is Stance.MET
        and not said.note
    )


def check_may_undo(*, is_tap: bool) -> None:
    """Refuse to take back what is more than one's own tap, such as a colleague's answer."""
    if not is_tap:
        raise RuleBroken(N_("Your city has changed its answer since. You can edit it here."))
