"""The disk of a server fills while a room sends: what was acknowledged is there, the rest is sent again."""

import resource
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager, suppress
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

import pytest

from facilitator.database import db
from facilitator.web.errors import MAYBE_KEPT
from tests.databases import Databases
from tests.journeys.counting import Counted
from tests.journeys.room import Served, served
from tests.pages import lead
from tests.small_workshop import INTERESTED, LIGHTHOUSE
from tests.test_crash import FORM, Phone, processes_of

pytestmark = pytest.mark.slow

SENDING, ACKNOWLEDGED, REFUSALS = 16, 200, 3
MEGABYTE = 2**20
SMALL, LARGE = 9 * MEGABYTE, 64 * MEGABYTE
PEOPLE = (*LIGHTHOUSE, *INTERESTED)
LONG = "What several owners say of it, and what some can't pay. " * 70


class Sender(Phone):
    """Somebody who goes on sending while the server answers that it could not save."""

    def __init__(self, workshop: Served, number: int) -> None:
        super().__init__(workshop, number, PEOPLE[number % len(PEOPLE)])
        self.not_kept: set[str] = set()
        self.maybe_kept: set[str] = set()

    def send_until_it_is_full(self) -> None:
        """Until so many were refused; notes what the server said of each."""
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=60)) as line:
            for number in count():
                title = f"Issue {number} of phone {self.number}"
                status, page = self.send(line, title)
                if status == 303:
                    self.kept.append(title)
                    continue
                assert status in (503, 507), status
                assert title in page
                (self.maybe_kept if lead(page) == MAYBE_KEPT else self.not_kept).add(title)
                if len(self.not_kept | self.maybe_kept) == REFUSALS:
                    return

    def send(self, line: HTTPConnection, title: str) -> tuple[int, str]:
        """Send an issue, under an id of its own; what is answered."""
        said = {"title": title, "text": LONG, "aspect": "technical", "stance": "met"}
        fields = self.form | said | {"submission": f"{self.number}-{title}"}
        line.request("POST", self.path, urlencode(fields, doseq=True), FORM | {"Cookie": self.cookie})
        answer = line.getresponse()
        return answer.status, answer.read().decode()

    def send_again(self) -> None:
        """All that was not acknowledged."""
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=60)) as line:
            for title in self.not_kept | self.maybe_kept:
                assert self.send(line, title)[0] == 303
                self.kept.append(title)


SetSize = Callable[[Served, int], None]


@contextmanager
def disk_of_its_own(folder: Path) -> Iterator[SetSize]:
    """A disk in memory that has an end; only who may mount has it."""
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SMALL}", "facilitator-test", str(folder)]
    subprocess.run(mount, check=True, capture_output=True)  # noqa: S603 - our own words
    try:
        yield lambda _served, size: subprocess.run(  # noqa: S603
            ["mount", "-o", f"remount,size={size}", str(folder)],  # noqa: S607
            check=True,
            capture_output=True,
        )
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)  # noqa: S603, S607


def limit_files(served: Served, size: int) -> None:
    """No file that the server writes may be larger: the system refuses it, and anybody may ask for that."""
    assert served.serving.process
    master = served.serving.process.pid
    for process in (master, *processes_of(master)):
        resource.prlimit(process, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


@pytest.fixture(params=["a full disk", "a file that may not grow"])
def set_size(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SetSize]:
    (tmp_path / "disk").mkdir()
    with ExitStack() as mounted:
        limit: SetSize = lambda served, size: limit_files(served, size * 2 // 5)  # noqa: E731
        if request.param == "a full disk":
            # Where nobody may mount one, the limit of a file has to stand for it.
            with suppress(subprocess.CalledProcessError, FileNotFoundError):
                limit = mounted.enter_context(disk_of_its_own(tmp_path / "disk"))
        yield limit


def titles(served: Served) -> list[str]:
    return sorted(row.title for row in Counted(served.url).rows["cards"])


def test_what_was_acknowledged_while_the_disk_filled_is_there(
    databases: Databases, tmp_path: Path, set_size: SetSize
) -> None:
    with served(databases, "sqlite", tmp_path, "capture", disk=tmp_path / "disk") as workshop:
        set_size(workshop, SMALL)
        senders = [Sender(workshop, number) for number in range(SENDING)]
        with workshop.workshop.app.app_context():
            db.engine.dispose()
        with ThreadPoolExecutor(SENDING) as threads:
            list(threads.map(Sender.send_until_it_is_full, senders))
        found = set(titles(workshop))
        kept = {title for each in senders for title in each.kept}
        assert len(kept) >= ACKNOWLEDGED
        assert kept - found == set()
        assert not found & {title for each in senders for title in each.not_kept}
        assert not any(title in workshop.serving.printed for title in found)
        set_size(workshop, LARGE)
        for each in senders:
            each.send_again()
        assert titles(workshop) == sorted(title for each in senders for title in each.kept)
