"""What somebody adds to their own issue after it was received."""

from facilitator.access.actor import Actor
from facilitator.agenda import queries as agenda
from facilitator.agenda.models import SessionKind
from facilitator.capture.contributing.queries import OwnIssue
from facilitator.capture.contributing.rules import check_is_last_word, check_may_describe, is_own_word
from facilitator.capture.models import Aspect, Stance
from facilitator.capture.operations import give_evidence, reword_card, withdraw_evidence
from facilitator.capture.rules import check_may_contribute
from facilitator.workshops.models import City


def describe_issue(
    issue: OwnIssue,
    *,
    text: str,
    aspect: Aspect,
    stance: Stance | None,
    based_on: int,
    heard_at: str,
    city: City | None,
    by: Actor,
) -> None:
    """Say what an own issue is about and what the own city says of it, while its session is open.

    Who is not sure takes back their own word for their city, and leaves a colleague's. What a colleague has
    said since `heard_at` is not gone over unseen.
    """
    session = issue.card.session
    check_may_contribute(
        is_capture=session is not None and session.kind is SessionKind.CAPTURE,
        is_open=session is not None and agenda.is_open(session),
    )
    check_may_describe(issue.card.ref, is_in_sight=issue.is_in_sight)
    wording = {"title": issue.wording.title, "text": text, "aspect": aspect}
    reword_card(issue.card, wording, based_on=based_on, by=by)
    said = issue.evidence
    if city is None or stance is (said.stance if said else None):
        return
    is_own = said is not None and is_own_word(said.participant_id, by.participant_id)
    if stance:
        check_is_last_word(is_own=is_own, is_as_shown=heard_at == issue.heard_at)
        give_evidence(issue.card, city, stance, note=said.note if said else "", by=by)
    elif is_own:
        withdraw_evidence(issue.card, city, by=by)
