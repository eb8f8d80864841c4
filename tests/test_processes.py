"""Several processes on PostgreSQL: one that dies in the middle of a full room costs nobody an answer."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from itertools import count
from pathlib import Path
from threading import Event

import pytest

from facilitator.database import db
from tests.databases import Databases
from tests.journeys.counting import Counted
from tests.journeys.room import served
from tests.test_crash import Phone, processes_of

pytestmark = [pytest.mark.slow, pytest.mark.postgresql]

PHONES, ISSUES, BEFORE_THE_KILL, MOST_TRIES = 6, 20, 30, 3


class PatientPhone(Phone):
    """Sends an issue again, under the same id, when its connection breaks off."""

    lost = 0

    def contribute(self, issues: int, tries: "count[int]", enough: Event) -> None:
        """So many, each until it is answered; says when so many have tried."""
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=60)) as line:
            for number in range(issues):
                self._until_it_is_answered(line, f"Issue {number} of phone {self.number}")
                if next(tries) == BEFORE_THE_KILL:
                    enough.set()

    def _until_it_is_answered(self, line: HTTPConnection, title: str) -> None:
        for _ in range(MOST_TRIES):
            try:
                self._send(line, title)
            except (OSError, HTTPException):
                self.lost += 1
                line.close()
            else:
                self.kept.append(title)
                return
        raise AssertionError(f"{title} was never answered")


def test_when_one_process_is_killed_the_others_answer_and_it_is_replaced(
    databases: Databases, tmp_path: Path
) -> None:
    with served(databases, "postgresql", tmp_path, "capture", "--processes", "2") as workshop:
        phones = [PatientPhone(workshop, number) for number in range(PHONES)]
        with workshop.workshop.app.app_context():
            db.engine.dispose()
        assert workshop.serving.process
        first, second = processes_of(workshop.serving.process.pid)
        enough, tries = Event(), count(1)
        with ThreadPoolExecutor(PHONES) as threads:
            sending = [threads.submit(phone.contribute, ISSUES, tries, enough) for phone in phones]
            assert enough.wait(120)
            workshop.serving.end(first)
            for each in sending:
                each.result(120)
        assert set(processes_of(workshop.serving.process.pid)) - {first, second}
        found = sorted(row.title for row in Counted(workshop.url).rows["cards"])
    assert found == sorted(title for phone in phones for title in phone.kept)
    assert len(found) == PHONES * ISSUES
    assert all(phone.lost <= 1 for phone in phones)
