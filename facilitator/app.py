"""The table of contents: settings, database, the gate, and the pages of every package, wired together."""

from functools import lru_cache
from typing import Any

from babel import Locale
from flask import Flask, request
from flask_wtf import CSRFProtect
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header
from werkzeug.middleware.proxy_fix import ProxyFix

from facilitator.accounts import sign_in
from facilitator.accounts import views as accounts
from facilitator.agenda import views as agenda
from facilitator.agenda.editing import views as editing
from facilitator.applications import views as applications
from facilitator.badges import views as badges
from facilitator.breakouts import views as breakouts
from facilitator.breakouts.bookings import booked_by_groups
from facilitator.breakouts.planning import views as planning
from facilitator.capture import views as capture
from facilitator.capture.briefing import views as briefing
from facilitator.capture.clusters import views as clusters
from facilitator.capture.contributing import views as contributing
from facilitator.capture.desk import views as desk
from facilitator.capture.handover import views as handover
from facilitator.capture.lineage import views as lineage
from facilitator.capture.matrix import views as matrix
from facilitator.capture.remarks import views as remarks
from facilitator.capture.visibility import views as visibility
from facilitator.conclusions import views as conclusions
from facilitator.config import LANGUAGES, Settings, locale_of
from facilitator.console import views as console
from facilitator.database import db
from facilitator.event_page import views as event_page
from facilitator.event_page.queries import address_of_contact, is_published
from facilitator.feedback import views as feedback
from facilitator.group_page import views as group_page
from facilitator.mail import views as mail
from facilitator.mail.posting import CONTACT
from facilitator.matches import views as matches
from facilitator.own_data import views as own_data
from facilitator.participant_home import views as participant_home
from facilitator.paths import STATIC, TEMPLATES, TRANSLATIONS
from facilitator.quotes import views as quotes
from facilitator.reception import views as reception
from facilitator.register import views as register
from facilitator.rehearsal import views as rehearsal
from facilitator.report_details import views as report_details
from facilitator.reports import views as reports
from facilitator.setup import views as setup
from facilitator.setup.creating import views as creating
from facilitator.setup.deleting import views as deleting
from facilitator.setup.profile import views as profile
from facilitator.sign_off import views as sign_off
from facilitator.summary import views as summary
from facilitator.summary.demand import views as demand
from facilitator.transactions import prepare_engine
from facilitator.validation import views as validation
from facilitator.validation.city_votes import views as city_votes
from facilitator.validation.criteria import views as criteria
from facilitator.validation.late_replies import views as late_replies
from facilitator.validation.lighthouse_answers import views as lighthouse_answers
from facilitator.validation.moderation import views as moderation
from facilitator.validation.paper import views as paper
from facilitator.validation.second_round import views as second_round
from facilitator.validation.solutions import views as solutions
from facilitator.walls import views as walls
from facilitator.web.addresses import narrow_addresses
from facilitator.web.compression import compress
from facilitator.web.cookies import session_cookie
from facilitator.web.edge import Facilitator, keep_between_us
from facilitator.web.errors import show_errors
from facilitator.web.gate import guard
from facilitator.web.pages import fingerprint, furnish
from facilitator.web.sessions import SessionOfPages
from facilitator.web.terminology import Texts
from facilitator.workshops import entrance
from facilitator.workshops import views as workshops
from facilitator.workshops.team import views as team

PACKAGES = (
    accounts,
    workshops,
    team,
    participant_home,
    quotes,
    own_data,
    agenda,
    editing,
    event_page,
    applications,
    capture,
    contributing,
    desk,
    visibility,
    handover,
    remarks,
    matrix,
    lineage,
    clusters,
    briefing,
    breakouts,
    planning,
    validation,
    solutions,
    second_round,
    late_replies,
    lighthouse_answers,
    city_votes,
    paper,
    criteria,
    moderation,
    group_page,
    summary,
    demand,
    reception,
    report_details,
    feedback,
    conclusions,
    register,
    sign_off,
    matches,
    reports,
    walls,
    console,
    setup,
    creating,
    deleting,
    profile,
    badges,
    mail,
    rehearsal,
)
"""The packages that have pages."""


def create_app(settings: Settings | None = None, **overrides: Any) -> Flask:
    """The application, wired: settings, database, the gate, every package's pages."""
    settings = settings or Settings.from_environment()
    app = Facilitator("facilitator", template_folder=str(TEMPLATES), static_folder=str(STATIC))
    app.config.update(settings.for_flask() | overrides)
    app.config["SESSION_COOKIE_NAME"] = session_cookie(app.config["SECRET_KEY"], https=settings.https)
    app.extensions["facilitator.settings"] = settings

    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
    Texts(app, default_translation_directories=str(TRANSLATIONS), locale_selector=_language)
    CSRFProtect(app)
    sign_in.init_app(app)

    narrow_addresses(app)
    furnish(app)
    for package in PACKAGES:
        app.register_blueprint(package.pages)
    app.extensions[editing.BOOKINGS] = (booked_by_groups,)
    app.extensions[CONTACT] = address_of_contact
    app.extensions[applications.PUBLIC_PAGE] = is_published
    show_errors(app)
    guard(app, entrance)
    app.after_request(keep_between_us)
    app.session_interface = SessionOfPages()
    compress(app, fingerprint())
    app.url_defaults(_version_of_static(fingerprint()))
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies)  # type: ignore[method-assign]
    return app


def _language() -> Locale:
    return _locale(request.headers.get("Accept-Language", ""))


@lru_cache(1024)
def _locale(wanted: str) -> Locale:
    """Read once for each browser's wish: to read it at each request costs as much as a statement."""
    language = parse_accept_header(wanted, LanguageAccept).best_match(LANGUAGES)
    return Locale.parse(locale_of(language or ""))


def _version_of_static(version: str) -> Any:
    def add_version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static":
            values["v"] = version

    return add_version
