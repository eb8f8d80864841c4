"""Invite somebody to the team, give and take roles, hand the workshop over, leave."""

import secrets

from facilitator.access.actor import Actor, TeamActor
from facilitator.access.policy import Role
from facilitator.accounts.models import Account
from facilitator.accounts.operations import (
    address_as_kept,
    find_account,
    issue_sign_in_link,
    open_account,
    set_password,
)
from facilitator.accounts.passwords import PasswordHash
from facilitator.accounts.rules import check_email
from facilitator.database import db, now
from facilitator.errors import N_, RuleBroken
from facilitator.live.activity import add, record
from facilitator.live.events import Event
from facilitator.mail.models import Mail, MailKind
from facilitator.mail.operations import cancel_waiting
from facilitator.workshops.models import Membership, Workshop
from facilitator.workshops.operations import appoint, hash_token
from facilitator.workshops.team import queries, rules
from facilitator.workshops.team.models import Invitation


def invite(workshop: Workshop, role: Role, *, email: str, by: Actor) -> str:
    """The token of a link that gives whoever opens it first a role, within two weeks.

    `email` says whom it is for, and may be empty.
    """
    address = address_as_kept(email)
    if address:
        check_email(address)
        if any(member.account.email == address for member in queries.members(workshop)):
            raise RuleBroken(N_("This person is already in the team."), field="email")
    token = secrets.token_urlsafe(24)
    invitation = Invitation(
        workshop_id=workshop.id, role=role, email=address, token_hash=hash_token(token), made_by=by.account_id
    )
    add(invitation, Event.INVITATION_MADE, by=by, role=role)
    return token


def withdraw_invitation(invitation: Invitation, *, by: Actor) -> None:
    """Let the link of an invitation open nothing from now on."""
    rules.check_may_withdraw(invitation.accepted_at)
    if invitation.withdrawn_at is None:
        invitation.withdrawn_at = now()
        _cancel_mail_with(invitation)
        record(Event.INVITATION_WITHDRAWN, invitation, by=by)


def _cancel_mail_with(invitation: Invitation) -> None:
    """Let the e-mail that tells of an invitation not go, if it waits; one that tells of a later one goes."""
    if not invitation.email:
        return
    when = [Mail.queued_at >= invitation.made_at]
    later = queries.next_invitation_to_same(invitation)
    if later is not None:
        when.append(Mail.queued_at < later.made_at)
    workshop_id, recipient = invitation.workshop_id, invitation.email
    cancel_waiting(MailKind.INVITATION, *when, workshop_id=workshop_id, recipient=recipient)


def accept_invitation(invitation: Invitation, account: Account) -> Membership:
    """Give an account the role that it was invited to, once."""
    known = queries.membership_of(invitation.workshop, account.id)
    rules.check_may_accept(ended(invitation), is_member=known is not None)
    by = TeamActor(account.id, frozenset({invitation.role}), account.name, invitation.workshop_id)
    invitation.accepted_at, invitation.accepted_by = now(), account.id
    member = Membership(workshop_id=invitation.workshop_id, account_id=account.id, role=invitation.role)
    return add(member, Event.MEMBER_JOINED, by=by, role=invitation.role)


def account_of_newcomer(
    invitation: Invitation, *, email: str, name: str, password_hash: PasswordHash
) -> Account:
    """A new account for whoever accepts an invitation.

    One that came as a name with an imported workshop becomes theirs, if the invitation was sent to its
    address: then an organiser has said that it is the same person.
    """
    known = find_account(email)
    if known is None or known.email != invitation.email or not queries.is_a_name_alone(known):
        return open_account(email=email, name=name, password_hash=password_hash)
    known.name = name
    set_password(known, password_hash)
    return known


def ended(invitation: Invitation) -> str | None:
    """Why an invitation can't be used any more, as a sentence; nothing if it can."""
    return rules.why_ended(invitation.made_at, invitation.accepted_at, invitation.withdrawn_at, now())


def give_role(workshop: Workshop, account: Account, role: Role, *, by: Actor) -> None:
    """Let an account have this role in the workshop, whether or not it had one before."""
    member = queries.membership_of(workshop, account.id)
    if member is None:
        appoint(workshop, account, role, by=by)
    else:
        change_role(member, role, by=by)


def change_role(member: Membership, role: Role, *, by: Actor) -> None:
    """Give a member another role; the last organiser stays one."""
    if member.role is role:
        return
    rules.check_keeps_an_organiser(member.role, role, queries.count_organisers(member.workshop_id))
    member.role = role
    record(Event.MEMBER_CHANGED, member, by=by, account=member.account_id, role=role)


def remove_member(member: Membership, *, by: Actor) -> None:
    """Take a member out of the team, or let them leave; what they did stays under their name."""
    rules.check_keeps_an_organiser(member.role, None, queries.count_organisers(member.workshop_id))
    leaves = member.account_id == by.account_id
    event = Event.MEMBER_LEFT if leaves else Event.MEMBER_REMOVED
    record(event, member, by=by, account=member.account_id)
    db.session.delete(member)
    db.session.flush()


def hand_workshop_over(workshop: Workshop, to: Membership, *, by: Actor) -> None:
    """Make another member organiser in one's own place; oneself becomes a facilitator."""
    own = queries.membership_of(workshop, by.account_id)
    is_organiser = own is not None and own.role is Role.ORGANISER
    rules.check_may_hand_over(is_organiser=is_organiser, is_same=to.account_id == by.account_id)
    to.role = Role.ORGANISER
    if own:
        own.role = Role.FACILITATOR
    record(Event.MEMBER_TOOK_OVER, to, by=by, account=to.account_id)


def make_sign_in_link(member: Membership, *, by: Actor) -> str:
    """The token of a link that signs a member in once, for who lost their password."""
    check_may_make_sign_in_link(member, by=by)
    record(Event.MEMBER_GIVEN_LINK, member, by=by, account=member.account_id)
    return issue_sign_in_link(member.account)


def check_may_make_sign_in_link(member: Membership, *, by: Actor) -> None:
    """Refuse a link that would let its maker do more than they may themselves."""
    maker = db.session.get_one(Account, by.account_id)
    rules.check_may_make_sign_in_link(
        has_right=maker.may_create_workshops,
        is_for_right=member.account.may_create_workshops,
        serves_elsewhere=queries.serves_elsewhere(member.account_id, maker.id),
    )
