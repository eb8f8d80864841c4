"""What an entry of a person has to be, and when it may go."""

from collections.abc import Iterable

from facilitator.accounts.rules import check_email
from facilitator.errors import N_, RuleBroken
from facilitator.workshops.roster.names import person_key


def check_is_new(name: str, email: str, others: Iterable[str]) -> None:
    """Refuse a name that somebody else has for the same city or organisation, and what is no address."""
    if person_key(name) in map(person_key, others):
        raise RuleBroken(
            N_(
                "There is already a person with this name for this city or organisation. "
                "If this is somebody else, add a second name or the department."
            ),
            field="display_name",
        )
    if email:
        check_email(email)


def check_badge_lets_in(*, is_their_form: bool) -> None:
    """Refuse the badge of somebody who has joined: whoever sees it could take part in their name."""
    if not is_their_form:
        raise RuleBroken(N_("Somebody has already joined with this badge or its name."))


def check_may_remove(name: str, *, is_possible: bool) -> None:
    """Refuse to remove somebody who has said or done something: that would be lost, or have no author."""
    if not is_possible:
        raise RuleBroken(
            N_("%(name)s has taken part, so this entry cannot be removed. Note that they have left."),
            name=name,
        )
