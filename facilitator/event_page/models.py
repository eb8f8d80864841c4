"""What an organiser writes on the public page, and its picture."""

from datetime import date, datetime, time

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from facilitator.database import Belongs, Line, Model, Prose, length
from facilitator.event_page.imaging import MOST_KEPT


class EventPage(Belongs, Model):
    """The public page of a workshop; a draft until it is published."""

    __tablename__ = "event_page"
    __table_args__ = (
        sa.UniqueConstraint("workshop_id"),
        length("summary", 300),
        length("text", 10_000),
        length("venue", 160),
        length("address", 400),
        length("map_link", 500),
        length("hosts", 1000),
        length("languages", 200),
        length("tags", 200),
        length("registration_link", 500),
        length("contacts", 1000),
        length("links", 3000),
    )

    summary: Mapped[str] = mapped_column(Line, default="")
    # In Markdown, as `markdown.py` reads it.
    text: Mapped[str] = mapped_column(Prose, default="")
    # On the first and on the last day; without them the agenda says it.
    begins_at: Mapped[time | None]
    ends_at: Mapped[time | None]
    venue: Mapped[str] = mapped_column(Line, default="")
    address: Mapped[str] = mapped_column(Prose, default="")
    map_link: Mapped[str] = mapped_column(default="")
    # Who invites, one a line.
    hosts: Mapped[str] = mapped_column(Prose, default="")
    languages: Mapped[str] = mapped_column(Line, default="")
    # With commas between.
    tags: Mapped[str] = mapped_column(Line, default="")
    registration_link: Mapped[str] = mapped_column(default="")
    registration_until: Mapped[date | None]
    # A name and an address, one a line, as `lines.py` reads them.
    contacts: Mapped[str] = mapped_column(Prose, default="")
    # Words and an address, one a line.
    links: Mapped[str] = mapped_column(Prose, default="")
    published_at: Mapped[datetime | None]


class EventPicture(Belongs, Model):
    """The picture of the public page, in WebP; a page that is begun later may have one already.

    It has a table of its own, so that who reads the words does not read its bytes.
    """

    __tablename__ = "event_picture"
    __table_args__ = (
        sa.UniqueConstraint("workshop_id"),
        length("alternative", 300, 1),
        length("credit", 200),
        sa.CheckConstraint(f"0 < length(data) AND length(data) <= {MOST_KEPT}", name="data_fits"),
    )

    # What it shows, for whoever cannot see it.
    alternative: Mapped[str] = mapped_column(Line)
    # Whose it is, as they want to be named.
    credit: Mapped[str] = mapped_column(Line, default="")
    data: Mapped[bytes] = mapped_column(deferred=True)
    digest: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]


FACTS = (
    "summary",
    "text",
    "begins_at",
    "ends_at",
    "venue",
    "address",
    "map_link",
    "hosts",
    "languages",
    "tags",
    "registration_link",
    "registration_until",
    "contacts",
    "links",
)
"""What is typed, in the order of the page that asks for it."""
