"""The merge desk: pairs that look alike, merges and splits by hand, and the way back from each."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext

from facilitator.access.current import current_actor, current_workshop, pages_of_workshop
from facilitator.access.decorators import requires
from facilitator.access.policy import Action
from facilitator.capture.clusters.operations import relate_cards, tell_apart, undo_distinction
from facilitator.capture.clusters.queries import distinction_of
from facilitator.capture.evidence import tallies
from facilitator.capture.lineage import operations, queries
from facilitator.capture.lineage.desk import desk as desk_at
from facilitator.capture.lineage.forms import MERGE_FORMS, JudgementForm, SplitForm
from facilitator.capture.lineage.search import MOST, found_cards
from facilitator.capture.lineage.steps import Log, log
from facilitator.capture.models import Card
from facilitator.capture.queries import card_by_reference, card_of, current_wording
from facilitator.live.polling import follow, polled
from facilitator.live.topics import Topic
from facilitator.web.addresses import row_number
from facilitator.web.forms import Confirmation, Form
from facilitator.web.sentences import listed
from facilitator.workshops.queries import cities

pages = pages_of_workshop(__name__)


@pages.get("/merge")
@requires(Action.WATCH)
def desk() -> Any:
    """The pair to be judged now, what comes next, and the steps that were made."""
    return _desk_page(JudgementForm(formdata=None))


@pages.get("/merge/live")
@requires(Action.WATCH)
@polled()
def live_log() -> Any:
    """The steps alone, as they are now."""
    follow(Topic.CARDS)
    return render_template("lineage/_log.html", log=_log())


@pages.post("/merge/<int:first>-<int:second>/same")
@requires(Action.ARRANGE)
def same(first: int, second: int) -> Any:
    """The two are one: the one that was chosen goes on as it is worded."""
    pair = _pair(first, second)
    form = JudgementForm()
    into, origin = pair if form.into.data != str(second) else pair[::-1]

    def merge() -> None:
        operations.merge_cards(into, [origin], by=current_actor())
        flash(gettext("%(origin)s was merged into %(into)s.", origin=origin.ref, into=into.ref), "success")

    return _judged(form, merge)


@pages.post("/merge/<int:first>-<int:second>/related")
@requires(Action.ARRANGE)
def related(first: int, second: int) -> Any:
    """The two belong together and are not the same: both stand in one cluster."""
    pair = _pair(first, second)

    def relate() -> None:
        name = current_wording(pair[0]).title[:120]
        cluster = relate_cards(current_workshop(), *pair, name=name, by=current_actor())
        flash(gettext("Both cards are now in the cluster “%(name)s”.", name=cluster.name), "success")

    return _judged(JudgementForm(), relate)


@pages.post("/merge/<int:first>-<int:second>/different")
@requires(Action.ARRANGE)
def different(first: int, second: int) -> Any:
    """The two only look alike, and are not offered again."""
    pair = _pair(first, second)

    def distinguish() -> None:
        tell_apart(*pair, by=current_actor())
        flash(
            gettext("%(one)s and %(other)s are marked as different.", one=pair[0].ref, other=pair[1].ref),
            "success",
        )

    return _judged(JudgementForm(), distinguish)


@pages.get("/merge/choice")
@requires(Action.ARRANGE)
def choose() -> Any:
    """Any cards of one kind, found by their words or numbers, to be merged or gathered."""
    workshop, typed = current_workshop(), request.args.get("q", "")
    chosen = [card_by_reference(workshop, ref) for ref in dict.fromkeys(request.args.getlist("card"))]
    if request.args.get("go") and len(chosen) > 1:
        into, *origins = (card.ref for card in chosen)
        return redirect(url_for("lineage.merge", ref=into, origins=" ".join(origins)))
    found = found_cards(workshop, typed, chosen)
    titles = {card.id: current_wording(card).title for card in chosen}
    is_too_few = bool(request.args.get("go"))
    page = render_template(
        "lineage/choose.html",
        typed=typed,
        found=found,
        chosen=chosen,
        titles=titles,
        most=MOST,
        is_too_few=is_too_few,
    )
    return page, 422 if is_too_few else 200


@pages.route("/cards/<ref>/merging", methods=["GET", "POST"])
@requires(Action.ARRANGE)
def merge(ref: str) -> Any:
    """Merge others into this card, in its own words or in new ones."""
    into = card_by_reference(current_workshop(), ref)
    current = current_wording(into)
    form = MERGE_FORMS[into.kind](obj=None if request.method == "POST" else current)
    if "proven_by_id" in form:
        form.proven_by_id.offer(cities(current_workshop()), nothing=gettext("Not proven yet"))
    typed = form.origins.data or request.args.get("origins", "")
    origins = [card_by_reference(current_workshop(), other) for other in dict.fromkeys(typed.split())]
    form.origins.data = " ".join(origin.ref for origin in origins)
    if form.validate_on_submit():
        with form.refusals():
            based_on = request.form.get("based_on", type=int, default=0)
            operations.merge_cards(into, origins, wording=form.wording, based_on=based_on, by=current_actor())
            others = listed(origin.ref for origin in origins)
            flash(gettext("%(others)s merged into %(ref)s.", others=others, ref=ref), "success")
            return redirect(url_for("lineage.desk"), 303)
    heard = tallies(current_workshop())
    cards = [(card, current_wording(card), heard[card.id]) for card in (into, *origins)]
    return form.page("lineage/merge.html", into=into, current=current, cards=cards)


@pages.route("/cards/<ref>/splitting", methods=["GET", "POST"])
@requires(Action.ARRANGE)
def split(ref: str) -> Any:
    """Split a card that says several things."""
    card = card_by_reference(current_workshop(), ref)
    wording = current_wording(card)
    form = SplitForm()
    if form.validate_on_submit():
        with form.refusals():
            parts = form.parts(queries.words_of(wording))
            operations.split_card(card, parts, by=current_actor())
            flash(
                ngettext(
                    "%(ref)s was split into one part.",
                    "%(ref)s was split into %(num)d parts.",
                    len(parts),
                    ref=ref,
                ),
                "success",
            )
            return redirect(url_for("lineage.desk"), 303)
    return form.page("lineage/split.html", card=card, wording=wording)


@pages.post("/mergings/<int:merging_id>/undoing")
@requires(Action.ARRANGE)
def undo_merge(merging_id: int) -> Any:
    """Take a merge back."""

    def undo() -> None:
        merging = queries.merging_of(current_workshop(), merging_id)
        if operations.undo_merging(merging, by=current_actor()):
            flash(gettext("The merge was undone."), "success")
        else:
            flash(
                gettext("The merge was undone. The text stays, because somebody has edited it since then."),
                "success",
            )

    return _undone(undo)


@pages.post("/splittings/<int:splitting_id>/undoing")
@requires(Action.ARRANGE)
def undo_split(splitting_id: int) -> Any:
    """Put the parts together again."""

    def undo() -> None:
        operations.undo_splitting(queries.splitting_of(current_workshop(), splitting_id), by=current_actor())
        flash(
            gettext("The split was undone. Evidence on the parts now counts for the whole card."), "success"
        )

    return _undone(undo)


@pages.post("/distinctions/<int:distinction_id>/undoing")
@requires(Action.ARRANGE)
def undo_difference(distinction_id: int) -> Any:
    """Take back that two cards are different."""

    def undo() -> None:
        undo_distinction(distinction_of(current_workshop(), distinction_id), by=current_actor())
        flash(gettext("Undone. The two cards can be suggested again."), "success")

    return _undone(undo)


def _pair(first: int, second: int) -> tuple[Card, Card]:
    workshop = current_workshop()
    return card_of(workshop, first), card_of(workshop, second)


def _judged(form: JudgementForm, judge: Callable[[], None]) -> Any:
    """On to the next pair, which has come to the place of the one that was judged."""
    if form.validate_on_submit():
        with form.refusals():
            judge()
            return redirect(_at(form.at.data, form.more.data), 303)
    return _desk_page(form)


def _undone(undo: Callable[[], None]) -> Any:
    form = Confirmation()
    if form.validate_on_submit():
        with form.refusals():
            undo()
            return redirect(url_for("lineage.desk"), 303)
    return _desk_page(JudgementForm(formdata=None), refused=form)


def _desk_page(form: JudgementForm, refused: Form | None = None) -> Any:
    place = request.args.get("at", type=int, default=0)
    more = bool(request.args.get("more"))
    refused = refused or form
    found = desk_at(current_workshop(), place, less_likely=more)
    page = render_template("lineage/desk.html", desk=found, more=more, log=_log(), refused=refused)
    return page, 422 if refused.errors or refused.form_errors else 200


def _log() -> Log:
    return log(current_workshop(), max(request.args.get("log", type=row_number) or 1, 1))


def _at(place: str, more: str) -> str:
    return url_for("lineage.desk", at=place if place.isdecimal() else None, more=more or None)
