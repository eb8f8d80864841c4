"""What the engine answers where there is no plan."""

from collections.abc import Iterable

from facilitator.sentences import Sentence


class Infeasible(Exception):  # noqa: N818 - a finding, named as the field names it
    """No plan can keep the rules; `reasons` says why, with the numbers."""

    def __init__(self, reasons: Iterable[Sentence]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(" ".join(str(reason) for reason in self.reasons))
