"""What a group's page shows, and what all groups of a measure noted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import sqlalchemy as sa

from facilitator.agenda.clocks import Clock, clocks
from facilitator.breakouts.group_work.models import GroupNote, Message
from facilitator.breakouts.group_work.queries import (
    Running,
    messages_to,
    notes,
    notes_by_issue,
    running,
)
from facilitator.breakouts.models import Seat
from facilitator.breakouts.queries import SeatedGroup, seated_group
from facilitator.capture.models import Aspect
from facilitator.capture.queries import BoardCard, HandedIssue, active_handover, handed_issues
from facilitator.database import db
from facilitator.errors import N_, NotFound
from facilitator.text import alphabetical, search_key
from facilitator.validation.queries import answered_by_group, missing_issues
from facilitator.workshops.models import City, Measure, Organisation, Participant, Workshop
from facilitator.workshops.presence import is_coming

GENERAL = "general"
NEWEST_MESSAGES = 3
MOST_FOUND = 20


@dataclass(frozen=True)
class NoteTopic:
    """What a group talks about: an issue, or (without one) everything; and what it has noted."""

    issue_id: int | None = None
    ref: str = GENERAL
    title: str = ""
    text: str = ""
    aspect: Aspect | None = None
    city: str = ""
    note: GroupNote | None = None


@dataclass(frozen=True)
class GroupNow:
    """A group as its page shows it."""

    table: SeatedGroup
    topics: Sequence[NoteTopic]
    missing: Sequence[NoteTopic]
    general: NoteTopic
    answered: Mapping[int, int]
    running: Running
    clock: Clock | None
    messages: Sequence[Message]

    @property
    def asked(self) -> list[int]:
        """The ids of the issues that it talks about."""
        return [topic.issue_id for topic in (*self.topics, *self.missing) if topic.issue_id]

    def topic(self, ref: str) -> NoteTopic:
        """The topic with this reference, or the general one."""
        for topic in (self.general, *self.topics, *self.missing):
            if topic.ref == ref:
                return topic
        raise NotFound(N_("This issue does not belong to this group."))


class Somebody(NamedTuple):
    """A person who has no seat at a table, as a search shows them; `other_names` are their city's."""

    id: int
    name: str
    spoken_name: str
    other_names: str

    @property
    def key(self) -> str:
        """What a search looks through."""
        return search_key(f"{self.name} {self.spoken_name} {self.other_names}")


class Found(NamedTuple):
    """The first of those whom a search finds, and whether there are more."""

    people: Sequence[Somebody]
    is_more: bool


@dataclass(frozen=True)
class Noted:
    """A topic of a measure with what each group noted on it."""

    topic: NoteTopic
    notes: Sequence[GroupNote]


def group_now(workshop: Workshop, group_id: int) -> GroupNow:
    """The group, in a fixed number of statements."""
    found = seated_group(workshop, group_id)
    group = found.group
    noted = {note.issue_id: note for note in notes(workshop.id, group_id)}
    clocks_now = clocks(workshop.id, workshop.timezone)
    return GroupNow(
        table=found,
        topics=[_of_handed(issue, noted) for issue in _handed(workshop, group.measure)],
        missing=[_of_missing(card, noted) for card, _ in missing_issues(workshop, group_id)],
        general=NoteTopic(note=noted.get(None)),
        answered=answered_by_group(workshop, group_id)[group_id],
        running=running(workshop.id, group_id)[group_id],
        clock=clocks_now.of_session(group.round_id, group.id),
        messages=messages_to(group, NEWEST_MESSAGES, clocks_now),
    )


def find_elsewhere(workshop: Workshop, group_id: int, typed: str) -> Found:
    """Who has no seat in the group, and in name or city every word that was typed, in any spelling."""
    words = search_key(typed).split()
    if not words:
        return Found((), is_more=False)
    sits_here = sa.exists().where(Seat.participant_id == Participant.id, Seat.group_id == group_id)
    rows = (
        sa.select(
            Participant.id,
            Participant.display_name,
            sa.func.coalesce(City.name, Organisation.name),
            sa.func.coalesce(City.other_names, ""),
        )
        .join(Organisation, Organisation.id == Participant.organisation_id)
        .outerjoin(City, City.id == Organisation.city_id)
        .where(Participant.workshop_id == workshop.id, is_coming(), ~sits_here)
        .order_by(Participant.id)
    )
    everybody = sorted(
        (Somebody(*row) for row in db.session.execute(rows)), key=lambda each: alphabetical(each.name)
    )
    found = [person for person in everybody if all(word in person.key for word in words)]
    return Found(found[:MOST_FOUND], is_more=len(found) > MOST_FOUND)


def noted_in_plenary(workshop: Workshop, measure: Measure) -> list[Noted]:
    """What the groups of a measure noted: in general, then issue by issue; what nobody noted is left out."""
    found = notes_by_issue(workshop.id, measure.id)
    topics = [_of_handed(issue, {}) for issue in _handed(workshop, measure)]
    missing = [_of_missing(card, {}) for card, _ in missing_issues(workshop, measure_id=measure.id)]
    all_noted = [Noted(topic, found.get(topic.issue_id, ())) for topic in (NoteTopic(), *topics, *missing)]
    return [noted for noted in all_noted if noted.notes]


def _handed(workshop: Workshop, measure: Measure) -> list[HandedIssue]:
    handover = active_handover(workshop)
    return handed_issues(handover, measure) if handover else []


def _of_handed(issue: HandedIssue, noted: Mapping[int | None, GroupNote]) -> NoteTopic:
    return NoteTopic(
        issue_id=issue.issue_id,
        ref=issue.ref,
        title=issue.wording.title,
        text=issue.wording.text,
        aspect=issue.wording.aspect,
        note=noted.get(issue.issue_id),
    )


def _of_missing(card: BoardCard, noted: Mapping[int | None, GroupNote]) -> NoteTopic:
    return NoteTopic(
        issue_id=card.id,
        ref=card.ref,
        title=card.wording.title,
        text=card.wording.text,
        aspect=card.wording.aspect,
        city=card.card.city.name if card.card.city else "",
        note=noted.get(card.id),
    )
