"""Which cards are in sight, and whose: said once, for every page, count, export and search."""

import sqlalchemy as sa

from facilitator.access.actor import Actor
from facilitator.agenda.queries import still_blind
from facilitator.capture.models import Card, Hiding, MergedCard, MissingIssue, SplitPart, Splitting


def in_sight() -> sa.ColumnElement[bool]:
    """That a card of the surrounding statement stands for itself: it is neither hidden nor has it moved on.

    For day one as it is now. What has been handed over is asked for with `hidden` alone: it stays what it
    was when it was frozen.
    """
    return sa.and_(~hidden(), ~moved_on())


def hidden() -> sa.Exists:
    """That a card of the surrounding statement was taken out of sight, with a reason."""
    return _of_card(Hiding.card_id == Card.id, Hiding.restored_at.is_(None))


def moved_on() -> sa.ColumnElement[bool]:
    """That a card of the surrounding statement counts elsewhere: merged, split, or folded back."""
    return sa.or_(_merged(), _split(), _folded())


def is_missing() -> sa.ColumnElement[bool]:
    """That a card of the surrounding statement was added on day two as missing, and is handed over with none.

    Where an issue of day one was merged into it, it stands for that one and is handed over.
    """
    added = sa.select(MissingIssue.issue_id)
    stands_for_another = _of_card(
        MergedCard.workshop_id == Card.workshop_id,
        MergedCard.into_id == Card.id,
        MergedCard.undone_at.is_(None),
        MergedCard.card_id.not_in(added),
    )
    return sa.and_(_of_card(MissingIssue.issue_id == Card.id), ~stands_for_another)


def seen_by_all() -> sa.ColumnElement[bool]:
    """That a card of the surrounding statement is in sight and not blind any more: for wall and phones."""
    return sa.and_(in_sight(), ~still_blind(Card.session_id))


def seen_by(actor: Actor) -> sa.ColumnElement[bool]:
    """That the actor may see a card of the surrounding statement: it is shown to all, or they added it."""
    own = sa.and_(in_sight(), Card.participant_id == actor.participant_id)
    return sa.or_(seen_by_all(), own)


def _merged() -> sa.Exists:
    return _of_card(MergedCard.card_id == Card.id, MergedCard.undone_at.is_(None))


def _split() -> sa.Exists:
    return _of_card(Splitting.card_id == Card.id, Splitting.undone_at.is_(None))


def _folded() -> sa.Exists:
    """A part whose splitting was taken back."""
    return _of_card(
        SplitPart.part_id == Card.id, Splitting.id == SplitPart.splitting_id, Splitting.undone_at.is_not(None)
    )


def _of_card(*conditions: sa.ColumnElement[bool]) -> sa.Exists:
    # Nothing but the card is taken from the surrounding statement, which may read the same tables.
    return sa.exists().where(*conditions).correlate(Card)
