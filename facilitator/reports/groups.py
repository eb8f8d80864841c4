"""What the groups noted, who was in which of them, and which answers came from it; no person's name."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from facilitator.breakouts.group_work.models import CAME, GroupNote, Mark
from facilitator.breakouts.group_work.queries import marks, notes_by_issue
from facilitator.breakouts.models import Group
from facilitator.breakouts.queries import SeatedGroup, seated_groups
from facilitator.capture.models import Card, reference
from facilitator.database import db
from facilitator.validation.counting import is_answered
from facilitator.validation.models import Answer
from facilitator.workshops.models import City, Measure, Organisation, Part, Participant, Workshop


@dataclass(frozen=True)
class AnswersFrom:
    """How many people of a city answered to an issue in a group."""

    ref: str
    city: str
    people: int


@dataclass(frozen=True)
class GroupHeld:
    """A group with how many had a seat, who came of them and from where, and where its answers came from."""

    group: Group
    seated: int
    marks: Counter[Mark]
    came_from: Mapping[str, int]
    note: str
    answers: Sequence[AnswersFrom]

    @property
    def came(self) -> int | None:
        """How many were there, if only for a while; unknown where nobody was ticked off."""
        return self.marks.total() - self.marks[Mark.ABSENT] if self.marks else None


@dataclass(frozen=True)
class GroupsHeld:
    """All groups in the order of their rounds, and what they noted by issue."""

    groups: Sequence[GroupHeld]
    notes: Mapping[int | None, Sequence[GroupNote]]

    def of_measure(self, measure_id: int) -> list[GroupHeld]:
        """The groups that talked about a measure."""
        return [held for held in self.groups if held.group.measure_id == measure_id]


def groups_held(workshop: Workshop) -> GroupsHeld:
    """What came of the groups, in a fixed number of statements."""
    notes, ticked_off, answers = notes_by_issue(workshop.id), marks(workshop.id), _answers(workshop)
    general = {note.group_id: note.text for note in notes.get(None, ())}
    groups = [
        GroupHeld(
            group=table.group,
            seated=len(table.people),
            marks=Counter(ticked_off.get(table.group.id, {}).values()),
            came_from=_came_from(table, ticked_off.get(table.group.id, {})),
            note=general.get(table.group.id, ""),
            answers=answers[table.group.id],
        )
        for table in seated_groups(workshop)
    ]
    return GroupsHeld(groups, notes)


def _came_from(table: SeatedGroup, ticked_off: Mapping[int, Mark]) -> Mapping[str, int]:
    """By city or partner, how many were there, if only for a while."""
    there = (who for who in table.people if ticked_off.get(who.id) in CAME)
    return Counter(who.organisation.spoken_name for who in there)


def _answers(workshop: Workshop) -> Mapping[int, list[AnswersFrom]]:
    """By group, how many people of interested cities gave their last answer to each issue there.

    A proxy makes a city and counts among no people.
    """
    found: dict[int, list[AnswersFrom]] = defaultdict(list)
    people = sa.func.count().filter(Participant.proxy_by.is_(None))
    of_what = (Answer.group_id, Measure.prefix, Card.kind, Card.number, City.name)
    rows = (
        sa.select(*of_what, people)
        .join(Card, Card.id == Answer.issue_id)
        .join(Measure, Measure.id == Card.measure_id)
        .join(Participant, Participant.id == Answer.participant_id)
        .join(Organisation, Organisation.id == Participant.organisation_id)
        .join(City, sa.and_(City.id == Organisation.city_id, City.part == Part.INTERESTED))
        .where(Answer.workshop_id == workshop.id, is_answered())
        .group_by(*of_what)
        .order_by(*of_what)
    )
    for group_id, prefix, kind, number, city, count in db.session.execute(rows):
        found[group_id].append(AnswersFrom(reference(prefix, kind, number), city, count))
    return found
