"""Lists of people in and out."""

from collections.abc import Iterable
from typing import Any

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext, ngettext

from facilitator.access.current import current_actor, current_door, current_workshop, server_secret
from facilitator.access.decorators import last_word_counts, requires, takes_a_file, writes_late
from facilitator.access.policy import Action
from facilitator.config import MOST_BYTES
from facilitator.documents.sheets import as_csv
from facilitator.reception import operations, queries, rules, writing
from facilitator.reception.forms import ColumnsForm, ImportForm, UploadForm, fields_of_columns
from facilitator.reception.models import RosterUpload
from facilitator.reception.views.blueprint import pages
from facilitator.web.edge import never_kept, turn_to_write
from facilitator.web.forms import Form, chosen_file
from facilitator.web.origins import origins
from facilitator.web.submissions import check_pace, once
from facilitator.workshops.marking import mark
from facilitator.workshops.operations import token_of
from facilitator.workshops.queries import workshop_with_code
from facilitator.workshops.roster.changes import Effect
from facilitator.workshops.roster.fields import RosterField
from facilitator.workshops.roster.reading import read_file, read_paste
from facilitator.workshops.roster.sheet import MOST_BYTES as MOST_BYTES_OF_A_LIST
from facilitator.workshops.roster.sheet import Sheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pages.route("/people/import", methods=["GET", "POST"])
@writes_late
@requires(Action.MANAGE_PEOPLE)
@takes_a_file("file", most_bytes=MOST_BYTES_OF_A_LIST + MOST_BYTES)
def upload() -> Any:
    """A list, as a file or pasted; nothing is imported yet. While it is read, others write."""
    form = UploadForm()
    if form.is_submitted():
        check_pace(current_actor())
    if form.validate_on_submit():
        with form.refusals():
            file, pasted = chosen_file(form.file), form.pasted.data or ""
            rules.check_has_something(file=file, pasted=pasted)
            sheet = read_file(file) if file else read_paste(pasted)
            return _keep(sheet)
    waiting = queries.uploads_of(current_workshop(), current_actor().account_id)
    return form.page("reception/upload.html", waiting=waiting)


def _keep(sheet: Sheet) -> Response:
    with turn_to_write():
        workshop, actor = workshop_with_code(current_door().code, to_change=True), current_actor()

        def lead_to_preview() -> Any:
            kept = operations.keep_upload(workshop, sheet, by=actor)
            return redirect(url_for("reception.preview", upload_id=kept.id), 303)

        return once(actor, workshop.id, lead_to_preview)


@pages.route("/people/import/<int:upload_id>", methods=["GET", "POST"])
@requires(Action.MANAGE_PEOPLE)
def preview(upload_id: int) -> Any:
    """What the list would do, row by row; sent, it is done."""
    form = ImportForm()
    if form.validate_on_submit():
        with form.refusals():
            _tell(_import(upload_id, form.shown.data))
            return redirect(url_for("workshops.people"), 303)
    shown = queries.preview(current_workshop(), _upload(upload_id))
    form.shown.data = shown.key
    return _preview_page(upload_id, shown, form, _columns_form(shown))


def _import(upload_id: int, was_shown: str) -> operations.Imported:
    workshop, kept = current_workshop(), _upload(upload_id)
    shown = queries.preview(workshop, kept)
    rules.check_is_what_was_shown(was_shown, shown.key)
    secret = server_secret()
    return operations.import_people(workshop, kept, shown, secret=secret, by=current_actor())


def _preview_page(upload_id: int, shown: queries.Preview, form: Form, columns: ColumnsForm) -> Any:
    known = {"upload_id": upload_id, "shown": shown, "columns": columns}
    return form.page("reception/preview.html", **known, Effect=Effect, fields=RosterField)


@pages.get("/people/list.csv")
@requires(Action.MANAGE_PEOPLE)
def csv() -> Response:
    """The people as a list, as text."""
    return _file(as_csv(_lines()), "text/csv", "csv")


@pages.get("/people/list.xlsx")
@requires(Action.MANAGE_PEOPLE)
def xlsx() -> Response:
    """The people as a list, as a workbook."""
    return _file(writing.as_workbook(_lines(), gettext("People")), XLSX, "xlsx")


def _lines() -> Iterable[writing.Line]:
    secret, slug, with_links = server_secret(), current_workshop().slug, "links" in request.args

    begins = origins().for_others

    def link(token: str) -> str:
        return f"{begins}{url_for('workshops.come_back', slug=slug, token=token)}" if token else ""

    people = [
        (listed, person.presence, link(token_of(person, secret)) if with_links else "")
        for person, listed in queries.listed_people(current_workshop())
    ]
    return writing.lines(people, with_links=with_links, mark=mark(current_workshop()))


def _file(written: bytes, mimetype: str, ending: str) -> Response:
    response = never_kept(Response(written, mimetype=mimetype))
    name = f"{current_workshop().slug}-people.{ending}"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


@pages.post("/people/import/<int:upload_id>/columns")
@requires(Action.MANAGE_PEOPLE)
@last_word_counts
def columns(upload_id: int) -> Any:
    """What the columns hold, chosen by hand."""
    kept, form = _upload(upload_id), ColumnsForm()
    form.offer_rows(kept.sheet)
    if form.validate_on_submit():
        with form.refusals():
            chosen = fields_of_columns(request.form)
            operations.choose_fields(kept, chosen, heading_row=form.heading_row.data or 0)
            return redirect(url_for("reception.preview", upload_id=upload_id), 303)
    shown = queries.preview(current_workshop(), _upload(upload_id))
    return _preview_page(upload_id, shown, form, form)


@pages.post("/people/import/<int:upload_id>/corrections")
@requires(Action.MANAGE_PEOPLE)
@last_word_counts
def corrections(upload_id: int) -> Any:
    """What was meant by what the list says, chosen by hand."""
    kept = _upload(upload_id)
    shown = queries.preview(current_workshop(), kept)
    changed = operations.correct_cells(kept, shown, request.form.to_dict())
    if changed:
        flash(ngettext("One cell was corrected.", "%(num)d cells were corrected.", changed), "success")
    return redirect(url_for("reception.preview", upload_id=upload_id), 303)


@pages.post("/people/import/<int:upload_id>/organisations")
@requires(Action.MANAGE_PEOPLE)
@last_word_counts
def add_organisations(upload_id: int) -> Any:
    """Add organisations that the list names, so that their people can be imported."""
    workshop, chosen = current_workshop(), request.form.getlist("organisation")
    shown = queries.preview(workshop, _upload(upload_id))
    added = operations.add_listed_organisations(workshop, shown, chosen, by=current_actor())
    if added:
        flash(
            ngettext("One organisation was added.", "%(num)d organisations were added.", len(added)),
            "success",
        )
    return redirect(url_for("reception.preview", upload_id=upload_id), 303)


@pages.post("/people/import/<int:upload_id>/deletion")
@requires(Action.MANAGE_PEOPLE)
def discard(upload_id: int) -> Any:
    """Forget a list that is not to be imported."""
    operations.discard_upload(_upload(upload_id))
    flash(gettext("The preview was discarded. Nothing was imported."), "success")
    return redirect(url_for("workshops.people"), 303)


def _upload(upload_id: int) -> RosterUpload:
    return queries.upload_of(current_workshop(), upload_id, current_actor().account_id)


def _columns_form(shown: queries.Preview) -> ColumnsForm:
    form = ColumnsForm(formdata=None, heading_row=str(shown.columns.heading_row if shown.columns else 0))
    form.offer_rows(shown.sheet)
    return form


def _tell(done: operations.Imported) -> None:
    if done.created:
        flash(ngettext("One person was added.", "%(num)d people were added.", done.created), "success")
    if done.changed:
        flash(ngettext("One entry was changed.", "%(num)d entries were changed.", done.changed), "success")
    if done.left_out:
        flash(
            ngettext(
                "One row was not imported. Correct it in your list, and import the list again.",
                "%(num)d rows were not imported. Correct them in your list, and import the list again.",
                done.left_out,
            ),
            "warning",
        )
