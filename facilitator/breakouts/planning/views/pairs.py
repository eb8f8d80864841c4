"""Rules: who must, or must not, sit together, and who stays at a table."""

from typing import Any

from flask import redirect, render_template, url_for
from flask_babel import gettext

from facilitator.access.current import current_actor, current_workshop
from facilitator.access.decorators import requires
from facilitator.access.policy import Action
from facilitator.breakouts.models import Group
from facilitator.breakouts.planning import operations, queries
from facilitator.breakouts.planning.findings import obstacles
from facilitator.breakouts.planning.forms import PairForm, PinForm
from facilitator.breakouts.planning.models import Pair, Pin
from facilitator.breakouts.planning.snapshot import take_snapshot
from facilitator.breakouts.planning.views.blueprint import pages
from facilitator.breakouts.queries import begun_rounds, seated_groups
from facilitator.web.forms import Form
from facilitator.workshops.presence import is_coming
from facilitator.workshops.queries import participants


@pages.get("/planning/rules")
@requires(Action.WATCH)
def rules() -> Any:
    """All rules, and whether they go together."""
    return _page(_pair_form(), _pin_form())


@pages.post("/planning/pairs")
@requires(Action.SEAT)
def bind() -> Any:
    """Two people who belong together, or apart."""
    form = _pair_form()
    if form.validate_on_submit():
        with form.refusals():
            operations.bind_pair(form.first.row, form.second.row, form.bond.data, by=current_actor())
            return redirect(url_for("planning.rules"), 303)
    return _page(form, _pin_form(empty=True)), _status(form)


@pages.post("/planning/pairs/<int:pair_id>/removal")
@requires(Action.SEAT)
def release(pair_id: int) -> Any:
    """Let two people sit as it comes."""
    operations.release_pair(queries.rule_of(Pair, current_workshop(), pair_id), by=current_actor())
    return redirect(url_for("planning.rules"), 303)


@pages.post("/planning/pins")
@requires(Action.SEAT)
def pin() -> Any:
    """Somebody stays at a table."""
    form = _pin_form()
    if form.validate_on_submit():
        with form.refusals():
            operations.pin_participant(form.group.row.group, form.person.row, by=current_actor())
            return redirect(url_for("planning.rules"), 303)
    return _page(_pair_form(empty=True), form), _status(form)


@pages.post("/planning/pins/<int:pin_id>/removal")
@requires(Action.SEAT)
def unpin(pin_id: int) -> Any:
    """Let somebody move again."""
    operations.unpin_participant(queries.rule_of(Pin, current_workshop(), pin_id), by=current_actor())
    return redirect(url_for("planning.rules"), 303)


class _Choice:
    """A table of a round that has not begun, as a list offers it."""

    def __init__(self, group: Group) -> None:
        self.group, self.id, self.name = group, group.id, f"{group.round.title} · {group.name}"


def _pair_form(*, empty: bool = False) -> PairForm:
    form = PairForm(formdata=None, prefix="") if empty else PairForm()
    everybody = participants(current_workshop(), which=is_coming())
    form.first.offer(everybody, "introduction", nothing=gettext("Choose a person"))
    form.second.offer(everybody, "introduction", nothing=gettext("Choose a person"))
    return form


def _pin_form(*, empty: bool = False) -> PinForm:
    workshop = current_workshop()
    form = PinForm(formdata=None) if empty else PinForm()
    begun = begun_rounds(workshop)
    form.person.offer(
        participants(workshop, which=is_coming()), "introduction", nothing=gettext("Choose a person")
    )
    in_use = [table.group for table in seated_groups(workshop) if not table.is_withdrawn]
    form.group.offer(
        [_Choice(group) for group in in_use if group.round_id not in begun], nothing=gettext("Choose a group")
    )
    return form


def _status(form: Form) -> int:
    return 422 if form.errors or form.form_errors else 200


def _page(pair_form: PairForm, pin_form: PinForm) -> Any:
    workshop = current_workshop()
    return render_template(
        "planning/rules.html",
        pairs=queries.pairs(workshop),
        pins=queries.pins(workshop),
        pair_form=pair_form,
        pin_form=pin_form,
        obstacles=obstacles(take_snapshot(workshop)),
    )
