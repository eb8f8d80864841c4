"""What day two does: answer, and add what is missing."""

from collections.abc import Mapping

from facilitator.access.actor import Actor
from facilitator.breakouts.queries import Table
from facilitator.capture.models import Card, Kind
from facilitator.capture.operations import add_card
from facilitator.database import now
from facilitator.errors import N_, RuleBroken
from facilitator.live.activity import add, record_each
from facilitator.validation import queries, rules
from facilitator.validation.ballot import Ballot, said_by, write_replies
from facilitator.validation.models import Criterion, MissingIssue
from facilitator.validation.rules import Reply
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
    return add(criterion, "criterion.added", by=by)


def answer_issues(ballot: Ballot, participant_id: int, replies: Mapping[int, Reply], *, by: Actor) -> int:
    """Write down what a participant says of issues of their ballot; returns how many answers changed.

    `replies` holds, by issue, all that the person now says of it: what was said before is replaced,
    and stays in the activity.
    """
    rules.check_may_answer(is_seated=ballot.is_seated, is_open=ballot.is_open)
    if ballot.handover_id is None:
        raise RuleBroken(N_("Nothing has been handed over yet."))
    before = said_by(ballot, participant_id)
    rules.check_replies(replies, before.keys())
    said = {
        issue_id: reply
        for issue_id, reply in replies.items()
        if before[issue_id].reply != reply or not (before[issue_id].counts or reply.is_empty)
    }
    write_replies(ballot, participant_id, said, before, now())
    record_each(
        "issue.validated", {id_: _detail(reply) for id_, reply in said.items()}, ballot.workshop_id, by=by
    )
    return len(said)


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
    add(missing, "missing_issue.added", by=by, issue=issue.id)
    return issue


def _detail(reply: Reply) -> dict[str, object]:
    return {
        "verdict": reply.verdict,
        "change": reply.change,
        "comment": reply.comment,
        "need": reply.need,
        "scores": dict(reply.scores),
    }
