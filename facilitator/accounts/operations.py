"""Let team members in, and out."""

import hashlib
import secrets
from datetime import timedelta

import sqlalchemy as sa

from facilitator.accounts.models import Account, SignInLink
from facilitator.accounts.passwords import PasswordHash
from facilitator.accounts.rules import check_email
from facilitator.database import db, now
from facilitator.errors import N_, NotFound

LINK_LIFETIME = timedelta(days=7)
LINK_GRACE = timedelta(minutes=10)


def open_account(*, email: str, name: str, password_hash: PasswordHash | None = None) -> Account:
    """An account; without a password it is entered by a sign-in link only."""
    address = _as_kept(email)
    check_email(address)
    account = Account(
        email=address,
        name=name,
        password_hash=password_hash,
        session_key=secrets.token_urlsafe(16),
    )
    db.session.add(account)
    db.session.flush()
    return account


def set_password(account: Account, password_hash: PasswordHash) -> None:
    """A new password, which ends every sign-in there is."""
    account.password_hash = password_hash
    sign_out_everywhere(account)


def sign_out_everywhere(account: Account) -> None:
    """End every sign-in of the account, on all devices."""
    account.session_key = secrets.token_urlsafe(16)


def account_with_address(email: str) -> Account:
    """The account of this address."""
    account = find_account(email)
    if account is None:
        raise NotFound(N_("There is no account with this address."))
    return account


def find_account(email: str) -> Account | None:
    """The account of this address, if there is one."""
    return db.session.scalars(sa.select(Account).filter_by(email=_as_kept(email))).one_or_none()


def issue_sign_in_link(account: Account) -> str:
    """The token of a link that signs the account in once, within a week."""
    token = secrets.token_urlsafe(24)
    db.session.add(
        SignInLink(account_id=account.id, token_hash=_hash(token), expires_at=now() + LINK_LIFETIME)
    )
    db.session.flush()
    return token


def use_sign_in_link(token: str) -> Account | None:
    """The account that a link lets in, once.

    The same link works for some minutes more: a phone that lost the first answer, or a mail program
    that looked at the link first, must not lock its owner out.
    """
    link = db.session.scalars(sa.select(SignInLink).filter_by(token_hash=_hash(token))).one_or_none()
    if link is None or link.expires_at < now():
        return None
    if link.used_at is None:
        link.used_at = now()
    elif link.used_at + LINK_GRACE < now():
        return None
    return db.session.get(Account, link.account_id)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _as_kept(email: str) -> str:
    return email.strip().lower()
