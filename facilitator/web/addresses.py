"""What an address may hold, and how it is written.

A part that no row can be found by leads nowhere, and asks no database.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, Rule, UnicodeConverter

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


class AddressPart(UnicodeConverter):
    """`<…>`: without NUL, which PostgreSQL keeps in no text."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.regex = self.regex.replace("[^/]", r"[^/\x00]")


class Address(Rule):
    """A rule that learns how addresses are written when the first one is.

    Werkzeug writes two functions for each rule and has them compiled; for all of ours that takes a quarter
    of the start. Nothing public comes in between: if the method that makes them is ever called otherwise,
    this one is left out, and the start is slow again.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        @cache
        def builder() -> Callable[..., tuple[str, str]]:
            return super(Address, self)._compile_builder(append_unknown)

        return lambda rule, /, **values: builder()(rule, **values)


def narrow_addresses(app: Flask) -> None:
    """Give the app these rules and converters in the place of Flask's; before any route is added."""
    app.url_rule_class = Address
    app.url_map.converters |= {"int": RowNumber, "string": AddressPart, "default": AddressPart}
