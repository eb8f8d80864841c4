"""Decisions about the team, on plain values."""

from datetime import datetime, timedelta

from facilitator.access.policy import Role
from facilitator.errors import N_, RuleBroken

INVITED_FOR = timedelta(days=14)

USED = N_("This invitation was already used. If it was you, sign in.")
WITHDRAWN = N_("This invitation was withdrawn. Ask an organiser of the workshop for a new one.")
EXPIRED = N_("This invitation is older than two weeks. Ask an organiser of the workshop for a new one.")


def why_ended(
    made_at: datetime, accepted_at: datetime | None, withdrawn_at: datetime | None, at: datetime
) -> str | None:
    """Why an invitation can't be used any more, as a sentence; nothing if it can."""
    if accepted_at:
        return USED
    if withdrawn_at:
        return WITHDRAWN
    return EXPIRED if at > made_at + INVITED_FOR else None


def check_may_accept(ended: str | None, *, is_member: bool) -> None:
    """Refuse an invitation that has ended, and somebody who has a role already."""
    if ended:
        raise RuleBroken(ended)
    if is_member:
        raise RuleBroken(
            N_("You are already in the team of this workshop. An organiser can change your role.")
        )


def check_may_withdraw(accepted_at: datetime | None) -> None:
    """Refuse to withdraw what somebody has accepted: they are in the team."""
    if accepted_at:
        raise RuleBroken(N_("This invitation was already used. You can remove the person from the team."))


def check_keeps_an_organiser(before: Role, after: Role | None, organisers: int) -> None:
    """Refuse to take the role from the last organiser; `after` is None for somebody who goes."""
    if before is Role.ORGANISER and after is not Role.ORGANISER and organisers == 1:
        raise RuleBroken(
            N_("A workshop needs an organiser. Make somebody else an organiser first."), field="role"
        )


def check_may_hand_over(*, is_organiser: bool, is_same: bool) -> None:
    """Refuse to hand over what one does not have, and to hand it to oneself."""
    if is_same:
        raise RuleBroken(N_("You are already an organiser. Choose another person."))
    if not is_organiser:
        raise RuleBroken(N_("Only an organiser can hand over the workshop."))


def check_may_make_sign_in_link(*, has_right: bool, is_for_right: bool, serves_elsewhere: bool) -> None:
    """Refuse a link to somebody who may do what its maker may not: whoever has it can do it all.

    `has_right` says that its maker may create workshops, `is_for_right` that its owner may.
    """
    if has_right:
        return
    if is_for_right:
        raise RuleBroken(
            N_(
                "This person may create workshops. Only the person who runs this server can make a link for"
                " them."
            )
        )
    if serves_elsewhere:
        raise RuleBroken(
            N_(
                "This person also works in a workshop of others. Only the person who runs this server can"
                " make a link for them."
            )
        )
