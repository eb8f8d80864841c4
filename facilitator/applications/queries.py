"""Reads of the call and its applications."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta

import sqlalchemy as sa

from facilitator.accounts.models import Account
from facilitator.applications import rules
from facilitator.applications.models import Application, AppliedMeasure, OpenCall
from facilitator.applications.rules import CallState
from facilitator.database import db, now
from facilitator.errors import N_, NotFound
from facilitator.mail.models import Mail, MailKind
from facilitator.mail.queries import applications_written_to, last_mail_on
from facilitator.mail.rules import CONFIRMATIONS_A_DAY
from facilitator.text import name_key
from facilitator.workshops.models import Measure, Organisation, Participant, Workshop
from facilitator.workshops.operations import hash_token
from facilitator.workshops.presence import is_head
from facilitator.workshops.queries import measures, participants, today

NO_CALL = N_("This workshop has no call for interested cities.")


def call_of(workshop: Workshop) -> OpenCall | None:
    """The call of a workshop, published or not."""
    return db.session.scalars(sa.select(OpenCall).filter_by(workshop_id=workshop.id)).one_or_none()


def existing_call(workshop: Workshop) -> OpenCall:
    """The same, for those who have applied; raises `NotFound` if there is none."""
    call = call_of(workshop)
    if call is None:
        raise NotFound(NO_CALL)
    return call


def published_call(workshop: Workshop) -> OpenCall:
    """The call, for those who apply; raises `NotFound` where there is none to see."""
    call = existing_call(workshop)
    if not call.is_published:
        raise NotFound(NO_CALL)
    return call


def has_published_call(workshop: Workshop) -> bool:
    """Whether cities can see a call."""
    call = call_of(workshop)
    return call is not None and call.is_published


def is_call_open(workshop: Workshop) -> bool:
    """Whether cities can apply at this moment."""
    call = call_of(workshop)
    return call is not None and state_of(workshop, call) is CallState.OPEN


def state_of(workshop: Workshop, call: OpenCall) -> CallState:
    """How the call stands at this moment."""
    return rules.call_state(
        call.opens_on,
        call.closes_on,
        is_published=call.is_published,
        today=today(workshop),
        phase=workshop.phase,
    )


def application_with_token(workshop: Workshop, token: str) -> Application:
    """The application that a private link leads to."""
    found = application_with_hash(workshop, hash_token(token))
    if found is None:
        raise NotFound(N_("There is no application under this link. Please check that the link is complete."))
    return found


def application_with_hash(workshop: Workshop, token_hash: str) -> Application | None:
    """The same by what is kept of its token, if there is one."""
    wanted = sa.select(Application).filter_by(workshop_id=workshop.id, token_hash=token_hash)
    return db.session.scalars(wanted).one_or_none()


def application_of(workshop: Workshop, application_id: int) -> Application:
    """An application of the workshop by its id."""
    wanted = sa.select(Application).filter_by(workshop_id=workshop.id, id=application_id)
    found = db.session.scalars(wanted).one_or_none()
    if found is None:
        raise NotFound(N_("This application was not found."))
    return found


def applications(workshop: Workshop) -> Sequence[Application]:
    """All of them, in the order in which they came."""
    wanted = sa.select(Application).filter_by(workshop_id=workshop.id).order_by(Application.id)
    return db.session.scalars(wanted).all()


def count_of_applications(workshop: Workshop) -> int:
    """How many there are."""
    counted = sa.select(sa.func.count()).select_from(Application).filter_by(workshop_id=workshop.id)
    return db.session.scalars(counted).one()


def has_another_of_this_city(application: Application) -> bool:
    """Whether the same city, in whatever spelling, has sent another one."""
    others = db.session.scalars(
        sa.select(Application.city_name).where(
            Application.workshop_id == application.workshop_id, Application.id != application.id
        )
    )
    return name_key(application.city_name) in map(name_key, others)


def delegates_of(workshop: Workshop, application: Application) -> Sequence[Participant]:
    """Everybody who is on the list or there for the city that acceptance made, by name."""
    if application.city_id is None:
        return []
    theirs = sa.select(Organisation.id).filter_by(workshop_id=workshop.id, city_id=application.city_id)
    return participants(workshop, which=sa.and_(is_head(), Participant.organisation_id.in_(theirs)))


def may_be_confirmed(application: Application) -> bool:
    """Whether to write to the address of an application that it has come: once, and not to anybody often.

    Anybody can enter any address, and nobody should be written to for each time that somebody does.
    """
    kind, address = MailKind.APPLICATION_RECEIVED, application.contact_email
    written_to = applications_written_to(application.workshop_id, kind, address, now() - timedelta(days=1))
    return application.id not in written_to and len(written_to) < CONFIRMATIONS_A_DAY


def who_decided(application: Application) -> str:
    """The name of whoever took the decision that stands; empty where there is none."""
    return db.session.get_one(Account, application.decided_by).name if application.decided_by else ""


def last_letter_on(application: Application) -> Mail | None:
    """The e-mail that told the city what stands decided, if one was sent or is to be."""
    decision = application.decision
    if decision is None:
        return None
    decided_at = getattr(application, decision.moment)
    return last_mail_on(application.id, MailKind.APPLICATION_DECIDED, since=decided_at)


def measures_by_application(workshop: Workshop) -> Mapping[int, Sequence[Measure]]:
    """The measures that each application names, the most important first."""
    found: dict[int, list[Measure]] = defaultdict(list)
    rows = db.session.execute(
        sa.select(AppliedMeasure.application_id, Measure)
        .join(Measure, Measure.id == AppliedMeasure.measure_id)
        .where(AppliedMeasure.workshop_id == workshop.id)
        .order_by(AppliedMeasure.rank)
    )
    for application_id, measure in rows:
        found[application_id].append(measure)
    return found


def measures_to_choose(workshop: Workshop, named: Sequence[Measure] = ()) -> Sequence[Measure]:
    """The measures that an application can name, and those that it names already."""
    return [measure for measure in measures(workshop) if measure.is_offered or measure in named]


def measures_of(application: Application) -> Sequence[Measure]:
    """The measures that one application names, in its order."""
    return db.session.scalars(
        sa.select(Measure)
        .join(AppliedMeasure, AppliedMeasure.measure_id == Measure.id)
        .where(AppliedMeasure.application_id == application.id)
        .order_by(AppliedMeasure.rank)
    ).all()
