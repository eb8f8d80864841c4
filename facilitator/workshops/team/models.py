"""The links by which somebody is invited to the team."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from facilitator.access.policy import Role
from facilitator.database import Belongs, Line, Model, length, now, points_at, term
from facilitator.workshops.models import Workshop


class Invitation(Belongs, Model):
    """A link by which one person takes a role in the team; only the hash of its token is kept."""

    __tablename__ = "invitation"
    __table_args__ = (
        sa.UniqueConstraint("token_hash"),
        sa.CheckConstraint(
            "role IN ('organiser', 'facilitator', 'rapporteur', 'viewer')", name="is_for_the_team"
        ),
        sa.CheckConstraint("accepted_at IS NULL OR withdrawn_at IS NULL", name="ends_once"),
        length("email", 254),
        sa.Index("ix_invitation_workshop_id", "workshop_id"),
    )

    role: Mapped[Role] = mapped_column(term(Role))
    # Whom it was meant for, so that the team can tell its invitations apart; whoever has the link may use it.
    email: Mapped[str] = mapped_column(Line, default="")
    token_hash: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(default=now)
    made_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    accepted_at: Mapped[datetime | None]
    accepted_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    withdrawn_at: Mapped[datetime | None]

    workshop: Mapped[Workshop] = points_at("Workshop", "Workshop.id == foreign(Invitation.workshop_id)")
