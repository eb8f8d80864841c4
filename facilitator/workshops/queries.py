"""Reads of the workshop and its people."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from facilitator.accounts.models import Account
from facilitator.database import db
from facilitator.errors import N_, NotFound
from facilitator.text import name_key
from facilitator.workshops.models import (
    City,
    FormerLink,
    Measure,
    Membership,
    Organisation,
    Part,
    Participant,
    Workshop,
)
from facilitator.workshops.rules import plain_code


def workshop_with_code(typed: str, *, to_change: bool = False) -> Workshop:
    """The workshop that a code lets in to, however it was typed; locked for whoever will change it."""
    wanted = sa.select(Workshop).filter_by(code=plain_code(typed))
    workshop = db.session.scalars(wanted.with_for_update() if to_change else wanted).one_or_none()
    if workshop is None:
        raise NotFound(
            N_("No workshop has this code. Look at the screen in the room once more."), field="code"
        )
    return workshop


def workshops_of(account_id: int) -> Sequence[Membership]:
    """The workshops in which an account has a role, the latest first."""
    return db.session.scalars(
        sa.select(Membership)
        .join(Workshop, Workshop.id == Membership.workshop_id)
        .where(Membership.account_id == account_id)
        .options(joinedload(Membership.workshop))
        .order_by(Workshop.starts_on.desc(), Workshop.id.desc())
    ).all()


def measures(workshop: Workshop) -> Sequence[Measure]:
    """The measures in their order."""
    return db.session.scalars(
        sa.select(Measure).filter_by(workshop_id=workshop.id).order_by(Measure.position)
    ).all()


def measure_with_prefix(workshop: Workshop, prefix: str) -> Measure:
    """The measure whose issues begin with this prefix."""
    measure = db.session.scalars(
        sa.select(Measure).filter_by(workshop_id=workshop.id, prefix=prefix.upper())
    ).one_or_none()
    if measure is None:
        raise NotFound(N_("There is no such measure in this workshop."))
    return measure


def cities(workshop: Workshop, part: Part | None = None) -> Sequence[City]:
    """The cities by name, of one part if it is given; lighthouse cities first."""
    named = sa.select(City).filter_by(workshop_id=workshop.id).order_by(City.part.desc(), City.name)
    return db.session.scalars(named.where(City.part == part) if part else named).all()


def city_of(workshop: Workshop, city_id: int | None) -> City | None:
    """The city with this id in this workshop, if any."""
    return db.session.scalars(sa.select(City).filter_by(workshop_id=workshop.id, id=city_id)).one_or_none()


def organisations(workshop: Workshop) -> list[Organisation]:
    """Whom people can speak for: lighthouse cities, interested cities, partners; each by name."""
    order = {Part.LIGHTHOUSE: 0, Part.INTERESTED: 1}
    found = db.session.scalars(
        sa.select(Organisation).filter_by(workshop_id=workshop.id).options(joinedload(Organisation.city))
    ).all()
    return sorted(
        found,
        key=lambda organisation: (
            order.get(organisation.city.part, 2) if organisation.city else 2,
            organisation.spoken_name,
        ),
    )


def participants(workshop: Workshop) -> Sequence[Participant]:
    """Everybody who joined, by name."""
    return db.session.scalars(
        sa.select(Participant)
        .filter_by(workshop_id=workshop.id, proxy_by=None)
        .options(joinedload(Participant.organisation).joinedload(Organisation.city))
        .order_by(Participant.display_name, Participant.id)
    ).all()


def headcount(workshop: Workshop) -> int:
    """How many people have joined."""
    people = sa.select(sa.func.count()).select_from(Participant)
    people = people.filter_by(workshop_id=workshop.id, proxy_by=None)
    return db.session.execute(people).scalar_one()


def participant_of(workshop: Workshop, participant_id: int) -> Participant:
    """The participant with this id in this workshop."""
    participant = db.session.scalars(
        sa.select(Participant)
        .filter_by(workshop_id=workshop.id, id=participant_id)
        .options(joinedload(Participant.organisation).joinedload(Organisation.city))
    ).one_or_none()
    if participant is None:
        raise NotFound(N_("There is no such person in this workshop."))
    return participant


def participants_with_ids(ids: Collection[int]) -> Sequence[Participant]:
    """The participants with these ids, each with whom they speak for."""
    return db.session.scalars(
        sa.select(Participant)
        .where(Participant.id.in_(ids))
        .options(joinedload(Participant.organisation).joinedload(Organisation.city))
    ).all()


def participant_with_token(workshop: Workshop, token_hash: str) -> Participant | None:
    """Who in this workshop comes back by this personal token, also by one from when they had joined twice."""
    former = sa.select(FormerLink.participant_id).filter_by(workshop_id=workshop.id, token_hash=token_hash)
    known = sa.select(Participant).filter_by(workshop_id=workshop.id)
    return db.session.scalars(
        known.where(sa.or_(Participant.token_hash == token_hash, Participant.id.in_(former)))
    ).one_or_none()


def names_of_delegation(organisation: Organisation) -> Sequence[str]:
    """The names of those who speak for the same city as this organisation, or for it where it has none."""
    if organisation.city_id:
        theirs = Organisation.city_id == organisation.city_id
    else:
        theirs = Organisation.id == organisation.id
    return db.session.scalars(
        sa.select(Participant.display_name)
        .join(Organisation, Organisation.id == Participant.organisation_id)
        .where(theirs, Participant.workshop_id == organisation.workshop_id, Participant.proxy_by.is_(None))
    ).all()


def doubles(people: Iterable[Participant]) -> list[list[Participant]]:
    """Those who have one name and speak for the same, and may be one person; the first who joined first."""
    alike: dict[tuple[str, str], list[Participant]] = defaultdict(list)
    for person in sorted(people, key=lambda person: person.id):
        alike[person.organisation.spoken_name, name_key(person.display_name)].append(person)
    return [group for group in alike.values() if len(group) > 1]


def delegates(workshop: Workshop, city_id: int) -> int:
    """How many people in the room speak for a city."""
    return db.session.execute(
        sa.select(sa.func.count())
        .select_from(Participant)
        .join(Organisation, Organisation.id == Participant.organisation_id)
        .where(
            Participant.workshop_id == workshop.id,
            Participant.proxy_by.is_(None),
            Organisation.city_id == city_id,
        )
    ).scalar_one()


def team(workshop: Workshop) -> list[Account]:
    """The accounts that have a role in the workshop, by name."""
    return [
        membership.account
        for membership in db.session.scalars(
            sa.select(Membership).filter_by(workshop_id=workshop.id).options(joinedload(Membership.account))
        )
    ]
