"""When what is left of a day will take place, from what has really been."""

from datetime import UTC, datetime, timedelta

import pytest

from facilitator.agenda.forecast import ForecastBlock, forecast
from facilitator.agenda.timing import Span

pytestmark = pytest.mark.one_database


def at(clock: str) -> datetime:
    return datetime.fromisoformat(f"2017-12-05T{clock}:00").replace(tzinfo=UTC)


def lasts(begins: str, ends: str) -> Span:
    return Span(at(begins), at(ends))


def day(*, opened: str, until: str, is_fixed: bool = False) -> list[ForecastBlock]:
    """A session that is on, lunch, a session after it, and one on a track beside that."""
    return [
        ForecastBlock(lasts("11:00", "12:00"), lasts(opened, until)),
        ForecastBlock(lasts("12:00", "13:00"), is_pause=True),
        ForecastBlock(lasts("13:00", "14:00"), is_fixed=is_fixed),
        ForecastBlock(lasts("14:00", "14:30"), track=1),
        ForecastBlock(lasts("14:00", "15:00"), track=2),
    ]


def told(blocks: list[ForecastBlock], now: str) -> list[str]:
    return [f"{span.begins:%H:%M}–{span.ends:%H:%M}" for span in forecast(blocks, at(now))]


def test_a_day_on_time_stays_as_it_is_planned() -> None:
    assert told(day(opened="11:00", until="12:00"), "11:30") == [
        "11:00–12:00", "12:00–13:00", "13:00–14:00", "14:00–14:30", "14:00–15:00",
    ]  # fmt: skip


def test_what_ends_early_brings_nothing_forward() -> None:
    assert told(day(opened="11:00", until="11:40"), "11:30")[1:] == [
        "12:00–13:00", "13:00–14:00", "14:00–14:30", "14:00–15:00",
    ]  # fmt: skip


def test_a_delay_moves_all_that_follows_on_every_track() -> None:
    assert told(day(opened="11:10", until="12:10"), "11:30")[1:] == [
        "12:10–13:10", "13:10–14:10", "14:10–14:40", "14:10–15:10",
    ]  # fmt: skip


def test_a_fixed_start_takes_the_delay_from_the_pause_before_it() -> None:
    assert told(day(opened="11:10", until="12:10", is_fixed=True), "11:30")[1:] == [
        "12:10–13:00", "13:00–14:00", "14:00–14:30", "14:00–15:00",
    ]  # fmt: skip


def test_a_fixed_start_waits_for_work_that_is_not_over() -> None:
    assert told(day(opened="11:10", until="13:20", is_fixed=True), "11:30")[1:3] == [
        "13:20–13:20",
        "13:20–14:20",
    ]


def test_what_should_have_begun_is_expected_from_now_on() -> None:
    blocks = day(opened="11:00", until="12:00")
    assert told(blocks, "13:20")[2:] == ["13:20–14:20", "14:20–14:50", "14:20–15:20"]


def test_what_was_left_out_takes_no_time() -> None:
    blocks = [
        ForecastBlock(lasts("09:00", "10:00")),
        ForecastBlock(lasts("10:00", "11:00"), lasts("09:05", "10:05")),
        ForecastBlock(lasts("11:00", "12:00")),
    ]
    assert told(blocks, "09:30") == ["09:00–10:00", "09:05–10:05", "11:00–12:00"]


def test_a_day_without_sessions_has_no_forecast() -> None:
    assert forecast([], at("09:00") + timedelta()) == []
