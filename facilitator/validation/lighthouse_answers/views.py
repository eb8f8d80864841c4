"""Lighthouse cities in the room answer at once what the interested cities miss."""

from typing import Any

from flask import redirect, render_template, url_for

from facilitator.access.current import current_actor, current_participant, current_workshop, pages_of_workshop
from facilitator.access.decorators import requires
from facilitator.access.policy import Action
from facilitator.breakouts.queries import is_seated, seated_group
from facilitator.capture.models import Stance
from facilitator.capture.operations import give_evidence
from facilitator.errors import N_, RuleBroken
from facilitator.live.polling import follow, polled
from facilitator.live.topics import Topic
from facilitator.validation.lighthouse_answers.forms import AnswerForm
from facilitator.validation.lighthouse_answers.queries import missed_in, missed_issue
from facilitator.validation.rules import check_may_answer
from facilitator.web.terminology import term_word
from facilitator.workshops.queries import city_of

pages = pages_of_workshop(__name__)


@pages.get("/groups/<int:group_id>/missing-issues")
@requires(Action.ANSWER_MISSING)
def missing(group_id: int) -> Any:
    """What the interested cities of one's group miss."""
    return render_template("lighthouse_answers/missing.html", **_missed(group_id))


@pages.get("/groups/<int:group_id>/missing-issues/live")
@requires(Action.ANSWER_MISSING)
@polled()
def live_missing(group_id: int) -> Any:
    """The part of the page of missing issues that keeps itself fresh."""
    shown = _missed(group_id)
    measure_id = shown["table"].group.measure_id
    follow(Topic.GROUP.of(group_id), Topic.WORK.of(group_id), Topic.MEASURE.of(measure_id))
    return render_template("lighthouse_answers/_missing.html", **shown)


@pages.post("/groups/<int:group_id>/missing-issues/<int:issue_id>/evidence")
@requires(Action.ANSWER_MISSING)
def answer(group_id: int, issue_id: int) -> Any:
    """Say that one's city has met it, has solved it or expects it."""
    workshop, actor = current_workshop(), current_actor()
    _check_sits_in(group_id)
    city = city_of(workshop, actor.city_id)
    form = AnswerForm()
    if not form.validate_on_submit() or city is None:
        raise RuleBroken(N_("Please choose one of the answers."))
    give_evidence(missed_issue(workshop, group_id, issue_id), city, form.stance.data, by=actor)
    return redirect(url_for("lighthouse_answers.missing", group_id=group_id), 303)


def _missed(group_id: int) -> dict[str, Any]:
    workshop, city_id = current_workshop(), current_participant().city_id
    _check_sits_in(group_id)
    return {
        "table": seated_group(workshop, group_id),
        "missed": missed_in(workshop, group_id, city_id or 0),
        "stances": [(stance.value, term_word(stance)) for stance in Stance],
    }


def _check_sits_in(group_id: int) -> None:
    check_may_answer(is_seated=is_seated(current_participant().participant_id, group_id), is_open=True)
