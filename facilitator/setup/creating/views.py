"""Create a workshop."""

from typing import IO, Any

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext
from flask_login import current_user

from facilitator.access.current import current_actor, server_secret
from facilitator.access.decorators import requires, takes_a_file, writes_late
from facilitator.access.policy import Action
from facilitator.accounts.models import Account
from facilitator.config import MOST_BYTES
from facilitator.database import db
from facilitator.setup.creating.forms import CopyForm, DetailsForm, FileForm, NewWorkshopForm
from facilitator.setup.creating.operations import create_from, free_slug, import_whole
from facilitator.web.edge import turn_to_write
from facilitator.web.forms import Form
from facilitator.web.submissions import check_pace
from facilitator.workshop_file.reading import WorkshopFile, check, parse
from facilitator.workshop_file.templates import TEMPLATES, composed
from facilitator.workshop_file.whole.archive import MOST_BYTES as MOST_BYTES_OF_ARCHIVE
from facilitator.workshop_file.whole.archive import is_archive
from facilitator.workshop_file.whole.checking import WholeFile, checked
from facilitator.workshop_file.writing import written
from facilitator.workshops.lists.zones import zones
from facilitator.workshops.models import Workshop
from facilitator.workshops.queries import workshop_to_copy, workshops_of

pages = Blueprint("creating", __name__, url_prefix="/workshops/new")
ZONE = "Europe/Brussels"


@pages.route("", methods=["GET", "POST"])
@requires(Action.CREATE_WORKSHOP)
def new() -> Any:
    """A workshop from a template: one page, and it can be joined."""
    form = NewWorkshopForm(data={"template": TEMPLATES[0], "timezone": _usual_zone()})
    if form.validate_on_submit():
        with form.refusals():
            content = composed(form.content, _facts(form), form.cities, form.typed_measures)
            made = _create(form, check(content))
            return _to_set_up(made)
    return form.page("creating/new.html", templates=TEMPLATES, zones=zones())


@pages.route("/copy", methods=["GET", "POST"])
@requires(Action.CREATE_WORKSHOP)
def copy() -> Any:
    """A workshop set up as an earlier one, without anything that was said in it."""
    earlier = workshop_to_copy(request.args.get("of", ""), current_user.id)
    form = CopyForm(data={name: getattr(earlier, name) for name in ("title", "place", "timezone")})
    file = check(written(earlier, with_people=True))
    form.days = file.last_day
    if form.validate_on_submit():
        with form.refusals():
            wanted = file.with_facts(**form.facts, slug=free_slug(form.title.data))
            if not form.with_team.data:
                wanted = wanted.without("team")
            if not form.with_people.data:
                wanted = wanted.without("participants")
            return _to_set_up(_create(form, wanted, with_people=True))
    return form.page("creating/copy.html", earlier=earlier, zones=zones())


@pages.route("/file", methods=["GET", "POST"])
@writes_late
@takes_a_file("file", most_bytes=MOST_BYTES_OF_ARCHIVE + MOST_BYTES)
@requires(Action.CREATE_WORKSHOP)
def from_file() -> Any:
    """A workshop from a file that another one was exported to, on this server or elsewhere.

    While the file is looked through, others write.
    """
    form = FileForm()
    if form.is_submitted():
        check_pace(current_actor())
    if form.validate_on_submit():
        with form.refusals():
            source = form.file.data.stream
            head = source.read(4)
            source.seek(0)
            return _from_whole(form, checked(source)) if is_archive(head) else _from_set_up(form, source)
    return form.page("creating/file.html", most=MOST_BYTES_OF_ARCHIVE // 1_000_000)


def _from_set_up(form: FileForm, source: IO[bytes]) -> Any:
    file = check(parse(source.read()))
    with turn_to_write():
        title = form.title.data or file.facts["title"]
        file = file.with_facts(**file.days_from(form.starts_on.data), title=title, slug=free_slug(title))
        made = _create(form, file.without("team"), with_people=form.with_people.data)
        return _to_set_up(made)


def _from_whole(form: FileForm, file: WholeFile) -> Any:
    form.check_changes_nothing()
    with turn_to_write():
        creator = db.session.get_one(Account, current_user.id)
        made = import_whole(file, creator=creator, submission=form.submission.data, secret=server_secret())
        flash(
            gettext(
                "The workshop was imported. Its team is not in the file: invite it again. People and cities"
                " have new links."
            ),
            "success",
        )
        return redirect(url_for("team.team", slug=made.slug), 303)


def _facts(form: DetailsForm) -> dict[str, Any]:
    """The facts of a workshop as its file has them."""
    days = {name: form[name].data.isoformat() for name in ("starts_on", "ends_on")}
    return {**form.facts, **days, "slug": free_slug(form.title.data)}


def _create(form: Form, file: WorkshopFile, *, with_people: bool = False) -> Workshop:
    return create_from(
        file,
        creator=db.session.get_one(Account, current_user.id),
        submission=form.submission.data,
        secret=server_secret(),
        with_people=with_people,
    )


def _usual_zone() -> str:
    """The time zone of the latest workshop of this account."""
    own = workshops_of(current_user.id)
    return own[0].workshop.timezone if own else ZONE


def _to_set_up(made: Workshop) -> Any:
    flash(gettext("The workshop was created. People can join it with its code."), "success")
    return redirect(url_for("setup.hub", slug=made.slug), 303)
