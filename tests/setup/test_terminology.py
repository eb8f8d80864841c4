"""A workshop calls things by the words of its own field, and what people typed stays as it is."""

from collections.abc import Callable

import pytest

from facilitator.access.policy import Phase
from facilitator.capture.models import Aspect
from facilitator.terminology import key_of, terminology_with
from tests.pages import complaints
from tests.people import Browser
from tests.small_workshop import SmallWorkshop

BrowserOf = Callable[[str], Browser]

pytestmark = pytest.mark.one_database

HOSPITALS = {"city": "hospital", "cities": "hospitals", "lighthouse": "teaching"}


def test_pages_speak_of_hospitals_and_fall_back_to_our_words_when_a_field_is_emptied(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    organiser = browser_of("organiser")
    path = workshop.path("setup/words")
    technical = key_of(Aspect.TECHNICAL)
    organiser.send(path, HOSPITALS | {technical: "Clinical"})
    workshop.go_to(Phase.DAY_ONE)
    with workshop.change():
        workshop.add_issue(title="A city is no hospital", aspect=Aspect.TECHNICAL)
    board = organiser.read(workshop.path("capture/RET/issue")).text
    assert "A city is no hospital" in board
    assert "Clinical" in board
    assert "Which hospital or organisation" in Browser(workshop.app).read(f"/join/{workshop.code}").text
    organiser.send(path, dict.fromkeys((*HOSPITALS, technical), ""))
    assert "Which city or organisation" in Browser(workshop.app).read(f"/join/{workshop.code}").text


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"city": "<b>town</b>", "cities": "towns"}, "city", "Use letters only"),
        ({"city": "100%(s", "cities": "towns"}, "city", "Use letters only"),
        ({"city": "town", "cities": "towns", "lighthouse": "Pilot town"}, "lighthouse", "Leave out the word"),
        ({"city": "town"}, "cities", "Enter both forms"),
        ({"measures": "wards"}, "measure", "Enter both forms"),
        ({"lighthouse": "x" * 41}, "lighthouse", "The limit is 40"),
    ],
)
def test_a_word_that_cannot_stand_in_a_text_comes_back_with_the_reason(
    workshop: SmallWorkshop, browser_of: BrowserOf, typed: dict[str, str], field: str, sentence: str
) -> None:
    organiser = browser_of("organiser")
    answer = organiser.send(workshop.path("setup/words"), typed | {"interested": "visiting"})
    assert answer.status_code == 422
    assert sentence in complaints(answer.text)[field][0]
    assert 'value="visiting"' in answer.text
    with workshop.look():
        assert workshop.row.terminology is None


def test_a_text_takes_the_words_with_their_article_and_leaves_its_gaps() -> None:
    own = terminology_with({"city": "institute", "cities": "institutes", "interested": "young"})
    assert own.put_into("A city, an interested city: %(city)s") == "An institute, a young institute: %(city)s"
    assert own.put_into("Cities' capacity") == "Institutes' capacity"
    won = terminology_with({"strategy": "alliance", "strategies": "alliances"})
    assert won.put_into("Add a political strategy") == "Add an alliance"
    assert won.put_into("Political strategies and %(strategy)s") == "Alliances and %(strategy)s"
    assert terminology_with({"city": "a<b", "cities": "b"}).put_into("a city") == "a city"
