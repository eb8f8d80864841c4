"""What somebody in the room sees of what others brought up: nothing that is hidden, nothing still blind."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from facilitator.access.actor import Actor
from facilitator.agenda.models import Authors, Session, SessionKind
from facilitator.agenda.queries import open_sessions
from facilitator.capture.evidence import Tally, tallies
from facilitator.capture.lineage.queries import present_card
from facilitator.capture.models import Card, Kind, Stance, Wording
from facilitator.capture.queries import card_by_reference, with_wording
from facilitator.capture.sight import seen_by, seen_by_all
from facilitator.database import db
from facilitator.errors import N_, NotFound
from facilitator.workshops.models import Organisation, Participant, Workshop

AT_A_PLACE = 5
ON_THE_WALL = 3
ON_A_PAGE = 20


@dataclass(frozen=True)
class SharedIssue:
    """Somebody's issue as others see it: its author as its session allows, and what cities said of it."""

    card: Card
    wording: Wording
    author: str = ""
    tally: Tally | None = None
    own_stance: Stance | None = None

    @property
    def ref(self) -> str:
        """RET-07."""
        return self.card.ref


@dataclass(frozen=True)
class Shared:
    """Some of the issues of others, and how many there are in all."""

    issues: Sequence[SharedIssue]
    total: int


def others_issues(session: Session, actor: Actor, *, page: int = 1, size: int = ON_A_PAGE) -> Shared:
    """The issues of the session's measure that others brought up, newest first; in two statements."""
    wanted = sa.and_(
        Card.measure_id == session.measure_id,
        Card.kind == Kind.ISSUE,
        seen_by_all(),
        sa.func.coalesce(Card.participant_id, 0) != actor.participant_id,
    )
    total = db.session.execute(sa.select(sa.func.count()).select_from(Card).where(wanted)).scalar_one()
    rows = _with_authors().where(wanted).order_by(Card.id.desc()).limit(size).offset((page - 1) * size)
    return Shared([_shared(*row) for row in db.session.execute(rows)], total)


def with_tallies(workshop: Workshop, shared: Shared, city: str) -> Shared:
    """The same with what the cities said, and what the participant's own city did."""
    counted = tallies(workshop, among=[issue.card.id for issue in shared.issues])
    return replace(shared, issues=[_counted(issue, counted[issue.card.id], city) for issue in shared.issues])


def shared_issue(workshop: Workshop, actor: Actor, ref: str) -> SharedIssue:
    """An issue that the participant may see, of any measure; one that was merged, where it went.

    Any other is not found.
    """
    called = card_by_reference(workshop, ref)
    present = present_card(workshop.id, called.id)
    rows = _with_authors().where(Card.id == present, Card.kind == Kind.ISSUE, seen_by(actor))
    found = next((_shared(*row) for row in db.session.execute(rows)), None)
    if found is None:
        raise NotFound(N_("There is no such card in this workshop."))
    tally = tallies(workshop, among=[found.card.id])[found.card.id]
    return _counted(found, tally, actor.speaks_for)


def on_the_wall(workshop: Workshop) -> list[SharedIssue]:
    """The newest issues of the capture sessions that are open, as far as they are revealed; no names."""
    open_measures = [session.measure_id for session in open_sessions(workshop, SessionKind.CAPTURE)]
    rows = _with_authors().where(Card.measure_id.in_(open_measures), Card.kind == Kind.ISSUE, seen_by_all())
    found = db.session.execute(rows.order_by(Card.id.desc()).limit(ON_THE_WALL))
    return [_shared(*row, by_name=False) for row in found]


def _with_authors() -> sa.Select[Card, Wording, Authors | None, Participant | None]:
    return (
        with_wording()
        .add_columns(Session.authors, Participant)
        .outerjoin(Session, Session.id == Card.session_id)
        .outerjoin(Participant, Participant.id == Card.participant_id)
        .options(joinedload(Card.city), joinedload(Participant.organisation).joinedload(Organisation.city))
    )


def _shared(
    card: Card,
    wording: Wording,
    authors: Authors | None,
    person: Participant | None,
    *,
    by_name: bool = True,
) -> SharedIssue:
    if authors is Authors.NOBODY:
        return SharedIssue(card, wording)
    if authors is Authors.PERSON and person and by_name:
        return SharedIssue(card, wording, person.introduction)
    spoken = person.organisation.spoken_name if person else ""
    return SharedIssue(card, wording, card.city.name if card.city else spoken)


def _counted(issue: SharedIssue, tally: Tally, city: str) -> SharedIssue:
    own = next((voice.stance for voice in tally.voices if voice.city == city), None)
    return replace(issue, tally=tally, own_stance=own)
