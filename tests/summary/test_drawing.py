"""The order of issues is drawn by a process of its own, and is there when results are opened."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import pytest

from facilitator.live.waiting import Announcement
from facilitator.summary.drawing import Drawings, Question, draw, draw_apart
from facilitator.summary.drawing_ahead import DrawingAhead
from facilitator.summary.order import drawings
from facilitator.summary.order import question as question_of
from tests.small_workshop import SmallWorkshop
from tests.summary.panel import SIX_CITIES, panel_of

pytestmark = pytest.mark.one_database


def question(issues: int, seed: int = 1) -> Question:
    """Ten cities on two criteria, with values that hang on the seed."""
    dice = Random(seed)

    def cities() -> tuple[tuple[str, float], ...]:
        return tuple((f"c{city}", float(dice.randint(1, 9))) for city in range(10))

    return tuple((issue, ((1, cities()), (2, cities()))) for issue in range(issues))


@pytest.mark.slow
def test_a_process_of_its_own_draws_the_same() -> None:
    assert draw_apart(question(5)) == draw(question(5))


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="children are found by Linux's own list")
def test_a_process_that_is_killed_costs_time_and_no_answer() -> None:
    asked = question(12)
    with ThreadPoolExecutor(1) as thread:
        drawn = thread.submit(draw_apart, asked)
        while not (children := children_of(os.getpid())):
            assert not drawn.done()
        for child in children:
            os.kill(child, signal.SIGKILL)
        assert drawn.result(120) == draw(asked)


def children_of(process: int) -> list[int]:
    """Those that draw, of all that a process has begun."""
    found = [
        int(child)
        for task in Path(f"/proc/{process}/task").iterdir()
        for child in (task / "children").read_text().split()
    ]
    return [child for child in found if b"summary.drawing" in Path(f"/proc/{child}/cmdline").read_bytes()]


def test_who_asks_while_it_is_drawn_gets_what_the_first_one_gets() -> None:
    known = Drawings()
    with ThreadPoolExecutor(4) as threads:
        drawn = list(threads.map(known.of, [question(3)] * 4))
    assert all(each is drawn[0] for each in drawn)


def test_of_many_questions_the_oldest_is_forgotten() -> None:
    known = Drawings()
    asked: list[Question] = [((issue, ()),) for issue in range(70)]
    for each in asked:
        known.of(each)
    assert [each in known for each in asked] == [False] * 6 + [True] * 64


def test_what_cannot_be_drawn_is_no_answer_to_the_next_one() -> None:
    beyond = tuple((f"c{city}", 12.0) for city in range(5))
    known, wrong = Drawings(), ((1, ((1, beyond),)),)
    for _ in range(2):
        with pytest.raises(ValueError, match="lies between"):
            known.of(wrong)
    assert wrong not in known


def test_once_a_group_has_closed_its_order_is_drawn_before_anybody_asks(workshop: SmallWorkshop) -> None:
    panel = panel_of(workshop, *SIX_CITIES, issues=2)
    for number, city in enumerate(SIX_CITIES, start=1):
        panel.answer(city, 1, relevance=number)
        panel.answer(city, 2, relevance=10 - number)
    asked = question_of({result.issue.id: result.values for result in panel.results().issues})
    ahead = DrawingAhead(workshop.app)
    for topics in ({"results-1", "everything"}, {"groups", "everything"}):
        assert asked not in drawings
        ahead.hear(Announcement(workshop.id, 7, frozenset(topics)))
    ahead.draw(ahead.heard())
    assert asked in drawings
    assert ahead.heard(waits=False) == set()
