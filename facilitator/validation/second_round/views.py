"""What a facilitator does with the answers of a group: show them to it, ask once more, take either back."""

from typing import Any

from flask import redirect, url_for

from facilitator.access.current import current_actor, current_workshop, pages_of_workshop
from facilitator.access.decorators import requires
from facilitator.access.policy import Action
from facilitator.breakouts.models import Group
from facilitator.breakouts.queries import seated_group
from facilitator.capture.models import Handover
from facilitator.capture.queries import active_handover, handed_issues
from facilitator.errors import N_, NotFound, RuleBroken
from facilitator.validation.second_round import operations

pages = pages_of_workshop(__name__)


@pages.post("/groups/<int:group_id>/pictures")
@requires(Action.RUN_SESSIONS)
def show_all(group_id: int) -> Any:
    """Let the group see what it said of every issue."""
    group, handover = _asked(group_id)
    issues = [issue.issue_id for issue in handed_issues(handover, group.measure)]
    operations.show_pictures(group, handover, issues, by=current_actor())
    return _back(group)


@pages.post("/groups/<int:group_id>/issues/<int:issue_id>/picture")
@requires(Action.RUN_SESSIONS)
def show(group_id: int, issue_id: int) -> Any:
    """Let the group see what it said of one issue."""
    group, handover = _asked(group_id, issue_id)
    operations.show_picture(group, handover, issue_id, by=current_actor())
    return _back(group)


@pages.post("/groups/<int:group_id>/issues/<int:issue_id>/picture/withdrawal")
@requires(Action.RUN_SESSIONS)
def withdraw(group_id: int, issue_id: int) -> Any:
    """Let the group see it no more."""
    group, handover = _asked(group_id, issue_id)
    operations.withdraw_picture(group, handover, issue_id, by=current_actor())
    return _back(group)


@pages.post("/groups/<int:group_id>/issues/<int:issue_id>/second-take")
@requires(Action.RUN_SESSIONS)
def ask_again(group_id: int, issue_id: int) -> Any:
    """Ask the group for a second answer."""
    group, handover = _asked(group_id, issue_id)
    operations.ask_again(group, handover, issue_id, by=current_actor())
    return _back(group)


@pages.post("/groups/<int:group_id>/issues/<int:issue_id>/second-take/withdrawal")
@requires(Action.RUN_SESSIONS)
def take_back(group_id: int, issue_id: int) -> Any:
    """Ask for no second answer after all."""
    group, handover = _asked(group_id, issue_id)
    operations.take_back_second_take(group, handover, issue_id, by=current_actor())
    return _back(group)


def _asked(group_id: int, issue_id: int | None = None) -> tuple[Group, Handover]:
    """The group and its handover, if the issue is among those that it is asked."""
    workshop = current_workshop()
    group, handover = seated_group(workshop, group_id).group, active_handover(workshop)
    if handover is None:
        raise RuleBroken(N_("There is no handover yet."))
    asked = {issue.issue_id for issue in handed_issues(handover, group.measure)}
    if issue_id is not None and issue_id not in asked:
        raise NotFound(N_("This issue does not belong to the group."))
    return group, handover


def _back(group: Group) -> Any:
    return redirect(url_for("validation.answers", group_id=group.id), 303)
