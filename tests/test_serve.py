"""The production server keeps to one processor where one writes at a time, and lets a whole room in."""

import os
import resource
import subprocess
import sys
from contextlib import ExitStack
from http.client import HTTPConnection
from pathlib import Path

import pytest
from flask import Flask

from facilitator.serve import OTHER_FILES, THREADS, compile_templates
from tests.databases import BACKENDS, Databases
from tests.journeys.room import served
from tests.people import Browser
from tests.small_workshop import SmallWorkshop

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="this system can't be told"),
]

LIMITED = (
    "import resource; resource.setrlimit(resource.RLIMIT_NOFILE, ({first}, {most}));"
    "from facilitator.serve import connections_allowed; print(connections_allowed())"
)
KEEP = "import os; from facilitator.serve import stay_on_one_processor as keep; keep(); keep()"


def test_a_process_that_keeps_to_one_processor_takes_one_of_its_own() -> None:
    said = subprocess.run(  # noqa: S603 - Python itself, and our own lines
        [sys.executable, "-c", f"{KEEP}; print(*os.sched_getaffinity(0))"],
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    [kept] = map(int, said.split())
    assert kept in os.sched_getaffinity(0)


@pytest.mark.parametrize("backend", BACKENDS)
def test_the_server_keeps_to_one_processor_where_a_file_is_its_database(
    databases: Databases, backend: str, tmp_path: Path
) -> None:
    with served(databases, backend, tmp_path, "capture") as workshop:
        process = workshop.serving.process
        assert process
        workers = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="ascii").split()
        free = [len(os.sched_getaffinity(int(worker))) for worker in workers]
    assert free == [1 if backend == "sqlite" else len(os.sched_getaffinity(0))]


def test_the_server_takes_in_more_phones_than_the_system_gives_files_to_begin_with(
    databases: Databases, tmp_path: Path
) -> None:
    """A room reloads at once, while the system's first word is a file for each of a few."""
    before, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (OTHER_FILES, most))
    with ExitStack() as opened:
        try:
            workshop = opened.enter_context(served(databases, "sqlite", tmp_path, "capture"))
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, (before, most))
        phones = [
            HTTPConnection("127.0.0.1", workshop.serving.port, timeout=60) for _ in range(2 * OTHER_FILES)
        ]
        for phone in phones:
            opened.callback(phone.close)
            phone.request("GET", "/")
            answer = phone.getresponse()
            answer.read()
            assert (answer.status, answer.will_close) == (200, False)


def test_a_process_that_takes_the_place_of_another_has_no_page_to_compile(
    own_app: Flask, workshop: SmallWorkshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    compile_templates(own_app)

    def refuse(*_about: object, **_more: object) -> None:
        raise AssertionError("a template was compiled")

    monkeypatch.setattr(own_app.jinja_env, "compile", refuse)
    delegate, facilitator = (Browser(own_app, workshop.way_in(who)) for who in ("Lyon", "facilitator"))
    assert delegate.read(workshop.path("home")).status_code == 200
    assert facilitator.read(workshop.path("console")).status_code == 200


@pytest.mark.parametrize(
    ("first", "most", "connections"), [(1_024, 4_096, 4_096 - OTHER_FILES), (100, 200, 2 * THREADS)]
)
def test_the_server_lets_as_many_connections_in_as_the_system_allows(
    first: int, most: int, connections: int
) -> None:
    said = subprocess.run(  # noqa: S603 - Python itself, and our own lines
        [sys.executable, "-c", LIMITED.format(first=first, most=most)],
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    assert int(said) == connections
