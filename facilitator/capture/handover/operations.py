"""Freeze day one into a numbered set, and open it again with a reason."""

from collections.abc import Collection

import sqlalchemy as sa

from facilitator.access.actor import Actor
from facilitator.access.policy import Phase
from facilitator.agenda.models import SessionKind
from facilitator.agenda.operations import reveal_what_is_blind
from facilitator.agenda.queries import open_sessions
from facilitator.capture import queries, rules
from facilitator.capture.evidence import heard
from facilitator.capture.handover.queries import reading_of
from facilitator.capture.links import links_counted
from facilitator.capture.models import HandedCard, HandedEvidence, HandedLink, Handover, Kind
from facilitator.capture.models.handover import Reading
from facilitator.database import db, now
from facilitator.errors import N_, RuleBroken
from facilitator.live.activity import add, latest_activity, record
from facilitator.live.events import Event
from facilitator.workshops.models import Measure, Workshop
from facilitator.workshops.operations import enter_phase


def freeze_handover(workshop: Workshop, *, name: str, by: Actor) -> Handover:
    """Hand day one over: every card in sight, in its present wording, with its evidence and the chain.

    What was added on day two as missing, before day one was opened again, stays what it is.
    """
    if workshop.phase is not Phase.DAY_ONE:
        raise RuleBroken(N_("Day one is already finished, or has not started."))
    missing = queries.missing_issues_of(workshop)
    cards = [(card, wording) for card, wording in queries.cards_in_sight(workshop) if card.id not in missing]
    rules.check_may_freeze(
        (session.title for session in open_sessions(workshop, SessionKind.CAPTURE)),
        sum(card.kind is Kind.ISSUE for card, _ in cards),
    )
    reveal_what_is_blind(workshop, by=by)
    handover = Handover(workshop_id=workshop.id, name=name, frozen_by=by.account_id)
    add(handover, Event.HANDOVER_FROZEN, by=by, cards=len(cards))
    key = {"workshop_id": workshop.id, "handover_id": handover.id}
    db.session.execute(
        sa.insert(HandedCard),
        [{**key, "card_id": card.id, "wording_id": wording.id} for card, wording in cards],
    )
    frozen = {card.id for card, _ in cards}
    _freeze_evidence(handover, frozen)
    _freeze_chain(handover, frozen)
    enter_phase(workshop, Phase.HANDED_OVER, by=by)
    return handover


def reopen_handover(workshop: Workshop, *, reason: str, by: Actor) -> None:
    """Go back to day one, with a reason; the frozen set stays on record."""
    handover = queries.active_handover(workshop)
    if handover is None or workshop.phase not in (Phase.HANDED_OVER, Phase.DAY_TWO):
        raise RuleBroken(N_("There is no handover to reopen."))
    if open_sessions(workshop, SessionKind.BREAKOUT):
        raise RuleBroken(N_("Close the breakout round first. People are answering these issues."))
    handover.reopened_at, handover.reopened_by, handover.reason = now(), by.account_id, reason
    db.session.flush()
    record(Event.HANDOVER_REOPENED, handover, by=by, reason=reason)
    enter_phase(workshop, Phase.DAY_ONE, by=by)


def mark_read(measure: Measure, *, up_to: int, by: Actor) -> None:
    """Remember up to where somebody of the team has read what came in for a measure; it never goes back."""
    assert by.account_id is not None  # noqa: S101 - the page is the team's
    reading = reading_of(measure, by.account_id)
    up_to = min(up_to, latest_activity(measure.workshop_id))
    if up_to <= (reading.up_to if reading else 0):
        return
    if reading is None:
        reading = Reading(workshop_id=measure.workshop_id, account_id=by.account_id, measure_id=measure.id)
        db.session.add(reading)
    reading.up_to, reading.read_at = up_to, now()
    db.session.flush()
    record(Event.MEASURE_READ, measure, by=by, up_to=up_to)


def _freeze_evidence(handover: Handover, issue_ids: Collection[int]) -> None:
    """What counts at each issue, also where it was said on one that went into it."""
    key = {"workshop_id": handover.workshop_id, "handover_id": handover.id}
    rows = [
        {**key, "issue_id": issue_id, "city_id": city_id, "stance": voice.stance, "note": voice.note}
        for issue_id, voices in heard(handover.workshop_id).items()
        if issue_id in issue_ids
        for city_id, voice in voices.items()
    ]
    if rows:
        db.session.execute(sa.insert(HandedEvidence), rows)


def _freeze_chain(handover: Handover, card_ids: Collection[int]) -> None:
    """What helps with each issue, also where it was linked to one that went into it."""
    key = {"workshop_id": handover.workshop_id, "handover_id": handover.id}
    rows = [
        {**key, "issue_id": issue_id, "helps_id": helps_id}
        for issue_id, helps_id in links_counted(handover.workshop_id)
        if issue_id in card_ids and helps_id in card_ids
    ]
    if rows:
        db.session.execute(sa.insert(HandedLink), rows)
