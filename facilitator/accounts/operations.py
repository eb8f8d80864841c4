"""Let team members in, and out."""

import base64
import hashlib
import hmac
import secrets
from datetime import timedelta

import sqlalchemy as sa

from facilitator.accounts.models import Account, SignIn, SignInLink
from facilitator.accounts.passwords import PasswordHash
from facilitator.accounts.rules import can_be_used, check_email, check_is_first
from facilitator.config import SIGNED_IN_FOR
from facilitator.database import db, now
from facilitator.errors import N_, NotFound

SIGN_IN_LIFETIME = timedelta(seconds=SIGNED_IN_FOR)
LINK_LIFETIME = timedelta(days=7)
CODE_LENGTH = 12  # 60 bits, for as long as a server stands empty


def open_account(
    *, email: str, name: str, password_hash: PasswordHash | None = None, may_create_workshops: bool = False
) -> Account:
    """An account; without a password it is entered by a sign-in link only."""
    address = address_as_kept(email)
    check_email(address)
    account = Account(
        email=address,
        name=name,
        password_hash=password_hash,
        may_create_workshops=may_create_workshops,
    )
    db.session.add(account)
    db.session.flush()
    return account


def open_first_account(*, email: str, name: str, password_hash: PasswordHash) -> Account:
    """The account of who begins with an empty server: it may create workshops."""
    check_is_first(has_accounts=has_accounts())
    return open_account(email=email, name=name, password_hash=password_hash, may_create_workshops=True)


def has_accounts() -> bool:
    """Whether anybody has an account on this server."""
    return db.session.execute(sa.select(sa.func.max(Account.id))).scalar() is not None


def first_account_code(secret: str) -> str:
    """What opens the first account: all processes of a server work out the same, and nobody else can."""
    digest = hmac.digest(secret.encode(), b"first account", "sha256")
    return base64.b32encode(digest).decode()[:CODE_LENGTH]


def let_create_workshops(account: Account, *, may: bool) -> None:
    """Give or take the right to create workshops."""
    account.may_create_workshops = may


def set_password(account: Account, password_hash: PasswordHash) -> None:
    """A new password, which ends every sign-in there is."""
    account.password_hash = password_hash
    sign_out_everywhere(account)


def begin_sign_in(account: Account, *, by_link: bool) -> None:
    """Sign the account in with one more browser, which is given the token that the account then has."""
    db.session.execute(
        sa.delete(SignIn).where(SignIn.account_id == account.id, SignIn.began_at < now() - SIGN_IN_LIFETIME)
    )
    account.token = secrets.token_urlsafe(24)
    db.session.add(SignIn(account_id=account.id, token_hash=_hash(account.token), by_link=by_link))
    db.session.flush()


def account_signed_in_with(token: str) -> Account | None:
    """The account that has signed in with a browser, as long as neither it nor the time has ended that."""
    return db.session.scalars(
        sa.select(Account).join(SignIn, SignIn.account_id == Account.id).where(*_is_of(token))
    ).one_or_none()


def sign_in_with(token: str) -> SignIn | None:
    """The sign-in itself."""
    return db.session.scalars(sa.select(SignIn).where(*_is_of(token))).one_or_none()


def _is_of(token: str) -> tuple[sa.ColumnElement[bool], ...]:
    # It may have begun a moment from now: the clock of a server is put back at times.
    return SignIn.token_hash == _hash(token), SignIn.began_at > now() - SIGN_IN_LIFETIME


def sign_out(token: str) -> None:
    """End the sign-in of one browser; whoever has a copy of its cookie is out as well."""
    ended = sa.delete(SignIn).filter_by(token_hash=_hash(token)).returning(SignIn.account_id)
    for account_id in db.session.scalars(ended).all():
        _end_used_links(account_id)


def sign_out_everywhere(account: Account) -> None:
    """End every sign-in of the account, on all devices."""
    db.session.execute(sa.delete(SignIn).filter_by(account_id=account.id))
    _end_used_links(account.id)


def _end_used_links(account_id: int) -> None:
    """Let no link in again that has let somebody in: its minutes of grace end with the sign-in."""
    used = sa.update(SignInLink).where(SignInLink.account_id == account_id, SignInLink.used_at.is_not(None))
    db.session.execute(used.values(expires_at=now()))


def account_with_address(email: str) -> Account:
    """The account of this address."""
    account = find_account(email)
    if account is None:
        raise NotFound(N_("There is no account with this address."))
    return account


def find_account(email: str) -> Account | None:
    """The account of this address, if there is one."""
    return db.session.scalars(sa.select(Account).filter_by(email=address_as_kept(email))).one_or_none()


def issue_sign_in_link(account: Account) -> str:
    """The token of a link that signs the account in once, within a week."""
    token = secrets.token_urlsafe(24)
    db.session.add(
        SignInLink(account_id=account.id, token_hash=_hash(token), expires_at=now() + LINK_LIFETIME)
    )
    db.session.flush()
    return token


def find_sign_in_link(token: str) -> SignInLink | None:
    """The link with this token, if it lets anybody in still.

    The same link works for some minutes more: a phone that lost the first answer, or a mail program
    that looked at the link first, must not lock its owner out.
    """
    link = db.session.scalars(sa.select(SignInLink).filter_by(token_hash=_hash(token))).one_or_none()
    return link if link and can_be_used(link.expires_at, link.used_at, now()) else None


def use_sign_in_link(link: SignInLink) -> Account:
    """The account that a link lets in, once."""
    link.used_at = link.used_at or now()
    return db.session.get_one(Account, link.account_id)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def address_as_kept(email: str) -> str:
    """An e-mail address in the spelling by which accounts are found."""
    return email.strip().lower()
