"""Contacts and links as they are typed, one a line: words first, then an address."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from facilitator.errors import N_, RuleBroken

_MAIL = re.compile(r"[^@\s,;<>()]+@[^@\s,;<>()]+\.[^@\s.,;<>()]+")
_WEB = re.compile(r"https?://[^\s/?#<>\"]+[^\s<>\"]*")
_BETWEEN, _AROUND = " ,;:–—-", " ,;:–—-<>()"


class Addressed(NamedTuple):
    """Words, and the address that belongs to them."""

    words: str
    address: str


def is_web_address(address: str) -> bool:
    """Whether it leads to a page by HTTP or HTTPS."""
    return _WEB.fullmatch(address) is not None


def read_contacts(typed: str) -> list[Addressed]:
    """Each line's name and mail address, one of which may be missing; raises `RuleBroken` naming the line."""
    found = []
    for number, line in _lines(typed):
        mail = _MAIL.search(line)
        if "@" in line and (mail is None or line.count("@") > 1):
            raise RuleBroken(
                N_("Line %(line)d: enter a name and an email address, for example Ana Berg, ana@example.org"),
                field="contacts",
                line=number,
            )
        found.append(_split(line, mail[0]) if mail else Addressed(line, ""))
    return found


def read_links(typed: str) -> list[Addressed]:
    """Each line's words and web address, the words being optional; raises `RuleBroken` naming the line."""
    found = []
    for number, line in _lines(typed):
        words, _, address = line.rpartition(" ")
        if not is_web_address(address):
            raise RuleBroken(
                N_("Line %(line)d must end with an address that begins with https:// or http://."),
                field="links",
                line=number,
            )
        found.append(Addressed(words.strip(_BETWEEN) or address, address))
    return found


def read_tags(typed: str) -> list[str]:
    """Words with commas between."""
    return [tag for tag in map(str.strip, typed.split(",")) if tag]


def _lines(typed: str) -> Iterator[tuple[int, str]]:
    return ((number, line) for number, line in enumerate(typed.split("\n"), 1) if line)


def _split(line: str, address: str) -> Addressed:
    words = " ".join(part for part in (each.strip(_AROUND) for each in line.split(address)) if part)
    return Addressed(words, address)
