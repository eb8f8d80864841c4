"""What the team makes of the sentences that are drafted for the report."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from facilitator.accounts.models import Account
from facilitator.database import Belongs, Model, Prose, length, now, points_at, term
from facilitator.errors import N_
from facilitator.vocabulary import Term


class ConclusionKind(Term):
    """What a drafted sentence is about, in the order in which a chapter says it."""

    OVERVIEW = "overview", N_("All measures")
    COLLECTED = "collected", N_("Issues collected")
    ANSWERED = "answered", N_("Who answered")
    AGREED = "agreed", N_("Agreed")
    AGREED_NOT = "agreed_not", N_("Rejected")
    SPLIT = "split", N_("Split")
    MORE_SPLIT = "more_split", N_("Also split")
    UNDECIDED = "undecided", N_("Undecided")
    RATED_BY_FEW = "rated_by_few", N_("Rated by few cities")
    UNRATED = "unrated", N_("Not rated")
    MISSING = "missing", N_("Missing issues")
    WANTED = "wanted", N_("Help wanted")
    WANTED_OF_NOBODY = "wanted_of_nobody", N_("Help that no city can give yet")
    WITHOUT_SOLUTION = "without_solution", N_("No solution yet")
    WITHOUT_OWNER = "without_owner", N_("Solutions without an owner")


class ConclusionChoice(Term):
    """What is printed in the place of a drafted sentence."""

    DRAFT = "draft", N_("Draft")
    EDITED = "edited", N_("Edited")
    LEFT_OUT = "left_out", N_("Left out")


class ConclusionVersion(Belongs, Model):
    """What the team chose for one drafted sentence, in one version; written once and never changed.

    `subject` is the reference of an issue, the prefix of a measure, or "all". `drafted` is the sentence that
    was drafted at that time, as data: when the figures change, the draft is another.
    """

    __tablename__ = "conclusion_version"
    __table_args__ = (
        sa.UniqueConstraint("workshop_id", "kind", "subject", "version"),
        sa.CheckConstraint("version > 0", name="version_counts_from_one"),
        sa.CheckConstraint("(choice = 'edited') = (length(text) > 0)", name="has_a_text_if_edited"),
        length("subject", 20, 1),
        length("text", 2000),
    )

    kind: Mapped[ConclusionKind] = mapped_column(term(ConclusionKind))
    subject: Mapped[str]
    version: Mapped[int]
    choice: Mapped[ConclusionChoice] = mapped_column(term(ConclusionChoice))
    text: Mapped[str] = mapped_column(Prose, default="")
    drafted: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    written_at: Mapped[datetime] = mapped_column(default=now)

    account: Mapped[Account | None] = points_at(
        "Account", "Account.id == foreign(ConclusionVersion.account_id)"
    )
