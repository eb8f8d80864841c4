"""The public page of a workshop, as it is kept."""

from datetime import date

import sqlalchemy as sa

from facilitator.access.policy import Role
from facilitator.accounts.models import Account
from facilitator.database import db
from facilitator.event_page import rules
from facilitator.event_page.lines import read_contacts
from facilitator.event_page.models import EventPage, EventPicture
from facilitator.workshops.models import Membership, Workshop


def page_of(workshop_id: int) -> EventPage | None:
    """The page, draft or published; nothing where none has been begun."""
    return db.session.scalars(sa.select(EventPage).filter_by(workshop_id=workshop_id)).one_or_none()


def picture_of(workshop_id: int) -> EventPicture | None:
    """The picture of the page, without its bytes until they are asked for; nothing where it has none."""
    return db.session.scalars(sa.select(EventPicture).filter_by(workshop_id=workshop_id)).one_or_none()


def is_published(workshop: Workshop) -> bool:
    """Whether anybody may read the page."""
    page = page_of(workshop.id)
    return page is not None and page.published_at is not None


def check_page_suits(workshop: Workshop, starts_on: date, ends_on: date) -> None:
    """Refuse other days for a workshop while its public page, draft or not, does not suit them."""
    page = page_of(workshop.id)
    if page is not None:
        rules.check_days_suit(
            starts_on, ends_on, until=page.registration_until, begins=page.begins_at, ends=page.ends_at
        )


def address_of_contact(workshop: Workshop) -> str:
    """Where questions about the workshop go: to its first contact with an address, else to an organiser."""
    page = page_of(workshop.id)
    contacts = read_contacts(page.contacts) if page else []
    addresses = [contact.address for contact in contacts if contact.address]
    return addresses[0] if addresses else _address_of_organiser(workshop)


def _address_of_organiser(workshop: Workshop) -> str:
    organisers = sa.select(Account.email).join(Membership, Membership.account_id == Account.id)
    first = organisers.where(Membership.workshop_id == workshop.id, Membership.role == Role.ORGANISER)
    return db.session.scalars(first.order_by(Membership.id).limit(1)).first() or ""
