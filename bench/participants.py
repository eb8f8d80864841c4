"""What one server process gives a room of phones: the page of replies, and its submit.

Each is asked over HTTP of the production server (one process with threads) and compared, in turns,
with the raw limit of the same stack: a Flask view with a Jinja page of the same size; a Flask view
that inserts one row under a lock and commits it, synchronous=FULL. The raw app is served by the same
server without what ours adds to it: a turnstile and commits that are shared. Both keep to the same
processor, and the phones to the others, where there are several; so processor time of an answer can be
told besides, which hangs less on what else the machine does.
"""

from __future__ import annotations

import gc
import os
import random
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from flask import Flask, render_template_string, request

from bench.result import Result
from bench.usage import Meter
from facilitator import create_app
from facilitator.__main__ import COLLECT_AFTER
from facilitator.access.actor import NOBODY
from facilitator.config import Settings
from facilitator.schema import bring_up_to_date
from facilitator.validation.models import Verdict
from facilitator.validation.operations import add_criterion
from facilitator.validation.rules import Reply
from facilitator.validation.stale import mark
from tests.databases import settings
from tests.people import Browser
from tests.small_workshop import SmallWorkshop

# Short turns, and many: what else a machine has to do then falls on both alike.
ISSUES, PHONES, SECONDS, TURNS = 3, 8, 0.5, 24
# Of one person so many submits would be more than anybody can mean, and refused.
PEOPLE = 64
PAGE_AIM, SUBMIT_AIM = 0.6, 0.4

PROCESSORS = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else [0]
THE_SERVERS, THE_PHONES = set(PROCESSORS[:1]), set(PROCESSORS[1:] or PROCESSORS)


def run() -> Iterator[Result]:
    """The page and its submit, each as a share of the raw limit."""
    with tempfile.TemporaryDirectory() as folder:
        room = Room(Path(folder))
        size = str(room.page_size)
        with served("product", folder) as product, served("raw", folder, size) as raw:
            keep_to(THE_PHONES)
            servers = product, raw
            case = "page: 3 issues × 4 criteria, 3 comments"
            yield from compared(case, PAGE_AIM, servers, room.read, read_raw)
            case = "submit: 12 ratings and 3 comments"
            yield from compared(case, SUBMIT_AIM, servers, room.submit, submit_raw)


def of_folder(folder: Path) -> Settings:
    """Settings of the product in a folder."""
    return settings(folder, f"sqlite:///{folder / 'bench.sqlite3'}")


class Person:
    """A delegate with the page of replies: its form, as it stands, and what their phone brings along."""

    def __init__(self, browser: Browser, path: str) -> None:
        self.page_size = len(browser.read(path).data)
        self.form = browser.form(path)
        self.cookie = "; ".join(f"{cookie.key}={cookie.value}" for cookie in browser.cookies)


class Room:
    """A workshop in which one group validates three issues by four criteria."""

    def __init__(self, folder: Path) -> None:
        app = create_app(of_folder(folder))
        with app.app_context():
            bring_up_to_date()
        workshop = SmallWorkshop(app)
        with workshop.change():
            add_criterion(
                workshop.row, key="cost", name="Cost", question="What does it cost?", low="little",
                high="much", weight=1.0, by=NOBODY,
            )  # fmt: skip
            self.criteria = [*workshop.criteria.values(), 4]
        people = [f"Antwerp {number}" for number in range(PEOPLE)]
        with workshop.change():
            antwerp = workshop.participant("Antwerp").organisation
            for name in people:
                workshop.let_in(workshop.row, antwerp, name)
        group = workshop.begin_validation(ISSUES, seated=tuple(people))
        self.path = workshop.path(f"groups/{group}/replies")
        # Each is at one phone at a time.
        self.people = deque(Person(Browser(app, workshop.way_in(name)), self.path) for name in people)
        self.page_size = self.people[0].page_size
        self.dice = random.Random(7)

    def read(self, phone: HTTPConnection) -> None:
        """One look at the page."""
        answer(phone, "GET", self.path, 200, headers={"Cookie": self.dice.choice(self.people).cookie})

    def submit(self, phone: HTTPConnection) -> None:
        """All replies of the page, changed each time."""
        person = self.people.popleft()
        fields = person.form | {"submission": [f"{self.dice.getrandbits(64):016x}"]}
        for issue in person.form["issue"]:
            said = Reply(
                Verdict.RIGHT,
                comment=f"What we say of it, number {self.dice.getrandbits(32)}",
                scores={criterion: self.dice.randint(1, 9) for criterion in self.criteria},
            )
            fields[f"verdict-{issue}"], fields[f"comment-{issue}"] = [str(said.verdict)], [said.comment]
            fields |= {f"score-{issue}-{one}": [str(score)] for one, score in said.scores.items()}
            person.form[f"was-{issue}"] = [mark(said)]  # as the page has it that comes back
        form = {"Cookie": person.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        answer(phone, "POST", self.path, 303, urlencode(fields, doseq=True), form)
        self.people.append(person)


def read_raw(phone: HTTPConnection) -> None:
    """One look at a page of the same size."""
    answer(phone, "GET", "/page", 200)


def submit_raw(phone: HTTPConnection) -> None:
    """One insert."""
    answer(
        phone,
        "POST",
        "/row",
        303,
        "comment=What+we+say",
        {"Content-Type": "application/x-www-form-urlencoded"},
    )


def answer(
    phone: HTTPConnection,
    method: str,
    path: str,
    status: int,
    body: str = "",
    headers: dict[str, str] | None = None,
) -> None:
    """Ask once, and insist on the answer."""
    phone.request(method, path, body or None, headers or {})
    got = phone.getresponse()
    text = got.read()
    if got.status != status:
        raise RuntimeError(f"{method} {path}: {got.status}, not {status}: {text[:200]!r}")


def compared(
    case: str,
    aim: float,
    servers: tuple[Served, Served],
    ask: Callable[[HTTPConnection], None],
    ask_raw: Callable[[HTTPConnection], None],
) -> Iterator[Result]:
    """Rates and processor time of both in turns, and the ratios: medians over the turns."""
    started, asks = time.perf_counter(), (ask, ask_raw)
    for server, one in zip(servers, asks, strict=True):
        server.answers(one, 1.0)
    turns = [
        [server.answers(one, SECONDS) for server, one in zip(servers, asks, strict=True)]
        for _ in range(TURNS)
    ]
    seconds = time.perf_counter() - started
    (ours, our_time), (raw, raw_time) = (
        [statistics.median(column) for column in zip(*side, strict=True)] for side in zip(*turns, strict=True)
    )
    ratio = statistics.median(mine[0] / limit[0] for mine, limit in turns)
    yield Result(
        case=case,
        aim=f"≥ {aim} × raw",
        reached=f"{ratio:.2f} × ({ours:.0f}/s)",
        bound=f"{raw:.0f}/s",
        seconds=seconds,
        short=ratio < aim,
    )
    ratio = statistics.median(limit[1] / mine[1] for mine, limit in turns)
    yield Result(
        case=f"{case.partition(':')[0]}: by processor time",
        aim="",
        reached=f"{ratio:.2f} × ({our_time * 1_000:.2f} ms)",
        bound=f"{raw_time * 1_000:.2f} ms",
        seconds=0.0,
        short=False,
    )


class Served(NamedTuple):
    """A server that runs: where it answers, and its process."""

    port: int
    process: int

    def answers(self, ask: Callable[[HTTPConnection], None], seconds: float) -> tuple[float, float]:
        """Answers a second to some phones that ask one after the other, and processor seconds of each."""
        meter = Meter.of(self.process)
        answers, took = asked(self.port, ask, seconds)
        return answers / took, meter.seconds / answers


def asked(port: int, ask: Callable[[HTTPConnection], None], seconds: float) -> tuple[int, float]:
    """How many answers there were, and the seconds until the last."""
    end = time.perf_counter() + seconds
    counts = [0] * PHONES

    def keep_asking(number: int) -> None:
        phone = HTTPConnection("127.0.0.1", port, timeout=30)
        while time.perf_counter() < end:
            ask(phone)
            counts[number] += 1
        phone.close()

    phones = [threading.Thread(target=keep_asking, args=(number,)) for number in range(PHONES)]
    started = time.perf_counter()
    for phone in phones:
        phone.start()
    for phone in phones:
        phone.join()
    return sum(counts), time.perf_counter() - started


@contextmanager
def served(which: str, folder: str, *arguments: str) -> Iterator[Served]:
    """The production server with one of the two apps, in a process of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [sys.executable, "-m", "bench.participants", which, folder, str(port), *arguments]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603 - our own words
    try:
        wait_for(port)
        yield Served(port, server.pid)
    finally:
        server.terminate()
        server.wait(30)


def wait_for(port: int) -> None:
    """Until the server answers."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            threading.Event().wait(0.05)
        else:
            return
    raise RuntimeError("the server did not answer within 30 seconds")


PAGE = "<!doctype html><title>{{ title }}</title>{% for row in rows %}<p>{{ row }}</p>{% endfor %}"


def raw_app(folder: Path, name: str, size: int) -> Flask:
    """Flask and nothing else: a page of so many bytes, and one insert under a lock."""
    app, lock = Flask("raw"), threading.Lock()
    database = sqlite3.connect(folder / f"{name}.sqlite3", check_same_thread=False, isolation_level=None)
    database.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE IF NOT EXISTS row (comment TEXT)"
    )
    rows = ["What several owners say of it, and what some can't pay."] * (size // 62)

    @app.get("/page")
    def page() -> str:
        return render_template_string(PAGE, title="Raw", rows=rows)

    @app.post("/row")
    def row() -> tuple[str, int]:
        comment = request.form["comment"]
        with lock:
            database.execute("BEGIN IMMEDIATE")
            database.execute("INSERT INTO row VALUES (?)", (comment,))
            database.execute("COMMIT")
        return "", 303

    return app


def keep_to(processors: set[int]) -> None:
    """Keep this process to some of the processors, where the system lets itself be told so."""
    with suppress(AttributeError, OSError):
        os.sched_setaffinity(0, processors)


def serve(which: str, folder: str, port: str, *arguments: str) -> None:
    """Serve one of the apps until terminated."""
    from facilitator.serve import Server, bound, serve_until_stopped

    gc.set_threshold(*COLLECT_AFTER)
    keep_to(THE_SERVERS)
    path = Path(folder)
    if which == "product":
        serve_until_stopped(create_app(of_folder(path)), bound("127.0.0.1", int(port)))
    else:
        app = raw_app(path, which, int(*arguments))
        Server(app, bound("127.0.0.1", int(port)), one_processor=True).run()


if __name__ == "__main__":
    serve(*sys.argv[1:])
