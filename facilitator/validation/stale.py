"""Answers from a page that was made before the same answers changed elsewhere: nothing is lost in silence.

A page carries for each answer a mark of what stood there when it was made. What nobody touched on it stays
as it is by now; what was chosen on it counts, being the last word; and words in the place of other words,
which somebody wrote on another page meanwhile, wait until their author has seen both.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Generic, TypeVar
from zlib import crc32

from facilitator.errors import N_, RuleBroken
from facilitator.validation.rules import ApproachReply, Reply, SolutionReply

WORDS = {"change", "comment", "need", "words"}
SCORE, CANT_SAY = "score_", "can't say"
Answer = TypeVar("Answer", Reply, SolutionReply, ApproachReply)

STALE = N_("You have saved another text on another page: “%(text)s”. Combine both texts here and save again.")


class AnsweredElsewhere(RuleBroken):
    """Words were written on two pages: by answer and field, those that stand."""

    def __init__(self, standing: Mapping[tuple[Any, str], str]) -> None:
        super().__init__(STALE, text=" · ".join(standing.values()))
        self.standing = standing


@dataclass(frozen=True)
class Merged(Generic[Answer]):
    """What is said now, and by field the words that would be lost by it."""

    answer: Answer
    lost: Mapping[str, str]


def mark(answer: Reply | SolutionReply | ApproachReply) -> str:
    """What tells each part of an answer from another one: empty while nothing has been said."""
    return ".".join(f"{part}-{_digest(value)}" for part, value in _parts(answer) if _digest(value))


def merge_each(
    typed: Mapping[Any, Answer],
    standing: Mapping[Any, Answer],
    was: Mapping[Any, str],
    check: Callable[[Answer], None],
) -> dict[Any, Answer]:
    """Bring answers up to date with what stands; raises `AnsweredElsewhere` before words are lost.

    `was` are the marks of what stood when the page was made; an answer without one is taken as it is.
    """
    merged = {
        about: merge(answer, standing[about], was[about], check)
        for about, answer in typed.items()
        if about in was and about in standing
    }
    lost = {(about, name): words for about, each in merged.items() for name, words in each.lost.items()}
    if lost:
        raise AnsweredElsewhere(lost)
    return {about: merged[about].answer if about in merged else answer for about, answer in typed.items()}


def merge(typed: Answer, standing: Answer, was: str, check: Callable[[Answer], None]) -> Merged[Answer]:
    """One answer as it was typed with what stands; `check` refuses what does not go together."""
    if typed == standing or mark(standing) == was:
        return Merged(typed, {})
    before = dict(part.split("-", 1) for part in was.split(".") if "-" in part)
    mine, theirs = dict(_parts(typed)), dict(_parts(standing))
    untouched = {part for part in {**mine, **theirs} if _digest(mine.get(part)) == before.get(part, "")}
    answer = _with(typed, {**mine, **{part: theirs.get(part) for part in untouched}})
    lost = {
        part: theirs[part]
        for part in WORDS & mine.keys() - untouched
        if _digest(theirs[part]) != before.get(part, "") and theirs[part] not in mine[part]
    }
    try:
        check(answer)
    except RuleBroken as broken:
        if broken.field in untouched & WORDS:
            lost[broken.field] = theirs[broken.field]
    return Merged(answer, lost)


def _parts(answer: Any) -> Iterator[tuple[str, Any]]:
    """Each part of an answer under a name of its own, the scores by their criteria."""
    for field in fields(answer):
        value = getattr(answer, field.name)
        if isinstance(value, Mapping):
            for key, score in value.items():
                yield f"{SCORE}{key}", CANT_SAY if score is None else str(score)
        else:
            yield field.name, value


def _with(answer: Answer, parts: Mapping[str, Any]) -> Answer:
    changes = {name: value for name, value in parts.items() if not name.startswith(SCORE)}
    if isinstance(answer, Reply):
        changes["scores"] = {
            int(name.removeprefix(SCORE)): None if score == CANT_SAY else int(score)
            for name, score in parts.items()
            if name.startswith(SCORE) and score is not None
        }
    return replace(answer, **changes)


def _digest(value: Any) -> str:
    said = ",".join(sorted(value)) if isinstance(value, frozenset) else str(value or "")
    return f"{crc32(said.encode()):x}" if said else ""
