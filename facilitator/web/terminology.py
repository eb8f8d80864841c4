"""Texts in the words of the workshop whose page is made."""

from typing import Any

from flask import g
from flask_babel import Babel, Domain, gettext
from flask_babel.speaklater import LazyString

from facilitator.terminology import Terminology
from facilitator.vocabulary import Term

_OURS = Terminology()


def speak(terminology: Terminology) -> None:
    """From here on, make the page of this request in a workshop's own words."""
    g.terminology = terminology
    g.pop("translations", None)


def spoken() -> Terminology:
    """The words in which the page of this request is made."""
    terminology: Terminology = g.get("terminology", _OURS)
    return terminology


def term_word(term: Term) -> str:
    """A term of the vocabulary, as the workshop calls it or else in the person's language."""
    return spoken().word_of(term) or str(gettext(term.word))


def our_word(text: str) -> str:
    """A text as we say it, also where the workshop has a word of its own."""
    own = spoken()
    speak(_OURS)
    try:
        return str(gettext(text))
    finally:
        speak(own)


def lazy_term_word(term: Term) -> LazyString:
    """The same, looked up when it is shown: for the choices of a form."""
    return LazyString(term_word, term)


class Texts(Babel):  # type: ignore[misc]
    """Babel, with the nouns of the workshop in what it translates."""

    @property
    def domain_instance(self) -> Domain:
        """Where texts are looked up."""
        return _OwnWords(domain=self.domain)


class _OwnWords(Domain):  # type: ignore[misc]
    def get_translations(self) -> Any:
        translations = super().get_translations()
        terminology = spoken()
        return _InOwnWords(translations, terminology) if terminology.nouns else translations


class _InOwnWords:
    """A catalogue that puts a workshop's nouns into each text that it gives."""

    def __init__(self, catalogue: Any, terminology: Terminology) -> None:
        self._catalogue, self._put = catalogue, terminology.put_into

    def ugettext(self, text: str) -> str:
        return self._put(self._catalogue.ugettext(text))

    def ungettext(self, one: str, many: str, number: int) -> str:
        return self._put(self._catalogue.ungettext(one, many, number))

    def upgettext(self, context: str, text: str) -> str:
        return self._put(self._catalogue.upgettext(context, text))

    def unpgettext(self, context: str, one: str, many: str, number: int) -> str:
        return self._put(self._catalogue.unpgettext(context, one, many, number))
