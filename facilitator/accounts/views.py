"""Sign in, by password or by a link, and out."""

from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask_login import current_user

from facilitator.access.decorators import requires, writes_late
from facilitator.access.policy import Action
from facilitator.accounts.forms import SignInForm
from facilitator.accounts.operations import (
    find_account,
    find_sign_in_link,
    sign_out_everywhere,
    use_sign_in_link,
)
from facilitator.accounts.passwords import is_right
from facilitator.accounts.sign_in import is_known, let_in, let_out
from facilitator.errors import N_, NotFound, RuleBroken
from facilitator.web.edge import turn_to_write
from facilitator.web.guessing import guessable

pages = Blueprint("accounts", __name__)


@pages.route("/sign-in", methods=["GET", "POST"])
@writes_late
@requires(Action.VISIT)
def sign_in() -> Any:
    """Address and password."""
    form = SignInForm()
    if form.validate_on_submit():
        with form.refusals():
            _sign_in_by_password(form.email.data, form.password.data)
            return redirect(_wanted(), 303)
    return form.page("accounts/sign_in.html", action=request.full_path)


def _sign_in_by_password(email: str, password: str) -> None:
    account = find_account(email)
    kept = account.password_hash if account else None
    if not is_right(password, kept, known=is_known()) or account is None:
        raise RuleBroken(N_("This address and password do not go together."), field="password")
    with turn_to_write():
        if account.password_hash != kept:
            raise RuleBroken(N_("The password has just been changed. Please enter the new one."))
        let_in(account, by_link=False)


@pages.get("/sign-in/<token>")
@guessable
@writes_late
@requires(Action.VISIT)
def sign_in_by_link(token: str) -> Any:
    """A link that lets its owner in once."""
    link = find_sign_in_link(token)
    if link is None:
        raise NotFound(N_("This link has been used, or is older than a week. Ask for a new one."))
    with turn_to_write():
        let_in(use_sign_in_link(link), by_link=True)
    return redirect(url_for("workshops.own_workshops"))


@pages.post("/sign-out")
@requires(Action.VISIT)
def sign_out() -> Any:
    """Sign out here, or on all devices."""
    if "everywhere" in request.form and current_user.is_authenticated:
        sign_out_everywhere(current_user._get_current_object())  # noqa: SLF001 - Flask-Login's own way
    let_out()
    return redirect(url_for("workshops.home"), 303)


def _wanted() -> str:
    """Where the person was going: a path of ours, nothing else."""
    wanted = request.args.get("next", "")
    is_ours = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and wanted.isprintable()
    return wanted if is_ours else url_for("workshops.own_workshops")
