"""A briefing cut into screens for the projector: large type, few words, nothing personal."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from facilitator.capture.briefing.content import BriefedIssue, Briefing, BriefingSection, StatedCard

SOLUTIONS, QUESTIONS = 3, 4

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Screen:
    """One screen: the opening of a measure, one issue, some solutions, or what to ask the room."""

    section: BriefingSection
    issue: BriefedIssue | None = None
    solutions: Sequence[StatedCard] = ()
    questions: Sequence[BriefedIssue] = ()


def screens(briefing: Briefing) -> list[Screen]:
    """The whole briefing, one screen after the other."""
    return [screen for section in briefing.sections for screen in _of(section)]


def _of(section: BriefingSection) -> Iterator[Screen]:
    yield Screen(section)
    for issue in section.met:
        yield Screen(section, issue=issue)
    for some in _in_parts(section.solutions, SOLUTIONS):
        yield Screen(section, solutions=some)
    for asked in _in_parts((*section.expected, *section.unsolved), QUESTIONS):
        yield Screen(section, questions=asked)


def _in_parts(things: Sequence[Thing], most: int) -> Iterator[Sequence[Thing]]:
    """As few parts as there must be, and as even as they can be."""
    parts = -(-len(things) // most)
    for part in range(parts):
        yield things[part * len(things) // parts : (part + 1) * len(things) // parts]
