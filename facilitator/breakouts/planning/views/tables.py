"""Tables: added, changed and removed, while nobody has been told of them."""

from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext

from facilitator.access.current import current_actor, current_workshop
from facilitator.access.decorators import requires
from facilitator.access.policy import Action
from facilitator.agenda.queries import rooms
from facilitator.breakouts import operations as breakouts
from facilitator.breakouts.forms import TableForm
from facilitator.breakouts.models import Group
from facilitator.breakouts.planning import operations, queries
from facilitator.breakouts.planning.forms import RelocationForm, StaffForm
from facilitator.breakouts.planning.views.blueprint import pages
from facilitator.breakouts.queries import SeatedGroup, has_begun, seated_group
from facilitator.workshops.queries import measures, team


@pages.route("/groups/<int:group_id>/table", methods=["GET", "POST"])
@requires(Action.SEAT)
def table_page(group_id: int) -> Any:
    """What a table is."""
    shown = seated_group(current_workshop(), group_id)
    form = _table_form(shown.group)
    if form.validate_on_submit():
        with form.refusals():
            is_published = queries.is_published(shown.group.round_id)
            breakouts.change_group(
                shown.group, **_of_table(form), is_published=is_published, by=current_actor()
            )
            flash(gettext("%(name)s was saved.", name=form.name.data), "success")
            return redirect(url_for("breakouts.groups"), 303)
    return _table_page(form, shown)


@pages.post("/groups/<int:group_id>/relocation")
@requires(Action.SEAT)
def relocate(group_id: int) -> Any:
    """Another room for a table: its people come along."""
    workshop = current_workshop()
    shown = seated_group(workshop, group_id)
    form = _relocation_form(shown.group)
    if form.validate_on_submit():
        with form.refusals():
            operations.relocate_group(
                workshop, shown.group, form.room.row, reason=form.reason.data, by=current_actor()
            )
            told = {"name": shown.group.name, "room": form.room.row.name}
            flash(
                gettext("%(name)s was moved to %(room)s. Everybody in the group can see it.", **told),
                "success",
            )
            return redirect(url_for("planning.seating"), 303)
    return _table_page(_table_form(shown.group, formdata=None), shown, relocation=form)


@pages.post("/groups/<int:group_id>/staff")
@requires(Action.SEAT)
def staff(group_id: int) -> Any:
    """Who runs a table, and who writes down what it says."""
    workshop = current_workshop()
    shown = seated_group(workshop, group_id)
    form = _staff_form(shown.group)
    if form.validate_on_submit():
        with form.refusals():
            people = {name: form[name].row for name in ("facilitator", "rapporteur")}
            operations.staff_group(workshop, shown.group, **people, by=current_actor())
            flash(gettext("%(name)s was saved.", name=shown.group.name), "success")
            return redirect(url_for("breakouts.groups"), 303)
    return _table_page(_table_form(shown.group, formdata=None), shown, staff_form=form)


@pages.post("/groups/<int:group_id>/removal")
@requires(Action.SEAT)
def remove_table(group_id: int) -> Any:
    """Take a table out of its round."""
    workshop = current_workshop()
    operations.remove_table(workshop, seated_group(workshop, group_id).group, by=current_actor())
    flash(gettext("The group was deleted."), "success")
    return redirect(url_for("breakouts.groups"), 303)


def _table_page(
    form: TableForm,
    shown: SeatedGroup,
    *,
    relocation: RelocationForm | None = None,
    staff_form: StaffForm | None = None,
) -> Any:
    """What a table is; once people know of it, only what can change without moving anybody."""
    used = next(each for each in (relocation, staff_form, form) if each is not None)
    begun = has_begun(shown.group.round_id)
    context = {
        "table": shown,
        "is_fixed": queries.is_published(shown.group.round_id) or begun,
        "has_begun": begun,
        "table_form": form,
        "relocation": relocation or _relocation_form(shown.group, formdata=None),
        "staff_form": staff_form or _staff_form(shown.group, formdata=None),
    }
    return used.page("planning/table.html", **context)


def _relocation_form(group: Group, **options: Any) -> RelocationForm:
    form = RelocationForm(**options)
    others = [room for room in rooms(current_workshop()) if room.id != group.room_id]
    form.room.offer(others, nothing=gettext("Choose a room"))
    return form


def _staff_form(group: Group, **options: Any) -> StaffForm:
    form = StaffForm(facilitator=group.facilitator_id, rapporteur=group.rapporteur_id, **options)
    _offer_team(form)
    return form


def _offer_team(form: TableForm | StaffForm) -> None:
    form.facilitator.offer(team(current_workshop()), nothing=gettext("Nobody yet"))
    form.rapporteur.offer(team(current_workshop()), nothing=gettext("Nobody yet"))


def _table_form(group: Group, **options: Any) -> TableForm:
    workshop = current_workshop()
    form = TableForm(
        name=group.name,
        measure=group.measure_id,
        room=group.room_id,
        facilitator=group.facilitator_id,
        rapporteur=group.rapporteur_id,
        capacity=group.capacity,
        accessible=group.accessible,
        languages=group.languages,
        **options,
    )
    form.measure.offer(measures(workshop), "title", nothing=gettext("Choose a measure"))
    form.room.offer(rooms(workshop), nothing=gettext("No room yet"))
    _offer_team(form)
    return form


def _of_table(form: TableForm) -> dict[str, Any]:
    rows = {name: form[name].row for name in ("measure", "room", "facilitator", "rapporteur")}
    typed = {name: form[name].data for name in ("name", "capacity", "accessible", "languages")}
    return rows | typed
