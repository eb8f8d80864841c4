"""What every form shares: its own id, cleaned text, limits said in numbers, refusals at their field."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from flask import render_template
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.csrf import generate_csrf
from sqlalchemy.exc import IntegrityError
from wtforms import (
    DateField,
    FileField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
    ValidationError,
)
from wtforms.fields import SelectChoice

from facilitator.access.authors import form_author
from facilitator.constraints import broken_rule
from facilitator.database import Limits, db
from facilitator.dates import check_is_of_our_time
from facilitator.errors import N_, RuleBroken
from facilitator.live.sharing import of_reader
from facilitator.sentences import Sentence, say_many
from facilitator.text import clean_line, clean_text
from facilitator.vocabulary import Term
from facilitator.web.sentences import in_words
from facilitator.web.submissions import is_usable
from facilitator.web.terminology import lazy_term_word

MOST_PROBLEMS = 5
NOT_OFFERED = N_("This is not in the list. Please choose again.")


class Token(FlaskForm.Meta.csrf_class):  # type: ignore[misc]
    """Flask-WTF's token of a session, as what belongs to the reader of a page."""

    def generate_csrf_token(self, csrf_token_field: Any) -> str:  # noqa: ARG002 - one for all forms
        """The token of whoever reads the page."""
        return of_reader("csrf_token", generate_csrf)


def _fresh_id() -> str:
    return str(uuid4())


class Form(FlaskForm):  # type: ignore[misc]
    """A form with an id of its own, so that it can arrive twice and count once, and with its author."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """Where its token comes from."""

        csrf_class = Token

    form_errors: list[str]
    author = HiddenField(filters=[lambda _typed: of_reader("author", form_author)])
    submission = HiddenField(
        filters=[lambda typed: typed if is_usable(typed) else of_reader("submission", _fresh_id)]
    )

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """Show a broken rule where it belongs, and undo what the operation had begun."""
        try:
            yield
        except IntegrityError as error:
            self.refuse(broken_rule(error))
        except RuleBroken as broken:
            self.refuse(broken)

    def refuse(self, broken: RuleBroken) -> None:
        """Put the sentence at its field, or on top of the form."""
        db.session.rollback()
        sentence = in_words(broken.sentence)
        if broken.field in self._fields:
            field = self._fields[broken.field]
            field.errors = [*field.errors, sentence]
        else:
            self.form_errors = [*self.form_errors, sentence]

    def ask_again(self, broken: RuleBroken) -> None:
        """Say why it was not taken; sent again, it is another form."""
        self.refuse(broken)
        self.submission.data = _fresh_id()

    def page(self, template: str, **context: Any) -> tuple[str, int]:
        """The page with this form: with what was typed and what is wrong, or fresh."""
        status = 422 if self.errors or self.form_errors else 200
        self._ask_for_files_again()
        return render_template(template, form=self, **context), status

    def _ask_for_files_again(self) -> None:
        """Where another field is wrong, say at each file that it is gone: no browser keeps one."""
        is_refused = any(field.errors for field in self)
        for field in self:
            file: Any = field.data if isinstance(field, FileField) else None
            was_chosen = bool(getattr(file, "filename", ""))
            if is_refused and was_chosen and not field.errors:
                field.errors = [gettext("Choose the file again.")]


class VersionForm(Form):
    """A form with the number of the version that its page showed."""

    based_on = HiddenField()

    @property
    def version(self) -> int:
        """What it is based on; -1 where that can't be read, which is no version."""
        typed = self.based_on.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else -1


class Confirmation(Form):
    """A form of one button."""


def too_short(least: int) -> Sentence:
    """That a text needs so many characters."""
    return say_many("Use at least one character.", "Use at least %(num)d characters.", least)


def too_long(typed: int, most: int) -> Sentence:
    """That a text has more characters than there may be."""
    return say_many(
        "This has one character. The limit is %(most)d.",
        "This has %(num)d characters. The limit is %(most)d.",
        typed,
        most=most,
    )


class Length:
    """So many characters, with the numbers in the sentence; wants something unless `least` is 0."""

    def __init__(self, limits: Limits) -> None:
        self.most, self.least = most, least = limits
        self.field_flags = {"maxlength": most} | ({"required": True} if least else {})

    def __call__(self, _form: Form, field: Any) -> None:
        typed = len(field.data or "")
        if self.least and not typed:
            raise ValidationError(gettext("Please fill this in."))
        if typed < self.least:
            raise ValidationError(in_words(too_short(self.least)))
        if typed > self.most:
            raise ValidationError(in_words(too_long(typed, self.most)))


class Needed:
    """Asks for what was left empty, in a sentence of its own."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        self.field_flags = {"required": True}

    def __call__(self, _form: Form, field: Any) -> None:
        typed = clean_text(field.data) if isinstance(field.data, str) else field.data
        if typed in (None, "") and not field.errors:
            raise ValidationError(gettext(self.sentence))


@contextmanager
def said_at(field: Any) -> Iterator[None]:
    """Say at a field, as its form is checked, which rule is broken; where nothing is wrong with it so far."""
    try:
        yield
    except RuleBroken as broken:
        if not field.errors:
            raise ValidationError(in_words(broken.sentence)) from None


def say_problems(field: Any, problems: Sequence[Sentence]) -> None:
    """Say at a field what is wrong with the lines that were typed there: the first few of it."""
    field.errors += [in_words(sentence) for sentence in problems[:MOST_PROBLEMS]]
    if more := len(problems[MOST_PROBLEMS:]):
        field.errors.append(
            ngettext("One more line has a problem.", "%(num)d more lines have problems.", more)
        )


def _cleaned(clean: Any) -> list[Any]:
    return [lambda text: clean(text) if isinstance(text, str) else text]


def line(label: str, limits: Limits, **options: Any) -> StringField:
    """One line of text, as long as the column that keeps it allows: `limits_of(Group.name)`."""
    return StringField(
        label, validators=[Length(limits)], filters=_cleaned(clean_line), default="", **options
    )


def prose(label: str, limits: Limits, **options: Any) -> TextAreaField:
    """Several lines of text, as long as the column that keeps it allows."""
    return TextAreaField(
        label, validators=[Length(limits)], filters=_cleaned(clean_text), default="", **options
    )


def day(label: str, **options: Any) -> "OptionalDate":
    """A date, or none."""
    return OptionalDate(label, **options)


def chosen_file(field: Any) -> bytes:
    """What is in the file of a field; nothing where none was chosen."""
    return field.data.read() if getattr(field.data, "filename", "") else b""


def one_of(label: str, terms: type[Term], *, optional: bool = False, unsure: str | None = None) -> RadioField:
    """One term of the vocabulary, as a group of choices.

    With `unsure` the last choice is "Not sure", which says that term, or nothing where it is empty; it is
    chosen at first.
    """
    offered = [
        SelectChoice(value=term.value, label=lazy_term_word(term)) for term in terms if term.value != unsure
    ]
    if unsure is not None:
        offered.append(SelectChoice(value=unsure, label=_l("Not sure")))
    return Choice(
        label,
        choices=offered,
        coerce=lambda value: terms(value) if value else None,
        optional=optional or unsure == "",
        unsure=unsure or "",
    )


def pick(label: str, **options: Any) -> "Pick":
    """One row out of a list that the view offers with `offer`."""
    return Pick(label, coerce=lambda value: int(value) if value else None, choices=[], **options)


class OptionalDate(DateField):  # type: ignore[misc]
    """A date that may be left out; what can't be read is said in a sentence of ours."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the date, if there is one."""
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(gettext("Enter the date like this: 2018-06-30.")) from None
        day: Any = self.data
        with said_at(self):
            check_is_of_our_time(day)


class WholeNumber(IntegerField):  # type: ignore[misc]
    """A whole number within limits that are said in the sentence."""

    def __init__(self, label: str, least: int, most: int, *, optional: bool = False, **options: Any) -> None:
        super().__init__(label, **options)
        self.least, self.most, self.optional = least, most, optional
        self.flags.required = not optional

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number, if there is one."""
        typed = valuelist[0].strip() if valuelist else ""
        if not typed and self.optional:
            self.data = None
            return
        if not (typed.isascii() and typed.isdigit() and len(typed) < 9):
            raise ValueError(self._limits)
        self.data = int(typed)
        if not self.least <= self.data <= self.most:
            raise ValueError(self._limits)

    @property
    def _limits(self) -> str:
        said: str = gettext(
            "Enter a whole number from %(least)d to %(most)d.", least=self.least, most=self.most
        )
        return said


class ClockTime(TimeField):  # type: ignore[misc]
    """A time of day; what can't be read is said in a sentence of ours."""

    def __init__(self, *arguments: Any, optional: bool = False, **options: Any) -> None:
        super().__init__(*arguments, format=["%H:%M", "%H:%M:%S"], **options)
        self.optional = optional
        self.flags.required = not optional

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the time, if there is one."""
        typed = valuelist[0].strip() if valuelist else ""
        if not typed and self.optional:
            self.data = None
            return
        try:
            if not typed:
                raise ValueError
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(gettext("Enter a time, for example 14:05.")) from None


class Choice(RadioField):  # type: ignore[misc]
    """Choices of which one is taken, or none where that is allowed."""

    def __init__(self, *arguments: Any, optional: bool = False, unsure: str = "", **options: Any) -> None:
        super().__init__(*arguments, validate_choice=False, **options)
        self.optional, self.unsure = optional, unsure
        self.flags.required = not optional

    def process_data(self, value: Any) -> None:
        """What is chosen at first."""
        super().process_data(self.coerce(self.unsure) if value is None and self.unsure else value)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take one of the choices; anything else is said at the field."""
        try:
            chosen = valuelist[0] if valuelist else self.unsure
            self.data = self.coerce(chosen) if valuelist or chosen else None
        except ValueError:
            raise ValueError(gettext("Please choose one of the answers.")) from None

    def pre_validate(self, _form: Form) -> None:
        """Ask for a choice where one is needed."""
        if self.data is None and not self.optional and not self.errors:
            raise ValidationError(gettext("Please choose one."))


def is_offered(row: Any) -> bool:
    """Whether a row may be chosen: most can always, some kinds are retired."""
    return getattr(row, "is_offered", True)


class Pick(SelectField):  # type: ignore[misc]
    """A row of the workshop, by its id."""

    def __init__(self, *arguments: Any, optional: bool = False, **options: Any) -> None:
        super().__init__(*arguments, validate_choice=False, **options)
        self.optional = optional
        self.flags.required = not optional
        self.rows: dict[int, Any] = {}

    def offer(
        self,
        rows: Iterable[Any],
        label: str = "name",
        *,
        nothing: str = "",
        group: Callable[[Any], str] | None = None,
    ) -> None:
        """Fill the list from rows with an id; `nothing` is what the first, empty choice says.

        A row that is retired is left out, unless it is the one that was chosen before.
        """
        self.rows = {row.id: row for row in rows if is_offered(row) or row.id == self.object_data}
        named = [
            SelectChoice(
                value=str(id_), label=str(getattr(row, label)), optgroup=group(row) if group else None
            )
            for id_, row in self.rows.items()
        ]
        self.choices = [SelectChoice(value="", label=nothing), *named]

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the id of a row; what is no id belongs to no row that was offered."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(gettext(NOT_OFFERED)) from None

    @property
    def row(self) -> Any:
        """The row that was picked, or nothing."""
        return self.rows.get(self.data)

    def pre_validate(self, _form: Form) -> None:
        """Refuse a row that was never offered."""
        if self.data is None and not self.optional and not self.errors:
            raise ValidationError(gettext("Please choose one."))
        if self.data is not None and self.data not in self.rows:
            raise ValidationError(gettext(NOT_OFFERED))
