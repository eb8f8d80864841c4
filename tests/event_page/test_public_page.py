"""The public page has a place for whatever an event page of a city network says; a draft is the team's."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from facilitator.access.policy import Phase
from facilitator.event_page.markdown import rendered
from tests.applications.applying import set_days
from tests.pages import complaints, fields, heading, lead, notices, texts
from tests.people import Browser
from tests.small_workshop import SmallWorkshop

BrowserOf = Callable[[str], Browser]

EVENT: dict[str, str] = {
    "summary": "Six cities show what they learned, ten ask whether it would work at home.",
    "text": "# Why come\n\nRetrofit is **slow**, and *dear*.\nAsk those who did it:\n\n- owners\n- tenants\n"
    "\n1. Listen\n2. Ask\n\nRead [the report](https://network.example.org/report)"
    " or write to <ana@example.org>.",
    "begins_at": "09:00",
    "ends_at": "17:30",
    "venue": "House of Cities",
    "address": "Square of Peace 1\n1000 Brussels",
    "map_link": "https://map.example.org/?at=50.84,4.36",
    "hosts": "Network of Cities\nCity of Brussels",
    "languages": "English, with interpreters for French",
    "tags": "retrofit, citizen engagement",
    "registration_link": "https://network.example.org/register?id=7",
    "registration_until": "2017-11-20",
    "contacts": "Ana Berg, ana@example.org\nThe press office <press@example.org>",
    "links": "Agenda (PDF) https://network.example.org/agenda.pdf\nhttps://network.example.org/photos",
}  # fmt: skip
NOT_FOUND = "This page was not found. Please check the address."


def write(organiser: Browser, workshop: SmallWorkshop, **typed: str) -> Any:
    """Fill in the page and send it."""
    return organiser.send(workshop.path("setup/page"), typed, to=workshop.path("setup/page"))


def test_a_whole_event_page_of_a_citys_network_has_a_place_for_each_of_its_fields(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    organiser = browser_of("organiser")
    assert write(organiser, workshop, **EVENT, step="publish").status_code == 303
    kept = fields(organiser.read(workshop.path("setup/page")).text, workshop.path("setup/page"))
    assert {name: kept[name][0] for name in EVENT} == EVENT
    page = Browser(workshop.app).read(workshop.path("about")).text
    assert (heading(page), lead(page)) == ("Replication workshop", EVENT["summary"])
    assert texts(page)[2:] == [
        "Why come", "Retrofit is", "slow", ", and", "dear", ".", "Ask those who did it:", "owners", "tenants",
        "Listen", "Ask", "Read", "the report", "or write to", "ana@example.org", ".",
        "When and where", "Date", "4 December 2017, 09:00 – 5 December 2017, 17:30",
        "Time zone: Europe/Brussels", "Add to calendar",
        "Place", "House of Cities", "Square of Peace 1", "1000 Brussels", "Show on a map",
        "Organisers", "Network of Cities and City of Brussels", "Projects", "Smarter Together",
        "Languages", "English, with interpreters for French", "Tags", "retrofit, citizen engagement",
        "Registration", "Registration closed on 20 November 2017.",
        "Programme", "Day 1, 4 December 2017", "10:30–11:30", "Capture Retrofit",
        "10:30–11:30", "Capture Citizen engagement", "Day 2, 5 December 2017",
        "10:30–11:30", "Round one",
        "Documents and links", "Agenda (PDF)", "https://network.example.org/photos",
        "Contact", "Ana Berg", "ana@example.org", "The press office", "press@example.org",
    ]  # fmt: skip
    for address in ("map_link", "links"):
        assert f'href="{EVENT[address].split()[-1]}"' in page
    assert "<h2>Why come</h2>" in page
    assert "slow</strong>" in page


def test_a_draft_is_the_teams_and_a_published_page_everybodys(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    organiser, stranger, about = browser_of("organiser"), Browser(workshop.app), workshop.path("about")
    assert lead(stranger.read(about).text) == NOT_FOUND
    write(organiser, workshop, summary="Soon")
    for outsider in (stranger, browser_of("Lyon")):
        answer = outsider.read(about)
        assert (answer.status_code, lead(answer.text)) == (404, NOT_FOUND)
    assert notices(browser_of("viewer").read(about).text) == [
        "This page is a draft. Only the team can read it."
    ]
    write(organiser, workshop, step="publish")
    assert lead(stranger.read(about).text) == "Soon"
    assert notices(stranger.read(about).text) == []
    organiser.send(workshop.path("setup/page"), {}, to=workshop.path("setup/page/withdrawal"))
    assert stranger.read(about).status_code == 404
    assert workshop.happened()[-3:] == ["event_page.saved", "event_page.published", "event_page.unpublished"]


def test_who_sees_the_page_can_join_while_the_workshop_runs(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    write(browser_of("organiser"), workshop, summary="Come", step="publish")
    about = workshop.path("about")
    assert "Join the workshop" not in Browser(workshop.app).read(about).text
    workshop.go_to(Phase.DAY_ONE)
    page = Browser(workshop.app).read(about).text
    assert "Join the workshop" in texts(page)
    assert workshop.code not in page


def test_the_page_leads_to_the_form_for_cities_while_their_call_is_open(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    write(browser_of("organiser"), workshop, summary="Come", step="publish")
    about, form = workshop.path("about"), f'href="{workshop.path("apply")}"'
    assert form not in Browser(workshop.app).read(about).text
    with workshop.change():
        set_days(workshop)
    assert form in Browser(workshop.app).read(about).text
    with workshop.change():
        set_days(workshop, closes=-1)
    assert form not in Browser(workshop.app).read(about).text


def test_registration_is_open_until_its_last_day(workshop: SmallWorkshop, browser_of: BrowserOf) -> None:
    organiser, about = browser_of("organiser"), workshop.path("about")
    link = "https://network.example.org/register"
    write(organiser, workshop, summary="Come", registration_link=link, step="publish")
    assert f'href="{link}"' in organiser.read(about).text
    write(organiser, workshop, registration_until="2017-11-20")
    assert link not in organiser.read(about).text


def test_a_preview_shows_what_is_typed_and_saves_nothing(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    organiser = browser_of("organiser")
    before = workshop.everything()
    answer = write(organiser, workshop, text="Come **all**", step="preview")
    assert answer.status_code == 200
    assert "<strong>all</strong>" in answer.text
    assert fields(answer.text, workshop.path("setup/page"))["text"] == ["Come **all**"]
    assert workshop.everything() == before
    assert organiser.read(workshop.path("about")).status_code == 404


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        (
            "text",
            "Come <script>alert(1)</script>",
            "Remove the HTML “<script>”. Write plain text, or use Markdown.",
        ),
        (
            "text",
            "[Here](javascript:alert(1))",
            "The link to “javascript:alert(1)” must begin with https://, http:// or mailto:.",
        ),
        (
            "text",
            "[Here](JaVaScRiPt&colon;alert`1`)",
            "The link to “JaVaScRiPt:alert%601%60” must begin with https://, http:// or mailto:.",
        ),
        (
            "text",
            "[Here](agenda.pdf)",
            "The link to “agenda.pdf” must begin with https://, http:// or mailto:.",
        ),
        (
            "text",
            "![All of us](https://a.example/a.png)",
            "Remove the picture “All of us”. The text cannot have pictures.",
        ),
        ("text", "x" * 10_001, "This has 10001 characters. The limit is 10000."),
        ("map_link", "javascript:alert(1)", "Enter an address that begins with https:// or http://."),
        ("registration_link", "network.example", "Enter an address that begins with https:// or http://."),
        ("registration_until", "20.11.2017", "Enter the date like this: 2018-06-30."),
        (
            "registration_until",
            "2017-12-06",
            "People cannot register after the workshop has ended. Choose an earlier date.",
        ),
        ("registration_until", "0001-01-01", "Enter a date in the years from 2000 to 2100."),
        ("begins_at", "nine", "Enter a time, for example 14:05."),
        (
            "contacts",
            "The office\nAna Berg ana@example",
            "Line 2: enter a name and an email address, for example Ana Berg, ana@example.org",
        ),
        (
            "links",
            "https://a.example Agenda",
            "Line 1 must end with an address that begins with https:// or http://.",
        ),
    ],
)
def test_what_could_not_be_shown_as_it_is_meant_comes_back_with_the_reason(
    workshop: SmallWorkshop, browser_of: BrowserOf, field: str, typed: str, sentence: str
) -> None:
    organiser = browser_of("organiser")
    with workshop.nothing_changes():
        for step in ("", "preview", "publish"):
            answer = write(organiser, workshop, venue="House of Cities", step=step, **{field: typed})
            assert (answer.status_code, complaints(answer.text)) == (422, {field: [sentence]})
            kept = fields(answer.text, workshop.path("setup/page"))
            assert (kept["venue"], kept[field]) == (["House of Cities"], [typed])


@pytest.mark.one_database
def test_an_empty_page_is_not_published_and_a_published_one_not_emptied(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    organiser = browser_of("organiser")
    wanted = {"text": ["Enter a text or a summary before you publish the page."]}
    assert complaints(write(organiser, workshop, venue="House of Cities", step="publish").text) == wanted
    write(organiser, workshop, summary="Come", step="publish")
    assert complaints(write(organiser, workshop, summary="").text) == wanted
    assert lead(Browser(workshop.app).read(workshop.path("about")).text) == "Come"


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("<b onclick=x>a</b>", "<p>&lt;b onclick=x&gt;a&lt;/b&gt;</p>\n"),
        ("[a](javascript:alert(1))", "<p>[a](javascript:alert(1))</p>\n"),
        ("[a](data:text/html,x)", "<p>[a](data:text/html,x)</p>\n"),
        ("# a\n## b\n#### c", "<h2>a</h2>\n<h3>b</h3>\n<h4>c</h4>\n"),
        ("a\nb\n\n> c", "<p>a<br>\nb</p>\n<p>&gt; c</p>\n"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>\n'),
        ("2 < 3 & \N{OWL}", "<p>2 &lt; 3 &amp; \N{OWL}</p>\n"),
        (
            '[a](https://a.example/?a="b")',
            '<p><a href="https://a.example/?a=%22b%22" rel="nofollow noopener">a</a></p>\n',
        ),
    ],
)
def test_markdown_becomes_these_elements_and_all_else_stays_text(typed: str, shown: str) -> None:
    assert rendered(typed) == shown


def test_what_was_typed_is_saved_on_the_way_to_the_picture(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    organiser, page = browser_of("organiser"), workshop.path("setup/page")
    answer = write(organiser, workshop, summary="Come and see", step="picture")
    assert (answer.status_code, answer.location) == (303, workshop.path("setup/page/picture"))
    assert fields(organiser.read(page).text, page)["summary"] == ["Come and see"]
    links = [href for href in re.findall('href="([^"]*)"', organiser.read(page).text) if "picture" in href]
    assert links == [], "no way there loses what was typed"


def test_the_address_of_a_workshop_leads_to_its_page_once_that_is_published(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    organiser, anybody, own = browser_of("organiser"), Browser(workshop.app), f"/w/{workshop.slug}"
    write(organiser, workshop, summary="Come")
    about = f"http://localhost{workshop.path('about')}"
    hint = "Until the page is published, only the team can open it."
    page = organiser.read(workshop.path("setup/page")).text
    assert about in texts(page, "code")
    assert hint in texts(page)
    assert anybody.client.get(own, follow_redirects=True).status_code == 404
    write(organiser, workshop, summary="Come", step="publish")
    for address in (own, f"{own}/"):
        answer = anybody.client.get(address, follow_redirects=True)
        assert (answer.status_code, answer.request.path) == (200, workshop.path("about"))
    assert hint not in texts(organiser.read(workshop.path("setup/page")).text)
