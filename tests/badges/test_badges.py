"""What is printed before people come: the right people, codes and words stand on each PDF."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pypdf
import pytest
from flask import Flask
from werkzeug.test import TestResponse

from facilitator.access.policy import Phase
from facilitator.badges import content
from facilitator.web.origins import address_in_network
from facilitator.web.qr import qr_drawing
from facilitator.workshops.operations import badge_code, join_workshop
from tests.pages import complaints, reach, texts
from tests.people import Browser
from tests.small_workshop import INTERESTED, LIGHTHOUSE, PARTNER, SECRET, SmallWorkshop

BrowserOf = Callable[[str], Browser]

pytestmark = pytest.mark.one_database

HARD = (
    "דוד כהן", "李小龍", "👩\u200d👩\u200d👧 Zoë 🦄", "W" * 80, "#panic(1) *Bo*", "Jean-François d’Aÿ",
    "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetzbeauftragte",
)  # fmt: skip


def download(browser: Browser, workshop: SmallWorkshop, what: str, **fields: Any) -> TestResponse:
    """What comes of the form for a document on the page."""
    page = workshop.path("setup/badges")
    return browser.send(page, fields, to=f"{page}/{what}")


def pages(answer: TestResponse) -> list[str]:
    """The words of each page of a PDF that was downloaded."""
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.headers["Cache-Control"] == "no-store"
    return [page.extract_text().replace("\u200b", "") for page in pypdf.PdfReader(BytesIO(answer.data)).pages]


def closed_up(said: str) -> str:
    """Without the spaces and line breaks that hang on the width of a badge."""
    return "".join(said.split())


def add_people(workshop: SmallWorkshop, *names: str) -> None:
    with workshop.change():
        organisation = workshop.participant(LIGHTHOUSE[0]).organisation
        for number, name in enumerate(names):
            join_workshop(
                workshop.row, organisation=organisation, display_name=name,
                submission=f"badge-{number:06}", secret=SECRET, by=workshop.actor(),
            )  # fmt: skip


def test_everybody_has_a_badge_with_name_city_role_and_groups(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    with workshop.change():
        workshop.add_group(INTERESTED[0], name="Retrofit table")
        names = {who: workshop.participant(who).display_name for who in (*INTERESTED, *LIGHTHOUSE, PARTNER)}
        starts = f"{workshop.session('round').starts_at:%H:%M}"
    organiser = browser_of("organiser")
    said = " ".join(pages(download(organiser, workshop, "badges", per_sheet="10"))[0].split())
    assert {name: said.count(name) for name in names.values()} == dict.fromkeys(names.values(), 1)
    assert said.count("Delegate of an interested city") == 2
    assert said.count("Partner") == 1
    assert said.count(f"{starts} · Retrofit table") == 1
    add_people(workshop, *(f"Guest {number}" for number in range(16)))
    for per_sheet, sheets in (("10", 3), ("8", 3)):
        printed = pages(download(organiser, workshop, "badges", per_sheet=per_sheet))
        assert len(printed) == sheets
        assert len(re.findall(r"Guest \d+", "\n".join(printed))) == 16


def test_badges_lie_in_the_order_that_was_chosen_with_blank_ones_behind(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    add_people(workshop, "Zoran", "Élodie", "Erik", "eva")
    organiser = browser_of("organiser")

    def order(**typed: str) -> list[str]:
        (said,) = pages(download(organiser, workshop, "badges", per_sheet="10", **typed))
        return re.findall(r"Zoran|Élodie|Erik|eva|Delegate of [LVAH]\w+|Delegate of Standards", said)

    delegates = [f"Delegate of {city}" for city in ("Antwerp", "Heerlen", "Lyon", "Standards", "Vienna")]
    by_name = [*delegates, "Élodie", "Erik", "eva", "Zoran"]
    assert order(order="name") == by_name
    lyon = ["Delegate of Lyon", "Élodie", "Erik", "eva", "Zoran"]
    others = [f"Delegate of {city}" for city in ("Vienna", "Antwerp", "Heerlen", "Standards")]
    assert order(order="city") == [*lyon, *others]
    assert order(blank="1") == by_name
    assert len(pages(download(organiser, workshop, "badges", per_sheet="8", blank="8"))) == 3
    for typed, field, sentence in (
        ({"blank": "201"}, "blank", "Enter a whole number from 0 to 200."),
        ({"order": "age"}, "order", "Please choose one of the answers."),
    ):
        answer = download(organiser, workshop, "badges", **typed)
        assert (answer.status_code, complaints(answer.text)) == (422, {field: [sentence]})


def test_each_badge_has_the_code_of_its_person_and_a_blank_one_that_of_the_join_page(
    own_app: Flask, workshop: SmallWorkshop
) -> None:
    with own_app.test_request_context(), workshop.look():
        person = workshop.participant("Lyon")
        url = {"origin": "https://example.org", "secret": SECRET}
        made = content.badges(workshop.row, [person], blank=1, per_sheet=8, **url)["badges"]
        code = badge_code(workshop.id, person.id, SECRET)
    assert [each["qr"] for each in made] == [
        qr_drawing(f"https://example.org{workshop.path(f'badge/{code}')}", is_one_of_many=True),
        qr_drawing(f"https://example.org/join/{workshop.code}"),
    ]


def test_names_of_any_script_and_length_make_a_badge_and_a_line(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    add_people(workshop, *HARD)
    facilitator = browser_of("facilitator")
    for what in ("badges", "sign-in-sheet"):
        said = closed_up("".join(pages(download(facilitator, workshop, what))))
        assert [name for name in HARD[3:] if closed_up(name) not in said] == []


def test_the_poster_has_the_code_and_the_wifi_that_was_typed_and_keeps_neither(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    organiser = browser_of("organiser")
    code = f"{workshop.code[:4]} {workshop.code[4:]}"
    (plain,) = pages(download(organiser, workshop, "poster"))
    assert code in plain
    assert "Wi-Fi" not in plain
    typed = {"network": 'Guests; of "all"', "network_password": "correct, horse"}
    with workshop.nothing_changes():
        answer = download(organiser, workshop, "poster", paper="a3", **typed)
    (said,) = pages(answer)
    assert all(word in said for word in (code, *typed.values()))
    box = pypdf.PdfReader(BytesIO(answer.data)).pages[0].mediabox
    assert (round(box.width), round(box.height)) == (842, 1191)


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"network_password": "long enough"}, "network", "Enter the name of the network."),
        (
            {"network": "Guests", "network_password": "short"},
            "network_password",
            "This is too short for a Wi-Fi password.",
        ),
        ({"network": "ü" * 20}, "network", "too long for a Wi-Fi network"),
        ({"network": "x" * 33}, "network", "The limit is 32."),
        ({"paper": "a5"}, "paper", "Please choose one of the answers."),
        ({"origin": "http://elsewhere.example.org"}, "poster-origin", "Please choose one of the answers."),
    ],
)
def test_a_poster_that_cannot_be_made_comes_back_with_the_reason(
    workshop: SmallWorkshop, browser_of: BrowserOf, typed: dict[str, str], field: str, sentence: str
) -> None:
    answer = download(browser_of("organiser"), workshop, "poster", **typed)
    assert answer.status_code == 422
    assert sentence in " ".join(complaints(answer.text)[field])
    assert all(value in answer.text for name, value in typed.items() if name.startswith("network"))


def test_a_poster_made_at_this_computers_own_address_offers_the_one_that_phones_reach(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    organiser, path = browser_of("organiser"), workshop.path("setup/badges")
    found = f"http://{address_in_network()}"
    (warning,) = reach(organiser.read(path).text)
    assert warning.startswith("No phone can reach this address")
    assert "--host 0.0.0.0" in warning
    (said,) = pages(download(organiser, workshop, "poster"))
    assert found.removeprefix("http://") in said
    (said,) = pages(download(organiser, workshop, "poster", origin="http://localhost"))
    assert "localhost" in said


def test_where_phones_reach_the_page_its_own_address_is_printed_and_nothing_is_asked(
    own_app: Flask, workshop: SmallWorkshop
) -> None:
    name = "workshop.example.org"
    own_app.config |= {"SERVER_NAME": name, "TRUSTED_HOSTS": [name]}
    organiser = Browser(own_app, workshop.way_in("organiser"))
    page = organiser.read(workshop.path("setup/badges")).text
    assert (reach(page), 'name="origin"' in page) == ([], False)
    (said,) = pages(download(organiser, workshop, "poster"))
    assert "workshop.example.org/join\n" in said


def test_the_sheet_has_a_line_for_each_person_under_their_city_and_a_column_for_each_day(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    (said,) = pages(download(browser_of("organiser"), workshop, "sign-in-sheet"))
    with workshop.look():
        lines = [(who, workshop.participant(who).display_name) for who in (*LIGHTHOUSE, *INTERESTED, PARTNER)]
        days = [f"{day.day} {day:%b}" for day in (workshop.row.starts_on, workshop.row.ends_on)]
    places = [said.index(word) for city, name in lines for word in (f"{city}\n", name)]
    assert places == sorted(places)
    assert said.count(" ".join(days)) == len(lines) + 1
    assert "Page 1 of 1" in said


def test_organiser_and_facilitator_print_also_after_the_end_and_nobody_else(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    path = workshop.path("setup/badges")
    assert "Badges and posters" in texts(browser_of("organiser").read(workshop.path("setup")).text, "ol")
    workshop.go_to(Phase.CLOSED)
    answers = {
        who: browser_of(who).read(path).status_code
        for who in ("organiser", "facilitator", "rapporteur", "viewer")
    }
    assert answers == {"organiser": 200, "facilitator": 200, "rapporteur": 403, "viewer": 403}
