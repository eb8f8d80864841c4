"""Results on the projector, of six cities with long names and of forty, under titles that fill two lines."""

from itertools import cycle

import pytest
import sqlalchemy as sa

from facilitator.breakouts.models import Group
from facilitator.database import db
from facilitator.validation.models import Verdict
from facilitator.validation.rules import Reply
from facilitator.workshops.models import Part
from tests.journeys.inspection import WALL, check_wall
from tests.journeys.room import Room
from tests.summary.panel import Panel

pytestmark = pytest.mark.parametrize("scene", ["long ballot"])

PAGES = ("issues/RET-01", "issues/RET-02", "RET", "RET/first", "issues/RET-01/sides", "issues/RET-02/sides")


def seat_and_answer(room: Room, cities: int) -> None:
    """So many interested cities with two delegates each who differ, and four lighthouse cities."""
    with room.workshop.look():
        group_id = db.session.scalars(sa.select(Group.id).filter_by(workshop_id=room.workshop.id)).one()
    panel = Panel(room.workshop, group_id)
    panel.seat(*(f"Santiago de Compostela {number}" for number in range(cities)), people=2)
    panel.seat("Lisbon", "London", "Milan", "Munich", part=Part.LIGHTHOUSE)
    keys, verdicts = room.workshop.criteria, cycle(Verdict)
    for place, people in enumerate(panel.people.values()):
        for person in people:
            scores = dict.fromkeys(keys.values(), place % 9 + 1)
            panel.reply(person, 1, Reply(next(verdicts), scores=scores))
            # Of the second issue only one of the lighthouse cities has anything to say.
            if place <= cities:
                panel.reply(person, 2, Reply(next(verdicts), scores=scores))


@pytest.mark.parametrize("cities", [6, 40])
def test_results_can_be_read_from_ten_metres_and_have_nothing_below_the_edge(room: Room, cities: int) -> None:
    seat_and_answer(room, cities)
    facilitator = room.team_member("facilitator")
    facilitator.page.set_viewport_size(WALL)
    for page in PAGES:
        facilitator.open(room.workshop.path(f"results/{page}/wall"))
        check_wall(facilitator.page)
