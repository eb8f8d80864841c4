"""What the interested cities say of solutions and of the approach: would they do it, what do they lack."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from facilitator.statistics.verdicts import Judged, JudgedByFew, judged
from facilitator.text import alphabetical
from facilitator.validation.models import STANDS, Intent, Lack, Verdict
from facilitator.validation.queries import ApproachVoice, SolutionVoice

Answer = TypeVar("Answer", bound=Hashable)

# "Can't say" is an answer, and is counted apart.
INTENTS = (Intent.YES, Intent.WITH_CHANGE, Intent.ALREADY, Intent.NO)


@dataclass(frozen=True)
class StatedIntent:
    """What somebody of a city wrote; `person` is empty but where they are quoted by name."""

    city: str
    text: str
    participant_id: int
    person: str = ""
    is_edited: bool = False


@dataclass(frozen=True)
class Shortage:
    """What is lacking for a solution, in which cities somebody says so, and how many people do."""

    lack: Lack
    cities: tuple[str, ...]
    people: int


@dataclass(frozen=True)
class SolutionResult:
    """Whether the cities would do it, what they lack for it, and what they wrote."""

    judged: JudgedByFew[str, Intent] | Judged[Intent]
    shortages: tuple[Shortage, ...]
    changes: tuple[StatedIntent, ...]
    comments: tuple[StatedIntent, ...]


@dataclass(frozen=True)
class ApproachResult:
    """Whether the cities call the approach to a measure right, and in which words."""

    judged: JudgedByFew[str, Verdict] | Judged[Verdict]
    words: tuple[StatedIntent, ...]


def solution_result(voices: Sequence[SolutionVoice]) -> SolutionResult:
    """The answers to one solution, city by city; what one delegate lacks, the city lacks."""
    voices = sorted(voices, key=lambda voice: (alphabetical(voice.city), alphabetical(voice.person)))
    lacking = {lack: [voice.city for voice in voices if lack in voice.reply.lacks] for lack in Lack}
    shortages = (Shortage(lack, _by_name(of), len(of)) for lack, of in lacking.items() if of)
    intents = [(voice.city, voice.reply.intent) for voice in voices if voice.reply.intent]
    return SolutionResult(
        judged=judged(_tallies(intents, Intent.CANT_SAY), INTENTS),
        shortages=tuple(sorted(shortages, key=lambda shortage: -len(shortage.cities))),
        changes=_said((voice, voice.reply.change) for voice in voices),
        comments=_said((voice, voice.reply.comment) for voice in voices),
    )


def approach_result(voices: Sequence[ApproachVoice]) -> ApproachResult:
    """The answers to the approach of one measure, city by city."""
    verdicts = [(voice.city, voice.reply.verdict) for voice in voices if voice.reply.verdict]
    return ApproachResult(
        judged=judged(_tallies(verdicts, Verdict.CANT_SAY), STANDS),
        words=_said((voice, voice.reply.words) for voice in voices),
    )


def _said(written: Iterable[tuple[SolutionVoice | ApproachVoice, str]]) -> tuple[StatedIntent, ...]:
    return tuple(StatedIntent(voice.city, text, voice.participant_id) for voice, text in written if text)


def _tallies(given: Iterable[tuple[str, Answer]], cant_say: Answer) -> Mapping[str, Counter[Answer | None]]:
    tallies: dict[str, Counter[Answer | None]] = defaultdict(Counter)
    for city, answer in given:
        tallies[city][None if answer == cant_say else answer] += 1
    return tallies


def _by_name(cities: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(cities), key=alphabetical))
