"""What reaches the database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask

from facilitator.database import db

Note = Callable[[str, Any], None]


@contextmanager
def asked(app: Flask) -> Iterator[list[str]]:
    """The statements that reach the database meanwhile, the beginning of each."""
    statements: list[str] = []
    with _noting(app, lambda statement, _values: statements.append(" ".join(statement.split())[:120])):
        yield statements


@contextmanager
def asked_with_values(app: Flask) -> Iterator[list[tuple[str, Any]]]:
    """The same as the driver gets them: each whole, with its values."""
    statements: list[tuple[str, Any]] = []
    with _noting(app, lambda statement, values: statements.append((statement, values))):
        yield statements


@contextmanager
def _noting(app: Flask, note: Note) -> Iterator[None]:
    with app.app_context():
        dialect = db.engine.dialect
    for way in ("do_execute", "do_executemany"):
        setattr(dialect, way, _noted(getattr(dialect, way), note))
    yield
    del dialect.do_execute, dialect.do_executemany  # the class's own come back


def _noted(execute: Callable[..., Any], note: Note) -> Callable[..., Any]:
    def noted(cursor: Any, statement: str, values: Any = None, *rest: Any, **options: Any) -> Any:
        note(statement, values)
        return execute(cursor, statement, values, *rest, **options)

    return noted
