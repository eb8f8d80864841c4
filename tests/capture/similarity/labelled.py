"""The labelled set: the demo's issues, some in other languages, and what people might type next to them.

All of it is invented by one author, who knew the issues while writing the questions; so its figures
say how the search does on wordings of this kind, not in any room.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import facilitator.demo
from facilitator.capture.similarity import Issue, KnownIssues

DEMO = Path(facilitator.demo.__file__).parent / "brussels" / "day_one.json"
LABELLED = Path(__file__).with_name("labelled.json")


@dataclass(frozen=True)
class Question:
    """What somebody types, the keys of the issues that say the same, and how it was made."""

    issue: Issue
    same_as: frozenset[str]
    kind: str


@dataclass(frozen=True)
class Outcome:
    """Counts over many questions."""

    answered: int
    with_an_answer: int
    shown: int
    shown_rightly: int

    @property
    def recall(self) -> float:
        """The part of the questions with an answer that is shown one."""
        return self.answered / self.with_an_answer

    @property
    def precision(self) -> float:
        """The part of what is shown that says the same."""
        return self.shown_rightly / self.shown


@cache
def catalogue() -> dict[str, Issue]:
    """The known issues by their key."""
    demo = json.loads(DEMO.read_text(encoding="utf-8"))["issues"]
    others = json.loads(LABELLED.read_text(encoding="utf-8"))["others"]
    rows = [(row["key"], row["title"], row["what_happens"], row["aspect"], row["measure"]) for row in demo]
    rows += [(row["key"], row["title"], row["text"], row["aspect"], "") for row in others]
    return {key: Issue(number, *said) for number, (key, *said) in enumerate(rows, 1)}


def questions(*kinds: str) -> list[Question]:
    """The questions of these kinds."""
    rows = json.loads(LABELLED.read_text(encoding="utf-8"))["asked"]
    return [
        Question(Issue(0, row["title"], row["text"], row["aspect"]), frozenset(row["of"]), row["kind"])
        for row in rows
        if row["kind"] in kinds
    ]


def outcome(asked: list[Question], known: KnownIssues) -> Outcome:
    """What the search shows for the questions."""
    key = {issue.id: key for key, issue in catalogue().items()}
    shown = [
        (question, [key.get(match.id) for match in known.similar_to(question.issue)]) for question in asked
    ]
    rightly = [sum(found in question.same_as for found in keys) for question, keys in shown]
    return Outcome(
        answered=sum(count > 0 for count in rightly),
        with_an_answer=sum(bool(question.same_as) for question in asked),
        shown=sum(len(keys) for _, keys in shown),
        shown_rightly=sum(rightly),
    )
