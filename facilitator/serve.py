"""The production server: gunicorn with threads; one process for a SQLite file, several with PostgreSQL."""

import errno
import gc
import os
import resource
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.sock import create_sockets

from facilitator import keeper
from facilitator.database import db
from facilitator.live.other_processes import Hearing
from facilitator.mail.sending import MailThread
from facilitator.rehearsal.playing import go_on_playing
from facilitator.summary.drawing_ahead import DrawingAhead
from facilitator.web.arrival import Worker
from facilitator.web.bodies import body_limits
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
# Seconds after which a process that does nothing any more is replaced.
STANDSTILL = 60

TAKEN = "Port {port} is taken: another program listens there. Stop that one, or choose another port (--port)."
OUT_OF_REACH = "{host}, port {port}, can't be listened at: {why}. Choose others (--host, --port)."


@dataclass(frozen=True)
class ServingMode:
    """How a kind of database is best served."""

    at_once: int
    """Of the threads of a process so many work."""
    one_writer: bool
    """Those that change something have a queue of their own (`transactions.Writers`), in one process."""
    one_processor: bool
    """Whether the process keeps to one processor (decision 19)."""


WAYS = {
    "sqlite": ServingMode(at_once=2, one_writer=True, one_processor=True),
    # Its threads spend part of their time waiting for another process or machine.
    "postgresql": ServingMode(at_once=8, one_writer=False, one_processor=False),
}


class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn with the app and settings given here; it reads neither files nor arguments."""

    def __init__(
        self,
        app: Wsgi,
        listener: socket.socket,
        *,
        processes: int = 1,
        one_processor: bool = False,
        hears_at: str = "",
        beside: Callable[[], None] = lambda: None,
    ) -> None:
        self.app = app
        self.hears_at = hears_at
        self.beside = beside
        self.processes = processes
        self.one_processor = one_processor
        self.listener = listener
        super().__init__()

    def load_config(self) -> None:
        """Set what differs from gunicorn's defaults."""
        settings: dict[str, Any] = {
            "bind": f"fd://{self.listener.fileno()}",
            "worker_class": Worker,
            "workers": self.processes,
            "threads": THREADS,
            "worker_connections": connections_allowed(),
            "keepalive": KEPT_ALIVE,
            "timeout": STANDSTILL,
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
        """Serve until stopped: in this process if it has a keeper, else in those that it begins.

        What stands by now stays. To look whether any of it can go would take a tenth of a second, in the
        midst of a request; and write into all of it, so that no worker would share it with this process.
        """
        gc.freeze()
        self.listener.detach()  # from here on it is gunicorn's
        if keeper.kept is None:
            super().run()
        else:
            self._run_here(keeper.kept)

    def _run_here(self, kept: keeper.Kept) -> None:
        log = self.cfg.logger_class(self.cfg)
        listeners = create_sockets(self.cfg, log)
        worker = KeptWorker(1, os.getppid(), listeners, self, STANDSTILL, self.cfg, log)
        worker.pid = os.getpid()
        kept.serves_at(listeners[0].sock)
        worker.init_process()

    def load(self) -> Wsgi:
        """The app, in the worker, and what works beside it there."""
        if self.one_processor:
            stay_on_one_processor()
        if self.hears_at:
            Hearing(self.hears_at).start()
        self.beside()
        return self.app


class KeptWorker(Worker):
    """A worker without a process of gunicorn's above it."""

    def init_signals(self) -> None:
        """Stop when the keeper says so, and on nothing else.

        A terminal tells all of its group, so that a server would hear it twice; and gunicorn's handler of
        these two waits for ever where the second signal comes upon the first.
        """
        super().init_signals()
        for number in (signal.SIGINT, signal.SIGQUIT):
            signal.signal(number, signal.SIG_IGN)

    def notify(self) -> None:
        """Have the system end this process unless it says within a minute again that it is alive."""
        signal.alarm(STANDSTILL)


def bound(host: str, port: int) -> socket.socket:
    """A socket at this address, or that of the server whose place this one takes.

    Raises `OSError` with a sentence for the operator.
    """
    if keeper.kept and keeper.kept.listener:
        return keeper.kept.listener
    try:
        # An address of the sixth version may stand in brackets, as it does in a browser.
        found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, _, _, _, address = found[0]
        listener = socket.socket(family, socket.SOCK_STREAM)
        # What is left of connections of a server that has just stopped does not hold the port.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as fault:
        said = TAKEN if fault.errno == errno.EADDRINUSE else OUT_OF_REACH
        raise OSError(said.format(host=host, port=port, why=fault.strerror)) from None
    return listener


def serve_until_stopped(app: Flask, listener: socket.socket, processes: int = 1) -> None:
    """Serve the app until it is stopped, in the way that its database bears.

    A process that dies is replaced, and the others serve on; only a database that is a server itself can
    have several.
    """
    with app.app_context():
        way = WAYS[db.engine.dialect.name]
        hears_at = (
            "" if way.one_writer else db.engine.url.set(drivername="postgresql").render_as_string(False)
        )
        db.engine.dispose()  # no process may inherit a connection of another
    if way.one_writer and processes > 1:
        raise ValueError("several processes would have several writers")
    if processes > 1:
        compile_templates(app)
    turnstile = Turnstile(app, way.at_once, one_writer=way.one_writer, limits=body_limits(app))
    Server(
        turnstile,
        listener,
        processes=processes,
        one_processor=way.one_processor,
        hears_at=hears_at,
        beside=partial(_begin_beside, app),
    ).run()


def _begin_beside(app: Flask) -> None:
    """What a process does besides answering: send e-mails, draw orders, and go on with rehearsals."""
    MailThread(app).start()
    DrawingAhead(app).start()
    go_on_playing(app)


def compile_templates(app: Flask) -> None:
    """Have all templates stand ready before the processes part.

    One that replaces another gets half a room at once: each of its threads would compile the same pages.
    """
    for name in app.jinja_env.list_templates(extensions=["html"]):
        app.jinja_env.get_template(name)


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
