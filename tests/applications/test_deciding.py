"""The team reads applications beside each other and decides; the mail that says so is ready to copy."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from facilitator.applications.models import Application, AppliedMeasure
from facilitator.capture.models import Kind
from facilitator.capture.operations import add_card
from facilitator.database import db
from facilitator.mail.models import Mail, MailKind
from facilitator.workshops.models import City, Part, Participant
from facilitator.workshops.people.operations import check_in
from facilitator.workshops.queries import cities, organisations, participants
from tests.applications.applying import send, set_days
from tests.pages import complaints, fields, heading, lead, notices, plain, summary, texts
from tests.people import Browser
from tests.small_workshop import AN_ISSUE, SmallWorkshop
from tests.statements import asked

BrowserOf = Callable[[str], Browser]

HANGS = "Something belongs to Porto, so it cannot be deleted."
HAS_COME = "This cannot be undone, because one person has already come for Porto: Ana Lind."


@pytest.fixture
def application(workshop: SmallWorkshop) -> int:
    """The application of Porto."""
    with workshop.change():
        set_days(workshop)
        return send(workshop)[0].id


def names(workshop: SmallWorkshop) -> list[str]:
    """The cities of the workshop, each also as whom one can speak for."""
    with workshop.look():
        found = [city.name for city in cities(workshop.row)]
        spoken = {each.spoken_name for each in organisations(workshop.row) if each.city_id}
        assert spoken == set(found)
        return sorted(found)


def of_porto(workshop: SmallWorkshop) -> dict[str, str]:
    """Who speaks for Porto, with their addresses."""
    with workshop.look():
        people = participants(workshop.row)
        return {each.display_name: each.email for each in people if each.organisation.name == "Porto"}


def decide(
    workshop: SmallWorkshop, browser: Browser, application: int, decision: str, reason: str = ""
) -> list[str]:
    """Decide as the organiser; what is said then."""
    page = workshop.path(f"applications/{application}")
    answer = browser.send(page, {"decision": decision, "reason": reason}, to=page)
    return notices(browser.read(page).text) if answer.status_code == 303 else summary(answer.text)


def test_applications_stand_beside_each_other(
    workshop: SmallWorkshop, browser_of: BrowserOf, application: int
) -> None:
    organiser, page = browser_of("organiser"), workshop.path("applications")
    with asked(workshop.app) as for_one:
        organiser.read(page)
    with workshop.change():
        send(workshop, "again", city_name="PORTO")
        send(workshop, "braga", city_name="<b>Braga</b>", country="ES")
    decide(workshop, organiser, application, "waiting")
    with asked(workshop.app) as for_three:
        html = organiser.read(page).text
    assert len(for_three) == len(for_one)
    assert lead(html) == "3 applications · to decide: 2"
    assert texts(html, "th")[7:] == [
        *("Porto", "Portugal", "Applied more than once"),
        *("PORTO", "Portugal", "Applied more than once"),
        *("<b>Braga</b>", "Spain"),
    ]
    assert texts(html, "td")[:7] == [
        "Porto", "On the waiting list", "Citizen engagement", "Retrofit", "We renovate forty flats.",
        "How to win the owners over.", "2",
    ]  # fmt: skip
    assert texts(html, "a").count("Decide") == 2


def test_acceptance_makes_an_interested_city_with_its_delegates_and_can_be_undone(
    workshop: SmallWorkshop, browser_of: BrowserOf, application: int
) -> None:
    organiser, before = browser_of("organiser"), names(workshop)
    page = workshop.path(f"applications/{application}")
    assert (
        "Accepting adds the city to the workshop, and puts 2 people on the list: Ana Lind and Rui Alto."
        in texts(organiser.read(page).text)
    )
    said = decide(workshop, organiser, application, "accepted", "See you in Brussels.")
    assert said == [
        "Porto was accepted and is now an interested city of the workshop.",
        "2 people were added.",
    ]
    assert of_porto(workshop) == {"Ana Lind": "ana@porto.example.org", "Rui Alto": ""}
    assert names(workshop) == sorted([*before, "Porto"])
    with workshop.look():
        city = db.session.scalars(sa.select(City).filter_by(name="Porto", workshop_id=workshop.id)).one()
        assert (city.part, city.country) == (Part.INTERESTED, "PT")
    html = organiser.read(page).text
    assert {"2 people are on the list for this city.", "Ana Lind", "Rui Alto"} <= set(texts(html))
    assert "ana@porto.example.org" in texts(html, "dl")
    letter = next(text for text in texts(html) if text.startswith("Dear Ana Lind,"))
    assert "Porto takes part in “Replication workshop”" in letter
    assert letter.endswith("See you in Brussels. Kind regards The organiser")
    undoing = workshop.path(f"applications/{application}/undoing")
    asked_first = organiser.read(undoing).text
    assert heading(asked_first) == "Undo the decision on Porto?"
    assert texts(asked_first, "li")[-4:] == ["Ana Lind", "· On the list", "Rui Alto", "· On the list"]
    assert organiser.send(undoing, {}).status_code == 303
    assert names(workshop) == before
    assert of_porto(workshop) == {}
    assert decide(workshop, organiser, application, "accepted")[0].startswith("Porto was accepted")


def test_acceptance_stands_once_one_of_its_delegates_has_come(
    workshop: SmallWorkshop, browser_of: BrowserOf, application: int
) -> None:
    organiser = browser_of("organiser")
    decide(workshop, organiser, application, "accepted")
    with workshop.change():
        ana = db.session.scalars(
            sa.select(Participant).filter_by(display_name="Ana Lind", workshop_id=workshop.id)
        ).one()
        check_in(ana, by=workshop.actor("organiser"))
    undoing = workshop.path(f"applications/{application}/undoing")
    with workshop.nothing_changes():
        answer = organiser.send(undoing, {})
        assert (answer.status_code, summary(answer.text)) == (422, [HAS_COME])


def test_a_delegate_who_is_named_twice_is_listed_once(workshop: SmallWorkshop, browser_of: BrowserOf) -> None:
    with workshop.change():
        set_days(workshop)
        twice = "Lind, Ana\nDr. Ana Lind, ana@porto.example.org\nana lind"
        application = send(workshop, delegates=twice)[0].id
    decide(workshop, browser_of("organiser"), application, "accepted")
    assert of_porto(workshop) == {"Dr. Ana Lind": "ana@porto.example.org"}


def test_acceptance_stands_while_something_else_belongs_to_the_city(
    workshop: SmallWorkshop, browser_of: BrowserOf, application: int
) -> None:
    organiser = browser_of("organiser")
    decide(workshop, organiser, application, "accepted")
    with workshop.change():
        porto = db.session.scalars(sa.select(City).filter_by(name="Porto", workshop_id=workshop.id)).one()
        add_card(workshop.measure(), Kind.ISSUE, AN_ISSUE, city=porto, by=workshop.actor("organiser"))
    with workshop.nothing_changes():
        answer = organiser.send(workshop.path(f"applications/{application}/undoing"), {})
        assert (answer.status_code, summary(answer.text)) == (422, [HANGS])


def test_a_city_waits_then_is_declined_with_a_reason(
    workshop: SmallWorkshop, browser_of: BrowserOf, application: int
) -> None:
    organiser = browser_of("organiser")
    page = workshop.path(f"applications/{application}")
    assert decide(workshop, organiser, application, "waiting") == ["Porto was put on the waiting list."]
    with workshop.nothing_changes():
        answer = organiser.send(page, {"decision": "declined", "reason": ""}, to=page)
        assert complaints(answer.text) == {"reason": ["Enter the reason why this city is declined."]}
        assert fields(answer.text, page)["decision"] == ["declined"]
        answer = organiser.send(page, {"decision": "perhaps"}, to=page)
        assert complaints(answer.text) == {"decision": ["Please choose one of the answers."]}
    assert decide(workshop, organiser, application, "declined", "<i>Full</i>") == ["Porto was declined."]
    assert "<i>Full</i>" not in organiser.read(page).text
    with workshop.look():
        found = db.session.get_one(Application, application)
        assert (found.waiting_at, found.decided_by) == (None, workshop.accounts["organiser"])
        assert found.declined_at
    assert workshop.happened()[-2:] == ["application.waiting", "application.declined"]
    told = " ".join(texts(organiser.read(workshop.path("activity")).text))
    assert "Porto sent the application of Porto" in told
    assert "Porto" not in names(workshop)


def test_a_city_that_is_there_already_is_not_made_twice(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    with workshop.change():
        set_days(workshop)
        application = send(workshop, city_name="ANTWERP")[0].id
    organiser = browser_of("organiser")
    with workshop.nothing_changes():
        said = decide(workshop, organiser, application, "accepted")
    assert said == ["This city is already in the workshop."]


def test_what_was_decided_on_is_no_longer_changed(
    workshop: SmallWorkshop, browser_of: BrowserOf, application: int
) -> None:
    with workshop.change():
        _, token = send(workshop)
    visitor, link = Browser(workshop.app), workshop.path(f"apply/{token}")
    form = visitor.form(f"{link}/changes")
    decide(workshop, browser_of("organiser"), application, "accepted")
    with workshop.nothing_changes():
        answer = visitor.client.post(f"{link}/changes", data=form | {"hopes": ["More"]})
    assert answer.status_code == 422
    assert summary(answer.text)[0].startswith("The team has decided on this application")
    page = plain(visitor.read(link).text)
    assert "it can no longer be changed" in page
    assert "Change application" not in page
    assert "change your application until" not in page


def delete(workshop: SmallWorkshop, browser: Browser, page: str, **chosen: str) -> tuple[str, list[str]]:
    """Choose what is deleted, and confirm it; what is said between, and at the end."""
    asked_for = browser.send(workshop.path(page), chosen, to=workshop.path("applications/deletion"))
    assert asked_for.status_code == 200
    sent = fields(asked_for.text, workshop.path("applications/deletion/confirmed"))
    answer = browser.client.post(workshop.path("applications/deletion/confirmed"), data=sent)
    assert answer.status_code == 303, answer.text
    return plain(asked_for.text), notices(browser.read(answer.location).text)


def left(workshop: SmallWorkshop) -> list[str]:
    """The cities whose applications there are."""
    with workshop.look():
        return list(db.session.scalars(sa.select(Application.city_name).order_by(Application.id)))


def test_an_application_is_deleted_with_its_e_mails_once_it_was_said_what_goes(
    workshop: SmallWorkshop, browser_of: BrowserOf, application: int
) -> None:
    with workshop.change():
        kept, token = send(workshop, "oslo", city_name="Oslo", contact_email="oslo@oslo.example.org")
        for about in (application, kept.id):
            db.session.add(
                Mail(
                    workshop_id=workshop.id,
                    application_id=about,
                    kind=MailKind.APPLICATION_RECEIVED,
                    key=f"of-{about}",
                    recipient="ana@porto.example.org",
                    subject="Received",
                    body="Come back by this link.",
                )
            )
    organiser = browser_of("organiser")
    said, told = delete(workshop, organiser, f"applications/{application}", application=str(application))
    assert "One e-mail about them is deleted, too." in said
    assert told == ["One application was deleted."]
    assert left(workshop) == ["Oslo"]
    with workshop.look():
        assert db.session.scalars(sa.select(Mail.application_id)).all() == [kept.id]
        assert set(db.session.scalars(sa.select(AppliedMeasure.application_id))) == {kept.id}
    log = " ".join(texts(organiser.read(workshop.path("activity")).text))
    assert "deleted the application of Porto" in log
    assert organiser.read(workshop.path(f"apply/{token}")).status_code == 200


@pytest.mark.usefixtures("application")
def test_all_that_are_declined_are_deleted_together(workshop: SmallWorkshop, browser_of: BrowserOf) -> None:
    with workshop.change():
        others = [send(workshop, name.casefold(), city_name=name)[0].id for name in ("Oslo", "Riga")]
    organiser = browser_of("organiser")
    for declined in others:
        decide(workshop, organiser, declined, "declined", "No place is left.")
    assert delete(workshop, organiser, "applications", state="declined")[1] == [
        "2 applications were deleted."
    ]
    assert left(workshop) == ["Porto"]


def test_what_is_accepted_is_not_deleted_before_that_is_undone(
    workshop: SmallWorkshop, browser_of: BrowserOf, application: int
) -> None:
    organiser, confirmed = browser_of("organiser"), workshop.path("applications/deletion/confirmed")
    shown = organiser.send(
        workshop.path("applications"),
        {"application": str(application)},
        to=workshop.path("applications/deletion"),
    )
    sent = fields(shown.text, confirmed)
    decide(workshop, organiser, application, "accepted")
    answer = organiser.client.post(confirmed, data=sent)
    assert summary(answer.text) == [
        "The application of Porto is accepted. Undo the decision first, then delete it."
    ]
    assert left(workshop) == ["Porto"]
