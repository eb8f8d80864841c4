"""Where participants see what is kept of them, put it right, and leave."""

import json
from datetime import date, datetime
from typing import Any

from flask import Response, flash, make_response, redirect, render_template, session, url_for
from flask_babel import gettext

from facilitator.access.current import (
    current_actor,
    current_door,
    current_participant,
    current_workshop,
    pages_of_workshop,
)
from facilitator.access.decorators import last_word_counts, requires
from facilitator.access.policy import Action
from facilitator.own_data.forms import OwnEntryForm
from facilitator.own_data.kept import LABELS
from facilitator.own_data.queries import KeptRows, kept_of
from facilitator.own_data.writing import as_json, as_text
from facilitator.quotes.queries import quoted_as
from facilitator.reception.leaving import leave_for_good
from facilitator.vocabulary import Term
from facilitator.web.cookies import drop_token
from facilitator.web.edge import cleared, never_kept
from facilitator.web.forms import Confirmation
from facilitator.web.pages import moment
from facilitator.web.sentences import day, labelled
from facilitator.web.submissions import forget_this_form
from facilitator.web.terminology import term_word
from facilitator.workshops.models import Participant
from facilitator.workshops.people.operations import change_person
from facilitator.workshops.people.removal import removal_of
from facilitator.workshops.people.rules import check_is_new
from facilitator.workshops.queries import delegation_of, organisations, participant_of
from facilitator.workshops.views import LAST_PLACE, part_of

pages = pages_of_workshop(__name__)


@pages.get("/home/my-data")
@requires(Action.TAKE_PART)
def own() -> Any:
    """Everything that is kept of oneself."""
    mine = current_participant().participant_id
    page = render_template(
        "own_data/own.html", kept=_kept(), labels=LABELS, put=_in_words, quoted_as=quoted_as(mine)
    )
    return never_kept(page)


@pages.get("/home/my-data.json")
@requires(Action.TAKE_PART)
def as_file_for_programs() -> Any:
    """The same, for programs."""
    door = current_door()
    return _file(as_json(door.title, _kept()), "application/json", "json")


@pages.get("/home/my-data.txt")
@requires(Action.TAKE_PART)
def as_file_to_read() -> Any:
    """The same, to read."""
    kept = _kept()
    title = gettext("What %(workshop)s keeps of me", workshop=current_door().title)
    return _file(as_text(title, kept, gettext, _line), "text/plain", "txt")


@pages.route("/home/my-data/entry", methods=["GET", "POST"])
@requires(Action.TAKE_PART)
@last_word_counts
def entry() -> Any:
    """Put one's name and address right, and whom one speaks for while nothing has been said for them."""
    person, form = _own_form()
    if form.validate_on_submit():
        with form.refusals():
            _correct(person, form)
            flash(gettext("Your entry was saved."), "success")
            return redirect(url_for("own_data.own"), 303)
    return never_kept(form.page("own_data/entry.html", person=person))


@pages.route("/home/my-data/leaving", methods=["GET", "POST"])
@requires(Action.TAKE_PART)
def leaving() -> Any:
    """Leave for good: what that does is said first."""
    person, form = _me(), Confirmation()
    if form.validate_on_submit():
        with form.refusals():
            called = gettext("Former participant %(number)s", number=person.id)
            leave_for_good(person, called=called, by=current_actor())
            # It belongs to somebody who is not known any more.
            forget_this_form()
            return _gone()
    return form.page("own_data/leaving.html", goes_whole=removal_of(person).is_possible)


def _kept() -> list[KeptRows]:
    return kept_of(current_door().workshop_id, current_participant().participant_id)


def _me() -> Participant:
    return participant_of(current_workshop(), current_participant().participant_id)


def _own_form() -> tuple[Participant, OwnEntryForm]:
    person = _me()
    known = {name: getattr(person, name) for name in ("display_name", "email")}
    form = OwnEntryForm(organisation=person.organisation_id, **known)
    if removal_of(person).has_spoken:
        del form.organisation
    else:
        nothing = gettext("Choose a city or organisation")
        form.organisation.offer(
            organisations(current_workshop()), "spoken_name", nothing=nothing, group=part_of
        )
    return person, form


def _correct(person: Participant, form: OwnEntryForm) -> None:
    organisation = form.organisation.row if form.organisation else person.organisation
    others = [each.display_name for each in delegation_of(organisation) if each.id != person.id]
    check_is_new(form.display_name.data, form.email.data, others)
    change_person(
        person,
        organisation=organisation,
        display_name=form.display_name.data,
        email=form.email.data,
        by=current_actor(),
    )


def _gone() -> Response:
    slug = current_door().slug
    session.pop(LAST_PLACE, None)
    flash(gettext("You have left the workshop."), "success")
    answer = cleared(redirect(url_for("workshops.home"), 303))
    drop_token(answer, slug)
    return answer


def _file(text: str, kind: str, ending: str) -> Response:
    answer = make_response(text)
    answer.headers["Content-Type"] = f"{kind}; charset=utf-8"
    answer.headers.set(
        "Content-Disposition", "attachment", filename=f"{current_door().slug}-my-data.{ending}"
    )
    return never_kept(answer)


def _line(name: str, value: Any) -> str:
    return labelled(gettext(LABELS[name]), _in_words(value))


def _in_words(value: Any) -> str:
    """A value as people read it."""
    if isinstance(value, bool):
        return str(gettext("Yes") if value else gettext("No"))
    if isinstance(value, Term):
        return term_word(value)
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    return str(value)
