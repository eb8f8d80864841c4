"""What is asked: the product as `facilitator serve` starts it, and the raw app (`raw.py`)."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from bench.participants import wait_for
from bench.phones.crowd import FAULTS, Crowd, Screen, Sender
from bench.phones.http import Fields, Line
from bench.usage import family
from tests.journeys.serving import Serving, free_port
from tests.small_workshop import SECRET

TAG = 'W/"1"'
ROW = {"comment": ["What we say of it"]}
QUIET, GLANCES = 0.05, 5


class Server(NamedTuple):
    """A server that runs: where it answers, and its first process."""

    port: int
    process: int

    def kill_one(self) -> None:
        """End one of its working processes at once, as the system does when memory runs out."""
        os.kill(family(self.process)[-1], signal.SIGKILL)

    async def settle(self, path: str) -> None:
        """Wait until it is done with what it was asked before: it answers some requests at once."""
        quiet = 0
        while quiet < GLANCES:
            began, line = perf_counter(), Line(self.port)
            with suppress(*FAULTS):
                await line.get(path)
            line.hang_up()
            quiet = quiet + 1 if perf_counter() - began < QUIET else 0
            await asyncio.sleep(QUIET)


@contextmanager
def product(folder: Path, url: str, *options: str) -> Iterator[Server]:
    """The product, as an operator starts it."""
    serving = Serving(folder, settings={"FACILITATOR_DATABASE_URL": url, "FACILITATOR_SECRET_KEY": SECRET})
    serving.start(*options)
    assert serving.process
    try:
        yield Server(serving.port, serving.process.pid)
    finally:
        serving.kill()


def raw(folder: Path, people: int) -> AbstractContextManager[Server]:
    """The raw app, in a process of its own."""
    return served_by("bench.phones.raw", folder, str(people))


@contextmanager
def served_by(module: str, folder: Path, *words: str) -> Iterator[Server]:
    """A module that is run as a server, in a process of its own: by its folder, a port and these words."""
    port = free_port()
    command = [sys.executable, "-m", module, str(folder), str(port), *words]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:  # noqa: S603 - our own words
        try:
            wait_for(port)
            yield Server(port, process.pid)
        finally:
            process.terminate()


def raw_crowd(port: int, like: Crowd) -> Crowd:
    """The same people before the raw app."""
    return Crowd(
        [_raw_screen(port, number, screen) for number, screen in enumerate(like.screens)],
        [_raw_sender(port, "ballot") for _ in like.voters],
        [_raw_sender(port, "issue") for _ in like.authors],
    )


def _raw_screen(port: int, number: int, like: Screen) -> Screen:
    line = Line(port)
    line.cookies["participant"] = f"token-{number}"
    return Screen(like.kind, line, "/live", like.every, tag=TAG)


def _raw_sender(port: int, kind: str) -> Sender:
    return Sender(kind, Line(port), "/row", ROW.copy, _forget)


def _forget(_sent: Fields) -> None:
    """The raw app is not asked what it has kept."""
