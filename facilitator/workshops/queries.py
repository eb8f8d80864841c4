"""Reads of the workshop and its people."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from facilitator.access.policy import Role
from facilitator.accounts.models import Account
from facilitator.database import db, now
from facilitator.errors import N_, NotFound
from facilitator.text import alphabetical, search_key
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
from facilitator.workshops.presence import in_the_room, is_head
from facilitator.workshops.roster.names import person_key
from facilitator.workshops.rules import plain_code

# What makes up the content of a measure: what was said of it, and who talks about it.
CONTENT = ("card", "approach_answer", "group")

Row = TypeVar("Row", bound=City | Measure | Organisation)


def offered(rows: Iterable[Row]) -> list[Row]:
    """Those that are not retired."""
    return [row for row in rows if row.is_offered]


def workshop_with_code(typed: str, *, to_change: bool = False) -> Workshop:
    """The workshop that a code lets in to, however it was typed; locked for whoever will change it."""
    wanted = sa.select(Workshop).filter_by(code=plain_code(typed))
    workshop = db.session.scalars(wanted.with_for_update() if to_change else wanted).one_or_none()
    if workshop is None:
        raise NotFound(
            N_("No workshop has this code. Please check the code on the screen in the room."), field="code"
        )
    return workshop


def slugs() -> set[str]:
    """The addresses of all workshops on this server."""
    return set(db.session.scalars(sa.select(Workshop.slug)))


def workshop_created_by_form(submission: str, account_id: int) -> Workshop | None:
    """The workshop that an account has created by a form of this id already, if any."""
    return db.session.scalars(
        sa.select(Workshop)
        .join(Membership, Membership.workshop_id == Workshop.id)
        .where(Workshop.submission == submission, Membership.account_id == account_id)
    ).one_or_none()


def workshops_of(account_id: int) -> Sequence[Membership]:
    """The workshops in which an account has a role, but for rehearsals; the latest first."""
    return db.session.scalars(
        sa.select(Membership)
        .join(Workshop, Workshop.id == Membership.workshop_id)
        .where(Membership.account_id == account_id, Workshop.rehearsal_of.is_(None))
        .options(joinedload(Membership.workshop))
        .order_by(Workshop.starts_on.desc(), Workshop.id.desc())
    ).all()


WORKSHOPS_A_PAGE = 50


class WorkshopList(NamedTuple):
    """A page of the workshops of an account: how many fit in all, and how many are in the archive.

    Rehearsals are none of them; `rehearsals` has the addresses of those in which the account has a role, by
    the id of their workshop.
    """

    memberships: Sequence[Membership]
    found: int
    archived: int
    rehearsals: Mapping[int, str]


_LISTED = Workshop.title, Workshop.place, Workshop.archived_at, Workshop.rehearsal_of, Workshop.slug


def list_workshops(account_id: int, *, words: str, archived: bool, page: int) -> WorkshopList:
    """The workshops of an account whose title or place has these words, in the archive or not, latest first.

    Of them the `page` that is asked for, counted from one.
    """
    wanted = search_key(words).split()
    rows = db.session.execute(
        sa.select(Membership.id, *_LISTED)
        .join(Workshop, Workshop.id == Membership.workshop_id)
        .where(Membership.account_id == account_id)
        .order_by(Workshop.starts_on.desc(), Workshop.id.desc())
    ).all()
    rehearsals = {row.rehearsal_of: row.slug for row in rows if row.rehearsal_of is not None}
    rows = [row for row in rows if row.rehearsal_of is None]
    there = [row for row in rows if (row.archived_at is not None) is archived]
    if wanted:
        there = [row for row in there if _has(f"{row.title} {row.place}", wanted)]
    shown = [row.id for row in there[(page - 1) * WORKSHOPS_A_PAGE : page * WORKSHOPS_A_PAGE]]
    memberships = db.session.scalars(
        sa.select(Membership).where(Membership.id.in_(shown)).options(joinedload(Membership.workshop))
    ).all()
    in_order = sorted(memberships, key=lambda membership: shown.index(membership.id))
    in_archive = sum(row.archived_at is not None for row in rows)
    return WorkshopList(in_order, len(there), in_archive, rehearsals)


def _has(text: str, words: Iterable[str]) -> bool:
    key = search_key(text)
    return all(word in key for word in words)


def workshop_to_copy(slug: str, account_id: int) -> Workshop:
    """The workshop of this address, for one of its organisers."""
    workshop = db.session.scalars(
        sa.select(Workshop)
        .join(Membership, Membership.workshop_id == Workshop.id)
        .where(Workshop.slug == slug, Membership.account_id == account_id, Membership.role == Role.ORGANISER)
        .where(Workshop.rehearsal_of.is_(None))
    ).one_or_none()
    if workshop is None:
        raise NotFound(N_("This workshop was not found, or you are not its organiser."))
    return workshop


def measures(workshop: Workshop) -> Sequence[Measure]:
    """The measures in their order."""
    return db.session.scalars(
        sa.select(Measure).filter_by(workshop_id=workshop.id).order_by(Measure.position)
    ).all()


def shown_measures(workshop: Workshop) -> list[Measure]:
    """The measures that pages about what was said show: a hidden one only where there is something of it."""
    there = measures(workshop)
    hidden = [measure.id for measure in there if not measure.is_offered]
    said = _with_content(hidden) if hidden else set()
    return [measure for measure in there if measure.is_offered or measure.id in said]


def _with_content(measure_ids: Collection[int]) -> set[int]:
    tables = [Measure.metadata.tables[name] for name in CONTENT]
    of_these = [sa.select(table.c.measure_id).where(table.c.measure_id.in_(measure_ids)) for table in tables]
    return set(db.session.execute(sa.union(*of_these)).scalars())


def measure_with_prefix(workshop: Workshop, prefix: str) -> Measure:
    """The measure whose issues begin with this prefix."""
    measure = db.session.scalars(
        sa.select(Measure).filter_by(workshop_id=workshop.id, prefix=prefix.upper())
    ).one_or_none()
    if measure is None:
        raise NotFound(N_("This measure was not found."))
    return measure


_ORDER = {Part.LIGHTHOUSE: 0, Part.INTERESTED: 1}


def cities(workshop: Workshop, part: Part | None = None) -> Sequence[City]:
    """The cities by name, of one part if it is given; lighthouse cities first."""
    wanted = sa.select(City).filter_by(workshop_id=workshop.id)
    found = db.session.scalars(wanted.where(City.part == part) if part else wanted).all()
    return sorted(found, key=place_of_city)


def place_of_city(city: City) -> tuple[int, tuple[str, str]]:
    """What cities are sorted by: lighthouse cities, interested ones; each by name."""
    return _ORDER[city.part], alphabetical(city.name)


def city_of(workshop: Workshop, city_id: int | None) -> City | None:
    """The city with this id in this workshop, if any."""
    return db.session.scalars(sa.select(City).filter_by(workshop_id=workshop.id, id=city_id)).one_or_none()


def organisations(workshop: Workshop) -> list[Organisation]:
    """Whom people can speak for: lighthouse cities, interested cities, partners; each by name."""
    found = db.session.scalars(
        sa.select(Organisation).filter_by(workshop_id=workshop.id).options(joinedload(Organisation.city))
    ).all()
    return sorted(
        found,
        key=lambda each: (place_of(each), alphabetical(each.name)),
    )


def place_of(organisation: Organisation) -> tuple[int, tuple[str, str]]:
    """What organisations are sorted by: lighthouse cities, interested ones, partners; each by name."""
    part = _ORDER[organisation.city.part] if organisation.city else len(_ORDER)
    return part, alphabetical(organisation.spoken_name)


def participants(workshop: Workshop, *, which: sa.ColumnElement[bool] | None = None) -> Sequence[Participant]:
    """Everybody on the list or there, by name; or those `which` a condition of `presence` picks."""
    people = db.session.scalars(
        sa.select(Participant)
        .where(Participant.workshop_id == workshop.id, is_head() if which is None else which)
        .options(joinedload(Participant.organisation).joinedload(Organisation.city))
        .order_by(Participant.id)
    )
    return by_name(people)


def by_name(people: Iterable[Participant]) -> list[Participant]:
    """People in the order of the alphabet."""
    return sorted(people, key=lambda person: alphabetical(person.display_name))


def by_city(people: Iterable[Participant]) -> list[Participant]:
    """People by whom they speak for, lighthouse cities, interested ones, partners; then by name."""
    return sorted(by_name(people), key=lambda person: place_of(person.organisation))


def found_among(people: Iterable[Participant], typed: str) -> list[Participant]:
    """Those who have every word that was typed in their name, city or organisation, in any spelling."""
    words = search_key(typed).split()
    return [person for person in people if all(word in person.search_key for word in words)]


def has_people(workshop: Workshop) -> bool:
    """Whether anybody is on the list or there."""
    anybody = sa.select(Participant.id).where(Participant.workshop_id == workshop.id, is_head()).limit(1)
    return db.session.execute(anybody).first() is not None


def has_rehearsal(workshop: Workshop) -> bool:
    """Whether the workshop is being rehearsed."""
    rehearsed = sa.select(Workshop.id).where(Workshop.rehearsal_of == workshop.id)
    return db.session.execute(rehearsed).first() is not None


def headcount(workshop: Workshop) -> int:
    """How many people are in the room."""
    people = sa.select(sa.func.count()).select_from(Participant)
    people = people.where(Participant.workshop_id == workshop.id, in_the_room())
    return db.session.execute(people).scalar_one()


def participant_of(workshop: Workshop, participant_id: int) -> Participant:
    """The participant with this id in this workshop."""
    participant = db.session.scalars(
        sa.select(Participant)
        .filter_by(workshop_id=workshop.id, id=participant_id)
        .options(joinedload(Participant.organisation).joinedload(Organisation.city))
    ).one_or_none()
    if participant is None:
        raise NotFound(N_("This person was not found."))
    return participant


def person_of(workshop: Workshop, participant_id: int) -> Participant:
    """The person with this id in this workshop; a proxy is none."""
    person = participant_of(workshop, participant_id)
    if person.proxy_by is not None:
        raise NotFound(N_("This person was not found."))
    return person


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


def delegation_of(organisation: Organisation) -> Sequence[Participant]:
    """Those who speak for the same city as this organisation, or for it where it has none, joined or not."""
    if organisation.city_id:
        theirs = Organisation.city_id == organisation.city_id
    else:
        theirs = Organisation.id == organisation.id
    return db.session.scalars(
        sa.select(Participant)
        .join(Organisation, Organisation.id == Participant.organisation_id)
        .where(theirs, Participant.workshop_id == organisation.workshop_id, is_head())
        .order_by(Participant.id)
    ).all()


def doubles(people: Iterable[Participant]) -> list[list[Participant]]:
    """Those who have one name and speak for the same, and may be one person; the first who joined first."""
    alike: dict[tuple[str, str], list[Participant]] = defaultdict(list)
    for person in sorted(people, key=lambda person: person.id):
        alike[person.organisation.spoken_name, person_key(person.display_name)].append(person)
    return [group for group in alike.values() if len(group) > 1]


def delegates(workshop: Workshop, city_id: int) -> int:
    """How many people in the room speak for a city."""
    return db.session.execute(
        sa.select(sa.func.count())
        .select_from(Participant)
        .join(Organisation, Organisation.id == Participant.organisation_id)
        .where(
            Participant.workshop_id == workshop.id,
            in_the_room(),
            Organisation.city_id == city_id,
        )
    ).scalar_one()


def organisers(workshop: Workshop) -> Sequence[str]:
    """The names of those who own the workshop."""
    names = sa.select(Account.name).join(Membership, Membership.account_id == Account.id)
    of_it = names.filter(Membership.workshop_id == workshop.id, Membership.role == Role.ORGANISER)
    return sorted(db.session.scalars(of_it), key=alphabetical)


def team_with_role(workshop: Workshop, role: Role) -> Sequence[Account]:
    """The accounts that have this role in the workshop, by name."""
    members = sa.select(Account).join(Membership, Membership.account_id == Account.id)
    of_role = members.where(Membership.workshop_id == workshop.id, Membership.role == role)
    return sorted(db.session.scalars(of_role), key=lambda account: (alphabetical(account.name), account.id))


def team(workshop: Workshop) -> list[Account]:
    """The accounts that have a role in the workshop, by name."""
    return [
        membership.account
        for membership in db.session.scalars(
            sa.select(Membership).filter_by(workshop_id=workshop.id).options(joinedload(Membership.account))
        )
    ]


def today(workshop: Workshop) -> date:
    """The day that it is at the workshop."""
    return today_in(workshop.timezone)


def today_in(timezone: str) -> date:
    """The day that it is in a time zone, by its name."""
    return now().astimezone(ZoneInfo(timezone)).date()
