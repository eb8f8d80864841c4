"""Set the call up, take applications, decide on them."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from facilitator.access.actor import Actor
from facilitator.applications import queries, rules
from facilitator.applications.models import Application, AppliedMeasure, Decision, OpenCall
from facilitator.applications.rules import ApplicationFacts
from facilitator.database import db, now
from facilitator.live.activity import add, record
from facilitator.live.events import Event
from facilitator.mail.models import MailKind
from facilitator.mail.operations import cancel_waiting, delete_about
from facilitator.text import name_key
from facilitator.workshops.models import City, Measure, Part, Participant, Workshop
from facilitator.workshops.operations import hash_token, organisation_for, personal_token
from facilitator.workshops.people.operations import NewPerson, list_people
from facilitator.workshops.people.removal import remove_person
from facilitator.workshops.profile.operations import admit_city, remove_city

DECIDED = {
    Decision.ACCEPTED: Event.APPLICATION_ACCEPTED,
    Decision.WAITING: Event.APPLICATION_WAITING,
    Decision.DECLINED: Event.APPLICATION_DECLINED,
}


def set_call(
    workshop: Workshop,
    *,
    opens_on: date,
    closes_on: date,
    introduction: str,
    privacy_notice: str,
    is_published: bool,
    by: Actor,
) -> OpenCall:
    """Say when cities can apply and what they read before; one call per workshop."""
    rules.check_call(opens_on, closes_on, privacy_notice=privacy_notice, is_published=is_published)
    call = queries.call_of(workshop)
    if call is None:
        call = OpenCall(workshop_id=workshop.id)
        db.session.add(call)
    call.opens_on, call.closes_on = opens_on, closes_on
    call.introduction, call.privacy_notice = introduction, privacy_notice
    call.is_published = is_published
    db.session.flush()
    record(Event.CALL_SET, call, by=by)
    return call


def send_application(
    workshop: Workshop,
    facts: ApplicationFacts,
    measures: Sequence[Measure],
    *,
    submission: str,
    secret: str,
    by: Actor,
) -> tuple[Application, str]:
    """Take an application; returns it and the token of its private link.

    The token follows from the form's own id, so a form that arrives twice is one application, and what it
    says the second time counts. Of another city or address it is another application: who goes back to a
    form that was sent, to apply for a second city, has the first one's id on it.
    """
    token = personal_token(workshop.id, f"application:{submission}", secret)
    sent = queries.application_with_hash(workshop, hash_token(token))
    if sent is not None and rules.is_of_another(facts_of(sent), facts):
        who = f"{name_key(facts.city_name)}:{facts.contact_email.casefold()}"
        token = personal_token(workshop.id, f"application:{submission}:{who}", secret)
        sent = queries.application_with_hash(workshop, hash_token(token))
    if sent is not None:
        change_application(workshop, sent, facts, measures, by=by)
        return sent, token
    rules.check_may_apply(queries.state_of(workshop, queries.published_call(workshop)))
    rules.check_has_room(queries.count_of_applications(workshop))
    _check_choices(workshop, measures)
    application = Application(workshop_id=workshop.id, token_hash=hash_token(token), **facts._asdict())
    add(application, Event.APPLICATION_SENT, by=by)
    _name_measures(application, measures)
    return application, token


def change_application(
    workshop: Workshop,
    application: Application,
    facts: ApplicationFacts,
    measures: Sequence[Measure],
    *,
    by: Actor,
) -> None:
    """Say something otherwise in an application; the same once more changes nothing."""
    named = [measure.id for measure in queries.measures_of(application)]
    has_changed = facts != facts_of(application) or named != [measure.id for measure in measures]
    if not has_changed:
        return
    state = queries.state_of(workshop, queries.existing_call(workshop))
    rules.check_may_change(state, application.decision)
    _check_choices(workshop, measures)
    if facts.contact_email != application.contact_email:
        # What waits has the private link in it, and the address may have been a stranger's.
        cancel_waiting(MailKind.APPLICATION_RECEIVED, application_id=application.id)
    for name, value in facts._asdict().items():
        setattr(application, name, value)
    application.changed_at = now()
    db.session.execute(sa.delete(AppliedMeasure).filter_by(application_id=application.id))
    _name_measures(application, measures)
    record(Event.APPLICATION_CHANGED, application, by=by)


def facts_of(application: Application) -> ApplicationFacts:
    """What an application says, as it would be typed again."""
    return ApplicationFacts(*(getattr(application, name) for name in ApplicationFacts._fields))


def _check_choices(workshop: Workshop, measures: Sequence[Measure]) -> None:
    offered = len(queries.measures_to_choose(workshop))
    rules.check_choices([measure.id for measure in measures], offered=offered)


def _name_measures(application: Application, measures: Sequence[Measure]) -> None:
    ids = {"workshop_id": application.workshop_id, "application_id": application.id}
    db.session.add_all(
        AppliedMeasure(**ids, measure_id=measure.id, rank=rank) for rank, measure in enumerate(measures, 1)
    )
    db.session.flush()


def decide(
    workshop: Workshop, application: Application, decision: Decision, *, reason: str, secret: str, by: Actor
) -> Sequence[Participant]:
    """Accept a city, put it on the waiting list or decline it.

    Acceptance makes the city, as interested, and puts its delegates on the list; returns whom it has listed.
    """
    rules.check_decision(application.decision, decision, reason)
    cancel_waiting(MailKind.APPLICATION_DECIDED, application_id=application.id)
    is_accepted = decision is Decision.ACCEPTED
    city = _city_of(workshop, application, by=by) if is_accepted else None
    listed = _list_delegates(workshop, application, city, secret=secret, by=by) if city else []
    for each in Decision:
        setattr(application, each.moment, now() if each is decision else None)
    application.decided_by, application.reason = by.account_id, reason
    application.city_id = city.id if city else None
    db.session.flush()
    record(DECIDED[decision], application, by=by)
    return listed


def _city_of(workshop: Workshop, application: Application, *, by: Actor) -> City:
    name, country = application.city_name, application.country
    return admit_city(workshop, name=name, country=country, part=Part.INTERESTED, by=by)


def _list_delegates(
    workshop: Workshop, application: Application, city: City, *, secret: str, by: Actor
) -> Sequence[Participant]:
    office = organisation_for(workshop, city, by=by)
    people = [NewPerson(office.id, *each) for each in rules.delegates_to_list(application.delegates)]
    return list_people(workshop, people, secret=secret, by=by) if people else []


def undo_decision(workshop: Workshop, application: Application, *, by: Actor) -> None:
    """Leave an application open again.

    A city that was made goes with those who are on the list for it, as long as none of them has come and
    nothing else belongs to it. Nobody is told any more of what was decided, unless they have been.
    """
    rules.check_may_undo(application.decision)
    cancel_waiting(MailKind.APPLICATION_DECIDED, application_id=application.id)
    city_id, delegates = application.city_id, queries.delegates_of(workshop, application)
    rules.check_nobody_has_come(
        application.city_name, [person.display_name for person in delegates if person.has_come]
    )
    for each in Decision:
        setattr(application, each.moment, None)
    application.decided_by, application.city_id, application.reason = None, None, ""
    db.session.flush()
    for person in delegates:
        remove_person(person, by=by)
    if city_id is not None:
        remove_city(db.session.get_one(City, city_id), by=by)
    record(Event.APPLICATION_REOPENED, application, by=by)


def delete_applications(applications: Sequence[Application], *, by: Actor) -> None:
    """Leave nothing of applications but the city's name in the log: the e-mails about them go, too."""
    rules.check_has_chosen(applications)
    for application in applications:
        rules.check_may_delete(application.city_name, application.decision)
    ids = [application.id for application in applications]
    delete_about(ids)
    db.session.execute(sa.delete(AppliedMeasure).where(AppliedMeasure.application_id.in_(ids)))
    for application in applications:
        record(Event.APPLICATION_DELETED, application, by=by, city=application.city_name)
        db.session.delete(application)
    db.session.flush()
