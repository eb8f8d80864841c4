"""Plans beside each other; one plan with its search, its report and its tables; published or thrown away."""

from collections.abc import Collection
from typing import Any

from flask import current_app, flash, redirect, render_template, url_for
from flask_babel import gettext, ngettext

from facilitator.access.current import current_actor, current_workshop
from facilitator.access.decorators import requires
from facilitator.access.policy import Action
from facilitator.breakouts.allocation import Aim
from facilitator.breakouts.planning import plans as operations
from facilitator.breakouts.planning import queries
from facilitator.breakouts.planning.board import board_of
from facilitator.breakouts.planning.findings import AIMS, PlanStanding, obstacles, standing
from facilitator.breakouts.planning.forms import PlanForm, SearchTime
from facilitator.breakouts.planning.models import Search
from facilitator.breakouts.planning.queries import Draft
from facilitator.breakouts.planning.replanning import moves_to
from facilitator.breakouts.planning.searching import search_in_background
from facilitator.breakouts.planning.snapshot import Snapshot, take_snapshot
from facilitator.breakouts.planning.views.blueprint import pages
from facilitator.live.polling import follow, polled
from facilitator.live.topics import Topic
from facilitator.sentences import Sentence


@pages.get("/plans")
@requires(Action.WATCH)
def plans() -> Any:
    """What stands against a plan, and the plans there are, side by side."""
    return _plans_page(_plan_form())


@pages.post("/plans")
@requires(Action.SEAT)
def begin() -> Any:
    """Another plan, found in the background."""
    form = _plan_form()
    if form.validate_on_submit():
        with form.refusals():
            workshop, by = current_workshop(), current_actor()
            search = operations.begin_plan(
                workshop,
                take_snapshot(workshop),
                seed=form.seed.data or 0,
                moves=form.budget.data.moves,
                by=by,
            )
            _search(search)
            number = max(draft.plan.number for draft in queries.drafts(workshop))
            return redirect(url_for("planning.plan", number=number), 303)
    return _plans_page(form)


@pages.get("/plans/<int:number>")
@requires(Action.WATCH)
def plan(number: int) -> Any:
    """One plan."""
    return render_template("planning/plan.html", **_shown(number))


def _search_so_far(number: int) -> str:
    """A mark that changes whenever the search of a plan goes on."""
    draft = queries.draft(current_workshop(), number)
    return f"@{draft.search.id}-{draft.search.share}-{draft.is_broken_off}"


@pages.get("/plans/<int:number>/live")
@requires(Action.WATCH)
@polled(mark=_search_so_far)
def live_plan(number: int) -> Any:
    """The part of a plan's page that is fresh when something happened, or the search went on."""
    follow(Topic.PLANS, Topic.SEATS, Topic.PEOPLE, Topic.GROUPS)
    return render_template("planning/_plan.html", **_shown(number))


@pages.post("/plans/<int:number>/stop")
@requires(Action.SEAT)
def stop(number: int) -> Any:
    """End the search, and keep the best so far."""
    operations.ask_to_stop(queries.draft(current_workshop(), number), by=current_actor())
    return redirect(url_for("planning.plan", number=number), 303)


@pages.post("/plans/<int:number>/search")
@requires(Action.SEAT)
def search_again(number: int) -> Any:
    """Search anew for a plan that was broken off."""
    workshop = current_workshop()
    draft = queries.draft(workshop, number)
    _search(operations.search_again(workshop, draft, take_snapshot(workshop), by=current_actor()))
    return redirect(url_for("planning.plan", number=number), 303)


@pages.post("/plans/<int:number>/publication")
@requires(Action.SEAT)
def publish(number: int) -> Any:
    """Make the seats of a plan those of everybody."""
    workshop = current_workshop()
    draft = queries.draft(workshop, number)
    moved = operations.publish_plan(workshop, draft, take_snapshot(workshop), by=current_actor())
    flash(
        gettext("Plan %(number)d was published. Everybody can now see their groups.", number=number),
        "success",
    )
    if moved:
        flash(ngettext("One person has another seat now.", "%(num)d people have another seat now.", moved))
    return redirect(url_for("planning.seating"), 303)


@pages.post("/plans/<int:number>/removal")
@requires(Action.SEAT)
def delete(number: int) -> Any:
    """Throw a plan away."""
    operations.delete_plan(queries.draft(current_workshop(), number), by=current_actor())
    flash(gettext("Plan %(number)d was deleted.", number=number), "success")
    return redirect(url_for("planning.plans"), 303)


def _search(search: Search) -> None:
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - Flask's own way to the app
    search_in_background(app, search, by=current_actor())


def _plan_form() -> PlanForm:
    number = len(queries.drafts(current_workshop())) + 1
    return PlanForm(budget=SearchTime.USUAL, seed=number)


def _plans_page(form: PlanForm) -> Any:
    workshop = current_workshop()
    snapshot = take_snapshot(workshop)
    found = queries.drafts(workshop)
    seats = queries.planned_seats([draft.plan.id for draft in found])
    stands = {
        draft.plan.id: standing(snapshot, snapshot.plan(seats[draft.plan.id]))
        for draft in found
        if draft.is_found
    }
    return form.page(
        "planning/plans.html",
        drafts=found,
        stands=stands,
        aims=AIMS,
        best=_best(stands.values()),
        obstacles=obstacles(snapshot),
        snapshot=snapshot,
    )


def _best(stands: Collection[PlanStanding]) -> dict[Aim, int | None]:
    """For each aim the least of several plans; none where there is nothing to choose."""
    reports = [each.report for each in stands if each.report]
    reached = {aim: [report[aim].value for report in reports] for aim in AIMS}
    return {aim: min(values) if len(set(values)) > 1 else None for aim, values in reached.items()}


def _shown(number: int) -> dict[str, Any]:
    workshop = current_workshop()
    draft, snapshot = queries.draft(workshop, number), take_snapshot(workshop)
    seats = operations.seats_of(draft, snapshot)
    return {
        "draft": draft,
        "said": [Sentence.from_data(said) for said in draft.search.said],
        "stands": standing(snapshot, seats) if draft.is_found else None,
        "board": board_of(workshop, snapshot, seats) if draft.is_found else [],
        "obstacles": obstacles(snapshot),
        "aims": AIMS,
        "moves": moves_to(snapshot, seats) if draft.is_found else [],
        "to_move": _mover(draft, snapshot),
    }


def _mover(draft: Draft, snapshot: Snapshot) -> Any:
    """Where a person of a round of this plan is moved; nowhere once it is published."""
    if draft.is_published or not snapshot.open_rounds:
        return None
    return lambda round_id, person_id: url_for(
        "planning.move", number=draft.plan.number, round_id=round_id, participant_id=person_id
    )
