"""A board is read a page at a time, newest first; words, aspect, city and hiding narrow it down."""

from collections.abc import Callable

import pytest

from facilitator.access.policy import Phase
from facilitator.capture.boards import ON_A_PAGE, Filter, board_page
from facilitator.capture.lineage.operations import merge_cards
from facilitator.capture.models import Aspect, Cost, Field, Kind, Reach, Stance
from facilitator.capture.operations import add_card, give_evidence, hide_card, link_cards, reword_card
from facilitator.capture.queries import card_by_reference
from tests.pages import plain, texts
from tests.people import Browser
from tests.small_workshop import SmallWorkshop

LONG = (
    "Donaudampfschifffahrtsgesellschaft und Wohnungseigentümergemeinschaften müssen der"
    " Gebäudehüllensanierung gemeinsam und einstimmig zustimmen"
)


@pytest.fixture
def full(workshop: SmallWorkshop) -> SmallWorkshop:
    """Day one with sixty issues, one of them hidden, and something of each other kind."""
    workshop.go_to(Phase.DAY_ONE)
    with workshop.change():
        for number in range(1, 61):
            aspect = "legal" if number % 10 == 0 else "social"
            workshop.add_issue(title=f"Issue number {number}" if number > 1 else LONG, aspect=aspect)
        fifth = workshop.add_issue(title="100 % of ÖPNV is_lost")
        give_evidence(fifth, workshop.city("Vienna"), Stance.MET, by=workshop.actor())
        hide_card(workshop.add_issue(title="Said twice"), reason="twice", by=workshop.actor())
        for reach, field in ((Reach.INSIDE, Field.LEGAL), (Reach.OUTSIDE, Field.FINANCIAL)):
            words = {"title": f"Help from {reach}", "text": "", "reach": reach, "field": field}
            add_card(workshop.measure(), Kind.ENABLER, words, by=workshop.actor())
        words = {"title": "A desk", "text": "", "cost": Cost.OVER_1M}
        solution = add_card(workshop.measure(), Kind.SOLUTION, words, by=workshop.actor())
        link_cards(fifth, solution, by=workshop.actor())
    return workshop


def found(workshop: SmallWorkshop, wanted: Filter, kind: Kind = Kind.ISSUE, page: int = 1) -> list[str]:
    with workshop.look():
        return [
            card.ref for card in board_page(workshop.row, workshop.measure(), kind, wanted, page=page).cards
        ]


def test_a_board_is_read_page_by_page_newest_first(full: SmallWorkshop) -> None:
    with full.look():
        first, last = (
            board_page(full.row, full.measure(), Kind.ISSUE, Filter(), page=page) for page in (1, 99)
        )
        assert (first.total, first.pages, len(first.cards), first.cards[0].ref) == (
            62,
            3,
            ON_A_PAGE,
            "RET-62",
        )
        assert (last.page, len(last.cards), last.cards[-1].ref) == (3, 12, "RET-01")


def test_words_are_found_whatever_their_capitals_and_signs(full: SmallWorkshop) -> None:
    assert found(full, Filter(words="öpnv")) == ["RET-61"]
    assert found(full, Filter(words="100 %")) == ["RET-61"]
    assert found(full, Filter(words="is_lost")) == ["RET-61"]
    assert found(full, Filter(words="wohnungseigentümer donau")) == ["RET-01"]
    assert found(full, Filter(words="RET-07")) == ["RET-07"]
    assert found(full, Filter(words="nowhere to be seen")) == []


def test_an_aspect_a_city_and_hiding_narrow_it_down(full: SmallWorkshop) -> None:
    legal = {"aspect": Aspect.LEGAL}
    assert found(full, Filter(terms=legal)) == [f"RET-{number}" for number in (60, 50, 40, 30, 20, 10)]
    assert found(full, Filter(city_id=full.cities["Vienna"])) == ["RET-61"]
    assert found(full, Filter(is_hidden=True)) == ["RET-62"]
    assert found(full, Filter(words="60", terms=legal)) == ["RET-60"]


def test_a_city_is_found_where_its_word_counts_and_where_it_proved_what_is_said_now(
    full: SmallWorkshop,
) -> None:
    by, vienna = full.actor(), full.cities["Vienna"]
    with full.change():
        merge_cards(card_by_reference(full.row, "RET-07"), [card_by_reference(full.row, "RET-61")], by=by)
        solution = card_by_reference(full.row, "RET-S01")
        for version, city_id in ((1, vienna), (2, full.cities["Lyon"])):
            words = {"title": "A desk", "text": "", "proven_by_id": city_id}
            reword_card(solution, words, based_on=version, by=by)
    assert found(full, Filter(city_id=vienna)) == ["RET-07"]
    assert found(full, Filter(city_id=vienna), Kind.SOLUTION) == []
    assert found(full, Filter(city_id=full.cities["Lyon"]), Kind.SOLUTION) == ["RET-S01"]


def test_other_kinds_are_narrowed_down_by_what_they_are_sorted_by(full: SmallWorkshop) -> None:
    assert found(full, Filter(terms={"reach": Reach.OUTSIDE}), Kind.ENABLER) == ["RET-E02"]
    assert found(full, Filter(terms={"reach": Reach.INSIDE, "field": Field.FINANCIAL}), Kind.ENABLER) == []
    assert found(full, Filter(terms={"cost": Cost.OVER_1M}), Kind.SOLUTION) == ["RET-S01"]
    with full.look():
        (desk,) = board_page(full.row, full.measure(), Kind.SOLUTION, Filter()).cards
        assert desk.helps == ["RET-61"]


def test_what_an_address_cannot_mean_asks_for_nothing(
    full: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    page = full.path("capture/RET/issue")
    text = browser_of("viewer").read(f"{page}?aspect=magical&city=nobody&page=-1&words=%00").text
    assert "62 cards" in plain(text)


def test_a_filter_stays_when_the_page_is_turned_and_while_it_is_kept_fresh(
    full: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    page = full.path("capture/RET/issue")
    text = browser_of("viewer").read(f"{page}?words=issue&aspect=social").text
    assert "page=2&amp;words=issue&amp;aspect=social" in text
    assert "/live?page=1&amp;words=issue&amp;aspect=social" in text
    assert "53 cards" in plain(text)


def test_the_count_and_whether_delegates_bring_up_are_as_fresh_as_the_list(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    workshop.go_to(Phase.DAY_ONE)
    browser, live, seen = browser_of("viewer"), workshop.path("capture/RET/issue/live"), []
    for title in ("Flats stand empty", "Nobody answers"):
        with workshop.change():
            workshop.add_issue(title=title)
        page = browser.read(live).text
        said = {"One card", "2 cards", "Closed for delegates"} & set(texts(f"<main>{page}"))
        seen.append((page.count('class="issue-title"'), said))
    assert seen == [(1, {"One card", "Closed for delegates"}), (2, {"2 cards", "Closed for delegates"})]
    workshop.open("RET")
    assert "Open for delegates" in plain(browser.read(live).text)
