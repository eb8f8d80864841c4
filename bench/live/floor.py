"""The raw limit of live pages: one loop that holds whoever waits, and writes the same bytes to all of them.

It knows nobody and renders nothing. Of a form it commits one row, synchronous=FULL, and then answers all who
wait with as many bytes as a console's part has.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
import sys
from pathlib import Path
from time import time

PART = b"x" * 6_000
"""As much as a console's part, compressed."""
LONGEST = 10.0


class Floor:
    """What was written so far, and who waits for more."""

    def __init__(self, folder: Path) -> None:
        self.database = sqlite3.connect(folder / "floor.sqlite3", isolation_level=None)
        self.database.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE row (comment TEXT)"
        )
        self.happened: dict[int, float] = {}
        self.news = asyncio.Event()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer what comes on a connection."""
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                headers = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:-2])
                body = await reader.readexactly(int(headers.get("content-length", 0)))
                writer.write(await self._answer(head.split(" ")[1], headers, body))
        except (OSError, asyncio.IncompleteReadError):
            writer.close()

    async def _answer(self, path: str, headers: dict[str, str], body: bytes) -> bytes:
        if path == "/row":
            return self._keep(body.decode())
        if path == "/happened":
            return _answer("200 OK", json.dumps(self.happened).encode())
        if path == "/wait":
            return await self._news_after(headers.get("if-none-match", ""))
        return _answer("304 Not Modified", b"")

    def _keep(self, comment: str) -> bytes:
        self.happened[len(self.happened) + 1] = time()
        self.database.execute("INSERT INTO row VALUES (?)", (comment,))
        self.news.set()
        self.news = asyncio.Event()
        return _answer("303 See Other", b"")

    async def _news_after(self, tag: str) -> bytes:
        if tag == self._tag().lower():
            try:
                async with asyncio.timeout(LONGEST):
                    await self.news.wait()
            except TimeoutError:
                return _answer("304 Not Modified", b"", self._tag())
        return _answer("200 OK", PART, self._tag())

    def _tag(self) -> str:
        return f'W/"{len(self.happened)}~x~everything"'


def _answer(status: str, body: bytes, tag: str = "") -> bytes:
    lines = [f"HTTP/1.1 {status}", *([f"ETag: {tag}", "Preference-Applied: wait"] if tag else [])]
    return "\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""]).encode() + body


async def serve_floor(folder: str, port: str) -> None:
    """Serve until terminated."""
    server = await asyncio.start_server(Floor(Path(folder)).serve, "127.0.0.1", int(port), backlog=2_048)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve_floor(*sys.argv[1:]))
