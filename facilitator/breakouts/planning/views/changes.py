"""By hand: choose a person, choose a table, see what it costs, confirm; in a plan, or among the seats."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext

from facilitator.access.current import current_actor, current_workshop
from facilitator.access.decorators import requires
from facilitator.access.policy import Action
from facilitator.breakouts.allocation import Plan
from facilitator.breakouts.planning import operations, plans, queries, rules
from facilitator.breakouts.planning.board import Exchange, RoundBoard, board_of, exchanges, options
from facilitator.breakouts.planning.findings import Scales, SeatChange, moved
from facilitator.breakouts.planning.forms import MoveForm, VisibleMoveForm
from facilitator.breakouts.planning.snapshot import Snapshot, take_snapshot
from facilitator.breakouts.planning.views.blueprint import pages
from facilitator.breakouts.queries import seated_group
from facilitator.errors import N_, NotFound
from facilitator.workshops.queries import participant_of


class ChosenSeat:
    """A person in a round of a plan, with the tables that they could sit at."""

    def __init__(self, snapshot: Snapshot, plan: Plan, round_id: int, participant_id: int) -> None:
        if round_id not in snapshot.rounds or participant_id not in snapshot.position:
            raise NotFound(N_("This person was not found in this round."))
        self.snapshot, self.plan = snapshot, plan
        self.round, self.person = snapshot.rounds.index(round_id), snapshot.position[participant_id]
        board = board_of(current_workshop(), snapshot, plan)
        self.board: RoundBoard = board[self.round]
        self.own = next((c for c in self.board.tables if participant_id in [p.id for p in c.people]), None)
        self.id = participant_id

    def offer(self, form: MoveForm) -> None:
        """The tables of the round, and the people at them."""
        form.group.offer([c.group for c in self.board.tables], nothing=gettext("Choose a group"))
        form.other.offer([line for c in self.board.tables for line in c.people], nothing=gettext("Nobody"))

    def places(self, form: MoveForm) -> dict[str, Any]:
        """The numbers of the move that a form asks for."""
        other = form.other.data
        return {
            "round_": self.round,
            "person": self.person,
            "table": self.snapshot.place[form.group.data][1],
            "other": self.snapshot.position[other] if other else None,
        }

    def page(self, form: MoveForm, to: str, back: str) -> Any:
        """The tables with what each would cost; of the chosen one also each exchange."""
        wanted = next((t for t, c in enumerate(self.board.tables) if str(c.group.id) == _wanted(form)), None)
        alone: SeatChange | None = None
        others: list[Exchange] = []
        if wanted is not None and self.board.tables[wanted] is not self.own:
            alone, others = exchanges(self.snapshot, self.plan, self.board, self.person, wanted)
        return form.page(
            "planning/move.html",
            chosen=self,
            who=self.snapshot.problem.people[self.person],
            options=options(self.snapshot, self.plan, self.board, self.person),
            wanted=self.board.tables[wanted] if wanted is not None else None,
            alone=alone,
            exchanges=others,
            to=to,
            back=back,
            aims=self.snapshot.problem.aims,
        )

    @property
    def pin(self) -> int | None:
        """The pin that keeps the person where they sit, if there is one."""
        lines = self.own.people if self.own else []
        return next((line.pin for line in lines if line.id == self.id), None)


def _wanted(form: MoveForm) -> str:
    return request.args.get("group") or str(form.group.data or "")


@pages.route("/plans/<int:number>/rounds/<int:round_id>/people/<int:participant_id>", methods=["GET", "POST"])
@requires(Action.SEAT)
def move(number: int, round_id: int, participant_id: int) -> Any:
    """Another table for somebody in a plan."""
    workshop = current_workshop()
    draft, snapshot = queries.draft(workshop, number), take_snapshot(workshop)
    chosen = ChosenSeat(snapshot, plans.seats_of(draft, snapshot), round_id, participant_id)
    form, back = MoveForm(), url_for("planning.plan", number=number)
    chosen.offer(form)
    if form.validate_on_submit():
        with form.refusals():
            plans.move_in_plan(draft, snapshot, **chosen.places(form), by=current_actor())
            return redirect(f"{back}#round-{round_id}", 303)
    return chosen.page(form, request.path, back)


@pages.post("/plans/<int:number>/rounds/<int:round_id>/people/<int:participant_id>/pin")
@requires(Action.SEAT)
def pin_here(number: int, round_id: int, participant_id: int) -> Any:
    """Keep somebody at the table where a plan has them."""
    workshop = current_workshop()
    draft, snapshot = queries.draft(workshop, number), take_snapshot(workshop)
    chosen = ChosenSeat(snapshot, plans.seats_of(draft, snapshot), round_id, participant_id)
    if chosen.own is None:
        raise NotFound(N_("This person has no seat in this round."))
    participant = participant_of(workshop, participant_id)
    group = seated_group(workshop, chosen.own.group.id).group
    operations.pin_participant(group, participant, by=current_actor())
    flash(
        gettext("%(name)s was pinned to %(group)s.", name=participant.display_name, group=group.name),
        "success",
    )
    return redirect(f"{url_for('planning.plan', number=number)}#round-{round_id}", 303)


@pages.route("/seating/rounds/<int:round_id>/people/<int:participant_id>", methods=["GET", "POST"])
@requires(Action.SEAT)
def move_seat(round_id: int, participant_id: int) -> Any:
    """Another seat for somebody who may know theirs: with a reason, written down and shown."""
    workshop = current_workshop()
    snapshot = take_snapshot(workshop)
    chosen = ChosenSeat(snapshot, snapshot.now, round_id, participant_id)
    form, back = VisibleMoveForm(), url_for("planning.seating")
    chosen.offer(form)
    if form.validate_on_submit():
        with form.refusals():
            _move_seat(chosen, form)
            return redirect(f"{back}#round-{round_id}", 303)
    return chosen.page(form, request.path, back)


def _move_seat(chosen: ChosenSeat, form: VisibleMoveForm) -> None:
    snapshot, places = chosen.snapshot, chosen.places(form)
    rules.check_round_is_open(has_begun=chosen.board.has_begun)
    after = moved(chosen.plan, places["round_"], places["person"], places["table"], places["other"])
    rules.check_keeps_the_rules(Scales(snapshot, chosen.plan).change(after).broken)
    reasons = {(snapshot.rounds[chosen.round], id_): form.reason.data for id_ in snapshot.people}
    plans.reseat(current_workshop(), snapshot, after, reasons, by=current_actor())
