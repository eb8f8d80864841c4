"""Sign in, by password or by a link, and out."""

from typing import Any

from flask import Blueprint, redirect, request, session, url_for
from flask_login import current_user, login_user, logout_user

from facilitator.access.decorators import requires, writes_late
from facilitator.access.policy import Action
from facilitator.accounts.forms import SignInForm
from facilitator.accounts.models import Account
from facilitator.accounts.operations import find_account, sign_out_everywhere, use_sign_in_link
from facilitator.accounts.passwords import is_right
from facilitator.errors import N_, NotFound, RuleBroken
from facilitator.web.edge import turn_to_write
from facilitator.web.guessing import guessable

pages = Blueprint("accounts", __name__)

# Stays in the session when its owner signs out: the browser of somebody who has been in.
KNOWN = "known"


@pages.route("/sign-in", methods=["GET", "POST"])
@writes_late
@requires(Action.VISIT)
def sign_in() -> Any:
    """Address and password."""
    form = SignInForm()
    if form.validate_on_submit():
        with form.refusals():
            account = _account_of(form)
            _let_in(account)
            return redirect(_wanted(), 303)
    return form.page("accounts/sign_in.html", action=request.full_path)


@pages.get("/sign-in/<token>")
@guessable
@writes_late
@requires(Action.VISIT)
def sign_in_by_link(token: str) -> Any:
    """A link that lets its owner in once."""
    with turn_to_write():
        account = use_sign_in_link(token)
    if account is None:
        raise NotFound(N_("This link has been used, or is older than a week. Ask for a new one."))
    _let_in(account)
    return redirect(url_for("workshops.own_workshops"))


@pages.post("/sign-out")
@requires(Action.VISIT)
def sign_out() -> Any:
    """Sign out here, or on all devices."""
    if "everywhere" in request.form and current_user.is_authenticated:
        sign_out_everywhere(current_user._get_current_object())  # noqa: SLF001 - Flask-Login's own way
    logout_user()
    return redirect(url_for("workshops.home"), 303)


def _account_of(form: SignInForm) -> Account:
    account = find_account(form.email.data)
    kept = account.password_hash if account else None
    if not is_right(form.password.data, kept, known=KNOWN in session) or account is None:
        raise RuleBroken(N_("This address and password do not go together."), field="password")
    return account


def _let_in(account: Account) -> None:
    session.permanent = session[KNOWN] = True
    login_user(account)


def _wanted() -> str:
    """Where the person was going: a path of ours, nothing else."""
    wanted = request.args.get("next", "")
    is_ours = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and wanted.isprintable()
    return wanted if is_ours else url_for("workshops.own_workshops")
