"""The matrix of a measure shows what helps with each issue, and every gap as a gap."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from facilitator.access.policy import Phase
from facilitator.capture.matrix.queries import Matrix, MatrixRow, cards_with_ids, matrices, matrix, rows
from facilitator.capture.matrix.rules import ChainGap, gaps_of_issue, search
from facilitator.capture.models import Card, Kind, Reach, Side, Stance
from facilitator.capture.operations import add_card, give_evidence, hide_card, link_cards, unlink_cards
from facilitator.capture.queries import card_by_reference
from tests.full_workshop import WORDINGS
from tests.small_workshop import SmallWorkshop

pytestmark = pytest.mark.one_database

ENABLER, STRATEGY, SOLUTION = WORDINGS[Kind.ENABLER], WORDINGS[Kind.STRATEGY], WORDINGS[Kind.SOLUTION]


@pytest.fixture
def captured(workshop: SmallWorkshop) -> SmallWorkshop:
    """Day one with RET-01 that Lyon met, and RET-02 on which nobody spoke."""
    workshop.go_to(Phase.DAY_ONE)
    with workshop.change():
        issue = workshop.add_issue()
        give_evidence(issue, workshop.city("Lyon"), Stance.MET, by=workshop.actor())
        workshop.add_issue(title="Flats stand empty")
    return workshop


def card(workshop: SmallWorkshop, ref: str = "RET-01") -> Card:
    return card_by_reference(workshop.row, ref)


def helping(
    workshop: SmallWorkshop, kind: Kind, words: dict[str, Any], *refs: str, prefix: str = "RET"
) -> Card:
    """A card of a kind that helps with these issues; inside of `change`."""
    found = add_card(workshop.measure(prefix), kind, words, by=workshop.actor())
    for ref in refs:
        link_cards(card(workshop, ref), found, by=workshop.actor())
    return found


@contextmanager
def shown(workshop: SmallWorkshop) -> Iterator[Matrix]:
    with workshop.look():
        yield matrix(workshop.measure())


def rows_of(found: Matrix, gap: ChainGap | None = None) -> list[MatrixRow]:
    return rows(found, found.with_gap(gap))


@pytest.mark.parametrize(
    ("is_spoken_on", "owners", "gaps"),
    [
        (False, [], {ChainGap.NO_EVIDENCE, ChainGap.NO_SOLUTION}),
        (True, [], {ChainGap.NO_SOLUTION}),
        (False, ["City"], {ChainGap.NO_EVIDENCE}),
        (True, [""], {ChainGap.NO_OWNER}),
        (True, ["City", ""], {ChainGap.NO_OWNER}),
        (True, ["City", "Region"], set()),
    ],
)
def test_an_issue_lacks_evidence_a_solution_or_an_owner_of_one(
    is_spoken_on: bool,
    owners: list[str],
    gaps: set[ChainGap],
) -> None:
    assert gaps_of_issue(is_spoken_on=is_spoken_on, owners=owners) == gaps


def test_what_helps_stands_in_the_column_of_its_kind(captured: SmallWorkshop) -> None:
    with captured.change():
        helping(captured, Kind.ENABLER, ENABLER, "RET-01")
        helping(captured, Kind.ENABLER, ENABLER | {"reach": "outside"}, "RET-01", "RET-02")
        helping(captured, Kind.STRATEGY, STRATEGY | {"side": "external"}, "RET-01")
        helping(captured, Kind.SOLUTION, SOLUTION, "RET-02")
    with shown(captured) as found:
        first, second = rows_of(found)
        assert {column: [each.ref for each in cards] for column, cards in first.helps.items()} == {
            Reach.INSIDE: ["RET-E01"], Reach.OUTSIDE: ["RET-E02"], Side.INNER: [],
            Side.EXTERNAL: ["RET-P01"], Kind.SOLUTION: [],
        }  # fmt: skip
        assert [each.ref for each in second.helps[Reach.OUTSIDE]] == ["RET-E02"]
        assert [each.ref for each in second.solutions] == ["RET-S01"]


def test_the_gap_are_counted_and_each_leads_to_its_rows(captured: SmallWorkshop) -> None:
    with captured.change():
        helping(captured, Kind.SOLUTION, {"title": "Nobody's yet"}, "RET-02")
    with shown(captured) as found:
        assert dict(found.gaps) == {ChainGap.NO_EVIDENCE: 1, ChainGap.NO_SOLUTION: 1, ChainGap.NO_OWNER: 1}
        assert [row.issue.ref for row in rows_of(found, ChainGap.NO_SOLUTION)] == ["RET-01"]
        assert [row.issue.ref for row in rows_of(found, ChainGap.NO_OWNER)] == ["RET-02"]
        assert [row.issue.ref for row in rows_of(found, None)] == ["RET-01", "RET-02"]
        assert [solution.ref for solution in cards_with_ids(found.without_owner)] == ["RET-S01"]


def test_a_measure_lacks_an_enabler_from_outside_until_there_is_one(captured: SmallWorkshop) -> None:
    with captured.change():
        helping(captured, Kind.ENABLER, ENABLER)
    with shown(captured) as found:
        assert not found.has_outside_enabler
    with captured.change():
        helping(captured, Kind.ENABLER, ENABLER | {"reach": "outside"})
    with shown(captured) as found:
        assert found.has_outside_enabler


def test_a_hidden_solution_leaves_the_gap_that_it_filled(captured: SmallWorkshop) -> None:
    with captured.change():
        helping(captured, Kind.SOLUTION, SOLUTION, "RET-01")
    with shown(captured) as found:
        assert ChainGap.NO_SOLUTION not in found.missing[found.issues[0]]
    with captured.change():
        hide_card(card(captured, "RET-S01"), reason="said twice", by=captured.actor())
    with shown(captured) as found:
        assert ChainGap.NO_SOLUTION in found.missing[found.issues[0]]


def test_a_hidden_issue_has_no_row(captured: SmallWorkshop) -> None:
    with captured.change():
        hide_card(card(captured), reason="said twice", by=captured.actor())
    with shown(captured) as found:
        assert [row.issue.ref for row in rows_of(found)] == ["RET-02"]


def test_what_another_measure_found_may_fill_a_gap(captured: SmallWorkshop) -> None:
    with captured.change():
        helping(captured, Kind.SOLUTION, SOLUTION, "RET-01", prefix="ENG")
    with shown(captured) as found:
        assert [each.ref for each in rows_of(found)[0].solutions] == ["ENG-S01"]


def test_a_link_that_is_taken_back_leaves_a_gap(captured: SmallWorkshop) -> None:
    with captured.change():
        solution = helping(captured, Kind.SOLUTION, SOLUTION, "RET-01")
        unlink_cards(card(captured), solution, by=captured.actor())
    with shown(captured) as found:
        assert not rows_of(found)[0].solutions


def test_every_measure_has_its_matrix_also_an_empty_one(captured: SmallWorkshop) -> None:
    with captured.look():
        found = matrices(captured.row)
        assert [(each.measure.prefix, len(each.issues)) for each in found] == [("RET", 2), ("ENG", 0)]


class Titled(str):
    """Something with a label."""

    __slots__ = ()

    @property
    def label(self) -> str:
        return str(self)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", ["RET-S01 Ein Büro im Viertel", "RET-S02 Straße für alle"]),
        ("buro", ["RET-S01 Ein Büro im Viertel"]),
        ("STRASSE alle", ["RET-S02 Straße für alle"]),
        ("s02", ["RET-S02 Straße für alle"]),
        ("viertel strasse", []),
    ],
)
def test_a_search_finds_every_word_whatever_its_case_and_accents(typed: str, found: list[str]) -> None:
    things = [Titled("RET-S01 Ein Büro im Viertel"), Titled("RET-S02 Straße für alle")]
    assert search(typed, things, 20) == found


def test_a_search_stops_at_so_many() -> None:
    assert search("a", [Titled("a"), Titled("ab"), Titled("ac")], 2) == ["a", "ab"]
