"""What a page says to a person, read from its markup."""

import re
from html import unescape
from html.parser import HTMLParser

from tests.people import forms_on


def plain(markup: str) -> str:
    """The words of a piece of markup, with single spaces."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", markup)).split())


def complaints(html: str) -> dict[str, list[str]]:
    """The sentences that stand at fields, by the field."""
    found = re.findall(r'<div class="complaint" id="([^"]+)-error">(.*?)</div>', html, re.DOTALL)
    return {
        field: [plain(said) for said in re.findall(r"<p>(.*?)</p>", all_said, re.DOTALL)]
        for field, all_said in found
    }


def summary(html: str) -> list[str]:
    """The sentences on top of a form: each field's with its label before it, then those of the whole."""
    box = re.search(r'<div class="errors".*?<ul>(.*?)</ul>', html, re.DOTALL)
    return [plain(line) for line in re.findall(r"<li>(.*?)</li>", box[1], re.DOTALL)] if box else []


def fields(html: str, action: str) -> dict[str, list[str]]:
    """What stands in the fields of the form that goes to an address."""
    return next(
        dict(typed) for target, typed in forms_on(html) if target.split("?")[0] == action.split("?")[0]
    )


def lead(html: str) -> str:
    """The sentence under the heading."""
    found = re.search(r'<p class="lead"[^>]*>(.*?)</p>', html, re.DOTALL)
    return plain(found[1]) if found else ""


def heading(html: str) -> str:
    """The heading of the page."""
    found = re.search(r"<h1[^>]*>(.*?)</h1>", html, re.DOTALL)
    return plain(found[1]) if found else ""


def notices(html: str) -> list[str]:
    """The messages on top of the page."""
    return [plain(said) for said in re.findall(r'<div class="notice[^>]*>(.*?)</div>', html, re.DOTALL)]


def reach(html: str) -> list[str]:
    """What the page says of the address at which phones reach the server."""
    found = re.findall(r'<(section|p) class="notice[^>]*>(.*?)</\1>', html, re.DOTALL)
    return [plain(said) for _, said in found]


class _Texts(HTMLParser):
    def __init__(self, inside: str) -> None:
        super().__init__()
        self.inside, self.depth, self.texts = inside, 0, list[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.depth += tag == self.inside

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag == self.inside

    def handle_data(self, data: str) -> None:
        if self.depth and data.strip():
            self.texts.append(" ".join(data.split()))


def texts(html: str, inside: str = "main") -> list[str]:
    """The words that stand inside of elements of a kind, piece by piece."""
    reader = _Texts(inside)
    reader.feed(html)
    return reader.texts
