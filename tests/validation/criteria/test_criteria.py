"""What issues are rated on belongs to the workshop, until the first answer is in: then only its wording."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from facilitator.access.policy import Phase
from facilitator.database import db
from facilitator.live.activity import Activity
from facilitator.validation.criteria.operations import (
    append_criterion,
    change_criterion,
    move_criterion,
    restore_criterion,
    retire_criterion,
    translate_criterion,
)
from facilitator.validation.criteria.queries import translations
from facilitator.validation.criteria.rules import key_of
from facilitator.validation.models import Verdict
from facilitator.validation.queries import criteria
from facilitator.validation.rules import Reply
from tests.full_workshop import answer
from tests.pages import complaints, fields, notices, texts
from tests.people import Browser
from tests.small_workshop import SmallWorkshop

COST = {"name": "Cost", "question": "What does it cost?", "low": "little", "high": "a lot"}
DUTCH = {"name": "Dringendheid", "question": "Hoe snel?", "low": "kan wachten", "high": "nu"}
FIXED = "People have already answered, so the criteria are fixed. You can still correct their wording."
RETIRED = "This criterion is hidden. Restore it before you edit it."

Deed = Callable[[SmallWorkshop], Any]


def asked(workshop: SmallWorkshop) -> list[str]:
    with workshop.look():
        return [criterion.name for criterion in criteria(workshop.row)]


def add(workshop: SmallWorkshop) -> Any:
    return append_criterion(workshop.row, COST, weight=2, by=workshop.actor())


def weigh(workshop: SmallWorkshop) -> Any:
    urgency = workshop.criterion("urgency")
    words = {"name": urgency.name, "question": "?", "low": "no", "high": "yes"}
    return change_criterion(urgency, words, weight=2, by=workshop.actor())


def move(workshop: SmallWorkshop) -> Any:
    return move_criterion(workshop.row, workshop.criterion("urgency"), up=True, by=workshop.actor())


def retire(workshop: SmallWorkshop, key: str = "relevance") -> Any:
    return retire_criterion(workshop.row, workshop.criterion(key), by=workshop.actor())


def restore(workshop: SmallWorkshop) -> Any:
    return restore_criterion(workshop.row, workshop.criterion("relevance"), by=workshop.actor())


def test_a_criterion_is_added_after_those_there_are(workshop: SmallWorkshop) -> None:
    with workshop.change():
        assert add(workshop).key == "cost"
        assert add(workshop).key == "cost-2"
    assert asked(workshop) == ["Relevance", "Urgency", "Own power to act", "Cost", "Cost"]


def test_a_criterion_changes_places_with_its_neighbour(workshop: SmallWorkshop) -> None:
    with workshop.change():
        move(workshop)
    assert asked(workshop) == ["Urgency", "Relevance", "Own power to act"]
    with workshop.nothing_changes(), workshop.change():
        move(workshop)


def test_a_retired_criterion_is_asked_no_more_and_can_be_brought_back_to_the_end(
    workshop: SmallWorkshop,
) -> None:
    with workshop.change():
        retire(workshop)
    assert asked(workshop) == ["Urgency", "Own power to act"]
    with workshop.change():
        add(workshop)
        restore(workshop)
        assert workshop.criterion("relevance").retired_by is None
    assert asked(workshop) == ["Urgency", "Own power to act", "Cost", "Relevance"]
    assert workshop.happened()[-3:] == ["criterion.retired", "criterion.added", "criterion.restored"]


def test_what_is_retired_is_not_changed_and_what_is_asked_not_brought_back(workshop: SmallWorkshop) -> None:
    with workshop.refuses("This criterion is already shown."):
        restore(workshop)
    with workshop.change():
        retire(workshop, "urgency")
    for deed in (weigh, move, lambda w: retire(w, "urgency")):
        with workshop.refuses(RETIRED):
            deed(workshop)


@pytest.mark.parametrize("deed", [add, weigh, move, retire])
def test_once_somebody_has_answered_what_is_asked_is_fixed(workshop: SmallWorkshop, deed: Deed) -> None:
    group = workshop.begin_validation()
    with workshop.change():
        answer(workshop, "Antwerp", group, Reply(Verdict.RIGHT))
    with workshop.refuses(FIXED):
        deed(workshop)


def test_a_wording_is_mended_at_any_time_and_the_old_one_stays_in_the_activity(
    workshop: SmallWorkshop,
) -> None:
    group = workshop.begin_validation()
    with workshop.change():
        answer(workshop, "Antwerp", group, Reply(Verdict.RIGHT))
        change_criterion(workshop.criterion("urgency"), COST, weight=1, by=workshop.actor())
    assert "Cost" in asked(workshop)
    with workshop.look():
        row = db.session.scalars(sa.select(Activity).order_by(Activity.id.desc()).limit(1)).one()
        assert (row.happened, row.detail["before"]["name"]) == ("criterion.reworded", "Urgency")


def test_a_delegate_reads_a_criterion_in_the_language_of_the_phone_if_there_is_one(
    workshop: SmallWorkshop,
) -> None:
    with workshop.change():
        translate_criterion(workshop.criterion("urgency"), "nl", DUTCH, by=workshop.actor())
        translate_criterion(workshop.criterion("urgency"), "nl", DUTCH, by=workshop.actor())
    assert workshop.happened().count("criterion.translated") == 1
    with workshop.look():
        assert translations(workshop.row)[workshop.criteria["urgency"]]["nl"].low == "kan wachten"
    with workshop.change():
        nothing = dict.fromkeys(DUTCH, "")
        translate_criterion(workshop.criterion("urgency"), "nl", nothing, by=workshop.actor())
    with workshop.look():
        assert translations(workshop.row)[workshop.criteria["urgency"]] == {}


@pytest.mark.parametrize(
    ("name", "key"),
    [("Ökologie & Ökonomie", "okologie-okonomie"), ("緊急性", "criterion"), ("Cost", "cost-2")],
)
def test_a_key_is_made_of_plain_letters(name: str, key: str) -> None:
    assert key_of(name, {"cost"}) == key


# The pages


def test_the_facilitator_adds_moves_retires_and_brings_back(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    page, facilitator = workshop.path("criteria"), browser_of("facilitator")
    assert facilitator.send(page, COST | {"weight": "1,5"}, to=page).status_code == 303
    assert notices(facilitator.read(page).text) == ["Cost was added."]
    urgency = f"{page}/{workshop.criteria['urgency']}"
    for deed in ("later", "earlier", "retirement", "return"):
        assert facilitator.send(page, {}, to=f"{urgency}/{deed}").status_code == 303
    assert asked(workshop) == ["Relevance", "Own power to act", "Cost", "Urgency"]


@pytest.mark.one_database
@pytest.mark.parametrize("weight", ["0", "-1", "11", "heavy", "1e3", "inf", "nan", "1.2.3"])
def test_a_weight_that_is_none_is_said_at_its_field(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser], weight: str
) -> None:
    page, facilitator = workshop.path("criteria"), browser_of("facilitator")
    with workshop.nothing_changes():
        refused = facilitator.send(page, COST | {"weight": weight}, to=page)
    assert refused.status_code == 422
    assert complaints(refused.text) == {"weight": ["Enter a weight from 0.1 to 10, for example 1 or 1.5."]}
    assert fields(refused.text, page)["name"] == ["Cost"]


def test_once_answers_are_in_the_page_offers_to_mend_wordings_and_warns(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    group = workshop.begin_validation()
    with workshop.change():
        answer(workshop, "Antwerp", group, Reply(Verdict.RIGHT))
    page, facilitator = workshop.path("criteria"), browser_of("facilitator")
    html = facilitator.read(page).text
    assert notices(html)[0].startswith("People have already answered, so the criteria are fixed.")
    assert "Hide" not in texts(html)
    urgency = f"{page}/{workshop.criteria['urgency']}"
    assert facilitator.send(urgency, {"name": "Haste"}, to=urgency).status_code == 303
    with workshop.nothing_changes():
        refused = facilitator.send(urgency, {"weight": "3"}, to=urgency)
    assert (refused.status_code, FIXED in texts(refused.text)) == (422, True)


def test_a_criterion_is_put_into_another_language(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    facilitator = browser_of("facilitator")
    criterion = workshop.path(f"criteria/{workshop.criteria['urgency']}")
    page = f"{criterion}/translations/nl"
    assert facilitator.send(page, DUTCH, to=page).location == criterion
    assert facilitator.form(page, page)["name"] == ["Dringendheid"]
    assert "Dringendheid" in texts(facilitator.read(criterion).text)
    for language in ("en", "xx"):
        assert facilitator.read(f"{criterion}/translations/{language}").status_code == 404


def test_a_criterion_of_another_workshop_is_not_found(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    sister = SmallWorkshop(workshop.app, slug="sister")
    page = workshop.path(f"criteria/{sister.criteria['urgency']}")
    assert browser_of("facilitator").read(page).status_code == 404


def test_a_closed_workshop_keeps_its_criteria(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    workshop.go_to(Phase.CLOSED)
    assert browser_of("facilitator").read(workshop.path("criteria")).status_code == 403
