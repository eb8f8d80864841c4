"""What somebody has typed, told back under the labels of its form and not under its fields' names."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from flask import current_app, request
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from facilitator.errors import N_
from facilitator.web.forms import Form

# Of forms with a field for each issue: their words. What was chosen there says little without its question.
WORDS = {
    "change": N_("Which change do you suggest?"),
    "comment": N_("Comment"),
    "need": N_("What does your city need?"),
    "words": N_("Comment on the approach"),
    "scores": N_("Scores"),
}
_OF_AN_ISSUE = re.compile(r"(\w+?)(-\d+)?")


class Told(NamedTuple):
    """A field as its form names it, and what stands in it; no words where a row of a list was picked."""

    label: str
    words: Sequence[str]


def told(typed: Mapping[str, Sequence[str]]) -> dict[str, Told]:
    """By name, what a person has typed or chosen in fields that they could see."""
    if not typed:
        return {}
    form = _form_with(typed)
    found = {name: _told(form, name, values) for name, values in typed.items() if any(values)}
    return {name: said for name, said in found.items() if said}


def _told(form: Form, name: str, values: Sequence[str]) -> Told | None:
    if name in form:
        return _of_field(form[name], values)
    about = _OF_AN_ISSUE.fullmatch(name)
    return Told(gettext(WORDS[about[1]]), values) if about and about[1] in WORDS else None


def _of_field(field: Any, values: Sequence[str]) -> Told | None:
    kind = getattr(field.widget, "input_type", "")
    if kind in ("hidden", "password"):
        return None
    label = str(field.label.text)
    if kind == "checkbox":
        return Told(label, [gettext("yes")])
    if field.type in ("RadioField", "Choice"):
        words = {str(value): str(word) for value, word, *_ in field.iter_choices()}
        return Told(label, [words.get(value, value) for value in values])
    return Told(label, () if hasattr(field, "iter_choices") else values)


def _form_with(typed: Mapping[str, Any]) -> Form:
    """The form that has most of these fields; of several, one of the package that was asked."""
    view = current_app.view_functions.get(request.endpoint or "")
    package = getattr(view, "__module__", "").partition(".views")[0]

    def fit(kind: type[Form]) -> tuple[int, bool, int]:
        names = {name for name in dir(kind) if hasattr(getattr(kind, name), "_formfield")}
        return len(names & typed.keys()), kind.__module__.startswith(package), -len(names)

    kind = max(_kinds(Form), key=fit)
    return kind(MultiDict((name, value) for name, values in typed.items() for value in values))


def _kinds(kind: type[Form]) -> Iterator[type[Form]]:
    yield kind
    for each in kind.__subclasses__():
        yield from _kinds(each)
