"""Badges, a poster and a sign-in sheet: what to choose, and each as a PDF."""

from collections.abc import Mapping
from typing import Any, TypeVar

from flask import Response, current_app
from flask_babel import force_locale, get_locale, gettext

from facilitator.access.current import current_workshop, pages_of_workshop, server_secret
from facilitator.access.decorators import only_reads, requires
from facilitator.access.policy import Action
from facilitator.badges import content
from facilitator.badges.forms import BadgeForm, BadgeOrder, ForPhones, Paper, PerSheet, PosterForm
from facilitator.badges.queries import by_city, coming
from facilitator.config import locale_of
from facilitator.errors import N_, RuleBroken
from facilitator.pdf.writing import write_pdf
from facilitator.web.edge import never_kept
from facilitator.web.forms import Confirmation, Form
from facilitator.web.origins import origins

pages = pages_of_workshop(__name__)
_IN_ORDER = {BadgeOrder.NAME: coming, BadgeOrder.CITY: by_city}
PrintedForm = TypeVar("PrintedForm", bound=ForPhones)


@pages.get("/setup/badges")
@requires(Action.PRINT)
def page() -> Any:
    """What can be printed, with what there is to choose."""
    return _page()


@pages.post("/setup/badges/badges")
@requires(Action.PRINT)
@only_reads
def badges() -> Any:
    """The badges of everybody in the order that was chosen, and blank ones."""
    form = _for_phones(BadgeForm())
    if form.validate_on_submit():
        with form.refusals():
            workshop = current_workshop()
            people = _IN_ORDER[form.order.data](workshop)
            blank = form.blank.data or 0
            if not people and not blank:
                raise RuleBroken(N_("Nobody is on the list yet, so there are no badges to print."))
            with force_locale(locale_of(workshop.language)):
                values = content.badges(
                    workshop,
                    people,
                    blank=blank,
                    per_sheet=int(form.per_sheet.data),
                    origin=form.begins,
                    secret=server_secret(),
                )
                return _download("badges", gettext("Badges"), values)
    return _page(badge_form=form)


@pages.post("/setup/badges/poster")
@requires(Action.PRINT)
@only_reads
def poster() -> Any:
    """The poster to join by."""
    form = _for_phones(PosterForm())
    if form.validate_on_submit():
        workshop = current_workshop()
        with force_locale(locale_of(workshop.language)):
            values = content.poster(
                workshop,
                paper=form.paper.data,
                origin=form.begins,
                network=form.network.data,
                password=form.network_password.data,
            )
            return _download("poster", gettext("Join with your phone"), values)
    return _page(poster_form=form)


@pages.post("/setup/badges/sign-in-sheet")
@requires(Action.PRINT)
@only_reads
def sign_in_sheet() -> Any:
    """The sheet to sign at the door."""
    workshop = current_workshop()
    with force_locale(locale_of(workshop.language)):
        return _download("sign_in_sheet", gettext("Sign-in sheet"), content.sign_in_sheet(workshop))


def _for_phones(form: PrintedForm) -> PrintedForm:
    """The form with the addresses that phones may be given."""
    form.offer(origins())
    return form


def _page(badge_form: Form | None = None, poster_form: Form | None = None) -> Any:
    """The page with its forms: fresh, but for one that came back with what is wrong in it."""
    found = origins()
    first = {
        "origin": found.offered[0],
        "per_sheet": PerSheet.TEN,
        "order": BadgeOrder.NAME,
        "blank": 0,
        "paper": Paper.A4,
    }
    badge_form = badge_form or _for_phones(BadgeForm(formdata=None, data=first))
    poster_form = poster_form or _for_phones(PosterForm(formdata=None, data=first))
    refused = poster_form if poster_form.errors else badge_form
    return refused.page(
        "badges/page.html",
        badge_form=badge_form,
        poster_form=poster_form,
        sheet_form=Confirmation(formdata=None),
        people=len(coming(current_workshop())),
    )


def _download(source: str, title: str, values: Mapping[str, Any]) -> Response:
    """A PDF with this name and title, that no browser keeps: it has names and codes."""
    workshop = current_workshop()
    written = write_pdf(source, values, title=f"{title} – {workshop.title}", language=get_locale().language)
    response = current_app.response_class(written, mimetype="application/pdf")
    name = f"{workshop.slug}-{source.replace('_', '-')}.pdf"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return never_kept(response)
