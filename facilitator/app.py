"""The table of contents: settings, database, the gate, and the pages of every package, wired together."""

from functools import lru_cache
from typing import Any

from babel import Locale
from flask import Flask, request
from flask_babel import Babel
from flask_wtf import CSRFProtect
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header
from werkzeug.middleware.proxy_fix import ProxyFix

from facilitator.access.gate import guard
from facilitator.accounts import sign_in
from facilitator.accounts import views as accounts
from facilitator.agenda import views as agenda
from facilitator.breakouts import views as breakouts
from facilitator.breakouts.planning import views as planning
from facilitator.capture import views as capture
from facilitator.capture.briefing import views as briefing
from facilitator.capture.bringing import views as bringing
from facilitator.capture.clusters import views as clusters
from facilitator.capture.desk import views as desk
from facilitator.capture.handing import views as handing
from facilitator.capture.lineage import views as lineage
from facilitator.capture.matrix import views as matrix
from facilitator.capture.remarks import views as remarks
from facilitator.capture.sharing import views as sharing
from facilitator.config import LANGUAGES, Settings, locale_of
from facilitator.console import views as console
from facilitator.database import db
from facilitator.group import views as group
from facilitator.paths import STATIC, TEMPLATES, TRANSLATIONS
from facilitator.place import views as place
from facilitator.reports import views as reports
from facilitator.summary import views as summary
from facilitator.summary.wanted import views as wanted
from facilitator.transactions import prepare_engine
from facilitator.validation import views as validation
from facilitator.validation.criteria import views as criteria
from facilitator.validation.late import views as late
from facilitator.validation.lighthouse import views as lighthouse
from facilitator.validation.paper import views as paper
from facilitator.validation.reveals import views as reveals
from facilitator.validation.solutions import views as solutions
from facilitator.validation.voices import views as voices
from facilitator.validation.words import views as words
from facilitator.web.addresses import narrow_addresses
from facilitator.web.compression import compress
from facilitator.web.cookies import session_cookie
from facilitator.web.edge import Facilitator, keep_between_us
from facilitator.web.errors import show_errors
from facilitator.web.pages import fingerprint, furnish
from facilitator.web.sessions import SessionOfPages
from facilitator.workshops import views as workshops


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
    Babel(app, default_translation_directories=str(TRANSLATIONS), locale_selector=_language)
    CSRFProtect(app)
    sign_in.init_app(app)

    narrow_addresses(app)
    furnish(app)
    for package in (
        accounts,
        workshops,
        place,
        agenda,
        capture,
        bringing,
        desk,
        sharing,
        handing,
        remarks,
        matrix,
        lineage,
        clusters,
        briefing,
        breakouts,
        planning,
        validation,
        solutions,
        reveals,
        late,
        lighthouse,
        voices,
        paper,
        criteria,
        words,
        group,
        summary,
        wanted,
        reports,
        console,
    ):
        app.register_blueprint(package.pages)
    show_errors(app)
    guard(app)
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
