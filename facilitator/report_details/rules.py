"""Which of the details a form changes, where two people may have the same page open."""

import hashlib
from collections.abc import Mapping
from typing import NamedTuple

from facilitator.errors import N_, RuleBroken
from facilitator.report_details.models import LENGTHS
from facilitator.sentences import say


class MergedDetails(NamedTuple):
    """What is to be kept of a form, and each field that somebody else has changed as well, with its text."""

    texts: dict[str, str]
    refused: tuple[RuleBroken, ...]


def state_of(kept: Mapping[str, str]) -> str:
    """What a page carries of the texts that it showed, so that its form tells which of them it changes."""
    return " ".join(_digest(kept[name]) for name in LENGTHS)


def merge(kept: Mapping[str, str], typed: Mapping[str, str], shown: str) -> MergedDetails:
    """The texts that a form changes over those that are kept, by the state that its page showed."""
    digests = shown.split()
    known = dict(zip(LENGTHS, digests, strict=True)) if len(digests) == len(LENGTHS) else {}
    texts, refused = {}, []
    for name in LENGTHS:
        before = known.get(name)
        is_mine, is_theirs = _digest(typed[name]) != before, _digest(kept[name]) != before
        texts[name] = typed[name] if is_mine else kept[name]
        if is_mine and is_theirs and typed[name] != kept[name]:
            refused.append(_changed(name, kept[name]))
    return MergedDetails(texts, tuple(refused))


def _changed(name: str, text: str) -> RuleBroken:
    if not text:
        return RuleBroken(
            N_("This was emptied after you opened the page. Change yours where needed, then save again."),
            field=name,
        )
    return RuleBroken(
        say(
            N_(
                "This was changed after you opened the page. Change yours where needed, then save again."
                " It says now: %(now)s"
            ),
            now=text,
        ),
        field=name,
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
