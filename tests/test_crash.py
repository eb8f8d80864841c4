"""What a person was told is kept is kept, also when the server is killed in the middle of a full room."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from itertools import count
from pathlib import Path
from threading import Event
from urllib.parse import urlencode

import pytest

from facilitator.database import db
from tests.databases import BACKENDS, Databases
from tests.journeys.counting import Counted
from tests.journeys.room import Served, served
from tests.people import Browser

PHONES, ANSWERED = 8, 60
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Phone:
    """Somebody who brings up one issue after the other, until nobody answers any more."""

    def __init__(self, workshop: Served, number: int, who: str = "Lyon") -> None:
        self.number, self.port = number, workshop.serving.port
        self.path = workshop.workshop.path(f"sessions/{workshop.workshop.sessions['RET']}/issue")
        browser = Browser(workshop.workshop.app, workshop.workshop.way_in(who))
        self.form = browser.form(self.path)
        self.cookie = "; ".join(f"{cookie.key}={cookie.value}" for cookie in browser.cookies)
        self.kept: list[str] = []

    def contribute_issues(self, enough: Event, tries: "count[int]", stop: Event | None = None) -> None:
        """Until the server is gone, or it is told to stop; remembers what it was told is kept.

        It says when so many have tried.
        """
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=60)) as line:
            for number in count():
                title = f"Issue {number} of phone {self.number}"
                if stop and stop.wait(0.1):
                    return
                try:
                    self._send(line, title)
                except (OSError, HTTPException):
                    return
                finally:
                    if next(tries) == ANSWERED + PHONES:
                        enough.set()
                self.kept.append(title)

    def _send(self, line: HTTPConnection, title: str) -> None:
        said = {"title": title, "text": "", "aspect": "technical", "stance": "met"}
        fields = self.form | said | {"submission": f"{self.number}-{title}"}
        line.request("POST", self.path, urlencode(fields, doseq=True), FORM | {"Cookie": self.cookie})
        answer = line.getresponse()
        answer.read()
        assert answer.status == 303, answer.status


def processes_of(master: int) -> list[int]:
    """The numbers of those that serve."""
    return [int(each) for each in Path(f"/proc/{master}/task/{master}/children").read_text().split()]


@pytest.mark.slow
@pytest.mark.parametrize("backend", BACKENDS)
def test_nothing_that_was_answered_is_lost_when_the_server_is_killed(
    databases: Databases, backend: str, tmp_path: Path
) -> None:
    with served(databases, backend, tmp_path, "capture") as workshop, ThreadPoolExecutor(PHONES) as threads:
        phones = [Phone(workshop, number) for number in range(PHONES)]
        with workshop.workshop.app.app_context():
            db.engine.dispose()
        enough, tries = Event(), count(1)
        sending = [threads.submit(phone.contribute_issues, enough, tries) for phone in phones]
        assert enough.wait(120)
        workshop.serving.kill()
        for each in sending:
            each.result(120)
        kept = {title for phone in phones for title in phone.kept}
        found = {row.title for row in Counted(workshop.url).rows["cards"]}
    assert len(kept) >= ANSWERED
    assert kept - found == set()
    # Of each phone one more may have been kept whose answer never left.
    assert len(found - kept) <= PHONES
