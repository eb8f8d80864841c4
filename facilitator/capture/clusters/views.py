"""Clusters: cards that belong together without being the same."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext

from facilitator.access.current import current_actor, current_workshop, pages_of_workshop
from facilitator.access.decorators import requires
from facilitator.access.policy import Action
from facilitator.capture.clusters import operations, queries
from facilitator.capture.clusters.forms import ClusterForm, PutForm, RenameForm
from facilitator.capture.queries import card_by_reference
from facilitator.web.forms import Confirmation, Form

pages = pages_of_workshop(__name__)


@pages.get("/clusters")
@requires(Action.WATCH)
def clusters() -> Any:
    """All clusters, with their cards."""
    return _page()


@pages.post("/clusters")
@requires(Action.ARRANGE)
def gather() -> Any:
    """A new cluster of cards."""
    form = ClusterForm()
    if form.validate_on_submit():
        with form.refusals():
            cards = [card_by_reference(current_workshop(), ref) for ref in form.cards.data.split()]
            operations.gather_cards(current_workshop(), cards, name=form.name.data, by=current_actor())
            return redirect(url_for("clusters.clusters"), 303)
    return _page(new=form)


@pages.post("/clusters/<int:cluster_id>/name")
@requires(Action.ARRANGE)
def rename(cluster_id: int) -> Any:
    """Another name."""
    cluster, form = queries.cluster_of(current_workshop(), cluster_id), RenameForm()
    if form.validate_on_submit():
        with form.refusals():
            operations.rename_cluster(cluster, name=form.name.data, by=current_actor())
            return _to(cluster_id)
    return _page(renaming=(cluster_id, form))


@pages.post("/clusters/<int:cluster_id>/cards")
@requires(Action.ARRANGE)
def put(cluster_id: int) -> Any:
    """A card more."""
    cluster, form = queries.cluster_of(current_workshop(), cluster_id), PutForm()
    if form.validate_on_submit():
        with form.refusals():
            card = card_by_reference(current_workshop(), form.card.data)
            operations.put_into_cluster(cluster, card, by=current_actor())
            return _to(cluster_id)
    return _page(putting=(cluster_id, form))


@pages.post("/clusters/<int:cluster_id>/cards/<ref>/removal")
@requires(Action.ARRANGE)
def take_out(cluster_id: int, ref: str) -> Any:
    """A card less."""
    cluster, form = queries.cluster_of(current_workshop(), cluster_id), Confirmation()
    card = card_by_reference(current_workshop(), ref)
    if form.validate_on_submit():
        with form.refusals():
            operations.take_out_of_cluster(cluster, card, by=current_actor())
            return _to(cluster_id)
    return _page(refused=form)


@pages.post("/clusters/<int:cluster_id>/dissolution")
@requires(Action.ARRANGE)
def dissolve(cluster_id: int) -> Any:
    """Let the cluster go."""
    cluster, form = queries.cluster_of(current_workshop(), cluster_id), Confirmation()
    if form.validate_on_submit():
        with form.refusals():
            operations.dissolve_cluster(cluster, by=current_actor())
            flash(gettext("The cluster was deleted. Its cards stay as they are."), "success")
            return redirect(url_for("clusters.clusters"), 303)
    return _page(refused=form)


@pages.post("/clusters/<int:cluster_id>/restoration")
@requires(Action.ARRANGE)
def restore(cluster_id: int) -> Any:
    """Bring it back."""
    cluster, form = queries.cluster_of(current_workshop(), cluster_id), Confirmation()
    if form.validate_on_submit():
        with form.refusals():
            operations.restore_cluster(cluster, by=current_actor())
            flash(gettext("The cluster was restored, with its cards."), "success")
            return _to(cluster_id)
    return _page(refused=form)


def _to(cluster_id: int) -> Any:
    return redirect(url_for("clusters.clusters", _anchor=f"cluster-{cluster_id}"), 303)


def _page(
    new: ClusterForm | None = None,
    renaming: tuple[int, RenameForm] | None = None,
    putting: tuple[int, PutForm] | None = None,
    refused: Form | None = None,
) -> Any:
    tried = [form for form in (new, refused, *(pair[1] for pair in (renaming, putting) if pair)) if form]
    page = render_template(
        "clusters/clusters.html",
        clusters=queries.clusters(current_workshop()),
        new=new or ClusterForm(formdata=None),
        names=RenameForm,
        puts=PutForm,
        renaming=dict([renaming] if renaming else []),
        putting=dict([putting] if putting else []),
        refused=refused,
    )
    return page, 422 if any(form.errors or form.form_errors for form in tried) else 200
