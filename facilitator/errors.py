"""What the workshop does not allow, in words for the person."""

from typing import Any


def N_(sentence: str) -> str:  # noqa: N802 - gettext's own name for "translate later"
    """Mark a sentence for translation where no request, and so no language, is at hand."""
    return sentence


class RuleBroken(Exception):  # noqa: N818 - it names what happened in the workshop's words
    """A rule of the workshop stands against what was asked.

    `sentence` is marked with `N_` and filled with `values` when it is shown; `field` names the
    input it belongs to, so that the page can show it there. Where it says a number, `num`, `many` is the
    sentence for several.
    """

    def __init__(self, sentence: str, *, field: str | None = None, many: str = "", **values: Any) -> None:
        said = many if many and values["num"] != 1 else sentence
        super().__init__(said % values if values else said)
        self.sentence, self.many = sentence, many
        self.field = field
        self.values = values


class NotFound(RuleBroken):
    """What was asked for does not exist, or not for this person: the two look the same."""


class TooMuch(RuleBroken):
    """It comes faster than anybody can mean it; the same is welcome later."""


class NotAllowed(RuleBroken):
    """The policy stands against it: not this role, or not in this phase."""
