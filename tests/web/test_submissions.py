"""Every form can arrive twice, and counts once; another text under the same form is kept beside the first."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa

from facilitator.access.policy import Phase
from facilitator.database import db
from facilitator.live.activity import Activity
from facilitator.validation.models import Answer, Verdict
from facilitator.web.budget import Budget
from facilitator.web.submissions import BYTES_A_MINUTE, FORMS_A_MINUTE, Submission, is_usable
from tests.at_once import at_once
from tests.pages import fields, heading, lead, texts
from tests.people import Browser, forms_on
from tests.small_workshop import AN_ISSUE, SmallWorkshop

TWO_TEXTS = "Two versions of one form"


@dataclass
class Sent:
    """A form of a page, filled in: who sends it, where to, and what stands in it."""

    browser: Browser
    to: str
    form: dict[str, Any]

    def send(self, **other: Any) -> Any:
        """Let it arrive, with other words if they are given."""
        return self.browser.client.post(self.to, data=self.form | other)


def issue_of_lyon(workshop: SmallWorkshop, browser_of: Callable[[str], Browser]) -> Sent:
    page, browser = workshop.path(f"sessions/{workshop.sessions['RET']}/issue"), browser_of("Lyon")
    return Sent(browser, page, browser.form(page) | AN_ISSUE | {"stance": "met"})


def card_of_the_team(workshop: SmallWorkshop, browser_of: Callable[[str], Browser]) -> Sent:
    page, to, browser = (
        workshop.path("capture/RET/issue"),
        workshop.path("capture/RET/issue/cards"),
        browser_of("rapporteur"),
    )
    return Sent(browser, to, browser.form(page, to) | AN_ISSUE)


def session_closed(workshop: SmallWorkshop, browser_of: Callable[[str], Browser]) -> Sent:
    page, to = workshop.path("console"), workshop.path(f"sessions/{workshop.sessions['RET']}/closing")
    browser = browser_of("facilitator")
    return Sent(browser, to, browser.form(page, to))


FORMS = (issue_of_lyon, card_of_the_team, session_closed)
MakeForm = Callable[[SmallWorkshop, Callable[[str], Browser]], Sent]


@pytest.fixture
def opened(workshop: SmallWorkshop) -> SmallWorkshop:
    """Day one with the capture session open."""
    workshop.go_to(Phase.DAY_ONE)
    workshop.open("RET")
    return workshop


@pytest.mark.parametrize("form", FORMS)
def test_a_form_that_arrives_twice_changes_once_and_gets_the_same_answer(
    opened: SmallWorkshop, browser_of: Callable[[str], Browser], form: MakeForm
) -> None:
    sent = form(opened, browser_of)
    first = sent.send()
    with opened.nothing_changes():
        second = sent.send()
    assert first.status_code == 303
    assert (second.status_code, second.location) == (first.status_code, first.location)


@pytest.mark.parametrize("form", FORMS)
def test_a_form_that_arrives_twice_at_the_same_moment_changes_once_and_gets_the_same_answer(
    opened: SmallWorkshop, browser_of: Callable[[str], Browser], form: MakeForm
) -> None:
    sent = form(opened, browser_of)
    before = opened.happened()

    def arrive() -> tuple[int, str]:
        answer = sent.browser.twin().client.post(sent.to, data=sent.form)
        return answer.status_code, answer.location

    answers = at_once(arrive, arrive, arrive)
    assert answers == [answers[0]] * 3
    assert answers[0][0] == 303
    happened = opened.happened(since=len(before))
    assert len(happened) == len(set(happened)) > 0


def test_other_words_under_the_same_form_are_a_conflict_that_shows_both(
    opened: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    sent = issue_of_lyon(opened, browser_of)
    sent.send()
    answer = sent.send(title="Something else", stance="solved")
    assert (answer.status_code, heading(answer.text)) == (409, TWO_TEXTS)
    assert texts(answer.text, "tbody") == [
        "What is the issue?", AN_ISSUE["title"], "Something else",
        "What about your city?", "We had this problem", "We solved this problem",
    ]  # fmt: skip


def test_of_a_conflict_both_texts_are_kept_and_the_first_counts(
    opened: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    sent = issue_of_lyon(opened, browser_of)
    sent.send()
    before = opened.everything()
    sent.send(title="Something else")
    after = opened.everything()
    assert [name for name in after if after[name] != before[name]] == ["activity", "topic_news"]
    assert opened.happened()[-1] == "submission.conflicted"
    with opened.look():
        kept = db.session.scalars(sa.select(Activity).filter_by(happened="submission.conflicted")).one()
        assert [kept.detail[which]["title"] for which in ("first", "second")] == [
            [AN_ISSUE["title"]], ["Something else"],
        ]  # fmt: skip
        assert kept.participant_id == opened.participants["Lyon"]


def test_the_second_text_can_be_sent_as_well(
    opened: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    sent = issue_of_lyon(opened, browser_of)
    sent.send()
    conflict = sent.send(title="Something else")
    again = sent.browser.client.post(sent.to, data=fields(conflict.text, sent.to))
    assert again.status_code == 303
    assert opened.happened().count("issue.added") == 2


def test_the_same_words_sent_to_another_address_are_something_else(
    opened: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    opened.open("ENG")
    sent = issue_of_lyon(opened, browser_of)
    sent.send()
    other = Sent(sent.browser, opened.path(f"sessions/{opened.sessions['ENG']}/issue"), sent.form)
    assert other.send().status_code == 409


def test_a_refused_form_can_be_corrected_and_sent_under_the_same_id(
    opened: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    sent = issue_of_lyon(opened, browser_of)
    assert sent.send(title="x").status_code == 422
    assert sent.send().status_code == 303


def test_two_people_may_happen_to_use_the_same_id(
    opened: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    sent = issue_of_lyon(opened, browser_of)
    vienna = browser_of("Vienna")
    theirs = Sent(vienna, sent.to, sent.form | vienna.signature(sent.to))
    assert [sent.send().status_code, theirs.send().status_code] == [303, 303]
    assert opened.happened().count("issue.added") == 2


def test_what_was_sent_in_an_earlier_session_of_the_browser_is_known_still(
    opened: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    sent = issue_of_lyon(opened, browser_of)
    first = sent.send()
    later = browser_of("Lyon")
    again = Sent(later, sent.to, sent.form | later.signature(sent.to)).send()
    assert (again.status_code, again.location) == (303, first.location)
    assert opened.happened().count("issue.added") == 1


@pytest.mark.parametrize("id_", ["", "short", "x" * 65, "x" * 5000, "with\x00NUL in it", "wïth-umlauts"])
def test_a_form_without_a_usable_id_is_taken_each_time(
    opened: SmallWorkshop, browser_of: Callable[[str], Browser], id_: str
) -> None:
    sent = issue_of_lyon(opened, browser_of)
    assert not is_usable(id_)
    assert [sent.send(submission=id_).status_code for _ in range(2)] == [303, 303]
    assert opened.happened().count("issue.added") == 2


def test_a_form_whose_id_is_missing_is_taken(
    opened: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    sent = issue_of_lyon(opened, browser_of)
    del sent.form["submission"]
    assert sent.send().status_code == 303


def test_neither_passwords_nor_tokens_are_kept_of_what_arrived(
    opened: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    sent = issue_of_lyon(opened, browser_of)
    sent.send(password="a sentence to remember")
    with opened.look():
        kept = db.session.scalars(sa.select(Submission)).one()
        assert set(kept.content) == {"", "title", "text", "aspect", "stance"}


def room_taken(workshop: SmallWorkshop) -> int:
    """So many characters stand in all rows."""
    return len(str(workshop.everything()))


@pytest.mark.parametrize("carried", [{"junk": "x" * 500_000}, {f"j{at}": "x" * 900 for at in range(500)}])
def test_what_a_form_carries_besides_does_not_fill_the_disk(
    opened: SmallWorkshop, browser_of: Callable[[str], Browser], carried: dict[str, str]
) -> None:
    sent = issue_of_lyon(opened, browser_of)
    before = room_taken(opened)
    assert [sent.send(**carried).status_code for _ in range(2)] == [303, 303]
    conflict = sent.send(**carried, title="Something else")
    assert (conflict.status_code, fields(conflict.text, sent.to)["title"]) == (409, ["Something else"])
    assert room_taken(opened) - before < 3_000
    assert opened.happened().count("issue.added") == 1


def test_of_answers_whose_last_word_counts_no_words_are_kept_a_second_time(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    replies_of_antwerp(workshop, browser_of).send(**{"comment-1": "What we say of it"})
    with workshop.look():
        assert db.session.scalars(sa.select(Submission.content)).all() == [{}]


A_LOT = "This was not saved yet, because you sent a lot in one minute. Please wait a minute, then send it."


@pytest.mark.parametrize("budget", [FORMS_A_MINUTE, BYTES_A_MINUTE], ids=["forms", "bytes"])
def test_who_sends_faster_than_a_person_can_is_asked_to_wait_and_loses_nothing(
    opened: SmallWorkshop, browser_of: Callable[[str], Browser], budget: Budget
) -> None:
    sent, vienna = issue_of_lyon(opened, browser_of), browser_of("Vienna")
    assert budget.take(budget.most, whose=(opened.participants["Lyon"], 0))
    with opened.nothing_changes():
        refused = sent.send()
        assert (refused.status_code, lead(refused.text)) == (429, A_LOT)
        assert {AN_ISSUE["title"], AN_ISSUE["text"]} <= set(texts(refused.text, "dd"))
    assert vienna.send(sent.to, AN_ISSUE | {"stance": "met"}).status_code == 303
    budget.forget()  # a minute later
    again = fields(refused.text, sent.to) | {"author": sent.form["author"]}  # as its button says
    later = sent.browser.client.post(sent.to, data=again)
    assert later.status_code == 303


def test_a_minute_has_room_for_what_people_really_send(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    """A ballot of sixty issues, answered at length in letters that need three bytes each, and three again."""
    page, antwerp = (
        workshop.path(f"groups/{workshop.begin_validation(issues=60)}/replies"),
        browser_of("Antwerp"),
    )
    form = antwerp.form(page)
    comments = {f"comment-{issue}": "住宅の改修" * 20 for issue in form["issue"]}
    verdicts = {f"verdict-{issue}": "right" for issue in form["issue"]}
    assert [antwerp.send(page, comments | verdicts).status_code for _ in range(3)] == [303] * 3


@pytest.mark.slow
def test_sixty_lines_pasted_at_once_become_sixty_cards(
    opened: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    desk, to, rapporteur = opened.path("desk/RET"), opened.path("desk/RET/lines"), browser_of("rapporteur")
    form = rapporteur.form(desk, to)
    for number in range(60):
        line = {"line": f"Issue number {number} #legal", "submission": f"pasted-{number:03}"}
        assert rapporteur.client.post(to, data=form | line).status_code == 303
    assert opened.happened().count("issue.added") == 60


@pytest.mark.one_database
@pytest.mark.parametrize("page", ["console", "people", "groups", "handover", "cards/RET-01", "groups/1"])
def test_every_form_of_a_page_has_an_id_of_its_own(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser], page: str
) -> None:
    """So that a second button, pressed on a page that came back from the browser's memory, is no conflict."""
    workshop.begin_validation(seated=("Antwerp",))
    html = browser_of("facilitator").read(workshop.path(page)).text
    ids = [form["submission"][0] for _, form in forms_on(html) if "submission" in form]
    assert ids
    assert len(ids) == len(set(ids))


def test_what_arrives_again_after_the_session_closed_still_gets_its_first_answer(
    opened: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    sent = issue_of_lyon(opened, browser_of)
    first = sent.send()
    opened.close("RET")
    second = sent.send()
    assert (second.status_code, second.location) == (first.status_code, first.location)


def replies_of_antwerp(workshop: SmallWorkshop, browser_of: Callable[[str], Browser]) -> Sent:
    page, browser = (
        workshop.path(f"groups/{workshop.begin_validation(issues=1)}/replies"),
        browser_of("Antwerp"),
    )
    form = browser.form(page)
    return Sent(browser, page, form | {f"verdict-{form['issue'][0]}": "right"})


def test_replies_that_arrive_twice_are_written_once(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    sent = replies_of_antwerp(workshop, browser_of)
    assert [sent.send().status_code for _ in range(2)] == [303, 303]
    assert workshop.happened().count("issue.validated") == 1


def test_who_goes_back_to_their_replies_and_answers_otherwise_has_the_last_word(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    sent = replies_of_antwerp(workshop, browser_of)
    sent.send()
    verdict = next(name for name in sent.form if name.startswith("verdict-"))
    assert sent.send(**{verdict: "not_for_us"}).status_code == 303
    with workshop.look():
        assert [answer.verdict for answer in db.session.scalars(sa.select(Answer))] == [Verdict.NOT_FOR_US]
    assert workshop.happened()[-2:] == ["issue.validated", "issue.validated"]


IN_THE_BACKGROUND = {"Accept": "text/plain"}


@pytest.mark.parametrize("make", FORMS)
def test_a_form_that_a_script_sends_is_acknowledged_by_its_id_each_time_it_arrives(
    opened: SmallWorkshop, browser_of: Callable[[str], Browser], make: MakeForm
) -> None:
    sent = make(opened, browser_of)
    (id_,) = sent.form["submission"]
    leads_to = set()
    for _ in range(2):
        answer = sent.browser.client.post(sent.to, data=sent.form, headers=IN_THE_BACKGROUND)
        assert (answer.status_code, answer.headers["X-Received"], answer.data) == (200, id_, b"")
        assert "Location" not in answer.headers
        leads_to.add(answer.headers["X-Leads-To"])
    (there,) = leads_to
    assert sent.browser.read(there).status_code == 200
    with opened.look():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Submission)) == 1


def test_what_is_refused_is_named_by_its_id_and_what_came_too_fast_may_come_again(
    opened: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    sent = issue_of_lyon(opened, browser_of)
    (id_,) = sent.form["submission"]
    post = sent.browser.client.post
    refused = post(sent.to, data=sent.form | {"title": ""}, headers=IN_THE_BACKGROUND)
    assert (refused.status_code, refused.headers["X-Refused"]) == (422, id_)
    assert FORMS_A_MINUTE.take(FORMS_A_MINUTE.most - 1, whose=(opened.participants["Lyon"], 0))
    hasty = post(sent.to, data=sent.form, headers=IN_THE_BACKGROUND)
    assert hasty.status_code == 429
    assert not {"X-Refused", "X-Received"} & set(hasty.headers.keys())
