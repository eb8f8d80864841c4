"""A browser's line to the server: HTTP/1.1, kept alive, dialled again when it drops; with next to no work."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlencode

from backports import zstd

Headers = dict[str, str]
Fields = dict[str, list[str]]
FORM = "application/x-www-form-urlencoded"
PATIENCE = 15.0
"""Seconds after which the scripts of the pages give an answer up."""
OF_BROWSERS = {
    "User-Agent": "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Mobile",
    "Accept": "*/*",
    "Accept-Encoding": "gzip, deflate, br, zstd",
    "Accept-Language": "en-GB,en;q=0.9",
}
"""What browsers say with each request."""
TRIES = 4
"""How often a request is sent whose line drops: pages ask again, and forms have an id of their own."""


@dataclass(slots=True)
class Answer:
    """What came back; header names are in lower case."""

    status: int
    headers: Headers
    body: bytes

    @property
    def text(self) -> str:
        """The body as it was before it was compressed."""
        is_small = self.headers.get("content-encoding") == "zstd"
        return (zstd.decompress(self.body) if is_small else self.body).decode()


class Line:
    """The connection of one browser, with its cookies: one request after the other."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        self.dropped = 0
        """How often the line was dropped, and the request sent again."""
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self._turn = asyncio.Lock()

    async def get(self, path: str, **headers: str) -> Answer:
        """Ask for a page."""
        return await self._ask(f"GET {path}", headers, b"")

    async def post(self, path: str, fields: Fields) -> Answer:
        """Send a form."""
        body = urlencode(fields, doseq=True).encode()
        return await self._ask(f"POST {path}", {"Content-Type": FORM, "Content-Length": str(len(body))}, body)

    def hang_up(self) -> None:
        """Close the connection; the next request dials again."""
        if self._streams:
            self._streams[1].close()
            self._streams = None

    async def _ask(self, what: str, headers: Headers, body: bytes) -> Answer:
        async with self._turn:
            for left in reversed(range(TRIES)):
                try:
                    async with asyncio.timeout(PATIENCE):
                        return await self._send(what, headers, body)
                except TimeoutError:
                    self.hang_up()
                    raise
                except (OSError, asyncio.IncompleteReadError):
                    self.hang_up()
                    self.dropped += 1
                    if not left:
                        raise
                    await asyncio.sleep(0.1 * (TRIES - left))
            raise AssertionError("the last try answers or raises")

    async def _send(self, what: str, headers: Headers, body: bytes) -> Answer:
        if self._streams is None or self._streams[0].at_eof():  # the server closes what lies idle for long
            self.hang_up()
            self._streams = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self._streams
        writer.write(self._head(what, headers) + body)
        answer = await read_answer(reader)
        self._keep_cookies(answer)
        if answer.headers.get("connection") == "close":
            self.hang_up()
        return answer

    def _head(self, what: str, headers: Headers) -> bytes:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        lines = {"Host": f"127.0.0.1:{self.port}"} | OF_BROWSERS
        if cookie:
            lines["Cookie"] = cookie
        lines |= {name.replace("_", "-"): value for name, value in headers.items()}
        return "\r\n".join([f"{what} HTTP/1.1", *map(": ".join, lines.items()), "", ""]).encode()

    def _keep_cookies(self, answer: Answer) -> None:
        for cookie in filter(None, answer.headers.get("set-cookie", "").split("\n")):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value


async def read_answer(reader: asyncio.StreamReader) -> Answer:
    """One answer, whole."""
    head = await reader.readuntil(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")[:-2]
    headers: Headers = {}
    for line in lines:
        name, _, value = line.partition(": ")
        name = name.lower()
        headers[name] = f"{headers[name]}\n{value}" if name in headers else value
    body = b""
    if headers.get("transfer-encoding") == "chunked":
        body = await _read_chunks(reader)
    elif length := int(headers.get("content-length", 0)):
        body = await reader.readexactly(length)
    return Answer(int(first.split(" ", 2)[1]), headers, body)


async def _read_chunks(reader: asyncio.StreamReader) -> bytes:
    body = b""
    while size := int((await reader.readuntil(b"\r\n")).partition(b";")[0], 16):
        body += (await reader.readexactly(size + 2))[:-2]
    with suppress(asyncio.IncompleteReadError):
        await reader.readuntil(b"\r\n")
    return body
