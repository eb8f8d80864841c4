"""The code on a badge: at the door it leads to check-in, and lets its owner join once."""

from typing import Any

from flask import redirect, render_template, url_for

from facilitator.access.current import current_actor, current_door, current_workshop, server_secret
from facilitator.access.decorators import requires, writes_late
from facilitator.access.policy import Action, Phase
from facilitator.reception.views.blueprint import pages
from facilitator.web.edge import never_kept, turn_to_write
from facilitator.web.forms import Confirmation, Form
from facilitator.web.guessing import guessable
from facilitator.web.pages import may_do
from facilitator.workshops.models import Participant
from facilitator.workshops.operations import token_of
from facilitator.workshops.people.badge_codes import person_with_badge
from facilitator.workshops.people.operations import join_by_badge
from facilitator.workshops.queries import workshop_with_code
from facilitator.workshops.views import with_token


@pages.route("/badge/<code>", methods=["GET", "POST"])
@guessable
@writes_late
@requires(Action.VISIT)
def badge(code: str) -> Any:
    """Whose badge it is: for who checks people in, for its owner, and for anybody else."""
    person, form = _owner(code), Confirmation()
    if may_do(Action.CHECK_IN):
        return never_kept(render_template("reception/badge.html", participant=person))
    if current_actor().participant_id == person.id:
        return redirect(url_for("participant_home.home"), 303)
    if form.validate_on_submit() and _token_of(person):
        with form.refusals():
            _let_in(code, form.submission.data)
            return with_token(current_workshop(), _token_of(_owner(code)))
    return never_kept(_for_anybody(code, form))


def _let_in(code: str, submission: str) -> None:
    with turn_to_write():
        workshop_with_code(current_door().code, to_change=True)
        join_by_badge(_owner(code), submission=submission, by=current_actor())


def _for_anybody(code: str, form: Form) -> Any:
    """The way in for who has not joined; a code on everybody's chest opens nothing else."""
    workshop, person = current_workshop(), _owner(code)
    if workshop.phase is Phase.CLOSED:
        return render_template("workshops/closed.html", workshop=workshop, last_place=None)
    if person.joined_at or not _token_of(person):
        return render_template("reception/badge_used.html", workshop=workshop, form=form, person=person)
    return form.page("reception/badge_join.html", person=person, code=code)


def _owner(code: str) -> Participant:
    return person_with_badge(current_workshop(), code, server_secret())


def _token_of(person: Participant) -> str:
    return token_of(person, server_secret())
