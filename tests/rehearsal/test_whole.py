"""From an empty set-up to the report: a workshop of a template, and one that has words of its own."""

import io
import json
import re

import docx
import pytest
from flask import Flask

from facilitator.accounts.models import Account
from facilitator.accounts.operations import issue_sign_in_link, open_account
from facilitator.database import db
from facilitator.rehearsal.models import RehearsalStep
from facilitator.rehearsal.playing import wait_for_players
from facilitator.transactions import transaction
from tests.pages import plain
from tests.people import Browser

CITIES = {
    "lighthouse": "Lyon, FR\nMunich, DE\nVienna, AT",
    "interested": "Antwerp, BE\nHeerlen, NL\nSofia, BG\nWarsaw, PL",
}
WORDS = {"city": "hospital", "cities": "hospitals", "measure": "topic", "measures": "topics"}
PAGES = (
    "console", "people", "capture/TA/issue", "handover", "groups", "results/TA", "report", "matrix/TA",
    "agenda/sheet", "activity",
)  # fmt: skip


@pytest.fixture
def organiser(app: Flask) -> Browser:
    """Somebody who may create workshops."""
    with app.app_context(), transaction(writing=True):
        account: Account = open_account(email="organiser@example.org", name="Olga Organiser")
        account.may_create_workshops = True
        db.session.flush()
        link = issue_sign_in_link(account)
    return Browser(app, f"/sign-in/{link}")


def created(organiser: Browser, title: str) -> str:
    """The address of a workshop from the two-day template."""
    facts = {"title": title, "starts_on": "2027-03-01", "timezone": "Europe/Vienna", "place": "Graz"}
    answer = organiser.send("/workshops/new", {"template": "two_days", **facts, **CITIES})
    assert answer.status_code == 303, answer.text
    return str(answer.location).removesuffix("/setup")


def rehearsed(organiser: Browser, address: str, people: int) -> str:
    """Begin a rehearsal and have both days played; returns its address."""
    page = f"{address}/rehearsal"
    assert organiser.send(page, {"people": people}).status_code == 303
    answer = organiser.send(page, {"until": RehearsalStep.CLOSING}, to=f"{page}/play")
    assert answer.status_code == 303
    wait_for_players(120)
    return f"{address}-rehearsal"


def test_a_workshop_of_the_two_day_template_is_rehearsed_to_its_report(organiser: Browser) -> None:
    address = rehearsed(organiser, created(organiser, "Warm houses"), people=60)
    report = docx.Document(io.BytesIO(organiser.read(f"{address}/report.docx").data))
    said = "\n".join(line.text for line in report.paragraphs)
    assert "Rehearsal: Warm houses" in said
    assert "The workshop is closed. These are its results." in said
    told = json.loads(organiser.read(f"{address}/report.json").data)
    assert (told["state"], told["workshop"]["is_rehearsal"]) == ("closed", True)
    assert [measure["prefix"] for measure in told["measures"]] == ["TA", "TB", "TC"]
    for measure in told["measures"]:
        assert len(measure["groups"]) >= 2  # in each of the two rounds
        assert any(issue["word"] for issue in measure["issues"])
        assert measure["solutions"]
    assert sum(city["people"] for city in told["cities"]) == 58


def test_a_workshop_with_words_of_its_own_is_rehearsed_in_these(organiser: Browser) -> None:
    original = created(organiser, "Ten hospitals")
    assert organiser.send(f"{original}/setup/words", WORDS).status_code == 303
    page = f"{original}/rehearsal"
    asked = organiser.read(page).text
    address = rehearsed(organiser, original, people=40)
    for shown in (asked, organiser.read(page).text, organiser.read(f"{page}/deletion").text):
        assert not re.search(r"\bcit(y|ies)\b|\bmeasure", plain(shown), re.IGNORECASE)
    for name in PAGES:
        answer = organiser.read(f"{address}/{name}")
        assert answer.status_code == 200, name
        assert not re.search(r"\bcit(y|ies)\b", plain(answer.text), re.IGNORECASE), name
