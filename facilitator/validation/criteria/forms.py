"""The shape of a criterion, and of its words in another language."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import ValidationError

from facilitator.database import Limits, limits_of
from facilitator.validation.criteria.rules import LEAST_WEIGHT, MOST_WEIGHT
from facilitator.validation.models import Criterion, CriterionTranslation
from facilitator.web.forms import Form, line


class WordsForm(Form):
    """The words of a criterion."""

    name = line(_l("Name"), limits_of(Criterion.name))
    question = line(_l("Question"), limits_of(Criterion.question))
    low = line(_l("Label for 1"), limits_of(Criterion.low))
    high = line(_l("Label for 9"), limits_of(Criterion.high))

    @property
    def words(self) -> dict[str, str]:
        """What was typed, by its name in the table."""
        return {name: self[name].data for name in ("name", "question", "low", "high")}


class CriterionForm(WordsForm):
    """A criterion with its weight among all, by which the results give each issue a place."""

    weight = line(_l("Weight"), Limits(8, 1))

    def validate_weight(self, field: Any) -> None:
        """A number that weighs something, with a point or a comma."""
        number = _number(field.data)
        if number is None or not LEAST_WEIGHT <= number <= MOST_WEIGHT:
            raise ValidationError(gettext("Enter a weight from 0.1 to 10, for example 1 or 1.5."))

    @property
    def weighs(self) -> float:
        """The weight as a number."""
        return _number(self.weight.data) or 0


class TranslationForm(WordsForm):
    """The words in another language; without a name there is no translation."""

    name = line(_l("Name"), Limits(limits_of(CriterionTranslation.name).most))


def _number(typed: str) -> float | None:
    plain = typed.replace(",", ".")
    return float(plain) if plain.isascii() and plain.replace(".", "", 1).isdigit() else None
