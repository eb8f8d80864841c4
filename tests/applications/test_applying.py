"""A city applies by a public form, and comes back by a private link to change what it said."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from facilitator.applications.models import Application, AppliedMeasure
from facilitator.applications.rules import MOST_DELEGATES, read_delegates
from facilitator.database import db, now
from facilitator.web.submissions import FORMS_A_MINUTE
from facilitator.workshops.models import Measure
from tests.applications.applying import send, set_days
from tests.at_once import at_once
from tests.pages import complaints, fields, heading, notices, plain, summary, texts
from tests.people import Browser
from tests.small_workshop import SmallWorkshop

BrowserOf = Callable[[str], Browser]
NOT_OPEN = "The call is not open, so this was not saved. What you typed is still here."
TWICE = "There is another application of this city. If both are yours, tell the team which one counts."
DELEGATE = "write the name, a comma and the e-mail address, like Ana Lind, ana@example.org."


@pytest.fixture
def visitor(workshop: SmallWorkshop) -> Browser:
    """Somebody who has never been here, while the call is open."""
    with workshop.change():
        set_days(workshop)
    return Browser(workshop.app)


def typed(workshop: SmallWorkshop, **otherwise: Any) -> dict[str, Any]:
    """An application as it is typed."""
    return {
        "city_name": "Porto",
        "country": "Portugal",
        "choice_1": workshop.measures["ENG"],
        "choice_2": workshop.measures["RET"],
        "plans": "Forty flats <script>alert(1)</script>",
        "hopes": "",
        "delegates": "Ana Lind, ana@porto.example.org",
        "contact_name": "Ana Lind",
        "contact_email": "ana@porto.example.org",
    } | otherwise


def kept(workshop: SmallWorkshop) -> list[tuple[str, str, list[str]]]:
    """City, country and measures of all applications."""
    with workshop.look():
        return [
            (
                each.city_name,
                each.country,
                list(
                    db.session.scalars(
                        sa.select(Measure.prefix)
                        .join(AppliedMeasure, AppliedMeasure.measure_id == Measure.id)
                        .where(AppliedMeasure.application_id == each.id)
                        .order_by(AppliedMeasure.rank)
                    )
                ),
            )
            for each in db.session.scalars(
                sa.select(Application).filter_by(workshop_id=workshop.id).order_by(Application.id)
            )
        ]


def test_a_city_applies_and_changes_its_application_by_its_link(
    workshop: SmallWorkshop, visitor: Browser
) -> None:
    answer = visitor.send(workshop.path("apply"), typed(workshop))
    assert answer.status_code == 303
    assert kept(workshop) == [("Porto", "PT", ["ENG", "RET"])]
    elsewhere, link = Browser(workshop.app), answer.location
    page = elsewhere.read(link)
    assert (page.status_code, page.headers["Cache-Control"]) == (200, "no-store")
    assert heading(page.text) == "Your application has arrived"
    assert f"http://localhost{link}" in texts(page.text)
    assert "<script>alert" not in page.text
    assert "Forty flats <script>alert(1)</script>" in plain(page.text.replace("<script", "&lt;script"))
    changed = elsewhere.send(f"{link}/changes", {"city_name": "Braga", "choice_1": "", "country": "pt"})
    assert (changed.status_code, changed.location) == (303, link)
    assert notices(elsewhere.read(link).text) == ["Your changes were saved."]
    assert kept(workshop) == [("Braga", "PT", ["RET"])]
    assert workshop.happened()[-2:] == ["application.sent", "application.changed"]
    with workshop.nothing_changes():
        assert elsewhere.send(f"{link}/changes", {}).status_code == 303


@pytest.mark.one_database
def test_who_applies_reads_for_what_and_to_whom_and_chooses_among_the_measures_that_there_are(
    workshop: SmallWorkshop, visitor: Browser, browser_of: BrowserOf
) -> None:
    page, about, organiser = workshop.path("apply"), workshop.path("about"), browser_of("organiser")
    shown = visitor.read(page).text
    assert plain(shown).count("4–5 Dec 2017 · Brussels") == 1
    assert f'href="{about}"' not in shown
    assert "The address to write to is organiser@brussels.example.org ." in plain(shown)
    typed_page = {"summary": "Come", "contacts": "Ana Berg, ana@example.org", "step": "publish"}
    public = workshop.path("setup/page")
    assert organiser.send(public, typed_page, to=public).status_code == 303
    with workshop.change():
        workshop.measure("RET").retired_at = now()
    shown = visitor.read(page).text
    assert f'href="{about}">About the workshop</a>' in shown
    assert "The address to write to is ana@example.org ." in plain(shown)
    assert [name for name in fields(shown, page) if name.startswith("choice_")] == ["choice_1"]
    assert "Retrofit" not in plain(shown)


@pytest.mark.one_database
def test_a_measure_that_was_hidden_stays_in_an_application_that_names_it(
    workshop: SmallWorkshop, visitor: Browser
) -> None:
    link = visitor.send(workshop.path("apply"), typed(workshop)).location
    with workshop.change():
        workshop.measure("RET").retired_at = now()
    assert visitor.send(f"{link}/changes", {"city_name": "Braga"}).status_code == 303
    assert kept(workshop) == [("Braga", "PT", ["ENG", "RET"])]


def test_a_form_that_arrives_twice_is_one_application_and_its_last_word_counts(
    workshop: SmallWorkshop, visitor: Browser
) -> None:
    page = workshop.path("apply")
    form = visitor.form(page) | {name: [str(value)] for name, value in typed(workshop).items()}
    twin = visitor.twin()
    answers = at_once(lambda: visitor.client.post(page, data=form), lambda: twin.client.post(page, data=form))
    assert [answer.status_code for answer in answers] == [303, 303]
    assert len({answer.location for answer in answers}) == 1
    assert visitor.client.post(page, data=form | {"country": ["Spain"]}).status_code == 303
    assert [(city, country) for city, country, _ in kept(workshop)] == [("Porto", "ES")]


@pytest.mark.parametrize(
    "other", [{"city_name": ["Braga"]}, {"contact_email": ["rui@example.org"]}], ids=["city", "address"]
)
def test_a_form_gone_back_to_for_another_city_or_contact_is_another_application(
    workshop: SmallWorkshop, visitor: Browser, other: dict[str, list[str]]
) -> None:
    page = workshop.path("apply")
    form = visitor.form(page) | {name: [str(value)] for name, value in typed(workshop).items()}
    first = visitor.client.post(page, data=form)
    second = [visitor.client.post(page, data=form | other).location for _ in range(2)]
    assert len({first.location, *second}) == 2
    assert [city for city, *_ in kept(workshop)] == ["Porto", other.get("city_name", ["Porto"])[0]]
    # Whoever sends the first one once more comes back to it.
    assert visitor.client.post(page, data=form).location == first.location


def test_a_city_that_applies_twice_is_told_and_keeps_both(workshop: SmallWorkshop, visitor: Browser) -> None:
    first = visitor.send(workshop.path("apply"), typed(workshop))
    assert TWICE not in notices(visitor.read(first.location).text)
    second = visitor.send(workshop.path("apply"), typed(workshop, city_name="PORTO"))
    assert first.location != second.location
    assert notices(visitor.read(second.location).text) == [TWICE]
    assert [city for city, *_ in kept(workshop)] == ["Porto", "PORTO"]


def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(
    workshop: SmallWorkshop, visitor: Browser
) -> None:
    page, ret = workshop.path("apply"), workshop.measures["RET"]
    wrong = {
        "city_name": ("", "Please fill this in."),
        "country": ("Atlantis", "Enter the country by its name or its code, for example France or FR."),
        "plans": ("x" * 5000, "This has 5000 characters. The limit is 2000."),
        "delegates": ("Ana Lind, ana at porto", f"Line 1: {DELEGATE}"),
        "contact_email": ("ana.porto", "Enter an e-mail address like ana@example.org."),
    }
    with workshop.nothing_changes():
        answer = visitor.send(page, typed(workshop, **{name: text for name, (text, _) in wrong.items()}))
        assert answer.status_code == 422
        assert complaints(answer.text) == {name: [said] for name, (_, said) in wrong.items()}
        stands = fields(answer.text, page)
        assert {name: stands[name] for name in wrong} == {name: [text] for name, (text, _) in wrong.items()}
        answer = visitor.send(page, typed(workshop, choice_1="", choice_2=""))
        assert complaints(answer.text) == {"choice_1": ["Choose at least one measure."]}
        answer = visitor.send(page, typed(workshop, choice_1=ret, choice_2=ret))
        assert complaints(answer.text) == {"choice_2": ["Choose each measure only once."]}
        answer = visitor.send(page, typed(workshop, choice_1="999999"))
        assert complaints(answer.text) == {"choice_1": ["This is not in the list. Please choose again."]}


def test_nothing_is_lost_when_the_call_closes_while_somebody_types(
    workshop: SmallWorkshop, visitor: Browser
) -> None:
    page = workshop.path("apply")
    link = visitor.send(page, typed(workshop)).location
    forms = {page: visitor.form(page), f"{link}/changes": visitor.form(f"{link}/changes")}
    with workshop.change():
        set_days(workshop, -4, -2)
    with workshop.nothing_changes():
        for address, form in forms.items():
            filled = form | {name: [str(value)] for name, value in typed(workshop, hopes="Much").items()}
            answer = visitor.client.post(address, data=filled)
            assert (answer.status_code, summary(answer.text)) == (422, [NOT_OPEN])
            assert fields(answer.text, address)["hopes"] == ["Much"]
    page_of_link = visitor.read(link)
    assert page_of_link.status_code == 200
    assert "Change application" not in texts(page_of_link.text)
    with workshop.change():
        set_days(workshop, is_published=False)
    assert (visitor.read(page).status_code, visitor.read(link).status_code) == (404, 200)


def test_a_wrong_link_leads_nowhere(workshop: SmallWorkshop, visitor: Browser) -> None:
    for page in (
        "apply/ABCDEFGHJKMNPQRS",
        "apply/ABCDEFGHJKMNPQRS/changes",
        f"apply/{workshop.tokens['Lyon']}",
    ):
        assert visitor.read(workshop.path(page)).status_code == 404
    other = SmallWorkshop(workshop.app, slug="other")
    with workshop.change():
        _, token = send(workshop)
    with other.change():
        set_days(other)
    assert visitor.read(workshop.path(f"apply/{token}")).status_code == 200
    assert visitor.read(other.path(f"apply/{token}")).status_code == 404


@pytest.mark.parametrize(
    ("hasty", "beside"),
    [("203.0.113.7", "203.0.113.8"), ("2001:db8:0:1::7", "2001:db8:0:2::7")],
    ids=["IPv4", "IPv6"],
)
def test_who_sends_form_after_form_is_asked_to_wait_and_nobody_elsewhere(
    workshop: SmallWorkshop, visitor: Browser, monkeypatch: pytest.MonkeyPatch, hasty: str, beside: str
) -> None:
    monkeypatch.setattr(FORMS_A_MINUTE, "most", 1)
    page = workshop.path("apply")
    form = visitor.form(page)

    def send_from(address: str) -> int:
        return visitor.client.post(page, data=form, environ_base={"REMOTE_ADDR": address}).status_code

    with workshop.nothing_changes():
        assert [send_from(hasty), send_from(hasty)] == [422, 429]
        assert send_from(beside) == 422


def test_of_a_line_of_ipv6_all_addresses_are_one(
    workshop: SmallWorkshop, visitor: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FORMS_A_MINUTE, "most", 1)
    page = workshop.path("apply")
    form = visitor.form(page)
    answers = [
        visitor.client.post(page, data=form, environ_base={"REMOTE_ADDR": f"2001:db8::{number}"})
        for number in (1, 2)
    ]
    assert [answer.status_code for answer in answers] == [422, 429]


@pytest.mark.one_database
def test_delegates_are_read_as_people_write_them() -> None:
    read, wrong = read_delegates(
        "1. Ana Lind, ana@example.org\n\n- Rui Alto\nEva Ohm <eva@example.org>\nLin, Bo; bo@example.org"
    )
    assert [tuple(each) for each in read] == [
        ("Ana Lind", "ana@example.org"),
        ("Rui Alto", ""),
        ("Eva Ohm", "eva@example.org"),
        ("Lin, Bo", "bo@example.org"),
    ]
    assert wrong == []
    _, wrong = read_delegates("ana@example.org\nLind, Ana")
    assert list(map(str, wrong)) == [f"Line {number}: {DELEGATE}" for number in (1, 2)]
    _, wrong = read_delegates("\n".join(f"Person {number}" for number in range(MOST_DELEGATES + 1)))
    assert list(map(str, wrong)) == ["Name at most 20 delegates."]
