"""The issues known, and which of them resemble a new one or each other."""

from collections.abc import Iterable, Iterator, Mapping
from heapq import nsmallest

from facilitator.capture.similarity.features import features, wording
from facilitator.capture.similarity.index import Index, SearchCost
from facilitator.capture.similarity.issue import Issue, Match, Reason, SimilarPair
from facilitator.capture.similarity.reasons import reason_for, same_aspect
from facilitator.capture.similarity.score import LIKELY, SURE, in_context

ONE_SEARCH = SearchCost(entries=20_000, compared=24)
EACH_OF_ALL = SearchCost(entries=1_000, compared=5)


class KnownIssues:
    """Issues with an index that follows as they come, change and go.

    What it answers depends on the issues in it alone, not on the order in which they came. It is not
    locked: who shares one between threads guards it.
    """

    def __init__(self, issues: Iterable[Issue] = ()) -> None:
        self._issues: dict[int, Issue] = {}
        self._index = Index()
        self._wording: dict[int, bytes] = {}
        self._worded: dict[bytes, set[int]] = {}
        self._enter({issue.id: issue for issue in issues})

    def __len__(self) -> int:
        return len(self._issues)

    def __contains__(self, issue_id: object) -> bool:
        return issue_id in self._issues

    def add(self, issue: Issue) -> None:
        """Know an issue. One of the same id is replaced, so an edited issue is simply added again."""
        self.remove(issue.id)
        self._enter({issue.id: issue})

    def _enter(self, issues: Mapping[int, Issue]) -> None:
        self._issues.update(issues)
        self._index.add({issue_id: features(issue) for issue_id, issue in issues.items()})
        for issue_id, issue in issues.items():
            self._wording[issue_id] = worded = wording(issue)
            self._worded.setdefault(worded, set()).add(issue_id)

    def remove(self, issue_id: int) -> None:
        """Forget an issue that was merged, hidden or deleted; nothing happens if it is not known."""
        if issue_id not in self._issues:
            return
        del self._issues[issue_id]
        self._index.remove(issue_id)
        worded = self._wording.pop(issue_id)
        self._worded[worded].remove(issue_id)
        if not self._worded[worded]:
            del self._worded[worded]

    def similar_to(self, issue: Issue, *, limit: int = 5, at_least: float = LIKELY) -> list[Match]:
        """The known issues that resemble this one: copies first, then by score, then by id.

        An issue of the same id is left out: to edit an issue is not to duplicate it.
        """
        copies = dict.fromkeys(self._copies_of(issue, limit), 1.0)
        others = {other: score for other, score in self._scored(issue) if score >= at_least}
        best = nsmallest(
            limit, (others | copies).items(), key=lambda one: (one[0] not in copies, -one[1], one[0])
        )
        return [
            Match(other, score, self._reason(issue, other, is_copy=other in copies)) for other, score in best
        ]

    def likely_pairs(self, *, limit: int = 200, at_least: float = SURE) -> list[SimilarPair]:
        """The pairs of known issues that resemble each other most, by score, then by ids.

        Of several copies, each is paired with the one of the lowest id.
        """
        copies = dict.fromkeys(self._pairs_of_copies(), 1.0)
        others = {pair: score for pair, score in self._scored_pairs() if score >= at_least}
        best = nsmallest(limit, (others | copies).items(), key=lambda one: (-one[1], one[0]))
        return [
            SimilarPair(*pair, score, self._reason(self._issues[pair[0]], pair[1], is_copy=pair in copies))
            for pair, score in best
        ]

    def _copies_of(self, issue: Issue, limit: int) -> list[int]:
        worded = wording(issue)
        return nsmallest(limit, self._worded.get(worded, set()) - {issue.id}) if worded else []

    def _scored(self, issue: Issue) -> Iterator[tuple[int, float]]:
        for other, alike in self._index.overlaps(features(issue), ONE_SEARCH):
            if other != issue.id:
                yield other, self._in_context(alike, issue, other)

    def _pairs_of_copies(self) -> Iterator[tuple[int, int]]:
        for worded, copies in self._worded.items():
            first, *others = sorted(copies)
            if worded:
                yield from ((first, other) for other in others)

    def _scored_pairs(self) -> Iterator[tuple[tuple[int, int], float]]:
        for one, issue in self._issues.items():
            for other, alike in self._index.overlaps(self._index[one], EACH_OF_ALL, after=one):
                if self._wording[one] != self._wording[other]:
                    yield (one, other), self._in_context(alike, issue, other)

    def _in_context(self, alike: float, issue: Issue, other: int) -> float:
        return in_context(alike, same_aspect(issue, self._issues[other]))

    def _reason(self, issue: Issue, other: int, *, is_copy: bool) -> Reason:
        return reason_for(issue, self._issues[other], self._index.weight, is_copy=is_copy)
