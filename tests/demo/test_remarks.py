"""What the room said in the demo while the lighthouse cities presented: to the point, and in its place."""

import json

from facilitator.demo.presenting import REMARKS
from tests.demo.test_brussels_data import DAY_ONE, INTERESTED, ISSUES, TEAM

SAID = json.loads(REMARKS.read_text(encoding="utf-8"))


def test_every_remark_is_about_an_issue_that_can_be_seen() -> None:
    hidden = {entry["issue"] for entry in DAY_ONE["hidden"]}
    assert {entry["issue"] for entry in SAID} <= ISSUES.keys() - hidden


def test_remarks_come_from_interested_cities_and_are_written_down_by_rapporteurs() -> None:
    assert {entry["city"] for entry in SAID} <= INTERESTED | {""}
    assert {TEAM[entry["by"]]["role"] for entry in SAID} == {"rapporteur"}


def test_every_remark_is_one_clean_line() -> None:
    for entry in SAID:
        assert entry["text"] == " ".join(entry["text"].split())
        assert len(entry["text"]) <= 120, entry["text"]
