"""What the workshop calls things: its words for cities and measures, and for the terms that people choose."""

from collections.abc import Sequence

from flask_babel import lazy_gettext

from facilitator.database import Limits
from facilitator.errors import N_
from facilitator.terminology import NOUNS, key_of
from facilitator.validation.renamed import KEYS, RENAMED, TERMS
from facilitator.web.forms import Form, line
from facilitator.workshops.rules import LONGEST_WORD

_NOUN_LABELS = {
    "city": N_("Who takes part: one"),
    "cities": N_("Who takes part: several"),
    "lighthouse": N_("Those who bring the issues"),
    "interested": N_("Those who validate the issues"),
    "measure": N_("What issues are collected for: one"),
    "measures": N_("What issues are collected for: several"),
    "strategy": N_("A way to win support: one"),
    "strategies": N_("A way to win support: several"),
}
_LIMITS = Limits(LONGEST_WORD)


class TerminologyForm(Form):
    """A field for each word; an empty one keeps ours."""

    @property
    def words(self) -> dict[str, str]:
        """What was typed, by noun or by key of a term."""
        return {key: self[key].data for key in KEYS}

    @property
    def nouns(self) -> list[str]:
        """The names of the fields for nouns."""
        return list(NOUNS)

    @property
    def groups(self) -> list[tuple[str, Sequence[str]]]:
        """The heading of each group of terms, with the names of its fields."""
        return [(heading, [key_of(term) for term in terms]) for heading, terms in RENAMED.items()]


_NOUNS = (
    N_("city"),
    N_("cities"),
    N_("lighthouse"),
    N_("interested"),
    N_("measure"),
    N_("measures"),
    N_("political strategy"),
    N_("political strategies"),
)
OURS = dict(zip(NOUNS, _NOUNS, strict=True)) | TERMS
"""Our own word for each."""
for _key in KEYS:
    setattr(TerminologyForm, _key, line(lazy_gettext(_NOUN_LABELS.get(_key, OURS[_key])), _LIMITS))
