"""The parts of a ballot that are the same for everybody, made once per language; answers are put into them.

A page of ten issues has some four hundred keys; a room of a thousand opens it within a minute.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from flask import get_template_attribute
from markupsafe import Markup, escape

from facilitator.validation.ballot import AskedCriterion, AskedIssue
from facilitator.validation.forms import CANT_SAY, REMARKS, name_of
from facilitator.validation.models import Verdict
from facilitator.validation.rules import Reply
from facilitator.web.terminology import term_word

TEMPLATE = "validation/_asked.html"
# Some workshops of twenty criteria and a few hundred issues in five languages fit in.
KEPT = 4096
# Where an answer goes: behind the value of a key, or into a field for text.
_PLACE = re.compile(
    r'<input type="radio"\s+name="([^"]+)"\s+value="([^"]+)"|<textarea [^>]*name="([^"]+)"[^>]*>'
)


@dataclass(frozen=True)
class Blank:
    """Fields in which nothing stands yet."""

    text: str

    @cached_property
    def places(self) -> dict[tuple[str, str], int]:
        """Where the answer to a name goes; for a key with its value."""
        return {(found[1] or found[3], found[2] or ""): found.end() for found in _PLACE.finditer(self.text)}

    def filled(self, answers: Iterable[tuple[str, str, str]]) -> Markup:
        """The fields with answers: a name, the value of the key to be chosen, or else a text."""
        found = sorted(
            (place, " checked" if key else str(escape(text)))
            for name, key, text in answers
            if (place := self.places.get((name, key))) is not None
        )
        parts: list[str] = []
        end = 0
        for place, answer in found:
            parts += self.text[end:place], answer
            end = place
        return Markup("".join((*parts, self.text[end:])))  # noqa: S704 - a macro has escaped the rest


@dataclass(frozen=True)
class Printed:
    """What a template asks for, in the language of the request and the colour of the measure."""

    locale: str
    accent: int
    criteria: tuple[AskedCriterion, ...]

    def issue(self, asked: AskedIssue) -> Markup:
        """Number, title, text and evidence, as they were handed over."""
        return _issue(self.locale, asked, self.accent)

    def fields(self, asked: AskedIssue, reply: Reply, errors: Mapping[str, str]) -> Markup:
        """Verdict, criteria and remarks, with what has been said, and what is wrong with it."""
        blank = _made(asked, self.criteria, errors) if errors else _fields(self.locale, asked, self.criteria)
        return blank.filled(_answers(asked.id, reply))


def _answers(issue_id: int, reply: Reply) -> Iterable[tuple[str, str, str]]:
    if reply.verdict:
        yield name_of(issue_id, "verdict"), reply.verdict, ""
    for criterion_id, score in reply.scores.items():
        yield f"score-{issue_id}-{criterion_id}", str(score or CANT_SAY), ""
    for what in REMARKS:
        if text := getattr(reply, what):
            yield name_of(issue_id, what), "", text


@lru_cache(KEPT)
def _issue(_locale: str, asked: AskedIssue, accent: int) -> Markup:
    macro = get_template_attribute(TEMPLATE, "issue")
    return Markup(macro(asked, accent, term_word(asked.aspect)))  # noqa: S704 - a macro has escaped it


@lru_cache(KEPT)
def _fields(_locale: str, asked: AskedIssue, criteria: tuple[AskedCriterion, ...]) -> Blank:
    return _made(asked, criteria, {})


def _made(asked: AskedIssue, criteria: tuple[AskedCriterion, ...], errors: Mapping[str, str]) -> Blank:
    verdicts = [(verdict.value, term_word(verdict)) for verdict in Verdict]
    return Blank(str(get_template_attribute(TEMPLATE, "fields")(asked, criteria, verdicts, errors)))
