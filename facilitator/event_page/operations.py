"""Write the public page, give it a picture, show it to everybody, or to nobody any more."""

import hashlib
from collections.abc import Mapping
from typing import Any

from facilitator.access.actor import Actor
from facilitator.database import db, now
from facilitator.event_page import queries, rules
from facilitator.event_page.imaging import KeptPicture
from facilitator.event_page.models import EventPage, EventPicture
from facilitator.live.activity import record
from facilitator.live.events import Event
from facilitator.workshops.models import Workshop


def save_page(workshop: Workshop, facts: Mapping[str, Any], *, by: Actor) -> EventPage:
    """Keep what was typed, all of `FACTS`; what is published changes for everybody."""
    rules.check_facts(facts, starts_on=workshop.starts_on, ends_on=workshop.ends_on)
    page = queries.page_of(workshop.id) or EventPage(workshop_id=workshop.id)
    if page.published_at:
        rules.check_may_be_read(summary=facts["summary"], text=facts["text"])
    for name, value in facts.items():
        setattr(page, name, value)
    db.session.add(page)
    db.session.flush()
    record(Event.EVENT_PAGE_SAVED, page, by=by)
    return page


def set_picture(
    workshop: Workshop, kept: KeptPicture | None, *, alternative: str, credit: str, by: Actor
) -> None:
    """Give the page a picture in place of the one that it has; without one, describe that one otherwise."""
    picture = queries.picture_of(workshop.id)
    rules.check_has_picture(is_given=kept is not None, has_one=picture is not None)
    picture = picture or EventPicture(workshop_id=workshop.id)
    picture.alternative, picture.credit = alternative, credit
    if kept:
        picture.data, picture.width, picture.height = kept
        picture.digest = hashlib.sha256(kept.data).hexdigest()
    db.session.add(picture)
    db.session.flush()
    record(Event.EVENT_PICTURE_SET, picture, by=by)


def remove_picture(picture: EventPicture, *, by: Actor) -> None:
    """Leave the page without a picture."""
    record(Event.EVENT_PICTURE_REMOVED, picture, by=by)
    db.session.delete(picture)
    db.session.flush()


def publish_page(page: EventPage, *, by: Actor) -> None:
    """Show it to everybody."""
    rules.check_may_be_read(summary=page.summary, text=page.text)
    if page.published_at is None:
        page.published_at = now()
        record(Event.EVENT_PAGE_PUBLISHED, page, by=by)


def unpublish_page(page: EventPage, *, by: Actor) -> None:
    """Make it a draft again."""
    if page.published_at is not None:
        page.published_at = None
        record(Event.EVENT_PAGE_UNPUBLISHED, page, by=by)
