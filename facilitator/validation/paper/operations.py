"""Enter what somebody said on paper, or what a city without anybody in the room lets be said for it."""

from collections.abc import Mapping
from secrets import token_hex
from typing import Any

import sqlalchemy as sa

from facilitator.access.actor import Actor
from facilitator.breakouts.queries import SeatedGroup
from facilitator.capture.models import Handover
from facilitator.capture.queries import handed_issues
from facilitator.database import db, now
from facilitator.live.activity import add, record_each
from facilitator.live.events import Event
from facilitator.validation.models import Answer, Mode, Rating
from facilitator.validation.paper import queries, rules
from facilitator.validation.rules import Reply, check_replies
from facilitator.workshops.models import City, Part, Participant, Workshop
from facilitator.workshops.operations import hash_token, organisation_for
from facilitator.workshops.people.operations import note_seen
from facilitator.workshops.queries import delegates


def stand_in(workshop: Workshop, city: City, *, by: Actor) -> Participant:
    """The proxy of a city that has nobody in the room: a participant without a way in, of no head's count."""
    rules.check_may_stand_in(city.name, city.part, heads=delegates(workshop, city.id))
    known = queries.proxy_of(city.id)
    if known is not None:
        return known
    organisation = organisation_for(workshop, city, by=by)
    proxy = Participant(
        workshop_id=workshop.id,
        organisation_id=organisation.id,
        display_name=city.name,
        token_hash=hash_token(token_hex()),
        proxy_by=by.account_id,
        joined_at=now(),
    )
    return add(proxy, Event.PARTICIPANT_STANDS_IN, by=by, city=city)


def enter_answers(
    table: SeatedGroup,
    handover: Handover,
    participant: Participant,
    replies: Mapping[int, Reply],
    *,
    mode: Mode,
    by: Actor,
) -> int:
    """Write down what somebody said of issues of a group; returns how many answers changed.

    Each takes the place of what that person had said of the issue, on a phone too; that stays in the
    activity. Words that are hidden stay where none are entered: who enters has not seen them. A closed
    group is entered into as well: paper comes in late, and such answers are known by their time.
    """
    rules.check_mode(mode)
    check_may_enter(table, participant)
    note_seen(participant, by=by)
    issues = [issue.issue_id for issue in handed_issues(handover, table.group.measure)]
    check_replies(replies, set(issues))
    second = queries.issues_asked_again(participant.id, table.group.id, handover)
    before = queries.standing_answers(participant.id, list(replies), second)
    changed = {
        issue_id: reply for issue_id, reply in replies.items() if _is_news(reply, before.get(issue_id))
    }
    place = {
        "workshop_id": handover.workshop_id,
        "handover_id": handover.id,
        "group_id": table.group.id,
        "participant_id": participant.id,
        "mode": mode,
        "entered_by": by.account_id,
    }
    for issue_id, reply in changed.items():
        keeps_words = issue_id in before and before[issue_id].is_hidden
        _write(issue_id, 2 if issue_id in second else 1, reply, place, keeps_words=keeps_words)
    details: dict[int, dict[str, Any]] = {
        issue_id: _detail(reply, mode) | {"participant": participant.id, "late": table.is_closed}
        for issue_id, reply in changed.items()
    }
    record_each(Event.ISSUE_ENTERED, details, table.group, by=by)
    return len(changed)


def check_may_enter(table: SeatedGroup, participant: Participant) -> None:
    """Refuse to enter answers for somebody who sits elsewhere, or is not asked."""
    city = participant.city
    is_seated = any(person.id == participant.id for person in table.people)
    is_proxy = participant.proxy_by is not None
    elsewhere = None
    if not (is_seated or is_proxy):
        elsewhere = queries.seat_in_round(participant.id, table.group.round_id)
    rules.check_may_enter(
        participant.display_name,
        is_asked=city is not None and city.part is Part.INTERESTED,
        is_seated=is_seated or is_proxy,
        sits_in=elsewhere.name if elsewhere else "",
    )


def _is_news(reply: Reply, standing: queries.StandingAnswer | None) -> bool:
    return not reply.is_empty if standing is None else reply != standing.reply


def _write(issue_id: int, take: int, reply: Reply, place: Mapping[str, Any], *, keeps_words: bool) -> None:
    key = {"issue_id": issue_id, "participant_id": place["participant_id"], "take": take}
    answer = db.session.scalars(sa.select(Answer).filter_by(**key)).one_or_none()
    if answer is None:
        answer = Answer(**key)
        db.session.add(answer)
    elif keeps_words:
        reply = rules.with_hidden_words(reply, change=answer.change, comment=answer.comment, need=answer.need)
    words = {"verdict": reply.verdict, "change": reply.change, "comment": reply.comment, "need": reply.need}
    for name, value in {**place, **words, "answered_at": now()}.items():
        setattr(answer, name, value)
    db.session.flush()
    db.session.execute(sa.delete(Rating).filter_by(answer_id=answer.id))
    scores = [
        {"answer_id": answer.id, "criterion_id": id_, "workshop_id": answer.workshop_id, "score": score}
        for id_, score in reply.scores.items()
    ]
    if scores:
        db.session.execute(sa.insert(Rating), scores)


def _detail(reply: Reply, mode: Mode) -> dict[str, Any]:
    return {
        "verdict": reply.verdict,
        "change": reply.change,
        "comment": reply.comment,
        "need": reply.need,
        "scores": dict(reply.scores),
        "mode": mode,
    }
