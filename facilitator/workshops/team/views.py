"""The team of a workshop on a page; and the page that an invitation leads to."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user

from facilitator.access.current import current_actor, current_workshop
from facilitator.access.decorators import requires, writes_late
from facilitator.access.policy import Action, Role
from facilitator.accounts.forms import NewAccountForm
from facilitator.accounts.models import Account
from facilitator.accounts.operations import address_as_kept
from facilitator.accounts.passwords import hashed
from facilitator.accounts.sign_in import let_in
from facilitator.errors import NotFound, RuleBroken
from facilitator.mail.models import MailKind
from facilitator.mail.posting import goes_out, post, written
from facilitator.sentences import Sentence
from facilitator.web.edge import never_kept, turn_to_write
from facilitator.web.forms import Confirmation
from facilitator.web.guessing import guessable
from facilitator.web.origins import shared_address
from facilitator.web.sentences import in_words
from facilitator.web.terminology import term_word
from facilitator.workshops.models import Membership
from facilitator.workshops.team import queries
from facilitator.workshops.team.forms import InvitationForm, RoleForm
from facilitator.workshops.team.letters import letter_of_invitation, letter_of_sign_in
from facilitator.workshops.team.models import Invitation
from facilitator.workshops.team.operations import (
    accept_invitation,
    account_of_newcomer,
    change_role,
    check_may_make_sign_in_link,
    ended,
    hand_workshop_over,
    invite,
    make_sign_in_link,
    remove_member,
    withdraw_invitation,
)

pages = Blueprint("team", __name__)

GONE = 410
"""The status of an invitation that has ended: it was right once, so it is no guess."""
AS_ONESELF = "as-myself"
BY_MAIL = "by-e-mail"


@pages.get("/w/<slug>/setup/team")
@requires(Action.WATCH)
def team() -> Any:
    """Who is in the team; for organisers, with the invitations that nobody has used."""
    return _team(InvitationForm(formdata=None))


@pages.post("/w/<slug>/setup/team")
@requires(Action.MANAGE_TEAM)
def invite_member() -> Any:
    """Make a link for somebody new, which is shown once."""
    form = InvitationForm()
    if form.validate_on_submit():
        with form.refusals():
            return never_kept(_invite(form.role.data, address_as_kept(form.email.data)))
    return _team(form)


def _invite(role: Role, email: str) -> str:
    workshop, by = current_workshop(), current_actor()
    token = invite(workshop, role, email=email, by=by)
    link = shared_address("team.invitation", token=token)
    letter = letter_of_invitation(
        email, title=workshop.title, inviter=by.name, role=Sentence(role.word), link=link
    )
    if email:
        post(workshop, MailKind.INVITATION, letter, by=by)
    return render_template(
        "team/invited.html",
        link=link,
        role=role,
        email=email,
        letter=written(workshop, letter),
        goes_out=goes_out(),
    )


def _team(form: InvitationForm) -> Any:
    workshop = current_workshop()
    invitations = [(each, ended(each)) for each in queries.open_invitations(workshop)]
    return form.page(
        "team/team.html",
        members=queries.members(workshop),
        invitations=invitations,
        goes_out=goes_out(),
    )


@pages.post("/w/<slug>/setup/team/invitations/<int:invitation_id>/withdrawal")
@requires(Action.MANAGE_TEAM)
def withdraw(invitation_id: int) -> Any:
    """Let the link of an invitation open nothing any more."""
    withdraw_invitation(queries.invitation_of(current_workshop(), invitation_id), by=current_actor())
    flash(gettext("The invitation was withdrawn. Its link no longer works."), "success")
    return redirect(url_for("team.team"), 303)


@pages.get("/w/<slug>/setup/team/<int:membership_id>")
@requires(Action.MANAGE_TEAM)
def member(membership_id: int) -> Any:
    """What an organiser can change for one member."""
    found = queries.member_of(current_workshop(), membership_id)
    return _member(found, RoleForm(formdata=None, role=found.role))


@pages.post("/w/<slug>/setup/team/<int:membership_id>/role")
@requires(Action.MANAGE_TEAM)
def role(membership_id: int) -> Any:
    """Give a member another role."""
    found, form = queries.member_of(current_workshop(), membership_id), RoleForm()
    if form.validate_on_submit():
        with form.refusals():
            change_role(found, form.role.data, by=current_actor())
            flash(gettext("The role of %(name)s was changed.", name=found.account.name), "success")
            return redirect(url_for("team.team"), 303)
    return _member(queries.member_of(current_workshop(), membership_id), form)


@pages.post("/w/<slug>/setup/team/<int:membership_id>/organiser-in-my-place")
@requires(Action.MANAGE_TEAM)
def hand_over(membership_id: int) -> Any:
    """Make a member organiser in the place of who asks."""
    found = queries.member_of(current_workshop(), membership_id)
    hand_workshop_over(current_workshop(), found, by=current_actor())
    name = found.account.name
    flash(gettext("%(name)s is now an organiser. You are now a facilitator.", name=name), "success")
    return redirect(url_for("team.team"), 303)


@pages.post("/w/<slug>/setup/team/<int:membership_id>/sign-in-link")
@requires(Action.MANAGE_TEAM)
def sign_in_link(membership_id: int) -> Any:
    """Make a link that signs a member in once, which is shown once."""
    workshop, by = current_workshop(), current_actor()
    found = queries.member_of(workshop, membership_id)
    token, account = make_sign_in_link(found, by=by), found.account
    link = shared_address("accounts.sign_in_by_link", token=token)
    letter = letter_of_sign_in(account.email, title=workshop.title, name=account.name, link=link)
    if BY_MAIL in request.form and goes_out():
        post(workshop, MailKind.SIGN_IN_LINK, letter, by=by)
        flash(gettext("The e-mail is on its way to %(address)s.", address=account.email), "success")
        return redirect(url_for("team.member", membership_id=membership_id), 303)
    return never_kept(
        render_template(
            "team/sign_in_link.html",
            link=link,
            account=account,
            letter=written(workshop, letter),
            goes_out=goes_out(),
        )
    )


@pages.post("/w/<slug>/setup/team/<int:membership_id>/removal")
@requires(Action.MANAGE_TEAM)
def remove(membership_id: int) -> Any:
    """Take a member out of the team."""
    found = queries.member_of(current_workshop(), membership_id)
    remove_member(found, by=current_actor())
    flash(gettext("%(name)s was removed from the team.", name=found.account.name), "success")
    return redirect(url_for("team.team"), 303)


def _member(found: Membership, form: RoleForm) -> Any:
    return form.page(
        "team/member.html",
        member=found,
        groups=queries.count_groups_of(found),
        is_self=found.account_id == current_actor().account_id,
        no_link=_why_no_link(found),
        by_mail=BY_MAIL if goes_out() else "",
    )


def _why_no_link(found: Membership) -> str:
    """Why who asks can make no sign-in link for a member, in words; empty if they can."""
    try:
        check_may_make_sign_in_link(found, by=current_actor())
    except RuleBroken as broken:
        return in_words(broken.sentence)
    return ""


@pages.route("/w/<slug>/setup/team/leaving", methods=["GET", "POST"])
@requires(Action.WATCH)
def leave() -> Any:
    """Leave the team: asked first, then done."""
    own = queries.membership_of(current_workshop(), current_actor().account_id)
    if own is None:
        raise NotFound(queries.NOT_IN_THE_TEAM)
    form = Confirmation()
    if form.validate_on_submit():
        with form.refusals():
            title = current_workshop().title
            remove_member(own, by=current_actor())
            flash(gettext("You left the team of %(workshop)s.", workshop=title), "success")
            return redirect(url_for("workshops.own_workshops"), 303)
    return form.page("team/leave.html", groups=queries.count_groups_of(own))


@pages.route("/invitations/<token>", methods=["GET", "POST"])
@guessable
@writes_late
@requires(Action.VISIT)
def invitation(token: str) -> Any:
    """Take a role by a link: with the account that has signed in, or with a new one."""
    found = queries.invitation_with_token(token)
    sentence = ended(found)
    if sentence:
        return never_kept((render_template("team/ended.html", sentence=gettext(sentence)), GONE))
    if current_user.is_authenticated:
        return never_kept(_invite_account(token, found))
    return never_kept(_invite_stranger(token, found))


def _invite_account(token: str, found: Invitation) -> Any:
    form, account = Confirmation(), current_user
    if AS_ONESELF in request.form and form.validate_on_submit():
        with form.refusals():
            with turn_to_write():
                accept_invitation(queries.invitation_with_token(token, to_change=True), _own_account())
            return _welcome(found)
    return form.page(
        "team/invitation.html", invitation=found, token=token, account=account, as_oneself=AS_ONESELF
    )


def _own_account() -> Account:
    account: Account = current_user._get_current_object()  # noqa: SLF001 - Flask-Login's own way
    return account


def _invite_stranger(token: str, found: Invitation) -> Any:
    form = NewAccountForm(email=found.email)
    if form.validate_on_submit():
        with form.refusals():
            name, email = form.name.data, form.email.data
            password_hash = hashed(form.new_password.data, (name, email))
            with turn_to_write():
                invited = queries.invitation_with_token(token, to_change=True)
                account = account_of_newcomer(invited, email=email, name=name, password_hash=password_hash)
                accept_invitation(invited, account)
                let_in(account, by_link=False)
            return _welcome(found)
    return form.page("team/invitation.html", invitation=found, token=token, account=None)


def _welcome(found: Invitation) -> Any:
    role, title = term_word(found.role), found.workshop.title
    flash(
        gettext("Welcome to the team of %(workshop)s. Your role: %(role)s.", workshop=title, role=role),
        "success",
    )
    return redirect(url_for("console.console", slug=found.workshop.slug), 303)
