"""Day two: a delegate's replies, what is missing, and for the team how the group answers."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from flask import flash, redirect, render_template, request, url_for
from flask_babel import get_locale, gettext
from sqlalchemy.exc import IntegrityError

from facilitator.access.current import (
    current_actor,
    current_door,
    current_participant,
    current_workshop,
    pages_of_workshop,
)
from facilitator.access.decorators import last_word_counts, requires
from facilitator.access.policy import Action
from facilitator.breakouts.queries import seated_group
from facilitator.capture.queries import active_handover
from facilitator.constraints import broken_rule
from facilitator.database import db
from facilitator.errors import N_, RuleBroken
from facilitator.live.polling import follow, polled
from facilitator.live.topics import Topic
from facilitator.validation import operations
from facilitator.validation.ballot import (
    AskedIssue,
    Ballot,
    Said,
    asked_criteria,
    ballot_of,
    handed_issues,
    said_by,
)
from facilitator.validation.forms import (
    MissingIssueForm,
    MissingIssueOfCityForm,
    TypedReplies,
    read_replies,
    stale_words,
)
from facilitator.validation.late_replies.operations import keep_late_replies
from facilitator.validation.late_replies.queries import late_replies, late_replies_of
from facilitator.validation.late_replies.rules import LATE
from facilitator.validation.operations import Arrival
from facilitator.validation.printed import Printed
from facilitator.validation.queries import references
from facilitator.validation.rules import check_may_answer, check_says_something
from facilitator.validation.second_round.queries import Picture, pictures, steered_issues
from facilitator.validation.solutions.queries import answered_solutions
from facilitator.validation.stale import AnsweredElsewhere, mark
from facilitator.web.background import not_saved, saved, saves_as_one_goes
from facilitator.web.sentences import in_words
from facilitator.workshops.queries import cities, city_of

pages = pages_of_workshop(__name__)


@pages.route("/groups/<int:group_id>/replies", methods=["GET", "POST"])
@requires(Action.RATE)
@last_word_counts
def replies(group_id: int) -> Any:
    """The issues of one's group: one a page with `?issue=3`, or all on one."""
    mine, ballot = _own_ballot(group_id)
    typed, refused = TypedReplies(), None
    if request.method == "POST":
        typed = read_replies(request.form)
        if not typed.errors:
            try:
                _check_says_something(typed, ballot, mine)
                arrival = operations.save_replies(
                    ballot, mine, typed.replies, typed.again, was=typed.was, by=current_actor()
                )
                if arrival.late:
                    keep_late_replies(ballot, mine, arrival.late, by=current_actor())
                return _received(arrival, ballot, typed)
            except AnsweredElsewhere as stale:
                typed.errors |= stale_words(stale)
            except IntegrityError as error:
                refused = broken_rule(error)
            except RuleBroken as broken:
                refused = broken
    return _replies_page(typed, refused, ballot, mine)


@pages.get("/groups/<int:group_id>/replies/check")
@requires(Action.RATE)
def check(group_id: int) -> Any:
    """All that one has said, to look over; what came too late; what could still be said."""
    mine, ballot = _own_ballot(group_id)
    said = said_by(ballot, mine)
    return render_template(
        "validation/check.html",
        ballot=ballot,
        issues=[issue for issue in handed_issues(ballot) if issue.id in said],
        said=said,
        criteria=asked_criteria(ballot),
        late=late_replies_of(mine, group_id),
        solutions=answered_solutions(ballot, mine),
    )


@pages.route("/groups/<int:group_id>/missing", methods=["GET", "POST"])
@requires(Action.VALIDATE)
def missing(group_id: int) -> Any:
    """Add what the list lacks."""
    workshop, actor = current_workshop(), current_actor()
    _own_ballot(group_id)
    group = seated_group(workshop, group_id)
    form = MissingIssueForm()
    if form.validate_on_submit():
        with form.refusals():
            issue = operations.add_missing_issue(
                group, actor.participant_id, title=form.title.data, text=form.text.data,
                aspect=form.aspect.data, city=city_of(workshop, actor.city_id), by=actor,
            )  # fmt: skip
            flash(gettext("%(ref)s was added. Is anything else missing?", ref=issue.ref), "success")
            return redirect(url_for("validation.check", group_id=group_id), 303)
    return form.page("validation/missing.html", table=group, layout="layouts/participant.html")


@pages.route("/groups/<int:group_id>/missing-for-city", methods=["GET", "POST"])
@requires(Action.WRITE_FOR_GROUP)
def missing_for_city(group_id: int) -> Any:
    """The rapporteur writes down what a city misses."""
    workshop = current_workshop()
    group = seated_group(workshop, group_id)
    form = MissingIssueOfCityForm()
    form.city.offer(cities(workshop), nothing=gettext("No city"))
    if form.validate_on_submit():
        with form.refusals():
            issue = operations.add_missing_issue(
                group, None, title=form.title.data, text=form.text.data,
                aspect=form.aspect.data, city=form.city.row, by=current_actor(),
            )  # fmt: skip
            flash(gettext("%(ref)s was added.", ref=issue.ref), "success")
            return redirect(url_for("group_page.group", group_id=group_id), 303)
    return form.page("validation/missing.html", table=group, layout="layouts/team.html")


@pages.get("/groups/<int:group_id>/answers")
@requires(Action.WATCH)
def answers(group_id: int) -> Any:
    """How a group answers: what it is shown, what is asked again, what came too late."""
    return render_template("validation/answers.html", **_answers(group_id))


@pages.get("/groups/<int:group_id>/answers/live")
@requires(Action.WATCH)
@polled()
def live_answers(group_id: int) -> Any:
    """The part of the page of a group's answers that keeps itself fresh."""
    shown = _answers(group_id)
    measure_id = shown["table"].group.measure_id
    follow(Topic.GROUP.of(group_id), Topic.WORK.of(group_id), Topic.MEASURE.of(measure_id))
    return render_template("validation/_answers.html", **shown)


def _answers(group_id: int) -> dict[str, Any]:
    workshop = current_workshop()
    found = seated_group(workshop, group_id)
    return {
        "table": found,
        "issues": steered_issues(found.group, active_handover(workshop)),
        "late": late_replies(found.group),
    }


def _own_ballot(group_id: int) -> tuple[int, Ballot]:
    """The participant's id and their ballot, for somebody who sits in the group."""
    actor, door = current_participant(), current_door()
    ballot = ballot_of(door.workshop_id, group_id, actor.participant_id, actor.city_id, str(get_locale()))
    check_may_answer(is_seated=ballot.is_seated, is_open=True)
    if ballot.handover_id is None:
        raise RuleBroken(N_("There is no handover yet."))
    return actor.participant_id, ballot


def _received(arrival: Arrival, ballot: Ballot, typed: TypedReplies) -> Any:
    """The next issue where they come one a page, else the list to check; a script is told in a word."""
    merged = _merged(arrival)
    if saves_as_one_goes():
        late = [gettext(LATE)] if arrival.late else []
        words = late + [gettext(sentence, **refs) for sentence, refs in merged]
        return saved(" ".join(words), now={str(id_): mark(reply) for id_, reply in typed.replies.items()})
    for sentence, refs in merged:
        flash(gettext(sentence, **refs))
    position = _position()
    if position and not arrival.late:
        _say_what_lacks(typed, ballot)
    if arrival.late or merged or position is None or position >= arrival.asked:
        return redirect(url_for("validation.check", group_id=ballot.group_id), 303)
    return redirect(url_for("validation.replies", group_id=ballot.group_id, issue=position + 1), 303)


def _position() -> int | None:
    """The place of the issue, where they come one a page."""
    return request.args.get("issue", type=int)


def _check_says_something(typed: TypedReplies, ballot: Ballot, mine: int) -> None:
    """Whoever presses the button on the page of an issue without an answer is told so, and stays there."""
    is_nothing = all(reply.is_empty for reply in typed.replies.values())
    if is_nothing and _position() and ballot.is_open and not saves_as_one_goes():
        said = said_by(ballot, mine)
        was_empty = all(said[id_].asked.is_empty for id_ in typed.replies if id_ in said)
        check_says_something(typed.replies, was_empty=was_empty)


def _say_what_lacks(typed: TypedReplies, ballot: Ballot) -> None:
    """That an issue with words alone is not answered yet, to somebody who goes on."""
    refs = {issue.id: issue.ref for issue in handed_issues(ballot)}
    for issue_id, reply in typed.replies.items():
        if issue_id in refs and not reply.is_finished:
            flash(
                gettext(
                    "%(ref)s is not answered yet. Please choose an answer or give a rating.",
                    ref=refs[issue_id],
                ),
                "warning",
            )


def _merged(arrival: Arrival) -> list[tuple[str, dict[str, str]]]:
    """What became of replies to issues that were merged meanwhile, as sentences and what fills them."""
    if not (arrival.moved or arrival.gave_way):
        return []
    known = {**arrival.moved, **arrival.gave_way}
    refs = references({*known, *known.values()})
    moved = N_("%(origin)s was merged into %(target)s. Your answer now counts there.")
    gave_way = N_("%(origin)s was merged into %(target)s. Your answer on %(target)s counts.")
    return [
        (moved if origin in arrival.moved else gave_way, {"origin": refs[origin], "target": refs[target]})
        for origin, target in known.items()
    ]


def _replies_page(typed: TypedReplies, refused: RuleBroken | None, ballot: Ballot, mine: int) -> Any:
    if refused:
        db.session.rollback()
    status = 422 if typed.errors or refused else 200
    if status == 422 and saves_as_one_goes():
        return not_saved([*typed.errors.values(), *([in_words(refused.sentence)] if refused else [])])
    said = said_by(ballot, mine)
    asked = [issue for issue in handed_issues(ballot) if issue.id in said]
    position = _position()
    shown = asked[position - 1 : position] if position else asked
    page = render_template(
        "validation/replies.html",
        submission=uuid4(),
        printed=Printed(str(get_locale()), ballot.accent, asked_criteria(ballot)),
        refused=refused and in_words(refused.sentence),
        errors=typed.errors,
        ballot=ballot,
        issues=shown,
        total=len(asked),
        position=position,
        said=said,
        typed=typed.replies,
        pictures=_pictures(ballot, said, shown),
        answered=sum(each.is_answered for each in said.values()),
        asks=bool(typed.replies)
        or (ballot.is_open and any(not said[issue.id].is_settled for issue in shown)),
        marks={issue.id: mark(said[issue.id].asked) for issue in shown},
        is_alone=ballot.delegates == 1,
        mine=mine,
    )
    return page, status


def _pictures(ballot: Ballot, said: dict[int, Said], issues: list[AskedIssue]) -> Mapping[int, Picture]:
    shown = [issue.id for issue in issues if said[issue.id].is_shown]
    return pictures(ballot.group_id, ballot.handover_id or 0, shown)
