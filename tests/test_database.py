"""What the columns hold, whichever way a text has come to them."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from facilitator.database import KeyText, Line, Prose, Unkept, db
from facilitator.workshops.models import City, Part
from facilitator.workshops.operations import add_city, add_organisation
from tests.pages import complaints
from tests.people import Browser
from tests.small_workshop import SmallWorkshop

EMPTY = "Please fill this in."


def texts() -> list[sa.Column[str]]:
    """Every column that holds text."""
    columns = (column for table in db.metadata.tables.values() for column in table.columns)
    return [column for column in columns if isinstance(column.type, KeyText | Line | Prose | sa.Text)]


def test_no_column_takes_half_a_character(workshop: SmallWorkshop) -> None:
    """PostgreSQL keeps neither halves of surrogate pairs nor NUL; what doesn't clean them refuses them."""
    assert len(texts()) > 50
    for column in texts():
        for unkept, cleaned in (("half \ud83d", "half"), ("NUL \x00", "NUL")):
            with workshop.look():
                try:
                    kept = db.session.execute(sa.select(sa.literal(unkept, column.type))).scalar_one()
                except Unkept:
                    continue
            assert kept == cleaned, column


def test_a_key_that_can_not_be_kept_is_refused_in_a_sentence(workshop: SmallWorkshop) -> None:
    with workshop.refuses("This has characters that cannot be saved. Please type it again."):
        workshop.row.slug = "half-\udc80"
        db.session.flush()


def test_a_name_is_kept_alike_however_its_accents_are_spelled(workshop: SmallWorkshop) -> None:
    with workshop.change():
        workshop.city("Lyon").name = "Me\u0301rignac"
    with workshop.look():
        assert db.session.scalars(sa.select(City.id).filter_by(name="M\u00e9rignac")).all() == [
            workshop.cities["Lyon"]
        ]
        assert workshop.city("Lyon").name == "M\u00e9rignac"


@pytest.mark.parametrize("again", ["lyon", " LYON", "Ly\u00f3n", "Lyo\u00adn"])
def test_a_city_or_organisation_is_in_the_workshop_once_however_it_is_spelled(
    workshop: SmallWorkshop, again: str
) -> None:
    with workshop.refuses("This city is already in the workshop."):
        add_city(
            workshop.row, name=again, country="FR", part=Part.INTERESTED, project=None, by=workshop.actor()
        )
    with workshop.refuses("This organisation is already in the workshop."):
        add_organisation(workshop.row, name=f"city of {again}", city=None, by=workshop.actor())


@pytest.mark.parametrize("invisible", ["\u200b", "\u2800\u2800\u2800", "\u3164", "\u200d\ufe0f"])
def test_a_text_in_which_nothing_can_be_seen_is_none(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser], invisible: str
) -> None:
    page, phone = f"/join/{workshop.code}", Browser(workshop.app)
    with workshop.nothing_changes():
        answer = phone.send(page, {"display_name": invisible})
    assert complaints(answer.text)["display_name"] == [EMPTY]
    group = workshop.begin_validation(issues=1)
    missing = workshop.path(f"groups/{group}/missing")
    with workshop.nothing_changes():
        answer = browser_of("Antwerp").send(missing, {"title": invisible})
    assert complaints(answer.text)["title"] == [EMPTY]
