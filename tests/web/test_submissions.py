"""Every form can arrive twice, and counts once."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from facilitator.access.policy import Phase
from facilitator.capture.models import Card, Wording
from facilitator.database import db
from facilitator.live.activity import Activity
from facilitator.validation.models import Answer
from tests.at_once import at_once
from tests.people import Browser
from tests.small_workshop import SmallWorkshop

People = Callable[[str], Browser]
WORDS = {"title": "Flats stand empty", "text": "Nobody can be reached.", "aspect": "social", "stance": "met"}
OTHER_WORDS = {**WORDS, "title": "Tenants must move out"}


@pytest.fixture
def issue_page(workshop: SmallWorkshop) -> str:
    """Where a delegate brings up an issue: the session is open."""
    workshop.go_to(Phase.DAY_ONE)
    workshop.open("RET")
    return workshop.path(f"sessions/{workshop.sessions['RET']}/issue")


def titles(workshop: SmallWorkshop) -> list[str]:
    with workshop.look():
        said = sa.select(Wording.title).join(Card, Card.id == Wording.card_id).order_by(Wording.id)
        return list(db.session.scalars(said))


def test_an_issue_that_arrives_twice_is_one_issue_and_both_get_the_same_answer(
    workshop: SmallWorkshop, browser_of: People, issue_page: str
) -> None:
    lyon = browser_of("Lyon")
    form = lyon.form(issue_page) | {name: [value] for name, value in WORDS.items()}
    first, second = (lyon.client.post(issue_page, data=form) for _ in range(2))
    assert (first.status_code, first.location) == (second.status_code, second.location)
    assert first.status_code == 303
    assert titles(workshop) == [WORDS["title"]]


def test_two_taps_at_the_same_moment_are_one_issue(
    workshop: SmallWorkshop, browser_of: People, issue_page: str
) -> None:
    fingers = [browser_of("Lyon"), browser_of("Lyon")]
    token = fingers[0].form(issue_page)["submission"]
    forms = [finger.form(issue_page) | {"submission": token} for finger in fingers]
    words = {name: [value] for name, value in WORDS.items()}
    answers = at_once(
        lambda: fingers[0].client.post(issue_page, data=forms[0] | words),
        lambda: fingers[1].client.post(issue_page, data=forms[1] | words),
    )
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].location == answers[1].location
    assert titles(workshop) == [WORDS["title"]]


def test_another_text_under_the_same_form_is_shown_beside_the_first_and_both_are_kept(
    workshop: SmallWorkshop, browser_of: People, issue_page: str
) -> None:
    lyon = browser_of("Lyon")
    form = lyon.form(issue_page)
    lyon.client.post(issue_page, data=form | {name: [value] for name, value in WORDS.items()})
    answer = lyon.client.post(issue_page, data=form | {name: [value] for name, value in OTHER_WORDS.items()})
    assert answer.status_code == 409
    assert (WORDS["title"] in answer.text, OTHER_WORDS["title"] in answer.text) == (True, True)
    assert titles(workshop) == [WORDS["title"]]
    with workshop.look():
        kept = db.session.scalars(
            sa.select(Activity.detail).filter_by(happened="submission.conflicted")
        ).one()
    assert (kept["first"]["title"], kept["second"]["title"]) == ([WORDS["title"]], [OTHER_WORDS["title"]])


def test_the_second_text_can_be_sent_as_a_form_of_its_own(
    workshop: SmallWorkshop, browser_of: People, issue_page: str
) -> None:
    lyon = browser_of("Lyon")
    form = lyon.form(issue_page)
    lyon.client.post(issue_page, data=form | {name: [value] for name, value in WORDS.items()})
    fresh = {"submission": ["a-form-of-its-own"]}
    lyon.client.post(issue_page, data=form | fresh | {name: [value] for name, value in OTHER_WORDS.items()})
    assert titles(workshop) == [WORDS["title"], OTHER_WORDS["title"]]


def test_the_same_id_from_another_person_is_another_form(
    workshop: SmallWorkshop, browser_of: People, issue_page: str
) -> None:
    for city in ("Lyon", "Vienna"):
        browser_of(city).send(issue_page, {**WORDS, "submission": "an-id-that-two-phones-made"})
    assert titles(workshop) == [WORDS["title"], WORDS["title"]]


def test_what_arrives_again_after_the_session_closed_still_gets_its_first_answer(
    workshop: SmallWorkshop, browser_of: People, issue_page: str
) -> None:
    lyon = browser_of("Lyon")
    form = lyon.form(issue_page) | {name: [value] for name, value in WORDS.items()}
    first = lyon.client.post(issue_page, data=form)
    workshop.close("RET")
    second = lyon.client.post(issue_page, data=form)
    assert (second.status_code, second.location) == (first.status_code, first.location)


def test_a_refused_form_may_be_mended_and_sent_under_its_id(
    workshop: SmallWorkshop, browser_of: People, issue_page: str
) -> None:
    lyon = browser_of("Lyon")
    form = lyon.form(issue_page) | {name: [value] for name, value in WORDS.items()}
    assert lyon.client.post(issue_page, data=form | {"title": [""]}).status_code == 422
    assert lyon.client.post(issue_page, data=form).status_code == 303
    assert titles(workshop) == [WORDS["title"]]


def test_a_card_that_the_team_enters_twice_is_one_card(workshop: SmallWorkshop, browser_of: People) -> None:
    workshop.go_to(Phase.DAY_ONE)
    page, target = workshop.path("capture/RET/enabler"), workshop.path("capture/RET/enabler/cards")
    rapporteur = browser_of("rapporteur")
    words = {"title": ["A local figure who cares"], "reach": ["inside"], "field": ["communication"]}
    form = rapporteur.form(page, target) | words
    answers = [rapporteur.client.post(target, data=form) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert titles(workshop) == ["A local figure who cares"]


def test_replies_that_arrive_twice_are_written_once(workshop: SmallWorkshop, browser_of: People) -> None:
    group = workshop.begin_validation(issues=1)
    page = workshop.path(f"groups/{group}/replies")
    antwerp = browser_of("Antwerp")
    form = antwerp.form(page)
    form |= {f"verdict-{form['issue'][0]}": ["right"]}
    answers = [antwerp.client.post(page, data=form) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    with workshop.look():
        said = db.session.execute(sa.select(sa.func.count()).select_from(Answer)).scalar_one()
        told = db.session.execute(
            sa.select(sa.func.count()).where(Activity.happened == "issue.validated")
        ).scalar_one()
    assert (said, told) == (1, 1)
