"""The feedback form in the file, without what was answered: its questions by their text, and its last day."""

from collections.abc import Mapping
from typing import Any

from facilitator.agenda.timing import date_of
from facilitator.database import limits_of
from facilitator.errors import N_
from facilitator.feedback.models import FeedbackKind, FeedbackQuestion
from facilitator.feedback.operations import set_feedback
from facilitator.feedback.queries import form_of, questions_of
from facilitator.feedback.rules import TypedQuestion
from facilitator.sentences import say
from facilitator.workshop_file.loaded import Loaded
from facilitator.workshop_file.section import FAR_AWAY, Plain, Section, day_number, one_by_one
from facilitator.workshop_file.shapes import Entry, FieldShape, one_of, refused, text, whole
from facilitator.workshops.models import Workshop
from facilitator.workshops.queries import today


def _questions(value: Any) -> list[TypedQuestion]:
    """What is asked, from an object of kinds by text."""
    if not isinstance(value, Mapping):
        raise refused(say(N_("This must be an object of texts.")))
    kind_of, asked = one_of(FeedbackKind), text(limits_of(FeedbackQuestion.text))
    return [TypedQuestion(kind_of(kind), asked(question)) for question, kind in value.items()]


def _read(loaded: Loaded, entry: Entry) -> None:
    workshop = loaded.workshop
    if form_of(workshop):
        raise refused(say(N_("A workshop has one feedback form.")))
    # A file may be of a workshop of years ago.
    last = max(today(workshop), date_of(workshop.starts_on, entry["closes_day"]))
    set_feedback(workshop, entry["questions"], last, by=loaded.organiser)


def _write(workshop: Workshop) -> list[Plain]:
    form = form_of(workshop)
    if form is None:
        return []
    questions = {question.text: question.kind.value for question in questions_of(workshop)}
    return [{"closes_day": day_number(workshop, form.closes_on), "questions": questions}]


FEEDBACK = Section(
    name="feedback",
    name_field="closes_day",
    fields={"closes_day": FieldShape(whole(-FAR_AWAY, FAR_AWAY)), "questions": FieldShape(_questions)},
    read=one_by_one(_read),
    write=_write,
)
