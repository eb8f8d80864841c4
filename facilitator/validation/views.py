"""Day two: a delegate's replies, and what is missing."""

from typing import Any
from uuid import uuid4

from flask import flash, redirect, render_template, request, url_for
from flask_babel import get_locale, gettext
from sqlalchemy.exc import IntegrityError

from facilitator.access.current import current_actor, current_workshop, pages_of_workshop
from facilitator.access.decorators import last_word_counts, requires
from facilitator.access.policy import Action
from facilitator.breakouts.queries import table
from facilitator.constraints import broken_rule
from facilitator.database import db
from facilitator.errors import N_, RuleBroken
from facilitator.validation import operations
from facilitator.validation.ballot import (
    AskedIssue,
    Ballot,
    Said,
    asked_criteria,
    asked_issues,
    ballot_of,
    said_by,
)
from facilitator.validation.forms import (
    MissingIssueForm,
    MissingIssueOfCityForm,
    TypedReplies,
    read_replies,
)
from facilitator.validation.printed import Printed
from facilitator.validation.rules import Reply, check_may_answer
from facilitator.web.forms import say
from facilitator.workshops.queries import cities, city_of

pages = pages_of_workshop(__name__)


@pages.route("/groups/<int:group_id>/replies", methods=["GET", "POST"])
@requires(Action.VALIDATE)
@last_word_counts
def replies(group_id: int) -> Any:
    """The issues of one's group: one a page with `?issue=3`, or all on one."""
    mine, ballot = _own_ballot(group_id)
    typed, refused = TypedReplies(), None
    if request.method == "POST":
        typed = read_replies(request.form)
        if not typed.errors:
            try:
                operations.answer_issues(ballot, mine, typed.replies, by=current_actor())
                return redirect(_onwards(ballot), 303)
            except IntegrityError as error:
                refused = broken_rule(error)
            except RuleBroken as broken:
                refused = broken
    return _replies_page(typed, refused, ballot, mine)


@pages.route("/groups/<int:group_id>/missing", methods=["GET", "POST"])
@requires(Action.VALIDATE)
def missing(group_id: int) -> Any:
    """Add what the list lacks."""
    workshop, actor = current_workshop(), current_actor()
    _own_ballot(group_id)
    group = table(workshop, group_id)
    form = MissingIssueForm()
    if form.validate_on_submit():
        with form.refusals():
            issue = operations.add_missing_issue(
                group, actor.participant_id, title=form.title.data, text=form.text.data,
                aspect=form.aspect.data, city=city_of(workshop, actor.city_id), by=actor,
            )  # fmt: skip
            flash(gettext("Received: %(ref)s. Is anything else missing?", ref=issue.ref), "success")
            return redirect(url_for("place.place"), 303)
    return form.page("validation/missing.html", table=group, layout="layouts/participant.html")


@pages.route("/groups/<int:group_id>/missing-for-city", methods=["GET", "POST"])
@requires(Action.WRITE_FOR_GROUP)
def missing_for_city(group_id: int) -> Any:
    """The rapporteur writes down what a city misses."""
    workshop = current_workshop()
    group = table(workshop, group_id)
    form = MissingIssueOfCityForm()
    form.city.offer(cities(workshop), nothing=gettext("No city"))
    if form.validate_on_submit():
        with form.refusals():
            issue = operations.add_missing_issue(
                group, None, title=form.title.data, text=form.text.data,
                aspect=form.aspect.data, city=form.city.row, by=current_actor(),
            )  # fmt: skip
            flash(gettext("%(ref)s is in.", ref=issue.ref), "success")
            return redirect(url_for("group.group", group_id=group_id), 303)
    return form.page("validation/missing.html", table=group, layout="layouts/team.html")


def _own_ballot(group_id: int) -> tuple[int, Ballot]:
    """The participant's id and their ballot, for somebody who sits in the group."""
    actor = current_actor()
    ballot = ballot_of(actor.workshop_id or 0, group_id, actor.participant_id, actor.city_id)
    check_may_answer(is_seated=ballot.is_seated, is_open=True)
    if ballot.handover_id is None:
        raise RuleBroken(N_("Nothing has been handed over yet."))
    return actor.participant_id or 0, ballot


def _onwards(ballot: Ballot) -> str:
    """The next issue where they come one a page, else the participant's place."""
    position = request.args.get("issue", type=int)
    if position is None or position >= len(asked_issues(ballot)):
        return url_for("place.place")
    return url_for("validation.replies", group_id=ballot.group_id, issue=position + 1)


def _replies_page(typed: TypedReplies, refused: RuleBroken | None, ballot: Ballot, mine: int) -> Any:
    if refused:
        db.session.rollback()
    asked, said = asked_issues(ballot), said_by(ballot, mine)
    position = request.args.get("issue", type=int)
    shown = asked[position - 1 : position] if position else asked
    page = render_template(
        "validation/replies.html",
        submission=uuid4(),
        printed=Printed(str(get_locale()), ballot.accent),
        refused=refused and say(refused),
        errors=typed.errors,
        ballot=ballot,
        issues=shown,
        total=len(asked),
        position=position,
        said=_as_typed(shown, said, typed),
        answered=sum(each.counts for each in said.values()),
        criteria=asked_criteria(ballot),
        is_alone=ballot.delegates == 1,
    )
    return page, 422 if typed.errors or refused else 200


def _as_typed(shown: list[AskedIssue], said: dict[int, Said], typed: TypedReplies) -> dict[int, Reply]:
    """What stands in the fields: what was typed just now, else what was said before."""
    return {issue.id: typed.replies.get(issue.id) or said[issue.id].reply for issue in shown}
