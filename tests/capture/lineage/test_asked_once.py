"""A page learns once what became of cards, however many of its parts ask."""

import pytest

from tests.capture.lineage.arranged import fill_arrangements
from tests.full_workshop import fill
from tests.people import Browser
from tests.small_workshop import SmallWorkshop
from tests.statements import asked_with_values

pytestmark = [pytest.mark.one_database, pytest.mark.slow]


@pytest.mark.parametrize(
    "page", ["capture/RET/issue", "cards/RET-01", "desk/RET?card=RET-01", "matrix/RET", "merge"]
)
def test_a_page_asks_once_where_cards_have_gone(workshop: SmallWorkshop, page: str) -> None:
    fill(workshop)
    fill_arrangements(workshop)
    reader = Browser(workshop.app, workshop.way_in("facilitator"))
    with asked_with_values(workshop.app) as statements:
        reader.read(workshop.path(page))
    steps = [sql for sql, _ in statements if "FROM merged_card" in sql and "UNION ALL" in sql]
    assert len(steps) == 1
