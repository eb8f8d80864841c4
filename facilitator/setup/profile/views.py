"""Change what a workshop is made of: details, projects, cities, organisations, measures."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import get_locale, gettext, ngettext

from facilitator.access.current import current_actor, current_workshop, pages_of_workshop
from facilitator.access.decorators import requires
from facilitator.access.policy import Action
from facilitator.agenda.queries import agenda
from facilitator.event_page.queries import check_page_suits
from facilitator.setup.creating.forms import DetailsForm
from facilitator.setup.profile.forms import (
    CitiesForm,
    CityForm,
    MeasureForm,
    MeasuresForm,
    OrganisationNameForm,
    OrganisationsForm,
    ProjectForm,
    said_of_its_line,
)
from facilitator.setup.profile.operations import add_typed_measures, change_measure
from facilitator.setup.profile.queries import placeholders_of
from facilitator.web.forms import Confirmation
from facilitator.web.sentences import listed
from facilitator.workshops import queries
from facilitator.workshops.lists.zones import zones
from facilitator.workshops.models import City, Measure, MeasureColour, Organisation, Part, Project
from facilitator.workshops.operations import add_organisations, add_project, change_details
from facilitator.workshops.profile import operations
from facilitator.workshops.profile.queries import (
    city_with_id,
    hanging_on,
    organisation_with_id,
    organisations_of,
    project_with_id,
    projects,
)

pages = pages_of_workshop(__name__)

Row = Project | City | Organisation | Measure


@pages.route("/setup/details", methods=["GET", "POST"])
@requires(Action.SET_UP)
def details() -> Any:
    """Title, days, time zone and place."""
    workshop = current_workshop()
    form = DetailsForm(obj=workshop)
    form.days = max((entry.session.day for entry in agenda(workshop)), default=0)
    if form.validate_on_submit():
        with form.refusals():
            check_page_suits(workshop, form.facts["starts_on"], form.facts["ends_on"])
            change_details(workshop, **form.facts, days_planned=form.days, by=current_actor())
            flash(gettext("The details were saved."), "success")
            return redirect(url_for("setup.hub"), 303)
    return form.page("profile/details.html", zones=zones())


@pages.route("/setup/cities", methods=["GET", "POST"])
@requires(Action.SET_UP)
def cities() -> Any:
    """All cities and organisations, and more cities."""
    workshop = current_workshop()
    form = CitiesForm(data={"part": Part.INTERESTED})
    if form.validate_on_submit():
        with form.refusals(), said_of_its_line("cities", [each.line for each in form.typed]):
            operations.admit_cities(workshop, form.typed, form.part.data, by=current_actor())
            flash(gettext("The cities were added."), "success")
            return redirect(url_for("profile.cities"), 303)
    return _cities(form, OrganisationsForm(formdata=None))


@pages.post("/setup/organisations")
@requires(Action.SET_UP)
def organisations() -> Any:
    """More organisations that are no city."""
    workshop, form = current_workshop(), OrganisationsForm()
    if form.validate_on_submit():
        with form.refusals(), said_of_its_line("organisations", list(form.names)):
            partners = [Organisation(name=name, city_id=None) for name in form.names.values()]
            add_organisations(workshop, partners, by=current_actor())
            flash(gettext("The organisations were added."), "success")
            return redirect(url_for("profile.cities"), 303)
    return _cities(CitiesForm(formdata=None, data={"part": Part.INTERESTED}), form)


def _cities(form: CitiesForm, partners: OrganisationsForm) -> Any:
    workshop = current_workshop()
    page = partners if partners.errors else form
    everybody = queries.cities(workshop)
    others = [each for each in queries.organisations(workshop) if each.city is None]
    return page.page(
        "profile/cities.html",
        cities=queries.offered(everybody),
        organisations=queries.offered(others),
        hidden=[
            *_hidden(everybody, "city", lambda row: (row.name, {"city_id": row.id})),
            *_hidden(others, "organisation", lambda row: (row.name, {"organisation_id": row.id})),
        ],
        cities_form=form,
        country_names=get_locale().territories,
        partners=partners,
    )


def _hidden(
    rows: Iterable[Any], kind: str, told: Callable[[Any], tuple[str, dict[str, Any]]]
) -> Iterator[tuple[str, str, str]]:
    """The name of each row that is hidden, where it is restored, and where it is deleted."""
    for name, named in (told(row) for row in rows if row.retired_at is not None):
        restoration = url_for(f"profile.restore_{kind}", **named)
        yield name, restoration, url_for(f"profile.{kind}_removal", **named)


@pages.route("/setup/cities/<int:city_id>", methods=["GET", "POST"])
@requires(Action.SET_UP)
def city(city_id: int) -> Any:
    """A city, to be changed."""
    workshop = current_workshop()
    found = city_with_id(workshop, city_id)
    form = CityForm(obj=found, project=found.project_id)
    form.project.offer(projects(workshop), nothing=gettext("No project"))
    if form.validate_on_submit():
        with form.refusals():
            facts = {name: form[name].data for name in ("name", "country", "part", "other_names")}
            facts |= {"project": form.project.row}
            operations.change_city(workshop, found, **facts, by=current_actor())
            flash(gettext("%(name)s was saved.", name=found.name), "success")
            return redirect(url_for("profile.cities"), 303)
    return form.page("profile/city.html", city=found, organisations=organisations_of(found))


@pages.route("/setup/cities/<int:city_id>/removal", methods=["GET", "POST"])
@requires(Action.SET_UP)
def city_removal(city_id: int) -> Any:
    """Delete a city, once it has been said what belongs to it."""
    found = city_with_id(current_workshop(), city_id)
    retirement = url_for("profile.retire_city", city_id=city_id)
    remove = operations.remove_city
    return _removal(found, found.name, remove, back="profile.cities", retirement=retirement)


@pages.post("/setup/cities/<int:city_id>/retirement")
@requires(Action.SET_UP)
def retire_city(city_id: int) -> Any:
    """Offer a city no more."""
    found = city_with_id(current_workshop(), city_id)
    return _retired(found, found.name, back="profile.cities")


@pages.post("/setup/cities/<int:city_id>/restoration")
@requires(Action.SET_UP)
def restore_city(city_id: int) -> Any:
    """Offer a city again."""
    found = city_with_id(current_workshop(), city_id)
    return _restored(found, found.name, back="profile.cities")


def _removal(
    row: Row, name: str, remove: Callable[..., None], *, back: str, retirement: str | None = None
) -> Any:
    form = Confirmation()
    if form.validate_on_submit():
        with form.refusals():
            remove(row, by=current_actor())
            flash(gettext("%(name)s was deleted.", name=name), "success")
            return redirect(url_for(back), 303)
    told = {"name": name, "hanging": hanging_on(row), "action": request.path, "back": url_for(back)}
    return form.page("profile/removal.html", **told, retirement=retirement)


def _retired(row: operations.Retirable, name: str, *, back: str) -> Any:
    operations.retire(row, by=current_actor())
    flash(gettext("%(name)s was hidden. You can restore it below.", name=name), "success")
    return redirect(url_for(back, _anchor="hidden"), 303)


def _restored(row: operations.Retirable, name: str, *, back: str) -> Any:
    operations.restore(row, by=current_actor())
    flash(gettext("%(name)s was restored.", name=name), "success")
    return redirect(url_for(back), 303)


@pages.route("/setup/organisations/<int:organisation_id>", methods=["GET", "POST"])
@requires(Action.SET_UP)
def organisation(organisation_id: int) -> Any:
    """An organisation, to be called otherwise."""
    workshop = current_workshop()
    found = organisation_with_id(workshop, organisation_id)
    form = OrganisationNameForm(obj=found)
    if form.validate_on_submit():
        with form.refusals():
            operations.change_organisation_name(workshop, found, form.name.data, by=current_actor())
            flash(gettext("%(name)s was saved.", name=found.name), "success")
            return redirect(url_for("profile.cities"), 303)
    return form.page("profile/organisation.html", organisation=found)


@pages.route("/setup/organisations/<int:organisation_id>/removal", methods=["GET", "POST"])
@requires(Action.SET_UP)
def organisation_removal(organisation_id: int) -> Any:
    """Delete an organisation, once it has been said who speaks for it."""
    found = organisation_with_id(current_workshop(), organisation_id)
    retirement = url_for("profile.retire_organisation", organisation_id=organisation_id)
    remove = operations.remove_organisation
    return _removal(found, found.name, remove, back="profile.cities", retirement=retirement)


@pages.post("/setup/organisations/<int:organisation_id>/retirement")
@requires(Action.SET_UP)
def retire_organisation(organisation_id: int) -> Any:
    """Offer an organisation no more."""
    found = organisation_with_id(current_workshop(), organisation_id)
    return _retired(found, found.name, back="profile.cities")


@pages.post("/setup/organisations/<int:organisation_id>/restoration")
@requires(Action.SET_UP)
def restore_organisation(organisation_id: int) -> Any:
    """Offer an organisation again."""
    found = organisation_with_id(current_workshop(), organisation_id)
    return _restored(found, found.name, back="profile.cities")


@pages.route("/setup/projects", methods=["GET", "POST"])
@requires(Action.SET_UP)
def project_list() -> Any:
    """All projects with their cities, and another one."""
    workshop, form = current_workshop(), ProjectForm()
    if form.validate_on_submit():
        with form.refusals():
            added = add_project(workshop, **_of_project(form), by=current_actor())
            flash(gettext("%(name)s was added.", name=added.name), "success")
            return redirect(url_for("profile.project_list"), 303)
    return form.page("profile/projects.html", projects=projects(workshop), cities=queries.cities(workshop))


@pages.route("/setup/projects/<int:project_id>", methods=["GET", "POST"])
@requires(Action.SET_UP)
def project(project_id: int) -> Any:
    """A project, to be changed."""
    workshop = current_workshop()
    found = project_with_id(workshop, project_id)
    form = ProjectForm(obj=found)
    if form.validate_on_submit():
        with form.refusals():
            operations.change_project(workshop, found, **_of_project(form), by=current_actor())
            flash(gettext("%(name)s was saved.", name=found.name), "success")
            return redirect(url_for("profile.project_list"), 303)
    return form.page("profile/project.html", project=found)


def _of_project(form: ProjectForm) -> dict[str, str]:
    return {name: form[name].data for name in ("name", "word_for_interested")}


@pages.route("/setup/projects/<int:project_id>/removal", methods=["GET", "POST"])
@requires(Action.SET_UP)
def project_removal(project_id: int) -> Any:
    """Delete a project, once it has been said which cities take part in it."""
    found = project_with_id(current_workshop(), project_id)
    return _removal(found, found.name, operations.remove_project, back="profile.project_list")


@pages.route("/setup/measures", methods=["GET", "POST"])
@requires(Action.SET_UP)
def measures() -> Any:
    """All measures in their order, and more of them."""
    workshop, form = current_workshop(), MeasuresForm()
    there = queries.measures(workshop)
    form.taken = [measure.prefix for measure in there]
    if form.validate_on_submit():
        with form.refusals():
            replaced = add_typed_measures(workshop, form.typed, by=current_actor())
            flash(gettext("The measures were added."), "success")
            if replaced:
                flash(
                    ngettext(
                        "%(names)s was an example and was replaced, also in the agenda.",
                        "%(names)s were examples and were replaced, also in the agenda.",
                        len(replaced),
                        names=listed(replaced),
                    ),
                    "success",
                )
            return redirect(url_for("profile.measures"), 303)
    hidden = [*_hidden(there, "measure", lambda row: (row.title, {"prefix": row.prefix}))]
    placeholders = [each.title for each in placeholders_of(workshop)]
    return form.page(
        "profile/measures.html", measures=queries.offered(there), hidden=hidden, placeholders=placeholders
    )


@pages.route("/setup/measures/<prefix>", methods=["GET", "POST"])
@requires(Action.SET_UP)
def measure(prefix: str) -> Any:
    """A measure, to be changed."""
    found = queries.measure_with_prefix(current_workshop(), prefix)
    form = MeasureForm(obj=found, colour=MeasureColour(str(found.colour)) if found.colour else None)
    if form.validate_on_submit():
        with form.refusals():
            facts = {name: form[name].data for name in ("prefix", "title", "question", "prompts")}
            facts |= {"colour": int(form.colour.data) if form.colour.data else None}
            change_measure(found, **facts, by=current_actor())
            flash(gettext("%(name)s was saved.", name=found.title), "success")
            return redirect(url_for("profile.measures"), 303)
    return form.page("profile/measure.html", measure=found)


@pages.route("/setup/measures/<prefix>/removal", methods=["GET", "POST"])
@requires(Action.SET_UP)
def measure_removal(prefix: str) -> Any:
    """Delete a measure, once it has been said what belongs to it."""
    workshop = current_workshop()
    found = queries.measure_with_prefix(workshop, prefix)
    remove = partial(operations.remove_measure, workshop)
    retirement = url_for("profile.retire_measure", prefix=found.prefix)
    return _removal(found, found.title, remove, back="profile.measures", retirement=retirement)


@pages.post("/setup/measures/<prefix>/retirement")
@requires(Action.SET_UP)
def retire_measure(prefix: str) -> Any:
    """Offer a measure no more."""
    found = queries.measure_with_prefix(current_workshop(), prefix)
    return _retired(found, found.title, back="profile.measures")


@pages.post("/setup/measures/<prefix>/restoration")
@requires(Action.SET_UP)
def restore_measure(prefix: str) -> Any:
    """Offer a measure again."""
    found = queries.measure_with_prefix(current_workshop(), prefix)
    return _restored(found, found.title, back="profile.measures")


@pages.post("/setup/measures/<prefix>/earlier")
@requires(Action.SET_UP)
def earlier(prefix: str) -> Any:
    """Let a measure change places with the one before it."""
    return _move(prefix, up=True)


@pages.post("/setup/measures/<prefix>/later")
@requires(Action.SET_UP)
def later(prefix: str) -> Any:
    """Let a measure change places with the one after it."""
    return _move(prefix, up=False)


def _move(prefix: str, *, up: bool) -> Any:
    workshop = current_workshop()
    found = queries.measure_with_prefix(workshop, prefix)
    operations.move_measure(workshop, found, up=up, by=current_actor())
    return redirect(url_for("profile.measures"), 303)
