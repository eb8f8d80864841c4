"""What one server process gives a room of phones: the page of replies, and its submit.

Each is asked over HTTP of the production server (one process with threads) and compared, in turns,
with the raw limit of the same stack: a Flask view with a Jinja page of the same size; a Flask view
that inserts one row under a lock and commits it, synchronous=FULL. The raw app is served by the same
server without what ours adds to it: a turnstile, commits that are shared, one processor. The last of
these would help it too, so each is also compared with a raw app that has it.
"""

from __future__ import annotations

import random
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask, render_template_string, request

from bench.result import Result
from facilitator import create_app
from facilitator.access.actor import NOBODY
from facilitator.config import Settings
from facilitator.schema import bring_up_to_date
from facilitator.validation.operations import add_criterion
from tests.databases import settings
from tests.people import Browser
from tests.small_workshop import SmallWorkshop

# Short turns, and many: what else a machine has to do then falls on both alike.
ISSUES, PHONES, SECONDS, TURNS = 3, 8, 0.5, 24
# Of one person so many submits would be more than anybody can mean, and refused.
PEOPLE = 64
PAGE_AIM, SUBMIT_AIM = 0.5, 0.4


def run() -> Iterator[Result]:
    """The page and its submit, each as a share of the raw limit."""
    with tempfile.TemporaryDirectory() as folder:
        room = Room(Path(folder))
        size = str(room.page_size)
        with (
            served("product", folder) as product,
            served("raw", folder, size) as raw,
            served("raw-on-one", folder, size) as on_one,
        ):
            servers = product, raw, on_one
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
        self.people = [Person(Browser(app, workshop.way_in(name)), self.path) for name in people]
        self.page_size = self.people[0].page_size
        self.dice = random.Random(7)

    def read(self, phone: HTTPConnection) -> None:
        """One look at the page."""
        answer(phone, "GET", self.path, 200, headers={"Cookie": self.dice.choice(self.people).cookie})

    def submit(self, phone: HTTPConnection) -> None:
        """All replies of the page, changed each time."""
        person = self.dice.choice(self.people)
        fields = person.form | {"submission": [f"{self.dice.getrandbits(64):016x}"]}
        for issue in person.form["issue"]:
            fields[f"verdict-{issue}"] = ["right"]
            fields[f"comment-{issue}"] = [f"What we say of it, number {self.dice.getrandbits(32)}"]
            for criterion in self.criteria:
                fields[f"score-{issue}-{criterion}"] = [str(self.dice.randint(1, 9))]
        form = {"Cookie": person.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        answer(phone, "POST", self.path, 303, urlencode(fields, doseq=True), form)


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
    servers: tuple[int, int, int],
    ask: Callable[[HTTPConnection], None],
    ask_raw: Callable[[HTTPConnection], None],
) -> Iterator[Result]:
    """Rates of all three in turns; the ratios of the first to the others: medians over the turns."""
    started, asks = time.perf_counter(), (ask, ask_raw, ask_raw)
    for port, one in zip(servers, asks, strict=True):
        rate(port, one, 1.0)
    turns = [
        [rate(port, one, SECONDS) for port, one in zip(servers, asks, strict=True)] for _ in range(TURNS)
    ]
    seconds = time.perf_counter() - started
    ours = statistics.median(turn[0] for turn in turns)
    for at, least in ((1, aim), (2, None)):
        ratio = statistics.median(turn[0] / turn[at] for turn in turns)
        yield Result(
            case=case if at == 1 else f"{case.partition(':')[0]}: with the raw app on one processor too",
            aim=f"≥ {least} × raw" if least else "",
            reached=f"{ratio:.2f} × ({ours:.0f}/s)",
            bound=f"{statistics.median(turn[at] for turn in turns):.0f}/s",
            seconds=seconds if at == 1 else 0.0,
            short=least is not None and ratio < least,
        )


def rate(port: int, ask: Callable[[HTTPConnection], None], seconds: float) -> float:
    """Answers a second, to some phones that ask one after the other."""
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
    return sum(counts) / (time.perf_counter() - started)


@contextmanager
def served(which: str, folder: str, *arguments: str) -> Iterator[int]:
    """The production server with one of the two apps, in a process of its own; gives its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [sys.executable, "-m", "bench.participants", which, folder, str(port), *arguments]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603 - our own words
    try:
        wait_for(port)
        yield port
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


def serve(which: str, folder: str, port: str, *arguments: str) -> None:
    """Serve one of the apps until terminated."""
    from facilitator.serve import Server, serve_until_stopped

    path = Path(folder)
    if which == "product":
        serve_until_stopped(create_app(of_folder(path)), "127.0.0.1", int(port))
    else:
        app = raw_app(path, which, int(*arguments))
        Server(app, "127.0.0.1", int(port), one_processor=which == "raw-on-one").run()


if __name__ == "__main__":
    serve(*sys.argv[1:])
