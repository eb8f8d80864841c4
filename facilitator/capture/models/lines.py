"""Lines of the desk that could not be kept as they were typed."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from facilitator.accounts.models import Account
from facilitator.database import Belongs, Line, Model, length, now, points_at, same_workshop
from facilitator.sentences import Sentence

"""So many characters a line has at most, as it is typed."""


class WaitingLine(Belongs, Model):
    """A line that waits to be completed, as it was typed, with all that it is read with.

    `standing` stood for every line then, `above` is the card that a link without a name points at; where it
    corrects a card, `before` and `based_on` are what the correction began from. `lacks` is what
    stands against keeping it, a sentence as data.
    """

    __tablename__ = "waiting_line"
    __table_args__ = (
        same_workshop("measure_id", "measure"),
        length("line", 5000, 1),
        sa.Index("ix_waiting_line_workshop_id_measure_id", "workshop_id", "measure_id"),
    )

    measure_id: Mapped[int]
    line: Mapped[str] = mapped_column(Line)
    standing: Mapped[str] = mapped_column(Line, default="")
    above: Mapped[str] = mapped_column(Line, default="")
    correcting: Mapped[str] = mapped_column(Line, default="")
    before: Mapped[str] = mapped_column(Line, default="")
    based_on: Mapped[int] = mapped_column(default=0)
    lacks: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    typed_at: Mapped[datetime] = mapped_column(default=now)
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))

    @property
    def refusal(self) -> Sentence:
        """What stands against keeping it."""
        return Sentence.from_data(self.lacks)

    account: Mapped[Account | None] = points_at("Account", "Account.id == foreign(WaitingLine.account_id)")
