"""Begin a rehearsal, have it played, pause it, delete it with all that is in it."""

from facilitator.access.actor import Actor
from facilitator.access.policy import Phase
from facilitator.accounts.models import Account
from facilitator.database import db, limits_of
from facilitator.rehearsal import queries, rules
from facilitator.rehearsal.models import Rehearsal, RehearsalStep
from facilitator.text import plain_key
from facilitator.workshop_file.loaded import Loaded
from facilitator.workshop_file.reading import check, read_workshop
from facilitator.workshop_file.writing import written
from facilitator.workshops.deletion import delete_with_everything
from facilitator.workshops.models import Workshop
from facilitator.workshops.queries import slugs


def begin_rehearsal(
    workshop: Workshop, *, title: str, people: int, seed: int, creator: Account, by: Actor
) -> Workshop:
    """A copy of the workshop's set-up and team, in which so many invented people will play.

    Nothing is written to the workshop itself. All that is invented follows from the seed.
    """
    rules.check_may_rehearse(
        is_rehearsal=workshop.is_rehearsal,
        is_closed=workshop.phase is Phase.CLOSED,
        has_one=queries.copy_for_rehearsal(workshop) is not None,
        lacks_something=bool(queries.missing_parts(workshop)),
    )
    slug = plain_key(
        f"{workshop.slug} rehearsal", slugs(), most=limits_of(Workshop.slug).most, otherwise="rehearsal"
    )
    file = check(written(workshop, with_people=True)).without("participants")
    facts = {"title": title[: limits_of(Workshop.title).most], "slug": slug}
    copy = read_workshop(file.with_facts(**facts), Loaded(by=by), creator=creator, with_people=True)
    copy.rehearsal_of = workshop.id
    db.session.add(Rehearsal(workshop_id=copy.id, people=people, seed=seed, begun_by=creator.id))
    db.session.flush()
    return copy


def have_played(rehearsal: Rehearsal, *, until: RehearsalStep, speed: int, steers: bool) -> None:
    """Let the invented people go on, to the end of a step."""
    rehearsal.until, rehearsal.speed, rehearsal.steers = until, speed, steers
    rehearsal.halted = rehearsal.player = rehearsal.played_at = None
    db.session.flush()


def pause(rehearsal: Rehearsal) -> None:
    """Let the invented people wait."""
    rehearsal.until = None
    db.session.flush()


def delete_rehearsal(copy: Workshop) -> None:
    """Delete a rehearsal, and every row that belongs to it."""
    if not copy.is_rehearsal:
        raise ValueError("only a rehearsal can be deleted like this")
    delete_with_everything(copy)
