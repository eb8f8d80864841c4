"""Sign in, by password or by a link, and out."""

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext
from flask_login import current_user

from facilitator.access.current import server_secret
from facilitator.access.decorators import requires, writes_late
from facilitator.access.policy import Action
from facilitator.accounts.forms import FirstAccountForm, NewPasswordForm, SignInForm
from facilitator.accounts.models import Account
from facilitator.accounts.operations import (
    find_account,
    find_sign_in_link,
    first_account_code,
    has_accounts,
    open_first_account,
    set_password,
    sign_out_everywhere,
    use_sign_in_link,
)
from facilitator.accounts.passwords import hashed, is_right
from facilitator.accounts.rules import check_is_first, may_set_by_link
from facilitator.accounts.sign_in import current_sign_in, is_known, let_in, let_out
from facilitator.database import now
from facilitator.errors import N_, NotFound, RuleBroken
from facilitator.web.edge import cleared, never_kept, turn_to_write
from facilitator.web.guessing import GUESSED, guessable

pages = Blueprint("accounts", __name__)

CHANGED = N_("This password has just been changed on another device. Please use the new password.")


@pages.route("/sign-in", methods=["GET", "POST"])
@writes_late
@requires(Action.VISIT)
def sign_in() -> Any:
    """Address and password."""
    if not has_accounts():
        return redirect(url_for("accounts.first_account"))
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
        raise RuleBroken(N_("The e-mail address or the password is wrong."), field="password")
    with turn_to_write():
        if account.password_hash != kept:
            raise RuleBroken(CHANGED)
        let_in(account, by_link=False)


@pages.route("/first-account", methods=["GET", "POST"])
@guessable
@writes_late
@requires(Action.VISIT)
def first_account() -> Any:
    """Where an empty server begins: an account for who knows the code that it has printed."""
    check_is_first(has_accounts=has_accounts())
    form = FirstAccountForm()
    form.printed = first_account_code(server_secret())
    if form.validate_on_submit():
        with form.refusals():
            _open_first_account(form)
            flash(gettext("Your account is ready. You are signed in."), "success")
            return redirect(url_for("workshops.own_workshops"), 303)
    page, status = form.page("accounts/first_account.html")
    return never_kept((page, GUESSED if form.code.errors and form.code.data else status))


def _open_first_account(form: FirstAccountForm) -> None:
    name, email = form.name.data, form.email.data
    password_hash = hashed(form.new_password.data, (name, email))
    with turn_to_write():
        account = open_first_account(email=email, name=name, password_hash=password_hash)
        let_in(account, by_link=False)


@pages.get("/sign-in/<token>")
@guessable
@writes_late
@requires(Action.VISIT)
def sign_in_by_link(token: str) -> Any:
    """A link that lets its owner in once."""
    link = find_sign_in_link(token)
    if link is None:
        raise NotFound(N_("This link was already used, or is older than a week. Ask for a new link."))
    with turn_to_write():
        let_in(use_sign_in_link(link), by_link=True)
    return redirect(url_for("workshops.own_workshops"))


@pages.post("/sign-out")
@writes_late
@requires(Action.VISIT)
def sign_out() -> Any:
    """Sign out here, or on all devices."""
    if current_user.is_authenticated:
        with turn_to_write():
            if "everywhere" in request.form:
                sign_out_everywhere(current_user._get_current_object())  # noqa: SLF001 - Flask-Login's own way
            let_out()
    return cleared(redirect(url_for("workshops.home"), 303))


@pages.route("/account/password", methods=["GET", "POST"])
@writes_late
@requires(Action.LIST_OWN_WORKSHOPS)
def password() -> Any:
    """Set one's own password."""
    account: Account = current_user._get_current_object()  # noqa: SLF001 - Flask-Login's own way
    form, by_link = NewPasswordForm(), _came_by_link_just_now()
    if by_link:
        del form.current_password
    if (by_link or account.password_hash) and form.validate_on_submit():
        with form.refusals():
            _set_password(account, form, by_link=by_link)
            flash(gettext("Your password was changed. You are signed out on all other devices."), "success")
            return redirect(url_for("workshops.own_workshops"), 303)
    page = form.page("accounts/password.html", can_be_set=by_link or account.password_hash is not None)
    return never_kept(page)


def _came_by_link_just_now() -> bool:
    sign_in = current_sign_in()
    return sign_in is not None and may_set_by_link(sign_in.began_at, now(), by_link=sign_in.by_link)


def _set_password(account: Account, form: NewPasswordForm, *, by_link: bool) -> None:
    kept, about = account.password_hash, (account.name, account.email)
    if not by_link and not is_right(form.current_password.data, kept, known=True):
        raise RuleBroken(N_("The current password is wrong."), field="current_password")
    fresh = hashed(form.new_password.data, about)
    with turn_to_write():
        if account.password_hash != kept:
            raise RuleBroken(CHANGED)
        set_password(account, fresh)
        let_in(account, by_link=False)


def _wanted() -> str:
    """Where the person was going: a path of ours, nothing else."""
    wanted = request.args.get("next", "")
    is_ours = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and wanted.isprintable()
    return wanted if is_ours else url_for("workshops.own_workshops")
