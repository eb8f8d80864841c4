"""Published worked examples, each to its printed precision; oracles.json names the sources."""

import json
from pathlib import Path
from typing import Any

import pytest

from facilitator.statistics.concordance import kendalls_w
from facilitator.statistics.consensus import group_informed_consensus
from facilitator.statistics.disagreement import spread
from facilitator.statistics.dominance import mann_whitney_p, pairs
from facilitator.statistics.intervals import wilson
from facilitator.statistics.quantiles import median
from facilitator.statistics.scale import zone_of
from facilitator.statistics.words import Word, word_for

ORACLES = {
    oracle["id"]: oracle
    for oracle in json.loads(Path(__file__).with_name("oracles.json").read_text(encoding="utf-8"))
}


def oracle(name: str) -> tuple[Any, Any, Any]:
    """Input, expected result and tolerance of a published example."""
    return ORACLES[name]["input"], ORACLES[name]["expected"], ORACLES[name]["tolerance"]


def test_the_published_panel_of_fifteen_has_its_printed_spread_and_no_disagreement() -> None:
    given, expected, tolerance = oracle("ram_ipras_bmjopen2012")
    ratings = given["ratings"]
    found = spread(ratings)
    assert median(ratings) == expected["median"]
    assert (found.p30, found.p70, found.ipr) == (expected["p30"], expected["p70"], expected["IPR"])
    assert (found.p30 + found.p70) / 2 == expected["IPRCP"]
    assert found.ipras == pytest.approx(expected["IPRAS"], abs=tolerance)
    assert found.is_disagreement is expected["disagreement"]


def test_the_published_panel_of_fifteen_agrees_with_three_outside_the_zone() -> None:
    given, expected, _ = oracle("ram_ipras_bmjopen2012")
    zones = [zone_of(rating) for rating in given["ratings"]]
    assert len(zones) == expected["n"]
    assert len(zones) - zones.count(zone_of(expected["median"])) == expected["outside_median_zone"]
    assert (word_for(given["ratings"]) is Word.AGREED) is expected["agreement"]


def test_the_three_lost_low_ratings_of_the_published_panel_may_be_any() -> None:
    given, expected, _ = oracle("ram_ipras_bmjopen2012")
    for low in ([1, 1, 1], [5, 5, 2], [6, 6, 6]):
        found = spread([*low, *given["ratings"][3:]])
        assert (found.p30, found.p70) == (expected["p30"], expected["p70"])


def test_kendalls_w_of_the_anxiety_data_is_as_printed() -> None:
    given, expected, tolerance = oracle("kendall_w_anxiety")
    found = kendalls_w(given["raters"])
    assert found is not None
    assert found.w == pytest.approx(expected["W"], abs=tolerance["W"])
    assert found.chi2 == pytest.approx(expected["chi2"], abs=tolerance["chi2"])
    assert found.df == expected["df"]
    assert found.p == pytest.approx(expected["p"], abs=tolerance["p"])


def test_the_mann_whitney_example_of_scipy_is_as_printed() -> None:
    given, expected, tolerance = oracle("mannwhitney_scipy")
    assert pairs(given["x"], given["y"]).u == expected["U"]
    assert mann_whitney_p(given["x"], given["y"]) == pytest.approx(expected["p"], abs=tolerance)


def test_wilsons_intervals_are_those_of_newcombes_table() -> None:
    given, expected, tolerance = oracle("wilson_newcombe1998")
    found = [wilson(case["k"], case["n"]) for case in given]
    for interval, printed in zip(found, expected, strict=True):
        assert interval == pytest.approx(printed, abs=tolerance)


def test_group_informed_consensus_is_that_of_the_polis_export() -> None:
    given, expected, tolerance = oracle("polis_group_informed_consensus")
    found = [group_informed_consensus(row["agree_seen"]) for row in given["rows"]]
    assert found == pytest.approx(expected, abs=tolerance)
