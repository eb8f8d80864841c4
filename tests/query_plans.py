"""How the database goes about a statement: by an index, or through a table from end to end."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask

from facilitator.database import db
from tests.statements import asked_with_values

# The first words of statements that have a plan; SAVEPOINT, SET and their like have none.
PLANNED = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")
# Tables of a test are so small that PostgreSQL would rather read them whole, or join them so. Told to leave
# that alone, it still does so where there is no index to go by.
BY_INDEX_IF_THERE_IS_ONE = "".join(
    f"SET LOCAL enable_{way} = off;" for way in ("seqscan", "hashjoin", "mergejoin", "material")
)


@contextmanager
def every_row_is_found_by_an_index(app: Flask) -> Iterator[None]:
    """Assert it of all statements of the block."""
    with asked_with_values(app) as statements:
        yield
    planned = [(text, values) for text, values in statements if text.lstrip().startswith(PLANNED)]
    assert planned, "nothing was asked"
    with app.app_context(), db.engine.begin() as connection:
        way = _whole_on_sqlite if connection.dialect.name == "sqlite" else _whole_on_postgresql
        driver: Any = connection.connection.driver_connection
        read_whole = {text: whole for text, values in planned if (whole := way(driver, text, _first(values)))}
    assert read_whole == {}, read_whole


def _first(values: Any) -> Any:
    return values[0] if isinstance(values, list) else values


def _whole_on_sqlite(driver: Any, statement: str, values: Any) -> list[str]:
    """The tables that are scanned, or indexed for this one statement, which scans them too."""
    aliases = {alias: table for table, alias in re.findall(r'"?(\w+)"? AS (\w+)', statement)}
    plan = [step[3] for step in driver.execute(f"EXPLAIN QUERY PLAN {statement}", values or ())]
    read = [step.split()[1] for step in plan if step.startswith("SCAN") or " AUTOMATIC " in step]
    named = [aliases.get(name, name) for name in read]
    return [name for name in named if name in db.metadata.tables]


def _whole_on_postgresql(driver: Any, statement: str, values: Any) -> list[str]:
    """The tables that are scanned, or whose index is read from end to end."""
    driver.execute(BY_INDEX_IF_THERE_IS_ONE)
    [[plan]] = driver.execute(f"EXPLAIN (FORMAT JSON) {statement}", values).fetchall()
    return [node["Relation Name"] for node in _nodes(plan[0]["Plan"]) if _reads_whole(node)]


def _reads_whole(node: dict[str, Any]) -> bool:
    is_scan = node["Node Type"] in ("Seq Scan", "Index Scan", "Index Only Scan")
    return is_scan and "Index Cond" not in node


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for inner in node.get("Plans", ()):
        yield from _nodes(inner)
