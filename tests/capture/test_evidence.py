"""What the cities say of an issue: one voice each, counted among the lighthouse cities."""

import pytest
import sqlalchemy as sa

from facilitator.capture.evidence import CityEvidence, Tally, tallies
from facilitator.capture.models import Card, Evidence, Kind, Stance
from facilitator.capture.operations import add_card, give_evidence
from facilitator.capture.queries import card_by_reference
from facilitator.database import db
from facilitator.live.activity import Activity
from facilitator.workshops.models import Part
from tests.small_workshop import SmallWorkshop

pytestmark = pytest.mark.one_database

MET, SOLVED, EXPECT = Stance.MET, Stance.SOLVED, Stance.EXPECT
LIGHTHOUSE, INTERESTED = Part.LIGHTHOUSE, Part.INTERESTED

# what the cities say → met, solved, expected
TALLIES: tuple[tuple[list[tuple[Part, Stance]], tuple[int, int, int]], ...] = (
    ([], (0, 0, 0)),
    ([(LIGHTHOUSE, MET)], (1, 0, 0)),
    ([(LIGHTHOUSE, SOLVED)], (1, 1, 0)),
    ([(LIGHTHOUSE, EXPECT)], (0, 0, 1)),
    ([(LIGHTHOUSE, MET), (LIGHTHOUSE, SOLVED), (LIGHTHOUSE, EXPECT)], (2, 1, 1)),
    ([(INTERESTED, MET), (INTERESTED, SOLVED), (LIGHTHOUSE, MET)], (1, 0, 0)),
)


def voices(workshop: SmallWorkshop) -> list[tuple[str, Stance, str]]:
    with workshop.look():
        tally = tallies(workshop.row)[card_by_reference(workshop.row, "RET-01").id]
        return [(voice.city, voice.stance, voice.note) for voice in tally.voices]


@pytest.mark.parametrize(("said", "counted"), TALLIES)
def test_who_solved_an_issue_met_it_and_only_lighthouse_cities_count(
    said: list[tuple[Part, Stance]], counted: tuple[int, int, int]
) -> None:
    tally = Tally.of_voices((CityEvidence(f"City {at}", *voice) for at, voice in enumerate(said)), 3)
    assert (tally.met, tally.solved, tally.expected) == counted
    assert (len(tally.voices), tally.lighthouse_cities) == (len(said), 3)


def test_each_city_has_one_voice_and_its_last_word_counts(workshop: SmallWorkshop) -> None:
    with workshop.change():
        issue, lyon, by = workshop.add_issue(), workshop.city("Lyon"), workshop.actor("Lyon")
        give_evidence(issue, lyon, EXPECT, note="we fear it", by=by)
        give_evidence(issue, workshop.city("Vienna"), MET, by=workshop.actor("Vienna"))
        give_evidence(issue, lyon, SOLVED, note="an office helped", by=by)
    assert voices(workshop) == [("Lyon", SOLVED, "an office helped"), ("Vienna", MET, "")]


def test_what_a_city_said_before_stays_in_the_activity(workshop: SmallWorkshop) -> None:
    with workshop.change():
        issue = workshop.add_issue()
        give_evidence(issue, workshop.city("Lyon"), EXPECT, note="we fear it", by=workshop.actor("Lyon"))
        give_evidence(issue, workshop.city("Lyon"), MET, by=workshop.actor())
        issue_id = issue.id
    with workshop.look():
        changed = db.session.scalars(sa.select(Activity).filter_by(happened="evidence.changed")).one()
        assert changed.detail == {
            "issue": issue_id, "city_id": workshop.cities["Lyon"],
            "before": "expect", "stance": "met", "note_before": "we fear it",
        }  # fmt: skip
        assert changed.account_id == workshop.accounts["facilitator"]


def test_evidence_that_the_team_enters_says_who_entered_it(workshop: SmallWorkshop) -> None:
    with workshop.change():
        give_evidence(workshop.add_issue(), workshop.city("Lyon"), MET, by=workshop.actor("rapporteur"))
    with workshop.look():
        given = db.session.scalars(sa.select(Evidence)).one()
        assert (given.account_id, given.participant_id) == (workshop.accounts["rapporteur"], None)


def test_a_city_says_its_word_on_issues_only(workshop: SmallWorkshop) -> None:
    with workshop.change():
        solution = add_card(
            workshop.measure(), Kind.SOLUTION, {"title": "An office", "text": ""}, by=workshop.actor()
        )
        solution_id = solution.id
    with workshop.refuses(
        "A city can give evidence only on an issue, not on an enabler, a strategy or a solution."
    ):
        solution = db.session.get_one(Card, solution_id)
        give_evidence(solution, workshop.city("Lyon"), MET, by=workshop.actor())
