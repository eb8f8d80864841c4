"""The shape of the feedback form as it is made, and of what is answered to it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, SelectMultipleField, ValidationError
from wtforms.fields import SelectChoice

from facilitator.database import Limits, limits_of
from facilitator.errors import N_
from facilitator.feedback.models import FeedbackAnswer, FeedbackKind, FeedbackQuestion
from facilitator.feedback.queries import FeedbackHeld
from facilitator.feedback.rules import MOST_QUESTIONS, FeedbackReply, TypedQuestion
from facilitator.web.forms import NOT_OFFERED, Choice, Form, Length, Needed, day, line, prose
from facilitator.web.terminology import lazy_term_word
from facilitator.workshops.models import Participant

WANTS_A_DAY = N_("Enter the last day on which people can answer.")
_TEXT = limits_of(FeedbackQuestion.text)._replace(least=0)


class KindField(SelectField):  # type: ignore[misc]
    """How a question is answered."""

    def __init__(self, label: str, **options: Any) -> None:
        kinds = [SelectChoice(value=kind.value, label=lazy_term_word(kind)) for kind in FeedbackKind]
        super().__init__(label, choices=kinds, coerce=str, validate_choice=False, **options)
        self.flags.required = True

    @property
    def kind(self) -> FeedbackKind:
        """What was chosen; raises `ValueError` where that is no kind."""
        return FeedbackKind(self.data)

    def pre_validate(self, _form: Form) -> None:
        """Refuse what is no kind of question."""
        try:
            _ = self.kind
        except ValueError:
            raise ValidationError(gettext(NOT_OFFERED)) from None


class FeedbackSetForm(Form):
    """Until when people can answer, and so many questions as there may be; an empty one is not asked."""

    closes_on = day(_l("Last day to answer"), validators=[Needed(WANTS_A_DAY)])

    @property
    def pairs(self) -> list[tuple[Any, Any]]:
        """The fields of each question: its text and its kind; none where the questions stand."""
        numbers = range(1, MOST_QUESTIONS + 1)
        return [(self[f"text_{at}"], self[f"kind_{at}"]) for at in numbers if f"text_{at}" in self]

    @property
    def asked(self) -> list[TypedQuestion]:
        """The questions that were typed, in order."""
        return [TypedQuestion(kind.kind, text.data) for text, kind in self.pairs if text.data]

    def leave_questions(self) -> None:
        """Ask for the last day alone."""
        for text, kind in self.pairs:
            del self[text.name], self[kind.name]


for _at in range(1, MOST_QUESTIONS + 1):
    setattr(FeedbackSetForm, f"text_{_at}", line(_l("Question %(number)d", number=_at), _TEXT))
    setattr(
        FeedbackSetForm,
        f"kind_{_at}",
        KindField(_l("Answer to question %(number)d", number=_at), default=FeedbackKind.TEXT.value),
    )


def typed(questions: Sequence[TypedQuestion]) -> dict[str, str]:
    """Questions as the fields of the form hold them."""
    found: dict[str, str] = {}
    for at, question in enumerate(questions, 1):
        found |= {f"text_{at}": question.text, f"kind_{at}": question.kind.value}
    return found


class FeedbackGivenForm(Form):
    """The answers to a form; `answers_form` has one with its fields."""

    held: FeedbackHeld

    @property
    def said(self) -> list[FeedbackReply]:
        """What was answered."""
        return [
            FeedbackReply(question.id, session_id, value=self[name].data)
            if question.kind.scores
            else FeedbackReply(question.id, text=self[name].data)
            for name, question, session_id, _ in fields_of(self.held)
            if self[name].data not in (None, "")
        ]


def fields_of(held: FeedbackHeld) -> Iterator[tuple[str, FeedbackQuestion, int | None, str]]:
    """The fields of a form: name, question, session and label; a question about sessions has one for each."""
    for question in held.questions:
        if question.kind is FeedbackKind.SESSIONS:
            for session in held.sessions:
                yield f"q{question.id}-s{session.id}", question, session.id, session.title
        else:
            yield f"q{question.id}", question, None, question.text


def answers_form(held: FeedbackHeld) -> FeedbackGivenForm:
    """A form with a field for each answer; all can be left out."""
    fields = {name: _field(question, label) for name, question, _, label in fields_of(held)}
    form: FeedbackGivenForm = type("AnswersOfFeedback", (FeedbackGivenForm,), fields)()
    form.held = held
    return form


def _field(question: FeedbackQuestion, label: str) -> Any:
    if question.kind.scores:
        choices = [SelectChoice(value=str(value), label=str(value)) for value in question.kind.scores]
        return Choice(label, choices=choices, coerce=_score_in(question.kind.scores), optional=True)
    return prose(label, limits_of(FeedbackAnswer.text))


def _score_in(scores: range) -> Callable[[Any], int | None]:
    def read(typed: Any) -> int | None:
        if typed in (None, "", "None"):
            return None
        if str(typed) not in map(str, scores):
            raise ValueError
        return int(typed)

    return read


class HandedInForm(Form):
    """Who has handed in a sheet, with the marks that the page has shown."""

    shown = HiddenField(default="", validators=[Length(Limits(20_000, 0))])
    people = SelectMultipleField(
        _l("People who handed in a sheet"), coerce=str, choices=[], validate_choice=False
    )

    def offer(self, people: Sequence[Participant]) -> None:
        """Let these be chosen."""
        self.people.choices = [
            SelectChoice(
                value=str(person.id), label=f"{person.display_name} · {person.organisation.spoken_name}"
            )
            for person in people
        ]

    @property
    def chosen(self) -> set[int]:
        """Those that were chosen among them."""
        return self._offered_of(self.people.data or ())

    @property
    def were_chosen(self) -> set[int]:
        """Those that were marked when the page was made."""
        return self._offered_of((self.shown.data or "").split())

    def _offered_of(self, values: Iterable[str]) -> set[int]:
        offered = {choice.value for choice in self.people.choices}
        return {int(value) for value in values if value in offered}


class FeedbackHidingForm(Form):
    """Why a text goes out of sight."""

    reason = line(_l("Why?"), limits_of(FeedbackAnswer.reason)._replace(least=1))
