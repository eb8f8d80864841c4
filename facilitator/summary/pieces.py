"""The issues of a measure a piece at a time, in the order in which the cities' answers put them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from facilitator.summary.results import Coverage, IssueResult, part_by_coverage

IN_A_PIECE = 20
ALL = "all"


@dataclass(frozen=True)
class Piece:
    """Some of the issues of a measure; `number` counts from 1, and is 0 where all stand on one page."""

    issues: Sequence[IssueResult]
    number: int

    @property
    def pieces(self) -> int:
        """How many there are of all issues."""
        return max(1, ceil(len(self.issues) / IN_A_PIECE))

    @property
    def is_first(self) -> bool:
        """Whether it begins with the first issue: there stands what is said of the measure as a whole."""
        return self.number <= 1

    @property
    def shown(self) -> list[tuple[Coverage, list[IssueResult]]]:
        """Its issues, parted by how much their ratings can carry."""
        if not self.number:
            return part_by_coverage(self.issues)
        return part_by_coverage(self.issues[(self.number - 1) * IN_A_PIECE : self.number * IN_A_PIECE])

    @property
    def placed(self) -> Iterator[tuple[int, IssueResult]]:
        """Every issue, with the number of the piece that it stands in."""
        return ((place // IN_A_PIECE + 1, result) for place, result in enumerate(self.issues))


def piece(issues: Sequence[IssueResult], number: str = "", ref: str = "") -> Piece:
    """The piece of this number, or with the issue of this reference; else the first."""
    if number == ALL:
        return Piece(issues, 0)
    first = Piece(issues, 1)
    wanted = next((at for at, result in first.placed if result.issue.ref == ref), None)
    if wanted is None:
        wanted = int(number) if number.isdecimal() and len(number) < 6 else 1
    return Piece(issues, wanted if 1 <= wanted <= first.pieces else 1)
