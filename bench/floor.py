"""The floor under a page that reads or writes many rows: the same rows through `sqlite3`, and nothing else.

On a copy of the bench's database file, with the same settings of the disk, in processor time.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any

TURNS = 5


class RowFloor:
    """A copy of a database, to read and write without an app."""

    def __init__(self, file: Path) -> None:
        copied = file.with_suffix(".floor")
        copied.unlink(missing_ok=True)
        self._connection = sqlite3.connect(copied, isolation_level=None)
        original = sqlite3.connect(file)
        original.backup(self._connection)
        original.close()
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=FULL")

    def reading(self, question: str, values: tuple[Any, ...] = ()) -> float:
        """Seconds to read the rows that a question finds, and to make one text of them."""
        return self._least(lambda: "\n".join(map(str, self._connection.execute(question, values))))

    def writing(self, *tables: str) -> float:
        """Seconds to write all rows of these tables once more, in one transaction."""
        rows = {table: self._connection.execute(f"SELECT * FROM {table}").fetchall() for table in tables}  # noqa: S608
        filled = {table: found for table, found in rows.items() if found}
        for table in filled:
            self._connection.execute(f"CREATE TABLE once_more_{table} AS SELECT * FROM {table} WHERE 0")  # noqa: S608

        def write() -> None:
            self._connection.execute("BEGIN IMMEDIATE")
            for table, found in filled.items():
                gaps = ", ".join("?" * len(found[0]))
                self._connection.executemany(f"INSERT INTO once_more_{table} VALUES ({gaps})", found)  # noqa: S608
            self._connection.execute("COMMIT")

        return self._least(write)

    def changing(self, statement: str) -> float:
        """Seconds for a statement that changes rows, in a transaction of its own."""
        return self._least(lambda: self._connection.execute(statement))

    @staticmethod
    def _least(work: Callable[[], object]) -> float:
        times = []
        for _ in range(TURNS):
            began = process_time()
            work()
            times.append(process_time() - began)
        return max(min(times), 1e-6)
