"""Reads of remarks: those that count, and all that was ever written."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from facilitator.accounts.models import Account
from facilitator.capture.families import families
from facilitator.capture.models import Card
from facilitator.capture.models.remarks import Remark, RemarkHiding
from facilitator.database import db
from facilitator.errors import N_, NotFound
from facilitator.workshops.models import Workshop


@dataclass(frozen=True)
class KeptRemark:
    """A remark with who wrote it down, and what became of it."""

    remark: Remark
    writer: str
    hiding: RemarkHiding | None
    is_corrected: bool

    @property
    def counts(self) -> bool:
        """Whether it is in sight, and the last word."""
        return self.hiding is None and not self.is_corrected


def remarks_by_issue(workshop: Workshop) -> Mapping[int, list[Remark]]:
    """By the issue where they count now, the remarks that do, in the order in which they were made.

    What was said of an issue that was merged into another, or split, stands where its words went; a hidden
    one hands nothing on.
    """
    found: dict[int, list[Remark]] = defaultdict(list)
    steps = families(workshop.id)
    counting = (
        sa.select(Remark)
        .where(Remark.workshop_id == workshop.id, ~_corrected(), ~_hidden())
        .options(joinedload(Remark.city))
        .order_by(Remark.id)
    )
    for remark in db.session.scalars(counting):
        handed_on = () if remark.issue_id in steps.hidden else steps.ends(remark.issue_id)
        for issue_id in handed_on:
            found[issue_id].append(remark)
    return found


def remarks_on(issue: Card) -> list[KeptRemark]:
    """All that was ever written down on an issue, or on what went into it, the newest first."""
    hides = sa.and_(RemarkHiding.remark_id == Remark.id, RemarkHiding.restored_at.is_(None))
    rows = (
        sa.select(Remark, sa.func.coalesce(Account.name, ""), RemarkHiding, _corrected())
        .outerjoin(Account, Account.id == Remark.account_id)
        .outerjoin(RemarkHiding, hides)
        .where(Remark.issue_id.in_(families(issue.workshop_id).members(issue.id)))
        .options(joinedload(Remark.city))
        .order_by(Remark.id.desc())
    )
    return [KeptRemark(*row) for row in db.session.execute(rows)]


def remark_of(workshop: Workshop, remark_id: int) -> tuple[Remark, Card]:
    """The remark with this id in this workshop, and the issue that it is about."""
    found = db.session.execute(
        sa.select(Remark, Card)
        .join(Card, Card.id == Remark.issue_id)
        .where(Remark.workshop_id == workshop.id, Remark.id == remark_id)
    ).one_or_none()
    if found is None:
        raise NotFound(N_("This remark was not found."))
    remark, issue = found
    return remark, issue


def is_corrected(remark: Remark) -> bool:
    """Whether another remark says it better."""
    return db.session.execute(sa.select(Remark.id).filter_by(corrects_id=remark.id)).first() is not None


def hiding_of(remark: Remark) -> RemarkHiding | None:
    """Why the remark is out of sight now, if it is."""
    return db.session.scalars(
        sa.select(RemarkHiding).filter_by(remark_id=remark.id, restored_at=None)
    ).one_or_none()


def _corrected() -> sa.Exists:
    better = aliased(Remark)
    return sa.exists().where(better.corrects_id == Remark.id)


def _hidden() -> sa.Exists:
    return sa.exists().where(RemarkHiding.remark_id == Remark.id, RemarkHiding.restored_at.is_(None))
