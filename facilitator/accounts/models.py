"""People who sign in, the browsers in which they are, and the links that let them in once."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from facilitator.database import Line, Model, length, now


class Account(Model):
    """A member of a team; may serve in several workshops, and create some if it was given the right to."""

    __tablename__ = "account"
    __table_args__ = (
        sa.UniqueConstraint("email"),
        sa.CheckConstraint("email = lower(email)", name="email_is_lower_case"),
        length("email", 254, 3),
        length("name", 120, 1),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(Line)
    name: Mapped[str] = mapped_column(Line)
    password_hash: Mapped[str | None]
    may_create_workshops: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    created_at: Mapped[datetime] = mapped_column(default=now)

    # What Flask-Login asks of a user.
    is_authenticated = True
    is_active = True
    is_anonymous = False
    # The token of the sign-in by which the account has come in just now.
    token = ""

    def get_id(self) -> str:
        """What the signed cookie holds."""
        return f"{self.id}:{self.token}"


class SignIn(Model):
    """A browser in which an account is signed in, until it signs out; only the hash of its token is kept."""

    __tablename__ = "sign_in"
    __table_args__ = (sa.UniqueConstraint("token_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    token_hash: Mapped[str]
    by_link: Mapped[bool]
    began_at: Mapped[datetime] = mapped_column(default=now)


class SignInLink(Model):
    """A link that signs an account in once; only the hash of its token is kept."""

    __tablename__ = "sign_in_link"
    __table_args__ = (sa.UniqueConstraint("token_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    token_hash: Mapped[str]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
