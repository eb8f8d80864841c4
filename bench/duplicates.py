"""Near-duplicates: a search while somebody types, building the index, keeping it, all pairs of a workshop.

The issues are made of the demo's words, as often as they stand there, and of a long tail of invented
ones; every tenth repeats an earlier issue with a third of its words exchanged. Times are of the
processor, so that a busy machine does not blur them, and each is held against its floor: to read the
issues' texts once and cut them into words (`str.split`).
"""

from __future__ import annotations

import json
import tracemalloc
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import accumulate
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter, process_time

import facilitator.demo
from bench.result import Result
from facilitator.capture.similarity import Issue, KnownIssues, SimilarPair

WORDS_OF_TITLE, WORDS_OF_TEXT = 11, 30
INVENTED = 20_000
SYLLABLES = "ba-de-fi-go-lu-mar-nen-pol-qui-ras-sti-tor-ung-ver-wes-zel-cha-dré-lø-ße-μα-ки".split("-")  # noqa: SIM905 - a list of strings is a page long
ASPECTS = ("technical", "financial", "legal", "governance", "social")


def run() -> Iterator[Result]:
    """All cases."""
    yield memory(5_000)
    for count in (100, 1_000, 5_000):
        yield from search(count)
    yield hard_to_tell(5_000)
    yield building(5_000)
    yield upkeep(5_000)
    yield pairs(1_000, limit=1)
    yield pairs(10_000, limit=10)


def demo_words() -> list[str]:
    """The words of the demo's issues, each as often as it stands there."""
    file = Path(facilitator.demo.__file__).parent / "brussels" / "day_one.json"
    issues = json.loads(file.read_text(encoding="utf-8"))["issues"]
    return [word for issue in issues for word in f"{issue['title']} {issue['what_happens']}".split()]


class Author:
    """Writes issues; the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.dice = Random(seed)
        self.pairs: set[tuple[int, int]] = set()
        self.common = demo_words()
        self.rare = [
            "".join(self.dice.choices(SYLLABLES, k=self.dice.randint(2, 5))) for _ in range(INVENTED)
        ]
        self.falling = list(accumulate(1 / rank for rank in range(1, INVENTED + 1)))

    def words(self, count: int) -> list[str]:
        """Three words of five are the demo's."""
        rare = iter(self.dice.choices(self.rare, cum_weights=self.falling, k=count))
        return [
            self.dice.choice(self.common) if self.dice.random() < 0.6 else next(rare) for _ in range(count)
        ]

    def issues(self, count: int) -> list[Issue]:
        """So many issues, ids from 1; `pairs` then has the ids of those reworded and their originals."""
        written: list[Issue] = []
        for number in range(1, count + 1):
            original = self.dice.choice(written) if number % 10 == 0 else None
            if original:
                self.pairs.add((original.id, number))
            new = self.again(original) if original else self.issue(self.words(WORDS_OF_TITLE + WORDS_OF_TEXT))
            written.append(replace(new, id=number))
        return written

    def again(self, issue: Issue) -> Issue:
        """The same issue, a third of its words exchanged."""
        words = f"{issue.title} {issue.text}".split()
        return self.issue([self.words(1)[0] if self.dice.random() < 1 / 3 else word for word in words])

    def issue(self, words: list[str]) -> Issue:
        """An issue of these words."""
        title, text = words[:WORDS_OF_TITLE], words[WORDS_OF_TITLE:]
        return Issue(0, " ".join(title), " ".join(text), aspect=self.dice.choice(ASPECTS))


@dataclass(frozen=True, slots=True)
class Taken:
    """How long something took, in seconds: of the processor, and by the clock."""

    processor: float
    clock: float


def taken(work: Callable[[], object]) -> Taken:
    """How long it takes."""
    processor, clock = process_time(), perf_counter()
    work()
    return Taken(process_time() - processor, perf_counter() - clock)


def floor(issues: list[Issue]) -> float:
    """The seconds it takes to cut all texts into words, and no more."""
    return taken(lambda: [f"{issue.title} {issue.text}".split() for issue in issues]).processor


def memory(count: int) -> Result:
    """What the index keeps, its issues' own texts left out. First, while nothing is remembered yet."""
    issues = Author(3).issues(count)
    tracemalloc.start()
    time = taken(lambda: KnownIssues(issues))
    megabytes = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    return Result(
        case=f"memory: {count:,} issues, most while building",
        aim="under 100 MB",
        reached=f"{megabytes:.0f} MB",
        bound=f"{sum(len(issue.title + issue.text) for issue in issues) / 2**20:.1f} MB of text",
        seconds=time.clock,
        short=megabytes >= 100,
    )


def search(count: int, times: int = 60) -> Iterator[Result]:
    """A finished issue and a title being typed, each searched for among so many."""
    author = Author(count)
    issues = author.issues(count)
    known = KnownIssues(issues)
    finished = [author.again(issue) for issue in issues[:times]]
    yield searched(f"search: an issue among {count:,}", known, finished)
    typed = [Issue(0, issue.title) for issue in finished]
    yield searched(f"search: a title being typed among {count:,}", known, typed)


def hard_to_tell(count: int) -> Result:
    """Issues alike but for a number, which leaves nothing rare to start from; and a very long question."""
    issues = [
        Issue(n, f"All owners of house {n} have to agree before the works") for n in range(1, count + 1)
    ]
    words = " ".join(Author(6).words(1_000))
    questions = [Issue(0, f"All owners of house {n} must agree") for n in range(1, 20)]
    return searched(
        f"search: among {count:,} alike, or by {len(words):,} letters",
        KnownIssues(issues),
        [*questions, Issue(0, words, "the owners of all houses agree")],
    )


def searched(case: str, known: KnownIssues, questions: list[Issue]) -> Result:
    """Each of the questions asked once."""
    times = [taken(partial(known.similar_to, issue)) for issue in questions]
    middle, worst = (1000 * pick(time.processor for time in times) for pick in (median, max))
    return Result(
        case,
        aim="every one under 50 ms",
        reached=f"{middle:.1f} ms, worst {worst:.1f} ms",
        bound=f"{floor(questions) / len(questions) * 1000:.3f} ms to read it",
        seconds=sum(time.clock for time in times),
        short=worst >= 50,
    )


def building(count: int) -> Result:
    """The index of so many issues, from nothing."""
    issues = Author(1).issues(count)
    time = taken(lambda: KnownIssues(issues))
    return Result(
        case=f"building: {count:,} issues",
        aim="under 2 s",
        reached=f"{time.processor:.2f} s",
        bound=f"{floor(issues):.2f} s to read them",
        seconds=time.clock,
        short=time.processor >= 2,
    )


def upkeep(count: int, edits: int = 100) -> Result:
    """An issue edited: out of the index and in again."""
    author = Author(2)
    issues = author.issues(count)
    known = KnownIssues(issues)
    edited = [replace(author.again(issue), id=issue.id) for issue in issues[:edits]]
    time = taken(lambda: deque(map(known.add, edited)))
    each = time.processor / edits * 1000
    return Result(
        case=f"upkeep: one edited among {count:,}",
        aim="under 5 ms",
        reached=f"{each:.2f} ms",
        bound=f"{floor(edited) / edits * 1000:.3f} ms to read it",
        seconds=time.clock,
        short=each >= 5,
    )


def pairs(count: int, limit: float) -> Result:
    """All likely pairs, and how many of those that were reworded are among them."""
    author = Author(4)
    known = KnownIssues(author.issues(count))
    found: list[SimilarPair] = []
    time = taken(lambda: found.extend(known.likely_pairs(limit=count)))
    made = author.pairs & {(pair.first, pair.second) for pair in found}
    return Result(
        case=f"pairs: all of {count:,} issues",
        aim=f"under {limit:.0f} s",
        reached=f"{time.processor:.2f} s, {len(made):,} found",
        bound=f"{len(author.pairs):,} reworded",
        seconds=time.clock,
        short=time.processor >= limit,
    )
