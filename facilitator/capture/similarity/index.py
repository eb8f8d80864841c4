"""Features of issues, and which issues share most of theirs with given ones."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from heapq import nlargest

from facilitator.capture.similarity.postings import Postings
from facilitator.capture.similarity.score import overlap

Features = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SearchCost:
    """What a search may cost: entries of the index read, and issues compared in full."""

    entries: int
    compared: int


class Index:
    """The features of each issue, both ways."""

    def __init__(self) -> None:
        self._features: dict[int, Features] = {}
        self._postings = Postings()

    def __getitem__(self, issue_id: int) -> Features:
        return self._features[issue_id]

    def add(self, features_of: Mapping[int, Features]) -> None:
        """Enter issues that are not yet here."""
        self._features.update(features_of)
        self._postings.add(features_of)

    def remove(self, issue_id: int) -> None:
        """Take out an issue that is here."""
        self._postings.withdraw(issue_id, self._features.pop(issue_id))

    def weight(self, features: Collection[str]) -> int:
        """How much features say together."""
        return self._postings.weight(features)

    def overlaps(
        self, features: Features, effort: SearchCost, after: int | None = None
    ) -> Iterator[tuple[int, float]]:
        """The most promising issues, and how much of their weight they have in common with these features."""
        own, weight = frozenset(features), self.weight(features)
        for issue_id in self._promising(features, effort, after):
            theirs = self._features[issue_id]
            yield issue_id, overlap(self.weight(own.intersection(theirs)), weight, self.weight(theirs))

    def _promising(self, features: Features, effort: SearchCost, after: int | None) -> list[int]:
        """The issues with the largest overlap, as far as a short look at rare features tells."""
        shared = self._postings.tally(features, effort.entries, after)
        most = nlargest(4 * effort.compared, shared, key=shared.__getitem__)
        return nlargest(
            effort.compared,
            most,
            key=lambda issue_id: overlap(shared[issue_id], len(features), len(self._features[issue_id])),
        )
