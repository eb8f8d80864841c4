"""What a page of replies sends, read into replies.

A page of ten issues has more than a hundred keys. A form object for each would cost more than
everything else on the page, so the replies are read here in one pass over plain values.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict

from facilitator.capture.models import Aspect, Wording
from facilitator.database import limits_of
from facilitator.errors import RuleBroken
from facilitator.text import clean_text
from facilitator.validation.models import Answer, Verdict
from facilitator.validation.rules import Reply, check_change
from facilitator.validation.stale import STALE, AnsweredElsewhere
from facilitator.vocabulary import Term
from facilitator.web.forms import Form, line, one_of, pick, prose, too_long
from facilitator.web.sentences import in_words

REMARK = limits_of(Answer.comment).most
CANT_SAY = "cant-say"
_KEYS = frozenset("123456789")
_SCORE = re.compile(r"score-(\d{1,9})-(\d{1,9})")
_MARK = "was-"
REMARKS = ("change", "comment", "need")
Chosen = TypeVar("Chosen", bound=Term)


@dataclass
class TypedReplies:
    """The replies of a page, those to what was asked again, and what is wrong by the name of its field.

    `was` are the marks of what stood there when the page was made.
    """

    replies: dict[int, Reply] = field(default_factory=dict)
    again: set[int] = field(default_factory=set)
    errors: dict[str, str] = field(default_factory=dict)
    was: dict[int | str, str] = field(default_factory=dict)


def name_of(issue_id: int, what: str) -> str:
    """The name of a field: verdict-12."""
    return f"{what}-{issue_id}"


def read_replies(typed: MultiDict[str, str]) -> TypedReplies:
    """All replies on a page; each issue on it is named by a hidden field `issue`."""
    read = TypedReplies(again=set(typed.getlist("again", type=int)), was=read_marks(typed))
    scores = _scores(typed, read.errors)
    for issue_id in typed.getlist("issue", type=int):
        remarks = {what: remark(typed, name_of(issue_id, what), read.errors) for what in REMARKS}
        reply = read.replies[issue_id] = Reply(
            verdict=chosen(typed, name_of(issue_id, "verdict"), Verdict, read.errors),
            scores=scores.get(issue_id, {}),
            **remarks,
        )
        try:
            check_change(reply)
        except RuleBroken as broken:
            read.errors.setdefault(name_of(issue_id, "change"), in_words(broken.sentence))
    return read


def read_marks(typed: Mapping[str, str]) -> dict[int | str, str]:
    """By what was answered: the mark of what stood on the page, from fields such as was-12."""
    about = {name: name.removeprefix(_MARK) for name in typed if name.startswith(_MARK)}
    return {int(what) if what.isdecimal() else what: typed[name] for name, what in about.items()}


def stale_words(stale: AnsweredElsewhere) -> dict[str, str]:
    """What an answer on another page said meanwhile, in a sentence for each field."""
    return {
        name_of(about, name) if isinstance(about, int) else name: gettext(STALE, text=text)
        for (about, name), text in stale.standing.items()
    }


def chosen(typed: Mapping[str, str], name: str, terms: type[Chosen], errors: dict[str, str]) -> Chosen | None:
    """The term that was chosen under a name, if any."""
    value = typed.get(name)
    if not value:
        return None
    try:
        return terms(value)
    except ValueError:
        errors[name] = gettext("Please choose one of the answers.")
        return None


def _scores(typed: Mapping[str, str], errors: dict[str, str]) -> dict[int, dict[int, int | None]]:
    """By issue and criterion, from fields such as score-12-3."""
    scores: dict[int, dict[int, int | None]] = {}
    for name, value in typed.items():
        asked = _SCORE.fullmatch(name) if value else None
        if not asked:
            continue
        if value == CANT_SAY or value in _KEYS:
            score = None if value == CANT_SAY else int(value)
            scores.setdefault(int(asked[1]), {})[int(asked[2])] = score
        else:
            errors[name] = gettext("Enter a score from 1 to 9.")
    return scores


def remark(typed: Mapping[str, str], name: str, errors: dict[str, str]) -> str:
    """What was written under a name."""
    text = clean_text(typed.get(name, ""))
    if len(text) > REMARK:
        errors[name] = in_words(too_long(len(text), REMARK))
    return text


class MissingIssueForm(Form):
    """An issue that is missing from the list."""

    title = line(_l("The issue in one short sentence"), limits_of(Wording.title))
    text = prose(_l("Description"), limits_of(Wording.text))
    aspect = one_of(_l("What is it about?"), Aspect, unsure=Aspect.UNSORTED.value)


class MissingIssueOfCityForm(MissingIssueForm):
    """A missing issue that the rapporteur enters for a city of the group."""

    city = pick(_l("City"), optional=True)
