"""Reads of the feedback form, of who has answered, and of what may be shown of the answers."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import aliased

from facilitator.agenda.models import Session, SessionKind
from facilitator.database import db
from facilitator.errors import N_, NotFound
from facilitator.feedback import rules
from facilitator.feedback.models import (
    FeedbackAnswer,
    FeedbackForm,
    FeedbackKind,
    FeedbackMark,
    FeedbackQuestion,
)
from facilitator.feedback.rules import FeedbackScores, FeedbackState
from facilitator.text import alphabetical
from facilitator.workshops.models import Participant, Workshop
from facilitator.workshops.presence import took_part
from facilitator.workshops.queries import today, today_in

RATED = (SessionKind.PLENARY, SessionKind.CAPTURE, SessionKind.BREAKOUT)
"""The kinds of sessions whose use is asked for."""


@dataclass(frozen=True)
class FeedbackHeld:
    """The form of a workshop as it stands today, with its questions and the sessions that they are about."""

    form: FeedbackForm
    state: FeedbackState
    questions: Sequence[FeedbackQuestion]
    sessions: Sequence[Session]


class FeedbackCount(NamedTuple):
    """How many people took part, how many of them answered on a phone, and who handed in how many sheets."""

    people: int
    phones: int
    handed_in: int
    sheets: int

    @property
    def answered(self) -> int:
        """How many forms were filled in, as far as they have been entered."""
        return self.phones + self.sheets

    @property
    def missing(self) -> int:
        """How many people have neither answered nor handed in a sheet."""
        return max(0, self.people - self.phones - self.handed_in)


class FeedbackText(NamedTuple):
    """What somebody wrote; `reason` says why it is hidden, and is empty where it is not."""

    id: int
    text: str
    reason: str


@dataclass(frozen=True)
class QuestionResult:
    """What may be shown of the answers to a question."""

    question: FeedbackQuestion
    scores: FeedbackScores | None = None
    sessions: Sequence[FeedbackScores] = ()
    texts: Sequence[FeedbackText] = ()
    has_few_texts: bool = False
    """Whether texts are left out because there are too few."""

    @property
    def in_sight(self) -> list[str]:
        """The texts that are not hidden."""
        return [each.text for each in self.texts if not each.reason]


@dataclass(frozen=True)
class FeedbackResults:
    """What may be shown of all answers; `questions` is empty while that is nothing."""

    count: FeedbackCount
    questions: Sequence[QuestionResult]

    @property
    def for_everybody(self) -> list[QuestionResult]:
        """The results without contact details, which are the team's."""
        return [each for each in self.questions if each.question.kind is not FeedbackKind.CONTACT]


def has_opened(workshop_id: Any) -> sa.ColumnElement[bool]:
    """That the form of the surrounding statement was opened, or that the session has begun which opens it."""
    held, last = aliased(Session), aliased(Session)
    of_feedback = sa.exists().where(
        held.workshop_id == workshop_id, held.kind == SessionKind.FEEDBACK, held.has_begun
    )
    last_has_begun = (
        sa.select(last.has_begun)
        .where(last.workshop_id == workshop_id)
        .order_by(last.day.desc(), last.starts_at.desc(), last.position.desc())
        .limit(1)
        .scalar_subquery()
    )
    by_the_agenda = sa.or_(of_feedback, sa.func.coalesce(last_has_begun, sa.false()))
    return sa.or_(FeedbackForm.opened_at.is_not(None), by_the_agenda)


def waits_for_feedback() -> sa.ColumnElement[bool]:
    """That the form is open and somebody has not answered; asks for `workshop`, `participant` and `today`."""
    workshop: sa.BindParameter[int] = sa.bindparam("workshop")
    is_open = sa.exists().where(
        FeedbackForm.workshop_id == workshop,
        FeedbackForm.closed_at.is_(None),
        FeedbackForm.closes_on >= sa.bindparam("today", type_=sa.Date()),
        has_opened(workshop),
    )
    return sa.and_(is_open, ~sa.exists().where(FeedbackMark.participant_id == sa.bindparam("participant")))


def form_of(workshop: Workshop) -> FeedbackForm | None:
    """The form of a workshop, if the organiser has made one."""
    return db.session.scalars(sa.select(FeedbackForm).filter_by(workshop_id=workshop.id)).one_or_none()


def state_of(workshop: Workshop, form: FeedbackForm) -> FeedbackState:
    """How a form stands today, by the clocks of the workshop."""
    opened = sa.select(has_opened(FeedbackForm.workshop_id)).where(FeedbackForm.id == form.id)
    return rules.feedback_state(
        has_opened=bool(db.session.execute(opened).scalar_one()),
        was_closed=form.closed_at is not None,
        closes_on=form.closes_on,
        today=today(workshop),
    )


def feedback_held(workshop: Workshop) -> FeedbackHeld:
    """The form with its questions; raises `NotFound` where the organiser has made none."""
    form = form_of(workshop)
    if form is None:
        raise NotFound(N_("This workshop has no feedback form."))
    return FeedbackHeld(form, state_of(workshop, form), questions_of(workshop), _rated(workshop))


def questions_of(workshop: Workshop) -> Sequence[FeedbackQuestion]:
    """The questions in their order."""
    asked = sa.select(FeedbackQuestion).filter_by(workshop_id=workshop.id)
    return db.session.scalars(asked.order_by(FeedbackQuestion.position)).all()


def _rated(workshop: Workshop) -> Sequence[Session]:
    """The sessions that were held, as far as it makes sense to ask whether they were of use."""
    held = sa.select(Session).where(
        Session.workshop_id == workshop.id, Session.has_begun, Session.kind.in_(RATED)
    )
    return db.session.scalars(held.order_by(Session.day, Session.starts_at, Session.position)).all()


def mark_of(participant_id: int) -> FeedbackMark | None:
    """That somebody has answered, if they have."""
    return db.session.scalars(sa.select(FeedbackMark).filter_by(participant_id=participant_id)).one_or_none()


def marks_on_paper(workshop: Workshop) -> Sequence[FeedbackMark]:
    """Who handed in a sheet."""
    return db.session.scalars(sa.select(FeedbackMark).filter_by(workshop_id=workshop.id, is_paper=True)).all()


def may_hand_in(workshop: Workshop) -> list[Participant]:
    """Those who took part and have not answered on a phone, by name."""
    return _who_lacks_a_mark(workshop, ~FeedbackMark.is_paper)


def missing_people(workshop: Workshop) -> list[Participant]:
    """Those who took part and have not answered in any way, by name."""
    return _who_lacks_a_mark(workshop)


def _who_lacks_a_mark(workshop: Workshop, *of_kind: sa.ColumnElement[bool]) -> list[Participant]:
    marked = sa.exists().where(FeedbackMark.participant_id == Participant.id, *of_kind)
    people = sa.select(Participant).where(Participant.workshop_id == workshop.id, took_part(), ~marked)
    return sorted(db.session.scalars(people), key=lambda person: alphabetical(person.display_name))


def count_of(workshop: Workshop, form: FeedbackForm) -> FeedbackCount:
    """How many have answered, and in which way."""
    came = sa.select(sa.func.count()).select_from(Participant)
    people = db.session.execute(came.where(Participant.workshop_id == workshop.id, took_part())).scalar_one()
    marked = sa.select(FeedbackMark.is_paper, sa.func.count()).filter_by(workshop_id=workshop.id)
    marks = dict(db.session.execute(marked.group_by(FeedbackMark.is_paper)).all())
    return FeedbackCount(people, marks.get(False, 0), marks.get(True, 0), form.sheets)


def feedback_results(workshop: Workshop) -> FeedbackResults | None:
    """What may be shown of the answers, once the form is over; nothing before, and where there is no form.

    While it takes answers, each one that arrives would tell by the difference what its author said.
    """
    form = form_of(workshop)
    if form is None or (state := state_of(workshop, form)) is not FeedbackState.OVER:
        return None
    count = count_of(workshop, form)
    if not rules.is_shown(state, count.answered):
        return FeedbackResults(count, ())
    answers, sessions = _answers(workshop), _rated(workshop)
    questions = [
        _result(question, answers.get(question.id, ()), sessions) for question in questions_of(workshop)
    ]
    return FeedbackResults(count, questions)


def are_results_shown(connection: Connection, workshop_id: int) -> bool:
    """Whether the form is over and enough people have answered, as it stands in a snapshot."""
    on_phone = sa.select(sa.func.count()).select_from(FeedbackMark)
    on_phone = on_phone.where(FeedbackMark.workshop_id == workshop_id, ~FeedbackMark.is_paper)
    form = sa.select(
        FeedbackForm.closed_at, FeedbackForm.closes_on, FeedbackForm.sheets, on_phone.scalar_subquery()
    ).where(FeedbackForm.workshop_id == workshop_id)
    timezone = sa.select(Workshop.timezone).where(Workshop.id == workshop_id)
    day = today_in(connection.execute(timezone).scalar_one())
    for closed_at, closes_on, sheets, phones in connection.execute(form):
        # Whether it has opened is of no matter to what is over.
        state = rules.feedback_state(
            has_opened=True, was_closed=closed_at is not None, closes_on=closes_on, today=day
        )
        return rules.is_shown(state, phones + sheets)
    return False


def _answers(workshop: Workshop) -> Mapping[int, Sequence[FeedbackAnswer]]:
    """By question, in an order that says nothing."""
    found: dict[int, list[FeedbackAnswer]] = defaultdict(list)
    stored = sa.select(FeedbackAnswer).filter_by(workshop_id=workshop.id).order_by(FeedbackAnswer.id)
    for answer in db.session.scalars(stored):
        found[answer.question_id].append(answer)
    return found


def _result(
    question: FeedbackQuestion, answers: Sequence[FeedbackAnswer], sessions: Sequence[Session]
) -> QuestionResult:
    if question.kind is FeedbackKind.SESSIONS:
        given = [
            (each.title, [a.value for a in answers if a.session_id == each.id and a.value is not None])
            for each in sessions
        ]
        by_session = rules.scores_by_session(given)
        return QuestionResult(question, rules.overall(by_session), by_session)
    if question.kind.scores:
        values = [answer.value for answer in answers if answer.value is not None]
        return QuestionResult(question, rules.scores_of(question.kind, values))
    if not rules.may_show_texts(question.kind, len(answers)):
        return QuestionResult(question, has_few_texts=bool(answers))
    return QuestionResult(question, texts=[FeedbackText(a.id, a.text, a.reason) for a in answers])


def text_of(workshop: Workshop, answer_id: int) -> FeedbackAnswer:
    """A text of the results, to be hidden or restored; raises `NotFound` where none is shown."""
    found = feedback_results(workshop)
    shown = {text.id for result in (found.questions if found else ()) for text in result.texts}
    answer = db.session.get(FeedbackAnswer, answer_id) if answer_id in shown else None
    if answer is None:
        raise NotFound(N_("This text was not found."))
    return answer


def day_to_close(workshop: Workshop) -> date:
    """The last day of a form, as long as nobody has said otherwise."""
    return max(today(workshop), workshop.ends_on) + rules.STAYS_OPEN
