"""A card keeps every version of what it says, and nobody writes over another's words."""

from collections.abc import Callable

import pytest

from facilitator.access.policy import Phase
from facilitator.capture.operations import reword_card
from facilitator.capture.queries import card_by_reference, current_wording, wordings
from tests.pages import complaints, fields, summary, texts
from tests.people import Browser
from tests.small_workshop import AN_ISSUE, SmallWorkshop

pytestmark = pytest.mark.one_database

REWORDED = "Somebody else has edited this. Their text is shown beside yours. Save again to keep your text."


def titles(workshop: SmallWorkshop, ref: str = "RET-01") -> list[tuple[int, str]]:
    with workshop.look():
        said = wordings(card_by_reference(workshop.row, ref))
        return [(wording.version, wording.title) for wording in said]


def test_the_first_wording_comes_with_the_card(workshop: SmallWorkshop) -> None:
    with workshop.change():
        workshop.add_issue()
    assert titles(workshop) == [(1, AN_ISSUE["title"])]


def test_rewording_adds_a_version_and_keeps_the_one_before(workshop: SmallWorkshop) -> None:
    with workshop.change():
        issue = workshop.add_issue()
        reword_card(issue, AN_ISSUE | {"title": "Owners can't agree"}, based_on=1, by=workshop.actor())
    assert titles(workshop) == [(2, "Owners can't agree"), (1, AN_ISSUE["title"])]


def test_saving_the_same_words_again_adds_nothing(workshop: SmallWorkshop) -> None:
    with workshop.change():
        workshop.add_issue()
    with workshop.nothing_changes(), workshop.change():
        issue = card_by_reference(workshop.row, "RET-01")
        said = current_wording(issue)
        again = {"title": said.title, "text": said.text, "aspect": said.aspect}
        assert reword_card(issue, again, based_on=1, by=workshop.actor()).version == 1


def test_who_has_not_seen_the_last_version_does_not_write_over_it(workshop: SmallWorkshop) -> None:
    with workshop.change():
        issue = workshop.add_issue()
        reword_card(issue, AN_ISSUE | {"title": "Owners can't agree"}, based_on=1, by=workshop.actor())
    with workshop.refuses(REWORDED):
        issue = card_by_reference(workshop.row, "RET-01")
        reword_card(issue, AN_ISSUE | {"title": "Mine"}, based_on=1, by=workshop.actor("rapporteur"))


def test_two_people_who_edit_one_issue_see_both_texts_and_lose_neither(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    workshop.go_to(Phase.DAY_ONE)
    with workshop.change():
        workshop.add_issue()
    page = workshop.path("cards/RET-01/wording")
    first, second = browser_of("facilitator"), browser_of("rapporteur")
    theirs, mine = first.form(page, page), second.form(page, page)
    assert first.client.post(page, data=theirs | {"title": "Theirs", "text": "Their text"}).status_code == 303

    refused = second.client.post(page, data=mine | {"title": "Mine", "text": "My text"})
    assert refused.status_code == 422
    assert summary(refused.text) == [REWORDED]
    assert {"Theirs", "Their text"} <= set(texts(refused.text, "section"))
    kept = fields(refused.text, page)
    assert (kept["title"], kept["text"], kept["based_on"]) == (["Mine"], ["My text"], ["2"])
    assert complaints(refused.text) == {}

    assert second.client.post(page, data=kept).status_code == 303
    assert titles(workshop) == [(3, "Mine"), (2, "Theirs"), (1, AN_ISSUE["title"])]


def test_a_form_that_does_not_say_what_it_is_based_on_is_taken_for_an_old_one(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    workshop.go_to(Phase.DAY_ONE)
    with workshop.change():
        workshop.add_issue()
    page, facilitator = workshop.path("cards/RET-01/wording"), browser_of("facilitator")
    with workshop.nothing_changes():
        answer = facilitator.send(page, {"title": "Mine", "based_on": "x"}, to=page)
        assert (answer.status_code, summary(answer.text)) == (422, [REWORDED])
