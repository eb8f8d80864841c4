"""The report as JSON, opened again and held against the database, figure by figure."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.counting import Counted


def check_json(path: Path, counted: Counted) -> None:
    """Every figure of the JSON equals the database."""
    text = path.read_text(encoding="utf-8")
    assert [words for words in counted.unspeakable if words in text] == []
    report = json.loads(text)
    present = {each["name"]: each["people"] for each in [*report["cities"], *report["partners"]]}
    assert present == counted.people()
    criteria = [(criterion["key"], criterion["weight"]) for criterion in report["criteria"]]
    assert criteria == [tuple(row) for row in counted.rows["criteria"]]
    assert [measure["prefix"] for measure in report["measures"]] == counted.measures
    for measure in report["measures"]:
        prefix = measure["prefix"]
        assert measure["entitled"] == counted.entitled(prefix)
        assert measure["answered"] == counted.answered(prefix)
        assert {issue["ref"]: _of_issue(issue) for issue in measure["issues"]} == _close(
            counted.issues(prefix)
        )
        assert {card["ref"] for card in measure["missing"]} == counted.in_sight(
            prefix, "issue", missing=True
        ).keys()
        for kinds, kind in (("enablers", "enabler"), ("strategies", "strategy")):
            assert {card["ref"] for card in measure[kinds]} == counted.in_sight(prefix, kind).keys()
        assert {
            card["ref"]: (card["title"], card["owner"], card["by_when"]) for card in measure["solutions"]
        } == {
            ref: (row.title, row.owner, row.by_when and str(row.by_when))
            for ref, row in counted.in_sight(prefix, "solution").items()
        }


def _of_issue(issue: dict[str, Any]) -> dict[str, Any]:
    """An issue of the JSON as `Counted` counts it."""
    ratings = {
        rating["criterion"]: {name: rating[name] for name in ("rated", "cant_say", "cities", "median")}
        for rating in issue["ratings"]
    }
    evidence = issue["evidence"] | {"voices": sorted(issue["evidence"]["voices"], key=str)}
    remarks = sorted((each["topic"], each["city"], each["text"]) for each in issue["remarks"])
    told = ("title", "text", "aspect", "reworded_since", "answered", "set_aside", "verdicts")
    return {name: issue[name] for name in told} | {
        "evidence": evidence,
        "helped_by": sorted(issue["helped_by"]),
        "ratings": ratings,
        "remarks": remarks,
    }


def _close(issues: dict[str, Any]) -> dict[str, Any]:
    """Broken votes compared as the sums of parts that they are."""
    for issue in issues.values():
        for share in (issue["verdicts"]["shares"] or {}).values():
            share["votes"] = pytest.approx(share["votes"])
    return issues
