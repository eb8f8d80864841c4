"""The rapporteur's desk: a line in, Enter, the next; what was caught below, the chain beside it."""

from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from sqlalchemy.exc import IntegrityError
from werkzeug.datastructures import MultiDict

from facilitator.access.current import current_actor, current_workshop, pages_of_workshop
from facilitator.access.decorators import only_reads, requires
from facilitator.access.policy import Action
from facilitator.agenda.clocks import clock_of_capture
from facilitator.agenda.queries import open_sessions
from facilitator.capture.desk import queries
from facilitator.capture.desk.checks import check_still_waits
from facilitator.capture.desk.chips import Alternative, chips, line_for
from facilitator.capture.desk.forms import LineForm
from facilitator.capture.desk.grammar import GRAMMAR
from facilitator.capture.desk.operations import (
    EntryDesk,
    Typed,
    correct_card,
    keep_line,
    set_aside_line,
    settle_line,
)
from facilitator.capture.desk.rules import ABOVE, ParsedLine, read_line, write_line
from facilitator.capture.lineage.similar import SimilarIssue, similar_issues
from facilitator.capture.models import Card, Kind, WaitingLine
from facilitator.capture.queries import card_by_reference, current_wording
from facilitator.capture.rules import Reworded
from facilitator.constraints import broken_rule
from facilitator.database import db
from facilitator.errors import NotFound, RuleBroken
from facilitator.live.polling import follow, polled
from facilitator.live.topics import Topic
from facilitator.text import clean_line
from facilitator.vocabulary import Term
from facilitator.web.addresses import row_number
from facilitator.web.sentences import in_words
from facilitator.web.terminology import term_word
from facilitator.workshops.models import Measure
from facilitator.workshops.queries import measure_with_prefix, measures, offered

pages = pages_of_workshop(__name__)

ENOUGH_TO_COMPARE = 8
CLEARED = "-"


@pages.get("/desk")
@requires(Action.CAPTURE)
def desks() -> Any:
    """The desk of the measure that is being captured now, else of the first."""
    workshop = current_workshop()
    captured = [session.measure for session in open_sessions(workshop) if session.measure]
    measure = next(iter(captured or offered(measures(workshop))), None)
    if measure is None:
        return render_template("capture/no_measure.html")
    return redirect(url_for("desk.desk", prefix=measure.prefix))


@pages.get("/desk/<prefix>")
@requires(Action.CAPTURE)
def desk(prefix: str) -> Any:
    """The entry, ready for a line; `correct` puts the line of a card into it, `complete` one that waits."""
    measure = measure_with_prefix(current_workshop(), prefix)
    form = LineForm(formdata=None, standing=request.args.get("standing", ""), above=_chosen())
    if waiting := _waiting(measure, request.args, "complete"):
        _complete_line(form, waiting)
    elif wanted := request.args.get("correct"):
        _correct(form, card_by_reference(current_workshop(), wanted))
    return _page(measure, form)


@pages.post("/desk/<prefix>/lines")
@requires(Action.CAPTURE)
def keep(prefix: str) -> Any:
    """Keep a line: a card, a correction, or what stands for the lines that follow.

    A line that can't be kept as it is waits to be completed, and the entry is free for the next.
    """
    measure = measure_with_prefix(current_workshop(), prefix)
    form = LineForm()
    if not form.validate_on_submit():
        return _page(measure, form)
    waiting = _waiting(measure, request.form)
    typed = _typed(form, waiting)
    own, reading = _read(typed.line, typed.standing)
    if not (waiting or typed.correcting) and (own.says_what_stays or typed.line == CLEARED):
        return _stays(measure, reading if own.says_what_stays else ParsedLine(), typed.above)
    try:
        with db.session.begin_nested():
            check_still_waits(is_asked=bool(form.waiting.data), is_there=waiting is not None)
            chosen = _keep(measure, typed, own, reading, waiting)
    except (RuleBroken, IntegrityError) as refused:
        broken = refused if isinstance(refused, RuleBroken) else broken_rule(refused)
        _set_aside(measure, typed, broken, waiting)
        chosen = form.above.data
    return _back(measure.prefix, form.standing.data, chosen)


@pages.post("/desk/<prefix>/lines/<int:line_id>/deletion")
@requires(Action.CAPTURE)
def delete_line(prefix: str, line_id: int) -> Any:
    """Delete a line that waits to be completed; it stays on record."""
    measure = measure_with_prefix(current_workshop(), prefix)
    waiting = queries.waiting_line(measure, line_id)
    if waiting:
        settle_line(waiting, by=current_actor(), is_kept=False)
    flash(gettext("The line was deleted."), "success")
    return _back(measure.prefix, request.args.get("standing", ""), _chosen())


@pages.post("/desk/<prefix>/reading")
@requires(Action.CAPTURE)
@only_reads
def reading(prefix: str) -> Any:
    """What is understood of the line so far, and which issues may say the same; asked while typing.

    Of an empty line, what it can say: each chip can be chosen from in place of typing its mark.
    """
    measure = measure_with_prefix(current_workshop(), prefix)
    typed = clean_line(request.form.get("line", ""))
    return render_template("desk/_reading.html", **_understood(measure, typed))


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


def _waiting(measure: Measure, given: MultiDict[str, str], name: str = "waiting") -> WaitingLine | None:
    """The line to be completed that stands in the entry, if it is one."""
    id_ = given.get(name, 0, type=row_number)
    return queries.waiting_line(measure, id_) if id_ else None


def _typed(form: LineForm, waiting: WaitingLine | None) -> Typed:
    """What was typed; a line that waited is read with what stood when it was typed."""
    based_on = int(form.based_on.data) if form.based_on.data.isdecimal() else 0
    return Typed(
        form.line.data,
        waiting.standing if waiting else form.standing.data,
        waiting.above if waiting else form.above.data,
        form.correcting.data,
        form.before.data,
        based_on,
    )


def _read(typed: str, standing: str) -> tuple[ParsedLine, ParsedLine]:
    """What a line says itself, and with what stands for every line."""
    known = queries.vocabulary(current_workshop(), _say)
    own = read_line(typed, known)
    return own, read_line(typed, known, read_line(standing, known))


def _stays(measure: Measure, reading: ParsedLine, above: str) -> Any:
    """From now on, these marks stand for every line; another measure has a desk of its own."""
    prefix = reading.prefix or measure.prefix
    standing = write_line(ParsedLine(kind=reading.kind, terms=reading.terms, voices=reading.voices))
    return _back(prefix, standing, above)


def _back(prefix: str, standing: str, chosen: str) -> Any:
    """To the entry, with what stands for every line and the chain of a card beside it."""
    return redirect(url_for("desk.desk", prefix=prefix, standing=standing or None, card=chosen or None), 303)


def _keep(
    measure: Measure, typed: Typed, own: ParsedLine, reading: ParsedLine, waiting: WaitingLine | None
) -> str:
    """Keep it, and say which card's chain stands beside it then."""
    if waiting:
        settle_line(waiting, by=current_actor(), is_kept=True)
    workshop, actor = current_workshop(), current_actor()
    desk = EntryDesk(workshop, measure, typed.above)
    if typed.correcting:
        card = card_by_reference(workshop, typed.correcting)
        before, _ = _read(typed.before, "")
        correct_card(desk, card, _complete(before), _complete(own), based_on=typed.based_on, by=actor)
        flash(gettext("%(ref)s was edited.", ref=card.ref), "success")
    else:
        card = keep_line(desk, reading, by=actor)
        if reading.adds_to_what_is_there:
            flash(gettext("Added to %(ref)s.", ref=card.ref), "success")
        else:
            flash(gettext("%(ref)s was added.", ref=card.ref), "success")
    return queries.chosen_after(card)


def _set_aside(measure: Measure, typed: Typed, broken: RuleBroken, waiting: WaitingLine | None) -> None:
    """Let a refused line wait; a correction of what was reworded meanwhile then goes over the new wording."""
    if isinstance(broken, Reworded):
        theirs = _caught_now(typed.correcting)
        typed = replace(typed, based_on=theirs.wording.version, before=theirs.line)
    set_aside_line(measure, typed, broken, by=current_actor(), waiting=waiting)
    why = in_words(broken.sentence)
    flash(gettext("Not saved yet. Please complete the line: %(why)s", why=why), "warning")


def _complete(reading: ParsedLine) -> ParsedLine:
    """A line without a mark for its kind is an issue's."""
    return reading.over(ParsedLine())


def _correct(form: LineForm, card: Card) -> None:
    """Put the line of a card into the entry."""
    wording = current_wording(card)
    line = queries.caught(card, wording).line
    form.line.data, form.before.data = line, line
    form.correcting.data, form.based_on.data = card.ref, str(wording.version)


def _complete_line(form: LineForm, waiting: WaitingLine) -> None:
    """Put a line that waits into the entry."""
    form.line.data, form.waiting.data = waiting.line, str(waiting.id)
    form.correcting.data, form.before.data = waiting.correcting, waiting.before
    form.based_on.data = str(waiting.based_on)


def _caught_now(ref: str) -> queries.Caught:
    card = card_by_reference(current_workshop(), ref)
    return queries.caught(card, current_wording(card))


def _page(measure: Measure, form: LineForm) -> Any:
    workshop = current_workshop()
    return form.page(
        "desk/desk.html",
        grammar=GRAMMAR,
        measures=offered(measures(workshop)),
        standing=_standing(form.standing.data),
        **_caught(measure),
        **_chain(form.above.data or _chosen()),
    )


def _say(of: str) -> str:
    return term_word(of) if isinstance(of, Term) else str(gettext(of))


def _standing(line: str) -> list[str]:
    """What stands for every line, in words."""
    own, _ = _read(line, "")
    terms = [own.kind, *own.terms.values(), *(voice.stance for voice in own.voices)]
    cities = [voice.city.name for voice in own.voices]
    return [term_word(term) for term in terms if term] + cities


def _caught(measure: Measure) -> dict[str, Any]:
    return {
        "measure": measure,
        "caught": queries.just_caught(current_workshop(), measure),
        "running": clock_of_capture(current_workshop(), measure),
        "waiting": queries.waiting_lines(measure),
    }


def _chain(ref: str) -> dict[str, Any]:
    """The chains of a card, or none if there is no such card any more."""
    try:
        card = card_by_reference(current_workshop(), ref) if ref else None
    except NotFound:
        card = None
    return {"chosen": card, "chains": queries.chains_of(card) if card else []}


def _understood(measure: Measure, typed: str) -> dict[str, Any]:
    workshop, waiting = current_workshop(), _waiting(measure, request.form)
    standing = waiting.standing if waiting else request.form.get("standing", "")
    above = waiting.above if waiting else request.form.get("above", "")
    own, reading = _read(typed, standing)
    known = queries.vocabulary(workshop, _say)
    links = {name: _pointed_at(measure, reading, name, above) for name in own.links}
    placed = reading.over(ParsedLine(prefix=measure.prefix))
    return {
        "own": own,
        "reading": placed,
        "chips": chips(typed, own, placed, known, links),
        "similar": [(issue, line_for(issue.ref, reading)) for issue in _similar(placed)],
    }


def _similar(reading: ParsedLine) -> list[SimilarIssue]:
    """The issues that may say the same as a new one."""
    is_new = reading.kind is Kind.ISSUE and not request.form.get("correcting")
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


def _pointed_at(measure: Measure, reading: ParsedLine, name: str, above: str) -> tuple[Alternative, ...]:
    """The card that a link points at; where it has words in place of a number, those that it may mean."""
    sought = queries.issue_above(current_workshop(), measure, above) if name == ABOVE else name
    if queries.is_reference(sought):
        card = queries.card_called(current_workshop(), sought, reading.prefix or measure.prefix)
        return (
            (Alternative(f"{card.ref} {current_wording(card).title}", f">{sought}", is_chosen=True),)
            if card
            else ()
        )
    kinds = set(Kind) - {Kind.ISSUE} if reading.kind is Kind.ISSUE and reading.title else {Kind.ISSUE}
    found = queries.cards_with(measure, sought, kinds=kinds)
    return tuple(Alternative(f"{card.ref} {wording.title}", f">{card.ref}") for card, wording in found)
