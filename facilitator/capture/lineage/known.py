"""The index of a workshop's issues, kept in the process and led after the database before each answer."""

from collections import OrderedDict
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from threading import Lock
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from facilitator.capture.lineage.pairs import SimilarPairs
from facilitator.capture.models import Aspect, Card, Kind, Wording
from facilitator.capture.queries import says_now
from facilitator.capture.sight import in_sight
from facilitator.capture.similarity import Issue, KnownIssues
from facilitator.database import db
from facilitator.live.activity import Activity
from facilitator.workshops.models import Measure

KEPT = 8
"""Workshops whose index stays in memory; `bench/duplicates.py` has what one takes."""
BY_NAME = 500
"""Ids that one statement asks for by name; where more have changed, it reads all."""

_kept: WeakKeyDictionary[Engine, OrderedDict[int, "WorkshopIndex"]] = WeakKeyDictionary()
_keeping = Lock()


class WorkshopIndex:
    """The issues in sight of one workshop, each in the wording that it had when it was last looked at."""

    def __init__(self, workshop_id: int) -> None:
        self.workshop_id = workshop_id
        self.lock = Lock()
        self._forget()

    def _forget(self) -> None:
        self.known = KnownIssues()
        self.pairs = SimilarPairs(self.known)
        self._wordings: dict[int, int] = {}
        self._read_to: tuple[object, ...] = ()

    def follow(self) -> None:
        """Take in what has happened since: new, reworded, restored; hidden, merged, split, taken back."""
        # Read before the cards: what comes in between is then read twice, and not missed.
        newest, *earlier = _last_happened(self.workshop_id, self._read_to) or [()]
        if self._read_to and self._read_to not in (newest, *earlier):
            self._forget()  # another past than the one that was read: a database put back from a copy
        if newest != self._read_to:
            self._compare(_wordings_in_sight(self.workshop_id))
            self._read_to = newest

    def _compare(self, now: dict[int, int]) -> None:
        before = self._wordings
        changed = {card_id for card_id, wording_id in now.items() if before.get(card_id) != wording_id}
        gone = before.keys() - now.keys()
        self.pairs.forget(gone | changed)
        if len(changed) > len(now) // 2:
            # To index all at once takes a third of the time of one after the other.
            self.known = KnownIssues(_issues(self.workshop_id, now.keys()))
            self.pairs = SimilarPairs(self.known)
        else:
            for issue_id in gone:
                self.known.remove(issue_id)
            for issue in _issues(self.workshop_id, changed):
                self.known.add(issue)
                self.pairs.find(issue)
        self._wordings = now


@contextmanager
def issues_known(workshop_id: int) -> Iterator[WorkshopIndex]:
    """The index as the database stands for the one who asks, alone for the length of the block."""
    with _keeping:
        kept = _kept.setdefault(db.engine, OrderedDict())
        index = kept.pop(workshop_id, None) or WorkshopIndex(workshop_id)
        kept[workshop_id] = index
        while len(kept) > KEPT:
            kept.popitem(last=False)
    with index.lock:
        index.follow()
        yield index


def _last_happened(workshop_id: int, read_to: tuple[object, ...]) -> list[tuple[object, ...]]:
    """Number and moment of the newest activity, and of the one that was read to, if it is still there."""
    of_workshop = Activity.workshop_id == workshop_id
    newest = sa.select(sa.func.max(Activity.id)).where(of_workshop).scalar_subquery()
    rows = sa.select(Activity.id, Activity.at).where(
        of_workshop, sa.or_(Activity.id == newest, Activity.id == (read_to[0] if read_to else 0))
    )
    return [tuple(row) for row in db.session.execute(rows.order_by(Activity.id.desc()))]


def _wordings_in_sight(workshop_id: int) -> dict[int, int]:
    """By issue in sight: the id of its present wording."""
    present = sa.select(Card.id, Wording.id).select_from(Card).join(Wording, says_now())
    rows = db.session.execute(present.where(*_issues_of(workshop_id), in_sight()))
    return {issue_id: wording_id for issue_id, wording_id in rows}  # noqa: C416 - rows are no pairs to mypy


def _issues(workshop_id: int, issue_ids: Collection[int]) -> Iterator[Issue]:
    """These issues with their present texts, as they are compared."""
    present = (
        sa.select(Card.id, Wording.title, Wording.text, Wording.aspect, Measure.prefix)
        .select_from(Card)
        .join(Wording, says_now())
        .join(Measure, Measure.id == Card.measure_id)
        .where(*_issues_of(workshop_id))
    )
    if len(issue_ids) <= BY_NAME:
        present = present.where(Card.id.in_(issue_ids))
    for issue_id, title, text, aspect, prefix in db.session.execute(present):
        if issue_id in issue_ids:
            said = "" if aspect in (None, Aspect.UNSORTED) else str(aspect)
            yield Issue(issue_id, title, text, aspect=said, measure=prefix)


def _issues_of(workshop_id: int) -> tuple[sa.ColumnElement[bool], ...]:
    return Card.workshop_id == workshop_id, Card.kind == Kind.ISSUE
