"""The rapporteur's desk: a line in, Enter, the next; what was caught below, the chain beside it."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext

from facilitator.access.current import current_actor, current_workshop, pages_of_workshop
from facilitator.access.decorators import requires
from facilitator.access.policy import Action
from facilitator.agenda.queries import open_sessions
from facilitator.capture.desk import queries
from facilitator.capture.desk.chips import Choice, chips, line_for
from facilitator.capture.desk.forms import LineForm
from facilitator.capture.desk.grammar import GRAMMAR
from facilitator.capture.desk.operations import Desk, correct_card, keep_line
from facilitator.capture.desk.rules import ABOVE, Reading, read_line, write_line
from facilitator.capture.lineage.similar import SimilarIssue, similar_issues
from facilitator.capture.models import Card, Kind
from facilitator.capture.queries import card_by_reference, current_wording
from facilitator.errors import NotFound
from facilitator.live.happenings import Topic
from facilitator.live.pulse import follow, polled
from facilitator.workshops.models import Measure
from facilitator.workshops.queries import measure_with_prefix, measures

pages = pages_of_workshop(__name__)

ENOUGH_TO_COMPARE = 8
CLEARED = "-"


@pages.get("/desk")
@requires(Action.CAPTURE)
def desks() -> Any:
    """The desk of the measure that is being captured now, else of the first."""
    workshop = current_workshop()
    captured = [session.measure for session in open_sessions(workshop) if session.measure]
    measure = next(iter(captured or measures(workshop)), None)
    if measure is None:
        return render_template("capture/no_measure.html")
    return redirect(url_for("desk.desk", prefix=measure.prefix))


@pages.get("/desk/<prefix>")
@requires(Action.CAPTURE)
def desk(prefix: str) -> Any:
    """The entry, ready for a line; `correct` puts the line of a card into it."""
    measure = measure_with_prefix(current_workshop(), prefix)
    form = LineForm(formdata=None, standing=request.args.get("standing", ""), above=_chosen())
    if wanted := request.args.get("correct"):
        _correct(form, card_by_reference(current_workshop(), wanted))
    return _page(measure, form)


@pages.post("/desk/<prefix>/lines")
@requires(Action.CAPTURE)
def keep(prefix: str) -> Any:
    """Keep a line: a card, a correction, or what stands for the lines that follow."""
    measure = measure_with_prefix(current_workshop(), prefix)
    form = LineForm()
    theirs = None
    if form.validate_on_submit():
        own, reading = _read(form.line.data, form.standing.data)
        if not form.correcting.data and (own.says_what_stays or form.line.data == CLEARED):
            return _stays(measure, reading if own.says_what_stays else Reading(), form.above.data)
        chosen = ""
        with form.refusals():
            chosen = _keep(measure, form, own, reading)
        if chosen:
            return _back(measure.prefix, form.standing.data, chosen)
        theirs = _theirs(form)
    return _page(measure, form, theirs=theirs)


@pages.get("/desk/<prefix>/reading")
@requires(Action.CAPTURE)
def reading(prefix: str) -> Any:
    """What is understood of the line so far, and which issues may say the same; asked while typing.

    Of an empty line, what it can say: each chip can be chosen from in place of typing its mark.
    """
    measure = measure_with_prefix(current_workshop(), prefix)
    return render_template("desk/_reading.html", **_understood(measure, request.args.get("line", "")))


@pages.get("/desk/<prefix>/live")
@requires(Action.CAPTURE)
@polled()
def live_desk(prefix: str) -> Any:
    """What was just caught, alone."""
    measure = measure_with_prefix(current_workshop(), prefix)
    follow(Topic.CARDS)
    return render_template("desk/_caught.html", **_caught(measure))


@pages.get("/desk/<prefix>/chain")
@requires(Action.CAPTURE)
@polled()
def live_chain(prefix: str) -> Any:
    """The chain of the chosen card, alone."""
    measure = measure_with_prefix(current_workshop(), prefix)
    follow(Topic.CARDS)
    return render_template("desk/_chain.html", measure=measure, **_chain(_chosen()))


def _chosen() -> str:
    return request.args.get("card", "")


def _read(typed: str, standing: str) -> tuple[Reading, Reading]:
    """What a line says itself, and with what stands for every line."""
    known = queries.vocabulary(current_workshop(), gettext)
    own = read_line(typed, known)
    return own, read_line(typed, known, read_line(standing, known))


def _stays(measure: Measure, reading: Reading, above: str) -> Any:
    """From now on, these marks stand for every line; another measure has a desk of its own."""
    prefix = reading.prefix or measure.prefix
    standing = write_line(Reading(kind=reading.kind, terms=reading.terms, voices=reading.voices))
    return _back(prefix, standing, above)


def _back(prefix: str, standing: str, chosen: str) -> Any:
    """To the entry, with what stands for every line and the chain of a card beside it."""
    return redirect(url_for("desk.desk", prefix=prefix, standing=standing or None, card=chosen or None), 303)


def _keep(measure: Measure, form: LineForm, own: Reading, reading: Reading) -> str:
    """Keep it, and say which card's chain stands beside it then."""
    workshop, actor = current_workshop(), current_actor()
    desk = Desk(workshop, measure, form.above.data)
    if form.correcting.data:
        card = card_by_reference(workshop, form.correcting.data)
        before, _ = _read(form.before.data, "")
        based_on = int(form.based_on.data) if form.based_on.data.isdecimal() else 0
        correct_card(desk, card, _complete(before), _complete(own), based_on=based_on, by=actor)
        flash(gettext("%(ref)s is put right.", ref=card.ref), "success")
    else:
        card = keep_line(desk, reading, by=actor)
        if reading.adds_to_what_is_there:
            flash(gettext("Added to %(ref)s.", ref=card.ref), "success")
        else:
            flash(gettext("%(ref)s is in.", ref=card.ref), "success")
    return queries.chosen_after(card)


def _complete(reading: Reading) -> Reading:
    """A line without a mark for its kind is an issue's."""
    return reading.over(Reading())


def _correct(form: LineForm, card: Card) -> None:
    """Put the line of a card into the entry."""
    wording = current_wording(card)
    line = queries.caught(card, wording).line
    form.line.data, form.before.data = line, line
    form.correcting.data, form.based_on.data = card.ref, str(wording.version)


def _theirs(form: LineForm) -> queries.Caught | None:
    """What somebody else made of the card meanwhile; saved again, the line in the entry replaces it."""
    if not form.was_reworded:
        return None
    card = card_by_reference(current_workshop(), form.correcting.data)
    theirs = queries.caught(card, current_wording(card))
    form.based_on.data, form.before.data = str(theirs.wording.version), theirs.line
    return theirs


def _page(measure: Measure, form: LineForm, **context: Any) -> Any:
    workshop = current_workshop()
    return form.page(
        "desk/desk.html",
        grammar=GRAMMAR,
        measures=measures(workshop),
        standing=_standing(form.standing.data),
        **_caught(measure),
        **_chain(form.above.data or _chosen()),
        **{"theirs": None} | context,
    )


def _standing(line: str) -> list[str]:
    """What stands for every line, in words."""
    own, _ = _read(line, "")
    terms = [own.kind, *own.terms.values(), *(voice.stance for voice in own.voices)]
    cities = [voice.city.name for voice in own.voices]
    return [gettext(term.word) for term in terms if term] + cities


def _caught(measure: Measure) -> dict[str, Any]:
    return {"measure": measure, "caught": queries.just_caught(current_workshop(), measure)}


def _chain(ref: str) -> dict[str, Any]:
    """The chains of a card, or none if there is no such card any more."""
    try:
        card = card_by_reference(current_workshop(), ref) if ref else None
    except NotFound:
        card = None
    return {"chosen": card, "chains": queries.chains_of(card) if card else []}


def _understood(measure: Measure, typed: str) -> dict[str, Any]:
    workshop, standing = current_workshop(), request.args.get("standing", "")
    own, reading = _read(typed, standing)
    known = queries.vocabulary(workshop, gettext)
    links = {name: _pointed_at(measure, reading, name, request.args.get("above", "")) for name in own.links}
    placed = reading.over(Reading(prefix=measure.prefix))
    return {
        "own": own,
        "reading": placed,
        "chips": chips(typed, own, placed, known, links),
        "similar": [(issue, line_for(issue.ref, reading)) for issue in _similar(placed)],
    }


def _similar(reading: Reading) -> list[SimilarIssue]:
    """The issues that may say the same as a new one."""
    is_new = reading.kind is Kind.ISSUE and not request.args.get("correcting")
    if not is_new or len(reading.title) < ENOUGH_TO_COMPARE:
        return []
    return similar_issues(
        current_workshop(),
        title=reading.title,
        text=reading.text or "",
        aspect=reading.terms.get("aspect"),
        measure=reading.prefix,
        limit=2,
    )


def _pointed_at(measure: Measure, reading: Reading, name: str, above: str) -> tuple[Choice, ...]:
    """The card that a link points at; where it has words in place of a number, those that it may mean."""
    sought = above if name == ABOVE else name
    if queries.is_reference(sought):
        card = queries.card_called(current_workshop(), sought, reading.prefix or measure.prefix)
        return (
            (Choice(f"{card.ref} {current_wording(card).title}", f">{sought}", is_chosen=True),)
            if card
            else ()
        )
    kinds = set(Kind) - {Kind.ISSUE} if reading.kind is Kind.ISSUE and reading.title else {Kind.ISSUE}
    found = queries.cards_with(measure, sought, kinds=kinds)
    return tuple(Choice(f"{card.ref} {wording.title}", f">{card.ref}") for card, wording in found)
