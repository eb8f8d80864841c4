"""The desk without script: a form that keeps a line, says what stands, corrects, and shows both texts."""

from collections.abc import Callable

import pytest
from markupsafe import escape

from facilitator.access.policy import Phase
from facilitator.capture.evidence import heard
from facilitator.capture.operations import reword_card
from facilitator.capture.queries import card_by_reference, current_wording
from tests.pages import notices, plain
from tests.people import Browser, forms_on
from tests.small_workshop import SmallWorkshop

pytestmark = pytest.mark.one_database

BrowserOf = Callable[[str], Browser]


class AtTheDesk:
    """A rapporteur's browser at the desk of a measure."""

    def __init__(self, workshop: SmallWorkshop, browser: Browser) -> None:
        self.workshop, self.browser = workshop, browser
        self.at = workshop.path("desk/RET")

    def type(self, line: str) -> str:
        """Send a line; returns the page that it leads to."""
        answer = self.browser.send(self.at, {"line": line}, to=f"{self.at.split('?')[0]}/lines")
        if answer.status_code == 303:
            self.at = answer.location
            return self.browser.read(answer.location).text
        assert answer.status_code == 422
        return answer.text

    def caught(self) -> list[str]:
        page = self.browser.read(self.at).text
        return [plain(part.split("</p>")[0]) for part in page.split('<p class="issue-title" dir="auto">')[1:]]


@pytest.fixture
def rapporteur(workshop: SmallWorkshop, browser_of: BrowserOf) -> AtTheDesk:
    """At the desk, on day one."""
    workshop.go_to(Phase.DAY_ONE)
    workshop.open("RET")
    return AtTheDesk(workshop, browser_of("rapporteur"))


def fields(page: str) -> dict[str, str]:
    (form,) = [typed for target, typed in forms_on(page) if target.endswith("/lines")]
    return {name: values[0] for name, values in form.items()}


def test_a_line_is_kept_and_the_entry_is_free_for_the_next(rapporteur: AtTheDesk) -> None:
    page = rapporteur.type("Flats stand empty #social @Lyon met")
    assert notices(page) == ["RET-01 is in."]
    assert fields(page)["line"] == ""
    assert fields(page)["above"] == "RET-01"
    rapporteur.type("+s A desk >")
    assert rapporteur.caught() == ["A desk", "Flats stand empty"]


def test_marks_alone_stay_for_the_lines_that_follow_until_they_are_cleared(rapporteur: AtTheDesk) -> None:
    page = rapporteur.type("ENG #legal @Vienna")
    assert fields(page)["standing"] == "#legal @Vienna"
    assert rapporteur.at.startswith("/w/brussels/desk/ENG")
    assert notices(rapporteur.type("A rule stands in the way")) == ["ENG-01 is in."]
    assert fields(rapporteur.type("-"))["standing"] == ""


def test_a_refused_line_stays_in_the_entry_with_its_sentence(rapporteur: AtTheDesk) -> None:
    page = rapporteur.type("Flats stand empty")
    assert fields(page)["line"] == "Flats stand empty"
    assert "Which aspect is it? Add #technical, #financial, #legal, #governance or #social." in plain(page)
    assert rapporteur.caught() == []


def test_a_card_is_corrected_in_the_entry(rapporteur: AtTheDesk) -> None:
    rapporteur.type("Flats stand emty #social @Lyon met")
    rapporteur.at = rapporteur.workshop.path("desk/RET?correct=RET-01")
    page = rapporteur.browser.read(rapporteur.at).text
    assert fields(page)["line"] == "Flats stand emty #social @Lyon met"
    assert notices(rapporteur.type("Flats stand empty #social @Vienna met")) == ["RET-01 is put right."]
    assert rapporteur.caught() == ["Flats stand empty"]


def test_a_correction_that_meets_another_shows_both_texts_and_keeps_the_last_when_sent_again(
    rapporteur: AtTheDesk,
) -> None:
    workshop = rapporteur.workshop
    rapporteur.type("Flats stand empty #social")
    at = workshop.path("desk/RET?correct=RET-01")
    filled = rapporteur.browser.form(at, "/lines") | {"line": ["Nobody lives there #social"]}
    with workshop.change():
        words = {"title": "Houses stand empty", "text": "", "aspect": "social"}
        reword_card(card_by_reference(workshop.row, "RET-01"), words, based_on=1, by=workshop.actor())
    answer = rapporteur.browser.client.post(workshop.path("desk/RET/lines"), data=filled)
    assert answer.status_code == 422
    assert "Houses stand empty #social" in plain(answer.text)
    again = fields(answer.text)
    assert again["line"] == "Nobody lives there #social"
    assert rapporteur.browser.client.post(workshop.path("desk/RET/lines"), data=again).status_code == 303
    with workshop.look():
        wording = current_wording(card_by_reference(workshop.row, "RET-01"))
        assert (wording.title, wording.version) == ("Nobody lives there", 3)


# what is typed → what the chips say of it
UNDERSTOOD = {
    "": ["Issue", "RET", "Which aspect?", "City …"],
    "Flats": ["Issue", "RET", "Which aspect?", "City …"],
    "+e Office #in #leg": ["Enabler", "RET", "Inside the city", "Legal", "City …"],
    "+p Ask #out": ["Strategy", "RET", "Whom for?", "City …"],
    "ENG Nobody comes #s @Lyon met": ["Issue", "ENG", "Social and communication", "Lyon met it", "City …"],
    "+s A desk @Vienna proved >1": ["Solution", "RET", "Vienna proved it", "RET-01 Flats stand empty"],
    "+s A desk >": ["Solution", "RET", "RET-01 Flats stand empty", "City …"],
    "+s A desk >flats": ["Solution", "RET", "Which card?", "City …"],
    ">1 @Lyon met": ["Lyon met it", "RET-01 Flats stand empty", "City …"],
}


@pytest.mark.parametrize("line", UNDERSTOOD)
def test_what_was_understood_is_shown_while_typing(rapporteur: AtTheDesk, line: str) -> None:
    rapporteur.type("Flats stand empty #social")
    page = rapporteur.browser.client.get(
        rapporteur.workshop.path("desk/RET/reading"), query_string={"line": line, "above": "RET-01"}
    ).text
    summaries = [plain(part.split("</summary>")[0]) for part in page.split("<summary>")[1:]]
    assert summaries == UNDERSTOOD[line]


def test_a_word_of_a_title_finds_the_card_to_link(rapporteur: AtTheDesk) -> None:
    rapporteur.type("Flats stand empty #social")
    page = rapporteur.browser.read(
        rapporteur.workshop.path("desk/RET/reading?line=%2Bs+A+desk+%3EEMPTY")
    ).text
    assert 'data-mark="&gt;RET-01"' in page


def test_what_looks_alike_is_shown_while_typing(rapporteur: AtTheDesk) -> None:
    rapporteur.type("Several owners must agree on one renovation #governance")
    rapporteur.type(">1 @Vienna met")
    query = {"line": "Several owners must agree on a renovation #governance @Vienna met"}
    page = rapporteur.browser.client.get(
        rapporteur.workshop.path("desk/RET/reading"), query_string=query
    ).text
    instead = '@Vienna met "Several owners must agree on a renovation" >RET-01'
    assert f'data-instead="{escape(instead)}"' in page
    rapporteur.type(instead)
    with rapporteur.workshop.look():
        issue = card_by_reference(rapporteur.workshop.row, "RET-01")
        assert [voice.note for voice in heard(rapporteur.workshop.id)[issue.id].values()] == [
            "Several owners must agree on a renovation"
        ]
    why = plain(page.split('<p class="why')[1].split("</p>")[0])
    for reason in ("both say", "owners", "same aspect", "same measure", "Vienna spoke on it"):
        assert reason in why
