"""Languages that a criterion can be put into: those of the EU, and of the cities that look on."""

from babel import Locale
from flask_babel import get_locale

from facilitator.errors import N_, NotFound
from facilitator.text import alphabetical

LANGUAGES = (
    "bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "gl", "hr", "hu", "it", "ja", "lt",
    "lv", "mt", "nl", "no", "pl", "pt", "ro", "sk", "sl", "sv", "tr", "uk",
)  # fmt: skip


def other_languages(own: str) -> list[tuple[str, str]]:
    """Code and name of every language but the workshop's own, by name in the reader's language."""
    named = [(code, language_name(code)) for code in LANGUAGES if code != own.partition("-")[0]]
    return sorted(named, key=lambda pair: alphabetical(pair[1]))


def language_name(code: str) -> str:
    """German, as the reader calls it."""
    return Locale.parse(code).get_display_name(get_locale()) or code


def check_is_a_language(code: str, own: str) -> None:
    """Refuse what is not in the list, and the workshop's own language."""
    if code not in LANGUAGES or code == own.partition("-")[0]:
        raise NotFound(N_("Criteria cannot be translated into this language."))
