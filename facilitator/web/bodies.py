"""How long the body of a request may be, known from its first line on: what is longer is refused unread."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from flask import Flask

_GAP = re.compile(r"<[^<>]+>")


class LongerAt(NamedTuple):
    """Addresses whose view takes longer bodies."""

    path: re.Pattern[str]
    most: int


class BodyLimits:
    """So many bytes at most, and more at some addresses."""

    def __init__(self, most: int, longer: Sequence[LongerAt] = ()) -> None:
        self.most, self.longer = most, longer

    def at(self, path: str) -> int:
        """The limit at an address."""
        return max((each.most for each in self.longer if each.path.fullmatch(path)), default=self.most)


def body_limits(app: Flask) -> BodyLimits:
    """The limits of an app, with what its views declare by `takes_a_file`."""
    longer = [
        LongerAt(re.compile("[^/]+".join(map(re.escape, _GAP.split(rule.rule)))), most)
        for rule in app.url_map.iter_rules()
        if (most := getattr(app.view_functions[rule.endpoint], "most_bytes", 0))
    ]
    return BodyLimits(app.config["MAX_CONTENT_LENGTH"], longer)
