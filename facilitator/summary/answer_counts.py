"""All answers of a workshop, counted by issue and city, kept in the process and led after the database.

The database is the truth and is asked each time: one statement tells what has happened since the counts
were made. Where delegates have answered, their cities are counted anew for the issues in question; where
something else happened that answers may hang on, everything is. Counts are never changed once made, so any
number of threads may read them; each process has its own.
"""

from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from facilitator.capture.models import Handover
from facilitator.database import ask, db, table_of
from facilitator.live.activity import Activity
from facilitator.live.events import Counts, counts_after
from facilitator.summary.answers import Answers, HandedPairs, answers_given, delegates, seated
from facilitator.summary.order import Order
from facilitator.summary.results import Delegate, IssueResult, OrderKey
from facilitator.validation.counting import asked_alike
from facilitator.workshops.models import Part

KEPT = 8
"""Workshops whose counts stay in memory: 2.7 MB each at 50,000 ratings without comments."""
BY_NAME = 1_000
"""Delegates whose answers one statement asks for by name; where it would be more, it reads all."""


@dataclass(frozen=True)
class Heard:
    """The delegates of all cities, where they sit, and what they said in one handover.

    `newest` is the number and the moment of the last activity that is in it: two pasts of a workshop that
    agree in both are the same, also after a database was put back from a copy. So whoever gets the same
    counts again knows that nothing has happened since, and what was concluded from them stands: by measure
    (or of all) the results of issues, and each measure's order.
    """

    handover_id: int | None
    newest: tuple[int, datetime] | None
    delegates: Mapping[int, Delegate]
    seated: Mapping[int, frozenset[int]]
    current: HandedPairs
    answers: Answers
    concluded: dict[int | None, Sequence[IssueResult]] = field(
        init=False, default_factory=dict, compare=False, repr=False
    )
    orders: dict[OrderKey, Order] = field(init=False, default_factory=dict, compare=False, repr=False)

    @cached_property
    def parts(self) -> Mapping[str, Part]:
        """By city: the part that it takes."""
        return {delegate.city: delegate.part for delegate in self.delegates.values()}


_kept: WeakKeyDictionary[Engine, OrderedDict[int, Heard]] = WeakKeyDictionary()
_keeping = Lock()


def heard(workshop_id: int, handover: Handover | None) -> Heard:
    """What has been said so far, as the database stands for the one who asks."""
    with _keeping:
        known = _kept.setdefault(db.engine, OrderedDict()).get(workshop_id)
    handover_id = handover.id if handover else None
    # Before the answers: what comes in between is then read twice, and not missed.
    happened = _happened(workshop_id, known.newest[0] if known and known.newest else 0)
    if known is None or known.handover_id != handover_id or not _is_of_this_past(known, happened):
        found = _heard_anew(workshop_id, handover_id, happened)
    else:
        found = _led_after(known, workshop_id, happened)
    _keep(workshop_id, found)
    return found


def _keep(workshop_id: int, found: Heard) -> None:
    with _keeping:
        kept = _kept[db.engine]
        kept[workshop_id] = found
        kept.move_to_end(workshop_id)
        while len(kept) > KEPT:
            kept.popitem(last=False)


def _is_of_this_past(known: Heard, happened: Sequence[Any]) -> bool:
    return bool(happened) and known.newest == _moment(happened[0])


def _happened(workshop_id: int, since: int) -> Sequence[Any]:
    """The activity that counts were made at, and all after it; of none, the newest."""
    return ask(_SINCE if since else _NEWEST, {"workshop": workshop_id, "since": since}).all()


def _heard_anew(workshop_id: int, handover_id: int | None, happened: Sequence[Any]) -> Heard:
    # Where the past that was known is gone, the newest of the present one may stand below it.
    newest = happened[-1:] or _happened(workshop_id, 0)
    people = delegates(workshop_id)
    current = frozenset() if handover_id is None else asked_alike(handover_id)
    return Heard(
        handover_id=handover_id,
        newest=_moment(newest[0]) if newest else None,
        delegates=people,
        seated=seated(workshop_id),
        current=current,
        answers={} if handover_id is None else answers_given(handover_id, people, current),
    )


def _led_after(known: Heard, workshop_id: int, happened: Sequence[Any]) -> Heard:
    """The cached counts, brought up to date with what has happened since."""
    if len(happened) == 1:
        return known
    by_effect: dict[Counts, list[Any]] = defaultdict(list)
    for row in happened[1:]:
        by_effect[counts_after(row.happened)].append(row)
    if by_effect[Counts.EVERYTHING]:
        return _heard_anew(workshop_id, known.handover_id, happened)
    found = replace(known, newest=_moment(happened[-1]))
    if by_effect[Counts.PEOPLE]:
        found = replace(found, delegates=delegates(workshop_id), seated=seated(workshop_id))
        if any(found.delegates.get(id_) != delegate for id_, delegate in known.delegates.items()):
            return _heard_anew(workshop_id, known.handover_id, happened)
    answered = by_effect[Counts.ANSWERS]
    return _with_answers(found, answered) if answered else found


def _with_answers(known: Heard, answered: Iterable[Any]) -> Heard:
    """The cached counts, with the answers of those cities counted anew that have given new ones."""
    if known.handover_id is None:
        return known
    issues = {row.subject_id for row in answered}
    cities = {_city_of(row, known) for row in answered}
    people = [id_ for id_, delegate in known.delegates.items() if delegate.city in cities]
    everybody = None in cities or len(people) > BY_NAME
    found = answers_given(
        known.handover_id,
        known.delegates,
        known.current,
        issues=issues,
        people=None if everybody else people,
    )
    answers = dict(known.answers)
    for issue in issues:
        others = {} if everybody else answers.get(issue, {})
        kept = {city: said for city, said in others.items() if city not in cities}
        answers[issue] = kept | found.get(issue, {})
    return replace(known, answers={issue: said for issue, said in answers.items() if said})


def _city_of(row: Any, known: Heard) -> str | None:
    """The city that an answer came from, if the activity tells."""
    delegate = known.delegates.get(row.participant_id)
    return delegate.city if delegate else None


def _moment(row: Any) -> tuple[int, datetime]:
    return row.id, row.at


_activity = table_of(Activity).c
_of_workshop = (
    sa.select(_activity.id, _activity.at, _activity.happened, _activity.subject_id, _activity.participant_id)
    .where(_activity.workshop_id == sa.bindparam("workshop"))
)  # fmt: skip
_SINCE = _of_workshop.where(_activity.id >= sa.bindparam("since")).order_by(_activity.id)
_NEWEST = _of_workshop.order_by(_activity.id.desc()).limit(1)
