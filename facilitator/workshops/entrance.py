"""Who is at the door of a workshop: what the gate asks before any page is made."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from facilitator.access.actor import NOBODY, Actor, ParticipantActor, TeamActor
from facilitator.access.current import Door
from facilitator.access.policy import Role
from facilitator.accounts.models import Account
from facilitator.database import ask, db
from facilitator.errors import N_, NotFound
from facilitator.live.activity import in_gaps, news_of_all, news_of_topics
from facilitator.live.polling import News
from facilitator.terminology import terminology_of
from facilitator.workshops.models import (
    City,
    FormerLink,
    Membership,
    Organisation,
    Part,
    Participant,
    Workshop,
)
from facilitator.workshops.operations import hash_token

# One statement finds the workshop and, by their token, the participant: a whole room asks it at once.
_DOOR = (
    sa.select(
        Workshop.id,
        Workshop.slug,
        Workshop.code,
        Workshop.phase,
        Workshop.title,
        Workshop.place,
        Workshop.starts_on,
        Workshop.timezone,
        Workshop.terminology,
        Workshop.rehearsal_of,
        Participant.id,
        Participant.display_name,
        Organisation.name,
        City.id,
        City.name,
        City.part,
    )
    .select_from(Workshop)
    .outerjoin(
        Participant,
        sa.and_(
            Participant.workshop_id == Workshop.id,
            Participant.token_hash == sa.bindparam("token_hash"),
            # Who is on the list comes in by joining, and has no page before that.
            Participant.joined_at.is_not(None),
        ),
    )
    .outerjoin(Organisation, Organisation.id == Participant.organisation_id)
    .outerjoin(City, City.id == Organisation.city_id)
    .where(Workshop.slug == sa.bindparam("slug"))
)
_PERSON = 10  # where the participant's id stands in it
_PRESENT_TOKEN = (
    sa.select(Participant.token_hash)
    .join(FormerLink, FormerLink.participant_id == Participant.id)
    .where(FormerLink.token_hash == sa.bindparam("token_hash"))
)
# A page that is polled asks in the same breath whether anything has happened to what it shows.
_DOOR_WITH_NEWS = _DOOR.add_columns(news_of_all(Workshop.id), news_of_topics(Workshop.id))
# One writer at a time in a workshop, from the first read to the commit.
_DOOR_TO_CHANGE = _DOOR.with_for_update(of=Workshop)


def find(
    slug: str, token: str | None, *, topics: Sequence[str] | None = None, to_change: bool = False
) -> tuple[Door, Actor, News | None]:
    """The workshop, the participant who holds the token (or NOBODY), and what is new of the topics.

    `topics` are given by a page that is polled; without them no news is looked up. Who is `to_change`
    something holds the workshop from here to the commit. Raises `NotFound` if there is no such workshop.
    """
    token_hash = token and hash_token(token)
    found = _ask(slug, token_hash, topics, to_change=to_change)
    if token_hash and found[_PERSON] is None:
        # Who had joined twice comes with either link; nobody else pays for the question.
        present = ask(_PRESENT_TOKEN, {"token_hash": token_hash}).scalar()
        found = _ask(slug, present, topics, to_change=to_change) if present else found
    news = None
    if topics is not None:
        *found, of_all, of_topics = found
        news = News(of_all or 0, of_topics or 0)
    workshop_id, slug, code, phase, title, place, starts_on, timezone, words, rehearsal_of, *person = found
    door = Door(
        workshop_id,
        slug,
        code,
        phase,
        title,
        place,
        starts_on,
        timezone,
        terminology_of(words),
        rehearsal_of,
        lambda: db.session.get_one(Workshop, workshop_id),
    )
    return door, _participant(workshop_id, *person), news


def _ask(slug: str, token_hash: str | None, topics: Sequence[str] | None, *, to_change: bool) -> Any:
    asked = {"slug": slug, "token_hash": token_hash}
    if topics is not None:
        found = ask(_DOOR_WITH_NEWS, asked | in_gaps(topics)).one_or_none()
    else:
        found = ask(_DOOR_TO_CHANGE if to_change else _DOOR, asked).one_or_none()
    if found is None:
        raise NotFound(N_("This workshop was not found."))
    return found


def member(workshop_id: int, account: Account) -> Actor:
    """The account as a member of the workshop's team; NOBODY if it is none."""
    role = db.session.execute(
        sa.select(Membership.role).filter_by(workshop_id=workshop_id, account_id=account.id)
    ).scalar()
    if role is None:
        return NOBODY
    return TeamActor(account.id, frozenset({role}), account.name, workshop_id)


def name_of_account(id_: int | None) -> str:
    """The name of an account; empty if there is none."""
    return db.session.scalars(sa.select(Account.name).filter_by(id=id_)).one_or_none() or ""


def introduction_of(participant_id: int, workshop_id: int) -> str:
    """A participant's name and whom they speak for; empty if the workshop has no such participant."""
    asked = sa.select(Participant).filter_by(id=participant_id, workshop_id=workshop_id)
    found = db.session.scalars(asked).one_or_none()
    return found.introduction if found else ""


def _participant(
    workshop_id: int,
    id_: int | None,
    name: str,
    organisation: str,
    city_id: int | None,
    city: str | None,
    part: Part | None,
) -> Actor:
    if id_ is None:
        return NOBODY
    return ParticipantActor(
        workshop_id=workshop_id,
        participant_id=id_,
        city_id=city_id,
        roles=frozenset({Role(part) if part else Role.PARTNER}),
        name=name,
        speaks_for=city or organisation,
    )
