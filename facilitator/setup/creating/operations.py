"""Create a workshop from the content of a file, once per form."""

from facilitator.access.actor import TeamActor
from facilitator.access.policy import Role
from facilitator.accounts.models import Account
from facilitator.database import limits_of
from facilitator.text import plain_key
from facilitator.workshop_file.loaded import Loaded
from facilitator.workshop_file.reading import WorkshopFile, read_workshop
from facilitator.workshop_file.whole.checking import WholeFile
from facilitator.workshop_file.whole.reading import read_whole
from facilitator.workshops import queries
from facilitator.workshops.models import Workshop


def create_from(
    file: WorkshopFile, *, creator: Account, submission: str, secret: str, with_people: bool = False
) -> Workshop:
    """The workshop of a file, whose creator becomes its organiser; the same form twice makes one workshop.

    Those in the file come along where that is asked for: the team with its roles, participants on the list.

    Raises `RuleBroken` where the file does not fit; the caller undoes what had begun.
    """
    known = queries.workshop_created_by_form(submission, creator.id)
    if known is not None:
        return known
    by = TeamActor(creator.id, frozenset({Role.ORGANISER}), creator.name)
    return read_workshop(
        file, Loaded(by=by, secret=secret), creator=creator, submission=submission, with_people=with_people
    )


def import_whole(file: WholeFile, *, creator: Account, submission: str | None, secret: str) -> Workshop:
    """The whole workshop of a file; whoever imports it is its organiser. The same form twice makes one.

    Raises `RuleBroken` where the file does not fit; the caller undoes what had begun.
    """
    known = queries.workshop_created_by_form(submission, creator.id) if submission else None
    if known is not None:
        return known
    by = TeamActor(creator.id, frozenset({Role.ORGANISER}), creator.name)
    return read_whole(file, creator=creator, submission=submission, secret=secret, by=by)


def free_slug(title: str) -> str:
    """An address for a workshop of this title that no other has."""
    return plain_key(title, queries.slugs(), most=limits_of(Workshop.slug).most, otherwise="workshop")
