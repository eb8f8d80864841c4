"""What stands in the way, found in what the console shows and in a few statements more."""

from collections.abc import Iterable

import sqlalchemy as sa

from facilitator.agenda.models import SessionKind
from facilitator.breakouts.queries import Table
from facilitator.capture.models import Card, HandedCard, Handover, Kind
from facilitator.capture.queries import BoardCard, hidden, readiness
from facilitator.console.queries import Overview
from facilitator.console.rules import Attention, Concern, Thing, needing_attention
from facilitator.database import db
from facilitator.workshops.models import Part, Workshop


def attention(workshop: Workshop, overview: Overview) -> list[Attention]:
    """What a facilitator should look at now, the worst on top; in a fixed number of statements."""
    found = _of_cities(overview) | _of_groups(workshop, overview) | _of_cards(workshop)
    return needing_attention(workshop.phase, found)


def _of_cities(overview: Overview) -> dict[Concern, list[Thing]]:
    absent = [city for city, people in overview.cities if city.part is Part.LIGHTHOUSE and not people]
    return {Concern.NOBODY_THERE: [Thing(city.name) for city in absent]}


def _of_groups(workshop: Workshop, overview: Overview) -> dict[Concern, list[Thing]]:
    tables = [progress.table for progress in overview.groups if not progress.table.is_closed]
    handed = _measures_handed_over(workshop)
    return {
        Concern.NO_FACILITATOR: _named(table for table in tables if not table.group.facilitator_id),
        Concern.NO_SEAT: _rounds_without_seats(overview),
        Concern.NOBODY_SEATED: _named(table for table in tables if not table.people),
        Concern.NOTHING_HANDED_OVER: _named(t for t in tables if t.group.measure_id not in handed),
        Concern.SILENT: [
            Thing(progress.table.group.name, str(progress.table.group.id), progress.silent)
            for progress in overview.groups
            if progress.table.is_open and progress.silent
        ],
        Concern.NO_RAPPORTEUR: _named(table for table in tables if not table.group.rapporteur_id),
    }


def _of_cards(workshop: Workshop) -> dict[Concern, list[Thing]]:
    holes = readiness(workshop)
    return {
        Concern.NO_EVIDENCE: _numbered(holes.without_evidence),
        Concern.NO_SOLUTION: _numbered(holes.without_solution),
        Concern.NO_OWNER: _numbered(holes.without_owner),
    }


def _named(tables: Iterable[Table]) -> list[Thing]:
    return [Thing(table.group.name, str(table.group.id)) for table in tables]


def _numbered(cards: Iterable[BoardCard]) -> list[Thing]:
    return [Thing(card.wording.title, card.ref) for card in cards]


def _rounds_without_seats(overview: Overview) -> list[Thing]:
    """The rounds that are still to be held and have groups, with how many people have no seat in them."""
    seated: dict[int, int] = {}
    for progress in overview.groups:
        round_id = progress.table.group.round_id
        seated[round_id] = seated.get(round_id, 0) + len(progress.table.people)
    return [
        Thing(entry.session.title, str(entry.session.id), overview.people - seated[entry.session.id])
        for entry in overview.agenda
        if entry.session.kind is SessionKind.BREAKOUT
        and entry.state != "done"
        and seated.get(entry.session.id, overview.people) < overview.people
    ]


def _measures_handed_over(workshop: Workshop) -> set[int]:
    """The ids of the measures that have an issue in sight in the handover that counts."""
    handed = (
        sa.select(Card.measure_id)
        .join(HandedCard, HandedCard.card_id == Card.id)
        .join(Handover, Handover.id == HandedCard.handover_id)
        .where(Handover.workshop_id == workshop.id, Handover.reopened_at.is_(None))
        .where(Card.kind == Kind.ISSUE, ~hidden())
        .distinct()
    )
    return set(db.session.execute(handed).scalars())
