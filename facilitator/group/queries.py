"""What a group's page shows, and what all groups of a measure noted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from facilitator.breakouts.queries import Table, table, tables
from facilitator.breakouts.running.models import GroupNote, Message
from facilitator.breakouts.running.queries import (
    Clock,
    Running,
    clocks,
    messages_to,
    notes,
    notes_by_issue,
    running,
)
from facilitator.capture.models import Aspect
from facilitator.capture.queries import HandedIssue, active_handover, handed_issues
from facilitator.errors import N_, NotFound
from facilitator.validation.queries import answered_by_group, missing_issues
from facilitator.workshops.models import Measure, Participant, Workshop
from facilitator.workshops.queries import participants

GENERAL = "general"
NEWEST_MESSAGES = 3


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

    table: Table
    topics: Sequence[NoteTopic]
    missing: Sequence[NoteTopic]
    general: NoteTopic
    answered: Mapping[int, int]
    running: Running
    clock: Clock | None
    messages: Sequence[Message]
    elsewhere: Sequence[Participant]

    @property
    def asked(self) -> list[int]:
        """The ids of the issues that it talks about."""
        return [topic.issue_id for topic in (*self.topics, *self.missing) if topic.issue_id]

    def topic(self, ref: str) -> NoteTopic:
        """The topic with this reference, or the general one."""
        for topic in (self.general, *self.topics, *self.missing):
            if topic.ref == ref:
                return topic
        raise NotFound(N_("This issue is not among those of this group."))


@dataclass(frozen=True)
class Noted:
    """A topic of a measure with what each group noted on it."""

    topic: NoteTopic
    notes: Sequence[GroupNote]


def group_now(workshop: Workshop, group_id: int) -> GroupNow:
    """The group, in a fixed number of statements."""
    found = table(workshop, group_id)
    group = found.group
    noted = {note.issue_id: note for note in notes(workshop.id, group_id)}
    here = {person.id for person in found.people}
    return GroupNow(
        table=found,
        topics=[_of_handed(issue, noted) for issue in _handed(workshop, group.measure)],
        missing=_missing(workshop, noted, group_id),
        general=NoteTopic(note=noted.get(None)),
        answered=answered_by_group(workshop)[group_id],
        running=running(workshop.id)[group_id],
        clock=clocks(workshop.id).of_group(group),
        messages=messages_to(group, NEWEST_MESSAGES),
        elsewhere=[person for person in participants(workshop) if person.id not in here],
    )


def noted_in_plenary(workshop: Workshop, measure: Measure) -> list[Noted]:
    """What the groups of a measure noted: in general, then issue by issue; what nobody noted is left out."""
    of_measure = {each.group.id for each in tables(workshop) if each.group.measure_id == measure.id}
    found = notes_by_issue(workshop.id)
    topics = [_of_handed(issue, {}) for issue in _handed(workshop, measure)]
    all_noted = [
        Noted(topic, [note for note in found.get(topic.issue_id, ()) if note.group_id in of_measure])
        for topic in (NoteTopic(), *topics, *_missing(workshop, {}, *of_measure))
    ]
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


def _missing(workshop: Workshop, noted: Mapping[int | None, GroupNote], *groups: int) -> list[NoteTopic]:
    """The issues that were added in these groups."""
    return [
        NoteTopic(
            issue_id=card.id,
            ref=card.ref,
            title=card.wording.title,
            text=card.wording.text,
            aspect=card.wording.aspect,
            city=card.card.city.name if card.card.city else "",
            note=noted.get(card.id),
        )
        for card, group_id in missing_issues(workshop)
        if group_id in groups
    ]
