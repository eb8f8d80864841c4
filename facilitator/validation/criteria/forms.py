"""The shape of a criterion, and of its words in another language."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import ValidationError

from facilitator.web.forms import Form, line

LEAST, MOST = 0.1, 10.0


class WordsForm(Form):
    """The words of a criterion."""

    name = line(_l("Name"), 60, 1)
    question = line(_l("Question"), 200)
    low = line(_l("Word for 1"), 60)
    high = line(_l("Word for 9"), 60)

    @property
    def words(self) -> dict[str, str]:
        """What was typed, by its name in the table."""
        return {name: self[name].data for name in ("name", "question", "low", "high")}


class CriterionForm(WordsForm):
    """A criterion with its weight among all, by which the results give each issue a place."""

    weight = line(_l("Weight"), 8, 1)

    def validate_weight(self, field: Any) -> None:
        """A number that weighs something, with a point or a comma."""
        number = _number(field.data)
        if number is None or not LEAST <= number <= MOST:
            raise ValidationError(gettext("A weight is a number from 0.1 to 10, such as 1 or 1.5."))

    @property
    def weighs(self) -> float:
        """The weight as a number."""
        return _number(self.weight.data) or 0


class TranslationForm(WordsForm):
    """The words in another language; without a name there is no translation."""

    name = line(_l("Name"), 60)


def _number(typed: str) -> float | None:
    plain = typed.replace(",", ".")
    return float(plain) if plain.isascii() and plain.replace(".", "", 1).isdigit() else None
