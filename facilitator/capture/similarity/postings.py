"""Which issues have a feature: the index that a search reads from its rarest feature on."""

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict, deque
from collections.abc import Collection, Mapping
from itertools import repeat

from facilitator.capture.similarity.rarity import half_octaves, rarity


class Postings:
    """For each feature the ids of the issues that have it, ascending; no trace of what is withdrawn."""

    def __init__(self) -> None:
        self._ids: defaultdict[str, list[int]] = defaultdict(list)
        self._highest = -1
        # Kept beside the ids because to weigh an issue is to ask for it some 250 times.
        self._spread: dict[str, int] = {}
        self._among = 0

    def add(self, features_of: Mapping[int, Collection[str]]) -> None:
        """Enter issues that are not yet here, with their features."""
        for issue_id in sorted(features_of):
            self._enter(issue_id, features_of[issue_id])
        self._among += len(features_of)
        self._note_spread(set().union(*features_of.values()))

    def _enter(self, issue_id: int, features: Collection[str]) -> None:
        # Cards are numbered as they come, so nearly every issue goes to the end of all its lists.
        if issue_id > self._highest:
            self._highest = issue_id
            deque(map(list.append, map(self._ids.__getitem__, features), repeat(issue_id)), maxlen=0)
        else:
            for feature in features:
                insort(self._ids[feature], issue_id)

    def withdraw(self, issue_id: int, features: Collection[str]) -> None:
        """Take out an issue that was entered with these features."""
        self._among -= 1
        for feature in features:
            ids = self._ids[feature]
            del ids[bisect_left(ids, issue_id)]
        self._note_spread(features)
        for feature in features:
            if not self._ids[feature]:
                del self._ids[feature], self._spread[feature]

    def _note_spread(self, features: Collection[str]) -> None:
        having = map(len, map(self._ids.__getitem__, features))
        self._spread.update(zip(features, map(half_octaves, having), strict=True))

    def weight(self, features: Collection[str]) -> int:
        """How much they say together: the sum of each one's rarity, of unknown ones as if one had it."""
        spread = sum(map(self._spread.get, features, repeat(0)))
        return rarity(self._among, 0) * len(features) - spread

    def tally(self, features: Collection[str], entries: int, after: int | None = None) -> dict[int, int]:
        """The weight that issues share with these features, as far as so many entries tell.

        The rarest features are read first, so what is left unread says least. With `after`, only
        issues of a higher id count: each pair is then met once.
        """
        found: dict[int, int] = {}
        alone = rarity(self._among, 0)
        known = sorted(feature for feature in features if feature in self._spread)
        for feature in sorted(known, key=self._spread.__getitem__):
            ids, weight = self._ids[feature], alone - self._spread[feature]
            start = 0 if after is None else bisect_right(ids, after)
            for issue_id in ids[start : start + entries]:
                found[issue_id] = found.get(issue_id, 0) + weight
            entries -= len(ids) - start
            if entries <= 0:
                break
        return found
