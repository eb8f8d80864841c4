"""Day one, for the team: the boards and the cards."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext

from facilitator.access.current import current_actor, current_workshop, pages_of_workshop
from facilitator.access.decorators import requires
from facilitator.access.policy import Action
from facilitator.agenda.clocks import clock_of_capture
from facilitator.agenda.queries import open_sessions
from facilitator.capture import history, operations, queries
from facilitator.capture.boards import FILTERS, Filter, board_page, linkable_cards
from facilitator.capture.evidence import tallies
from facilitator.capture.forms import (
    ENTRY_FORMS,
    WORDING_FORMS,
    EvidenceForm,
    HidingForm,
    LinkForm,
    WordingForm,
)
from facilitator.capture.lineage.queries import Lineage, lineages, way_back
from facilitator.capture.models import Card, Kind
from facilitator.capture.remarks.queries import remarks_by_issue
from facilitator.capture.remarks.views import remark_form
from facilitator.errors import N_, NotFound
from facilitator.live.polling import follow, polled
from facilitator.live.topics import Topic
from facilitator.text import clean_line
from facilitator.web.addresses import row_number
from facilitator.workshops.models import Measure
from facilitator.workshops.queries import cities, measure_with_prefix, shown_measures

pages = pages_of_workshop(__name__)


@pages.get("/capture")
@requires(Action.WATCH)
def boards() -> Any:
    """The board of the measure that is being captured now, else of the first."""
    workshop = current_workshop()
    captured = [session.measure for session in open_sessions(workshop) if session.measure]
    measure = next(iter(captured or shown_measures(workshop)), None)
    if measure is None:
        return render_template("capture/no_measure.html")
    return redirect(url_for("capture.board", prefix=measure.prefix, kind=Kind.ISSUE))


@pages.get("/capture/<prefix>/<kind>")
@requires(Action.WATCH)
def board(prefix: str, kind: str) -> Any:
    """What came in for a measure, of one kind."""
    measure, kind_ = measure_with_prefix(current_workshop(), prefix), _kind(kind)
    return _board(measure, kind_, _entry_form(kind_))


@pages.post("/capture/<prefix>/<kind>/cards")
@requires(Action.CAPTURE)
def add(prefix: str, kind: str) -> Any:
    """A card entered by the team, for whoever said it."""
    measure, kind_ = measure_with_prefix(current_workshop(), prefix), _kind(kind)
    form = _entry_form(kind_)
    if form.validate_on_submit():
        with form.refusals():
            city, actor = form.city.row, current_actor()
            card = operations.enter_card(measure, kind_, form.wording, city=city, by=actor)
            if kind_ is Kind.ISSUE and form.stance.data:
                operations.give_evidence(card, city, form.stance.data, by=actor)
            flash(gettext("%(ref)s was added.", ref=card.ref), "success")
            return redirect(url_for("capture.board", prefix=measure.prefix, kind=kind_), 303)
    return _board(measure, kind_, form)


@pages.get("/capture/<prefix>/<kind>/live")
@requires(Action.WATCH)
@polled()
def live_board(prefix: str, kind: str) -> Any:
    """The list alone, as it is now."""
    measure, kind_ = measure_with_prefix(current_workshop(), prefix), _kind(kind)
    follow(Topic.CARDS)
    return render_template("capture/_board.html", **_cards(measure, kind_))


@pages.get("/cards/<ref>")
@requires(Action.WATCH)
def card(ref: str) -> Any:
    """One card: what it says, said before, who spoke on it, what it is linked to."""
    return _card_page(queries.card_by_reference(current_workshop(), ref))


@pages.route("/cards/<ref>/wording", methods=["GET", "POST"])
@requires(Action.CAPTURE)
def reword(ref: str) -> Any:
    """Another wording; what somebody else wrote meanwhile stands beside it."""
    found = queries.card_by_reference(current_workshop(), ref)
    current = queries.current_wording(found)
    form = _wording_form(found.kind, obj=None if request.method == "POST" else current)
    theirs = None
    if form.validate_on_submit():
        based_on = request.form.get("based_on", type=int, default=0)
        if based_on != current.version:
            theirs = current
        with form.refusals():
            operations.reword_card(found, form.wording, based_on=based_on, by=current_actor())
            return redirect(url_for("capture.card", ref=found.ref), 303)
    return form.page("capture/reword.html", card=found, current=current, theirs=theirs)


@pages.post("/cards/<ref>/evidence")
@requires(Action.CAPTURE)
def evidence(ref: str) -> Any:
    """What a city says of the issue, entered for it."""
    found = queries.card_by_reference(current_workshop(), ref)
    form = _evidence_form()
    if form.validate_on_submit():
        with form.refusals():
            operations.give_evidence(
                found, form.city.row, form.stance.data, note=form.note.data, by=current_actor()
            )
            return redirect(url_for("capture.card", ref=found.ref), 303)
    return _card_page(found, evidence_form=form)


@pages.post("/cards/<ref>/links")
@requires(Action.CAPTURE)
def link(ref: str) -> Any:
    """The chain goes on with another card of the measure."""
    found = queries.card_by_reference(current_workshop(), ref)
    form = LinkForm()
    if form.validate_on_submit():
        with form.refusals():
            issue, helps = _in_order(found, queries.card_named(current_workshop(), form.other.data))
            operations.link_cards(issue, helps, by=current_actor())
            return redirect(url_for("capture.card", ref=found.ref), 303)
    return _card_page(found, link_form=form)


@pages.post("/cards/<ref>/links/<other>/removal")
@requires(Action.CAPTURE)
def unlink(ref: str, other: str) -> Any:
    """Take a link back."""
    workshop = current_workshop()
    found = queries.card_by_reference(workshop, ref)
    issue, helps = _in_order(found, queries.card_by_reference(workshop, other))
    operations.unlink_cards(issue, helps, by=current_actor())
    return redirect(url_for("capture.card", ref=found.ref), 303)


@pages.post("/cards/<ref>/hiding")
@requires(Action.MODERATE)
def hide(ref: str) -> Any:
    """Out of sight, with a reason."""
    found = queries.card_by_reference(current_workshop(), ref)
    form = HidingForm()
    if form.validate_on_submit():
        with form.refusals():
            operations.hide_card(found, reason=form.reason.data, by=current_actor())
            flash(gettext("%(ref)s is hidden. Its number is not used again.", ref=found.ref), "success")
            return redirect(url_for("capture.card", ref=found.ref), 303)
    return _card_page(found, hiding_form=form)


@pages.post("/cards/<ref>/restoration")
@requires(Action.MODERATE)
def restore(ref: str) -> Any:
    """Back in sight."""
    found = queries.card_by_reference(current_workshop(), ref)
    operations.restore_card(found, by=current_actor())
    return redirect(url_for("capture.card", ref=found.ref), 303)


def _kind(kind: str) -> Kind:
    try:
        return Kind(kind)
    except ValueError:
        raise NotFound(N_("This page was not found. Please check the address.")) from None


def _wording_form(kind: Kind, **options: Any) -> WordingForm:
    return _with_cities(WORDING_FORMS[kind](**options))


def _entry_form(kind: Kind) -> WordingForm:
    return _with_cities(ENTRY_FORMS[kind]())


def _with_cities(form: WordingForm) -> WordingForm:
    nothing = {"proven_by_id": gettext("Not proven yet"), "city": gettext("No city")}
    for name in (name for name in nothing if name in form):
        form[name].offer(cities(current_workshop()), nothing=nothing[name])
    return form


def _evidence_form() -> EvidenceForm:
    form = EvidenceForm()
    form.city.offer(cities(current_workshop()), nothing=gettext("Choose a city"))
    return form


def _in_order(one: Card, other: Card) -> tuple[Card, Card]:
    """The issue first, then what helps with it."""
    return (one, other) if one.kind is Kind.ISSUE else (other, one)


def _cards(measure: Measure, kind: Kind) -> dict[str, Any]:
    wanted, page = _filter(kind), request.args.get("page", type=row_number) or 1
    return {
        "measure": measure,
        "kind": kind,
        "wanted": wanted,
        "board": board_page(current_workshop(), measure, kind, wanted, page=page),
        "running": clock_of_capture(current_workshop(), measure),
        "asked": {name: value for name, value in request.args.items() if name != "page" and value},
    }


def _filter(kind: Kind) -> Filter:
    """What the address asks for; what it can't mean asks for nothing."""
    asked = request.args
    known = {column: {term.value: term for term in terms} for column, terms in FILTERS[kind].items()}
    terms = {column: known[column][asked[column]] for column in known if asked.get(column) in known[column]}
    return Filter(
        words=clean_line(asked.get("words", ""))[:200],
        terms=terms,
        city_id=asked.get("city", type=row_number),
        is_hidden=bool(asked.get("hidden")),
    )


def _board(measure: Measure, kind: Kind, form: WordingForm) -> Any:
    workshop = current_workshop()
    return form.page(
        "capture/board.html",
        **_cards(measure, kind),
        measures=shown_measures(workshop),
        cities=cities(workshop),
        filters=FILTERS[kind],
        kinds=Kind,
    )


def _card_page(card: Card, **forms: Any) -> Any:
    refused = any(form.errors or form.form_errors for form in forms.values())
    given: dict[str, Any] = {
        "evidence_form": _evidence_form(),
        "hiding_form": HidingForm(),
        "link_form": LinkForm(),
    }
    if card.kind is Kind.ISSUE:
        given |= {"remark_form": remark_form(), "remarks": remarks_by_issue(current_workshop())[card.id]}
        given |= {"earlier_words": history.earlier_words(card)}
    page = render_template(
        "capture/card.html",
        card=card,
        versions=history.versions(card),
        absences=history.absences(card),
        hiding=queries.active_hiding(card),
        linked=queries.linked_cards(card),
        linkable=linkable_cards(card),
        tally=tallies(current_workshop(), among=[card.id])[card.id] if card.kind is Kind.ISSUE else None,
        lineage=lineages(current_workshop()).get(card.id, Lineage()),
        way_back=way_back(card),
        **given | forms,
    )
    return page, 422 if refused else 200
