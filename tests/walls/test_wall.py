"""What the projector shows: how to join and what is on, for who knows the code, and nothing personal."""

import re

import pytest

from facilitator.access.policy import Phase
from tests.pages import texts
from tests.people import Browser
from tests.small_workshop import SmallWorkshop

pytestmark = pytest.mark.one_database


@pytest.fixture
def wall(workshop: SmallWorkshop) -> str:
    return workshop.path(f"wall/{workshop.code}")


def shown(workshop: SmallWorkshop, wall: str) -> list[str]:
    answer = Browser(workshop.app).read(wall)
    assert answer.status_code == 200
    return texts(answer.text.replace("<wbr>", ""))


def test_the_wall_shows_how_to_join(workshop: SmallWorkshop, wall: str) -> None:
    code = f"{workshop.code[:4]} {workshop.code[4:]}"
    assert {code, f"localhost/join/{workshop.code}"} <= set(shown(workshop, wall))


def test_the_picture_leads_to_the_page_where_one_joins(workshop: SmallWorkshop, wall: str) -> None:
    html = Browser(workshop.app).read(wall).text
    assert len(re.findall(r'<svg[^>]*class="qr-code"', html)) == 1
    assert "<script" not in html.partition('class="qr-code"')[2].partition("</svg>")[0]


# phase → what is said while nothing is open
PAUSES = {
    Phase.PREPARATION: "We begin soon.",
    Phase.DAY_ONE: "Break.",
    Phase.HANDED_OVER: "We begin soon.",
    Phase.DAY_TWO: "Break.",
    Phase.CLOSED: "Thank you, and safe travels.",
}


@pytest.mark.parametrize("phase", Phase, ids=str)
def test_while_nothing_is_open_the_wall_says_what_one_waits_for(
    workshop: SmallWorkshop, wall: str, phase: Phase
) -> None:
    workshop.go_to(phase)
    assert set(PAUSES.values()) & set(shown(workshop, wall)) == {PAUSES[phase]}


def test_what_is_open_stands_on_the_wall_until_it_is_closed(workshop: SmallWorkshop, wall: str) -> None:
    workshop.go_to(Phase.DAY_ONE)
    workshop.open("RET")
    assert "Capture Retrofit" in shown(workshop, wall)
    workshop.close("RET")
    assert "Capture Retrofit" not in shown(workshop, wall)


def test_nobody_is_named_on_the_wall(workshop: SmallWorkshop, wall: str) -> None:
    workshop.begin_validation()
    html = Browser(workshop.app).read(wall).text
    assert [name for name in workshop.participants if f"Delegate of {name}" in html] == []
    assert [token for token in workshop.tokens.values() if token in html] == []


def test_the_code_of_another_workshop_opens_no_wall_here(workshop: SmallWorkshop) -> None:
    sister = SmallWorkshop(workshop.app, slug="sister")
    assert Browser(workshop.app).read(workshop.path(f"wall/{sister.code}")).status_code == 404
    assert Browser(workshop.app).read(workshop.path(f"wall/{sister.code}/live")).status_code == 404
