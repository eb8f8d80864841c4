"""Reads of what people wrote on day two, also of what is hidden: for those who decide on it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from facilitator.accounts.models import Account
from facilitator.breakouts.models import Group
from facilitator.capture.models import Card
from facilitator.capture.queries import card_by_reference
from facilitator.database import db
from facilitator.errors import N_, NotFound
from facilitator.validation.models import Answer, ApproachAnswer, LateReplies, SolutionAnswer, WordsHiding
from facilitator.validation.queries import references
from facilitator.validation.sight import Key, hidings_now
from facilitator.validation.solutions.rules import APPROACH
from facilitator.workshops.models import Measure, Participant, Workshop
from facilitator.workshops.queries import (
    measure_with_prefix,
    measures,
    participant_of,
    participants_with_ids,
)

# The fields of an answer that hold words, by the name that they have everywhere.
FIELDS = ("change", "comment", "need", "words")


class WrittenText(NamedTuple):
    """One text that somebody wrote, in which field, in which take, and whether it came too late."""

    field: str
    text: str
    take: int = 1
    is_late: bool = False


@dataclass(frozen=True)
class About:
    """What words are about: an issue, a solution, or the approach to a measure where there is no card."""

    measure: Measure
    card: Card | None = None

    @property
    def name(self) -> str:
        """What people call it, and its place in an address: RET-07, RET-S02, or RET for the approach."""
        return self.card.ref if self.card else self.measure.prefix

    @property
    def noun(self) -> str:
        """What the activity calls it."""
        return self.card.kind if self.card else "approach"

    @property
    def id(self) -> int:
        """The card's, or the measure's."""
        return self.card.id if self.card else self.measure.id


@dataclass(frozen=True)
class Stretch:
    """One stretch of time in which words were hidden, with who hid and who restored them."""

    hiding: WordsHiding
    hidden_by: str
    restored_by: str


@dataclass(frozen=True)
class Words:
    """All that one person wrote of one thing, as it stands, and when it was hidden, the latest first."""

    about: About
    person: Participant
    texts: tuple[WrittenText, ...]
    stretches: Sequence[Stretch]

    @property
    def hiding(self) -> WordsHiding | None:
        """Why they are out of sight now, if they are."""
        latest = next(iter(self.stretches), None)
        return latest.hiding if latest and latest.hiding.restored_at is None else None

    @property
    def are_new(self) -> bool:
        """Whether something was written since they were hidden."""
        return self.hiding is not None and are_new(self.hiding, self.texts)


class Hidden(NamedTuple):
    """Words that are out of sight, whose, why, and whether something was written since."""

    person: Participant
    reason: str
    are_new: bool


def about_named(workshop: Workshop, name: str) -> About:
    """The issue or solution of this reference, or the approach to the measure of this prefix."""
    if "-" in name:
        card = card_by_reference(workshop, name)
        return About(card.measure, card)
    return About(measure_with_prefix(workshop, name))


def words_of(workshop: Workshop, name: str, participant_id: int) -> Words:
    """What somebody wrote of this, with all that became of it; not found where they wrote nothing."""
    about, person = about_named(workshop, name), participant_of(workshop, participant_id)
    key = (person.id, about.card.id, None) if about.card else (person.id, None, about.measure.id)
    words = Words(about, person, tuple(written_by([person.id])[key]), _stretches(key))
    if not (words.texts or words.hiding):
        raise NotFound(N_("This person has not written anything about this."))
    return words


def hidden_words(workshop: Workshop) -> Mapping[str, list[Hidden]]:
    """By what they are about (RET-07, RET-S02, or RET): the words that are out of sight.

    In one statement where there are none, in eight where there are.
    """
    hidings = hidings_now(workshop.id)
    if not hidings:
        return {}
    people = {person.id: person for person in participants_with_ids({who for who, _, _ in hidings})}
    refs = references({card_id for _, card_id, _ in hidings if card_id})
    prefixes = {measure.id: measure.prefix for measure in measures(workshop)}
    written = written_by(people)
    found: dict[str, list[Hidden]] = defaultdict(list)
    for key, hiding in hidings.items():
        who, card_id, measure_id = key
        name = refs[card_id] if card_id else prefixes[measure_id or 0]
        found[name].append(Hidden(people[who], hiding.reason, are_new(hiding, written[key])))
    return found


def are_new(hiding: WordsHiding, texts: Iterable[WrittenText]) -> bool:
    """Whether a text stands there now that was not looked at when the words were hidden."""
    return any(text.text not in hiding.words for text in texts)


def written_by(people: Collection[int]) -> Mapping[Key, list[WrittenText]]:
    """All that these people wrote, by whom and of what, each text once; in four statements."""
    found: dict[Key, list[WrittenText]] = defaultdict(list)
    for key, text in (*_answered(people), *_late(people)):
        if text.text not in (known.text for known in found[key]):
            found[key].append(text)
    return found


def _answered(people: Collection[int]) -> Iterator[tuple[Key, WrittenText]]:
    for answer in (Answer, SolutionAnswer, ApproachAnswer):
        own = sa.select(answer).where(answer.participant_id.in_(people)).order_by(answer.id)
        for row in db.session.scalars(own):
            said = {field: getattr(row, field, "") for field in FIELDS}
            for text in _texts(said, take=getattr(row, "take", 1)):
                yield _key_of_answer(row), text


def _key_of_answer(row: Any) -> Key:
    if isinstance(row, ApproachAnswer):
        return row.participant_id, None, row.measure_id
    return row.participant_id, row.issue_id if isinstance(row, Answer) else row.solution_id, None


def _late(people: Collection[int]) -> Iterator[tuple[Key, WrittenText]]:
    rows = (
        sa.select(LateReplies, Group.measure_id)
        .join(Group, Group.id == LateReplies.group_id)
        .where(LateReplies.participant_id.in_(people))
        .order_by(LateReplies.id)
    )
    for row, measure_id in db.session.execute(rows):
        for of, reply in row.content.items():
            key = (None, measure_id) if of == APPROACH else (int(of), None)
            for text in _texts(reply, take=reply.get("take", 1), is_late=True):
                yield (row.participant_id, *key), text


def _texts(said: Mapping[str, Any], *, take: int, is_late: bool = False) -> Iterator[WrittenText]:
    return (WrittenText(field, said[field], take, is_late) for field in FIELDS if said.get(field))


def _stretches(key: Key) -> list[Stretch]:
    hider, restorer = aliased(Account), aliased(Account)
    about = dict(zip(("participant_id", "card_id", "measure_id"), key, strict=True))
    rows = (
        sa.select(WordsHiding, sa.func.coalesce(hider.name, ""), sa.func.coalesce(restorer.name, ""))
        .outerjoin(hider, hider.id == WordsHiding.hidden_by)
        .outerjoin(restorer, restorer.id == WordsHiding.restored_by)
        .filter_by(**about)
        .order_by(WordsHiding.id.desc())
    )
    return [Stretch(*row) for row in db.session.execute(rows)]
