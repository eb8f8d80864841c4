"""Set a workshop up, let people in, move it on."""

import hashlib
import hmac
from collections.abc import Iterable, Sequence
from datetime import date

import sqlalchemy as sa

from facilitator import repointing
from facilitator.access.actor import Actor
from facilitator.access.policy import Phase, Role
from facilitator.accounts.models import Account
from facilitator.database import db, table_of
from facilitator.errors import N_, RuleBroken
from facilitator.live.activity import Activity, add, record
from facilitator.live.happenings import Happening
from facilitator.workshops import queries, rules
from facilitator.workshops.models import (
    City,
    FormerLink,
    Measure,
    Membership,
    Organisation,
    Part,
    Participant,
    Project,
    Workshop,
)

CODE_LENGTH = 8  # 39 bits: at a thousand guesses a second ten years, on average
TOKEN_LENGTH = 16  # 78 bits, since a token has no end


def create_workshop(
    *,
    slug: str,
    title: str,
    place: str,
    starts_on: date,
    ends_on: date,
    timezone: str,
    language: str,
    by: Actor,
) -> Workshop:
    """A workshop in preparation, with a fresh code to join by."""
    rules.check_dates(starts_on, ends_on)
    workshop = Workshop(
        slug=slug,
        code=rules.legible(CODE_LENGTH),
        title=title,
        place=place,
        starts_on=starts_on,
        ends_on=ends_on,
        timezone=timezone,
        language=language,
    )
    db.session.add(workshop)
    db.session.flush()
    record(Happening.WORKSHOP_CREATED, workshop, by=by)
    return workshop


def appoint(workshop: Workshop, account: Account, role: Role, *, by: Actor) -> Membership:
    """Give an account a role in the workshop."""
    membership = Membership(workshop_id=workshop.id, account_id=account.id, role=role)
    return add(membership, Happening.MEMBER_APPOINTED, by=by)


def add_project(workshop: Workshop, *, name: str, word_for_interested: str, by: Actor) -> Project:
    """A project that cities take part in."""
    project = Project(workshop_id=workshop.id, name=name, word_for_interested=word_for_interested)
    return add(project, Happening.PROJECT_ADDED, by=by)


def add_measure(
    workshop: Workshop, *, prefix: str, title: str, question: str, prompts: str = "", by: Actor
) -> Measure:
    """A measure, placed after those there are."""
    measures = sa.select(sa.func.count()).where(Measure.workshop_id == workshop.id)
    position = db.session.execute(measures).scalar_one() + 1
    measure = Measure(
        workshop_id=workshop.id,
        prefix=prefix.upper(),
        title=title,
        question=question,
        prompts=prompts,
        position=position,
    )
    return add(measure, Happening.MEASURE_ADDED, by=by)


def add_city(
    workshop: Workshop,
    *,
    name: str,
    country: str,
    part: Part,
    project: Project | None,
    other_names: Iterable[str] = (),
    by: Actor,
) -> City:
    """A city that takes part as lighthouse or interested; `other_names` it has in other languages."""
    rules.check_name_is_new(name, _names(City, workshop), N_("This city is in the workshop already."))
    city = City(
        workshop_id=workshop.id,
        name=name,
        other_names=", ".join(other_names),
        country=country,
        part=part,
        project_id=project.id if project else None,
    )
    return add(city, Happening.CITY_ADDED, by=by)


def add_organisation(workshop: Workshop, *, name: str, city: City | None, by: Actor) -> Organisation:
    """An organisation that people speak for: of a city, or a partner."""
    known = _names(Organisation, workshop)
    rules.check_name_is_new(name, known, N_("This organisation is in the workshop already."))
    organisation = Organisation(workshop_id=workshop.id, name=name, city_id=city.id if city else None)
    return add(organisation, Happening.ORGANISATION_ADDED, by=by)


def _names(kind: type[City | Organisation], workshop: Workshop) -> Sequence[str]:
    return db.session.scalars(sa.select(kind.name).filter_by(workshop_id=workshop.id)).all()


def join_workshop(
    workshop: Workshop,
    *,
    organisation: Organisation,
    display_name: str,
    submission: str,
    secret: str,
    by: Actor,
    is_another: bool = False,
) -> tuple[Participant, str]:
    """Let a person in; returns them and their personal token.

    The token follows from the form's own id, so a second arrival of the same form is the same
    person with the same token, and a form that comes back with another name is refused. Raises
    `HereBefore` where somebody of this name is there, unless it `is_another` person.
    """
    token = personal_token(workshop, submission, secret)
    joined = queries.participant_with_token(workshop, hash_token(token))
    if joined is None:
        rules.check_may_join(workshop.phase)
        if not is_another:
            rules.check_is_somebody_else(display_name, queries.names_of_delegation(organisation))
        participant = Participant(
            workshop_id=workshop.id,
            organisation_id=organisation.id,
            display_name=display_name,
            token_hash=hash_token(token),
            submission=submission,
        )
        return add(participant, Happening.PARTICIPANT_JOINED, by=by), token
    if (joined.organisation_id, joined.display_name) != (organisation.id, display_name):
        raise RuleBroken(
            N_("This form has already let %(name)s in. Reload the page to join as somebody else."),
            field="display_name",
            name=joined.display_name,
        )
    return joined, token


def change_organisation(participant: Participant, organisation: Organisation, *, by: Actor) -> None:
    """Let somebody who joined for the wrong one speak for another; all they have said goes with them."""
    if participant.organisation_id == organisation.id:
        return
    record(
        Happening.PARTICIPANT_MOVED,
        participant,
        by=by,
        organisation=organisation,
        before=participant.organisation_id,
    )
    participant.organisation_id = organisation.id
    db.session.flush()


def pair_of(kept: Participant, double: Participant) -> str:
    """Tells these two entries from any others, also from those that get the number of one that is gone."""
    told = [(entry.id, entry.submission, entry.joined_at.isoformat()) for entry in (kept, double)]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def merge_participants(kept: Participant, double: Participant, *, by: Actor) -> None:
    """Make one person of somebody who joined twice: all that either said and was given is that of `kept`.

    Of two answers to the same question the later counts, of two seats in a round that of `kept`. What gives
    way stays in the activity. The personal links of both lead to the one.
    """
    is_proxy = kept.proxy_by is not None or double.proxy_by is not None
    rules.check_may_merge(is_same=kept.id == double.id, is_proxy=is_proxy)
    was = {name: getattr(double, name) for name in ("id", "display_name", "organisation_id")}
    was["joined_at"] = double.joined_at.isoformat()
    link = FormerLink(workshop_id=kept.workshop_id, participant_id=kept.id, token_hash=double.token_hash)
    gave_way = repointing.plan(table_of(Participant), double.id, kept.id).apply()
    about = [happening for happening in Happening if happening.table == Participant.__tablename__]
    db.session.execute(
        sa.update(Activity)
        .where(Activity.workshop_id == kept.workshop_id, Activity.happened.in_(about))
        .where(Activity.subject_id == double.id)
        .values(subject_id=kept.id)
    )
    db.session.delete(double)
    db.session.add(link)
    db.session.flush()
    record(Happening.PARTICIPANT_MERGED, kept, by=by, double=was, gave_way=gave_way)


def renew_personal_link(participant: Participant, *, by: Actor) -> str:
    """A new personal token for somebody who lost theirs; the old one stops working."""
    token = rules.legible(TOKEN_LENGTH)
    participant.token_hash = hash_token(token)
    db.session.execute(sa.delete(FormerLink).filter_by(participant_id=participant.id))
    record(Happening.PARTICIPANT_LINK_RENEWED, participant, by=by)
    return token


def move_workshop(workshop: Workshop, to: Phase, *, by: Actor) -> None:
    """Take the workshop to the phase before or after, as its course allows."""
    rules.check_may_move(workshop.phase, to)
    enter_phase(workshop, to, by=by)


def enter_phase(workshop: Workshop, to: Phase, *, by: Actor) -> None:
    """Write down that a phase begins; for operations that have checked that it may."""
    record(Happening.WORKSHOP_MOVED, workshop, by=by, came_from=workshop.phase, to=to)
    workshop.phase = to


def hash_token(token: str) -> str:
    """What is kept of a personal token."""
    return hashlib.sha256(token.encode()).hexdigest()


def personal_token(workshop: Workshop, submission: str, secret: str) -> str:
    """The token that joining by this form gives; who holds the secret can work it out again."""
    digest = hmac.digest(secret.encode(), f"{workshop.id}:{submission}".encode(), "sha256")
    return "".join(rules.LEGIBLE[byte % len(rules.LEGIBLE)] for byte in digest[:TOKEN_LENGTH])
