"""Make the feedback form, take answers without their authors, close it, hide texts."""

import secrets
from collections.abc import Sequence, Set
from datetime import date

import sqlalchemy as sa

from facilitator.access.actor import Actor, ParticipantActor
from facilitator.database import db, now
from facilitator.feedback import queries, rules
from facilitator.feedback.models import (
    FeedbackAnswer,
    FeedbackForm,
    FeedbackMark,
    FeedbackQuestion,
)
from facilitator.feedback.queries import FeedbackHeld
from facilitator.feedback.rules import FeedbackReply, FeedbackState, TypedQuestion
from facilitator.live.activity import record
from facilitator.live.events import Event
from facilitator.workshops.models import Workshop
from facilitator.workshops.queries import today

HIGHEST_ID = 2**31 - 1


def set_feedback(
    workshop: Workshop, asked: Sequence[TypedQuestion], closes_on: date, *, by: Actor
) -> FeedbackForm:
    """Say what is asked and until which day; once the form is open, its questions stay as they are."""
    form = queries.form_of(workshop)
    state = queries.state_of(workshop, form) if form else FeedbackState.NOT_OPEN_YET
    rules.check_may_change(state)
    rules.check_last_day(closes_on, today=today(workshop))
    if form is None:
        form = FeedbackForm(workshop_id=workshop.id, closes_on=closes_on)
        db.session.add(form)
    form.closes_on = closes_on
    if state is FeedbackState.NOT_OPEN_YET:
        rules.check_questions(asked)
        _ask(workshop, asked)
    db.session.flush()
    record(Event.FEEDBACK_SET, form, by=by)
    return form


def _ask(workshop: Workshop, asked: Sequence[TypedQuestion]) -> None:
    db.session.execute(sa.delete(FeedbackQuestion).filter_by(workshop_id=workshop.id))
    db.session.add_all(
        FeedbackQuestion(workshop_id=workshop.id, position=position, kind=kind, text=text)
        for position, (kind, text) in enumerate(asked, 1)
    )


def open_feedback(held: FeedbackHeld, *, by: Actor) -> None:
    """Take answers before the last session has begun."""
    rules.check_may_open(held.state)
    held.form.opened_at, held.form.opened_by = now(), by.account_id
    db.session.flush()
    record(Event.FEEDBACK_OPENED, held.form, by=by)


def close_feedback(held: FeedbackHeld, *, by: Actor) -> None:
    """Take no more answers, for good."""
    rules.check_may_close(held.state)
    held.form.closed_at, held.form.closed_by = now(), by.account_id
    db.session.flush()
    record(Event.FEEDBACK_CLOSED, held.form, by=by)


def give_feedback(held: FeedbackHeld, said: Sequence[FeedbackReply], *, by: ParticipantActor) -> None:
    """Keep what somebody answers, and apart from it that they have; nothing is written of when.

    No activity tells of it, and the caller keeps nothing of the form that arrived.
    """
    rules.check_may_answer(held.state)
    rules.check_is_not_marked(is_marked=queries.mark_of(by.participant_id) is not None)
    rules.check_says_something(said)
    _keep(held.form, said)
    _mark(held.form, [by.participant_id], is_paper=False)


def enter_sheet(held: FeedbackHeld, said: Sequence[FeedbackReply], *, by: Actor) -> None:
    """Keep what stands on a sheet of paper, of whomever it is."""
    rules.check_may_answer(held.state)
    rules.check_says_something(said)
    rules.check_has_a_mark_left(held.form.sheets, handed_in=_handed_in(held.form))
    _keep(held.form, said)
    held.form.sheets += 1
    db.session.flush()
    record(Event.FEEDBACK_SHEET_ENTERED, held.form, by=by)


def _handed_in(form: FeedbackForm) -> int:
    counted = sa.select(sa.func.count()).select_from(FeedbackMark)
    of_paper = counted.filter_by(workshop_id=form.workshop_id, is_paper=True)
    return db.session.execute(of_paper).scalar_one()


def mark_handed_in(
    workshop: Workshop, held: FeedbackHeld, ticked: Set[int], *, shown: Set[int], by: Actor
) -> None:
    """Note who has handed in a sheet, by their ids: only what was changed of the marks that were shown.

    What somebody else has marked or taken back meanwhile stays so.
    """
    rules.check_may_answer(held.state)
    before = {mark.participant_id: mark for mark in queries.marks_on_paper(workshop)}
    people = (before.keys() | (ticked - shown)) - (shown - ticked)
    rules.check_covers_sheets(len(people), sheets=held.form.sheets)
    for gone in before.keys() - people:
        db.session.delete(before[gone])
    _mark(held.form, sorted(people - before.keys()), is_paper=True)
    record(Event.FEEDBACK_HANDED_IN, held.form, by=by)


def _keep(form: FeedbackForm, said: Sequence[FeedbackReply]) -> None:
    of_form = {"workshop_id": form.workshop_id}
    rows = [reply._asdict() | of_form for reply in said]
    for id_, row in zip(_free_ids(FeedbackAnswer, len(rows)), rows, strict=True):
        db.session.add(FeedbackAnswer(id=id_, **row))
    db.session.flush()


def _mark(form: FeedbackForm, people: Sequence[int], *, is_paper: bool) -> None:
    for id_, person in zip(_free_ids(FeedbackMark, len(people)), people, strict=True):
        db.session.add(
            FeedbackMark(id=id_, workshop_id=form.workshop_id, participant_id=person, is_paper=is_paper)
        )
    db.session.flush()
    # PostgreSQL notes with each row the transaction that wrote it: all marks are written anew, so that none
    # has that of the answers that came with it alone.
    of_workshop = sa.update(FeedbackMark).filter_by(workshop_id=form.workshop_id)
    db.session.execute(of_workshop.values(is_paper=FeedbackMark.is_paper))


def _free_ids(model: type[FeedbackAnswer | FeedbackMark], number: int) -> list[int]:
    """So many ids by chance that no row has; sorted, they would tell which answers belong together."""
    while True:
        drawn = [secrets.randbelow(HIGHEST_ID) + 1 for _ in range(number)]
        taken = db.session.execute(sa.select(model.id).where(model.id.in_(drawn))).first()
        if len(set(drawn)) == number and taken is None:
            return drawn


def hide_text(answer: FeedbackAnswer, *, reason: str, by: Actor) -> None:
    """Out of the results and the report, with a reason."""
    rules.check_reason(reason)
    answer.hidden_at, answer.hidden_by, answer.reason = now(), by.account_id, reason
    db.session.flush()
    record(Event.FEEDBACK_TEXT_HIDDEN, answer, by=by, reason=reason)


def restore_text(answer: FeedbackAnswer, *, by: Actor) -> None:
    """Back in the results."""
    answer.hidden_at, answer.hidden_by, answer.reason = None, None, ""
    db.session.flush()
    record(Event.FEEDBACK_TEXT_RESTORED, answer, by=by)
