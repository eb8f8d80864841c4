"""What people do while a group runs: write, tick off, be ready, call, say something, give time."""

from collections.abc import Iterable, Mapping
from datetime import datetime

import sqlalchemy as sa

from facilitator.access.actor import Actor
from facilitator.agenda import rules as agenda
from facilitator.agenda.clocks import clocks, minutes_given
from facilitator.agenda.models import GivenTime, Session, SessionKind
from facilitator.agenda.queries import is_open
from facilitator.breakouts.group_work import queries, rules
from facilitator.breakouts.group_work.models import (
    IS_THERE,
    Attendance,
    Call,
    GroupNote,
    Mark,
    Message,
    ReadyMark,
)
from facilitator.breakouts.models import Group
from facilitator.breakouts.operations import seat_participant
from facilitator.breakouts.queries import GroupState, SeatedGroup
from facilitator.database import db, now
from facilitator.live.activity import add, record, record_each
from facilitator.live.events import Event
from facilitator.workshops.models import Participant, Workshop
from facilitator.workshops.people.operations import note_seen

GIVEN = {
    "group": Event.GROUP_GIVEN_TIME,
    "round": Event.ROUND_GIVEN_TIME,
    "session": Event.SESSION_GIVEN_TIME,
}
LOST = {
    "group": Event.GROUP_LOST_TIME,
    "round": Event.ROUND_LOST_TIME,
    "session": Event.SESSION_LOST_TIME,
}


def write_note(
    group: Group, issue_id: int | None, text: str, *, asked: Iterable[int], based_on: int, by: Actor
) -> GroupNote | None:
    """The next version of a group's note, on an issue or (None) in general; nothing if it says nothing new.

    `asked` are the ids of the issues that the group talks about; refused if `based_on` is no longer
    the number of the last version. What the same person has saved since then, and sends again because the
    answer was lost, is there already, also where somebody else has written over it.
    """
    rules.check_may_note(is_asked=issue_id is None or issue_id in set(asked))
    current = queries.note_of(group, issue_id)
    version = current.version if current else 0
    if text == (current.text if current else ""):
        return current
    if queries.has_written(group, issue_id, text, since=based_on, by=by):
        return current
    rules.check_based_on(based_on, version)
    written = GroupNote(
        workshop_id=group.workshop_id,
        group_id=group.id,
        issue_id=issue_id,
        version=version + 1,
        text=text,
        account_id=by.account_id,
    )
    db.session.add(written)
    db.session.flush()
    noted = Event.GROUP_NOTED if issue_id else Event.GROUP_NOTED_IN_GENERAL
    record(noted, group, by=by, issue=issue_id)
    return written


def mark_attendance(table: SeatedGroup, participant: Participant, mark: Mark, *, by: Actor) -> None:
    """Tick somebody off; the same mark again changes nothing."""
    rules.check_sits_here(sits=participant in table.people)
    if queries.marks_of(table.group).get(participant.id) is not mark:
        _mark(table.group, participant, mark, by=by)


def mark_the_rest_present(table: SeatedGroup, *, by: Actor) -> int:
    """Tick everybody off as present of whom nothing is known yet; returns how many."""
    marks = queries.marks_of(table.group)
    waiting = [person for person in table.people if person.id not in marks]
    for person in waiting:
        _mark(table.group, person, Mark.PRESENT, by=by)
    return len(waiting)


def seat_who_is_there(workshop: Workshop, group: Group, participant: Participant, *, by: Actor) -> None:
    """Give a seat to somebody who sits there already, and tick them off."""
    seat_participant(workshop, group, participant, by=by)
    _mark(group, participant, Mark.PRESENT, by=by)


def mark_ready(table: SeatedGroup, *, by: Actor) -> None:
    """Say that the group has done what it was to do."""
    group = table.group
    rules.check_may_be_ready(is_open=table.is_open, is_ready=queries.ready_mark(group) is not None)
    db.session.add(ReadyMark(workshop_id=group.workshop_id, group_id=group.id, marked_by=by.account_id))
    db.session.flush()
    record(Event.GROUP_MARKED_READY, group, by=by)


def withdraw_ready(group: Group, *, by: Actor) -> None:
    """Say that it has not, after all."""
    mark = queries.ready_mark(group)
    rules.check_may_withdraw_ready(is_ready=mark is not None)
    if mark is not None:
        mark.withdrawn_at, mark.withdrawn_by = now(), by.account_id
    record(Event.GROUP_WITHDREW_READY, group, by=by)


def call_facilitator(table: SeatedGroup, *, word: str = "", by: Actor) -> None:
    """Call for help, with a word why; a call that was answered makes room for the next."""
    group, before = table.group, queries.open_call(table.group)
    is_waiting = before is not None and before.answered_at is None
    rules.check_may_call(is_closed=table.is_closed, is_waiting=is_waiting)
    if before is not None:
        before.settled_at, before.settled_by = now(), by.account_id
        db.session.flush()
    db.session.add(Call(workshop_id=group.workshop_id, group_id=group.id, word=word, called_by=by.account_id))
    db.session.flush()
    record(Event.GROUP_CALLED, group, by=by, words=word)


def answer_call(group: Group, *, by: Actor) -> None:
    """Say that one is coming."""
    call = queries.open_call(group)
    rules.check_may_answer_call(is_waiting=call is not None and call.answered_at is None)
    if call is not None:
        call.answered_at, call.answered_by = now(), by.account_id
    record(Event.GROUP_CALL_ANSWERED, group, by=by)


def settle_call(group: Group, *, by: Actor) -> None:
    """Somebody came, or is needed no more."""
    call = queries.open_call(group)
    rules.check_may_settle(is_open=call is not None)
    if call is not None:
        call.settled_at, call.settled_by = now(), by.account_id
    record(Event.GROUP_CALL_SETTLED, group, by=by)


def send_message(
    workshop: Workshop,
    text: str,
    *,
    round_: Session | None = None,
    group: Group | None = None,
    ends_at: datetime | None = None,
    by: Actor,
) -> Message:
    """Say something to a group, to all groups of a round, or (to neither) to everybody.

    What speaks of the end of a round says which end it means, and holds until then.
    """
    round_id = group.round_id if group else round_.id if round_ else None
    message = Message(
        workshop_id=workshop.id,
        round_id=round_id,
        group_id=group.id if group else None,
        text=text,
        sent_by=by.account_id,
        ends_at=ends_at,
    )
    db.session.add(message)
    db.session.flush()
    if group:
        record(Event.GROUP_TOLD, group, by=by, words=text)
    elif round_:
        record(Event.ROUND_TOLD, round_, by=by, words=text)
    else:
        record(Event.WORKSHOP_TOLD, workshop, by=by, words=text)
    return message


def say_two_minutes_left(workshop: Workshop, round_: Session, text: str, *, by: Actor) -> Message:
    """Say to all groups of a round that it ends, in these words; gone once it has, or once it ends later."""
    clock = clocks(workshop.id, workshop.timezone).of_session(round_.id)
    end = clock.until if clock else None
    agenda.check_end_is_near(end, now())
    return send_message(workshop, text, round_=round_, ends_at=end, by=by)


def take_message_down(workshop: Workshop, message_id: int, *, by: Actor) -> None:
    """Show a message no more; it stays in the log."""
    message = db.session.scalars(
        sa.select(Message).filter_by(workshop_id=workshop.id, id=message_id, withdrawn_at=None)
    ).one_or_none()
    rules.check_may_take_down(is_up=message is not None)
    if message is not None:
        message.withdrawn_at, message.withdrawn_by = now(), by.account_id
        record(Event.WORKSHOP_TOOK_MESSAGE_DOWN, workshop, by=by, words=message.text)


def give_time(
    session: Session, minutes: int, *, table: SeatedGroup | GroupState | None = None, by: Actor
) -> None:
    """Give minutes to a session, or to one group of a round alone; every clock follows."""
    agenda.check_minutes(minutes)
    agenda.check_may_give_time(is_open=table.is_open if table else is_open(session))
    group = table.group if table else None
    given = GivenTime(
        workshop_id=session.workshop_id,
        session_id=session.id,
        group_id=group.id if group else None,
        minutes=minutes,
        account_id=by.account_id,
    )
    db.session.add(given)
    db.session.flush()
    _record_time(GIVEN, given, session, by=by)


def take_time_back(workshop: Workshop, given_id: int, *, by: Actor) -> None:
    """Let every clock forget minutes that were given."""
    counting = minutes_given(workshop, clocks(workshop.id, workshop.timezone))
    given = next((each for each in counting if each.id == given_id), None)
    agenda.check_may_take_back(counts=given is not None)
    if given is not None:
        given.withdrawn_at, given.withdrawn_by = now(), by.account_id
        db.session.flush()
        _record_time(LOST, given, given.session, by=by)


def _record_time(names: Mapping[str, Event], given: GivenTime, session: Session, *, by: Actor) -> None:
    whose = "group" if given.group_id else "round" if session.kind is SessionKind.BREAKOUT else "session"
    about = given.group_id or given.session_id
    record_each(names[whose], {about: {"minutes": given.minutes}}, given, by=by)


def _mark(group: Group, participant: Participant, mark: Mark, *, by: Actor) -> None:
    if mark in IS_THERE:
        note_seen(participant, by=by)
    attendance = Attendance(
        workshop_id=group.workshop_id,
        group_id=group.id,
        participant_id=participant.id,
        mark=mark,
        account_id=by.account_id,
    )
    add(attendance, Event(f"attendance.{mark}"), by=by, group=group, participant=participant)
