"""Ballots on paper: to print for a group, and to enter for its people and for cities with nobody there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from sqlalchemy.exc import IntegrityError

from facilitator.access.current import current_actor, current_workshop, pages_of_workshop
from facilitator.access.decorators import last_word_counts, requires
from facilitator.access.policy import Action
from facilitator.breakouts.queries import Table, table
from facilitator.capture.models import Handover
from facilitator.capture.queries import HandedIssue, active_handover, handed_issues
from facilitator.constraints import broken_rule
from facilitator.database import db
from facilitator.errors import N_, NotFound, RuleBroken
from facilitator.validation.models import Criterion, Mode
from facilitator.validation.paper import operations, queries
from facilitator.validation.paper.forms import EntryForm, Row, TypedRows, blank_ballots, read_rows, row_of
from facilitator.validation.paper.rules import check_may_stand_in
from facilitator.validation.queries import criteria
from facilitator.web.forms import say
from facilitator.web.qr import qr_code
from facilitator.workshops.models import City, Part, Participant
from facilitator.workshops.queries import city_of, delegates, participant_of

pages = pages_of_workshop(__name__)


@dataclass(frozen=True)
class Entry:
    """Whose answers are entered, to what: a person of the group, or a city that may have no proxy yet."""

    table: Table
    handover: Handover
    participant: Participant | None
    city: City | None
    issues: Sequence[HandedIssue]
    criteria: Sequence[Criterion]

    @property
    def is_proxy(self) -> bool:
        """Whether it is a city without a person in the room."""
        return self.participant is None or self.participant.proxy_by is not None

    @property
    def name(self) -> str:
        """The person, or the city."""
        if self.city and self.is_proxy:
            return self.city.name
        return self.participant.display_name if self.participant else ""

    @property
    def asked_on(self) -> list[int]:
        """The ids of the criteria, in the order in which their digits are typed."""
        return [criterion.id for criterion in self.criteria]


@pages.get("/groups/<int:group_id>/paper")
@requires(Action.WATCH)
def ballots(group_id: int) -> Any:
    """The ballots of a group to print: one for everybody who is asked, and some without a name."""
    found = table(current_workshop(), group_id)
    asked = _asked(found)
    blank = blank_ballots(request.args.get("blank"))
    pages_of_people = {
        person: url_for("paper.person", group_id=group_id, participant_id=person.id, _external=True)
        for person in asked
    }
    sheets = [(person, qr_code(page)) for person, page in pages_of_people.items()]
    anybody = qr_code(url_for("paper.entry", group_id=group_id, _external=True))
    return render_template(
        "paper/ballots.html",
        table=found,
        issues=_issues(found),
        criteria=criteria(current_workshop()),
        sheets=sheets + [(None, anybody)] * blank,
        blank=blank,
    )


@pages.get("/groups/<int:group_id>/entry")
@requires(Action.WRITE_FOR_GROUP)
def entry(group_id: int) -> Any:
    """Whose answers are to be entered: a person of the group, or a city with nobody in the room."""
    workshop = current_workshop()
    found = table(workshop, group_id)
    return render_template(
        "paper/entry.html",
        table=found,
        people=_asked(found),
        cities=queries.cities_without_a_person(workshop),
        proxies=queries.proxies(workshop),
        entered=queries.entered_in(group_id),
        issues=_issues(found),
    )


@pages.route("/groups/<int:group_id>/entry/people/<int:participant_id>", methods=["GET", "POST"])
@requires(Action.WRITE_FOR_GROUP)
@last_word_counts
def person(group_id: int, participant_id: int) -> Any:
    """The answers of somebody who sits in the group."""
    workshop = current_workshop()
    found, participant = table(workshop, group_id), participant_of(workshop, participant_id)
    operations.check_may_enter(found, participant)
    return _enter(_entry(found, participant, participant.city))


@pages.route("/groups/<int:group_id>/entry/cities/<int:city_id>", methods=["GET", "POST"])
@requires(Action.WRITE_FOR_GROUP)
@last_word_counts
def city(group_id: int, city_id: int) -> Any:
    """The answers of a city that has nobody in the room, by proxy."""
    workshop = current_workshop()
    found = city_of(workshop, city_id)
    if found is None:
        raise NotFound(N_("There is no such city in this workshop."))
    check_may_stand_in(found.name, found.part, heads=delegates(workshop, found.id))
    return _enter(_entry(table(workshop, group_id), queries.proxy_of(city_id), found))


def _entry(found: Table, participant: Participant | None, city: City | None) -> Entry:
    handover = active_handover(current_workshop())
    if handover is None:
        raise RuleBroken(N_("Nothing has been handed over yet."))
    issues = handed_issues(handover, found.group.measure)
    return Entry(found, handover, participant, city, issues, criteria(current_workshop()))


def _enter(entry: Entry) -> Any:
    form, typed, refused = EntryForm(), TypedRows(), None
    if entry.is_proxy:
        del form.mode
    if form.validate_on_submit():
        typed = read_rows(request.form, [issue.issue_id for issue in entry.issues], entry.asked_on)
        if not typed.errors:
            try:
                return _entered(entry, _keep(entry, form, typed))
            except IntegrityError as error:
                refused = broken_rule(error)
            except RuleBroken as broken:
                refused = broken
            db.session.rollback()
    return _entry_page(entry, form, typed, refused)


def _keep(entry: Entry, form: EntryForm, typed: TypedRows) -> int:
    """How many answers changed; a proxy comes into being with the first that says something."""
    by, participant = current_actor(), entry.participant
    if participant is None:
        if all(reply.is_empty for reply in typed.replies.values()) or entry.city is None:
            return 0
        participant = operations.stand_in(current_workshop(), entry.city, by=by)
    mode = Mode.PROXY if entry.is_proxy else Mode(form.mode.data or Mode.PAPER)
    return operations.enter_answers(entry.table, entry.handover, participant, typed.replies, mode=mode, by=by)


def _entered(entry: Entry, changed: int) -> Any:
    name = entry.name
    if changed:
        flash(
            ngettext(
                "One answer of %(name)s is in.", "%(num)d answers of %(name)s are in.", changed, name=name
            ),
            "success",
        )
    else:
        flash(gettext("Nothing has changed for %(name)s.", name=name), "message")
    return redirect(url_for("paper.entry", group_id=entry.table.group.id), 303)


def _entry_page(entry: Entry, form: EntryForm, typed: TypedRows, refused: RuleBroken | None) -> Any:
    ids = [issue.issue_id for issue in entry.issues]
    second = queries.issues_in_second_take(entry.table.group.id)
    standing = queries.standing_answers(entry.participant.id if entry.participant else None, ids, second)
    kept = {id_: row_of(standing[id_].reply, entry.asked_on) if id_ in standing else Row() for id_ in ids}
    page = render_template(
        "paper/rows.html",
        entry=entry,
        form=form,
        refused=refused and say(refused),
        errors=typed.errors,
        second=second,
        standing=standing,
        marks={id_: typed.marks.get(id_) or row.mark for id_, row in kept.items()},
        rows=kept | typed.rows,
        by_phone=sum(said.mode is Mode.PHONE for said in standing.values()),
    )
    return page, 422 if typed.errors or refused or form.errors else 200


def _asked(found: Table) -> list[Participant]:
    return [person for person in found.people if person.city and person.city.part is Part.INTERESTED]


def _issues(found: Table) -> list[HandedIssue]:
    handover = active_handover(current_workshop())
    return handed_issues(handover, found.group.measure) if handover else []
