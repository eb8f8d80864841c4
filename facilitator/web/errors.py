"""No traceback ever reaches a person: each refusal and each fault has a page of ours."""

from typing import Any

from flask import Flask, current_app, render_template, request
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError

from facilitator.constraints import broken_rule
from facilitator.database import db
from facilitator.errors import N_, NotAllowed, NotFound, RuleBroken, TooMuch
from facilitator.transactions import MaybeKept, NotKept, is_disk_full
from facilitator.web.edge import after_the_turn
from facilitator.web.sentences import in_words
from facilitator.web.unsent import of_a_fault, of_an_old_page, of_somebody_hasty, typed

SENTENCES = {
    400: N_("The data that was sent could not be read. Go back and try again."),
    403: N_("You do not have access to this page."),
    404: N_("This page was not found. Please check the address."),
    405: N_("This address cannot be used like this."),
    413: N_("This text is too long to send. Go back and make it shorter. Your text is still there."),
    415: N_("This was not saved, because part of it was a file. Please type it into the form."),
    429: N_("This was not found. Many wrong codes are being tried now. Please check your code."),
    500: N_("Sorry, something went wrong. Nothing was changed. Go back and try again."),
}
DISK_FULL = N_(
    "This was not saved, because the server has no space left. Please tell the team, and send it again later."
)
NOT_KEPT = N_("Sorry, something went wrong. Nothing was changed. Please send it again.")
MAYBE_KEPT = N_(
    "Sorry, something went wrong. Perhaps this was saved, perhaps not. Please send it again."
    " It will count only once."
)


def show_errors(app: Flask) -> None:
    """Register the pages."""
    app.register_error_handler(RuleBroken, _rule_broken)
    app.register_error_handler(TooMuch, lambda broken: of_somebody_hasty(in_words(broken.sentence)))
    app.register_error_handler(IntegrityError, lambda error: _rule_broken(broken_rule(error)))
    app.register_error_handler(CSRFError, lambda _: of_an_old_page())
    app.register_error_handler(HTTPException, _by_code)
    app.register_error_handler(SecurityError, _unknown_host)
    app.register_error_handler(InternalServerError, _fault)


def _rule_broken(broken: RuleBroken) -> Any:
    status = 404 if isinstance(broken, NotFound) else 403 if isinstance(broken, NotAllowed) else 409
    return _page(status, in_words(broken.sentence))


def _by_code(error: HTTPException) -> Any:
    code = error.code or 500
    return _page(code, gettext(SENTENCES.get(code, SENTENCES[400])))


def _fault(error: InternalServerError) -> Any:
    # Where it broke, and nothing of whom or what they typed: no address, no values.
    fault = error.original_exception
    current_app.logger.error("request.failed endpoint=%s", request.endpoint, exc_info=fault)
    if is_disk_full(fault):
        return of_a_fault(507, gettext(DISK_FULL))
    if isinstance(fault, NotKept):
        return of_a_fault(503, gettext(NOT_KEPT))
    if isinstance(fault, MaybeKept):
        return of_a_fault(503, gettext(MAYBE_KEPT), title=gettext("Please send it again"))
    return _page(500, gettext(SENTENCES[500]))


def _unknown_host(_error: SecurityError) -> tuple[str, int, dict[str, str]]:
    """Asked under a name that is not ours there is no address to link to, so this is no page, but words."""
    return gettext(SENTENCES[400]), 400, {"Content-Type": "text/plain; charset=utf-8"}


def _page(status: int, sentence: str) -> Any:
    db.session.rollback()
    return after_the_turn(lambda: _shown(status, sentence))


def _shown(status: int, sentence: str) -> tuple[str, int]:
    return render_template("web/error.html", status=status, sentence=sentence, typed=typed()), status
