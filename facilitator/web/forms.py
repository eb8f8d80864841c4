"""What every form shares: its own id, cleaned text, limits said in numbers, refusals at their field."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from flask import render_template
from flask_babel import gettext, lazy_gettext, ngettext
from flask_wtf import FlaskForm
from sqlalchemy.exc import IntegrityError
from wtforms import (
    DateField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields import SelectChoice

from facilitator.access.authors import form_author
from facilitator.constraints import broken_rule
from facilitator.database import db
from facilitator.errors import N_, RuleBroken
from facilitator.text import clean_line, clean_text
from facilitator.vocabulary import Term
from facilitator.web.submissions import is_usable

NOT_OFFERED = N_("This is not in the list of this workshop. Please choose again.")


class Form(FlaskForm):  # type: ignore[misc]
    """A form with an id of its own, so that it can arrive twice and count once, and with its author."""

    form_errors: list[str]
    author = HiddenField(filters=[lambda _typed: form_author()])
    submission = HiddenField(filters=[lambda typed: typed if is_usable(typed) else str(uuid4())])

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
        sentence = say(broken)
        if broken.field in self._fields:
            field = self._fields[broken.field]
            field.errors = [*field.errors, sentence]
        else:
            self.form_errors = [*self.form_errors, sentence]

    def page(self, template: str, **context: Any) -> tuple[str, int]:
        """The page with this form: with what was typed and what is wrong, or fresh."""
        status = 422 if self.errors or self.form_errors else 200
        return render_template(template, form=self, **context), status


class Confirmation(Form):
    """A form of one button."""


def say(broken: RuleBroken) -> str:
    """The sentence of a broken rule in the person's language."""
    if broken.many:
        others = {name: value for name, value in broken.values.items() if name != "num"}
        return str(ngettext(broken.sentence, broken.many, broken.values["num"], **others))
    return str(gettext(broken.sentence, **broken.values))


class Length:
    """So many characters, with the numbers in the sentence; wants something unless `least` is 0."""

    def __init__(self, least: int, most: int) -> None:
        self.least, self.most = least, most
        self.field_flags = {"maxlength": most} | ({"required": True} if least else {})

    def __call__(self, _form: Form, field: Any) -> None:
        typed = len(field.data or "")
        if self.least and not typed:
            raise ValidationError(gettext("Something has to stand here."))
        if typed < self.least:
            raise ValidationError(gettext("Please use at least %(least)d characters.", least=self.least))
        if typed > self.most:
            raise ValidationError(
                gettext(
                    "This has %(typed)d characters, and there is room for %(most)d.",
                    typed=typed,
                    most=self.most,
                )
            )


def _cleaned(clean: Any) -> list[Any]:
    return [lambda text: clean(text) if isinstance(text, str) else text]


def line(label: str, most: int, least: int = 0, **options: Any) -> StringField:
    """One line of text."""
    return StringField(
        label, validators=[Length(least, most)], filters=_cleaned(clean_line), default="", **options
    )


def prose(label: str, most: int, least: int = 0, **options: Any) -> TextAreaField:
    """Several lines of text."""
    return TextAreaField(
        label, validators=[Length(least, most)], filters=_cleaned(clean_text), default="", **options
    )


def day(label: str, **options: Any) -> "OptionalDate":
    """A date, or none."""
    return OptionalDate(label, **options)


def one_of(label: str, terms: type[Term], *, optional: bool = False) -> RadioField:
    """One term of the vocabulary, as a group of choices."""
    return Choice(
        label,
        choices=[SelectChoice(value=term.value, label=lazy_gettext(term.word)) for term in terms],
        coerce=lambda value: terms(value) if value else None,
        optional=optional,
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
            raise ValueError(gettext("Give the day as in 2018-06-30.")) from None


class Choice(RadioField):  # type: ignore[misc]
    """Choices of which one is taken, or none where that is allowed."""

    def __init__(self, *arguments: Any, optional: bool = False, **options: Any) -> None:
        super().__init__(*arguments, validate_choice=False, **options)
        self.optional = optional
        self.flags.required = not optional

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take one of the choices; anything else is said at the field."""
        try:
            self.data = self.coerce(valuelist[0]) if valuelist else None
        except ValueError:
            raise ValueError(gettext("Please choose one of the answers given.")) from None

    def pre_validate(self, _form: Form) -> None:
        """Ask for a choice where one is needed."""
        if self.data is None and not self.optional and not self.errors:
            raise ValidationError(gettext("Please choose one."))


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
        """Fill the list from rows with an id; `nothing` is what the first, empty choice says."""
        self.rows = {row.id: row for row in rows}
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
