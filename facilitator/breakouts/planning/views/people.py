"""Wishes and needs: entered by the team for a person, or by the participant on the phone."""

from typing import Any, TypeVar

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext

from facilitator.access.current import current_actor, current_participant, current_workshop
from facilitator.access.decorators import last_word_counts, requires
from facilitator.access.policy import Action
from facilitator.breakouts.allocation.instance import Instance
from facilitator.breakouts.allocation.leftovers import unmet_wish
from facilitator.breakouts.planning import operations, queries
from facilitator.breakouts.planning.forms import InterestForm, PersonForm, WishForm
from facilitator.breakouts.planning.snapshot import take_snapshot
from facilitator.breakouts.planning.views.blueprint import pages
from facilitator.breakouts.queries import begun_rounds, groups_of, rounds
from facilitator.errors import N_, NotFound
from facilitator.workshops.models import Part, Workshop
from facilitator.workshops.presence import is_coming
from facilitator.workshops.queries import cities, city_of, measures, offered, participant_of, participants


@pages.get("/planning/people")
@requires(Action.WATCH)
def people() -> Any:
    """Everybody with their wishes and needs, and what each city came for."""
    workshop = current_workshop()
    return render_template(
        "planning/people.html",
        people=participants(workshop, which=is_coming()),
        wishes=queries.wishes(workshop),
        needs=queries.needs(workshop),
        away=queries.absences(workshop),
        cities=offered(cities(workshop, Part.INTERESTED)),
        interests=queries.interests(workshop),
    )


@pages.route("/planning/people/<int:participant_id>", methods=["GET", "POST"])
@requires(Action.SEAT)
@last_word_counts
def person(participant_id: int) -> Any:
    """What one person wishes and needs."""
    workshop = current_workshop()
    participant = participant_of(workshop, participant_id)
    form = _person_form(workshop, participant_id)
    if form.validate_on_submit():
        with form.refusals():
            by, is_open = current_actor(), queries.any_round_open(workshop)
            operations.give_wishes(participant, form.wishes, any_round_open=is_open, by=by)
            operations.note_needs(
                workshop,
                participant,
                step_free=form.step_free.data,
                languages=form.languages.data,
                away=[round_.id for round_ in form.away.picked],
                by=by,
            )
            flash(gettext("Saved for %(name)s.", name=participant.display_name), "success")
            return redirect(url_for("planning.people"), 303)
    return form.page("planning/person.html", person=participant)


@pages.route("/planning/cities/<int:city_id>", methods=["GET", "POST"])
@requires(Action.SEAT)
@last_word_counts
def city(city_id: int) -> Any:
    """What a city came for."""
    workshop = current_workshop()
    shown = city_of(workshop, city_id)
    if shown is None:
        raise NotFound(N_("This city was not found in this workshop."))
    wanted = queries.interests(workshop).get(city_id, [])
    form = InterestForm(measures=[measure.id for measure in wanted])
    form.measures.offer(measures(workshop), "title")
    if form.validate_on_submit():
        operations.note_interests(shown, form.measures.picked, by=current_actor())
        flash(gettext("Saved for %(name)s.", name=shown.name), "success")
        return redirect(url_for("planning.people"), 303)
    return form.page("planning/city.html", city=shown)


@pages.route("/wishes", methods=["GET", "POST"])
@requires(Action.WISH)
@last_word_counts
def own_wishes() -> Any:
    """What a participant would like to visit, on the phone."""
    workshop, actor = current_workshop(), current_actor()
    participant_id = current_participant().participant_id
    form = _with_wishes(WishForm(**_known_wishes(participant_id)), workshop)
    is_open, is_published = queries.any_round_open(workshop), queries.are_seats_published(workshop)
    if form.validate_on_submit():
        with form.refusals():
            participant = participant_of(workshop, participant_id)
            operations.give_wishes(participant, form.wishes, any_round_open=is_open, by=actor)
            _say_saved(is_published=is_published)
            return redirect(url_for("participant_home.home"), 303)
    return form.page("planning/own_wishes.html", is_open=is_open, is_published=is_published)


def _say_saved(*, is_published: bool) -> None:
    if is_published:
        flash(
            gettext(
                "Your preferences were saved. The seats are already published, so your seat stays as it is."
                " Your preferences count if seats are planned again."
            ),
            "success",
        )
    else:
        flash(gettext("Your preferences were saved."), "success")


@pages.get("/wishes/why")
@requires(Action.TAKE_PART)
def why() -> Any:
    """What became of a participant's wishes, and why not of all."""
    workshop, participant_id = current_workshop(), current_participant().participant_id
    snapshot = take_snapshot(workshop)
    person = snapshot.position.get(participant_id)
    wishes = queries.wishes(workshop).get(participant_id, [])
    visited = {group.measure_id for group in groups_of(participant_id)}
    instance = Instance(snapshot.problem)
    told = [
        (wish, unmet_wish(instance, person, wish.rank))
        if person is not None and wish.measure_id not in visited
        else (wish, None)
        for wish in wishes
    ]
    return render_template("planning/why.html", told=told, has_seats=bool(visited))


def _known_wishes(participant_id: int) -> dict[str, int]:
    names = ("first", "second", "third")
    known = queries.wishes_of(participant_id)
    return {name: wish.measure_id for name, wish in zip(names, known, strict=False)}


Wishes = TypeVar("Wishes", bound=WishForm)


def _with_wishes(form: Wishes, workshop: Workshop) -> Wishes:
    offered = measures(workshop)
    for field in (form.first, form.second, form.third):
        field.offer(offered, "title", nothing=gettext("No preference"))
    return form


def _person_form(workshop: Workshop, participant_id: int) -> PersonForm:
    need = queries.needs(workshop).get(participant_id)
    begun = begun_rounds(workshop)
    form = PersonForm(
        **_known_wishes(participant_id),
        step_free=bool(need and need.step_free),
        languages=need.languages if need else "",
        away=sorted(queries.absences(workshop).get(participant_id, set())),
    )
    form.away.offer([round_ for round_ in rounds(workshop) if round_.id not in begun], "title")
    return _with_wishes(form, workshop)
