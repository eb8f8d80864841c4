"""A list of people is shown with what it would do, and does that once it is confirmed, and nothing else."""

import re
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
import sqlalchemy as sa

from facilitator.access.policy import Phase
from facilitator.database import db
from facilitator.reception.models import RosterUpload
from facilitator.reception.views import lists
from facilitator.workshops.models import Organisation, Participant
from facilitator.workshops.operations import hash_token, personal_token, set_terminology
from facilitator.workshops.people.operations import note_departure
from facilitator.workshops.roster.places import RosterRole
from facilitator.workshops.roster.sheet import Sheet
from tests.pages import complaints, heading, lead, notices, plain, summary, texts
from tests.people import Browser
from tests.reception.lists import FIRST, Reception, everybody
from tests.small_workshop import SECRET, SmallWorkshop

PLACES = {"Lyon", "Vienna", "Antwerp", "Heerlen"}


@pytest.fixture
def reception(workshop: SmallWorkshop) -> Reception:
    """The organiser before the pages of lists."""
    return Reception(workshop)


def uploads(workshop: SmallWorkshop) -> int:
    with workshop.look():
        return len(db.session.scalars(sa.select(RosterUpload.id)).all())


def test_a_list_is_shown_first_and_changes_nothing_before_it_is_confirmed(
    workshop: SmallWorkshop, reception: Reception
) -> None:
    before = everybody(workshop)
    preview = reception.paste(FIRST)
    with workshop.nothing_changes():
        page = reception.browser.read(preview)
    assert heading(page.text) == "Import people: preview"
    assert (
        lead(page.text) == "New: 4. Changed: 1. No change: 0. Not imported: 1. Nothing has been imported yet."
    )
    text = plain(page.text)
    for said in (
        "Utopia is not in this workshop. Add the city first, or correct its name.",
        "Port authority is a new organisation.",
        "Email heerlen@example.org",
        "Import 5 people",
    ):
        assert said in text
    assert everybody(workshop) == before


def test_what_was_confirmed_is_there_with_all_that_the_list_says(
    workshop: SmallWorkshop, reception: Reception
) -> None:
    answer = reception.confirm(reception.paste(FIRST))
    assert (answer.status_code, answer.location) == (303, workshop.path("people"))
    told = notices(reception.browser.read(workshop.path("people")).text)
    left_out = "One row was not imported. Correct it in your list, and import the list again."
    assert told == ["4 people were added.", "One entry was changed.", left_out]
    there = everybody(workshop)
    assert len(there) == 9
    berta = there["Berta Bosch"]
    assert (berta.city, berta.organisation, berta.role) == (
        "Antwerp",
        "City of Antwerp",
        RosterRole.INTERESTED,
    )
    assert (berta.email, berta.languages) == ("berta@antwerp.example.org", ("English", "Dutch"))
    assert (berta.step_free, berta.wishes) == (True, ("RET", "ENG"))
    assert (there["Dr. Karel Claes"].city, there["Dr. Karel Claes"].organisation) == (
        "Antwerp",
        "Port authority",
    )
    assert there["Élodie O’Brien"].languages == ("French",)
    assert (there["Ines Daems"].city, there["Ines Daems"].role) == ("", RosterRole.PARTNER)
    assert there["Delegate of Heerlen"].email == "heerlen@example.org"
    assert uploads(workshop) == 0


def test_who_is_imported_is_on_the_list_with_a_link_that_can_be_given_again(
    workshop: SmallWorkshop, reception: Reception
) -> None:
    reception.take(FIRST)
    with workshop.look():
        person = db.session.scalars(sa.select(Participant).filter_by(display_name="Berta Bosch")).one()
        assert (person.joined_at, person.arrived_at, person.invited_at is None) == (None, None, False)
        token = personal_token(workshop.id, person.link_seed or "", SECRET)
        assert person.token_hash == hash_token(token)
    assert lead(Browser(workshop.app).read(workshop.path(f"back/{token}")).text) == "Berta Bosch · Antwerp"


def test_the_same_list_again_changes_nothing(workshop: SmallWorkshop, reception: Reception) -> None:
    reception.take(FIRST)
    before = everybody(workshop)
    preview = reception.paste(FIRST)
    assert reception.told(preview) == [0, 0, 5, 1]
    page = reception.browser.read(preview)
    assert "This list changes nothing." in page.text
    assert "Import 0" not in page.text
    assert everybody(workshop) == before


def test_a_corrected_list_changes_what_differs_and_removes_nobody(
    workshop: SmallWorkshop, reception: Reception
) -> None:
    reception.take(FIRST)
    ids = {who.display_name: who.id for who in _participants(workshop)}
    corrected = (
        FIRST.replace("Bosch, Berta", "Berta Bosch-Claes").replace("English, Dutch", "English")
        .replace("Port authority;;karel@", "University of Antwerp;;karel.claes@")
        .replace("Dr. Karel Claes", "Karel Claes").replace("Utopia", "Vienna")
        .replace("Ines Daems;;Energy agency;partner;ines@agency.example.org;;;\n", "")
    )  # fmt: skip
    preview = reception.paste(corrected)
    assert reception.told(preview) == [1, 2, 2, 0]
    assert reception.confirm(preview).status_code == 303
    there = everybody(workshop)
    assert {"Berta Bosch-Claes", "Karel Claes", "Ines Daems", "Zoe Evers"} <= set(there)
    assert there["Berta Bosch-Claes"].languages == ("English",)
    assert there["Berta Bosch-Claes"].wishes == ("RET", "ENG")
    assert there["Karel Claes"].organisation == "University of Antwerp"
    assert there["Karel Claes"].email == "karel.claes@antwerp.example.org"
    now = {who.id: who.display_name for who in _participants(workshop)}
    assert now[ids["Berta Bosch"]] == "Berta Bosch-Claes"
    assert now[ids["Dr. Karel Claes"]] == "Karel Claes"


def _participants(workshop: SmallWorkshop) -> list[Participant]:
    with workshop.look():
        return list(db.session.scalars(sa.select(Participant).filter_by(workshop_id=workshop.id)))


def test_columns_are_chosen_by_hand_where_their_headings_say_nothing(
    workshop: SmallWorkshop, reception: Reception
) -> None:
    preview = reception.paste("Who\tFrom where\tWrites to\nBerta Bosch\tAntwerp\tberta@example.org\n")
    page = reception.browser.read(preview)
    assert notices(page.text) == ["No heading for the names was found. Choose what each column holds."]
    assert "Import one person" not in page.text
    to = f"{preview}/columns"
    wrong = reception.browser.send(preview, {"column-1": "city"}, to=to)
    assert (wrong.status_code, summary(wrong.text)) == (422, ["Choose the column with the names."])
    chosen = {"heading_row": "1", "column-0": "name", "column-1": "city", "column-2": "email"}
    assert reception.browser.send(preview, chosen, to=to).location == preview
    assert reception.told(preview) == [1, 0, 0, 0]
    assert reception.confirm(preview).status_code == 303
    assert everybody(workshop)["Berta Bosch"].email == "berta@example.org"


@pytest.mark.parametrize("row", ["9" * 30, "9" * 5000, "4", "-1", "first"])
def test_a_row_of_headings_that_was_not_offered_is_refused_at_its_field(
    workshop: SmallWorkshop, reception: Reception, row: str
) -> None:
    preview = reception.paste("Who\tFrom where\nBerta Bosch\tAntwerp\n")
    chosen = {"heading_row": row, "column-0": "name", "column-1": "city"}
    with workshop.nothing_changes():
        answer = reception.browser.send(preview, chosen, to=f"{preview}/columns")
    assert (answer.status_code, complaints(answer.text)) == (
        422, {"heading_row": ["This is not in the list. Please choose again."]},
    )  # fmt: skip


def test_a_list_is_taken_up_to_the_five_megabytes_that_its_reader_takes(
    workshop: SmallWorkshop, reception: Reception
) -> None:
    head, row = "Name;City;Remarks\n", f"Berta Bosch;Antwerp;{'x' * 900}\n"
    megabyte = row * 1_000
    assert reception.upload((head + megabyte * 4).encode()).status_code == 303
    assert reception.told(reception.paste(head + megabyte * 2))[0] == 1
    with workshop.nothing_changes():
        answer = reception.upload((head + megabyte * 6).encode())
        assert (answer.status_code, summary(answer.text)) == (
            422,
            ["The list is larger than 5 MB. Delete pictures and what is not needed, or split it."],
        )
        assert reception.upload((head + megabyte * 8).encode()).status_code == 413
        long = (head + megabyte * 2).encode()
        assert reception.browser.client.post("/sign-in", data=long).status_code == 413


def test_a_heading_that_is_the_workshops_own_word_for_a_city_is_understood(
    workshop: SmallWorkshop, reception: Reception
) -> None:
    with workshop.change():
        set_terminology(workshop.row, {"city": "hospital", "cities": "hospitals"}, by=workshop.actor())
    preview = reception.paste("Name\tHospital\nIlse Thoma\tLyon\n")
    assert "New: 1." in lead(reception.browser.read(preview).text)


def test_a_column_that_was_found_can_be_left_out(workshop: SmallWorkshop, reception: Reception) -> None:
    preview = reception.paste("Name;City;Email\nBerta Bosch;Antwerp;berta@example.org\n")
    assert reception.browser.send(preview, {"column-2": ""}, to=f"{preview}/columns").status_code == 303
    reception.confirm(preview)
    assert everybody(workshop)["Berta Bosch"].email == ""


def test_what_is_done_is_what_was_shown(workshop: SmallWorkshop, reception: Reception) -> None:
    preview = reception.paste(FIRST)
    form = reception.browser.form(preview, preview)
    phone = Browser(workshop.app)
    with workshop.look():
        antwerp = db.session.scalars(sa.select(Organisation.id).filter_by(name="City of Antwerp")).one()
    phone.send(f"/join/{workshop.code}", {"organisation": antwerp, "display_name": "Berta Bosch"})
    with workshop.nothing_changes():
        answer = reception.browser.client.post(preview, data=form)
    assert (answer.status_code, summary(answer.text)) == (
        422, ["The people have changed since you opened this page. Please check again, then import."]
    )  # fmt: skip
    assert reception.confirm(preview).status_code == 303
    assert len(everybody(workshop)) == 9


def test_two_lists_at_once_are_not_taken_for_each_other(
    workshop: SmallWorkshop, reception: Reception
) -> None:
    one = reception.paste("Name;City\nBerta Bosch;Antwerp\n")
    other = reception.paste("Name;City\nKarel Claes;Antwerp\n")
    assert one != other
    reception.confirm(one)
    assert {"Berta Bosch"} == set(everybody(workshop)) - {*map("Delegate of {}".format, PLACES)} - {
        "Delegate of Standards body"
    }
    assert reception.told(other) == [1, 0, 0, 0]
    again = reception.browser.read(one)
    assert again.status_code == 404
    assert "This list was imported or deleted. Please upload it again." in again.text


def test_the_same_form_with_another_file_is_another_list(reception: Reception) -> None:
    form = reception.browser.form(reception.page)

    def send(name: str) -> str:
        file = {"file": (BytesIO(f"Name;City\n{name};Antwerp\n".encode()), "people.csv")}
        answer = reception.browser.client.post(
            reception.page, data=form | file, content_type="multipart/form-data"
        )
        return answer.location if answer.status_code == 303 else heading(answer.text)

    first = send("Berta Bosch")
    assert send("Berta Bosch") == first
    assert send("Karel Claes") != first


def test_nobody_else_sees_a_list_that_waits(workshop: SmallWorkshop, reception: Reception) -> None:
    preview = reception.paste(FIRST)
    for who in ("facilitator", "rapporteur", "viewer"):
        assert Browser(workshop.app, workshop.way_in(who)).read(preview).status_code == 403
    sister = SmallWorkshop(workshop.app, slug="sister")
    theirs = Browser(workshop.app, sister.way_in("organiser"))
    assert theirs.read(preview.replace(workshop.slug, sister.slug)).status_code == 404


def test_a_list_is_deleted_unread_and_forgotten_after_a_day(
    workshop: SmallWorkshop, reception: Reception
) -> None:
    preview = reception.paste(FIRST)
    answer = reception.browser.send(preview, {}, to=f"{preview}/deletion")
    assert (answer.status_code, uploads(workshop)) == (303, 0)
    reception.paste(FIRST)
    with workshop.change():
        upload = db.session.scalars(sa.select(RosterUpload)).one()
        upload.uploaded_at = upload.uploaded_at.replace(year=2020)
    reception.paste(FIRST)
    assert uploads(workshop) == 1


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({}, "pasted", "Choose a file, or paste the list."),
        ({"pasted": "  \n\u200b"}, "pasted", "Choose a file, or paste the list."),
        ({"pasted": '"Name;City\nBerta'}, "", "A quotation mark in row 1 is not closed. Close or delete it."),
        ({"pasted": "<table><tr>"}, "", "can't be read"),
    ],
)
def test_a_list_that_is_none_is_refused_with_what_to_do(
    reception: Reception, typed: dict[str, str], field: str, said: str
) -> None:
    with reception.workshop.nothing_changes():
        answer = reception.browser.send(reception.page, typed)
    assert answer.status_code == 422
    if field:
        assert complaints(answer.text)[field] == [said]
    elif said != "can't be read":
        assert summary(answer.text) == [said]
    assert (typed.get("pasted") or "").strip("\u200b \n") in answer.text.replace("&#34;", '"').replace(
        "&lt;", "<"
    ).replace("&gt;", ">")


def test_a_file_that_is_no_list_is_refused(reception: Reception) -> None:
    with reception.workshop.nothing_changes():
        for data, name in ((b"%PDF-1.7 no list", "people.csv"), (b"PK\x03\x04broken", "people.xlsx")):
            answer = reception.upload(data, name)
            assert (answer.status_code, len(summary(answer.text))) == (422, 1)


def test_a_file_is_taken_nowhere_else(reception: Reception) -> None:
    preview = reception.paste(FIRST)
    form = reception.browser.form(preview, preview) | {"shown": (BytesIO(b"x"), "x")}
    answer = reception.browser.client.post(preview, data=form, content_type="multipart/form-data")
    assert answer.status_code == 415


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_letters_keep_what_they_are_in_any_encoding(
    workshop: SmallWorkshop, reception: Reception, encoding: str
) -> None:
    answer = reception.upload(FIRST.encode(encoding))
    preview = str(answer.location)
    asks_for_a_look = "Please check the accents in the names." in reception.browser.read(preview).text
    assert asks_for_a_look is (encoding == "cp1252")
    reception.confirm(preview)
    assert "Élodie O’Brien" in everybody(workshop)


def test_what_looks_like_a_formula_or_reads_from_the_right_stays_what_it_is(
    workshop: SmallWorkshop, reception: Reception
) -> None:
    names = ["=HYPERLINK(A1)", "@Berta", "שרה כהן", "Željko Đ", "张伟", "O'Neil-García Ⅱ"]
    reception.take("Name;City\n" + "".join(f"{name};Antwerp\n" for name in names))
    assert set(names) <= set(everybody(workshop))


def test_a_city_takes_the_part_of_the_list_before_day_one_and_no_longer_after(
    workshop: SmallWorkshop, reception: Reception
) -> None:
    reception.take("Name;City;Role\nBerta Bosch;Antwerp;lighthouse\n")
    with workshop.look():
        assert workshop.city("Antwerp").part.value == "lighthouse"
    assert "city.changed" in workshop.happened()
    workshop.go_to(Phase.DAY_ONE)
    late = reception.paste("Name;City;Role\nKarel Claes;Antwerp;interested\nInes Daems;Heerlen;interested\n")
    assert reception.told(late) == [1, 0, 0, 1]
    said = "The workshop has begun, so a city stays a lighthouse or an interested city."
    assert said in plain(reception.browser.read(late).text)


def test_who_left_stays_gone_when_the_list_comes_again(workshop: SmallWorkshop, reception: Reception) -> None:
    reception.take(FIRST)
    with workshop.change():
        person = db.session.scalars(sa.select(Participant).filter_by(display_name="Berta Bosch")).one()
        note_departure(person, by=workshop.actor())
    assert reception.told(reception.paste(FIRST)) == [0, 0, 5, 1]
    with workshop.look():
        assert db.session.get_one(Participant, person.id).left_at


def test_an_import_is_told_in_the_log_without_anybodys_address(
    workshop: SmallWorkshop, reception: Reception
) -> None:
    reception.take(FIRST)
    assert workshop.happened()[-1] == "workshop.imported_people"
    assert workshop.happened().count("participant.listed") == 4
    everything = workshop.everything()
    assert "berta@antwerp" in str(everything["participant"])
    assert "berta@antwerp" not in str(everything["activity"]) + str(everything["submission"])


def test_what_was_meant_is_chosen_in_the_row_and_counts_for_all_rows_with_the_same_text(
    workshop: SmallWorkshop, reception: Reception
) -> None:
    rows = (
        "Name;City;Preferences\nBerta Bosch;Antwerpn;Retrofitt | Citizen engagement\nKarel Claes;Antwerpn;\n"
    )
    preview = reception.paste(rows)
    assert reception.told(preview) == [0, 0, 0, 2]
    page = reception.browser.read(preview).text
    assert page.count('form="corrections"') == 3
    to = f"{preview}/corrections"
    reception.browser.send(preview, {"meant-2-0": "Utopia", "meant-9-0": "Lyon"}, to=to)
    assert reception.told(preview) == [0, 0, 0, 2]
    chosen = {"meant-2-0": "Antwerp", "meant-2-1": "Retrofit"}
    assert reception.browser.send(preview, chosen, to=to).location == preview
    corrected = reception.browser.read(preview).text
    assert notices(corrected) == ["3 cells were corrected."]
    assert reception.told(preview) == [2, 0, 0, 0]
    reception.confirm(preview)
    there = everybody(workshop)
    assert (there["Berta Bosch"].city, there["Berta Bosch"].wishes) == ("Antwerp", ("RET", "ENG"))
    assert there["Karel Claes"].city == "Antwerp"


def test_a_list_in_the_words_of_a_workshop_goes_out_and_comes_in_again_unchanged(
    workshop: SmallWorkshop, reception: Reception
) -> None:
    words = {"city": "hospital", "cities": "hospitals", "lighthouse": "teaching", "interested": "visiting"}
    words |= {"measure": "ward", "measures": "wards"}
    with workshop.change():
        set_terminology(workshop.row, words, by=workshop.actor("organiser"))
    listed = reception.browser.read(workshop.path("people/list.csv")).data.decode("utf-8-sig")
    heading_row, *rows = listed.splitlines()
    assert heading_row.startswith("Name,Hospital,Organisation,Role")
    assert {row.split(",")[3] for row in rows} == {"Teaching hospital", "Visiting hospital", "Partner"}
    assert reception.told(reception.paste(listed)) == [0, 0, 5, 0]
    typed = "Name;Hospital;Role;Wards\nBerta Bosch;Antwerp;visiting;Retrofit\nKarel Claes;Antwerp;Hospital;\n"
    assert reception.told(reception.paste(typed)) == [2, 0, 0, 0]


UNKNOWN = """Name;Organisation
Ines Daems;Energy agency
Karl Evers;energy  AGENCY
Mia Falk;Lyonn
Nora Gil;Transport union
"""


def test_organisations_that_the_workshop_does_not_have_are_added_from_the_preview(
    workshop: SmallWorkshop, reception: Reception
) -> None:
    preview = reception.paste(UNKNOWN)
    adding = f"{preview}/organisations"
    assert reception.told(preview) == [0, 0, 0, 4]
    page = reception.browser.read(preview).text
    assert "Add these organisations" in texts(page)
    # One that is like another is offered, and left out unless it is chosen.
    offered = re.findall(r'name="organisation" value="([^"]+)"( checked)?', page)
    assert offered == [("Energy agency", " checked"), ("Lyonn", ""), ("Transport union", " checked")]
    chosen = {"organisation": ["Energy agency", "Transport union", "Nobody asked for this"]}
    answer = reception.browser.send(preview, chosen, to=adding)
    assert (answer.status_code, answer.location) == (303, preview)
    assert notices(reception.browser.read(preview).text)[0] == "2 organisations were added."
    assert reception.told(preview) == [3, 0, 0, 1]
    assert reception.confirm(preview).status_code == 303
    assert {who.organisation for who in everybody(workshop).values() if not who.city} == {
        "Energy agency",
        "Standards body",
        "Transport union",
    }


def test_organisations_can_be_added_twice_over_by_two_taps(
    workshop: SmallWorkshop, reception: Reception
) -> None:
    preview = reception.paste(UNKNOWN)
    chosen, before = {"organisation": ["Energy agency"]}, workshop.happened().count("organisation.added")
    for _ in range(2):
        form = reception.browser.form(preview, f"{preview}/columns")
        known = {name: form[name] for name in ("csrf_token", "author")}
        told = reception.browser.client.post(f"{preview}/organisations", data=known | chosen)
        assert told.status_code == 303
    assert workshop.happened().count("organisation.added") == before + 1


def test_a_preview_is_discarded_also_where_its_columns_are_not_clear(
    workshop: SmallWorkshop, reception: Reception
) -> None:
    for pasted in (UNKNOWN, "1;2\n3;4\n"):
        preview = reception.paste(pasted)
        assert "Discard this preview" in texts(reception.browser.read(preview).text)
        answer = reception.browser.send(preview, {}, to=f"{preview}/deletion")
        assert (answer.status_code, answer.location) == (303, workshop.path("people"))
        told = notices(reception.browser.read(workshop.path("people")).text)
        assert told == ["The preview was discarded. Nothing was imported."]
    assert uploads(workshop) == 0


def test_others_write_while_a_list_is_read(
    workshop: SmallWorkshop, reception: Reception, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, colleague = lists.read_file, Reception(workshop)

    def read_while_a_colleague_writes(data: bytes) -> Sheet:
        with ThreadPoolExecutor(1) as beside:
            beside.submit(colleague.paste, "Name;City\nKarel Claes;Antwerp\n").result(120)
        return read(data)

    monkeypatch.setattr(lists, "read_file", read_while_a_colleague_writes)
    assert reception.upload(b"Name;City\nBerta Bosch;Antwerp\n").status_code == 303
    assert uploads(workshop) == 2
