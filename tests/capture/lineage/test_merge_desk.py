"""At the merge desk a facilitator judges pairs, merges and splits by hand, and takes any of it back."""

from collections.abc import Callable

import pytest

from facilitator.access.policy import Phase
from facilitator.capture.lineage.operations import split_card
from facilitator.capture.lineage.queries import open_pairs
from facilitator.capture.models import Kind
from facilitator.capture.operations import add_card, hide_card
from facilitator.capture.similarity import SURE
from tests.at_once import at_once
from tests.capture.clusters.test_clusters import gathered
from tests.capture.lineage.test_merging import card, in_sight, merge, title, undo
from tests.people import Browser, forms_on
from tests.small_workshop import AN_ISSUE, SmallWorkshop
from tests.statements import asked

pytestmark = pytest.mark.one_database

ALIKE = (
    "All owners of a house must agree before the works begin",
    "Before the works begin all owners of one house must agree",
    "The works begin when all owners of a house agree",
)
OTHERS = ("Metering meets privacy worries", "Nobody knows what a lamp post costs")


@pytest.fixture
def desk(workshop: SmallWorkshop, browser_of: Callable[[str], Browser]) -> Browser:
    """Day one with three issues that look alike, RET-01 to RET-03, and two that don't."""
    workshop.go_to(Phase.DAY_ONE)
    with workshop.change():
        for wording in (*ALIKE, *OTHERS):
            workshop.add_issue(title=wording, text="")
    return browser_of("facilitator")


def pairs(workshop: SmallWorkshop, at_least: float = SURE) -> list[tuple[str, str]]:
    with workshop.look():
        found = open_pairs(workshop.row, at_least)
        refs = {card(workshop, ref).id: ref for ref in ("RET-01", "RET-02", "RET-03", "RET-04", "RET-05")}
        return [(refs[pair.first], refs[pair.second]) for pair in found]


def judge(workshop: SmallWorkshop, desk: Browser, judgement: str, **fields: str) -> None:
    """Judge the pair that the desk shows first."""
    page = workshop.path("merge")
    with workshop.look():
        first, second = ((pair.first, pair.second) for pair in open_pairs(workshop.row)[:1]).__next__()
    answer = desk.client.post(
        f"{page}/{first}-{second}/{judgement}", data=desk.form(page, f"{first}-{second}/same") | fields
    )
    assert answer.status_code == 303, answer.text


def take_back(workshop: SmallWorkshop, desk: Browser) -> None:
    """Press the first button that takes a step back."""
    forms = forms_on(desk.read(workshop.path("merge")).text)
    address, fields = next(form for form in forms if form[0].endswith("/undoing"))
    assert desk.client.post(address, data=fields).status_code == 303


def test_pairs_that_look_alike_stand_side_by_side_with_why(workshop: SmallWorkshop, desk: Browser) -> None:
    page = desk.read(workshop.path("merge")).text
    assert ALIKE[0] in page
    assert ALIKE[1] in page
    assert "<q" in page
    assert "same aspect" in page
    assert len(pairs(workshop)) == 3
    assert all(other not in page for other in OTHERS)


def test_two_that_are_the_same_become_one_with_a_key(workshop: SmallWorkshop, desk: Browser) -> None:
    first, second = pairs(workshop)[0]
    judge(workshop, desk, "same")
    assert second not in in_sight(workshop)
    assert first in in_sight(workshop)
    take_back(workshop, desk)
    assert second in in_sight(workshop)


def test_it_is_for_the_facilitator_to_say_which_of_the_two_goes_on(
    workshop: SmallWorkshop, desk: Browser
) -> None:
    first, second = pairs(workshop)[0]
    with workshop.look():
        into = str(card(workshop, second).id)
    judge(workshop, desk, "same", into=into)
    assert first not in in_sight(workshop)
    assert second in in_sight(workshop)


def test_related_ones_stand_in_a_cluster_and_are_not_offered_again(
    workshop: SmallWorkshop, desk: Browser
) -> None:
    before = pairs(workshop)
    judge(workshop, desk, "related")
    assert list(gathered(workshop).values()) == [list(before[0])]
    assert pairs(workshop) == before[1:]


def test_different_ones_are_not_offered_again_until_that_is_taken_back(
    workshop: SmallWorkshop, desk: Browser
) -> None:
    before = pairs(workshop)
    judge(workshop, desk, "different")
    assert pairs(workshop) == before[1:]
    take_back(workshop, desk)
    assert pairs(workshop) == before


def test_a_pair_is_skipped_by_going_on_to_the_next(workshop: SmallWorkshop, desk: Browser) -> None:
    page = desk.read(workshop.path("merge?at=1")).text
    assert "2 of 3" in page
    assert "1 of 3" in desk.read(workshop.path("merge?at=99")).text
    assert "1 of 3" in desk.read(workshop.path("merge?at=-1")).text


def test_less_likely_pairs_are_shown_to_who_asks_for_them(workshop: SmallWorkshop, desk: Browser) -> None:
    assert len(pairs(workshop, 0.0)) >= len(pairs(workshop))
    assert desk.read(workshop.path("merge?more=yes")).status_code == 200


def test_a_hidden_issue_is_in_no_pair(workshop: SmallWorkshop, desk: Browser) -> None:
    with workshop.change():
        hide_card(card(workshop, "RET-01"), reason="twice", by=workshop.actor())
    assert pairs(workshop) == [("RET-02", "RET-03")]
    assert ALIKE[0] not in desk.read(workshop.path("merge/choice")).text


def test_cards_are_merged_in_new_words_on_a_form(workshop: SmallWorkshop, desk: Browser) -> None:
    page = workshop.path("cards/RET-01/merging")
    fields = desk.form(f"{page}?origins=RET-03+RET-04", page) | {"title": "All in one"}
    assert desk.client.post(page, data=fields).status_code == 303
    assert in_sight(workshop) == ["RET-01", "RET-02", "RET-05"]
    assert title(workshop, "RET-01") == "All in one"


def test_who_merges_over_new_words_of_somebody_else_is_shown_a_sentence(
    workshop: SmallWorkshop, desk: Browser
) -> None:
    page = workshop.path("cards/RET-01/merging")
    fields = desk.form(f"{page}?origins=RET-03", page) | {"title": "All in one", "based_on": "7"}
    with workshop.nothing_changes():
        answer = desk.client.post(page, data=fields)
    assert answer.status_code == 422
    assert "Somebody else has edited this." in answer.text
    assert "All in one" in answer.text


def test_a_card_is_split_on_a_form_and_its_page_says_into_what(
    workshop: SmallWorkshop, desk: Browser
) -> None:
    page = workshop.path("cards/RET-01/splitting")
    fields = desk.form(page) | {"title_1": "Owners", "title_2": "Works", "aspect_2": "technical"}
    assert desk.client.post(page, data=fields).status_code == 303
    assert in_sight(workshop) == ["RET-02", "RET-03", "RET-04", "RET-05", "RET-06", "RET-07"]
    origin = desk.read(workshop.path("cards/RET-01")).text
    assert "Split into" in origin
    assert "RET-06" in origin
    assert "Split from" in desk.read(workshop.path("cards/RET-07")).text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Please fill this in."),
        ({"title_1": "Only one"}, "Please fill this in."),
        ({"title_1": "One", "title_2": "Two", "title_3": "O"}, "Use at least 3 characters."),
        ({"title_1": "One", "title_2": "Two", "text_4": "no title"}, "Please fill this in."),
        ({"title_1": "One", "title_2": "Two", "text_1": "x" * 4001}, "The limit is 4000"),
    ],
)
def test_a_split_into_nothing_is_refused_at_its_field(
    workshop: SmallWorkshop, desk: Browser, typed: dict[str, str], sentence: str
) -> None:
    page = workshop.path("cards/RET-01/splitting")
    fields = desk.form(page) | typed
    with workshop.nothing_changes():
        answer = desk.client.post(page, data=fields)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_cards_are_found_by_words_and_by_number_and_ticked_to_be_merged(
    workshop: SmallWorkshop, desk: Browser
) -> None:
    choice = workshop.path("merge/choice")
    assert "RET-04" in desk.read(f"{choice}?q=privacy+meter").text
    assert OTHERS[0] in desk.read(f"{choice}?q=ret-04").text
    assert "No results" in desk.read(f"{choice}?q=%25").text
    with workshop.change():
        workshop.add_issue(title="Öffentliche Förderung fehlt")
    assert "RET-06" in desk.read(f"{choice}?q=öffentliche").text
    with workshop.change():
        add_card(workshop.measure(), Kind.STRATEGY, {"title": "Ask", "side": "inner"}, by=workshop.actor())
    assert "RET-P01" in desk.read(choice).text
    assert "RET-P01" not in desk.read(f"{choice}?card=RET-04").text
    answer = desk.read(f"{choice}?card=RET-04&card=RET-05&go=yes")
    assert answer.location.endswith("/cards/RET-04/merging?origins=RET-05")


@pytest.mark.parametrize("ticked", ["", "&card=RET-04"])
def test_less_than_two_ticked_cards_are_not_merged(
    workshop: SmallWorkshop, desk: Browser, ticked: str
) -> None:
    answer = desk.read(workshop.path(f"merge/choice?go=yes{ticked}"))
    assert answer.status_code == 422
    assert "Select at least two cards to merge them." in answer.text


def test_of_two_rooms_that_merge_one_issue_at_the_same_moment_one_is_told_where_it_went(
    workshop: SmallWorkshop, desk: Browser, browser_of: Callable[[str], Browser]
) -> None:
    def merge_into(ref: str, browser: Browser) -> Callable[[], tuple[int, str]]:
        page = workshop.path(f"cards/{ref}/merging")
        fields = browser.form(f"{page}?origins=RET-03", page)
        line = browser.twin().client

        def send() -> tuple[int, str]:
            sent = line.post(page, data=fields)
            return sent.status_code, sent.text

        return send

    first, second = sorted(at_once(merge_into("RET-01", desk), merge_into("RET-02", browser_of("organiser"))))
    assert (first[0], second[0]) == (303, 422)
    assert "merged RET-03 into RET-0" in second[1]
    assert in_sight(workshop) == ["RET-01", "RET-02", "RET-04", "RET-05"]


def test_who_comes_second_is_told_who_merged_it_and_when(workshop: SmallWorkshop, desk: Browser) -> None:
    page = workshop.path("merge")
    first, second = pairs(workshop)[0]
    with workshop.look():
        ids = card(workshop, first).id, card(workshop, second).id
    fields = desk.form(page, "/same")
    merge(workshop, first, second)
    answer = desk.client.post(f"{page}/{ids[0]}-{ids[1]}/same", data=fields)
    assert answer.status_code == 422
    assert f"The facilitator merged {second} into {first} at" in answer.text


def test_a_step_taken_back_twice_is_refused_in_a_sentence(workshop: SmallWorkshop, desk: Browser) -> None:
    id_ = merge(workshop, "RET-01", "RET-02")
    undoing = workshop.path(f"mergings/{id_}/undoing")
    fields = desk.form(workshop.path("merge"), "/undoing")
    assert desk.client.post(undoing, data=fields).status_code == 303
    answer = desk.client.post(undoing, data=fields | {"submission": "another-form-of-somebody"})
    assert answer.status_code == 422
    assert "The facilitator already undid this at" in answer.text


@pytest.mark.slow
def test_the_first_of_many_steps_can_still_be_taken_back(workshop: SmallWorkshop, desk: Browser) -> None:
    """On the last page of the log, where nothing is left to turn to."""
    first = merge(workshop, "RET-01", "RET-02")
    for _ in range(30):
        undo(workshop, merge(workshop, "RET-03", "RET-04"))
    page = workshop.path("merge?log=2")
    undoing = workshop.path(f"mergings/{first}/undoing")
    shown, newest = desk.read(page).text, desk.read(workshop.path("merge")).text
    assert (undoing in newest, undoing in shown) == (False, True)
    assert ("log=2#steps" in newest, "log=3" in shown) == (True, False)
    assert desk.client.post(undoing, data=desk.form(page, undoing)).status_code == 303
    assert "RET-02" in in_sight(workshop)
    assert "No earlier steps" in desk.read(workshop.path("merge?log=9")).text


def test_a_card_that_went_elsewhere_has_the_way_back_on_its_own_page(
    workshop: SmallWorkshop, desk: Browser, browser_of: Callable[[str], Browser]
) -> None:
    page = workshop.path("cards/RET-02")
    assert "undoing" not in desk.read(page).text
    for step in ("mergings", "splittings"):
        id_ = merge(workshop, "RET-01", "RET-02") if step == "mergings" else split(workshop)
        undoing = workshop.path(f"{step}/{id_}/undoing")
        assert undoing not in browser_of("rapporteur").read(page).text
        assert desk.client.post(undoing, data=desk.form(page, undoing)).status_code == 303
        assert "RET-02" in in_sight(workshop)


def split(workshop: SmallWorkshop) -> int:
    with workshop.change():
        parts = [AN_ISSUE | {"title": f"Part {part}"} for part in range(2)]
        return split_card(card(workshop, "RET-02"), parts, by=workshop.actor()).id


@pytest.mark.usefixtures("desk")
def test_a_viewer_sees_the_desk_without_a_button(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    page = browser_of("viewer").read(workshop.path("merge")).text
    assert ALIKE[0] in page
    assert "/same" not in page


@pytest.mark.parametrize("steps", [1, 3])
def test_the_desk_takes_a_fixed_number_of_statements(
    workshop: SmallWorkshop, desk: Browser, steps: int
) -> None:
    for number in range(steps):
        with workshop.change():
            workshop.add_issue(title=f"Late {number}", text="")
        merge(workshop, "RET-04", f"RET-{6 + number:02}")
    desk.read(workshop.path("merge/live"))
    with asked(workshop.app) as statements:
        assert desk.read(workshop.path("merge/live")).status_code == 200
    assert len(statements) == 12, statements
