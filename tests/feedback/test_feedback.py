"""People say what they think of the workshop itself, once each, and nobody can tell who said what."""

import io
import json
from collections.abc import Callable
from datetime import timedelta

import docx
import openpyxl
import pytest
import sqlalchemy as sa

from facilitator.access.policy import Phase
from facilitator.database import db
from facilitator.feedback import rules
from facilitator.feedback.models import (
    FeedbackAnswer,
    FeedbackForm,
    FeedbackKind,
    FeedbackMark,
    FeedbackQuestion,
)
from facilitator.feedback.queries import questions_of
from facilitator.mail.sending import send_due
from facilitator.web.submissions import Submission
from facilitator.workshops.queries import today
from tests.mail.postbox import Postbox
from tests.mail.postbox import text_of as mail_text
from tests.pages import notices, plain, summary
from tests.people import Browser, forms_on
from tests.reports.test_export import rows, text_of
from tests.small_workshop import INTERESTED, LIGHTHOUSE, PARTNER, SmallWorkshop
from tests.workshop_file.test_whole import out, parts

BrowserOf = Callable[[str], Browser]
PEOPLE = (*LIGHTHOUSE, *INTERESTED, PARTNER)
SET_UP, FORM, RESULTS = "setup/feedback", "feedback", "feedback/results"
PAPER, SHEET = f"{SET_UP}/paper", f"{SET_UP}/paper/sheet"


@pytest.fixture
def asked(workshop: SmallWorkshop, browser_of: BrowserOf) -> SmallWorkshop:
    """The organiser has made the form that is offered, and a session was held."""
    workshop.go_to(Phase.DAY_ONE)
    workshop.open("RET")
    make_form(workshop, browser_of)
    return workshop


def make_form(workshop: SmallWorkshop, browser_of: BrowserOf) -> None:
    with workshop.look():
        last = today(workshop.row) + timedelta(days=30)
    page = workshop.path(SET_UP)
    assert browser_of("organiser").send(page, {"closes_on": last}, to=page).status_code == 303


def open_form(workshop: SmallWorkshop, browser_of: BrowserOf) -> None:
    page = workshop.path(SET_UP)
    assert browser_of("facilitator").send(page, {}, to=f"{page}/opening").status_code == 303


def answered(workshop: SmallWorkshop, person: Browser, useful: int, text: str = "", likely: int = 10) -> None:
    """Fill in the form on a phone."""
    fields = {"useful": useful, "likely": likely, "text": text}
    answer = person.send(workshop.path(FORM), by_name(workshop, fields))
    assert (answer.status_code, answer.location) == (303, workshop.path("feedback/thanks"))


def by_name(workshop: SmallWorkshop, said: dict[str, object]) -> dict[str, object]:
    """What is said, by the names of the fields: of the session, of the first text, of the recommendation."""
    with workshop.look():
        ids = {each.kind: each.id for each in reversed(_questions(workshop))}
    session = f"q{ids[FeedbackKind.SESSIONS]}-s{workshop.sessions['RET']}"
    names = {
        "useful": session,
        "likely": f"q{ids[FeedbackKind.RECOMMEND]}",
        "text": f"q{ids[FeedbackKind.TEXT]}",
    }
    return {names[key]: value for key, value in said.items()}


def _questions(workshop: SmallWorkshop) -> list[FeedbackQuestion]:
    return list(questions_of(workshop.row))


def test_the_form_opens_with_the_last_session_and_stands_on_phones_until_it_is_answered(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    workshop.go_to(Phase.DAY_TWO)
    make_form(workshop, browser_of)
    antwerp, line, home = browser_of("Antwerp"), "Give feedback on the workshop", workshop.path("home")
    assert line not in antwerp.read(home).text
    workshop.open("round")
    assert line in antwerp.read(home).text
    with workshop.look():
        session, text = workshop.sessions["round"], questions_of(workshop.row)[1]
    assert f"-s{session}" in antwerp.read(workshop.path(FORM)).text
    assert antwerp.send(workshop.path(FORM), {f"q{text.id}": "Measure it at home"}).status_code == 303
    assert line not in antwerp.read(home).text
    assert line in browser_of("Heerlen").read(home).text


def test_nothing_that_is_kept_joins_an_answer_with_its_author(
    asked: SmallWorkshop, browser_of: BrowserOf
) -> None:
    open_form(asked, browser_of)
    before = asked.everything()
    for person in PEOPLE:
        answered(asked, browser_of(person), 3, f"Of {person}")
    after = asked.everything()
    assert {name for name in after if after[name] != before[name]} == {"feedback_answer", "feedback_mark"}
    columns = {
        "id",
        "workshop_id",
        "question_id",
        "session_id",
        "value",
        "text",
        "hidden_at",
        "hidden_by",
        "reason",
    }
    assert set(FeedbackAnswer.__table__.columns.keys()) == columns
    assert set(FeedbackMark.__table__.columns.keys()) == {"id", "workshop_id", "participant_id", "is_paper"}


def test_the_order_of_ids_does_not_tell_which_answers_belong_to_one_form(
    asked: SmallWorkshop, browser_of: BrowserOf
) -> None:
    open_form(asked, browser_of)
    with asked.look():
        texts = [f"q{each.id}" for each in _questions(asked) if not each.kind.scores]
    for person in PEOPLE:
        said = {name: f"{person} {at}" for at, name in enumerate(texts)}
        assert browser_of(person).send(asked.path(FORM), said).status_code == 303
    with asked.look():
        ids = dict(db.session.execute(sa.select(FeedbackAnswer.text, FeedbackAnswer.id)).all())
    forms = [[ids[f"{person} {at}"] for at in range(len(texts))] for person in PEOPLE]
    assert len(texts) == 4
    assert any(form != sorted(form) for form in forms)


def test_a_form_that_arrives_twice_counts_once_and_each_arrival_is_acknowledged(
    asked: SmallWorkshop, browser_of: BrowserOf
) -> None:
    open_form(asked, browser_of)
    antwerp = browser_of("Antwerp")
    filled = antwerp.form(asked.path(FORM), FORM) | {
        name: [str(value)] for name, value in by_name(asked, {"useful": 5}).items()
    }
    for _ in range(2):
        answer = antwerp.client.post(asked.path(FORM), data=filled, headers={"Accept": "text/plain"})
        assert answer.headers["X-Received"] == filled["submission"][0]
        assert answer.headers["X-Leads-To"] == asked.path("feedback/thanks")
    with asked.look():
        assert db.session.scalars(sa.select(FeedbackAnswer.value)).all() == [5]
        assert not db.session.scalars(
            sa.select(Submission.id).where(Submission.participant_id.is_not(None))
        ).all()


def test_results_are_shown_when_the_form_is_closed_and_from_five_answers_on(
    asked: SmallWorkshop, browser_of: BrowserOf
) -> None:
    open_form(asked, browser_of)
    organiser = browser_of("organiser")
    for useful, person in enumerate(PEOPLE, 1):
        answered(asked, browser_of(person), useful, f"Of nobody {useful}")
    assert "No results yet" in organiser.read(asked.path(RESULTS)).text
    assert "Of nobody" not in organiser.read(asked.path(RESULTS)).text
    close(asked, organiser)
    page = plain(organiser.read(asked.path(RESULTS)).text)
    assert "5 of 5 people answered." in page
    assert "Capture Retrofit Median: 3 · 5 answers" in page
    assert "Of nobody 1" in page


def close(workshop: SmallWorkshop, who: Browser) -> None:
    page = workshop.path(f"{SET_UP}/closing")
    assert who.send(page, {}, to=page).status_code == 303


def test_of_fewer_than_five_nothing_is_shown_and_a_closed_form_stays_closed(
    asked: SmallWorkshop, browser_of: BrowserOf
) -> None:
    open_form(asked, browser_of)
    late = browser_of(PARTNER)
    typed = late.form(asked.path(FORM), FORM) | {
        name: [str(value)] for name, value in by_name(asked, {"text": "Too late"}).items()
    }
    for person in PEOPLE[:4]:
        answered(asked, browser_of(person), 1, "Secret")
    organiser = browser_of("organiser")
    close(asked, organiser)
    page = organiser.read(asked.path(RESULTS)).text
    assert "Too few answers" in page
    assert "Secret" not in page
    refused = late.client.post(asked.path(FORM), data=typed)
    assert refused.status_code == 422
    assert "Too late" in refused.text
    assert summary(refused.text) == [
        "The feedback form is not open, so this was not saved. What you typed is still here."
    ]
    opening = asked.path(f"{SET_UP}/opening")
    signed = organiser.signature(asked.path(RESULTS))
    assert organiser.client.post(opening, data=signed).status_code == 409


@pytest.mark.parametrize("people", [4, 5])
def test_the_file_of_the_whole_workshop_has_feedback_only_once_its_results_are_shown(
    asked: SmallWorkshop, browser_of: BrowserOf, people: int
) -> None:
    open_form(asked, browser_of)
    team = browser_of("facilitator")
    on_paper, *on_phones = PEOPLE[:people]
    assert team.send(asked.path(PAPER), {"people": str(asked.participants[on_paper])}).status_code == 303
    assert team.send(asked.path(SHEET), by_name(asked, {"useful": 2})).status_code == 303
    for person in on_phones:
        answered(asked, browser_of(person), 1, "Secret")
    assert in_file(asked) == (0, 0, 0)
    close(asked, browser_of("organiser"))
    all_of_it = (1 + 3 * len(on_phones), people, 1)
    assert in_file(asked) == (all_of_it if people == 5 else (0, 0, 0))


def in_file(workshop: SmallWorkshop) -> tuple[int, int, int]:
    """How many answers, marks and entered sheets of paper the file of the whole workshop has."""
    members = parts(out(workshop))
    answers, marks, [form] = (
        members[f"tables/feedback_{name}.jsonl"].splitlines() for name in ("answer", "mark", "form")
    )
    return len(answers), len(marks), json.loads(form)["sheets"]


def test_sheets_of_paper_are_entered_without_names_and_no_more_than_were_handed_in(
    asked: SmallWorkshop, browser_of: BrowserOf
) -> None:
    open_form(asked, browser_of)
    team = browser_of("facilitator")
    paper, sheet = asked.path(PAPER), asked.path(SHEET)
    handed_in = [str(asked.participants[city]) for city in LIGHTHOUSE]
    assert team.send(paper, {"people": handed_in}, to=paper).status_code == 303
    said = by_name(asked, {"useful": 2, "text": "More breaks"})
    for status in (303, 303, 422):
        assert team.send(sheet, said).status_code == status
    lyon = browser_of("Lyon").read(asked.path(FORM))
    assert (lyon.status_code, lyon.location) == (303, asked.path("feedback/thanks"))
    assert summary(team.send(paper, {"people": handed_in[:1]}, to=paper).text) == [
        "People who handed in a sheet 2 sheets were entered. Mark at least as many people."
    ]
    with asked.look():
        assert db.session.scalars(sa.select(FeedbackForm.sheets)).one() == 2
        assert sorted(db.session.scalars(sa.select(FeedbackMark.participant_id))) == sorted(
            map(int, handed_in)
        )


def test_nothing_of_a_sheet_is_kept_that_could_be_compared_with_answers_and_sent_twice_it_counts_once(
    asked: SmallWorkshop, browser_of: BrowserOf
) -> None:
    open_form(asked, browser_of)
    team, sheet = browser_of("facilitator"), asked.path(f"{SET_UP}/paper/sheet")
    handed_in = [str(asked.participants[city]) for city in LIGHTHOUSE]
    assert team.send(asked.path(f"{SET_UP}/paper"), {"people": handed_in}).status_code == 303
    filled = team.form(sheet, sheet) | {
        name: [str(value)] for name, value in by_name(asked, {"text": "More breaks"}).items()
    }
    assert team.client.post(sheet, data=filled).status_code == 303
    with asked.look():
        kept = sa.select(Submission.digest, Submission.content).filter_by(client_id=filled["submission"][0])
        assert tuple(db.session.execute(kept).one()) == ("", {})
    with asked.nothing_changes():
        again = team.client.post(sheet, data=filled)
    assert again.status_code == 422
    assert summary(again.text) == [
        "A sheet was already saved from this form. If this is another sheet, save it again."
    ]
    [another] = [fields for action, fields in forms_on(again.text) if action == sheet]
    assert "More breaks" in str(another)
    assert team.client.post(sheet, data=another).status_code == 303
    with asked.look():
        assert db.session.scalars(sa.select(FeedbackForm.sheets)).one() == 2


def test_who_is_marked_for_a_sheet_while_the_form_stands_on_their_phone_is_told_and_keeps_what_they_typed(
    asked: SmallWorkshop, browser_of: BrowserOf
) -> None:
    open_form(asked, browser_of)
    lyon, team = browser_of("Lyon"), browser_of("facilitator")
    typed = lyon.form(asked.path(FORM), FORM) | {
        name: [str(value)] for name, value in by_name(asked, {"text": "On my phone"}).items()
    }
    lyon_too = {"people": [str(asked.participants["Lyon"])]}
    assert team.send(asked.path(f"{SET_UP}/paper"), lyon_too).status_code == 303
    with asked.nothing_changes():
        refused = lyon.client.post(asked.path(FORM), data=typed)
    assert refused.status_code == 422
    assert "On my phone" in refused.text
    assert summary(refused.text) == [
        "The team has noted that you handed in a paper form. Ask the team if that is wrong."
    ]


def test_two_of_the_team_mark_sheets_at_once_and_neither_undoes_what_the_other_marked(
    asked: SmallWorkshop, browser_of: BrowserOf
) -> None:
    open_form(asked, browser_of)
    paper = asked.path(f"{SET_UP}/paper")
    antwerp, heerlen, lyon = (str(asked.participants[city]) for city in ("Antwerp", "Heerlen", "Lyon"))
    one, other = browser_of("facilitator"), browser_of("organiser")
    assert one.send(paper, {"people": [antwerp]}, to=paper).status_code == 303
    open_page = other.form(paper, paper)
    assert one.send(paper, {"people": [antwerp, heerlen]}, to=paper).status_code == 303
    saved = other.client.post(paper, data=open_page | {"people": [lyon]})
    assert saved.status_code == 303
    with asked.look():
        marked = {str(person) for person in db.session.scalars(sa.select(FeedbackMark.participant_id))}
    assert marked == {heerlen, lyon}


def test_texts_are_shown_from_five_answers_to_their_question_on_and_contact_details_always(
    asked: SmallWorkshop, browser_of: BrowserOf
) -> None:
    open_form(asked, browser_of)
    with asked.look():
        contact = f"q{questions_of(asked.row)[-1].id}"
    for person in PEOPLE[1:]:
        answered(asked, browser_of(person), 3, "One of four")
    last = by_name(asked, {"useful": 3}) | {contact: "write@example.org"}
    assert browser_of(PEOPLE[0]).send(asked.path(FORM), last).status_code == 303
    organiser = browser_of("organiser")
    close(asked, organiser)
    page = organiser.read(asked.path(RESULTS)).text
    assert "One of four" not in page
    assert "Not shown: there are fewer than 5 answers." in page
    assert "write@example.org" in page
    for report in ("report.json", "report"):
        assert "One of four" not in organiser.read(asked.path(report)).text


def test_a_reminder_goes_to_those_alone_who_have_not_answered(
    asked: SmallWorkshop, box: Postbox, browser_of: BrowserOf
) -> None:
    open_form(asked, browser_of)
    with asked.change():
        for city in ("Antwerp", "Heerlen", "Lyon"):
            asked.participant(city).email = f"{city.lower()}@example.org"
    answered(asked, browser_of("Antwerp"), 5)
    organiser, page = browser_of("organiser"), asked.path(f"{SET_UP}/reminders")
    paper = asked.path(f"{SET_UP}/paper")
    assert organiser.send(paper, {"people": [str(asked.participants["Lyon"])]}).status_code == 303
    assert organiser.send(page, {}, to=page).status_code == 303
    send_due(asked.app, box.server)
    assert box.recipients == ["heerlen@example.org"]
    [link] = [word for word in mail_text(box.mails[0]).split() if word.startswith("http://localhost/")]
    assert "Give feedback on the workshop" in Browser(asked.app, link).read(asked.path("home")).text
    close(asked, organiser)
    refused = organiser.client.post(page, data=organiser.signature(asked.path(RESULTS)))
    assert summary(refused.text) == ["The feedback form is not open."]


def test_a_text_is_hidden_with_a_reason_and_restored(asked: SmallWorkshop, browser_of: BrowserOf) -> None:
    open_form(asked, browser_of)
    for person in PEOPLE:
        answered(asked, browser_of(person), 3, "Rude" if person == "Lyon" else "Kind")
    organiser = browser_of("organiser")
    close(asked, organiser)
    with asked.look():
        rude = db.session.scalars(sa.select(FeedbackAnswer.id).filter_by(text="Rude")).one()
    results, viewer = asked.path(RESULTS), browser_of("viewer")
    hiding = f"{results}/{rude}/hiding"
    assert organiser.send(results, {"reason": ""}, to=hiding).status_code == 422
    assert organiser.send(results, {"reason": "It names a person"}, to=hiding).status_code == 303
    assert "Rude" not in viewer.read(results).text
    assert "It names a person" in organiser.read(results).text
    assert organiser.send(results, {}, to=f"{results}/{rude}/restoration").status_code == 303
    assert "Rude" in viewer.read(results).text


def test_the_organiser_asks_what_they_like_until_the_form_opens(
    asked: SmallWorkshop, browser_of: BrowserOf
) -> None:
    organiser, page = browser_of("organiser"), asked.path(SET_UP)
    empty = {f"text_{at}": "" for at in range(1, 11)}
    gone = {"closes_on": "2017-12-05", "text_1": "Twice", "text_2": "Twice"}
    assert summary(organiser.send(page, empty, to=page).text) == ["Question 1 Enter at least one question."]
    assert summary(organiser.send(page, gone, to=page).text) == [
        "Last day to answer The last day cannot be in the past."
    ]
    assert summary(organiser.send(page, {"text_1": "Twice", "text_2": "Twice"}, to=page).text) == [
        "Question 2 Ask each question only once."
    ]
    assert (
        organiser.send(page, empty | {"text_3": "Was it warm?", "kind_3": "score"}, to=page).status_code
        == 303
    )
    open_form(asked, browser_of)
    assert "text_1" not in organiser.form(page, SET_UP)
    assert "Was it warm?" in browser_of("Antwerp").read(asked.path(FORM)).text
    assert notices(organiser.read(page).text) == []


def test_the_report_has_scores_and_texts_in_every_format_and_no_contact_details(
    asked: SmallWorkshop, browser_of: BrowserOf
) -> None:
    open_form(asked, browser_of)
    with asked.look():
        contact = f"q{questions_of(asked.row)[-1].id}"
    for useful, person in enumerate(PEOPLE, 1):
        said = by_name(asked, {"useful": useful, "likely": 9, "text": f"Idea {useful}"})
        said |= {contact: "write@example.org"}
        assert browser_of(person).send(asked.path(FORM), said).status_code == 303
    organiser = browser_of("organiser")
    before = organiser.read(asked.path("report.json")).data
    assert json.loads(before)["feedback"] is None
    close(asked, organiser)
    document = docx.Document(io.BytesIO(organiser.read(asked.path("report.docx")).data))
    question = "How useful was each session for you?"
    assert rows(document, question) == [["Capture Retrofit", "1", "1", "1", "1", "1", "3", "5"]]
    assert "Idea 4" in text_of(document)
    book = openpyxl.load_workbook(io.BytesIO(organiser.read(asked.path("report.xlsx")).data))
    found = [[cell.value for cell in row] for row in book["Feedback"].iter_rows()]
    assert [question, "Capture Retrofit", 4, 1, None] in found
    feedback = json.loads(organiser.read(asked.path("report.json")).data)["feedback"]
    assert (feedback["people"], feedback["answered"]) == (5, 5)
    assert sorted(feedback["questions"][1]["texts"]) == [f"Idea {number}" for number in range(1, 6)]
    for written in (text_of(document), str(found), str(feedback)):
        assert "write@example.org" not in written


SCORES = [5, 5, 4, 4, 3]


@pytest.mark.one_database
def test_sessions_with_few_answers_are_merged_or_left_out_of_every_total() -> None:
    alone = rules.scores_by_session([("Long", SCORES), ("Small", [1, 1]), ("Empty", [])])
    assert [(each.session, each.number) for each in alone] == [("Long", 5)]
    assert rules.overall(alone) is None
    merged = rules.scores_by_session([("Small", [1, 1]), ("Long", SCORES), ("Other", [2, 2, 2])])
    assert [(each.session, each.number, each.merged) for each in merged] == [("Long", 5, 0), ("", 5, 2)]
    total = rules.overall(merged)
    assert total
    assert (total.number, total.median) == (10, 2.5)
