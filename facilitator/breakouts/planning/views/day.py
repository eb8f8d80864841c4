"""Who sits where: the seats, the steps since, who comes late or leaves, a table out of use, cards."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext

from facilitator.access.current import current_actor, current_workshop
from facilitator.access.decorators import requires
from facilitator.access.policy import Action
from facilitator.breakouts.allocation import Infeasible
from facilitator.breakouts.operations import reactivate_group
from facilitator.breakouts.planning import queries, replanning, rules, undoing
from facilitator.breakouts.planning.board import board_of
from facilitator.breakouts.planning.findings import AIMS, obstacles, standing
from facilitator.breakouts.planning.forms import DepartureForm, LossForm, ShownForm
from facilitator.breakouts.planning.replanning import Remedy
from facilitator.breakouts.planning.snapshot import Snapshot, take_snapshot
from facilitator.breakouts.planning.views.blueprint import pages
from facilitator.breakouts.planning.views.wall import DENSE
from facilitator.breakouts.queries import rounds, seated_group
from facilitator.errors import N_, NotFound, RuleBroken
from facilitator.live.polling import follow, polled
from facilitator.live.topics import Topic
from facilitator.text import alphabetical
from facilitator.workshops.queries import participant_of


@pages.get("/seating")
@requires(Action.WATCH)
def seating() -> Any:
    """The seats as everybody sees them."""
    return render_template("planning/seating.html", **_shown())


@pages.get("/seating/live")
@requires(Action.WATCH)
@polled()
def live_seating() -> Any:
    """The part of the page of seats that keeps itself fresh."""
    follow(Topic.SEATS, Topic.PEOPLE, Topic.GROUPS)
    return render_template("planning/_seating.html", **_shown())


@pages.get("/seating/cards")
@requires(Action.WATCH)
def cards() -> Any:
    """A card for everybody, to be printed: it is valid when no server answers."""
    snapshot = take_snapshot(current_workshop())
    board = board_of(current_workshop(), snapshot, snapshot.now)
    days = {shown.round.day for shown in board}
    return render_template("planning/cards.html", cards=_cards(snapshot, board), several_days=len(days) > 1)


@pages.route("/seating/arrivals/<int:participant_id>", methods=["GET", "POST"])
@requires(Action.SEAT)
def arrival(participant_id: int) -> Any:
    """Seats for somebody who has none."""
    workshop = current_workshop()
    participant, snapshot = participant_of(workshop, participant_id), take_snapshot(workshop)
    form, person = ShownForm(), _person(snapshot, participant_id)
    remedy, against = _remedy(lambda: replanning.remedy_for_arrival(snapshot, person))
    if form.validate_on_submit() and remedy:
        with form.refusals():
            rules.check_is_what_was_shown(form.shown.data, remedy.key)
            replanning.seat_arrival(workshop, remedy, participant, by=current_actor())
            flash(gettext("%(name)s has a seat now.", name=participant.display_name), "success")
            return redirect(url_for("planning.seating"), 303)
    heading = gettext("Add %(name)s to groups", name=participant.display_name)
    return _remedy_page(form, remedy, against, heading, participant.organisation.spoken_name)


@pages.route("/seating/departures/<int:participant_id>", methods=["GET", "POST"])
@requires(Action.SEAT)
def departure(participant_id: int) -> Any:
    """Somebody leaves; the tables they leave are mended."""
    workshop = current_workshop()
    participant, snapshot = participant_of(workshop, participant_id), take_snapshot(workshop)
    form, person = DepartureForm(), _person(snapshot, participant_id)
    left = [round_ for round_ in rounds(workshop) if _is_open(snapshot, round_.id)]
    form.round.offer(left, "title", nothing=gettext("Choose a round"))
    chosen = form.round.row.id if form.round.row else request.args.get("round", 0, type=int)
    chosen = chosen if _is_open(snapshot, chosen) else (left[0].id if left else 0)
    if not _is_open(snapshot, chosen):
        raise RuleBroken(N_("There is no later round for this person."))
    if form.round.data is None:
        form.round.data = chosen
    first = snapshot.rounds.index(chosen)
    remedy, against = _remedy(lambda: replanning.remedy_for_departure(snapshot, person, first))
    if form.validate_on_submit() and remedy:
        with form.refusals():
            rules.check_is_what_was_shown(form.shown.data, f"{chosen}-{remedy.key}")
            replanning.release(workshop, remedy, participant, first, by=current_actor())
            flash(gettext("%(name)s has left. The seats are free.", name=participant.display_name), "success")
            return redirect(url_for("planning.seating"), 303)
    heading = gettext("%(name)s leaves", name=participant.display_name)
    return _remedy_page(
        form, remedy, against, heading, participant.organisation.spoken_name, before=f"{chosen}-"
    )


@pages.route("/seating/groups/<int:group_id>/withdrawal", methods=["GET", "POST"])
@requires(Action.SEAT)
def loss(group_id: int) -> Any:
    """A table that is out of use; its people get other seats."""
    workshop = current_workshop()
    group, snapshot = seated_group(workshop, group_id).group, take_snapshot(workshop)
    if group_id not in snapshot.place:
        raise NotFound(N_("This group is already deactivated."))
    form, place = LossForm(), snapshot.place[group_id]
    remedy, against = _remedy(lambda: replanning.remedy_for_loss(snapshot, *place))
    if form.validate_on_submit() and remedy:
        with form.refusals():
            rules.check_is_what_was_shown(form.shown.data, remedy.key)
            replanning.withdraw(workshop, remedy, group, form.reason.data, by=current_actor())
            flash(gettext("%(name)s was deactivated.", name=group.name), "success")
            return redirect(url_for("planning.seating"), 303)
    heading = gettext("Deactivate %(name)s", name=group.name)
    outdated = queries.plans_with_seats_in(group)
    return _remedy_page(form, remedy, against, heading, group.round.title, outdated=outdated)


@pages.route("/seating/undo", methods=["GET", "POST"])
@requires(Action.SEAT)
def undo() -> Any:
    """The seats from before a plan was published, once it is shown who goes back."""
    workshop = current_workshop()
    form, found = ShownForm(), undoing.undo_of_publication(workshop, take_snapshot(workshop))
    if form.validate_on_submit():
        with form.refusals():
            rules.check_is_what_was_shown(form.shown.data, found.key)
            undoing.take_back(workshop, found, by=current_actor())
            number = found.publication.plan.number
            flash(
                gettext("The publication of plan %(number)d was undone.", number=number),
                "success",
            )
            return redirect(url_for("planning.seating"), 303)
    form.shown.data = found.key
    return form.page("planning/undo.html", undo=found)


@pages.post("/seating/groups/<int:group_id>/reactivation")
@requires(Action.SEAT)
def reactivate(group_id: int) -> Any:
    """A table that was out of use is used again."""
    workshop = current_workshop()
    group = seated_group(workshop, group_id).group
    reactivate_group(workshop, group, by=current_actor())
    flash(gettext("%(name)s was reactivated. Nobody has a seat there yet.", name=group.name), "success")
    return redirect(url_for("planning.table_page", group_id=group.id), 303)


def _shown() -> dict[str, Any]:
    workshop = current_workshop()
    snapshot = take_snapshot(workshop)
    publication = queries.last_publication(workshop)
    has_seats = any(people for seating in snapshot.now for people in seating)
    return {
        "board": board_of(workshop, snapshot, snapshot.now),
        "publication": publication,
        "may_undo": undoing.may_undo(publication),
        "is_crowded": len(snapshot.people) > DENSE,
        "steps": queries.steps(workshop),
        "stands": standing(snapshot, snapshot.now) if has_seats else None,
        "obstacles": obstacles(snapshot),
        "aims": AIMS,
        "to_move": lambda round_id, person_id: url_for(
            "planning.move_seat", round_id=round_id, participant_id=person_id
        ),
    }


def _person(snapshot: Snapshot, participant_id: int) -> int:
    if participant_id not in snapshot.position:
        raise NotFound(N_("This person does not attend any round."))
    return snapshot.position[participant_id]


def _is_open(snapshot: Snapshot, round_id: int) -> bool:
    return round_id in snapshot.rounds and snapshot.rounds.index(round_id) in snapshot.open_rounds


def _remedy(work_out: Callable[[], Remedy]) -> tuple[Remedy | None, Infeasible | None]:
    try:
        return work_out(), None
    except Infeasible as infeasible:
        return None, infeasible


def _remedy_page(
    form: ShownForm,
    remedy: Remedy | None,
    against: Infeasible | None,
    heading: str,
    belongs_to: str,
    *,
    before: str = "",
    outdated: Sequence[int] = (),
) -> Any:
    if remedy:
        form.shown.data = before + remedy.key
    return form.page(
        "planning/remedy.html",
        remedy=remedy,
        reasons=against.reasons if against else (),
        what=heading,
        belongs_to=belongs_to,
        outdated=outdated,
    )


def _cards(snapshot: Snapshot, board: Any) -> list[dict[str, Any]]:
    """For each person their tables round by round, and who else sits there."""
    found: dict[int, list[Any]] = {id_: [] for id_ in snapshot.people}
    for shown in board:
        for column in shown.tables:
            for line in column.people:
                others = [other for other in column.people if other.id != line.id]
                found[line.id].append((shown, column.group, others))
    people = {id_: snapshot.problem.people[p] for p, id_ in enumerate(snapshot.people)}
    return [
        {"name": people[id_].name, "organisation": people[id_].organisation, "rounds": seats}
        for id_, seats in sorted(found.items(), key=lambda item: alphabetical(people[item[0]].name))
        if seats
    ]
