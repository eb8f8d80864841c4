"""States of a workshop that one test of a process builds and every other copies.

What a state was built from decides whether a copy of it is honest: it is found by all that stood in the
database before, so a test that changed anything beforehand builds its own.
"""

import sqlite3
from collections.abc import Callable, Hashable
from contextlib import closing
from hashlib import blake2b
from typing import Any, TypeVar

import sqlalchemy as sa
from flask import Flask

from facilitator.agenda.models import SessionOpening
from facilitator.database import db, now
from facilitator.transactions import transaction

Known = TypeVar("Known")

_built: dict[tuple[bytes, Hashable], tuple[bytes, Any]] = {}


def reach(app: Flask, step: Hashable, build: Callable[[], Known]) -> Known:
    """Take a database on by a step, and return what `build` does; on PostgreSQL it is always built.

    A copied session that is open has been opened just now, as in the one that was built.
    """
    with app.app_context():
        engine = db.engine
    if engine.dialect.name != "sqlite":
        return build()
    file = str(engine.url.database)
    key = blake2b(_read(file)).digest(), step
    if key not in _built:
        known = build()
        _built[key] = _read(file), known
        return known
    state, known = _built[key]
    with (
        closing(sqlite3.connect(":memory:")) as kept,
        closing(sqlite3.connect(file, timeout=20)) as database,
    ):
        # A log beside the file is nothing that memory has: its header says "no log" in its two version bytes.
        kept.deserialize(state[:18] + b"\1\1" + state[20:])
        kept.backup(database)
    with app.app_context(), transaction(writing=True):
        db.session.execute(sa.update(SessionOpening).filter_by(closed_at=None).values(opened_at=now()))
    return known


def _read(file: str) -> bytes:
    with closing(sqlite3.connect(file, timeout=20)) as database:
        return database.serialize()
