"""What day two does: answer, and add what is missing."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from facilitator.access.actor import Actor
from facilitator.breakouts.queries import SeatedGroup
from facilitator.capture.models import Card, Kind, MissingIssue
from facilitator.capture.operations import add_card
from facilitator.database import now
from facilitator.errors import N_, RuleBroken
from facilitator.live.activity import OfWorkshop, add, add_all, record_each
from facilitator.live.events import Event
from facilitator.validation import queries, rules
from facilitator.validation.ballot import Ballot, Said, said_by
from facilitator.validation.following import follow_merges
from facilitator.validation.models import Criterion
from facilitator.validation.rules import Reply
from facilitator.validation.stale import merge_each
from facilitator.validation.written import ReplyContext, write_replies
from facilitator.workshops.models import City, Workshop


def add_criterion(
    workshop: Workshop,
    *,
    key: str,
    name: str,
    question: str,
    low: str,
    high: str,
    weight: float,
    by: Actor,
) -> Criterion:
    """A criterion, placed after those there are."""
    criterion = Criterion(key=key, name=name, question=question, low=low, high=high, weight=weight)
    return add_criteria(workshop, [criterion], by=by)[0]


def add_criteria(workshop: Workshop, criteria: Sequence[Criterion], *, by: Actor) -> Sequence[Criterion]:
    """Criteria, as rows that no workshop has yet, placed after those there are in this order."""
    there = len(queries.criteria(workshop))
    rules.check_number_of_criteria(there + len(criteria))
    for position, criterion in enumerate(criteria, there + 1):
        criterion.workshop_id, criterion.position = workshop.id, position
    return add_all(criteria, Event.CRITERION_ADDED, by=by)


@dataclass(frozen=True)
class Arrival:
    """What became of replies that were sent: `asked` counts the issues of the ballot.

    `late` are the replies, each with its take, that came after the group had closed or seen its results;
    nothing of them is saved. `moved` are replies to issues merged meanwhile, by the issue they went to;
    `gave_way` those of whose issue the author has spoken already.
    """

    asked: int
    late: Mapping[int, tuple[int, Reply]]
    moved: Mapping[int, int]
    gave_way: Mapping[int, int]


def save_replies(
    ballot: Ballot,
    participant_id: int,
    replies: Mapping[int, Reply],
    again: Set[int],
    *,
    was: Mapping[int | str, str] | None = None,
    by: Actor,
) -> Arrival:
    """Save what is in time of what a page sent, and say what came too late.

    `again` are the issues that the sender saw as asked again: a first answer is not taken for a second.
    `was` has the marks of what stood on the sender's page; see `stale`.
    """
    rules.check_may_answer(is_seated=ballot.is_seated, is_open=True)
    if ballot.handover_id is None:
        raise RuleBroken(N_("There is no handover yet."))
    before = {
        issue_id: said.as_first if said.take == 2 and issue_id not in again else said
        for issue_id, said in said_by(ballot, participant_id).items()
    }
    stood = {issue_id: said.asked for issue_id, said in before.items()}
    replies = merge_each(replies, stood, was or {}, rules.check_change)
    followed = follow_merges(ballot, replies, before, by=by)
    rules.check_replies(followed.replies, before.keys())
    changed = changed_replies(followed.replies, before)
    late = {
        issue_id: (before[issue_id].take, reply)
        for issue_id, reply in changed.items()
        if before[issue_id].is_settled or not ballot.is_open
    }
    in_time = {issue_id: reply for issue_id, reply in changed.items() if issue_id not in late}
    if in_time:
        answer_issues(ballot, participant_id, in_time, by=by, before=before)
    return Arrival(len(before), late, followed.moved, followed.gave_way)


def answer_issues(
    ballot: Ballot,
    participant_id: int,
    replies: Mapping[int, Reply],
    *,
    by: Actor,
    before: Mapping[int, Said] | None = None,
) -> int:
    """Write down what a participant says of issues of their ballot; returns how many answers changed.

    `replies` holds, by issue, all that the person now says of it: what was said before in the same take
    (`before`, where it has been read) is replaced, and stays in the activity.
    """
    rules.check_may_answer(is_seated=ballot.is_seated, is_open=ballot.is_open)
    if ballot.handover_id is None:
        raise RuleBroken(N_("There is no handover yet."))
    before = said_by(ballot, participant_id) if before is None else before
    rules.check_replies(replies, before.keys())
    changed = changed_replies(replies, before)
    rules.check_not_settled({issue_id for issue_id in changed if before[issue_id].is_settled})
    place = ReplyContext(ballot.workshop_id, ballot.group_id, ballot.handover_id)
    write_replies(place, participant_id, changed, before, now())
    record_replies(changed, before, ballot, by=by)
    return len(changed)


def changed_replies(replies: Mapping[int, Reply], before: Mapping[int, Said]) -> dict[int, Reply]:
    """Those that say something else than before, or say it of another wording."""
    return {issue_id: reply for issue_id, reply in replies.items() if reply != before[issue_id].asked}


def record_replies(
    replies: Mapping[int, Reply], before: Mapping[int, Said], *among: OfWorkshop, by: Actor
) -> None:
    """Write down that somebody answered, first or after the discussion; `among` as in `record_each`."""
    details: dict[int, dict[str, Any]] = {
        issue_id: reply.detail | ({"take": 2} if before[issue_id].take == 2 else {})
        for issue_id, reply in replies.items()
    }
    record_each(Event.ISSUE_VALIDATED, details, *among, by=by)


def add_missing_issue(
    table: SeatedGroup,
    participant_id: int | None,
    *,
    title: str,
    text: str,
    aspect: str,
    city: City | None,
    by: Actor,
) -> Card:
    """An issue that the interested cities miss, with the next number of the group's measure."""
    is_seated = participant_id is None or any(person.id == participant_id for person in table.people)
    rules.check_may_answer(is_seated=is_seated, is_open=table.is_open)
    wording = {"title": title, "text": text, "aspect": aspect}
    issue = add_card(table.group.measure, Kind.ISSUE, wording, city=city, by=by)
    missing = MissingIssue(
        workshop_id=issue.workshop_id,
        issue_id=issue.id,
        group_id=table.group.id,
        participant_id=participant_id,
    )
    add(missing, Event.MISSING_ISSUE_ADDED, by=by, issue=issue)
    return issue
