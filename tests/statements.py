"""What reaches the database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask

from facilitator.database import db


@contextmanager
def asked(app: Flask) -> Iterator[list[str]]:
    """The statements that reach the database meanwhile."""
    statements: list[str] = []

    with app.app_context():
        dialect = db.engine.dialect
    for way in ("do_execute", "do_executemany"):
        setattr(dialect, way, _noted(getattr(dialect, way), statements))
    yield statements
    del dialect.do_execute, dialect.do_executemany  # the class's own come back


def _noted(execute: Callable[..., Any], statements: list[str]) -> Callable[..., Any]:
    def note(cursor: Any, statement: str, *rest: Any, **options: Any) -> Any:
        statements.append(" ".join(statement.split())[:120])
        return execute(cursor, statement, *rest, **options)

    return note
