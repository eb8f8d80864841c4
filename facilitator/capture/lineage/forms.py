"""The shape of a merge, of a split, and of a judgement on a pair."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from facilitator.capture.forms import WORDING_FORMS, WordingForm
from facilitator.capture.lineage.rules import LEAST_PARTS
from facilitator.capture.models import Aspect, Kind, Wording
from facilitator.database import Limits, limits_of
from facilitator.web.forms import Form, line, one_of, prose, too_short
from facilitator.web.sentences import in_words

PARTS = 4


def _with_origins(form: type[WordingForm]) -> type[WordingForm]:
    class MergeForm(form):  # type: ignore[misc, valid-type]
        origins = HiddenField(default="")

    return MergeForm


# What the card says from now on, and which others go into it, as references with spaces between.
MERGE_FORMS: dict[Kind, type[WordingForm]] = {
    kind: _with_origins(form) for kind, form in WORDING_FORMS.items()
}


def _fields_of_parts() -> dict[str, Any]:
    fields: dict[str, Any] = {}
    limits = limits_of(Wording.title)
    for number in range(1, PARTS + 1):
        fields[f"title_{number}"] = line(
            _l("Part %(number)s: title", number=number),
            limits if number <= LEAST_PARTS else Limits(limits.most),
        )
        fields[f"text_{number}"] = prose(
            _l("Part %(number)s: description", number=number), limits_of(Wording.text)
        )
        fields[f"aspect_{number}"] = one_of(
            _l("Part %(number)s: aspect", number=number), Aspect, optional=True
        )
    return fields


class SplitForm(type(Form)("Parts", (Form,), _fields_of_parts())):  # type: ignore[misc]
    """The parts of a card: two of them, and those of the others that are not left empty."""

    def validate(self, **options: Any) -> bool:
        """A part has a title that says something."""
        passed = super().validate(**options)
        for number in range(LEAST_PARTS + 1, PARTS + 1):
            title = self[f"title_{number}"]
            if 0 < len(title.data) < limits_of(Wording.title).least:
                least = limits_of(Wording.title).least
                self._complain(title, in_words(too_short(least)))
            elif not title.data and self[f"text_{number}"].data:
                self._complain(title, gettext("Please fill this in."))
        return bool(passed and not self.errors)

    @staticmethod
    def _complain(field: Any, sentence: str) -> None:
        field.errors = [*field.errors, sentence]

    def parts(self, terms: dict[str, Any]) -> list[dict[str, Any]]:
        """The wordings of the parts; what is not said is as the card that is split has it."""
        return [
            {**terms, "title": self[f"title_{number}"].data, "text": self[f"text_{number}"].data}
            | ({"aspect": self[f"aspect_{number}"].data or terms["aspect"]} if terms.get("aspect") else {})
            for number in range(1, PARTS + 1)
            if self[f"title_{number}"].data
        ]


class JudgementForm(Form):
    """What two cards that look alike are to each other; a form of buttons."""

    into = HiddenField(default="")
    at = HiddenField(default="0")
    more = HiddenField(default="")
