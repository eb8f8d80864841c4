"""What day two does: answer, and add what is missing."""

from collections.abc import Mapping
from typing import Any

from facilitator.access.actor import Actor
from facilitator.breakouts.queries import Table
from facilitator.capture.models import Card, Kind
from facilitator.capture.operations import add_card
from facilitator.database import now
from facilitator.errors import N_, RuleBroken
from facilitator.live.activity import OfWorkshop, add, record_each
from facilitator.live.happenings import Happening
from facilitator.validation import queries, rules
from facilitator.validation.ballot import Ballot, Said, said_by
from facilitator.validation.models import Criterion, MissingIssue
from facilitator.validation.rules import Reply
from facilitator.validation.written import Place, write_replies
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
    criterion = Criterion(
        workshop_id=workshop.id,
        position=len(queries.criteria(workshop)) + 1,
        key=key,
        name=name,
        question=question,
        low=low,
        high=high,
        weight=weight,
    )
    return add(criterion, Happening.CRITERION_ADDED, by=by)


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
        raise RuleBroken(N_("Nothing has been handed over yet."))
    before = said_by(ballot, participant_id) if before is None else before
    rules.check_replies(replies, before.keys())
    changed = changed_replies(replies, before)
    rules.check_not_settled({issue_id for issue_id in changed if before[issue_id].is_settled})
    place = Place(ballot.workshop_id, ballot.group_id, ballot.handover_id)
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
    record_each(Happening.ISSUE_VALIDATED, details, *among, by=by)


def add_missing_issue(
    table: Table,
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
    add(missing, Happening.MISSING_ISSUE_ADDED, by=by, issue=issue)
    return issue
