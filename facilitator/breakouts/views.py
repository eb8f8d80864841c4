"""Groups per round, who sits where, open and closed."""

from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext, ngettext

from facilitator.access.current import current_actor, current_workshop, pages_of_workshop
from facilitator.access.decorators import requires
from facilitator.access.policy import Action
from facilitator.agenda.queries import rooms
from facilitator.breakouts import operations, queries
from facilitator.breakouts.forms import GroupForm, SeatForm
from facilitator.workshops.presence import is_coming
from facilitator.workshops.queries import measures, offered, participant_of, participants, team

pages = pages_of_workshop(__name__)


@pages.get("/groups")
@requires(Action.WATCH)
def groups() -> Any:
    """All rounds with their groups and seats."""
    return _groups_page(_group_form())


@pages.post("/groups")
@requires(Action.SEAT)
def add() -> Any:
    """Another group."""
    form = _group_form()
    if form.validate_on_submit():
        with form.refusals():
            group = operations.add_group(
                form.round.row,
                measure=form.measure.row,
                name=form.name.data,
                room=form.room.row,
                facilitator=form.facilitator.row,
                rapporteur=form.rapporteur.row,
                capacity=form.capacity.data,
                accessible=form.accessible.data,
                languages=form.languages.data,
                by=current_actor(),
            )
            flash(gettext("%(name)s was added.", name=group.name), "success")
            return redirect(url_for("breakouts.groups"), 303)
    return _groups_page(form)


@pages.post("/groups/of-measures")
@requires(Action.SEAT)
def add_of_measures() -> Any:
    """One group for each measure in every round that has none yet."""
    workshop = current_workshop()
    added = operations.add_groups_of_measures(
        queries.rounds_without_groups(workshop), offered(measures(workshop)), by=current_actor()
    )
    flash(ngettext("One group was added.", "%(num)d groups were added.", added), "success")
    return redirect(url_for("breakouts.groups"), 303)


@pages.post("/rounds/<int:round_id>/spread")
@requires(Action.SEAT)
def spread(round_id: int) -> Any:
    """Seat everybody who has no seat yet, evenly."""
    workshop = current_workshop()
    seated = operations.spread_unseated(workshop, queries.round_of(workshop, round_id), by=current_actor())
    flash(ngettext("One person has a seat now.", "%(num)d people have a seat now.", seated), "success")
    return redirect(url_for("breakouts.groups"), 303)


@pages.route("/groups/<int:group_id>/seats", methods=["GET", "POST"])
@requires(Action.SEAT)
def seats(group_id: int) -> Any:
    """Who sits here; whoever is added and sat elsewhere in this round moves."""
    workshop = current_workshop()
    table = queries.seated_group(workshop, group_id)
    form = _seat_form(table)
    if form.validate_on_submit():
        with form.refusals():
            operations.seat_participant(workshop, table.group, form.participant.row, by=current_actor())
            return redirect(url_for("breakouts.seats", group_id=group_id), 303)
    return form.page("breakouts/seats.html", table=table)


@pages.post("/groups/<int:group_id>/seats/<int:participant_id>/removal")
@requires(Action.SEAT)
def unseat(group_id: int, participant_id: int) -> Any:
    """Take somebody out of the group."""
    workshop = current_workshop()
    table = queries.seated_group(workshop, group_id)
    operations.unseat_participant(
        workshop, table.group, participant_of(workshop, participant_id), by=current_actor()
    )
    return redirect(url_for("breakouts.seats", group_id=group_id), 303)


@pages.post("/groups/<int:group_id>/closing")
@requires(Action.WRITE_FOR_GROUP)
def close(group_id: int) -> Any:
    """Take no more answers."""
    workshop = current_workshop()
    operations.close_group(workshop, queries.seated_group(workshop, group_id).group, by=current_actor())
    return redirect(url_for("group_page.group", group_id=group_id), 303)


@pages.post("/groups/<int:group_id>/reopening")
@requires(Action.WRITE_FOR_GROUP)
def reopen(group_id: int) -> Any:
    """Take answers again."""
    workshop = current_workshop()
    operations.reopen_group(queries.seated_group(workshop, group_id).group, by=current_actor())
    return redirect(url_for("group_page.group", group_id=group_id), 303)


def _group_form() -> GroupForm:
    workshop = current_workshop()
    form = GroupForm()
    form.round.offer(queries.rounds(workshop), "title", nothing=gettext("Choose a round"))
    form.measure.offer(measures(workshop), "title", nothing=gettext("Choose a measure"))
    form.room.offer(rooms(workshop), nothing=gettext("No room yet"))
    form.facilitator.offer(team(workshop), nothing=gettext("Nobody yet"))
    form.rapporteur.offer(team(workshop), nothing=gettext("Nobody yet"))
    return form


def _seat_form(table: queries.SeatedGroup) -> SeatForm:
    seated = {person.id for person in table.people}
    form = SeatForm()
    form.participant.offer(
        [who for who in participants(current_workshop(), which=is_coming()) if who.id not in seated],
        "introduction",
        nothing=gettext("Choose a person"),
    )
    return form


def _groups_page(form: GroupForm) -> Any:
    workshop = current_workshop()
    everybody = {person.id for person in participants(workshop, which=is_coming())}
    tables = queries.seated_groups(workshop)
    rounds = []
    for round_ in queries.rounds(workshop):
        own = [table for table in tables if table.group.round_id == round_.id]
        rounds.append((round_, own, len(everybody - {person.id for table in own for person in table.people})))
    return form.page(
        "breakouts/groups.html",
        rounds=rounds,
        measures=len(offered(measures(workshop))),
        empty_rounds=sum(not own and not round_.has_begun for round_, own, _ in rounds),
    )
