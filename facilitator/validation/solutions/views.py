"""A delegate says whether their city would do the solutions, and whether the approach is right."""

from typing import Any
from uuid import uuid4

from flask import flash, redirect, render_template, request, url_for
from flask_babel import get_locale, gettext

from facilitator.access.current import current_door, current_participant, pages_of_workshop
from facilitator.access.decorators import last_word_counts, requires
from facilitator.access.policy import Action
from facilitator.database import db
from facilitator.errors import N_, RuleBroken
from facilitator.validation.ballot import Ballot, ballot_of
from facilitator.validation.forms import stale_words
from facilitator.validation.late_replies.operations import keep_late_solutions
from facilitator.validation.late_replies.rules import LATE
from facilitator.validation.models import Intent, Lack, Verdict
from facilitator.validation.rules import ApproachReply, SolutionReply, check_may_answer
from facilitator.validation.solutions import queries
from facilitator.validation.solutions.forms import TypedSolutions, read_solutions
from facilitator.validation.solutions.operations import save_solutions
from facilitator.validation.solutions.rules import APPROACH
from facilitator.validation.stale import AnsweredElsewhere, mark
from facilitator.vocabulary import Term
from facilitator.web.background import not_saved, saved, saves_as_one_goes
from facilitator.web.sentences import in_words
from facilitator.web.terminology import term_word

pages = pages_of_workshop(__name__)


@pages.route("/groups/<int:group_id>/solutions", methods=["GET", "POST"])
@requires(Action.VALIDATE)
@last_word_counts
def replies(group_id: int) -> Any:
    """The approach and the solutions of one's group, all on one page."""
    actor, door = current_participant(), current_door()
    mine = actor.participant_id
    ballot = ballot_of(door.workshop_id, group_id, mine, actor.city_id, str(get_locale()))
    check_may_answer(is_seated=ballot.is_seated, is_open=True)
    if ballot.handover_id is None:
        raise RuleBroken(N_("There is no handover yet."))
    typed, refused = None, None
    if request.method == "POST":
        typed = read_solutions(request.form)
        if not typed.errors:
            try:
                late = save_solutions(ballot, mine, typed.replies, typed.approach, was=typed.was, by=actor)
                if late:
                    keep_late_solutions(ballot, mine, late, by=actor)
                return _received(group_id, typed, is_late=bool(late))
            except AnsweredElsewhere as stale:
                typed.errors |= stale_words(stale)
            except RuleBroken as broken:
                db.session.rollback()
                refused = in_words(broken.sentence)
    return _page(ballot, mine, typed, refused)


def _received(group_id: int, typed: TypedSolutions, *, is_late: bool) -> Any:
    if saves_as_one_goes():
        marks = {str(id_): mark(reply) for id_, reply in typed.replies.items()}
        if typed.approach:
            marks[APPROACH] = mark(typed.approach)
        return saved(gettext(LATE) if is_late else "", now=marks)
    if not is_late:
        flash(gettext("Your answers on the solutions were saved."), "success")
    return redirect(url_for("validation.check", group_id=group_id), 303)


def _page(ballot: Ballot, mine: int, typed: TypedSolutions | None, refused: str | None) -> Any:
    errors = typed.errors if typed else {}
    status = 422 if errors or refused else 200
    if status == 422 and saves_as_one_goes():
        return not_saved([*errors.values(), *([refused] if refused else [])])
    given = queries.said_of_solutions(mine)
    said = {id_: answer.reply for id_, answer in given.items() if answer.counts}
    approach: ApproachReply = queries.approach_reply(queries.said_of_approach(ballot.measure_id, mine))
    page = render_template(
        "solutions/replies.html",
        submission=uuid4(),
        ballot=ballot,
        solutions=queries.asked_solutions(ballot),
        said={**said, **typed.replies} if typed else said,
        approach=typed.approach if typed and typed.approach else approach,
        marks={APPROACH: mark(approach), **{id_: mark(reply) for id_, reply in said.items()}},
        outdated={id_: answer.reply for id_, answer in given.items() if answer.is_outdated},
        nothing=SolutionReply(),
        errors=errors,
        refused=refused,
        mine=mine,
        terms={kind.__name__.lower(): _choices(kind) for kind in (Intent, Lack, Verdict)},
    )
    return page, status


def _choices(kind: type[Term]) -> list[tuple[str, str]]:
    return [(term.value, term_word(term)) for term in kind]
