"""A server that is killed is started again; one that can't start says why in a sentence, and ends."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from threading import Event
from time import monotonic

import pytest

from facilitator.serve import TAKEN
from tests.databases import BACKENDS, Databases
from tests.journeys.room import served
from tests.journeys.serving import Serving
from tests.small_workshop import SECRET
from tests.test_crash import Phone, processes_of

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="this system doesn't say who is whose"),
]

IDLE = """
import facilitator.serve as serve
serve.STANDSTILL = 1
serve.KeptWorker.notify(None)
while True:
    pass
"""
PATIENCE = 60.0


@pytest.fixture
def serving(databases: Databases, tmp_path: Path) -> Iterator[Serving]:
    """An installation of its own, whose database is there, not yet started."""
    with databases.copy(BACKENDS[0], tmp_path) as url:
        environment = {"FACILITATOR_DATABASE_URL": url, "FACILITATOR_SECRET_KEY": SECRET}
        yield Serving(tmp_path / "instance", settings=environment)


def file_of(serving: Serving) -> Path:
    """Its database."""
    return Path(serving.settings["FACILITATOR_DATABASE_URL"].removeprefix("sqlite:///"))


def refused(serving: Serving, **settings: str) -> tuple[int, str]:
    """Start a server that can't start: its code, and what it says."""
    serving.settings |= settings
    with pytest.raises(AssertionError, match="The server ended with"):
        serving.start()
    assert serving.process
    return serving.process.returncode, serving.printed


def sign_in_page(port: int) -> int:
    """The status of a page."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as line:
        line.request("GET", "/sign-in")
        return line.getresponse().status


def until_gone(process: int) -> bool:
    """Whether it ends within a while."""
    end = monotonic() + PATIENCE
    while monotonic() < end:
        try:
            # Of a process that nobody has waited for, the name stays.
            state = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
    return False


def test_a_wrong_setting_is_said_in_a_sentence(serving: Serving) -> None:
    code, said = refused(serving, FACILITATOR_HTTPS="perhaps")
    assert (code, said) == (
        2,
        "These settings are wrong:\n  FACILITATOR_HTTPS='perhaps': say yes or no\n",
    )


def test_a_port_that_is_taken_is_said_in_a_sentence(serving: Serving) -> None:
    with socket.create_server(("127.0.0.1", serving.port)) as other:
        other.settimeout(PATIENCE)
        started = subprocess.run(  # noqa: S603 - our own command, our own words
            [sys.executable, "-m", "facilitator", "serve", "--port", str(serving.port)],
            env=serving.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )
    assert (started.returncode, started.stderr) == (1, f"Error: {TAKEN.format(port=serving.port)}\n")


def test_a_host_that_is_not_of_this_machine_is_said_in_a_sentence(serving: Serving) -> None:
    serving.command = ("serve", "--host", "192.0.2.1")
    code, said = refused(serving)
    assert code == 1
    assert said.startswith(f"Error: 192.0.2.1, port {serving.port}, can't be listened at: ")
    assert said.count("\n") == 1


def test_a_database_of_another_version_is_said_in_a_sentence(serving: Serving) -> None:
    with closing(sqlite3.connect(file_of(serving))) as database, database:
        database.execute("UPDATE alembic_version SET version_num = 'of_2031'")
    code, said = refused(serving)
    assert code == 1
    assert said.startswith("Error: This database was made by another version of Facilitator")
    assert said.count("\n") == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_server_that_is_stopped_ends_whole_and_well(serving: Serving, number: int) -> None:
    serving.start()
    assert serving.process
    [server] = processes_of(serving.process.pid)
    assert sign_in_page(serving.port) == 200
    serving.process.send_signal(number)
    assert (serving.process.wait(PATIENCE), serving.printed) == (0, "")
    assert until_gone(server)
    serving.start()  # at the same port, which is free
    serving.stop()


def test_a_terminal_tells_the_keeper_alone_to_stop_and_as_often_as_it_likes(serving: Serving) -> None:
    serving.start()
    assert serving.process
    [server] = processes_of(serving.process.pid)
    assert sign_in_page(serving.port) == 200  # it serves by now, and no longer starts
    os.kill(server, signal.SIGINT)
    assert sign_in_page(serving.port) == 200
    for _ in range(20):
        os.killpg(serving.process.pid, signal.SIGINT)
    assert serving.process.wait(PATIENCE) == 0


def test_a_server_whose_keeper_is_killed_ends_too(serving: Serving) -> None:
    serving.start()
    assert serving.process
    [server] = processes_of(serving.process.pid)
    assert sign_in_page(serving.port) == 200
    serving.end(serving.process.pid)
    serving.process.wait()
    assert until_gone(server)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGALRM, signal.SIGSEGV])
def test_a_server_that_is_killed_is_started_again_and_lets_those_in_who_came_meanwhile(
    serving: Serving, number: int
) -> None:
    serving.start()
    assert serving.process
    assert sign_in_page(serving.port) == 200
    for _ in range(2):
        [server] = processes_of(serving.process.pid)
        os.kill(server, number)
        assert until_gone(server)
        assert sign_in_page(serving.port) == 200
        assert processes_of(serving.process.pid) != [server]
    said = f"The server was ended by signal {number:d}; it is started again.\n"
    assert serving.printed == 2 * said
    serving.stop()


def test_a_start_that_is_killed_is_not_tried_again(serving: Serving) -> None:
    serving.instance.mkdir()
    started = subprocess.Popen(  # noqa: S603 - our own command, our own words
        [sys.executable, "-m", "facilitator", "serve", "--port", str(serving.port)], env=serving.environment
    )
    with started:
        end = monotonic() + PATIENCE
        while not (server := processes_of(started.pid)):
            assert monotonic() < end
        os.kill(server[0], signal.SIGKILL)
        assert started.wait(PATIENCE) == 128 + signal.SIGKILL


def test_a_demo_that_is_started_again_is_not_started_over(tmp_path: Path) -> None:
    """`--fresh` was meant for the start that somebody typed."""
    demo = Serving(tmp_path / "instance", "demo", "--fresh")
    demo.start()
    assert demo.process
    assert sign_in_page(demo.port) == 200
    with closing(sqlite3.connect(demo.instance / "facilitator.sqlite3")) as database, database:
        database.execute("UPDATE workshop SET title = 'Changed since'")
    [server] = processes_of(demo.process.pid)
    os.kill(server, signal.SIGKILL)
    assert until_gone(server)
    assert sign_in_page(demo.port) == 200
    with closing(sqlite3.connect(demo.instance / "facilitator.sqlite3")) as database:
        assert database.execute("SELECT title FROM workshop").fetchone() == ("Changed since",)
    demo.stop()


def test_what_was_answered_before_a_server_was_killed_is_there_after(
    databases: Databases, tmp_path: Path
) -> None:
    with served(databases, BACKENDS[0], tmp_path, "capture") as workshop, ThreadPoolExecutor(1) as thread:
        phones = [Phone(workshop, number) for number in range(2)]
        assert workshop.serving.process
        for phone in phones:
            stop = Event()
            sending = thread.submit(phone.contribute_issues, Event(), count(1), stop)
            end = monotonic() + PATIENCE
            while len(phone.kept) < 3:
                assert monotonic() < end
            [server] = processes_of(workshop.serving.process.pid)
            os.kill(server, signal.SIGKILL)
            stop.set()
            sending.result(PATIENCE)
        assert sign_in_page(workshop.serving.port) == 200
        with closing(sqlite3.connect(file_of(workshop.serving))) as file:
            found = {title for (title,) in file.execute("SELECT title FROM wording")}
    assert {title for phone in phones for title in phone.kept} <= found


def test_a_server_that_does_nothing_any_more_is_ended_by_the_system() -> None:
    ended = subprocess.run([sys.executable, "-c", IDLE], check=False, timeout=PATIENCE)  # noqa: S603 - our own lines
    assert ended.returncode == -signal.SIGALRM
