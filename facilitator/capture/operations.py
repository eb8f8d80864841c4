"""What day one does: bring up, reword, give evidence, link, hide."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from facilitator.access.actor import Actor
from facilitator.agenda import queries as agenda
from facilitator.agenda.models import Session, SessionKind
from facilitator.capture import queries, rules
from facilitator.capture.families import families
from facilitator.capture.models import Card, Evidence, Hiding, Kind, Link, Stance, Wording
from facilitator.database import db, now
from facilitator.live.activity import add, record, record_each
from facilitator.live.events import Event
from facilitator.live.topics import Topic
from facilitator.workshops.models import City, Measure


def contribute_card(
    session: Session,
    kind: Kind,
    wording: Mapping[str, Any],
    *,
    city: City | None = None,
    stance: Stance | None = None,
    helps_with: int | None = None,
    by: Actor,
) -> Card:
    """A participant's card in an open capture session.

    An issue comes with their own city's evidence, another card with the id of the issue that it helps with.
    """
    rules.check_may_contribute(
        is_capture=session.kind is SessionKind.CAPTURE, is_open=agenda.is_open(session)
    )
    assert session.measure is not None  # noqa: S101 - a capture session has one, by constraint
    card = add_card(session.measure, kind, wording, city=city, session=session, by=by)
    if city and stance:
        give_evidence(card, city, stance, by=by)
    if helps_with is not None:
        link_cards(queries.issue_seen(session.measure, by, helps_with), card, by=by)
    return card


def enter_card(
    measure: Measure, kind: Kind, wording: Mapping[str, Any], *, city: City | None = None, by: Actor
) -> Card:
    """A card that the team enters: it belongs to the measure's session, and is as blind as the rest."""
    session = agenda.capture_session_of(measure)
    return add_card(measure, kind, wording, city=city, session=session, by=by)


def add_card(
    measure: Measure,
    kind: Kind,
    wording: Mapping[str, Any],
    *,
    city: City | None = None,
    session: Session | None = None,
    by: Actor,
) -> Card:
    """A card of any kind, with the next number of its measure; the first wording comes with it."""
    card = Card(
        workshop_id=measure.workshop_id,
        kind=kind,
        measure_id=measure.id,
        number=_next_number(measure, kind),
        city_id=city.id if city else None,
        session_id=session.id if session else None,
        **by.author,
    )
    db.session.add(card)
    db.session.flush()
    _write(card, 1, wording, by)
    record(Event(f"{kind}.added"), card, by=by, unheard=_unheard(card))
    return card


def reword_card(card: Card, wording: Mapping[str, Any], *, based_on: int, by: Actor) -> Wording:
    """The next version of what a card says; refused if `based_on` is no longer the last one."""
    current = queries.current_wording(card)
    rules.check_based_on(based_on, current.version)
    if all(getattr(current, name) == value for name, value in wording.items()):
        return current
    written = _write(card, current.version + 1, wording, by)
    record(Event(f"{card.kind}.reworded"), card, by=by, unheard=_unheard(card), version=written.version)
    return written


def give_evidence(issue: Card, city: City, stance: Stance, *, note: str = "", by: Actor) -> Evidence:
    """What a city says of an issue; a city's later word replaces its earlier one.

    It is then the word of whoever gave it last; only a note that stays is still its writer's.
    """
    rules.check_is_issue(issue.kind)
    evidence = queries.evidence_of(issue.id, city.id)
    if evidence is None:
        evidence = Evidence(
            workshop_id=issue.workshop_id,
            issue_id=issue.id,
            city_id=city.id,
            stance=stance,
            note=note,
            **by.author,
        )
        return add(evidence, Event.EVIDENCE_GIVEN, by=by, unheard=_unheard(issue), issue=issue, stance=stance)
    record(
        Event.EVIDENCE_CHANGED,
        evidence,
        by=by,
        unheard=_unheard(issue),
        issue=issue,
        city_id=city,
        before=evidence.stance,
        stance=stance,
        note_before=evidence.note,
    )
    if not note or note != evidence.note:
        evidence.account_id, evidence.participant_id = by.author["account_id"], by.author["participant_id"]
    evidence.stance, evidence.note, evidence.given_at = stance, note, now()
    return evidence


def withdraw_evidence(issue: Card, city: City, *, by: Actor) -> None:
    """Take back what was noted for a city by mistake; what it was stays on record."""
    evidence = queries.evidence_of(issue.id, city.id)
    if evidence is not None:
        said = {"stance": evidence.stance, "note": evidence.note}
        record(
            Event.EVIDENCE_WITHDRAWN,
            evidence,
            by=by,
            unheard=_unheard(issue),
            issue=issue,
            city_id=city,
            **said,
        )
        db.session.delete(evidence)


def credit_card(card: Card, city: City | None, *, by: Actor) -> None:
    """Put right which city it was that said so."""
    if card.city_id == (city.id if city else None):
        return
    record(Event(f"{card.kind}.credited"), card, by=by, unheard=_unheard(card), before=card.city_id)
    card.city_id = city.id if city else None
    db.session.flush()


def link_cards(issue: Card, helps: Card, *, by: Actor) -> None:
    """Say that an enabler, a strategy or a solution helps with an issue; saying it twice changes nothing."""
    rules.check_chain(issue.kind, helps.kind)
    for card in (issue, helps):
        rules.check_may_link(card.ref, is_hidden=queries.active_hiding(card) is not None)
    pair = {"issue_id": issue.id, "helps_id": helps.id}
    if db.session.scalars(sa.select(Link).filter_by(**pair)).one_or_none() is None:
        add(
            Link(workshop_id=issue.workshop_id, **pair),
            Event.CARDS_LINKED,
            by=by,
            issue_id=issue,
            helps_id=helps,
        )


def unlink_cards(issue: Card, helps: Card, *, by: Actor) -> None:
    """Take a link of the chain back, also where it was made on cards that have moved on since."""
    steps = families(issue.workshop_id)
    made = sa.select(Link).where(
        Link.issue_id.in_(steps.members(issue.id)), Link.helps_id.in_(steps.members(helps.id))
    )
    for link in db.session.scalars(made).all():
        pair = {"issue_id": link.issue_id, "helps_id": link.helps_id}
        record_each(
            Event.CARDS_UNLINKED,
            {link.id: pair},
            link,
            issue,
            helps,
            by=by,
            unheard=_unheard(issue, helps),
        )
        db.session.delete(link)


def hide_card(card: Card, *, reason: str, by: Actor) -> None:
    """Take a card out of sight, with its reason; its number stays its own."""
    rules.check_may_hide(is_hidden=queries.active_hiding(card) is not None)
    hiding = Hiding(workshop_id=card.workshop_id, card_id=card.id, reason=reason, hidden_by=by.account_id)
    db.session.add(hiding)
    db.session.flush()
    record(Event(f"{card.kind}.hidden"), card, by=by, unheard=_unheard(card), reason=reason)


def restore_card(card: Card, *, by: Actor) -> None:
    """Bring a hidden card back."""
    hiding = queries.active_hiding(card)
    rules.check_may_restore(is_hidden=hiding is not None)
    if hiding is not None:
        hiding.restored_at, hiding.restored_by = now(), by.account_id
    record(Event(f"{card.kind}.restored"), card, by=by, unheard=_unheard(card))


def _unheard(*cards: Card) -> frozenset[Topic]:
    """The topic of the room, if any of these cards is still blind: then nothing on a phone changes."""
    sessions = [card.session_id for card in cards if card.session_id is not None]
    return frozenset({Topic.MEASURE}) if sessions and agenda.is_any_blind(sessions) else frozenset()


def _next_number(measure: Measure, kind: Kind) -> int:
    # Cards are hidden and never deleted, so the highest number so far is the last one given. Two
    # rooms can't read the same one: a writer holds the workshop's lock.
    highest = sa.select(sa.func.max(Card.number)).where(Card.measure_id == measure.id, Card.kind == kind)
    return (db.session.execute(highest).scalar() or 0) + 1


def _write(card: Card, version: int, wording: Mapping[str, Any], by: Actor) -> Wording:
    written = Wording(
        workshop_id=card.workshop_id, card_id=card.id, kind=card.kind, version=version, **wording, **by.author
    )
    db.session.add(written)
    db.session.flush()
    return written
