"""Lighthouse cities in the room answer at once what the interested cities miss."""

from typing import Any

from flask import redirect, render_template, url_for
from flask_babel import gettext

from facilitator.access.current import current_actor, current_workshop, pages_of_workshop
from facilitator.access.decorators import requires
from facilitator.access.policy import Action
from facilitator.breakouts.queries import is_seated, table
from facilitator.capture.models import Stance
from facilitator.capture.operations import give_evidence
from facilitator.errors import N_, RuleBroken
from facilitator.live.happenings import Topic
from facilitator.live.pulse import follow, polled
from facilitator.validation.lighthouse.forms import AnswerForm
from facilitator.validation.lighthouse.queries import missed_in, missed_issue
from facilitator.validation.rules import check_may_answer
from facilitator.workshops.queries import city_of

pages = pages_of_workshop(__name__)


@pages.get("/groups/<int:group_id>/missing-issues")
@requires(Action.ANSWER_MISSING)
def missing(group_id: int) -> Any:
    """What the interested cities of one's group miss."""
    return render_template("lighthouse/missing.html", **_missed(group_id))


@pages.get("/groups/<int:group_id>/missing-issues/live")
@requires(Action.ANSWER_MISSING)
@polled()
def live_missing(group_id: int) -> Any:
    """The same, as it is now."""
    shown = _missed(group_id)
    measure_id = shown["table"].group.measure_id
    follow(Topic.GROUP.of(group_id), Topic.WORK.of(group_id), Topic.MEASURE.of(measure_id))
    return render_template("lighthouse/_missing.html", **shown)


@pages.post("/groups/<int:group_id>/missing-issues/<int:issue_id>/evidence")
@requires(Action.ANSWER_MISSING)
def answer(group_id: int, issue_id: int) -> Any:
    """Say that one's city has met it, has solved it or expects it."""
    workshop, actor = current_workshop(), current_actor()
    _check_sits_in(group_id)
    city = city_of(workshop, actor.city_id)
    form = AnswerForm()
    if not form.validate_on_submit() or city is None:
        raise RuleBroken(N_("Please choose one of the answers given."))
    give_evidence(missed_issue(workshop, group_id, issue_id), city, form.stance.data, by=actor)
    return redirect(url_for("lighthouse.missing", group_id=group_id), 303)


def _missed(group_id: int) -> dict[str, Any]:
    workshop, actor = current_workshop(), current_actor()
    _check_sits_in(group_id)
    return {
        "table": table(workshop, group_id),
        "missed": missed_in(workshop, group_id, actor.city_id or 0),
        "stances": [(stance.value, gettext(stance.word)) for stance in Stance],
    }


def _check_sits_in(group_id: int) -> None:
    check_may_answer(is_seated=is_seated(current_actor().participant_id or 0, group_id), is_open=True)
