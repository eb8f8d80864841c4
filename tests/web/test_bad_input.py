"""Bad input, form by form: a sentence at the right field, what was typed still there, nothing changed."""

from collections.abc import Callable
from io import BytesIO
from urllib.parse import urlencode

import pytest
import sqlalchemy as sa

from facilitator.database import db
from facilitator.text import clean_line, clean_text
from tests.pages import complaints, fields, heading, lead, plain
from tests.people import Browser, forms_on
from tests.small_workshop import SmallWorkshop
from tests.web.desk import FORMS, Desk

pytestmark = pytest.mark.slow

EMPTY = "Please fill this in."
CHOOSE = "Please choose one."
NOT_AN_ANSWER = "Please choose one of the answers."
NOT_IN_LIST = "This is not in the list. Please choose again."
NO_TIME = "Enter a time, for example 14:05."
NO_DAY = "Enter the date like this: 2018-06-30."
AS_A_FILE = "This was not saved, because part of it was a file. Please type it into the form."
FAR_TOO_LONG = "x" * 5000


def least(characters: int) -> str:
    return f"Use at least {characters} characters."


def most(characters: int) -> str:
    return f"This has 5000 characters. The limit is {characters}."


def limits(least_number: int, most_number: int) -> str:
    return f"Enter a whole number from {least_number} to {most_number}."


# form, field, what is typed, the sentence at the field
REFUSED = (
    ("join", "display_name", "", EMPTY),
    ("join", "display_name", " \x00\r\n", EMPTY),
    ("join", "display_name", FAR_TOO_LONG, most(80)),
    ("join", "organisation", "", CHOOSE),
    ("join", "organisation", "999", NOT_IN_LIST),
    ("bring up", "title", "", EMPTY),
    ("bring up", "title", "x", least(3)),
    ("bring up", "title", "\N{OWL}", least(3)),
    ("bring up", "title", FAR_TOO_LONG, most(200)),
    ("bring up", "text", FAR_TOO_LONG, most(4000)),
    ("bring up", "aspect", "", CHOOSE),
    ("bring up", "aspect", "magical", NOT_AN_ANSWER),
    ("bring up", "stance", "heard of it", NOT_AN_ANSWER),
    ("bring up an enabler", "title", FAR_TOO_LONG, most(200)),
    ("bring up an enabler", "reach", "", CHOOSE),
    ("bring up an enabler", "field", "magical", NOT_AN_ANSWER),
    ("bring up an enabler", "helps_with", "999", NOT_IN_LIST),
    ("bring up an enabler", "helps_with", "nonsense", NOT_IN_LIST),
    ("bring up a strategy", "title", "x", least(3)),
    ("bring up a strategy", "side", "", CHOOSE),
    ("bring up a solution", "title", "", EMPTY),
    ("bring up a solution", "proven_by_id", "999", NOT_IN_LIST),
    ("bring up a solution", "by_when", "tomorrow", NO_DAY),
    ("bring up a solution", "cost", "a fortune", NOT_AN_ANSWER),
    ("bring up a solution", "conditions", FAR_TOO_LONG, most(500)),
    ("issue", "title", "x", least(3)),
    ("issue", "aspect", "magical", NOT_AN_ANSWER),
    ("issue", "city", "999", NOT_IN_LIST),
    ("issue", "city", "nonsense", NOT_IN_LIST),
    ("issue", "stance", "heard of it", NOT_AN_ANSWER),
    ("enabler", "title", "", EMPTY),
    ("enabler", "reach", "", CHOOSE),
    ("enabler", "field", "magical", NOT_AN_ANSWER),
    ("strategy", "title", FAR_TOO_LONG, most(200)),
    ("strategy", "side", "", CHOOSE),
    ("solution", "owner", FAR_TOO_LONG, most(500)),
    ("solution", "needs", FAR_TOO_LONG, most(500)),
    ("solution", "by_when", "tomorrow", NO_DAY),
    ("solution", "by_when", "2018-02-30", NO_DAY),
    ("solution", "by_when", "30.06.2018", NO_DAY),
    ("solution", "by_when", "9" * 400, NO_DAY),
    ("solution", "proven_by_id", "999", NOT_IN_LIST),
    ("line", "line", "", EMPTY),
    ("line", "line", "x" * 5001, "This has 5001 characters. The limit is 5000."),
    ("we too", "stance", "", CHOOSE),
    ("we too", "stance", "heard of it", NOT_AN_ANSWER),
    ("we too", "note", FAR_TOO_LONG, most(500)),
    ("who sees what", "authors", "", CHOOSE),
    ("who sees what", "authors", "by their shoes", NOT_AN_ANSWER),
    ("rewording", "title", "", EMPTY),
    ("rewording", "text", FAR_TOO_LONG, most(4000)),
    ("rewording", "aspect", "magical", NOT_AN_ANSWER),
    ("evidence", "city", "", CHOOSE),
    ("evidence", "city", "999", NOT_IN_LIST),
    ("evidence", "stance", "", CHOOSE),
    ("evidence", "note", FAR_TOO_LONG, most(500)),
    ("hiding", "reason", "", EMPTY),
    ("hiding", "reason", "x", least(3)),
    ("hiding", "reason", FAR_TOO_LONG, most(500)),
    ("link", "other", "", EMPTY),
    ("link", "other", "999", "This card was not found."),
    ("link", "other", "RET-S99", "This card was not found."),
    ("link", "other", FAR_TOO_LONG, most(250)),
    ("remark", "text", "", EMPTY),
    ("remark", "text", FAR_TOO_LONG, most(1000)),
    ("remark", "city", "999", NOT_IN_LIST),
    ("remark at a briefing", "issue", "", CHOOSE),
    ("remark at a briefing", "issue", "999", NOT_IN_LIST),
    ("remark at a briefing", "text", FAR_TOO_LONG, most(1000)),
    ("what helps", "other", "", CHOOSE),
    ("what helps", "other", "999", NOT_IN_LIST),
    ("new card that helps", "title", "x", least(3)),
    ("new card that helps", "reach", "", CHOOSE),
    ("hiding of a remark", "reason", "x", least(3)),
    ("hiding of words", "reason", "", EMPTY),
    ("hiding of words", "reason", "x", least(3)),
    ("hiding of words", "reason", FAR_TOO_LONG, most(500)),
    ("correction", "text", "", EMPTY),
    ("handover", "name", "", EMPTY),
    ("handover", "name", FAR_TOO_LONG, most(120)),
    ("reopening", "reason", "", EMPTY),
    ("reopening", "reason", "x", least(3)),
    ("group", "name", "", EMPTY),
    ("group", "name", FAR_TOO_LONG, most(80)),
    ("group", "round", "", CHOOSE),
    ("group", "round", "999", NOT_IN_LIST),
    ("group", "measure", "999", NOT_IN_LIST),
    ("group", "room", "999", NOT_IN_LIST),
    ("group", "rapporteur", "999", NOT_IN_LIST),
    ("seat", "participant", "", CHOOSE),
    ("city of a delegate", "organisation", "", CHOOSE),
    ("city of a delegate", "organisation", "999", NOT_IN_LIST),
    ("seat", "participant", "999", NOT_IN_LIST),
    ("group", "capacity", "0", limits(1, 999)),
    ("session", "title", "", EMPTY),
    ("session", "day", "0", NOT_IN_LIST),
    ("session", "starts_at", "25:00", NO_TIME),
    ("session", "starts_at", "noon", NO_TIME),
    ("session", "minutes", "-5", limits(1, 1440)),
    ("session", "minutes", "0", limits(1, 1440)),
    ("session", "minutes", "9" * 400, limits(1, 1440)),
    ("session", "room", "999", NOT_IN_LIST),
    ("session", "track", "21", limits(1, 20)),
    ("table", "capacity", "1000", limits(1, 999)),
    ("table", "capacity", "some", limits(1, 999)),
    ("table", "measure", "999", NOT_IN_LIST),
    ("table", "languages", FAR_TOO_LONG, most(200)),
    ("wishes", "first", "999", NOT_IN_LIST),
    ("person", "second", "nonsense", NOT_IN_LIST),
    ("person", "languages", FAR_TOO_LONG, most(200)),
    ("pair", "first", "", CHOOSE),
    ("pair", "bond", "magical", NOT_AN_ANSWER),
    ("pair", "second", "999", NOT_IN_LIST),
    ("pin", "person", "", CHOOSE),
    ("pin", "group", "999", NOT_IN_LIST),
    ("plan", "budget", "", CHOOSE),
    ("plan", "budget", "magical", NOT_AN_ANSWER),
    ("plan", "seed", "dice", limits(0, 999_999)),
    ("plan", "seed", "-1", limits(0, 999_999)),
    ("move", "reason", "", EMPTY),
    ("move", "reason", FAR_TOO_LONG, most(200)),
    ("loss", "reason", "x", least(3)),
    ("loss", "reason", FAR_TOO_LONG, most(200)),
    ("note", "text", FAR_TOO_LONG, most(4000)),
    ("arrival", "participant", "", CHOOSE),
    ("arrival", "participant", "999", NOT_IN_LIST),
    ("call", "word", FAR_TOO_LONG, most(200)),
    ("message", "to", "", CHOOSE),
    ("message", "to", "999", NOT_IN_LIST),
    ("message", "text", "", EMPTY),
    ("message", "text", FAR_TOO_LONG, most(280)),
    ("more time", "whom", "999", NOT_IN_LIST),
    ("more time", "minutes", "nonsense", "Enter the minutes as a whole number from 1 to 60."),
    ("criterion", "name", "", EMPTY),
    ("criterion", "question", FAR_TOO_LONG, most(200)),
    ("criterion", "weight", "0", "Enter a weight from 0.1 to 10, for example 1 or 1.5."),
    ("speaker", "participant", "", CHOOSE),
    ("speaker", "participant", "999", NOT_IN_LIST),
    ("word of a city", "reason", "", EMPTY),
    ("word of a city", "reason", FAR_TOO_LONG, most(500)),
    ("word of a city", "verdict", "magical", NOT_AN_ANSWER),
    ("missing", "title", "", EMPTY),
    ("missing", "title", FAR_TOO_LONG, most(200)),
    ("missing", "aspect", "", CHOOSE),
    ("missing for a city", "city", "999", NOT_IN_LIST),
    ("missing for a city", "text", FAR_TOO_LONG, most(4000)),
)

# Form fields take text as people mean it; all of it at once, short enough for a name.
STRANGE = "=1+1 <script>alert(1)</script> \N{OWL} \N{RIGHT-TO-LEFT OVERRIDE}مرحبا\x00\x1b {{ 7*7 }} %s"
TEXTS = [name for name, form in FORMS.items() if form.text]
LONG_TEXTS = {
    "emoji": "\N{OWL}\N{FAMILY} flats",
    "right to left": "مالكو الشقق لا يتفقون",
    "markup": "<script>alert('x')</script> & <b>bold</b>",
    "a formula": "=1+1",
    "control characters": "NUL\x00 bell\x07 \x1b[31mred",
    "a lone carriage return": "one\rdata: forged\n\ntwo",
    "another script": "住宅の改修について",
    "as many letters as there is room for": "\N{OWL}" * 4000,
}


@pytest.fixture
def desk(workshop: SmallWorkshop, browser_of: Callable[[str], Browser]) -> Callable[[str], Desk]:
    """Where a form is filled in, by its name."""
    return lambda name: Desk(workshop, browser_of, name)


@pytest.mark.parametrize("name", FORMS)
def test_a_form_that_is_filled_in_rightly_is_taken(desk: Callable[[str], Desk], name: str) -> None:
    assert desk(name).send().status_code == 303


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("name", "at", "typed", "said"),
    REFUSED,
    ids=[f"{form}-{at}-{typed[:9]!r}" for form, at, typed, _ in REFUSED],
)
def test_what_can_not_be_taken_is_said_at_its_field_and_nothing_is_lost(
    desk: Callable[[str], Desk], name: str, at: str, typed: str, said: str
) -> None:
    filled_in = desk(name)
    with filled_in.workshop.nothing_changes():
        answer = filled_in.send(**{at: typed})
    assert answer.status_code == 422
    assert complaints(answer.text) == {at: [said]}
    shown, others = fields(answer.text, filled_in.to), filled_in.right.keys() - {at}
    assert {name: shown[name] for name in others} == {name: [filled_in.right[name]] for name in others}
    if said in (least(3), NO_DAY) or typed == FAR_TOO_LONG:
        assert shown[at] == [typed]


@pytest.mark.parametrize("name", TEXTS)
def test_what_people_mean_is_kept_as_they_typed_it_and_shown_as_text(
    desk: Callable[[str], Desk], name: str
) -> None:
    filled_in = desk(name)
    answer = filled_in.send(**{filled_in.form.text: STRANGE})
    assert answer.status_code == 303
    with filled_in.workshop.look():
        assert clean_line(STRANGE) in db.session.execute(sa.select(filled_in.form.kept)).scalars().all()
    for page in (filled_in.page, answer.location):
        assert "<script>alert" not in filled_in.browser.read(page).text


@pytest.mark.parametrize("text", LONG_TEXTS.values(), ids=LONG_TEXTS)
def test_a_delegates_words_reach_the_room_as_they_were_meant(
    desk: Callable[[str], Desk], browser_of: Callable[[str], Browser], text: str
) -> None:
    filled_in = desk("bring up")
    assert filled_in.send(text=text).status_code == 303
    page, to = (filled_in.workshop.path(f"cards/RET-03{end}") for end in ("/wording", "/wording"))
    assert fields(browser_of("facilitator").read(page).text, to)["text"] == [clean_text(text)]


def test_half_an_emoji_breaks_nothing(desk: Callable[[str], Desk]) -> None:
    """A browser can't send one, but a phone's faulty keyboard has put its three bytes on the line."""
    filled_in = desk("bring up")
    form = filled_in.filled() | {"text": "half HERE of it"}
    body = urlencode(form, doseq=True).replace("HERE", "%ED%A0%BD")
    answer = filled_in.browser.client.post(
        filled_in.to, data=body, content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 303
    with filled_in.workshop.look():
        said = db.session.execute(sa.select(filled_in.form.kept)).scalars().all()
    assert [text for text in said if text.startswith("half") and text.endswith("of it")] != []


def test_two_answers_to_one_question_are_taken_for_the_first(desk: Callable[[str], Desk]) -> None:
    filled_in = desk("bring up")
    answer = filled_in.browser.client.post(
        filled_in.to, data=filled_in.filled() | {"aspect": ["legal", "social"]}
    )
    assert answer.status_code == 303


@pytest.mark.one_database
@pytest.mark.parametrize("name", FORMS)
def test_a_text_that_comes_as_a_file_is_refused_and_the_others_are_shown(
    desk: Callable[[str], Desk], name: str
) -> None:
    filled_in = desk(name)
    form, text = filled_in.filled(), filled_in.form.text
    at = next((field for field in filled_in.right if field != text), text)
    form[at] = (BytesIO(b"as a file"), "text.txt")
    with filled_in.workshop.nothing_changes():
        answer = filled_in.browser.client.post(filled_in.to, data=form, content_type="multipart/form-data")
    assert (answer.status_code, lead(answer.text)) == (415, AS_A_FILE)
    if at != text:
        assert plain(filled_in.right.get(text, "")) in plain(answer.text)


@pytest.mark.one_database
@pytest.mark.parametrize("name", [name for name in FORMS if FORMS[name].who])
def test_a_form_whose_cookie_was_lost_keeps_what_was_typed_and_can_be_sent_again(
    desk: Callable[[str], Desk], name: str
) -> None:
    filled_in = desk(name)
    form = filled_in.filled() | {"csrf_token": "from another life"}
    with filled_in.workshop.nothing_changes():
        answer = filled_in.browser.client.post(filled_in.to, data=form)
    assert (answer.status_code, heading(answer.text)) == (400, "This was not saved")
    assert filled_in.text_on(answer.text)
    again = fields(answer.text, filled_in.to) | {"author": form["author"]}
    assert filled_in.browser.client.post(filled_in.to, data=again).status_code == 303


def test_a_form_that_another_site_has_sent_is_not_offered_to_be_sent_again(
    desk: Callable[[str], Desk],
) -> None:
    filled_in = desk("bring up")
    form = filled_in.right | {"csrf_token": "guessed", "title": "Put in your mouth"}
    answer = filled_in.browser.client.post(filled_in.to, data=form, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 400
    assert "Put in your mouth" not in answer.text
    assert forms_on(answer.text) == []


@pytest.mark.parametrize("ticked", ["999", "9" * 30, "-1", "none", "\x00"])
@pytest.mark.parametrize(("page", "field"), [("cities", "measures"), ("people", "away")])
def test_a_row_that_was_never_offered_to_be_ticked_is_refused_at_its_field(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser], page: str, field: str, ticked: str
) -> None:
    of = (workshop.cities if page == "cities" else workshop.participants)["Antwerp"]
    to, browser = workshop.path(f"planning/{page}/{of}"), browser_of("organiser")
    form = browser.form(to)
    with workshop.nothing_changes():
        answer = browser.client.post(to, data=form | {field: [ticked]})
    assert answer.status_code == 422
    assert complaints(answer.text) == {field: [NOT_IN_LIST]}


def test_a_step_that_there_is_not_is_refused(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    console, to, browser = workshop.path("console"), workshop.path("phase"), browser_of("organiser")
    form = browser.form(console, to)
    for step in ("", "nowhere", "closed", "\x00", "x" * 5000):
        with workshop.nothing_changes():
            assert browser.client.post(to, data=form | {"to": step}).status_code == 409
