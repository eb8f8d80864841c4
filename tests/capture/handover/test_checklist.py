"""Before day one is frozen: what the facilitator has not read, what is open, and what has changed since."""

from collections.abc import Callable

import pytest

from facilitator.access.policy import Phase
from facilitator.agenda.operations import close_session, open_session
from facilitator.capture.handover.operations import freeze_handover, mark_read, reopen_handover
from facilitator.capture.handover.queries import changes_since, checklist, unread_issues, up_to_now
from facilitator.capture.handover.rules import CardChange, ChangedCard, ChangedVoice, Handed, changes
from facilitator.capture.lineage.operations import merge_cards
from facilitator.capture.models import Aspect, Kind, Stance
from facilitator.capture.operations import (
    add_card,
    contribute_card,
    give_evidence,
    hide_card,
    link_cards,
    reword_card,
)
from facilitator.capture.queries import active_handover, card_by_reference, handovers
from tests.at_once import at_once
from tests.full_workshop import WORDINGS
from tests.pages import plain
from tests.people import Browser
from tests.small_workshop import AN_ISSUE, SmallWorkshop


@pytest.fixture
def captured(workshop: SmallWorkshop) -> SmallWorkshop:
    """Day one: Lyon has brought up RET-01, and the rapporteur has entered RET-02."""
    workshop.go_to(Phase.DAY_ONE)
    with workshop.change():
        open_session(workshop.row, workshop.session(), by=workshop.actor())
        contribute_card(
            workshop.session(), Kind.ISSUE, AN_ISSUE, city=workshop.city("Lyon"), stance=Stance.MET,
            by=workshop.actor("Lyon"),
        )  # fmt: skip
        add_card(workshop.measure(), Kind.ISSUE, AN_ISSUE, by=workshop.actor("rapporteur"))
        close_session(workshop.session(), by=workshop.actor())
    return workshop


def unread(workshop: SmallWorkshop, who: str = "facilitator") -> dict[str, list[str]]:
    with workshop.look():
        found = unread_issues(workshop.row, workshop.accounts[who])
        return {part.measure.prefix: [issue.ref for issue in part.issues] for part in found}


def read(workshop: SmallWorkshop, up_to: int | None = None, who: str = "facilitator") -> None:
    with workshop.change():
        number = up_to_now(workshop.row) if up_to is None else up_to
        mark_read(workshop.measure(), up_to=number, by=workshop.actor(who))


def reworded(workshop: SmallWorkshop, ref: str, title: str) -> None:
    with workshop.change():
        card = card_by_reference(workshop.row, ref)
        reword_card(card, AN_ISSUE | {"title": title}, based_on=1, by=workshop.actor("rapporteur"))


def hand_over(workshop: SmallWorkshop, name: str = "Day one") -> None:
    with workshop.change():
        freeze_handover(workshop.row, name=name, by=workshop.actor())


def test_all_that_others_brought_in_is_unread_until_it_is_read(captured: SmallWorkshop) -> None:
    assert unread(captured) == {"RET": ["RET-01", "RET-02"]}
    read(captured)
    assert unread(captured) == {}


def test_what_i_entered_myself_i_have_read(captured: SmallWorkshop) -> None:
    assert unread(captured, "rapporteur") == {"RET": ["RET-01"]}


def test_a_measure_without_an_issue_is_named_before_the_freeze(
    captured: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    """And is not counted among those that have an enabler from outside."""
    with captured.change():
        enabler = WORDINGS[Kind.ENABLER] | {"reach": "outside"}
        add_card(captured.measure(), Kind.ENABLER, enabler, by=captured.actor())
    page = plain(browser_of("facilitator").read(captured.path("handover")).text)
    assert "These measures have no issues yet: Citizen engagement" in page
    assert "Every measure with issues has an enabler outside the city." in page
    with captured.change():
        captured.add_issue("ENG")
    page = plain(browser_of("facilitator").read(captured.path("handover")).text)
    assert "No issue has been brought up" not in page
    assert "These measures have no enabler outside the city yet: Citizen engagement" in page


def test_who_froze_and_who_opened_again_stands_with_each_handover(
    captured: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    hand_over(captured, "First")
    with captured.change():
        reopen_handover(captured.row, reason="two came late", by=captured.actor("organiser"))
    hand_over(captured, "Second")
    page = plain(browser_of("facilitator").read(captured.path("handover")).text)
    assert "The facilitator made the handover “Second” on" in page
    assert "Reopened by The organiser" in page


def test_each_of_the_team_has_read_for_themselves(captured: SmallWorkshop) -> None:
    read(captured)
    assert unread(captured, "organiser") == {"RET": ["RET-01", "RET-02"]}


def test_what_comes_in_while_i_read_stays_unread(captured: SmallWorkshop) -> None:
    with captured.look():
        shown_up_to = up_to_now(captured.row)
    with captured.change():
        add_card(captured.measure(), Kind.ISSUE, AN_ISSUE, by=captured.actor("rapporteur"))
    read(captured, shown_up_to)
    assert unread(captured) == {"RET": ["RET-03"]}


def test_a_reworded_issue_is_to_be_read_again(captured: SmallWorkshop) -> None:
    read(captured)
    reworded(captured, "RET-02", "In other words")
    assert unread(captured) == {"RET": ["RET-02"]}


def test_what_is_hidden_needs_no_reading(captured: SmallWorkshop) -> None:
    with captured.change():
        hide_card(card_by_reference(captured.row, "RET-01"), reason="twice", by=captured.actor("organiser"))
    assert unread(captured) == {"RET": ["RET-02"]}


def test_reading_never_goes_back_and_never_ahead_of_what_happened(captured: SmallWorkshop) -> None:
    read(captured, 10**9)
    read(captured, 1)
    assert unread(captured) == {}
    with captured.change():
        add_card(captured.measure(), Kind.ISSUE, AN_ISSUE, by=captured.actor("rapporteur"))
    assert unread(captured) == {"RET": ["RET-03"]}


def test_reading_is_written_down_once(captured: SmallWorkshop) -> None:
    read(captured)
    before = captured.happened()
    assert before[-1] == "measure.read"
    with captured.look():
        read_up_to = up_to_now(captured.row)
    read(captured, read_up_to - 1)
    assert captured.happened() == before


def test_the_page_of_what_is_unread_marks_it_read_and_comes_back(
    captured: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    browser, page = browser_of("facilitator"), captured.path("handover/unread")
    form = browser.form(page, f"{page}/RET")
    with captured.look():
        now = up_to_now(captured.row)
    assert f'name="up_to" value="{now}"' in " ".join(browser.read(page).text.split())
    sent = browser.client.post(f"{page}/RET", data=form | {"up_to": [str(now)]})
    assert (sent.status_code, sent.location) == (303, page)
    assert "You have read everything" in browser.read(page).text


@pytest.mark.parametrize("up_to", ["", "nonsense", "-5", "9" * 30])
def test_a_number_that_is_none_marks_nothing_read(
    captured: SmallWorkshop, browser_of: Callable[[str], Browser], up_to: str
) -> None:
    browser, page = browser_of("facilitator"), captured.path("handover/unread")
    form = browser.form(page, f"{page}/RET")
    assert browser.client.post(f"{page}/RET", data=form | {"up_to": [up_to]}).status_code == 303
    assert unread(captured) == {"RET": ["RET-01", "RET-02"]}


def test_the_checklist_counts_what_stands_against_the_handover(captured: SmallWorkshop) -> None:
    with captured.change():
        open_session(captured.row, captured.session("ENG"), by=captured.actor())
    with captured.look():
        found = checklist(captured.row, captured.accounts["facilitator"])
        assert (found.issues, found.unread_issues) == (2, 2)
        assert [session.title for session in found.open_sessions] == ["Capture Citizen engagement"]
        assert [dict(matrix.gaps) for matrix in found.matrices] == [
            {"no-evidence": 1, "no-solution": 2}, {}
        ]  # fmt: skip


def test_the_handover_page_leads_to_each_remedy(
    captured: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    page = browser_of("facilitator").read(captured.path("handover")).text
    for remedy in ("handover/unread", "matrix/RET?gap=no-solution", "matrix/RET?gap=no-evidence"):
        assert f'href="{captured.path(remedy)}"' in page
    assert "RET (2)" in plain(page)


def test_issues_that_nobody_has_sorted_are_counted_with_the_way_to_them(
    captured: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    path = captured.path("handover")
    assert "no aspect yet" not in plain(browser_of("facilitator").read(path).text)
    with captured.change():
        for title in ("Nobody has the keys", "The lift stands still"):
            said = {"title": title, "text": "", "aspect": Aspect.UNSORTED}
            add_card(captured.measure(), Kind.ISSUE, said, by=captured.actor("rapporteur"))
        hide_card(card_by_reference(captured.row, "RET-04"), reason="Said twice", by=captured.actor())
    page = browser_of("facilitator").read(path).text
    assert "no aspect yet, and stand last in the report: RET (1)" in plain(page)
    board = browser_of("facilitator").read(captured.path("capture/RET/issue?aspect=unsorted")).text
    assert f'href="{captured.path("capture/RET/issue?aspect=unsorted")}"' in page
    assert [title in board for title in ("Nobody has the keys", AN_ISSUE["title"])] == [True, False]


BEFORE = {1: Handed("RET-01", 10, "One"), 2: Handed("RET-02", 20, "Two"), 3: Handed("RET-03", 30, "Three")}


def test_two_handovers_differ_by_what_was_added_reworded_merged_and_hidden() -> None:
    after = {1: Handed("RET-01", 11, "One, better"), 4: Handed("RET-04", 40, "Four")}
    gone = {2: (CardChange.MERGED, ("RET-01",)), 3: (CardChange.HIDDEN, ("names a person",))}
    assert changes(BEFORE, after, gone) == {
        CardChange.ADDED: [ChangedCard("RET-04", "Four")],
        CardChange.REWORDED: [ChangedCard("RET-01", "One, better", before="One")],
        CardChange.MERGED: [ChangedCard("RET-02", "Two", where=("RET-01",))],
        CardChange.HIDDEN: [ChangedCard("RET-03", "Three", where=("names a person",))],
    }


def test_two_handovers_differ_by_what_cities_say_and_by_what_helps() -> None:
    before = Handed(
        "RET-01", 10, "One", {"Lyon": (Stance.EXPECT, ""), "Vienna": (Stance.MET, "")}, frozenset({"RET-S01"})
    )
    after = before._replace(
        voices={"Lyon": (Stance.SOLVED, ""), "Milan": (Stance.MET, "")}, helped_by=frozenset({"RET-E01"})
    )
    voices = (
        ChangedVoice("Lyon", Stance.EXPECT, Stance.SOLVED),
        ChangedVoice("Milan", None, Stance.MET),
        ChangedVoice("Vienna", Stance.MET, None),
    )
    assert changes({1: before}, {1: after}, {}) == {
        CardChange.EVIDENCE: [ChangedCard("RET-01", "One", voices=voices)],
        CardChange.CHAIN: [ChangedCard("RET-01", "One", linked=("RET-E01",), unlinked=("RET-S01",))],
    }


def test_where_nothing_differs_nothing_is_said() -> None:
    assert changes(BEFORE, BEFORE, {}) == {}


def test_the_second_handover_says_what_changed_since_the_first(
    captured: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    with captured.change():
        captured.add_issue(title="Nobody measures")
        captured.add_issue(title="Nobody counts")
        solution = add_card(captured.measure(), Kind.SOLUTION, WORDINGS[Kind.SOLUTION], by=captured.actor())
        link_cards(card_by_reference(captured.row, "RET-03"), solution, by=captured.actor())
    hand_over(captured)
    with captured.change():
        reopen_handover(captured.row, reason="Vienna came late", by=captured.actor())
        captured.add_issue(title="Vienna's own")
        first, third, fourth = (card_by_reference(captured.row, f"RET-0{number}") for number in (1, 3, 4))
        merge_cards(first, [third], by=captured.actor())
        hide_card(fourth, reason="names a person", by=captured.actor())
        give_evidence(first, captured.city("Vienna"), Stance.EXPECT, by=captured.actor())
    reworded(captured, "RET-02", "Said anew")
    told = {
        CardChange.ADDED: ["RET-05"], CardChange.REWORDED: ["RET-02"], CardChange.MERGED: ["RET-03"],
        CardChange.HIDDEN: ["RET-04"], CardChange.EVIDENCE: ["RET-01"], CardChange.CHAIN: ["RET-01"],
    }  # fmt: skip
    browser = browser_of("facilitator")
    for is_frozen in (False, True):
        if is_frozen:
            hand_over(captured, "Day one, again")
        with captured.look():
            earlier = handovers(captured.row)[-1]
            found = changes_since(earlier, active_handover(captured.row), captured.row)
            assert {change: [card.ref for card in cards] for change, cards in found.items()} == told
            assert [card.where for card in found[CardChange.MERGED]] == [("RET-01",)]
        page = plain(browser.read(captured.path("handover")).text)
        assert "Reason: names a person" in page
        assert "Now: RET-01" in page
        assert "Vienna: We expect this problem" in page
        assert "Helped by RET-S01" in page


def test_of_two_who_freeze_at_the_same_moment_one_is_told_so(
    captured: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    page, browsers = captured.path("handover"), [browser_of("facilitator"), browser_of("organiser")]
    forms = [browser.form(page) | {"name": ["Day one"]} for browser in browsers]

    def freeze(number: int) -> tuple[int, str]:
        sent = browsers[number].twin().client.post(page, data=forms[number])
        return sent.status_code, plain(sent.text)

    first, second = sorted(at_once(lambda: freeze(0), lambda: freeze(1)))
    assert (first[0], second[0]) == (303, 422)
    assert "Day one is already finished, or has not started." in second[1]
    with captured.look():
        assert len(handovers(captured.row)) == 1


def test_who_froze_it_and_where_cards_came_from_stand_on_the_page(
    captured: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    with captured.change():
        into, origin = (card_by_reference(captured.row, ref) for ref in ("RET-01", "RET-02"))
        merge_cards(into, [origin], by=captured.actor())
        add_card(captured.measure(), Kind.SOLUTION, WORDINGS[Kind.SOLUTION], by=captured.actor())
    hand_over(captured)
    page = plain(browser_of("viewer").read(captured.path("handover")).text)
    assert "The facilitator made the handover “Day one” on" in page
    assert "merged from RET-02" in page
