"""The production server: gunicorn with threads; one process for a SQLite file, several with PostgreSQL."""

import gc
import os
import resource
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from facilitator.database import db
from facilitator.web.arrival import Worker
from facilitator.web.turnstile import Turnstile, Wsgi

# Threads wait for the database and for slow phones most of the time. Both have to be raised
# together: connections beyond the threads are kept waiting by gunicorn without a word.
THREADS = 64
# A phone that loads a page opens up to six, for its style and scripts, and a room may load one at once.
CONNECTIONS = 8_000
# Each is a file to the system; besides, the database has three in each thread.
OTHER_FILES = 4 * THREADS
# A phone asks every four seconds, eight after a lost answer: its connection stays for that, the others close.
KEPT_ALIVE = 12


@dataclass(frozen=True)
class Way:
    """How a kind of database is best served."""

    at_once: int
    """Of the threads of a process so many work."""
    one_writer: bool
    """Those that change something have a queue of their own (`transactions.Writers`), in one process."""
    one_processor: bool
    """Whether the process keeps to one processor (decision 19)."""


WAYS = {
    "sqlite": Way(at_once=2, one_writer=True, one_processor=True),
    # Its threads spend part of their time waiting for another process or machine.
    "postgresql": Way(at_once=8, one_writer=False, one_processor=False),
}


class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn with the app and settings given here; it reads neither files nor arguments."""

    def __init__(
        self, app: Wsgi, host: str, port: int, *, processes: int = 1, one_processor: bool = False
    ) -> None:
        self.app = app
        self.processes = processes
        self.one_processor = one_processor
        self.address = f"{host}:{port}"
        super().__init__()

    def load_config(self) -> None:
        """Set what differs from gunicorn's defaults."""
        settings: dict[str, Any] = {
            "bind": self.address,
            "worker_class": Worker,
            "workers": self.processes,
            "threads": THREADS,
            "worker_connections": connections_allowed(),
            "keepalive": KEPT_ALIVE,
            "timeout": 60,
            "graceful_timeout": 20,
            "max_requests": 0,
            "loglevel": "warning",
            "worker_tmp_dir": "/dev/shm" if os.path.isdir("/dev/shm") else None,  # noqa: S108
            "control_socket_disable": True,
        }
        for name, value in settings.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def run(self) -> None:
        """Serve until stopped.

        What stands by now stays. To look in a worker whether any of it can go would write into all of it, and
        so give each worker a copy of what it shares with this process.
        """
        gc.freeze()
        super().run()

    def load(self) -> Wsgi:
        """The app, in the worker."""
        if self.one_processor:
            stay_on_one_processor()
        return self.app


def serve_until_stopped(app: Flask, host: str, port: int, processes: int = 1) -> None:
    """Serve the app until it is stopped, in the way that its database bears.

    A process that dies is replaced, and the others serve on; only a database that is a server itself can
    have several.
    """
    with app.app_context():
        way = WAYS[db.engine.dialect.name]
        db.engine.dispose()  # no process may inherit a connection of another
    if way.one_writer and processes > 1:
        raise ValueError("several processes would have several writers")
    turnstile = Turnstile(
        app, way.at_once, one_writer=way.one_writer, most_bytes=app.config["MAX_CONTENT_LENGTH"]
    )
    Server(turnstile, host, port, processes=processes, one_processor=way.one_processor).run()


def connections_allowed() -> int:
    """How many connections the system lets this process have, once it has been asked for all that it gives.

    Many systems begin with 1,024 open files: the phone after that would be let in, and answered with nothing.
    """
    needed = CONNECTIONS + OTHER_FILES
    allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if _is_less(allowed, needed):
        allowed = most if _is_less(most, needed) else needed
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, most))
    files = allowed if _is_less(allowed, needed) else needed
    return max(2 * THREADS, files - OTHER_FILES)


def _is_less(limit: int, wanted: int) -> bool:
    return limit != resource.RLIM_INFINITY and limit < wanted


def stay_on_one_processor() -> None:
    """Keep this process and what it begins on one of its processors, where the system lets itself be told so.

    Threads that share one interpreter work one after the other; each time the next one does so on another
    processor, it finds none of what it works with at hand.
    """
    with suppress(AttributeError, OSError):
        free = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {free[os.getpid() % len(free)]})
