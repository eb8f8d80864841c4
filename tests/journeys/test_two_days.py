"""The two days end to end, as people walk through them in their browsers."""

from pathlib import Path

import pytest

from tests.journeys import off_the_road, two_days
from tests.journeys.counting import Counted
from tests.journeys.docx_reopened import check_docx
from tests.journeys.inspection import Inspection
from tests.journeys.json_reopened import check_json
from tests.journeys.room import Room


def both_days(room: Room, folder: Path) -> None:
    """From the sign-in to the report, whose every figure is held against the database."""
    room.screens.expect("422")  # the answer to the form that is sent to a closed group
    facilitator, rapporteur = two_days.contribute_and_capture(room)
    antwerp, heerlen = two_days.prepare_day_two(facilitator, rapporteur, room)
    two_days.validate(facilitator, antwerp, heerlen)
    two_days.tidy_up(facilitator)
    two_days.look_at_results(facilitator)
    document, data = two_days.export(facilitator, folder)
    counted = Counted(room.url)
    check_json(data, counted)
    check_docx(document, counted)
    two_days.is_what_was_said(counted)


@pytest.mark.parametrize("has_script", [False], ids=["no script"])
def test_the_same_two_days_need_no_script(room: Room, tmp_path: Path) -> None:
    both_days(room, tmp_path)


@pytest.mark.parametrize("backend", ["postgresql"])
@pytest.mark.parametrize("looks_closely", [True], ids=["closely"])
def test_both_days_end_in_a_report_and_each_page_is_accessible_in_both_themes_and_fits_the_narrowest_phone(
    room: Room, tmp_path: Path, inspection: Inspection
) -> None:
    organiser = off_the_road.look_around_before_it_begins(room)
    both_days(room, tmp_path)
    off_the_road.look_around_afterwards(room, organiser)
    assert not inspection.faults, "\n".join(inspection.faults)
