"""Reads for whoever hands day one over: what stands against it, and what has changed since the last time."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

import sqlalchemy as sa

from facilitator.accounts.models import Account
from facilitator.agenda.models import Session, SessionKind
from facilitator.agenda.queries import blind_sessions, open_sessions
from facilitator.capture.desk.queries import measures_with_waiting_lines
from facilitator.capture.evidence import CityEvidence, heard, heard_at
from facilitator.capture.families import Way
from facilitator.capture.handover.rules import CardChange, Changes, Handed, changes
from facilitator.capture.lineage.queries import Origins, open_pairs, origins_of
from facilitator.capture.links import Links, links_counted, links_handed_over
from facilitator.capture.matrix.queries import Matrix, matrices
from facilitator.capture.models import Aspect, Card, HandedCard, Handover, Hiding, Kind, Wording
from facilitator.capture.models.handover import Reading
from facilitator.capture.queries import BoardCard, missing_issues_of, says_now, with_wording
from facilitator.capture.sight import in_sight, is_missing
from facilitator.database import db
from facilitator.live.activity import Activity, latest_activity
from facilitator.live.events import Event
from facilitator.workshops.models import Measure, Workshop

ARRIVED = Event.ISSUE_ADDED, Event.ISSUE_REWORDED


@dataclass(frozen=True)
class Unread:
    """The issues of a measure that came in, or were reworded, since somebody last read there."""

    measure: Measure
    issues: Sequence[BoardCard]


@dataclass(frozen=True)
class Checklist:
    """What to look at before day one is frozen: shown, and left to the facilitator to judge."""

    open_sessions: Sequence[Session]
    blind_sessions: Sequence[Session]
    unread: Sequence[Unread]
    look_alikes: int
    waiting: Sequence[tuple[Measure, int]]
    unsorted: Sequence[tuple[Measure, int]]
    matrices: Sequence[Matrix]
    missing: Set[int]

    @property
    def issues(self) -> int:
        """How many issues would be handed over."""
        return sum(len(set(matrix.issues) - self.missing) for matrix in self.matrices)

    @property
    def without_issues(self) -> list[Measure]:
        """The measures of which nothing would be handed over."""
        return [matrix.measure for matrix in self.matrices if not set(matrix.issues) - self.missing]

    @property
    def unread_issues(self) -> int:
        """How many issues have come in since the reader last looked."""
        return sum(len(unread.issues) for unread in self.unread)


def checklist(workshop: Workshop, account_id: int | None) -> Checklist:
    """The state of day one as somebody of the team finds it; in a fixed number of statements."""
    return Checklist(
        open_sessions=open_sessions(workshop, SessionKind.CAPTURE),
        blind_sessions=blind_sessions(workshop),
        unread=unread_issues(workshop, account_id),
        look_alikes=len(open_pairs(workshop)),
        waiting=measures_with_waiting_lines(workshop),
        unsorted=measures_with_unsorted_issues(workshop),
        matrices=matrices(workshop),
        missing=missing_issues_of(workshop),
    )


def measures_with_unsorted_issues(workshop: Workshop) -> Sequence[tuple[Measure, int]]:
    """The measures with issues to hand over that have no aspect yet, with how many, in their order."""
    rows = (
        sa.select(Measure, sa.func.count())
        .join(Card, Card.measure_id == Measure.id)
        .join(Wording, says_now())
        .where(Card.workshop_id == workshop.id, Wording.aspect == Aspect.UNSORTED, in_sight(), ~is_missing())
        .group_by(Measure.id)
        .order_by(Measure.position)
    )
    return [(measure, issues) for measure, issues in db.session.execute(rows)]


def unread_issues(workshop: Workshop, account_id: int | None) -> list[Unread]:
    """By measure: the issues in sight that others brought in or reworded since this account read there."""
    came = (
        sa.select(Activity.subject_id, sa.func.max(Activity.id).label("at"))
        .where(Activity.workshop_id == workshop.id, Activity.happened.in_(ARRIVED))
        .where(sa.or_(Activity.account_id.is_(None), Activity.account_id != account_id))
        .group_by(Activity.subject_id)
        .subquery()
    )
    read = sa.and_(Reading.measure_id == Card.measure_id, Reading.account_id == account_id)
    rows = (
        with_wording()
        .join(came, came.c.subject_id == Card.id)
        .outerjoin(Reading, read)
        .where(Card.workshop_id == workshop.id, Card.kind == Kind.ISSUE, in_sight())
        .where(came.c.at > sa.func.coalesce(Reading.up_to, 0))
        .order_by(Card.measure_id, Card.number)
    )
    found: dict[Measure, list[BoardCard]] = {}
    for card, wording in db.session.execute(rows):
        found.setdefault(card.measure, []).append(BoardCard(card, wording))
    return [Unread(measure, issues) for measure, issues in found.items()]


def reading_of(measure: Measure, account_id: int) -> Reading | None:
    """Up to where an account has read a measure, if it ever did."""
    return db.session.scalars(
        sa.select(Reading).filter_by(measure_id=measure.id, account_id=account_id)
    ).one_or_none()


def up_to_now(workshop: Workshop) -> int:
    """The number up to which a page shows what came in."""
    return latest_activity(workshop.id)


def hands(handovers: Iterable[Handover]) -> Mapping[int, str]:
    """By account that handed day one over or opened it again: its name."""
    ids = {account_id for each in handovers for account_id in (each.frozen_by, each.reopened_by)}
    named = sa.select(Account.id, Account.name).where(Account.id.in_(ids - {None}))
    return {account_id: name for account_id, name in db.session.execute(named)}  # noqa: C416 - rows are no pairs to mypy


def changes_since(earlier: Handover, later: Handover | None, workshop: Workshop) -> Changes:
    """What differs between two handovers, or between one and the present state."""
    before = _as_handed_over(earlier)
    after = _as_handed_over(later) if later else _as_it_stands(workshop)
    gone = before.keys() - after.keys()
    return changes(before, after, _whereabouts(gone, origins_of(workshop.id), _reasons(gone)))


def _of(workshop: Workshop) -> sa.ColumnElement[bool]:
    return Card.workshop_id == workshop.id


def _of_handover(handover: Handover) -> sa.Select[Card, Wording]:
    return (
        sa.select(Card, Wording)
        .join(HandedCard, HandedCard.card_id == Card.id)
        .join(Wording, Wording.id == HandedCard.wording_id)
        .where(HandedCard.handover_id == handover.id)
    )


def _as_handed_over(handover: Handover) -> dict[int, Handed]:
    return _handed(_of_handover(handover), heard_at(handover.id), links_handed_over(handover.id))


def _as_it_stands(workshop: Workshop) -> dict[int, Handed]:
    present = with_wording().where(_of(workshop), in_sight(), ~is_missing())
    return _handed(present, heard(workshop.id), links_counted(workshop.id))


def _handed(
    cards: sa.Select[Card, Wording], heard_of: Mapping[int, Mapping[int, CityEvidence]], links: Links
) -> dict[int, Handed]:
    found = {card.id: (card.ref, wording) for card, wording in db.session.execute(cards)}
    helped_by: dict[int, set[str]] = defaultdict(set)
    for issue_id, helps_id in links:
        if helps_id in found:
            helped_by[issue_id].add(found[helps_id][0])
    return {
        card_id: Handed(
            ref,
            wording.id,
            wording.title,
            {voice.city: (voice.stance, voice.note) for voice in heard_of.get(card_id, {}).values()},
            frozenset(helped_by[card_id]),
        )
        for card_id, (ref, wording) in found.items()
    }


def _reasons(card_ids: Iterable[int]) -> dict[int, str]:
    hidden = sa.select(Hiding.card_id, Hiding.reason).where(
        Hiding.card_id.in_(card_ids), Hiding.restored_at.is_(None)
    )
    return dict(db.session.execute(hidden).all())


def _whereabouts(
    card_ids: Iterable[int], origins: Mapping[int, Origins], reasons: Mapping[int, str]
) -> dict[int, tuple[CardChange, tuple[str, ...]]]:
    """Why each of these cards is not there any more, with the cards it went to or the reason given."""
    found: dict[int, tuple[CardChange, tuple[str, ...]]] = {}
    for card_id in card_ids:
        went = origins.get(card_id, Origins())
        if card_id in reasons:
            found[card_id] = CardChange.HIDDEN, (reasons[card_id],)
        else:
            change = CardChange.SPLIT if went.way is Way.SPLIT else CardChange.MERGED
            found[card_id] = change, tuple(went.onward)
    return found
