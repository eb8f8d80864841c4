"""The parts of a ballot that are the same for everybody, made once per language and filled in by name.

A page of ten issues has some four hundred keys; a room of a thousand opens it within a minute.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import get_template_attribute
from flask_babel import gettext
from markupsafe import Markup

from facilitator.validation.ballot import AskedIssue
from facilitator.validation.forms import CANT_SAY
from facilitator.validation.models import Verdict

TEMPLATE = "validation/_asked.html"
PLACEHOLDER = "name-to-be-filled-in"
# Some workshops of twenty criteria and a few hundred issues in five languages fit in.
KEPT = 4096


@dataclass(frozen=True)
class Printed:
    """What a template asks for, in the language of the request and the colour of the measure."""

    locale: str
    accent: int

    def issue(self, asked: AskedIssue) -> Markup:
        """Number, title, text and evidence, as they were handed over."""
        return _issue(self.locale, asked, self.accent)

    def verdict(self, name: str, verdict: Verdict | None, errors: Mapping[str, str]) -> Markup:
        """The four answers, with the one that was given."""
        if name in errors:
            return _made("verdict", name, _verdicts(), errors[name])
        return _filled(_verdict(self.locale), name, verdict)

    def scale(
        self, name: str, criterion: Any, scores: Mapping[int, int | None], errors: Mapping[str, str]
    ) -> Markup:
        """The nine keys and "can't say", with the score that was given."""
        if name in errors:
            return _made("scale", name, criterion, errors[name])
        given = (scores[criterion.id] or CANT_SAY) if criterion.id in scores else None
        return _filled(_scale(self.locale, criterion), name, given)


def _made(macro: str, *arguments: Any) -> Markup:
    return Markup(get_template_attribute(TEMPLATE, macro)(*arguments))  # noqa: S704 - a macro has escaped it


@lru_cache(KEPT)
def _issue(_locale: str, asked: AskedIssue, accent: int) -> Markup:
    return _made("issue", asked, accent, gettext(asked.aspect.word))


@lru_cache(KEPT)
def _verdict(_locale: str) -> Markup:
    return _made("verdict", PLACEHOLDER, _verdicts())


@lru_cache(KEPT)
def _scale(_locale: str, criterion: Any) -> Markup:
    return _made("scale", PLACEHOLDER, criterion)


def _verdicts() -> list[tuple[str, str]]:
    return [(verdict.value, gettext(verdict.word)) for verdict in Verdict]


def _filled(blank: Markup, name: str, value: object) -> Markup:
    """The blank with its name and with one key chosen; both are made of ids and of keys of ours."""
    text = str(blank).replace(PLACEHOLDER, name)
    if value is not None:
        key = f'value="{value}"'
        text = text.replace(key, f"{key} checked", 1)
    return Markup(text)  # noqa: S704
