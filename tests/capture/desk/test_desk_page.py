"""The desk without script: a form that keeps a line, says what stands, corrects, and shows both texts."""

from collections.abc import Callable
from html import unescape

import pytest
import sqlalchemy as sa
from markupsafe import escape

from facilitator.access.policy import Phase
from facilitator.capture.evidence import heard
from facilitator.capture.models import WaitingLine
from facilitator.capture.operations import reword_card
from facilitator.capture.queries import card_by_reference, current_wording
from facilitator.database import db
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
        if answer.status_code == 422:
            return answer.text
        self.at = answer.location
        return self.browser.read(answer.location).text

    def understood(self, line: str, **more: str) -> str:
        """What the chips say of a line while it is typed."""
        page = self.workshop.path("desk/RET")
        form = self.browser.form(page, "/lines")
        answer = self.browser.client.post(f"{page}/reading", data={**form, "line": line, **more})
        assert answer.status_code == 200
        return answer.text

    def waiting(self) -> list[tuple[str, str]]:
        """The lines to be completed, each with what it lacks."""
        page = self.browser.read(self.at).text
        return [
            (
                plain(item.split('<p class="typed" dir="auto">')[1].split("</p>")[0]),
                plain(item.split('<p class="gap">')[1].split("</p>")[0]),
            )
            for item in page.split("data-waiting=")[1:]
        ]

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
    assert notices(page) == ["RET-01 was added."]
    assert fields(page)["line"] == ""
    assert fields(page)["above"] == "RET-01"
    rapporteur.type("+s A desk >")
    assert rapporteur.caught() == ["A desk", "Flats stand empty"]


def test_marks_alone_stay_for_the_lines_that_follow_until_they_are_cleared(rapporteur: AtTheDesk) -> None:
    page = rapporteur.type("ENG #legal @Vienna")
    assert fields(page)["standing"] == "#legal @Vienna"
    assert rapporteur.at.startswith("/w/brussels/desk/ENG")
    assert notices(rapporteur.type("A rule stands in the way")) == ["ENG-01 was added."]
    assert fields(rapporteur.type("-"))["standing"] == ""


WHICH_ASPECT = "Which aspect is it? Add #technical, #financial, #legal, #governance or #social."


def test_a_line_that_lacks_something_waits_to_be_completed_and_the_entry_is_free(
    rapporteur: AtTheDesk,
) -> None:
    page = rapporteur.type("Flats stand empty")
    assert fields(page)["line"] == ""
    assert notices(page) == [f"Not saved yet. Please complete the line: {WHICH_ASPECT}"]
    rapporteur.type(r"+e A \\server for the “smart”grid")
    assert rapporteur.caught() == []
    assert rapporteur.waiting() == [
        (r"+e A \\server for the “smart”grid", "Where is it? Add #inside or #outside."),
        ("Flats stand empty", WHICH_ASPECT),
    ]


def complete(rapporteur: AtTheDesk, place: int = 0) -> dict[str, str]:
    """Put a line that waits into the entry; returns what stands in the form then."""
    page = rapporteur.browser.read(rapporteur.at).text
    links = [part.split('"')[0] for part in page.split('<a href="')[1:] if "complete=" in part.split('"')[0]]
    rapporteur.at = unescape(links[place])
    return fields(rapporteur.browser.read(rapporteur.at).text)


def test_a_line_is_completed_in_the_entry_with_what_stood_when_it_was_typed(rapporteur: AtTheDesk) -> None:
    rapporteur.type("The first #social")
    rapporteur.type("+e #outside @Lyon")
    rapporteur.type("A grant of the region >")
    rapporteur.type("-")
    rapporteur.type("#legal")
    assert complete(rapporteur)["line"] == "A grant of the region >"
    page = rapporteur.type("A grant of the region #financial >")
    assert notices(page) == ["RET-E01 was added."]
    assert (rapporteur.waiting(), fields(page)["standing"]) == ([], "#legal")
    with rapporteur.workshop.look():
        grant = card_by_reference(rapporteur.workshop.row, "RET-E01")
        assert grant.city
        assert (grant.city.name, current_wording(grant).reach) == ("Lyon", "outside")
    assert "line.completed" in rapporteur.workshop.happened()


def test_a_line_that_still_lacks_something_waits_on_as_it_is_typed_now(rapporteur: AtTheDesk) -> None:
    rapporteur.type("+e An office")
    complete(rapporteur)
    rapporteur.type("+e An office #inside")
    assert rapporteur.waiting() == [
        (
            "+e An office #inside",
            "What kind of help is it? Add #legal, #financial, #economic or #communication.",
        )
    ]


def test_a_line_that_waits_is_deleted_and_stays_on_record(rapporteur: AtTheDesk) -> None:
    rapporteur.type("Flats stand empty")
    page = rapporteur.workshop.path("desk/RET")
    [action] = [target for target, _ in forms_on(rapporteur.browser.read(page).text) if "deletion" in target]
    assert rapporteur.browser.send(page, {}, to=action).status_code == 303
    assert rapporteur.waiting() == []
    with rapporteur.workshop.look():
        assert db.session.scalars(sa.select(WaitingLine)).one().line == "Flats stand empty"


def test_the_checklist_before_the_handover_counts_the_lines_that_wait(
    rapporteur: AtTheDesk, browser_of: BrowserOf
) -> None:
    page = rapporteur.workshop.path("handover")
    waits = "These lines from the desk are not complete. They are not part of the handover: RET (2)"
    assert waits not in plain(browser_of("facilitator").read(page).text)
    rapporteur.type("Flats stand empty")
    rapporteur.type("Owners disagree")
    assert waits in plain(browser_of("facilitator").read(page).text)


def test_a_line_that_a_colleague_completed_meanwhile_is_asked_about_and_not_doubled(
    rapporteur: AtTheDesk, browser_of: BrowserOf
) -> None:
    colleague = AtTheDesk(rapporteur.workshop, browser_of("facilitator"))
    rapporteur.type("Flats stand empty")
    complete(rapporteur)
    filled = rapporteur.browser.form(rapporteur.at, "/lines") | {"line": ["Flats stand empty #legal"]}
    complete(colleague)
    colleague.type("Flats stand empty #social")
    rapporteur.browser.client.post(rapporteur.workshop.path("desk/RET/lines"), data=filled)
    assert colleague.caught() == ["Flats stand empty"]
    assert rapporteur.waiting() == [
        (
            "Flats stand empty #legal",
            "Somebody has already completed or deleted this line. Send it again if it is still needed.",
        )
    ]


def test_what_a_refused_line_had_begun_leaves_nothing_but_the_line(rapporteur: AtTheDesk) -> None:
    rapporteur.type("The first #social")
    rapporteur.type("The second #social @Lyon met >RET-01")
    assert rapporteur.caught() == ["The first"]
    assert rapporteur.waiting() == [
        ("The second #social @Lyon met >RET-01", "Link an enabler, a strategy or a solution to an issue.")
    ]
    assert rapporteur.workshop.happened()[-2:] == ["issue.added", "line.set_aside"]


def test_a_line_longer_than_an_address_is_understood(rapporteur: AtTheDesk) -> None:
    words = "\N{CYRILLIC SMALL LETTER ZHE}" * 700
    page = rapporteur.understood(f"{words} #social")
    assert "Social and communication" in plain(page)
    rapporteur.type(f"{words} #social")
    assert rapporteur.waiting()[0][1].startswith("The title has 700 characters")


def test_marks_with_a_citys_own_words_do_not_stay_for_every_line_and_wait(rapporteur: AtTheDesk) -> None:
    page = rapporteur.type('@Lyon met "since 2016"')
    assert fields(page)["standing"] == ""
    assert rapporteur.waiting() == [('@Lyon met "since 2016"', "Enter a title. This line has only marks.")]


def test_a_link_without_a_name_points_at_the_issue_on_top_of_the_list(rapporteur: AtTheDesk) -> None:
    rapporteur.type("Flats stand empty #social")
    rapporteur.at = rapporteur.workshop.path("desk/RET")
    assert "RET-01 Flats stand empty" in plain(rapporteur.understood("+s A desk >"))
    assert notices(rapporteur.type("+s A desk >")) == ["RET-S01 was added."]
    rapporteur.at = rapporteur.workshop.path("desk/RET?card=RET-S01")
    assert notices(rapporteur.type("+s Another >")) == ["RET-S02 was added."]


def test_a_mark_that_is_chosen_is_put_before_what_is_said_in_more_words(rapporteur: AtTheDesk) -> None:
    page = rapporteur.understood("Flats // Their owners moved")
    assert 'data-mark="#social" data-start="5" data-end="5"' in " ".join(page.split())


def test_a_card_is_corrected_in_the_entry(rapporteur: AtTheDesk) -> None:
    rapporteur.type("Flats stand emty #social @Lyon met")
    rapporteur.at = rapporteur.workshop.path("desk/RET?correct=RET-01")
    page = rapporteur.browser.read(rapporteur.at).text
    assert fields(page)["line"] == "Flats stand emty #social @Lyon met"
    assert notices(rapporteur.type("Flats stand empty #social @Vienna met")) == ["RET-01 was edited."]
    assert rapporteur.caught() == ["Flats stand empty"]


def test_a_correction_that_meets_another_waits_beside_it_and_is_kept_when_sent_again(
    rapporteur: AtTheDesk,
) -> None:
    workshop = rapporteur.workshop
    rapporteur.type("Flats stand empty #social")
    rapporteur.at = workshop.path("desk/RET?correct=RET-01")
    filled = rapporteur.browser.form(rapporteur.at, "/lines") | {"line": ["Nobody lives there #social"]}
    with workshop.change():
        words = {"title": "Houses stand empty", "text": "", "aspect": "social"}
        reword_card(card_by_reference(workshop.row, "RET-01"), words, based_on=1, by=workshop.actor())
    rapporteur.browser.client.post(workshop.path("desk/RET/lines"), data=filled)
    assert "Current text Houses stand empty #social" in plain(rapporteur.browser.read(rapporteur.at).text)
    again = complete(rapporteur)
    assert (again["line"], again["correcting"]) == ("Nobody lives there #social", "RET-01")
    assert notices(rapporteur.type(again["line"])) == ["RET-01 was edited."]
    with workshop.look():
        wording = current_wording(card_by_reference(workshop.row, "RET-01"))
        assert (wording.title, wording.version) == ("Nobody lives there", 3)


# what is typed → what the chips say of it
UNDERSTOOD = {
    "": ["Issue", "RET", "Which aspect?", "City …"],
    "Flats": ["Issue", "RET", "Which aspect?", "City …"],
    "+e Office #in #leg": ["Enabler", "RET", "Inside the city", "Legal", "City …"],
    "+p Ask #out": ["Strategy", "RET", "Who is it for?", "City …"],
    "ENG Nobody comes #s @Lyon met": ["Issue", "ENG", "Social and communication", "Lyon had it", "City …"],
    "+s A desk @Vienna proved >1": ["Solution", "RET", "Vienna proved it", "RET-01 Flats stand empty"],
    "+s A desk >": ["Solution", "RET", "RET-01 Flats stand empty", "City …"],
    "+s A desk >flats": ["Solution", "RET", "Which card?", "City …"],
    ">1 @Lyon met": ["Lyon had it", "RET-01 Flats stand empty", "City …"],
}


@pytest.mark.parametrize("line", UNDERSTOOD)
def test_what_was_understood_is_shown_while_typing(rapporteur: AtTheDesk, line: str) -> None:
    rapporteur.type("Flats stand empty #social")
    page = rapporteur.understood(line, above="RET-01")
    summaries = [plain(part.split("</summary>")[0]) for part in page.split("<summary>")[1:]]
    assert summaries == UNDERSTOOD[line]


def test_a_word_of_a_title_finds_the_card_to_link(rapporteur: AtTheDesk) -> None:
    rapporteur.type("Flats stand empty #social")
    page = rapporteur.understood("+s A desk >EMPTY")
    assert 'data-mark="&gt;RET-01"' in page


def test_what_looks_alike_is_shown_while_typing(rapporteur: AtTheDesk) -> None:
    rapporteur.type("Several owners must agree on one renovation #governance")
    rapporteur.type(">1 @Vienna met")
    page = rapporteur.understood("Several owners must agree on a renovation #governance @Vienna met")
    instead = '@Vienna met "Several owners must agree on a renovation" >RET-01'
    assert f'data-instead="{escape(instead)}"' in page
    rapporteur.type(instead)
    with rapporteur.workshop.look():
        issue = card_by_reference(rapporteur.workshop.row, "RET-01")
        assert [voice.note for voice in heard(rapporteur.workshop.id)[issue.id].values()] == [
            "Several owners must agree on a renovation"
        ]
    why = plain(page.split('<p class="why')[1].split("</p>")[0])
    for reason in ("both say", "owners", "same aspect", "same measure", "Vienna gave evidence on it"):
        assert reason in why
