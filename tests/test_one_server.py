"""A SQLite file has one server; the operator's commands work beside it, and wait for their turn."""

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import count
from pathlib import Path
from threading import Event

import pytest

from facilitator.commands.running import ANOTHER_SERVES
from facilitator.database import db
from tests.databases import BACKENDS, Databases
from tests.journeys.room import served
from tests.journeys.serving import Serving
from tests.small_workshop import INTERESTED, LIGHTHOUSE
from tests.test_crash import Phone

pytestmark = pytest.mark.slow

EMAIL = "facilitator@brussels.example.org"


def run(serving: Serving, *words: str) -> subprocess.CompletedProcess[str]:
    """A command of the operator, in the same installation."""
    return subprocess.run(  # noqa: S603 - our own command, our own words
        [sys.executable, "-m", "facilitator", *words],
        env=serving.environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.mark.parametrize("words", [("serve", "--port", "1"), ("demo", "--port", "1", "--fresh")])
def test_a_second_server_on_a_file_is_refused_in_a_sentence(tmp_path: Path, words: tuple[str, ...]) -> None:
    first = Serving(tmp_path / "instance", "demo")
    first.start()
    try:
        second = run(first, *words)
        assert (second.returncode, second.stderr) == (1, f"Error: {ANOTHER_SERVES}\n")
        assert run(first, "export", "brussels-2017", "--output", str(tmp_path / "report")).returncode == 0
    finally:
        first.kill()
    first.start()  # whoever was killed holds nothing
    first.stop()


def test_with_postgresql_a_second_server_is_welcome(databases: Databases, tmp_path: Path) -> None:
    with served(databases, BACKENDS[1], tmp_path, "capture") as workshop:
        second = Serving(tmp_path / "second", settings=workshop.serving.settings)
        second.start()
        second.stop()


def test_commands_work_beside_the_server_while_a_room_sends(databases: Databases, tmp_path: Path) -> None:
    with served(databases, "sqlite", tmp_path, "capture") as workshop, ThreadPoolExecutor(4) as threads:
        enough = Event()
        phones = [Phone(workshop, number, who) for number, who in enumerate((*LIGHTHOUSE, *INTERESTED))]
        with workshop.workshop.app.app_context():
            db.engine.dispose()
        sending = [threads.submit(phone.contribute_issues, Event(), count(1), enough) for phone in phones]
        try:
            for words in (
                ("user", "link", EMAIL),
                ("user", "add", "new@example.org", "--name", "Ana"),
                ("migrate",),
                ("doctor",),
                ("export", "brussels", "--format", "json", "--output", str(tmp_path / "report")),
            ):
                done = run(workshop.serving, *words)
                assert done.returncode == 0, done.stderr
        finally:
            enough.set()
        for each in sending:
            each.result(120)
        with closing(sqlite3.connect(workshop.url.removeprefix("sqlite:///"))) as file:
            assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            found = {title for (title,) in file.execute("SELECT title FROM wording")}
    assert {title for phone in phones for title in phone.kept} <= found
