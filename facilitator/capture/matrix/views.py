"""The matrix of a measure: the chain with its gaps, who said what, and the way to fill a gap."""

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext

from facilitator.access.current import current_actor, current_workshop, pages_of_workshop
from facilitator.access.decorators import requires
from facilitator.access.policy import Action
from facilitator.agenda.queries import open_sessions
from facilitator.capture import operations
from facilitator.capture.evidence import tallies
from facilitator.capture.forms import ENTRY_FORMS, WordingForm
from facilitator.capture.matrix import queries
from facilitator.capture.matrix.forms import HelpForm
from facilitator.capture.matrix.rules import ChainGap, search
from facilitator.capture.models import Card, Kind
from facilitator.capture.queries import card_by_reference, current_wording
from facilitator.errors import N_, NotFound
from facilitator.live.polling import follow, polled
from facilitator.live.topics import Topic
from facilitator.text import clean_line
from facilitator.web.addresses import row_number
from facilitator.workshops.models import Part
from facilitator.workshops.queries import cities, measure_with_prefix, shown_measures

pages = pages_of_workshop(__name__)

ROWS = 60
ROWS_ON_THE_WALL = 3
FOUND = 12


@dataclass(frozen=True)
class MatrixPosition:
    """Where in the matrix somebody is: the gap they look for, if any, and the page, from one on."""

    gap: ChainGap | None
    page: int

    @classmethod
    def asked(cls) -> "MatrixPosition":
        """The place that the address names; what makes no sense is the beginning."""
        wanted = request.args.get("gap", "")
        gap = ChainGap(wanted) if wanted in set(ChainGap) else None
        return cls(gap, max(request.args.get("page", type=row_number) or 1, 1))

    @property
    def query(self) -> dict[str, Any]:
        """The position as the query of an address."""
        return {"gap": self.gap, "page": self.page if self.page > 1 else None}


@pages.get("/matrix")
@requires(Action.WATCH)
def first() -> Any:
    """The matrix of the measure that is being captured now, else of the first."""
    workshop = current_workshop()
    captured = [session.measure for session in open_sessions(workshop) if session.measure]
    measure = next(iter(captured or shown_measures(workshop)), None)
    if measure is None:
        return render_template("capture/no_measure.html")
    return redirect(url_for("matrix.matrix", prefix=measure.prefix))


@pages.get("/matrix/<prefix>")
@requires(Action.WATCH)
def matrix(prefix: str) -> Any:
    """Issues by what helps with them."""
    return render_template(
        "matrix/matrix.html", measures=shown_measures(current_workshop()), **_matrix(prefix)
    )


@pages.get("/matrix/<prefix>/live")
@requires(Action.WATCH)
@polled()
def live_matrix(prefix: str) -> Any:
    """The table alone, as it is now."""
    follow(Topic.CARDS)
    return render_template("matrix/_matrix.html", **_matrix(prefix))


@pages.get("/matrix/<prefix>/evidence")
@requires(Action.WATCH)
def evidence(prefix: str) -> Any:
    """Issues by what the cities say of them."""
    return render_template(
        "matrix/evidence.html", measures=shown_measures(current_workshop()), **_evidence(prefix)
    )


@pages.get("/matrix/<prefix>/evidence/live")
@requires(Action.WATCH)
@polled()
def live_evidence(prefix: str) -> Any:
    """The table alone, as it is now."""
    follow(Topic.CARDS)
    return render_template("matrix/_evidence.html", **_evidence(prefix))


@pages.get("/matrix/<prefix>/wall")
@requires(Action.WATCH)
def wall(prefix: str) -> Any:
    """The matrix for the projector: a few rows at a time, and nothing that names a person."""
    return render_template("matrix/wall.html", **_matrix(prefix, ROWS_ON_THE_WALL, for_the_room=True))


@pages.get("/matrix/issues/<ref>/<kind>")
@requires(Action.CAPTURE)
def choose(ref: str, kind: str) -> Any:
    """Fill a place of the chain: search for a card, or write a new one."""
    return _choice(_issue(ref), kind_of_help(kind))


@pages.get("/matrix/issues/<ref>/<kind>/found")
@requires(Action.CAPTURE)
def found(ref: str, kind: str) -> Any:
    """What the search finds, alone."""
    issue, kind_ = _issue(ref), kind_of_help(kind)
    return render_template("matrix/_found.html", form=_help_form(issue, kind_), **_search(issue, kind_))


@pages.post("/matrix/issues/<ref>/<kind>/links")
@requires(Action.CAPTURE)
def link(ref: str, kind: str) -> Any:
    """This card helps with the issue."""
    issue, kind_ = _issue(ref), kind_of_help(kind)
    form = _help_form(issue, kind_)
    if form.validate_on_submit():
        with form.refusals():
            operations.link_cards(issue, form.other.row.card, by=current_actor())
            return _back_to(issue)
    return _choice(issue, kind_, form=form)


@pages.post("/matrix/issues/<ref>/<kind>/links/<other>/removal")
@requires(Action.CAPTURE)
def unlink(ref: str, kind: str, other: str) -> Any:
    """It does not help after all."""
    issue = _issue(ref)
    operations.unlink_cards(issue, card_by_reference(current_workshop(), other), by=current_actor())
    return redirect(
        url_for("matrix.choose", ref=ref, kind=kind_of_help(kind), **MatrixPosition.asked().query), 303
    )


@pages.post("/matrix/issues/<ref>/<kind>/cards")
@requires(Action.CAPTURE)
def add(ref: str, kind: str) -> Any:
    """A new card that helps with the issue."""
    issue, kind_ = _issue(ref), kind_of_help(kind)
    form = _entry_form(kind_)
    if form.validate_on_submit():
        with form.refusals():
            actor = current_actor()
            card = operations.enter_card(issue.measure, kind_, form.wording, city=form.city.row, by=actor)
            operations.link_cards(issue, card, by=actor)
            flash(
                gettext("%(ref)s was added. It helps with %(issue)s.", ref=card.ref, issue=issue.ref),
                "success",
            )
            return _back_to(issue)
    return _choice(issue, kind_, new=form)


def _matrix(prefix: str, most: int = ROWS, *, for_the_room: bool = False) -> dict[str, Any]:
    measure, place = measure_with_prefix(current_workshop(), prefix), MatrixPosition.asked()
    found = queries.matrix(measure, for_the_room=for_the_room)
    shown = _page_of(found.with_gap(place.gap), place.page, most)
    return {
        "measure": measure,
        "matrix": found,
        "columns": queries.COLUMNS,
        "place": place,
        "ChainGap": ChainGap,
        **shown | {"rows": queries.rows(found, shown["rows"])},
    }


def _evidence(prefix: str) -> dict[str, Any]:
    workshop, place = current_workshop(), MatrixPosition.asked()
    found = queries.matrix(measure_with_prefix(workshop, prefix))
    heard = tallies(workshop)
    by_weight = sorted(found.issues, key=lambda issue: (-heard[issue].met, -heard[issue].expected))
    shown = _page_of(by_weight, place.page, ROWS)
    return {
        "measure": found.measure,
        "lighthouses": cities(workshop, Part.LIGHTHOUSE),
        "place": place,
        **shown | {"rows": queries.rows(found, shown["rows"])},
    }


def _page_of(rows: Any, page: int, most: int) -> dict[str, Any]:
    pages_in_all = max(-(-len(rows) // most), 1)
    here = min(page, pages_in_all)
    return {"rows": rows[(here - 1) * most : here * most], "page": here, "pages": pages_in_all}


def kind_of_help(kind: str) -> Kind:
    """An enabler, a strategy or a solution, by the word in the address."""
    if kind not in {Kind.ENABLER, Kind.STRATEGY, Kind.SOLUTION}:
        raise NotFound(N_("This page was not found. Please check the address."))
    return Kind(kind)


def _issue(ref: str) -> Card:
    issue = card_by_reference(current_workshop(), ref)
    if issue.kind is not Kind.ISSUE:
        raise NotFound(N_("This card was not found."))
    return issue


def _help_form(issue: Card, kind: Kind) -> HelpForm:
    form = HelpForm()
    form.other.offer(queries.candidates(issue, kind), "label")
    return form


def _entry_form(kind: Kind) -> WordingForm:
    """The form of a new card; on its way in it holds what was searched for, and where it is to stand."""
    form = ENTRY_FORMS[kind]()
    for name, nothing in (("proven_by_id", gettext("Not proven yet")), ("city", gettext("No city"))):
        if name in form:
            form[name].offer(cities(current_workshop()), nothing=nothing)
    if request.method == "GET":
        form.title.data = clean_line(request.args.get("q", ""))
        for name in (name for name in ("reach", "side") if name in form):
            form[name].process_formdata(request.args.getlist(name))
    return form


def _search(issue: Card, kind: Kind) -> dict[str, Any]:
    typed, cards = request.args.get("q", ""), queries.candidates(issue, kind)
    linked = queries.linked_to(issue, cards)
    others = [card for card in cards if card not in linked]
    return {
        "issue": issue,
        "kind": kind,
        "typed": typed,
        "linked": linked,
        "found": search(typed, others, FOUND),
        "others": len(others),
        "place": MatrixPosition.asked(),
    }


def _choice(issue: Card, kind: Kind, *, form: HelpForm | None = None, new: WordingForm | None = None) -> Any:
    page = render_template(
        "matrix/choose.html",
        wording=current_wording(issue),
        form=form or _help_form(issue, kind),
        new=new or _entry_form(kind),
        **_search(issue, kind),
    )
    return page, 422 if form or new else 200


def _back_to(issue: Card) -> Any:
    query = MatrixPosition.asked().query
    return redirect(url_for("matrix.matrix", prefix=issue.measure.prefix, _anchor=issue.ref, **query), 303)
