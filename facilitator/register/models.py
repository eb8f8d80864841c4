"""How far a solution is."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from facilitator.database import Belongs, Model, now, same_workshop, term
from facilitator.errors import N_
from facilitator.vocabulary import Term


class SolutionState(Term):
    """How far a solution is."""

    PLANNED = "planned", N_("Planned")
    STARTED = "started", N_("Started")
    DONE = "done", N_("Done")
    DROPPED = "dropped", N_("Dropped")


class SolutionProgress(Belongs, Model):
    """Since when a solution has been in a state; the last row counts, and each is kept."""

    __tablename__ = "solution_progress"
    __table_args__ = (
        same_workshop("solution_id", "card"),
        sa.Index("ix_solution_progress_solution_id", "solution_id"),
        sa.Index("ix_solution_progress_workshop_id", "workshop_id"),
    )

    solution_id: Mapped[int]
    state: Mapped[SolutionState] = mapped_column(term(SolutionState))
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    set_at: Mapped[datetime] = mapped_column(default=now)
