"""Which words of ours a workshop can replace with its own: nouns, and terms that people choose."""

from collections.abc import Mapping

from facilitator.capture.models import Aspect, Field, Reach, Side, Stance
from facilitator.errors import N_
from facilitator.terminology import NOUNS, key_of
from facilitator.validation.models import Verdict
from facilitator.vocabulary import Term

RENAMED: Mapping[str, type[Term]] = {
    N_("What an issue is about"): Aspect,
    N_("What lighthouse cities say of an issue"): Stance,
    N_("Answers to an issue"): Verdict,
    N_("Kinds of enablers"): Field,
    N_("Where enablers are found"): Reach,
    N_("Whom a political strategy is for"): Side,
}
"""The terms, under the heading of the page."""

TERMS = {key_of(term): term.word for terms in RENAMED.values() for term in terms}
"""Our own word for each term, by its key."""
KEYS = (*NOUNS, *TERMS)
"""What a workshop keeps its own words by."""
