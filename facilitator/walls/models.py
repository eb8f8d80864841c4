"""What somebody chose to have on a wall: a row for each choice, of which the last one of a wall counts."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from facilitator.database import Belongs, Line, Model, length, now, term
from facilitator.errors import N_
from facilitator.vocabulary import Term

MOST_PAGES = 9_999


class WallContent(Term):
    """What a wall can show."""

    AUTOMATIC = "automatic", N_("What is on now (automatic)")
    JOIN = "join", N_("How to join")
    CLOCK = "clock", N_("The clock")
    MESSAGE = "message", N_("A message")
    CARDS = "cards", N_("Issues as they come in")
    ISSUE = "issue", N_("One issue")
    MATRIX = "matrix", N_("The matrix")
    BRIEFING = "briefing", N_("A briefing")
    GROUP = "group", N_("A group and its time")
    SEATS = "seats", N_("Groups and their rooms")
    RANKING = "ranking", N_("Results in their order")
    ISSUE_RESULTS = "issue-results", N_("Results of one issue")
    FIRST = "first", N_("What to take up first")
    SIDES = "sides", N_("One issue as both sides see it")
    DEMAND = "demand", N_("Requests to lighthouse cities")


PAGED = frozenset(
    {
        WallContent.MATRIX,
        WallContent.BRIEFING,
        WallContent.SEATS,
        WallContent.RANKING,
        WallContent.ISSUE_RESULTS,
        WallContent.DEMAND,
    }
)


class WallChoice(Belongs, Model):
    """What somebody chose for the wall of a room, for the main wall (no room), or for all walls at once.

    `about` says of what: the prefix of a measure, the reference of a card, the id of a city or a group. It is
    looked up when the wall is made, so that what has gone since takes no wall down.
    """

    __tablename__ = "wall_choice"
    __table_args__ = (
        # A room that is deleted takes along what its wall has shown.
        sa.ForeignKeyConstraint(
            ["workshop_id", "room_id"], ["room.workshop_id", "room.id"], ondelete="CASCADE"
        ),
        sa.CheckConstraint("NOT is_everywhere OR room_id IS NULL", name="everywhere_is_no_room"),
        sa.CheckConstraint("(content = 'message') = (words <> '')", name="message_has_words"),
        sa.CheckConstraint(f"page BETWEEN 1 AND {MOST_PAGES}", name="has_a_page"),
        length("about", 40),
        length("words", 280),
        sa.Index("ix_wall_choice_workshop_id", "workshop_id", "is_everywhere", "room_id", "id"),
    )

    room_id: Mapped[int | None]
    is_everywhere: Mapped[bool] = mapped_column(default=False)
    content: Mapped[WallContent] = mapped_column(term(WallContent))
    about: Mapped[str] = mapped_column(Line, default="")
    words: Mapped[str] = mapped_column(Line, default="")
    page: Mapped[int] = mapped_column(default=1)
    chosen_at: Mapped[datetime] = mapped_column(default=now)
    chosen_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
