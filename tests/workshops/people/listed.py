"""Somebody who is on the list and has not joined."""

import sqlalchemy as sa

from facilitator.database import db
from facilitator.workshops.models import Organisation
from facilitator.workshops.operations import personal_token
from facilitator.workshops.people.operations import NewPerson, list_people
from tests.small_workshop import SECRET, SmallWorkshop

BERTA = "Berta Bosch"


def expect(workshop: SmallWorkshop, name: str = BERTA, city: str = "Antwerp", email: str = "") -> int:
    """Put somebody on the list; their id."""
    with workshop.change():
        speaks_for = db.session.scalars(
            sa.select(Organisation.id).filter_by(city_id=workshop.cities[city])
        ).one()
        person = NewPerson(speaks_for, name, email)
        [listed] = list_people(workshop.row, [person], secret=SECRET, by=workshop.actor("organiser"))
        workshop.participants[name] = listed.id
        workshop.tokens[name] = personal_token(workshop.id, listed.link_seed or "", SECRET)
    return listed.id
