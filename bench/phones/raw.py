"""The raw limit of the same stack: Flask on the product's own server settings, and nothing else.

It looks one person up by an index and answers 304; of a form it commits one row, synchronous=FULL.
"""

from __future__ import annotations

import sqlite3
import sys
import threading
from pathlib import Path

from flask import Flask, Response, request

from facilitator.serve import WAYS, Server, bound
from facilitator.web.bodies import BodyLimits
from facilitator.web.turnstile import Turnstile


def raw_app(folder: Path, people: int) -> Flask:
    """One indexed look-up, and one insert under a lock."""
    app, lock, mine = Flask("raw"), threading.Lock(), threading.local()
    file = folder / "raw.sqlite3"

    def database() -> sqlite3.Connection:
        if not hasattr(mine, "connection"):
            mine.connection = sqlite3.connect(file, isolation_level=None)
            mine.connection.execute("PRAGMA synchronous=FULL")
        connection: sqlite3.Connection = mine.connection
        return connection

    database().executescript(
        "PRAGMA journal_mode=WAL; CREATE TABLE person (token TEXT PRIMARY KEY, name TEXT);"
        " CREATE TABLE row (comment TEXT)"
    )
    database().executemany(
        "INSERT INTO person VALUES (?, ?)", [(f"token-{each}", "Somebody") for each in range(people)]
    )

    @app.get("/live")
    def live() -> Response:
        found = database().execute(
            "SELECT name FROM person WHERE token = ?", (request.cookies["participant"],)
        )
        return Response(status=304 if found.fetchone() else 404, headers={"ETag": 'W/"1"'})

    @app.post("/row")
    def row() -> tuple[str, int]:
        comment = request.form["comment"]
        with lock:
            database().execute("BEGIN IMMEDIATE")
            database().execute("INSERT INTO row VALUES (?)", (comment,))
            database().execute("COMMIT")
        return "", 303

    return app


def serve_raw(folder: str, port: str, people: str) -> None:
    """Serve the raw app until terminated, on the settings of the product."""
    app = raw_app(Path(folder), int(people))
    turnstile = Turnstile(app, WAYS["sqlite"].at_once, one_writer=True, limits=BodyLimits(2**20))
    Server(turnstile, bound("127.0.0.1", int(port)), one_processor=True).run()


if __name__ == "__main__":
    serve_raw(*sys.argv[1:])
