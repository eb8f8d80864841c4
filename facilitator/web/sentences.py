"""Sentences in the language of the person who reads them: with its plurals, its lists and its numbers."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from babel.dates import format_interval
from babel.lists import format_list
from flask_babel import format_date, format_decimal, get_locale, gettext, ngettext, npgettext, pgettext
from markupsafe import Markup, escape

from facilitator.sentences import Days, Names, Sentence, Value


def in_words(said: str | Sentence) -> str:
    """A sentence as its reader says it; what somebody wrote is as it was written."""
    if isinstance(said, str):
        return said
    values = {name: _in_words(value) for name, value in said.values.items()}
    if said.many:
        number = values.pop("num")
        if said.context:
            return str(npgettext(said.context, said.text, said.many, number, **values))
        return str(ngettext(said.text, said.many, number, **values))
    return str(pgettext(said.context, said.text, **values) if said.context else gettext(said.text, **values))


FACTS = " · "
"""What stands between facts of their own on one line; never within a sentence."""


def listed(things: Iterable[object]) -> str:
    """Things as a list within a sentence: Lyon, Vienna and Graz. Links in it stay links, all else is text."""
    texts = list(things)
    if any(isinstance(text, Markup) for text in texts):
        return Markup(format_list([escape(text) for text in texts], locale=get_locale()))  # noqa: S704 - escaped
    return format_list([str(text) for text in texts], locale=get_locale())


def day(date_: date) -> str:
    """4 December 2017."""
    return str(format_date(date_, "long", rebase=False))


def days(first: date, last: date) -> str:
    """4–5 Dec 2017; a single day is said in full."""
    return day(first) if first == last else str(format_interval(first, last, "yMMMd", locale=get_locale()))


def labelled(label: str, text: str) -> str:
    """What something is, and what it says: Comment: Too dear."""
    return str(gettext("%(label)s: %(text)s", label=label, text=text))


class _Number(int):
    """A whole number that stands in a text with its digits in groups, and still is a number for `%d`."""

    def __str__(self) -> str:
        return str(format_decimal(int(self)))


def _in_words(value: Value) -> Any:
    if isinstance(value, Sentence):
        return in_words(value)
    if isinstance(value, Names):
        more = [ngettext("%(num)d more", "%(num)d more", value.more)] if value.more else []
        return listed([*map(_in_words, value.shown), *more])
    if isinstance(value, Days):
        return days(value.first, value.last)
    if isinstance(value, float):
        return format_decimal(value)
    return _Number(value) if isinstance(value, int) else value
