"""Which answers count: said once, for ballots, pictures, console, results and reports.

An answer is given to a card as one handover worded it. When day one is opened again and handed over anew, it
still counts where the wording is the same, and where it is not, it is kept and counts nowhere. So does
whatever else was done about the card on day two: a picture shown, a second answer asked for.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlalchemy.orm.util import AliasedClass

from facilitator.capture.models import Card, HandedCard, Handover
from facilitator.capture.sight import hidden
from facilitator.validation.models import Answer, Rating


def counts(said: Any, card_id: Any) -> sa.Exists:
    """That a row of the surrounding statement is about the wording that the present handover asks about."""
    asked, present = aliased(HandedCard), aliased(Handover)
    return (
        _of_wording(said, asked)
        .where(asked.card_id == card_id, asked.handover_id == present.id)
        .where(present.workshop_id == said.workshop_id, present.reopened_at.is_(None))
    )


def counts_in(handover_id: int, said: Any, card_id: Any) -> sa.Exists:
    """The same, for a handover at hand."""
    asked = aliased(HandedCard)
    return _of_wording(said, asked).where(asked.card_id == card_id, asked.handover_id == handover_id)


def counts_for(said: Any) -> sa.Exists:
    """The same, for the handed card of the surrounding statement."""
    return _of_wording(said, HandedCard).correlate(said, HandedCard)


def is_answered(answer: type[Answer] = Answer) -> sa.ColumnElement[bool]:
    """That an answer of the surrounding statement counts: it says something, and its issue is in sight."""
    seen = sa.exists().where(Card.id == answer.issue_id, ~hidden()).correlate(answer)
    return sa.and_(says_something(answer), counts(answer, answer.issue_id), seen)


def says_something(answer: type[Answer] | AliasedClass[Answer] = Answer) -> sa.ColumnElement[bool]:
    """That somebody said more than nothing: an answer taken back leaves an empty row."""
    # Also what is hidden was said.
    return sa.or_(
        answer.verdict.is_not(None),
        answer.change != "",
        answer.comment != "",
        answer.need != "",
        sa.exists().where(Rating.answer_id == answer.id),
    )


def is_finished(answer: type[Answer] = Answer) -> sa.ColumnElement[bool]:
    """That an answer of the surrounding statement counts, and its issue needs no more from that person."""
    return sa.and_(is_answered(answer), finishes(answer))


def finishes(answer: type[Answer] | AliasedClass[Answer] = Answer) -> sa.ColumnElement[bool]:
    """That an issue needs no more from somebody: `Reply.is_finished`, asked of rows."""
    return sa.or_(answer.verdict.is_not(None), sa.exists().where(Rating.answer_id == answer.id))


def _of_wording(said: Any, asked: Any) -> sa.Exists:
    then = aliased(HandedCard)
    return sa.exists().where(
        then.handover_id == said.handover_id,
        then.card_id == asked.card_id,
        then.wording_id == asked.wording_id,
    )
