"""What an address may hold: a part that no row can be found by leads nowhere, and asks no database."""

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, UnicodeConverter

MOST = 2**31 - 1
"""The largest number that a row can have on both databases."""


def row_number(typed: str) -> int:
    """A number by which a row could be asked for; raises `ValueError` for any other."""
    number = int(typed)
    if not 0 <= number <= MOST:
        raise ValueError("no row has such a number")
    return number


class RowNumber(IntegerConverter):
    """`<int:…>`: no more than a row's number can be."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **({"max": MOST} | options))


class Word(UnicodeConverter):
    """`<…>`: without NUL, which PostgreSQL keeps in no text."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.regex = self.regex.replace("[^/]", r"[^/\x00]")


def narrow_addresses(app: Flask) -> None:
    """Give the app these converters in the place of Flask's; before any route is added."""
    app.url_map.converters |= {"int": RowNumber, "string": Word, "default": Word}
