"""Which answers count: said once, for ballots, pictures, console, results and reports.

An answer is given to a card as one handover worded it. When day one is opened again and handed over anew, it
still counts where the wording is the same, and where it is not, it is kept and counts nowhere. So does
whatever else was done about the card on day two: a picture shown, a second answer asked for. Of two
answers of one person to one wording, the later that says something counts.
"""

from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlalchemy.orm.util import AliasedClass

from facilitator.capture.models import Card, HandedCard, Handover
from facilitator.capture.sight import hidden
from facilitator.database import db
from facilitator.validation.models import Answer, Rating, SecondTake


def counts(said: Any, card_id: Any) -> sa.Exists:
    """That a row of the surrounding statement is about the wording that the present handover asks about."""
    asked, present = aliased(HandedCard), aliased(Handover)
    return (
        _of_wording(said, asked)
        .where(asked.card_id == card_id, asked.handover_id == present.id)
        .where(present.workshop_id == said.workshop_id, present.reopened_at.is_(None))
    )


def counts_in(handover_id: int, said: Any, card_id: Any) -> sa.Exists:
    """That a row of the surrounding statement is about the wording that one handover asks about."""
    asked = aliased(HandedCard)
    return _of_wording(said, asked).where(asked.card_id == card_id, asked.handover_id == handover_id)


def asked_alike(handover_id: int) -> frozenset[tuple[int, int]]:
    """The handovers and cards whose wording a handover asks about, for whoever reads thousands of answers."""
    # From the cards of this handover, which are few, to those of the others: each is found by its card.
    asked = aliased(HandedCard)
    rows = (
        sa.select(HandedCard.handover_id, HandedCard.card_id)
        .join(
            asked,
            sa.and_(
                asked.workshop_id == HandedCard.workshop_id,
                asked.card_id == HandedCard.card_id,
                asked.wording_id == HandedCard.wording_id,
            ),
        )
        .where(asked.handover_id == handover_id)
    )
    return frozenset((then, card_id) for then, card_id in db.session.execute(rows))


def counts_for(said: Any) -> sa.Exists:
    """That a row of the surrounding statement is about the wording of its own handed card."""
    return _of_wording(said, HandedCard).correlate(said, HandedCard)


def is_answered(answer: type[Answer] = Answer) -> sa.ColumnElement[bool]:
    """That an answer of the surrounding statement counts, and its issue is in sight."""
    seen = sa.exists().where(Card.id == answer.issue_id, ~hidden()).correlate(answer)
    return sa.and_(is_last(answer), seen)


def is_last(answer: type[Answer] = Answer) -> sa.ColumnElement[bool]:
    """That an answer of the surrounding statement is what counts of all that its author said of the issue."""
    return sa.and_(says_something(answer), counts(answer, answer.issue_id), ~is_overtaken(answer))


def is_overtaken(answer: type[Answer] = Answer) -> sa.Exists:
    """That the author of an answer has given another one after the discussion, to the wording asked now."""
    later = aliased(Answer)
    return sa.exists().where(
        later.issue_id == answer.issue_id,
        later.participant_id == answer.participant_id,
        later.take > answer.take,
        says_something(later),
        counts(later, later.issue_id),
    )


def is_asked_again(group_id: Any, participant_id: Any) -> sa.ColumnElement[bool]:
    """That somebody is asked for their second answer to the handed card of the surrounding statement.

    Either their group is, or they have given it, and go on changing that one, be it to nothing.
    """
    second = aliased(Answer)
    given = sa.exists().where(
        second.issue_id == HandedCard.card_id,
        second.participant_id == participant_id,
        second.take == 2,
        counts_for(second),
    )
    asked = sa.exists().where(
        SecondTake.group_id == group_id,
        SecondTake.issue_id == HandedCard.card_id,
        SecondTake.withdrawn_at.is_(None),
        counts_for(SecondTake),
    )
    return sa.or_(asked, given)


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


@cache
def is_finished(answer: type[Answer] = Answer) -> sa.ColumnElement[bool]:
    """That an answer of the surrounding statement counts, and its issue needs no more from that person."""
    # Put together once: the console asks it whenever something happens.
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
