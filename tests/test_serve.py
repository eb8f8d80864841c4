"""The production server keeps to one processor where one writes at a time, and leaves the rest to others."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.databases import BACKENDS, Databases
from tests.journeys.room import served

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="this system can't be told"),
]

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
