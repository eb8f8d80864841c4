"""Show a group what it said of an issue, and ask it again; both can be taken back."""

from collections.abc import Collection, Iterable
from typing import TypeVar

import sqlalchemy as sa

from facilitator.access.actor import Actor
from facilitator.breakouts.models import Group
from facilitator.capture.models import Handover
from facilitator.database import db, now
from facilitator.live.activity import record_each
from facilitator.live.events import Event
from facilitator.validation.counting import counts_in
from facilitator.validation.models import Answer, SecondTake, Showing
from facilitator.validation.second_round import rules

Stretch = TypeVar("Stretch", Showing, SecondTake)


def show_pictures(group: Group, handover: Handover, issues: Iterable[int], *, by: Actor) -> int:
    """Let a group see what it said of all of these issues that it does not see yet; returns how many."""
    key = {"workshop_id": group.workshop_id, "group_id": group.id, "handover_id": handover.id}
    hidden = [issue_id for issue_id in issues if _in_force(Showing, group, handover, issue_id) is None]
    _end_earlier(Showing, group, hidden, by)
    db.session.add_all(Showing(**key, issue_id=issue_id, shown_by=by.account_id) for issue_id in hidden)
    db.session.flush()
    _record(Event.PICTURE_SHOWN, group, hidden, by)
    return len(hidden)


def show_picture(group: Group, handover: Handover, issue_id: int, *, by: Actor) -> None:
    """Let a group see what it said of an issue."""
    rules.check_may_show(is_shown=_in_force(Showing, group, handover, issue_id) is not None)
    show_pictures(group, handover, [issue_id], by=by)


def withdraw_picture(group: Group, handover: Handover, issue_id: int, *, by: Actor) -> None:
    """Let a group see no more what it said of an issue: first answers can be changed again."""
    showing = _in_force(Showing, group, handover, issue_id)
    again = _in_force(SecondTake, group, handover, issue_id)
    rules.check_may_withdraw(is_shown=showing is not None, is_asked_again=again is not None)
    if showing is not None:
        showing.withdrawn_at, showing.withdrawn_by = now(), by.account_id
    db.session.flush()
    _record(Event.PICTURE_WITHDRAWN, group, [issue_id], by)


def ask_again(group: Group, handover: Handover, issue_id: int, *, by: Actor) -> None:
    """Ask a group for a second answer to an issue, with its picture of the first before its eyes."""
    rules.check_may_ask_again(is_asked_again=_in_force(SecondTake, group, handover, issue_id) is not None)
    show_pictures(group, handover, [issue_id], by=by)
    _end_earlier(SecondTake, group, [issue_id], by)
    again = SecondTake(
        workshop_id=group.workshop_id,
        group_id=group.id,
        handover_id=handover.id,
        issue_id=issue_id,
        opened_by=by.account_id,
    )
    db.session.add(again)
    db.session.flush()
    _record(Event.SECOND_TAKE_OPENED, group, [issue_id], by)


def take_back_second_take(group: Group, handover: Handover, issue_id: int, *, by: Actor) -> None:
    """Ask no more for a second answer, as long as nobody has given one."""
    again = _in_force(SecondTake, group, handover, issue_id)
    answered = sa.select(sa.func.count()).where(
        Answer.group_id == group.id,
        Answer.issue_id == issue_id,
        Answer.take == 2,
        counts_in(handover.id, Answer, Answer.issue_id),
    )
    rules.check_may_take_back(
        is_asked_again=again is not None, answered=db.session.execute(answered).scalar_one()
    )
    if again is not None:
        again.withdrawn_at, again.withdrawn_by = now(), by.account_id
    db.session.flush()
    _record(Event.SECOND_TAKE_WITHDRAWN, group, [issue_id], by)


def _in_force(stretch: type[Stretch], group: Group, handover: Handover, issue_id: int) -> Stretch | None:
    return db.session.scalars(
        sa.select(stretch)
        .filter_by(group_id=group.id, issue_id=issue_id, withdrawn_at=None)
        .where(counts_in(handover.id, stretch, stretch.issue_id))
    ).one_or_none()


def _end_earlier(
    stretch: type[Showing | SecondTake], group: Group, issues: Collection[int], by: Actor
) -> None:
    """What went on of an earlier wording of these issues makes room."""
    db.session.execute(
        sa.update(stretch)
        .filter_by(group_id=group.id, withdrawn_at=None)
        .where(stretch.issue_id.in_(issues))
        .values(withdrawn_at=now(), withdrawn_by=by.account_id)
    )


def _record(happened: Event, group: Group, issues: Iterable[int], by: Actor) -> None:
    record_each(happened, {issue_id: {"group": group.id} for issue_id in issues}, group, by=by)
