"""What the workshop does not allow, in words for the person."""

from collections.abc import Iterator
from contextlib import contextmanager

from facilitator.sentences import Sentence, Value


def N_(sentence: str) -> str:  # noqa: N802 - gettext's own name for "translate later"
    """Mark a sentence for translation where no request, and so no language, is at hand."""
    return sentence


class RuleBroken(Exception):  # noqa: N818 - it names what happened in the workshop's words
    """A rule of the workshop stands against what was asked.

    The text is marked with `N_`, and filled where it is shown; one that counts is said by `say_many`.
    `field` names the input it belongs to, so that the page can show it there.
    """

    def __init__(self, sentence: str | Sentence, *, field: str | None = None, **values: Value) -> None:
        self.sentence = sentence if isinstance(sentence, Sentence) else Sentence(sentence, values)
        self.field = field
        super().__init__(str(self.sentence))


class EntryBroken(RuleBroken):
    """A rule stands against one of several that were asked for at once: `entry` counts from 0."""

    def __init__(self, entry: int, broken: RuleBroken) -> None:
        super().__init__(broken.sentence, field=broken.field)
        self.entry = entry


@contextmanager
def of_entry(entry: int) -> Iterator[None]:
    """Say of a rule that is broken in here which entry it was."""
    try:
        yield
    except RuleBroken as broken:
        raise EntryBroken(entry, broken) from None


class NotFound(RuleBroken):
    """What was asked for does not exist, or not for this person: the two look the same."""


class TooMuch(RuleBroken):
    """It comes faster than anybody can mean it; the same is welcome later."""


class NotAllowed(RuleBroken):
    """The policy stands against it: not this role, or not in this phase."""
