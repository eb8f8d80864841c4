"""Going back to a form that was sent: browsers show it as it was, with the id that it had."""

from urllib.parse import parse_qsl, urlencode

import pytest
from playwright.sync_api import expect

from tests.journeys.counting import Counted
from tests.journeys.room import Room


@pytest.mark.parametrize("scene", ["validation"])
def test_a_delegate_who_goes_back_and_answers_otherwise_has_the_last_word(room: Room) -> None:
    antwerp = room.come_back("Antwerp")
    antwerp.follow("Answer the issues")
    antwerp.choose("Is this the right issue", "Right")
    with antwerp.page.expect_request(lambda request: request.method == "POST") as sending:
        antwerp.press("Save and continue")
    antwerp.sees("2 of 3")
    first = dict(parse_qsl(sending.value.post_data or "", keep_blank_values=True))
    verdict = next(name for name in first if name.startswith("verdict-"))
    # The page that a browser keeps for its back button can't be driven from here; what it sends can.
    for words in ("not_for_us", "right"):
        again = antwerp.page.request.post(
            sending.value.url,
            data=urlencode(first | {verdict: words}),
            headers={"content-type": "application/x-www-form-urlencoded", "referer": sending.value.url},
            max_redirects=0,
        )
        assert again.status == 303
        assert [row.verdict for row in Counted(room.url).rows["answers"]] == [words]
    antwerp.page.reload()
    antwerp.follow("Back")
    expect(antwerp.page.get_by_role("radio", name="Right", exact=True)).to_be_checked()
