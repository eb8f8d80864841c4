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
from facilitator.breakouts.queries import SeatedGroup, seated_group
from facilitator.capture.models import Handover
from facilitator.capture.queries import HandedIssue, active_handover, handed_issues
from facilitator.constraints import broken_rule
from facilitator.database import db
from facilitator.errors import N_, NotFound, RuleBroken
from facilitator.validation.models import Criterion, Mode
from facilitator.validation.paper import operations, queries
from facilitator.validation.paper.forms import (
    EntryForm,
    PaperRow,
    TypedRows,
    blank_ballots,
    read_rows,
    row_of,
)
from facilitator.validation.paper.rules import check_may_stand_in
from facilitator.validation.queries import criteria
from facilitator.web.origins import shared_address
from facilitator.web.qr import qr_code
from facilitator.web.sentences import in_words
from facilitator.workshops.models import City, Part, Participant
from facilitator.workshops.queries import city_of, delegates, participant_of

pages = pages_of_workshop(__name__)


@dataclass(frozen=True)
class PaperEntry:
    """Whose answers are entered, to what: a person of the group, or a city that may have no proxy yet."""

    table: SeatedGroup
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
    found = seated_group(current_workshop(), group_id)
    asked = _asked(found)
    blank = blank_ballots(request.args.get("blank"))
    pages_of_people = {
        person: shared_address("paper.person", group_id=group_id, participant_id=person.id)
        for person in asked
    }
    sheets = [(person, qr_code(page)) for person, page in pages_of_people.items()]
    anybody = qr_code(shared_address("paper.entry", group_id=group_id))
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
    found = seated_group(workshop, group_id)
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
    found, participant = seated_group(workshop, group_id), participant_of(workshop, participant_id)
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
        raise NotFound(N_("This city was not found in this workshop."))
    check_may_stand_in(found.name, found.part, heads=delegates(workshop, found.id))
    return _enter(_entry(seated_group(workshop, group_id), queries.proxy_of(city_id), found))


def _entry(found: SeatedGroup, participant: Participant | None, city: City | None) -> PaperEntry:
    handover = active_handover(current_workshop())
    if handover is None:
        raise RuleBroken(N_("There is no handover yet."))
    issues = handed_issues(handover, found.group.measure)
    return PaperEntry(found, handover, participant, city, issues, criteria(current_workshop()))


def _enter(entry: PaperEntry) -> Any:
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


def _keep(entry: PaperEntry, form: EntryForm, typed: TypedRows) -> int:
    """How many answers changed; a proxy comes into being with the first that says something."""
    by, participant = current_actor(), entry.participant
    if participant is None:
        if all(reply.is_empty for reply in typed.replies.values()) or entry.city is None:
            return 0
        participant = operations.stand_in(current_workshop(), entry.city, by=by)
    mode = Mode.PROXY if entry.is_proxy else Mode(form.mode.data or Mode.PAPER)
    return operations.enter_answers(entry.table, entry.handover, participant, typed.replies, mode=mode, by=by)


def _entered(entry: PaperEntry, changed: int) -> Any:
    name = entry.name
    if changed:
        flash(
            ngettext(
                "One answer of %(name)s was saved.",
                "%(num)d answers of %(name)s were saved.",
                changed,
                name=name,
            ),
            "success",
        )
    else:
        flash(gettext("Nothing was changed for %(name)s.", name=name), "message")
    return redirect(url_for("paper.entry", group_id=entry.table.group.id), 303)


def _entry_page(entry: PaperEntry, form: EntryForm, typed: TypedRows, refused: RuleBroken | None) -> Any:
    ids = [issue.issue_id for issue in entry.issues]
    whose = entry.participant.id if entry.participant else None
    second = queries.issues_asked_again(whose, entry.table.group.id, entry.handover)
    standing = queries.standing_answers(whose, ids, second)
    kept = {
        id_: row_of(standing[id_].reply, entry.asked_on) if id_ in standing else PaperRow() for id_ in ids
    }
    page = render_template(
        "paper/rows.html",
        entry=entry,
        form=form,
        refused=refused and in_words(refused.sentence),
        errors=typed.errors,
        second=second,
        standing=standing,
        marks={id_: typed.marks.get(id_) or row.mark for id_, row in kept.items()},
        rows=kept | typed.rows,
        by_phone=sum(said.mode is Mode.PHONE for said in standing.values()),
    )
    return page, 422 if typed.errors or refused or form.errors else 200


def _asked(found: SeatedGroup) -> list[Participant]:
    return [person for person in found.people if person.city and person.city.part is Part.INTERESTED]


def _issues(found: SeatedGroup) -> list[HandedIssue]:
    handover = active_handover(current_workshop())
    return handed_issues(handover, found.group.measure) if handover else []
