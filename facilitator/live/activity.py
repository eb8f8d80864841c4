"""What happened: one row per change, in the change's own transaction.

It is the audit trail and what live pages follow. Every writer of a workshop holds that workshop's
lock from its first read to its commit, so ids rise in the order in which changes become visible.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from datetime import datetime
from functools import partial
from itertools import zip_longest
from typing import Any, Protocol, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from facilitator.access.actor import Actor
from facilitator.database import Belongs, Model, ask, db, is_in_use, now, same_workshop, table_of
from facilitator.live.events import Event
from facilitator.live.other_processes import tell_other_processes
from facilitator.live.topics import Topic
from facilitator.live.waiting import Announcement, announce
from facilitator.prepared import insert_or_update
from facilitator.transactions import when_kept

Row = TypeVar("Row", bound=Belongs)
MOST_TOPICS = 12
"""So many topics one page follows at most."""


class OfWorkshop(Protocol):
    """A row or a value of one workshop; by its further ids (`group_id`) it says whom a change concerns."""

    @property
    def workshop_id(self) -> int:
        """The workshop's id."""


class Activity(Belongs, Model):
    """`issue.reworded`, by whom, when, about which row, and what it took to tell the story."""

    __tablename__ = "activity"
    __table_args__ = (
        same_workshop("participant_id", "participant"),
        sa.CheckConstraint("account_id IS NULL OR participant_id IS NULL", name="has_one_author_at_most"),
        sa.Index("ix_activity_workshop_id_id", "workshop_id", "id"),
    )

    happened: Mapped[str]
    subject_id: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(default=now)
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    participant_id: Mapped[int | None]
    detail: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)


class TopicNews(Model):
    """The number of the last activity that concerns a topic: what a page that follows it asks for.

    It could be found in the activity each time; kept, it is one look-up however much has happened.
    """

    __tablename__ = "topic_news"

    workshop_id: Mapped[int] = mapped_column(sa.ForeignKey("workshop.id"), primary_key=True)
    topic: Mapped[str] = mapped_column(primary_key=True)
    newest: Mapped[int]


_INSERT = sa.insert(table_of(Activity))
_NEWEST = sa.select(sa.func.max(Activity.id)).where(Activity.workshop_id == sa.bindparam("workshop"))
_GAPS = [f"topic_{number}" for number in range(MOST_TOPICS)]


def news_of_topics(workshop_id: Any) -> sa.ScalarSelect[int]:
    """The number of the newest activity of some topics, for a statement that is given `in_gaps(topics)`."""
    newest = sa.select(sa.func.max(TopicNews.newest)).where(
        TopicNews.workshop_id == workshop_id,
        TopicNews.topic.in_([sa.bindparam(gap, type_=sa.Text()) for gap in _GAPS]),
    )
    return newest.scalar_subquery()


def news_of_all(workshop_id: Any) -> sa.ScalarSelect[int]:
    """The number of the newest activity of a workshop, likewise."""
    newest = sa.select(sa.func.max(Activity.id)).where(Activity.workshop_id == workshop_id)
    return newest.scalar_subquery()


def in_gaps(topics: Sequence[str]) -> dict[str, str]:
    """At most `MOST_TOPICS` topics as the values of such a statement."""
    return dict(zip_longest(_GAPS, topics, fillvalue=""))


_KEEP_NEWS = insert_or_update(table_of(TopicNews), ("workshop_id", "topic"), "newest")


def record(
    event: Event, about: OfWorkshop, *, by: Actor, unheard: Set[Topic] = frozenset(), **detail: Any
) -> None:
    """Write down that something happened to a row; rows among the details are kept by their ids.

    `unheard` are topics of the event that don't hear of it, since it is out of their sight.
    """
    others = [value for value in detail.values() if isinstance(value, Belongs)]
    _write(event, {_id_of(about): detail}, (about, *others), by, unheard)


def record_each(
    event: Event,
    details: Mapping[int, Mapping[str, Any]],
    *among: OfWorkshop,
    by: Actor,
    unheard: Set[Topic] = frozenset(),
) -> None:
    """One thing that happened to several subjects, one row for each: details by the subjects' ids.

    `among`, at least one row, is what they have in common: with its ids it says whom this concerns;
    `unheard` as in `record`.
    """
    if details:
        _write(event, details, among, by, unheard)


def add(row: Row, event: Event, *, by: Actor, unheard: Set[Topic] = frozenset(), **detail: Any) -> Row:
    """Add a row and write down that it came; a constraint that stands against it speaks here."""
    db.session.add(row)
    db.session.flush()
    record(event, row, by=by, unheard=unheard, **detail)
    return row


def add_all(rows: Sequence[Row], event: Event, *, by: Actor) -> Sequence[Row]:
    """Add rows of one workshop at once, and write down of each that it came."""
    db.session.add_all(rows)
    db.session.flush()
    record_each(event, {row.id: {} for row in rows}, *rows, by=by)
    return rows


def _write(
    event: Event,
    details: Mapping[int, Mapping[str, Any]] | Mapping[int | None, Mapping[str, Any]],
    things: Sequence[OfWorkshop],
    by: Actor,
    unheard: Set[Topic],
) -> None:
    workshop_id = things[0].workshop_id
    common = {"workshop_id": workshop_id, "happened": str(event), "at": now(), **by.author}
    kept = {subject_id: _kept(detail) for subject_id, detail in details.items()}
    if is_in_use():
        db.session.flush()
    ask(_INSERT, [{**common, "subject_id": subject_id, "detail": kept[subject_id]} for subject_id in kept])
    newest = latest_activity(workshop_id)
    news = {"workshop_id": workshop_id, "newest": newest}
    heard = (topic for topic in event.topics if topic not in unheard)
    topics = _topics(heard, things, next(iter(kept.values())), by)
    ask(_KEEP_NEWS[db.engine.dialect.name], [{**news, "topic": topic} for topic in sorted(topics)])
    said = Announcement(workshop_id, newest, frozenset(topics))
    when_kept(partial(announce, said))
    if db.engine.dialect.name == "postgresql":
        tell_other_processes(said)


def _kept(detail: Mapping[str, Any]) -> dict[str, Any]:
    return {gap: value.id if isinstance(value, Belongs) else value for gap, value in detail.items()}


def _id_of(about: OfWorkshop) -> int | None:
    subject: int | None = getattr(about, "id", None)
    return subject


def _topics(
    heard: Iterable[Topic], things: Sequence[OfWorkshop], detail: Mapping[str, Any], by: Actor
) -> set[str]:
    """Whom it concerns, by the rows that are named: themselves and what they belong to; and who did it."""
    found = {str(Topic.EVERYTHING)}
    for topic in heard:
        if topic.thing:
            found |= {topic.of(id_) for id_ in _ids(topic.thing, things, detail)}
        else:
            found.add(str(topic))
    if by.participant_id is not None:
        found.add(Topic.PERSON.of(by.participant_id))
    return found


def _ids(kind: str, things: Sequence[OfWorkshop], detail: Mapping[str, Any]) -> Iterator[int]:
    named = (detail.get(kind), detail.get("left") if kind == "group" else None)
    of_things = (
        getattr(thing, "id" if getattr(thing, "__tablename__", "") == kind else f"{kind}_id", None)
        for thing in things
    )
    return (id_ for id_ in (*of_things, *named) if isinstance(id_, int))


def latest_activity(workshop_id: int) -> int:
    """The number of the last thing that happened in a workshop; 0 before the first."""
    return ask(_NEWEST, {"workshop": workshop_id}).scalar() or 0
