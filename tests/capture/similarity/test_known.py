"""What the search promises of any issues, in any order."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.duplicates import Author
from facilitator.capture.similarity import Issue, KnownIssues, Match, SimilarPair
from facilitator.capture.similarity.features import features
from facilitator.capture.similarity.folding import fold
from facilitator.capture.similarity.index import Index, SearchCost

ROOT = Path(__file__).parents[3]
WORDS = [
    "house",
    "owners",
    "Häuser",
    "Modernisierung",
    "Umlage",
    "工事の同意",
    "🚲",
    "собственик",
    "метро",
    "the",
    "a",
    "?",
    "e-bike",
]
TEXT = st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join) | st.text(max_size=12)
ISSUE = st.builds(
    Issue,
    id=st.integers(1, 12),
    title=TEXT,
    text=TEXT,
    aspect=st.sampled_from(["", "legal", "social"]),
    measure=st.sampled_from(["", "RET", "ENG"]),
    cities=st.frozensets(st.sampled_from(["Lyon", "Vienna"])),
)
ISSUES = st.lists(ISSUE, max_size=10, unique_by=lambda issue: issue.id)
properties = settings(max_examples=30, deadline=None)


def everything(known: KnownIssues, issue: Issue) -> tuple[list[Match], list[SimilarPair]]:
    return known.similar_to(issue, limit=20, at_least=0), known.likely_pairs(at_least=0)


@properties
@given(ISSUES, ISSUE, st.randoms(use_true_random=False))
def test_the_order_in_which_issues_came_does_not_matter(issues: list[Issue], asked: Issue, dice) -> None:
    shuffled = KnownIssues()
    for issue in dice.sample(issues, len(issues)):
        shuffled.add(issue)
    assert everything(shuffled, asked) == everything(KnownIssues(issues), asked)


@properties
@given(ISSUES, ISSUES, ISSUE)
def test_what_came_and_went_leaves_no_trace(issues: list[Issue], passing: list[Issue], asked: Issue) -> None:
    known = KnownIssues(issues)
    for issue in passing:
        known.add(replace(issue, id=issue.id + 100))
    for issue in passing:
        known.remove(issue.id + 100)
    assert everything(known, asked) == everything(KnownIssues(issues), asked)
    assert len(known) == len(issues)


@properties
@given(ISSUES, ISSUES, ISSUE)
def test_an_edited_issue_is_known_as_it_reads_now(
    issues: list[Issue], edited: list[Issue], asked: Issue
) -> None:
    known = KnownIssues(issues)
    for issue in edited:
        known.add(issue)
    now = {issue.id: issue for issue in [*issues, *edited]}
    assert everything(known, asked) == everything(KnownIssues(now.values()), asked)


@properties
@given(ISSUES)
def test_two_issues_are_as_alike_seen_from_either(issues: list[Issue]) -> None:
    known = KnownIssues(issues)
    seen = {
        (issue.id, match.id): match.score
        for issue in issues
        for match in known.similar_to(issue, limit=20, at_least=0)
    }
    assert seen == {(there, here): score for (here, there), score in seen.items()}
    assert all(0 < score <= 1 for score in seen.values())


@properties
@given(ISSUES, ISSUE)
def test_an_exact_copy_is_found_first(issues: list[Issue], copied: Issue) -> None:
    known = KnownIssues(issues)
    known.add(replace(copied, id=50))
    found = known.similar_to(replace(copied, id=0, aspect="governance"))
    if fold(copied.title + copied.text).strip():  # an accent on nothing says nothing
        assert found[0].score == 1
        assert found[0].reason.is_copy
    else:
        assert found == []


def test_a_copy_comes_before_the_same_words_in_another_order() -> None:
    known = KnownIssues([Issue(1, "who saves pays"), Issue(2, "who pays saves")])
    assert [match.id for match in known.similar_to(Issue(0, "Who pays, saves"))] == [1, 2]
    assert [match.id for match in known.similar_to(Issue(0, "WHO PAYS SAVES"))] == [2, 1]


@properties
@given(ISSUE)
def test_an_edited_issue_is_not_its_own_duplicate(issue: Issue) -> None:
    assert KnownIssues([issue]).similar_to(issue, at_least=0) == []


@properties
@given(ISSUES)
def test_pairs_and_searches_agree(issues: list[Issue]) -> None:
    known = KnownIssues(issues)
    by_id = {issue.id: issue for issue in issues}
    for pair in known.likely_pairs(at_least=0):
        [seen] = [
            match
            for match in known.similar_to(by_id[pair.first], limit=20, at_least=0)
            if match.id == pair.second
        ]
        assert (seen.score, seen.reason) == (pair.score, pair.reason)


def test_aspect_measure_and_cities_are_part_of_the_reason() -> None:
    here = Issue(
        0, "Who owns the station?", aspect="legal", measure="MOB", cities=frozenset({"Lyon", "Milan"})
    )
    there = Issue(1, "Nobody owns the station", aspect="legal", measure="MOB", cities=frozenset({"Lyon"}))
    [match] = KnownIssues([there]).similar_to(here)
    assert (match.reason.same_aspect, match.reason.same_measure, match.reason.cities) == (
        True,
        True,
        ("Lyon",),
    )
    [elsewhere] = KnownIssues([there]).similar_to(replace(here, aspect="", measure=""))
    assert (elsewhere.reason.same_aspect, elsewhere.reason.same_measure) == (False, False)
    assert elsewhere.score < match.score


@pytest.mark.parametrize(
    "title", ["a", "?!", "🚲🚲", "x" * 5_000, "word " * 1_000, "工" * 5_000, "\ud800", "e\u0301"]
)
def test_titles_that_say_hardly_anything_are_searched_and_copied(title: str) -> None:
    known = KnownIssues([Issue(1, "One house, many owners"), Issue(2, title), Issue(3, "")])
    assert [match.id for match in known.similar_to(Issue(0, title))] == [2]


def test_nothing_resembles_an_empty_issue() -> None:
    known = KnownIssues([Issue(1, ""), Issue(2, " ", "\n"), Issue(3, "One house"), Issue(4, "´")])
    assert known.similar_to(Issue(0, "")) == known.similar_to(Issue(0, "´")) == []
    assert known.likely_pairs() == []
    assert KnownIssues().similar_to(Issue(0, "One house")) == []


def test_of_several_copies_each_is_paired_with_the_first() -> None:
    pairs = KnownIssues(Issue(number, "The same") for number in (4, 2, 9)).likely_pairs()
    assert [(pair.first, pair.second, pair.score, pair.reason.is_copy) for pair in pairs] == [
        (2, 4, 1.0, True),
        (2, 9, 1.0, True),
    ]


ASK = """
from bench.duplicates import Author
from facilitator.capture.similarity import KnownIssues
issues = Author(3).issues(250)
known = KnownIssues(issues)
print(ascii([known.similar_to(issue, at_least=0) for issue in issues[:20]]))
print(ascii(known.likely_pairs(at_least=0)))
"""


@pytest.mark.slow
def test_the_answers_are_the_same_in_every_process() -> None:
    """Python shuffles its sets anew in each, by this seed."""
    first, second = (
        subprocess.run(  # noqa: S603 - Python itself, and our own lines
            [sys.executable, "-c", ASK],
            env=os.environ | {"PYTHONHASHSEED": seed},
            cwd=ROOT,
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    )
    assert len(first) > 10_000
    assert first == second


@pytest.mark.slow
def test_the_short_look_finds_what_comparing_with_all_finds() -> None:
    author = Author(11)
    issues = author.issues(800)
    index = Index()
    index.add({issue.id: features(issue) for issue in issues})
    known = KnownIssues(replace(issue, aspect="") for issue in issues)
    for issue in issues[:15]:
        asked = replace(author.again(issue), aspect="")
        in_full = dict(index.overlaps(features(asked), SearchCost(entries=10**9, compared=800)))
        best = max(in_full, key=in_full.__getitem__)
        first = known.similar_to(asked, at_least=0)[0]
        assert (first.id, first.score) == (best, in_full[best])
