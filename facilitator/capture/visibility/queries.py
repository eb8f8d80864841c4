"""What somebody in the room sees of what others brought up: nothing that is hidden, nothing still blind."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from facilitator.access.actor import Actor
from facilitator.agenda.models import Authors, Session, SessionKind, SessionOpening
from facilitator.agenda.queries import open_sessions, sessions_for_all, still_blind
from facilitator.capture.evidence import Tally, tallies
from facilitator.capture.lineage.queries import present_card
from facilitator.capture.links import links_counted
from facilitator.capture.models import Aspect, Card, Kind, Stance, Wording, reference
from facilitator.capture.queries import card_by_reference, says_now, with_wording
from facilitator.capture.sight import in_sight, seen_by, seen_by_all
from facilitator.database import ask, db
from facilitator.errors import N_, NotFound
from facilitator.prepared import ForEachDialect
from facilitator.workshops.models import City, Measure, Organisation, Participant, Workshop

AT_A_PLACE = 5
# So many are counted for a place, and no further: a room that asks at once is not to count it all.
MANY = 100
ON_THE_WALL = 3
ON_A_PAGE = 20


@dataclass(frozen=True)
class SharedCard:
    """Somebody's card as others see it: its author as its session allows.

    Of an issue also what cities said of it and what helps with it; of another card, with which of the
    reader's own issues it helps.
    """

    card: Card
    wording: Wording
    author: str = ""
    tally: Tally | None = None
    own_stance: Stance | None = None
    helps: Sequence["SharedCard"] = ()
    helps_with: Sequence[str] = ()

    @property
    def ref(self) -> str:
        """RET-07."""
        return self.card.ref


@dataclass(frozen=True)
class Shared:
    """Some of what others brought up, and how much there is in all."""

    cards: Sequence[SharedCard]
    total: int

    @property
    def issues(self) -> Sequence[SharedCard]:
        """The issues among them."""
        return [card for card in self.cards if card.card.kind is Kind.ISSUE]

    @property
    def helping(self) -> Sequence[SharedCard]:
        """What helps, but with none of the issues of others."""
        return [card for card in self.cards if card.card.kind is not Kind.ISSUE]


class Known(NamedTuple):
    """A card that a participant may see, as far as its place on the page hangs on it."""

    id: int
    kind: Kind
    is_own: bool


_collects, _each, _author_city = aliased(Session), aliased(Card), aliased(City)
_PARTICIPANT = sa.bindparam("participant", type_=sa.Integer)
_WORKSHOP = sa.bindparam("workshop", type_=sa.Integer)


def _of_others() -> sa.Select[int]:
    """The ids of cards for everybody that others brought up for what an open session collects."""
    return (
        sa.select(Card.id)
        .where(
            Card.measure_id == _collects.measure_id,
            # `seen_by_all`, with the sessions found once: most of what is captured is blind at first.
            sa.or_(Card.session_id.is_(None), Card.session_id.in_(sessions_for_all(_WORKSHOP))),
            in_sight(),
            # What the team entered has no participant, and is nobody's own.
            sa.func.coalesce(Card.participant_id, 0) != _PARTICIPANT,
        )
        .correlate(_collects)
    )


def _of_open_sessions(
    cards: sa.Select[int], *columns: Any, dialect: str, **join: bool
) -> sa.Select[*tuple[Any, ...]]:
    """For each capture session that is open these cards, as `_each`; found by as few rows as they are."""
    is_open = sa.and_(SessionOpening.session_id == _collects.id, SessionOpening.closed_at.is_(None))
    sessions = (
        sa.select(*columns)
        .select_from(_collects)
        .join(SessionOpening, is_open)
        .where(_collects.workshop_id == _WORKSHOP, _collects.kind == SessionKind.CAPTURE)
    )
    if dialect == "sqlite":  # which has no LATERAL, and finds rows by a list of their ids
        return sessions.join(_each, _each.id.in_(cards), **join)
    found = cards.lateral()
    return sessions.join(found, sa.true(), **join).join(_each, _each.id == found.c.id, **join)


def _newest(dialect: str) -> sa.Select[*tuple[Any, ...]]:
    # By number, which rises with time: the key of the numbers is read from its end, no further than needed.
    issues = _of_others().where(Card.kind == Kind.ISSUE).order_by(Card.number.desc()).limit(AT_A_PLACE)
    columns = (
        _collects.id,
        Measure.prefix,
        _each.number,
        Wording.title,
        Session.authors,
        City.name,
        Participant.display_name,
        sa.func.coalesce(_author_city.name, Organisation.name),
    )
    return (
        _of_open_sessions(issues, *columns, dialect=dialect)
        .join(Measure, Measure.id == _each.measure_id)
        .join(Wording, says_now(_each))
        .outerjoin(Session, Session.id == _each.session_id)
        .outerjoin(City, City.id == _each.city_id)
        .outerjoin(Participant, Participant.id == _each.participant_id)
        .outerjoin(Organisation, Organisation.id == Participant.organisation_id)
        .outerjoin(_author_city, _author_city.id == Organisation.city_id)
        .order_by(_collects.id, _each.number.desc())
    )


def _counted_up_to_many(dialect: str) -> sa.Select[*tuple[Any, ...]]:
    columns = _collects.id, sa.func.count(_each.id)
    found = _of_open_sessions(_of_others().limit(MANY), *columns, dialect=dialect, isouter=True)
    return found.group_by(_collects.id)


_NEWEST_OF_OTHERS = ForEachDialect(_newest)
_COUNT_OF_OTHERS = ForEachDialect(_counted_up_to_many)


class OthersIssue(NamedTuple):
    """An issue of somebody else's, in a line."""

    ref: str
    title: str
    author: str


class OfOthers(NamedTuple):
    """The newest issues of others, and how much others brought up in all, counted up to `MANY`."""

    issues: list[OthersIssue]
    total: int

    @property
    def is_much(self) -> bool:
        """Whether there is so much that it is not counted."""
        return self.total >= MANY


def newest_of_others(workshop_id: int, participant_id: int) -> Mapping[int, OfOthers]:
    """By open capture session: the newest issues of others, and how much there is in all."""
    values, dialect = {"workshop": workshop_id, "participant": participant_id}, db.engine.dialect.name
    found = {id_: OfOthers([], total) for id_, total in ask(_COUNT_OF_OTHERS[dialect], values)}
    newest = ask(_NEWEST_OF_OTHERS[dialect], values)
    for session_id, prefix, number, title, authors, city, person, spoken in newest:
        name = Participant.introduce(person, spoken) if person else None
        author = _author(authors, city, name, spoken)
        found[session_id].issues.append(OthersIssue(reference(prefix, Kind.ISSUE, number), title, author))
    return found


def others_cards(workshop: Workshop, session: Session, actor: Actor, *, page: int) -> Shared:
    """A page of what others brought up for the session's measure, in a fixed number of statements.

    First the issues, newest first, each with what helps with it, also the participant's own; then what helps
    with none of these, with the participant's own issues that it helps with.
    """
    known = _known(session, actor)
    helps = _helps(workshop, [card.id for card in known if card.kind is Kind.ISSUE])
    own = [card.id for card in known if card.is_own and card.kind is Kind.ISSUE]
    listed = _listed(known, helps)
    shown = listed[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    beneath = {help_id for card_id in shown for help_id in helps.get(card_id, ())}
    cards, counted = _cards(actor, {*shown, *beneath, *own}), tallies(workshop, among=shown)
    return Shared(
        [
            replace(
                _counted(cards[card_id], counted[card_id], actor.speaks_for),
                helps=[cards[help_id] for help_id in helps.get(card_id, ()) if help_id in cards],
                helps_with=[cards[issue].ref for issue in own if card_id in helps.get(issue, ())],
            )
            for card_id in shown
        ],
        len(listed),
    )


def _known(session: Session, actor: Actor) -> list[Known]:
    rows = (
        sa.select(Card.id, Card.kind, _own(actor))
        .where(Card.measure_id == session.measure_id, seen_by(actor))
        .order_by(Card.kind != Kind.ISSUE, Card.id.desc())
    )
    return [Known(*row) for row in db.session.execute(rows)]


def _helps(workshop: Workshop, issues: Collection[int]) -> Mapping[int, list[int]]:
    """By issue: what helps with it, in the order in which it came in."""
    found: dict[int, list[int]] = {issue: [] for issue in issues}
    for issue, help_id in sorted(links_counted(workshop.id)):
        if issue in found:
            found[issue].append(help_id)
    return found


def _listed(known: Sequence[Known], helps: Mapping[int, list[int]]) -> list[int]:
    """What stands on the page on its own: all of others but what stands beneath one of their issues."""
    others = [card for card in known if not card.is_own]
    beneath = {help_id for card in others for help_id in helps.get(card.id, ())}
    return [card.id for card in others if card.id not in beneath]


def _cards(actor: Actor, ids: Collection[int]) -> Mapping[int, SharedCard]:
    rows = db.session.execute(_with_authors().where(Card.id.in_(ids), seen_by(actor)))
    return {(shared := _shared(*row)).card.id: shared for row in rows}


def _own(actor: Actor) -> sa.ColumnElement[bool]:
    # What the team entered has no participant, and is nobody's own.
    return sa.func.coalesce(Card.participant_id, 0) == actor.participant_id


def shared_issue(workshop: Workshop, actor: Actor, ref: str) -> SharedCard:
    """An issue that the participant may see, of any measure; one that was merged, where it went.

    Any other is not found.
    """
    called = card_by_reference(workshop, ref)
    present = present_card(workshop.id, called.id)
    rows = _with_authors().where(Card.id == present, Card.kind == Kind.ISSUE, seen_by(actor))
    found = next((_shared(*row) for row in db.session.execute(rows)), None)
    if found is None:
        raise NotFound(N_("This card was not found."))
    tally = tallies(workshop, among=[found.card.id])[found.card.id]
    return _counted(found, tally, actor.speaks_for)


def on_the_wall(workshop: Workshop) -> list[SharedCard]:
    """The newest issues of the capture sessions that are open, as far as they are revealed; no names."""
    open_measures = [session.measure_id for session in open_sessions(workshop, SessionKind.CAPTURE)]
    return _newest_on_the_wall(open_measures, ON_THE_WALL)


def newest_on_the_wall(measure: Measure, most: int) -> list[SharedCard]:
    """The newest issues of a measure, as far as they are revealed; no names."""
    return _newest_on_the_wall([measure.id], most)


def _newest_on_the_wall(measure_ids: Collection[int | None], most: int) -> list[SharedCard]:
    rows = _with_authors().where(Card.measure_id.in_(measure_ids), Card.kind == Kind.ISSUE, seen_by_all())
    found = db.session.execute(rows.order_by(Card.id.desc()).limit(most))
    return [_shared(*row, by_name=False) for row in found]


def still_hidden_from_the_wall(measure: Measure) -> int:
    """How many issues of a measure there are that are not revealed yet."""
    rows = sa.select(sa.func.count()).select_from(Card).where(in_sight(), still_blind(Card.session_id))
    return db.session.scalar(rows.where(Card.measure_id == measure.id, Card.kind == Kind.ISSUE)) or 0


def aspects_on_the_wall(measure: Measure) -> Mapping[Aspect, int]:
    """How many revealed issues of a measure there are of each aspect."""
    rows = (
        sa.select(Wording.aspect, sa.func.count())
        .select_from(Card)
        .join(Wording, says_now())
        .where(Card.measure_id == measure.id, Card.kind == Kind.ISSUE, seen_by_all())
        .group_by(Wording.aspect)
    )
    counted = {aspect: count for aspect, count in db.session.execute(rows) if aspect is not None}
    return {aspect: counted[aspect] for aspect in Aspect if aspect in counted}


def issue_on_the_wall(workshop: Workshop, ref: str) -> SharedCard | None:
    """An issue that the room may see, with its evidence and what helps with it; no names.

    One that was merged, where it went; none where it is hidden, or still blind.
    """
    present = present_card(workshop.id, card_by_reference(workshop, ref).id)
    helping = _helps(workshop, [present] if present else [])
    ids = {present, *helping.get(present or 0, ())}
    rows = db.session.execute(_with_authors().where(Card.id.in_(ids), seen_by_all()).order_by(Card.id))
    cards = {(shared := _shared(*row, by_name=False)).card.id: shared for row in rows}
    issue = cards.pop(present or 0, None)
    if issue is None:
        return None
    tally = tallies(workshop, among=[issue.card.id])[issue.card.id]
    return replace(issue, tally=tally, helps=list(cards.values()))


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
) -> SharedCard:
    name = person.introduction if person and by_name else None
    spoken = person.organisation.spoken_name if person else None
    return SharedCard(card, wording, _author(authors, card.city.name if card.city else None, name, spoken))


def _author(authors: Authors | None, city: str | None, name: str | None, spoken: str | None) -> str:
    """Who brought a card up, as its session lets others see it: by name, by city, or not at all."""
    if authors is Authors.NOBODY:
        return ""
    if authors is Authors.PERSON and name:
        return name
    return city or spoken or ""


def _counted(issue: SharedCard, tally: Tally, city: str) -> SharedCard:
    own = next((voice.stance for voice in tally.voices if voice.city == city), None)
    return replace(issue, tally=tally, own_stance=own)
