"""Remarks: write one down while a city presents, correct it, hide it, bring it back."""

from facilitator.access.actor import Actor
from facilitator.capture import rules as capture
from facilitator.capture.models import Card
from facilitator.capture.models.remarks import Remark, RemarkHiding
from facilitator.capture.queries import active_hiding
from facilitator.capture.remarks import queries, rules
from facilitator.database import db, now
from facilitator.live.activity import add, record
from facilitator.live.events import Event
from facilitator.workshops.models import City


def make_remark(issue: Card, *, text: str, city: City | None, by: Actor) -> Remark:
    """A remark on an issue, of a city or of somebody who speaks for none."""
    rules.check_may_remark(issue.kind, is_hidden=active_hiding(issue) is not None)
    remark = Remark(
        workshop_id=issue.workshop_id,
        issue_id=issue.id,
        city_id=city.id if city else None,
        text=text,
        account_id=by.account_id,
    )
    return add(remark, Event.REMARK_MADE, by=by, issue=issue.id)


def correct_remark(remark: Remark, *, text: str, city: City | None, by: Actor) -> Remark:
    """Say it better; what was written first stays in the history."""
    rules.check_may_correct(
        is_corrected=queries.is_corrected(remark), is_hidden=queries.hiding_of(remark) is not None
    )
    city_id = city.id if city else None
    if (text, city_id) == (remark.text, remark.city_id):
        return remark
    better = Remark(
        workshop_id=remark.workshop_id,
        issue_id=remark.issue_id,
        city_id=city_id,
        text=text,
        account_id=by.account_id,
        corrects_id=remark.id,
    )
    return add(better, Event.REMARK_CORRECTED, by=by, issue=remark.issue_id)


def hide_remark(remark: Remark, *, reason: str, by: Actor) -> None:
    """Take a remark out of sight, with a reason."""
    capture.check_may_hide(is_hidden=queries.hiding_of(remark) is not None)
    db.session.add(
        RemarkHiding(
            workshop_id=remark.workshop_id, remark_id=remark.id, reason=reason, hidden_by=by.account_id
        )
    )
    db.session.flush()
    record(Event.REMARK_HIDDEN, remark, by=by, issue=remark.issue_id, reason=reason)


def restore_remark(remark: Remark, *, by: Actor) -> None:
    """Bring a hidden remark back."""
    hiding = queries.hiding_of(remark)
    capture.check_may_restore(is_hidden=hiding is not None)
    if hiding is not None:
        hiding.restored_at, hiding.restored_by = now(), by.account_id
    record(Event.REMARK_RESTORED, remark, by=by, issue=remark.issue_id)
