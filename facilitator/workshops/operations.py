"""Set a workshop up, let people in, move it on."""

import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from secrets import token_hex
from typing import TypeVar

import sqlalchemy as sa

from facilitator import repointing
from facilitator.access.actor import Actor
from facilitator.access.policy import Phase, Role
from facilitator.accounts.models import Account
from facilitator.database import db, now, table_of
from facilitator.errors import N_, RuleBroken, of_entry
from facilitator.live.activity import Activity, add, add_all, record
from facilitator.live.events import Event
from facilitator.mail.models import MailKind
from facilitator.mail.operations import cancel_waiting
from facilitator.terminology import terminology_with
from facilitator.workshops import queries, rules
from facilitator.workshops.models import (
    City,
    FormerEntry,
    FormerLink,
    Measure,
    Membership,
    Organisation,
    Part,
    Participant,
    Project,
    Workshop,
)

Named = TypeVar("Named", City, Organisation, Project)

CODE_LENGTH = 8  # 39 bits: at a thousand guesses a second ten years, on average
TOKEN_LENGTH = 16  # 78 bits, since a token has no end
BADGE_LENGTH = 10  # 48 bits, since a badge lets in once


def create_workshop(
    *,
    slug: str,
    title: str,
    place: str,
    starts_on: date,
    ends_on: date,
    timezone: str,
    language: str,
    submission: str | None = None,
    by: Actor,
) -> Workshop:
    """A workshop in preparation, with a fresh code to join by; `submission` is the id of the form, if any."""
    rules.check_dates(starts_on, ends_on)
    rules.check_timezone(timezone)
    workshop = Workshop(
        slug=slug,
        code=rules.legible(CODE_LENGTH),
        title=title,
        place=place,
        starts_on=starts_on,
        ends_on=ends_on,
        timezone=timezone,
        language=language,
        submission=submission,
    )
    db.session.add(workshop)
    db.session.flush()
    record(Event.WORKSHOP_CREATED, workshop, by=by)
    return workshop


def change_details(
    workshop: Workshop,
    *,
    title: str,
    place: str,
    starts_on: date,
    ends_on: date,
    timezone: str,
    days_planned: int,
    by: Actor,
) -> None:
    """Another title, place, time zone or other days; `days_planned` is the last day of the agenda.

    The agenda counts its days from the first one, and so moves with it.
    """
    rules.check_dates(starts_on, ends_on)
    rules.check_days_suffice(starts_on, ends_on, days_planned)
    rules.check_timezone(timezone)
    new = {"title": title, "place": place, "starts_on": starts_on, "ends_on": ends_on, "timezone": timezone}
    before = {
        name: getattr(workshop, name) for name, value in new.items() if getattr(workshop, name) != value
    }
    if not before:
        return
    for name in before:
        setattr(workshop, name, new[name])
    record(Event.WORKSHOP_CHANGED, workshop, by=by, before={name: str(was) for name, was in before.items()})


def archive_workshop(workshop: Workshop, *, by: Actor) -> None:
    """Leave a workshop out of lists; whoever has its address comes in as before."""
    if workshop.archived_at is None:
        workshop.archived_at = now()
        record(Event.WORKSHOP_ARCHIVED, workshop, by=by)


def restore_workshop(workshop: Workshop, *, by: Actor) -> None:
    """Show an archived workshop in lists again."""
    if workshop.archived_at is not None:
        workshop.archived_at = None
        record(Event.WORKSHOP_RESTORED, workshop, by=by)


def appoint(workshop: Workshop, account: Account, role: Role, *, by: Actor) -> Membership:
    """Give an account a role in the workshop."""
    membership = Membership(workshop_id=workshop.id, account_id=account.id, role=role)
    return add(membership, Event.MEMBER_APPOINTED, by=by)


def add_project(workshop: Workshop, *, name: str, word_for_interested: str, by: Actor) -> Project:
    """A project that cities take part in."""
    return add_projects(workshop, [Project(name=name, word_for_interested=word_for_interested)], by=by)[0]


def add_projects(workshop: Workshop, projects: Sequence[Project], *, by: Actor) -> Sequence[Project]:
    """Projects, as rows that no workshop has yet; raises `EntryBroken` for one that is there already."""
    return _add_named(workshop, projects, rules.PROJECT_IS_THERE, Event.PROJECT_ADDED, by)


def add_measure(
    workshop: Workshop,
    *,
    prefix: str,
    title: str,
    question: str,
    prompts: str = "",
    colour: int | None = None,
    by: Actor,
) -> Measure:
    """A measure, placed after those there are; without a `colour` it has that of its place."""
    measure = Measure(prefix=prefix, title=title, question=question, prompts=prompts, colour=colour)
    return add_measures(workshop, [measure], by=by)[0]


def add_measures(workshop: Workshop, measures: Sequence[Measure], *, by: Actor) -> Sequence[Measure]:
    """Measures, as rows that no workshop has yet, placed after those there are in this order."""
    number = sa.select(sa.func.count()).where(Measure.workshop_id == workshop.id)
    there = db.session.execute(number).scalar_one()
    for entry, measure in enumerate(measures):
        measure.workshop_id, measure.prefix = workshop.id, measure.prefix.upper()
        measure.position = there + entry + 1
        with of_entry(entry):
            rules.check_prefix(measure.prefix)
    return add_all(measures, Event.MEASURE_ADDED, by=by)


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
    city = City(
        name=name,
        other_names=", ".join(other_names),
        country=country,
        part=part,
        project_id=project.id if project else None,
    )
    return add_cities(workshop, [city], by=by)[0]


def add_cities(workshop: Workshop, cities: Sequence[City], *, by: Actor) -> Sequence[City]:
    """Cities, as rows that no workshop has yet; raises `EntryBroken` for one that is there already."""
    return _add_named(workshop, cities, rules.CITY_IS_THERE, Event.CITY_ADDED, by)


def add_organisation(workshop: Workshop, *, name: str, city: City | None, by: Actor) -> Organisation:
    """An organisation that people speak for: of a city, or a partner."""
    organisation = Organisation(name=name, city_id=city.id if city else None)
    return add_organisations(workshop, [organisation], by=by)[0]


def add_organisations(
    workshop: Workshop, organisations: Sequence[Organisation], *, by: Actor
) -> Sequence[Organisation]:
    """Organisations, as rows that no workshop has yet; raises `EntryBroken` for one that is there already."""
    return _add_named(workshop, organisations, rules.ORGANISATION_IS_THERE, Event.ORGANISATION_ADDED, by)


def _add_named(
    workshop: Workshop, rows: Sequence[Named], sentence: str, event: Event, by: Actor
) -> Sequence[Named]:
    if not rows:
        return rows
    known = db.session.scalars(sa.select(type(rows[0]).name).filter_by(workshop_id=workshop.id))
    rules.check_names_are_new([row.name for row in rows], known, sentence)
    for row in rows:
        row.workshop_id = workshop.id
    return add_all(rows, event, by=by)


def organisation_for(workshop: Workshop, city: City, *, by: Actor) -> Organisation:
    """Whom people of a city speak for who name nothing but the city: its first organisation, or a new one."""
    known = db.session.scalars(
        sa.select(Organisation).filter_by(city_id=city.id).order_by(Organisation.id)
    ).first()
    return known or add_organisation(workshop, name=city.name, city=city, by=by)


def join_workshop(
    workshop: Workshop,
    *,
    organisation: Organisation,
    display_name: str,
    submission: str,
    secret: str,
    by: Actor,
    is_another: bool = False,
    is_listed: bool = False,
) -> tuple[Participant, str]:
    """Let a person in; returns them and their personal token.

    The token follows from the form's own id, so a second arrival of the same form is the same
    person with the same token, and a form that comes back with another name is refused. Unless it
    `is_another` person, raises `OnTheList` where somebody of this name is expected and has not said that they
    are the one who `is_listed`, `ListedInPart` where the name is a part of theirs, and `HereBefore` where
    somebody of this name is there.
    """
    token = personal_token(workshop.id, submission, secret)
    joined = queries.participant_with_token(workshop, hash_token(token))
    if joined is not None and is_listed:
        return joined, token
    if joined is None:
        rules.check_may_join(workshop.phase)
        listed = None if is_another else _expected_or_new(organisation, display_name)
        if listed is not None and is_listed:
            return _join_by_form(listed, submission, token, by=by), token
        rules.check_is_not_listed(listed.id if listed else None)
        participant = Participant(
            workshop_id=workshop.id,
            organisation_id=organisation.id,
            display_name=display_name,
            token_hash=hash_token(token),
            link_seed=submission,
            submission=submission,
            joined_at=now(),
        )
        return add(participant, Event.PARTICIPANT_JOINED, by=by), token
    if (joined.organisation_id, joined.display_name) != (organisation.id, display_name):
        raise RuleBroken(
            N_("%(name)s has already joined with this form. Reload the page to join as another person."),
            field="display_name",
            name=joined.display_name,
        )
    return joined, token


def _expected_or_new(organisation: Organisation, display_name: str) -> Participant | None:
    """Who of those expected somebody of this name is; asks them where one of this name is there already."""
    delegation = queries.delegation_of(organisation)
    expected = {each.id: each for each in delegation if each.joined_at is None}
    listed = rules.listed_as(display_name, {id_: each.display_name for id_, each in expected.items()})
    if listed is None:
        rules.check_is_somebody_else(display_name, [each.display_name for each in delegation])
        return None
    return expected[listed]


def _join_by_form(listed: Participant, submission: str, token: str, *, by: Actor) -> Participant:
    """Let somebody who is expected in by a form; the link that they were given before leads to them, too."""
    before = FormerLink(
        workshop_id=listed.workshop_id, participant_id=listed.id, token_hash=listed.token_hash
    )
    db.session.add(before)
    listed.submission = listed.link_seed = submission
    listed.token_hash = hash_token(token)
    join_as_listed(listed, by=by)
    return listed


def join_as_listed(listed: Participant, *, by: Actor) -> None:
    """Let somebody in who is expected, by their own link; who has joined already stays as they are."""
    if listed.joined_at is not None:
        return
    rules.check_may_join(db.session.get_one(Workshop, listed.workshop_id).phase)
    listed.joined_at, listed.left_at = now(), None
    db.session.flush()
    record(Event.PARTICIPANT_JOINED, listed, by=by)


def change_organisation(participant: Participant, organisation: Organisation, *, by: Actor) -> None:
    """Let somebody who joined for the wrong one speak for another; all they have said goes with them."""
    if participant.organisation_id == organisation.id:
        return
    record(
        Event.PARTICIPANT_MOVED,
        participant,
        by=by,
        organisation=organisation,
        before=participant.organisation_id,
    )
    participant.organisation_id = organisation.id
    db.session.flush()


def merge_participants(kept: Participant, double: Participant, *, by: Actor) -> None:
    """Make one person of somebody who joined twice: all that either said and was given is that of `kept`.

    Of two answers to the same question the later counts, of two seats in a round that of `kept`. What gives
    way stays in the activity. The personal links and the badges of both lead to the one.
    """
    is_proxy = kept.proxy_by is not None or double.proxy_by is not None
    rules.check_may_merge(is_same=kept.id == double.id, is_proxy=is_proxy)
    was = {name: getattr(double, name) for name in ("id", "display_name", "organisation_id")}
    was |= {moment: at and at.isoformat() for moment, at in _moments(double).items()}
    to_kept = {"workshop_id": kept.workshop_id, "participant_id": kept.id}
    former = [
        FormerLink(**to_kept, token_hash=double.token_hash),
        FormerEntry(**to_kept, former_id=double.id),
    ]
    facts = rules.of_one_person(_moments(kept), _moments(double)) | {"email": kept.email or double.email}
    gave_way = repointing.plan(table_of(Participant), double.id, kept.id).apply()
    about = [event for event in Event if event.table == Participant.__tablename__]
    db.session.execute(
        sa.update(Activity)
        .where(Activity.workshop_id == kept.workshop_id, Activity.happened.in_(about))
        .where(Activity.subject_id == double.id)
        .values(subject_id=kept.id)
    )
    db.session.delete(double)
    db.session.add_all(former)
    for name, value in facts.items():
        setattr(kept, name, value)
    db.session.flush()
    record(Event.PARTICIPANT_MERGED, kept, by=by, double=was, gave_way=gave_way)


def _moments(participant: Participant) -> dict[str, datetime | None]:
    return {moment: getattr(participant, moment) for moment in rules.MOMENTS}


def renew_personal_link(participant: Participant, *, secret: str, by: Actor) -> str:
    """A new personal token for somebody who lost theirs; the old one stops working."""
    cancel_waiting(MailKind.PERSONAL_LINK, participant_id=participant.id)
    participant.link_seed = new_link_seed()
    token = personal_token(participant.workshop_id, participant.link_seed, secret)
    participant.token_hash = hash_token(token)
    db.session.execute(sa.delete(FormerLink).filter_by(participant_id=participant.id))
    record(Event.PARTICIPANT_LINK_RENEWED, participant, by=by)
    return token


def set_terminology(workshop: Workshop, words: Mapping[str, str], *, by: Actor) -> None:
    """Call things otherwise in a workshop: its words by noun or by key of a term; an empty word is ours."""
    rules.check_terminology(words)
    stored = terminology_with(words).stored
    if stored != workshop.terminology:
        record(Event.WORKSHOP_TERMINOLOGY_SET, workshop, by=by, before=workshop.terminology)
        workshop.terminology = stored


def move_workshop(workshop: Workshop, to: Phase, *, by: Actor) -> None:
    """Take the workshop to the phase before or after, as its course allows."""
    rules.check_may_move(workshop.phase, to)
    enter_phase(workshop, to, by=by)


def close_workshop(workshop: Workshop, *, by: Actor) -> None:
    """End the workshop: nobody adds or answers anything from now on."""
    rules.check_may_close(workshop.phase)
    enter_phase(workshop, Phase.CLOSED, by=by)


def reopen_workshop(workshop: Workshop, *, by: Actor) -> None:
    """Take a closed workshop back to its second day."""
    rules.check_may_reopen(workshop.phase)
    enter_phase(workshop, Phase.DAY_TWO, by=by)


def enter_phase(workshop: Workshop, to: Phase, *, by: Actor) -> None:
    """Write down that a phase begins; for operations that have checked that it may."""
    record(Event.WORKSHOP_MOVED, workshop, by=by, came_from=workshop.phase, to=to)
    workshop.phase = to


def hash_token(token: str) -> str:
    """What is kept of a personal token."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_link_seed() -> str:
    """What a personal link follows from that belongs to no form: 128 bits that nobody else has seen."""
    return token_hex(16)


def token_of(participant: Participant, secret: str) -> str:
    """The personal token that somebody has, to be given again; empty where only its hash is known."""
    token = personal_token(participant.workshop_id, participant.link_seed or "", secret)
    return token if hash_token(token) == participant.token_hash else ""


def personal_token(workshop_id: int, seed: str, secret: str) -> str:
    """The token that follows from a link's seed; who holds the secret can work it out again."""
    return _follows_from(f"{workshop_id}:{seed}", TOKEN_LENGTH, secret)


def badge_code(workshop_id: int, participant_id: int, secret: str) -> str:
    """What the QR code on somebody's badge says: who they are, signed; the same as long as they are there.

    It follows from nothing that a personal token does, since everybody in the room can read it.
    """
    return f"{participant_id}-{_follows_from(f'badge:{workshop_id}:{participant_id}', BADGE_LENGTH, secret)}"


def city_token(about: str, city_id: int, secret: str) -> str:
    """What a city's own link ends with: which one it is, signed; `about` says what the link is for."""
    signed = _follows_from(f"{about}:{city_id}", TOKEN_LENGTH, secret)
    return f"{city_id}-{signed}"


def _follows_from(text: str, length: int, secret: str) -> str:
    digest = hmac.digest(secret.encode(), text.encode(), "sha256")
    return "".join(rules.LEGIBLE[byte % len(rules.LEGIBLE)] for byte in digest[:length])
