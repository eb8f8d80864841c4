"""Which walls there are, what was chosen for each, and what could be."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from facilitator.agenda.models import Room
from facilitator.agenda.queries import rooms
from facilitator.breakouts.queries import group_states
from facilitator.capture.models import Card, Kind
from facilitator.capture.queries import with_wording
from facilitator.capture.sight import seen_by_all
from facilitator.database import ask, db
from facilitator.errors import N_, NotFound
from facilitator.walls.models import WallChoice, WallContent
from facilitator.workshops.models import Part, Workshop
from facilitator.workshops.queries import cities, measures

MAIN, ALL = "main", "all"
OF_MEASURES = (
    WallContent.CARDS,
    WallContent.MATRIX,
    WallContent.BRIEFING,
    WallContent.RANKING,
    WallContent.FIRST,
)
OF_CARDS = (WallContent.ISSUE, WallContent.ISSUE_RESULTS, WallContent.SIDES)


@dataclass(frozen=True)
class Chosen:
    """What is to be on a wall: of which thing, and which page of it."""

    content: WallContent = WallContent.AUTOMATIC
    about: str = ""
    words: str = ""
    page: int = 1

    @property
    def key(self) -> str:
        """What a button says of it: `ranking:RET`."""
        return f"{self.content}:{self.about}" if self.about else str(self.content)

    @classmethod
    def said(cls, key: str | None) -> "Chosen":
        """What such a key says, with the words of a message behind; without one walls go by themselves."""
        content, _, rest = (key or WallContent.AUTOMATIC).partition(":")
        about, _, words = rest.partition(":")
        return cls(WallContent(content), about, words)

    @classmethod
    def of(cls, row: WallChoice | None) -> "Chosen":
        """What a row says; without one the wall goes by itself."""
        return cls(row.content, row.about, row.words, row.page) if row else cls()


@dataclass(frozen=True)
class Wall:
    """A wall, what was chosen for it, and what shows there now: that is another where all show one thing.

    `key` stands in addresses: `main`, `all`, or the id of its room.
    """

    key: str
    room: Room | None
    choice: WallChoice | None
    everywhere: WallChoice | None = None

    @property
    def own(self) -> Chosen:
        """What was chosen for this wall."""
        return Chosen.of(self.choice)

    @property
    def shows(self) -> Chosen:
        """What is on it."""
        brought = Chosen.of(self.everywhere)
        return self.own if brought.content is WallContent.AUTOMATIC else brought


@dataclass(frozen=True)
class Offered:
    """One thing that a wall can show, and of what, by name."""

    content: WallContent
    about: str = ""
    name: str = ""
    accent: int = 0

    @property
    def key(self) -> str:
        """What its button says."""
        return Chosen(self.content, self.about).key


def walls(workshop: Workshop) -> list[Wall]:
    """The main wall and that of each room, in two statements."""
    latest = _latest(workshop)
    everywhere = latest.get(ALL)
    found = [Wall(MAIN, None, latest.get(MAIN), everywhere)]
    return found + [
        Wall(str(room.id), room, latest.get(str(room.id)), everywhere) for room in rooms(workshop)
    ]


def all_as_one(found: Sequence[Wall]) -> Wall:
    """All walls of a workshop, as one that can be chosen for."""
    return Wall(ALL, None, found[0].everywhere)


def wall_with_key(workshop: Workshop, key: str) -> Wall:
    """A wall by what stands in its address."""
    found = walls(workshop)
    for wall in (*found, all_as_one(found)):
        if wall.key == key:
            return wall
    raise NotFound(N_("This wall was not found in this workshop."))


def brought_to_all() -> sa.ScalarSelect[str]:
    """What everybody in `workshop` was brought to, for `Chosen.said`: a column where phones ask anyway."""
    return (
        sa.select(
            sa.type_coerce(WallChoice.content, sa.Text) + ":" + WallChoice.about + ":" + WallChoice.words
        )
        .where(
            WallChoice.workshop_id == sa.bindparam("workshop"),
            WallChoice.is_everywhere,
            WallChoice.room_id.is_(None),
        )
        .order_by(WallChoice.id.desc())
        .limit(1)
        .scalar_subquery()
    )


_BROUGHT = sa.select(brought_to_all())


def brought(workshop_id: int) -> Chosen:
    """What everybody in a workshop was brought to."""
    return Chosen.said(ask(_BROUGHT, {"workshop": workshop_id}).scalar())


def before(choice: WallChoice) -> WallChoice | None:
    """What was chosen for the same wall before."""
    rows = (
        sa.select(WallChoice)
        .where(WallChoice.workshop_id == choice.workshop_id, WallChoice.id < choice.id)
        .where(WallChoice.is_everywhere == choice.is_everywhere)
        .where(
            WallChoice.room_id.is_(None) if choice.room_id is None else WallChoice.room_id == choice.room_id
        )
        .order_by(WallChoice.id.desc())
        .limit(1)
    )
    return db.session.scalars(rows).first()


def _latest(workshop: Workshop) -> dict[str, WallChoice]:
    """By key of the wall: what was chosen last."""
    newest = (
        sa.select(sa.func.max(WallChoice.id))
        .where(WallChoice.workshop_id == workshop.id)
        .group_by(WallChoice.is_everywhere, WallChoice.room_id)
    )
    rows = db.session.scalars(sa.select(WallChoice).where(WallChoice.id.in_(newest)))
    return {_key(row): row for row in rows}


def _key(row: WallChoice) -> str:
    if row.is_everywhere:
        return ALL
    return MAIN if row.room_id is None else str(row.room_id)


def offered(workshop: Workshop) -> list[Offered]:
    """What a wall of this workshop can show, but for messages, and for the issues: those go by their card."""
    return list(_offered(workshop))


def _offered(workshop: Workshop) -> Iterator[Offered]:
    yield from map(Offered, (WallContent.AUTOMATIC, WallContent.JOIN, WallContent.CLOCK, WallContent.SEATS))
    for state in group_states(workshop):
        if not state.is_withdrawn:
            group = state.group
            yield Offered(WallContent.GROUP, str(group.id), group.name, group.measure.accent)
    for measure in measures(workshop):
        for content in OF_MEASURES:
            yield Offered(content, measure.prefix, measure.title, measure.accent)
    for city in cities(workshop, Part.LIGHTHOUSE):
        for content in (WallContent.BRIEFING, WallContent.DEMAND):
            yield Offered(content, str(city.id), city.name)


def offered_issues(workshop: Workshop) -> Sequence[Offered]:
    """The issues that the room may see, each by its reference."""
    rows = (
        with_wording()
        .where(Card.workshop_id == workshop.id, Card.kind == Kind.ISSUE, seen_by_all())
        .options(sa.orm.joinedload(Card.measure))
        .order_by(Card.measure_id, Card.number)
    )
    return [
        Offered(WallContent.ISSUE, card.ref, wording.title, card.measure.accent)
        for card, wording in db.session.execute(rows)
    ]
