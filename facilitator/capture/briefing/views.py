"""The briefing for next morning: who presents what, for the screen, for paper, and for remarks meanwhile."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import redirect, render_template, request, url_for
from flask_babel import gettext

from facilitator.access.current import current_actor, current_workshop, pages_of_workshop
from facilitator.access.decorators import requires
from facilitator.access.policy import Action
from facilitator.capture.briefing.content import Briefing
from facilitator.capture.briefing.forms import RemarkAtBriefingForm
from facilitator.capture.briefing.queries import stated
from facilitator.capture.briefing.screens import screens
from facilitator.capture.queries import card_by_reference
from facilitator.capture.remarks.operations import make_remark
from facilitator.errors import N_, NotFound
from facilitator.web.addresses import row_number
from facilitator.workshops.models import City, Measure, Part
from facilitator.workshops.queries import cities, city_of, measure_with_prefix, shown_measures

pages = pages_of_workshop(__name__)

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class BriefingSubject:
    """Who presents, and which measure: a city on one or on all, or all together on one."""

    city: City | None
    measure: Measure | None

    @property
    def briefing(self) -> Briefing:
        """What is presented."""
        workshop = current_workshop()
        return stated(workshop).briefing(
            self.city, [self.measure] if self.measure else shown_measures(workshop)
        )

    def url(self, page: str, **values: Any) -> str:
        """The address of one of its pages."""
        city_id, prefix = self.city and self.city.id, self.measure and self.measure.prefix
        return url_for(f"briefing.{page}", city_id=city_id, prefix=prefix, **values)


def _of_each(path: str, **options: Any) -> Callable[[View], View]:
    """Route a page of a city, of a city on one measure, and of a measure."""

    def route(view: View) -> View:
        pages.route(f"/briefing/<int:city_id>{path}", defaults={"prefix": None}, **options)(view)
        pages.route(f"/briefing/<int:city_id>/<prefix>{path}", **options)(view)
        pages.route(f"/briefing/measures/<prefix>{path}", defaults={"city_id": None}, **options)(view)
        return view

    return route


@pages.get("/briefing")
@requires(Action.WATCH)
def index() -> Any:
    """Which city has what to say of which measure."""
    workshop = current_workshop()
    state, columns = stated(workshop), shown_measures(workshop)
    rows = [
        (city, {section.measure.id: section for section in state.briefing(city, columns).sections})
        for city in cities(workshop, Part.LIGHTHOUSE)
    ]
    return render_template("briefing/index.html", handover=state.handover, measures=columns, rows=rows)


@_of_each("/wall")
@requires(Action.WATCH)
def wall(city_id: int | None, prefix: str | None) -> Any:
    """One screen of it for the projector."""
    subject = _subject(city_id, prefix)
    briefing = subject.briefing
    all_screens = screens(briefing)
    wanted = request.args.get("screen", type=row_number) or 1
    number = max(1, min(wanted, len(all_screens)))
    return render_template(
        "briefing/wall.html",
        subject=subject,
        briefing=briefing,
        screen=all_screens[number - 1] if all_screens else None,
        number=number,
        screens=len(all_screens),
    )


@_of_each("/sheet")
@requires(Action.WATCH)
def sheet(city_id: int | None, prefix: str | None) -> Any:
    """All of it on paper, a sheet for each measure."""
    subject = _subject(city_id, prefix)
    return render_template("briefing/sheet.html", subject=subject, briefing=subject.briefing)


@_of_each("/remarks", methods=["POST"])
@requires(Action.CAPTURE)
def remark(city_id: int | None, prefix: str | None) -> Any:
    """What is said while it is presented, at the issue that is on."""
    subject = _subject(city_id, prefix)
    briefing = subject.briefing
    form = _remark_form(briefing)
    if form.validate_on_submit():
        with form.refusals():
            issue = card_by_reference(current_workshop(), form.issue.row.ref)
            make_remark(issue, text=form.text.data, city=form.city.row, by=current_actor())
            return redirect(subject.url("city", at=issue.ref, _anchor=issue.ref), 303)
    return form.page("briefing/briefing.html", subject=subject, briefing=briefing)


@_of_each("")
@requires(Action.WATCH)
def city(city_id: int | None, prefix: str | None) -> Any:
    """The briefing with what is said of it, for the team beside whoever presents."""
    subject = _subject(city_id, prefix)
    briefing = subject.briefing
    return _remark_form(briefing).page("briefing/briefing.html", subject=subject, briefing=briefing)


def _subject(city_id: int | None, prefix: str | None) -> BriefingSubject:
    workshop = current_workshop()
    city = city_of(workshop, city_id)
    if city_id is not None and (city is None or city.part is not Part.LIGHTHOUSE):
        raise NotFound(N_("This lighthouse city was not found in this workshop."))
    return BriefingSubject(city, measure_with_prefix(workshop, prefix) if prefix else None)


def _remark_form(briefing: Briefing) -> RemarkAtBriefingForm:
    """The issue that was spoken of last stays chosen, or the one that the address names."""
    form, cards = RemarkAtBriefingForm(), [issue.card for issue in briefing.issues]
    form.issue.offer(cards, "label", nothing=gettext("Choose an issue"))
    form.city.offer(cities(current_workshop()), nothing=gettext("No particular city"))
    if request.method == "GET":
        at = request.args.get("at")
        form.issue.data = next((card.id for card in cards if card.ref == at), None)
    return form
