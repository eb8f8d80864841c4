"""A person before the pages: reads a page, fills the form that is on it, sends it."""

import re
from collections import defaultdict
from html.parser import HTMLParser
from typing import Any

from flask import Flask
from werkzeug.test import Cookie, TestResponse


class _Forms(HTMLParser):
    """The forms of a page with what stands in their fields."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, list[str]]]] = []
        self._select: tuple[str, list[str], str | None] | None = None
        self._textarea: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "form":
            self.forms.append((given.get("action") or "", defaultdict(list)))
        elif tag == "input" and name and self.forms:
            ticked = given.get("type") not in ("radio", "checkbox") or "checked" in given
            if ticked:
                self._put(name, given.get("value") or "")
        elif tag == "textarea":
            self._textarea = name
            self._put(name, "")
        elif tag == "select":
            self._select = (name, [], None)
        elif tag == "option" and self._select and "selected" in given:
            self._put(self._select[0], given.get("value") or "")

    def handle_data(self, data: str) -> None:
        if self._textarea:
            fields = self.forms[-1][1]
            fields[self._textarea] = [fields[self._textarea][0] + data.removeprefix("\r\n")]

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._textarea = None
        elif tag == "select":
            self._select = None

    def _put(self, name: str, value: str) -> None:
        self.forms[-1][1][name].append(value)


def forms_on(html: str) -> list[tuple[str, dict[str, list[str]]]]:
    """The forms of a page: where each goes, and what stands in its fields."""
    return _Forms(html).forms


class Browser:
    """The browser of one person, with their cookies."""

    def __init__(self, app: Flask, way_in: str = "") -> None:
        self.client = app.test_client()
        if way_in:
            assert self.client.get(way_in).status_code in (302, 303)

    @property
    def cookies(self) -> list[Cookie]:
        """All that it keeps."""
        return list(self.client._cookies.values())  # noqa: SLF001 - werkzeug offers no list of them

    def cookie(self, what: str) -> Cookie | None:
        """The one that holds its `session`, or its `place`."""
        return next((cookie for cookie in self.cookies if cookie.key.startswith(f"{what}-")), None)

    def lose(self, what: str) -> None:
        """Forget one of them."""
        for cookie in filter(None, [self.cookie(what)]):
            self.client.delete_cookie(cookie.key, path=cookie.path)

    def twin(self) -> "Browser":
        """The same browser, to send something else at the same moment; or a copy of it in other hands."""
        other = Browser(self.client.application)
        for cookie in self.cookies:
            other.client.set_cookie(cookie.key, cookie.value, path=cookie.path)
        return other

    def read(self, path: str) -> TestResponse:
        """Open a page."""
        return self.client.get(path)

    def form(self, path: str, action: str = "") -> dict[str, list[str]]:
        """The fields of the form on a page, as they stand; of the one with this action if it is given."""
        page = self.client.get(path)
        assert page.status_code == 200, f"{path} answers {page.status_code}"
        fitting = [
            fields for target, fields in forms_on(page.text) if action in target and "csrf_token" in fields
        ]
        assert fitting, f"no form for {action or path} on {path}"
        return dict(fitting[0])

    def signature(self, path: str) -> dict[str, list[str]]:
        """What every form has of its browser, and of whoever opened a page."""
        author = re.search(r' data-author="([^"]+)"', self.read(path).text)
        return {"csrf_token": self.form("/sign-in")["csrf_token"], "author": [author[1]] if author else []}

    def send(self, path: str, fields: dict[str, Any], *, to: str = "") -> TestResponse:
        """Fill in the form on a page and send it to its address (or where `to` says)."""
        filled = self.form(path, to) | {
            name: value if isinstance(value, list) else [str(value)] for name, value in fields.items()
        }
        return self.client.post(to or path, data=filled)
