"""How the answers came in stands in the methods of the report, each way counted apart."""

from io import BytesIO

import docx
import pytest
import sqlalchemy as sa

from facilitator.breakouts.models import Group
from facilitator.breakouts.queries import seated_group
from facilitator.capture.operations import hide_card
from facilitator.capture.queries import active_handover, card_by_reference, handed_issues
from facilitator.database import db
from facilitator.reports.modes import modes_in_words
from facilitator.validation.models import Mode, Verdict
from facilitator.validation.paper.operations import enter_answers
from facilitator.validation.paper.queries import Modes, modes
from facilitator.validation.rules import Reply
from facilitator.validation.second_round.operations import ask_again
from tests.full_workshop import answer
from tests.people import Browser
from tests.small_workshop import SmallWorkshop

pytestmark = pytest.mark.one_database

RIGHT = Reply(Verdict.RIGHT)


@pytest.fixture
def answered(workshop: SmallWorkshop) -> SmallWorkshop:
    """Antwerp answered three issues by phone, and took one back; Heerlen's two came on paper."""
    group = workshop.begin_validation()
    with workshop.change():
        answer(workshop, "Antwerp", group, RIGHT, RIGHT, RIGHT)
    with workshop.change():
        answer(workshop, "Antwerp", group, RIGHT, RIGHT, Reply())
        handover = active_handover(workshop.row)
        assert handover
        said = {issue.issue_id: RIGHT for issue in handed_issues(handover)[:2]}
        found, heerlen = seated_group(workshop.row, group), workshop.participant("Heerlen")
        enter_answers(found, handover, heerlen, said, mode=Mode.PAPER, by=workshop.actor("rapporteur"))
    return workshop


def counted(workshop: SmallWorkshop) -> Modes:
    with workshop.look():
        return modes(active_handover(workshop.row))


def test_each_way_is_counted_apart_and_an_answer_taken_back_not_at_all(answered: SmallWorkshop) -> None:
    assert counted(answered) == Modes(phone=2, paper=2)


def test_a_second_answer_taken_back_leaves_the_first_in_its_place(answered: SmallWorkshop) -> None:
    with answered.change():
        handover = active_handover(answered.row)
        group_id = db.session.scalars(sa.select(Group.id).filter_by(workshop_id=answered.id)).one()
        assert handover
        for issue in handed_issues(handover):
            ask_again(db.session.get_one(Group, group_id), handover, issue.issue_id, by=answered.actor())
    for replies in ((RIGHT, RIGHT), (Reply(), Reply())):
        with answered.change():
            answer(answered, "Antwerp", group_id, *replies)
        assert counted(answered) == Modes(phone=2, paper=2)


def test_what_is_hidden_is_not_counted(answered: SmallWorkshop) -> None:
    with answered.change():
        hide_card(card_by_reference(answered.row, "RET-01"), reason="twice", by=answered.actor())
    assert counted(answered) == Modes(phone=1, paper=1)


def test_before_the_handover_no_answer_has_come_in(workshop: SmallWorkshop) -> None:
    assert counted(workshop) == Modes()


def test_the_report_says_so_in_words_and_in_figures(answered: SmallWorkshop) -> None:
    browser = Browser(answered.app, answered.way_in("facilitator"))
    written = docx.Document(BytesIO(browser.read(answered.path("report.docx")).data))
    said = [line.text for line in written.paragraphs]
    assert "Of 4 answers 2 came by phone, 2 on paper, 0 by proxy." in said
    data = browser.read(answered.path("report.json")).json
    assert data
    assert data["modes"] == {"phone": 2, "paper": 2, "proxy": 0, "late": 0}


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        (Modes(), ""),
        (
            Modes(30, 8, 3),
            "Of 41 answers 30 came by phone, 8 on paper, 3 by proxy."
            " A proxy answers for a person or for a city with nobody in the room.",
        ),
        (
            Modes(0, 2, 0, 2),
            "Of 2 answers 0 came by phone, 2 on paper, 0 by proxy."
            " 2 answers were given after their group was closed.",
        ),
        (Modes(1), "The one answer came by phone: 1, on paper: 0, by proxy: 0."),
    ],
)
def test_ways_in_words(answered: SmallWorkshop, counts: Modes, words: str) -> None:
    with answered.app.test_request_context("/"):
        assert modes_in_words(counts) == words
