"""Why two issues look alike, in the words of those who wrote them."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from itertools import groupby

from facilitator.capture.similarity.features import DENSE_RUN, READ, runs, word_features
from facilitator.capture.similarity.folding import fold, is_dense, spelled_words
from facilitator.capture.similarity.issue import Issue, Reason, SharedWord

Weigh = Callable[[Collection[str]], int]

SHOWN = 6
COMMON = 4
"""A word that weighs no more than this per feature stands in every third issue: no reason for anything."""
AKIN = 0.6
"""The part of the shorter word that two words have in common where one contains or inflects the other."""


def reason_for(here: Issue, there: Issue, weigh: Weigh, *, is_copy: bool) -> Reason:
    """What the two have in common: the words that say most first, then aspect, measure, cities."""
    return Reason(
        words=shared_words(here, there, weigh),
        same_aspect=same_aspect(here, there),
        same_measure=bool(here.measure) and here.measure == there.measure,
        cities=tuple(sorted(here.cities & there.cities)),
        is_copy=is_copy,
    )


def same_aspect(one: Issue, other: Issue) -> bool:
    """Whether both are known to be of one aspect."""
    return bool(one.aspect) and one.aspect == other.aspect


def shared_words(here: Issue, there: Issue, weigh: Weigh) -> tuple[SharedWord, ...]:
    """The words both have, without those that nearly all issues have, unless there are no others."""
    found: dict[SharedWord, tuple[int, float]] = {}
    for word, features in _shared(_words(here), _words(there)):
        weight = weigh(features)
        found.setdefault(word, (weight, weight / len(features)))
    telling = [word for word, (_, mean) in found.items() if mean > COMMON] or list(found)
    return tuple(sorted(telling, key=lambda word: -found[word][0])[:SHOWN])


def _words(issue: Issue) -> dict[str, str]:
    """Each word folded, and how it is first spelled."""
    spelled: dict[str, str] = {}
    for text in (issue.title, issue.text):
        for word in spelled_words(text[:READ]):
            spelled.setdefault(fold(word), word)
    return spelled


def _shared(here: dict[str, str], there: dict[str, str]) -> Iterator[tuple[SharedWord, tuple[str, ...]]]:
    """The words of one that the other has as well, or one akin, with the features they share."""
    having = _words_by_feature(there)
    for folded, spelled in here.items():
        if is_dense(folded):
            yield from _stretches(folded, having)
        elif folded in there:
            yield SharedWord(spelled, there[folded]), word_features(spelled)
        elif akin := _akin(spelled, having):
            yield SharedWord(spelled, akin), _in_common(spelled, akin)


def _words_by_feature(words: dict[str, str]) -> dict[str, list[str]]:
    having: dict[str, list[str]] = {}
    for spelled in words.values():
        for feature in word_features(spelled):
            having.setdefault(feature, []).append(spelled)
    return having


def _stretches(run: str, having: dict[str, list[str]]) -> Iterator[tuple[SharedWord, tuple[str, ...]]]:
    """The parts of an unbroken run of characters that the other issue has too."""
    for is_shared, group in groupby(enumerate(runs(run, DENSE_RUN)), key=lambda at: at[1] in having):
        if is_shared:
            places, features = zip(*group, strict=True)
            stretch = run[places[0] : places[-1] + DENSE_RUN]
            yield SharedWord(stretch, stretch), features


def _akin(word: str, having: dict[str, list[str]]) -> str:
    """The other issue's word that this one inflects, contains or is contained in; the earliest of equals."""
    common = Counter(other for feature in word_features(word) for other in having.get(feature, ()))
    akin = {other: count / _runs_of_shorter(word, other) for other, count in common.items() if count > 1}
    best = max(akin, key=lambda other: akin[other], default="")
    return best if best and akin[best] >= AKIN else ""


def _runs_of_shorter(one: str, other: str) -> int:
    return min(len(word_features(one)), len(word_features(other))) - 1


def _in_common(one: str, other: str) -> tuple[str, ...]:
    theirs = set(word_features(other))
    return tuple(feature for feature in word_features(one) if feature in theirs)
