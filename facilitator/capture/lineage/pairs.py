"""The pairs of a workshop that look alike, kept while issues come and go."""

from collections.abc import Collection

from facilitator.capture.similarity import SURE, Issue, KnownIssues, Match, Reason, SharedWord, SimilarPair

LESS_LIKELY = 0.2
"""What the merge desk still shows when it is asked for less likely pairs."""
MOST = 2_000
AFRESH = 10
"""All pairs are looked for anew when one issue in so many has changed since."""


class SimilarPairs:
    """Pairs of known issues; those of a new one are added, and now and then all are found anew."""

    def __init__(self, known: KnownIssues) -> None:
        self._known = known
        self._found: dict[tuple[int, int], SimilarPair] | None = None
        self._changed = 0

    def forget(self, issue_ids: Collection[int]) -> None:
        """Drop the pairs of issues that have gone or changed."""
        self._changed += len(issue_ids)
        if self._found is not None:
            gone = [pair for pair in self._found if pair[0] in issue_ids or pair[1] in issue_ids]
            for pair in gone:
                del self._found[pair]

    def find(self, issue: Issue) -> None:
        """Add the pairs of an issue that has come or changed."""
        self._changed += 1
        if self._found is not None:
            for match in self._known.similar_to(issue, at_least=LESS_LIKELY):
                pair = _pair(issue, match)
                self._found[pair.first, pair.second] = pair

    def likely(self, at_least: float = SURE) -> list[SimilarPair]:
        """The pairs that are at least so much alike, most alike first."""
        if self._found is None or self._changed * AFRESH > len(self._known):
            found = self._known.likely_pairs(limit=MOST, at_least=LESS_LIKELY)
            self._found, self._changed = {(pair.first, pair.second): pair for pair in found}, 0
        alike = (pair for pair in self._found.values() if pair.score >= at_least)
        return sorted(alike, key=lambda pair: (-pair.score, pair.first, pair.second))


def _pair(issue: Issue, match: Match) -> SimilarPair:
    if issue.id < match.id:
        return SimilarPair(issue.id, match.id, match.score, match.reason)
    reason = match.reason
    words = tuple(SharedWord(word.there, word.here) for word in reason.words)
    turned = Reason(words, reason.same_aspect, reason.same_measure, reason.cities, reason.is_copy)
    return SimilarPair(match.id, issue.id, match.score, turned)
