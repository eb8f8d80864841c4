"""An issue comes in one line; the page that confirms it offers what it is about and one's own experience."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from facilitator.access.actor import ParticipantActor
from facilitator.access.policy import Phase
from facilitator.agenda.operations import reveal_session
from facilitator.capture.models import Aspect, Card, Evidence, Stance
from facilitator.capture.operations import give_evidence, hide_card, reword_card
from facilitator.capture.queries import card_by_reference, current_wording
from facilitator.database import db
from facilitator.workshops.models import Organisation
from tests.pages import complaints, fields, notices, plain
from tests.people import Browser
from tests.small_workshop import PARTNER, SmallWorkshop

pytestmark = pytest.mark.one_database

BrowserOf = Callable[[str], Browser]
LINE = {"title": "Flats stand empty"}
ALL = {"text": "Their owners can't be reached.", "aspect": "social", "stance": "met"}
CHANGED = "Your city has changed its answer since. You can edit it here."


class Phone:
    """Lyon on day one, with an issue in one line and the page that confirmed it."""

    def __init__(self, workshop: SmallWorkshop, browser_of: BrowserOf) -> None:
        workshop.go_to(Phase.DAY_ONE)
        workshop.open("RET")
        self.workshop, self.browser_of = workshop, browser_of
        self.at = workshop.path(f"sessions/{workshop.sessions['RET']}")
        self.page = workshop.path("contributions/RET-01")
        self.lyon = browser_of("Lyon")
        self.answer = self.lyon.send(f"{self.at}/issue", LINE)

    def issue(self) -> Card:
        return card_by_reference(self.workshop.row, "RET-01")

    def says(self) -> tuple[Any, ...]:
        """What the issue says now, and each city of it."""
        with self.workshop.look():
            wording = current_wording(self.issue())
            spoken = {each.city.name: each.stance for each in db.session.scalars(sa.select(Evidence))}
            return wording.title, wording.text, wording.aspect, spoken


@pytest.fixture
def phone(workshop: SmallWorkshop, browser_of: BrowserOf) -> Phone:
    return Phone(workshop, browser_of)


def test_one_line_makes_an_issue_that_nobody_has_sorted_yet(phone: Phone) -> None:
    assert (phone.answer.status_code, phone.answer.location) == (303, phone.page)
    assert phone.says() == ("Flats stand empty", "", Aspect.UNSORTED, {})
    page = phone.lyon.read(phone.page).text
    assert notices(page)[0].startswith("RET-01 was received at ")
    assert set(fields(phone.lyon.read(f"{phone.at}/issue").text, f"{phone.at}/issue")) <= {
        "title", "csrf_token", "author", "submission",
    }  # fmt: skip


def test_what_is_not_sorted_yet_stands_last_and_is_found_on_the_board(phone: Phone) -> None:
    assert list(Aspect)[-1] is Aspect.UNSORTED
    team = phone.browser_of("viewer")
    board = phone.workshop.path("capture/RET/issue")
    assert "RET-01" in plain(team.read(f"{board}?aspect=unsorted").text)
    assert "Flats stand empty" not in plain(team.read(f"{board}?aspect=social").text)


def test_what_follows_is_kept_with_the_issue(phone: Phone) -> None:
    assert phone.lyon.send(phone.page, ALL).status_code == 303
    assert phone.says() == ("Flats stand empty", ALL["text"], Aspect.SOCIAL, {"Lyon": Stance.MET})


def test_who_is_not_sure_says_nothing_and_can_take_their_own_word_back(phone: Phone) -> None:
    since = len(phone.workshop.happened())
    phone.lyon.send(phone.page, {"text": "", "aspect": "unsorted", "stance": ""})
    assert phone.workshop.happened(since) == []
    phone.lyon.send(phone.page, ALL)
    phone.lyon.send(phone.page, {"text": "", "aspect": "unsorted", "stance": ""})
    assert phone.says() == ("Flats stand empty", "", Aspect.UNSORTED, {})


def test_who_is_not_sure_leaves_what_a_colleague_said_for_the_city(phone: Phone) -> None:
    workshop = phone.workshop
    with workshop.change():
        give_evidence(phone.issue(), workshop.city("Lyon"), Stance.SOLVED, note="ours", by=workshop.actor())
    phone.lyon.send(phone.page, ALL | {"stance": ""})
    assert phone.says()[-1] == {"Lyon": Stance.SOLVED}
    phone.lyon.send(phone.page, ALL | {"stance": "met"})
    with workshop.look():
        assert [(each.stance, each.note) for each in db.session.scalars(sa.select(Evidence))] == [
            (Stance.MET, "ours")
        ]


def test_what_a_colleague_has_said_since_the_page_was_read_is_neither_deleted_nor_gone_over(
    phone: Phone,
) -> None:
    phone.lyon.send(phone.page, ALL)
    stale, workshop = phone.lyon.form(phone.page, phone.page), phone.workshop
    with workshop.change():
        of_lyon = sa.select(Organisation).filter_by(city_id=workshop.cities["Lyon"])
        organisation = db.session.scalars(of_lyon).one()
        workshop.let_in(workshop.row, organisation, "colleague")
        colleague = ParticipantActor(workshop.participants["colleague"], workshop.cities["Lyon"])
        give_evidence(
            phone.issue(), workshop.city("Lyon"), Stance.SOLVED, note="With a mediator", by=colleague
        )
    phone.lyon.client.post(phone.page, data=stale | {"stance": ""})
    assert phone.says()[-1] == {"Lyon": Stance.SOLVED}
    answer = phone.lyon.client.post(
        phone.page, data=stale | ALL | {"stance": "expect", "submission": "later"}
    )
    assert (answer.status_code, phone.says()[-1]) == (422, {"Lyon": Stance.SOLVED})
    assert complaints(answer.text) == {"stance": [CHANGED]}
    again = fields(answer.text, phone.page)
    assert again["stance"] == ["expect"]
    assert phone.lyon.client.post(phone.page, data=again).status_code == 303
    with workshop.look():
        said = db.session.scalars(sa.select(Evidence)).one()
        assert (said.stance, said.note, said.participant_id) == (
            Stance.EXPECT, "With a mediator", colleague.participant_id,
        )  # fmt: skip


def test_a_partner_is_asked_for_no_city(phone: Phone, browser_of: BrowserOf) -> None:
    partner = browser_of(PARTNER)
    answer = partner.send(f"{phone.at}/issue", {"title": "No standard for it"})
    page = partner.read(answer.location).text
    assert "What about your city?" not in page
    assert partner.send(answer.location, {"text": "", "aspect": "legal"}).status_code == 303


def test_what_the_team_has_written_meanwhile_is_shown_and_not_written_over(phone: Phone) -> None:
    typed = phone.lyon.form(phone.page, phone.page) | ALL
    workshop = phone.workshop
    with workshop.change():
        words = {"title": "Flats are empty", "text": "For years.", "aspect": Aspect.LEGAL}
        reword_card(phone.issue(), words, based_on=1, by=workshop.actor())
    with workshop.nothing_changes():
        answer = phone.lyon.client.post(phone.page, data=typed)
    assert answer.status_code == 422
    assert "For years." in plain(answer.text)
    assert fields(answer.text, phone.page)["text"] == [ALL["text"]]
    assert phone.lyon.client.post(phone.page, data=fields(answer.text, phone.page)).status_code == 303
    assert phone.says()[:3] == ("Flats are empty", ALL["text"], Aspect.SOCIAL)


@pytest.mark.parametrize("who", ["Vienna", PARTNER])
def test_nobody_reads_or_describes_an_issue_of_others(phone: Phone, who: str) -> None:
    assert phone.browser_of(who).read(phone.page).status_code == 404


def test_in_a_closed_session_and_of_a_hidden_issue_no_more_is_said(phone: Phone) -> None:
    form, workshop = phone.lyon.form(phone.page, phone.page) | ALL, phone.workshop
    with workshop.change():
        hide_card(phone.issue(), reason="twice", by=workshop.actor())
    answer = phone.lyon.client.post(phone.page, data=form)
    assert "hidden, merged or split RET-01" in plain(answer.text)
    workshop.close("RET")
    with workshop.nothing_changes():
        answer = phone.lyon.client.post(phone.page, data=form)
    assert answer.status_code == 422
    assert fields(answer.text, phone.page)["text"] == [ALL["text"]]


def test_what_an_older_page_brings_along_is_kept_or_comes_back(phone: Phone) -> None:
    phone.lyon.send(f"{phone.at}/issue", ALL | {"title": "From an older page"})
    with phone.workshop.look():
        wording = current_wording(card_by_reference(phone.workshop.row, "RET-02"))
        assert (wording.text, wording.aspect) == (ALL["text"], Aspect.SOCIAL)
    answer = phone.lyon.send(f"{phone.at}/issue", ALL | {"title": "x", "aspect": "magical"})
    assert set(complaints(answer.text)) == {"title", "aspect"}
    assert fields(answer.text, f"{phone.at}/issue")["text"] == [ALL["text"]]


class Shown:
    """Vienna before Lyon's issue, which the room sees."""

    def __init__(self, phone: Phone) -> None:
        self.phone, self.workshop = phone, phone.workshop
        with phone.workshop.change():
            reveal_session(phone.workshop.session(), by=phone.workshop.actor())
        self.vienna = phone.browser_of("Vienna")
        self.met, self.voice = f"{phone.at}/issues/RET-01/met", f"{phone.at}/issues/RET-01/voice"

    def tap(self, to: str, page: str) -> Any:
        return self.vienna.client.post(to, data=self.vienna.form(page, to))

    def change(self, note: str = "by a register") -> None:
        """A colleague of the same city says more."""
        workshop = self.workshop
        with workshop.change():
            by = workshop.actor()
            give_evidence(self.phone.issue(), workshop.city("Vienna"), Stance.SOLVED, note=note, by=by)


@pytest.fixture
def shown(phone: Phone) -> Shown:
    return Shown(phone)


def test_our_city_too_is_one_tap_and_undo_another(shown: Shown) -> None:
    answer = shown.tap(shown.met, shown.workshop.path("home"))
    assert (answer.status_code, answer.location) == (303, shown.voice)
    assert shown.phone.says()[-1] == {"Vienna": Stance.MET}
    assert shown.tap(f"{shown.met}/removal", shown.voice).status_code == 303
    assert shown.phone.says()[-1] == {}


def test_a_tap_leaves_what_the_city_said_before_and_says_so(shown: Shown) -> None:
    form = shown.vienna.form(shown.workshop.path("home"), shown.met)
    shown.change()
    answer = shown.vienna.client.post(shown.met, data=form)
    assert "Vienna has already answered on RET-01." in notices(shown.vienna.read(answer.location).text)[0]
    assert shown.phone.says()[-1] == {"Vienna": Stance.SOLVED}


def test_undo_takes_nothing_back_that_a_colleague_has_said_since(shown: Shown) -> None:
    shown.tap(shown.met, shown.workshop.path("home"))
    undo = shown.vienna.form(shown.voice, f"{shown.met}/removal")
    shown.change()
    with shown.workshop.nothing_changes():
        answer = shown.vienna.client.post(f"{shown.met}/removal", data=undo)
    assert CHANGED in plain(answer.text)


def test_what_is_blind_gets_no_tap(phone: Phone) -> None:
    vienna, page = phone.browser_of("Vienna"), f"{phone.at}/issue"
    form = vienna.form(page, page)
    with phone.workshop.nothing_changes():
        assert vienna.client.post(f"{phone.at}/issues/RET-01/met", data=form).status_code == 404
