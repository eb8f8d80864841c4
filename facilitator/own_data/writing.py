"""What is kept of a participant, as files."""

import json
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from facilitator.own_data.queries import KeptRows

FORMAT = "facilitator-my-data/1"


def as_json(workshop: str, kept: Iterable[KeptRows]) -> str:
    """For programs: by section its rows; moments in UTC (ISO 8601), terms by their keys."""
    data = {each.section.key: [dict(row) for row in each.rows] for each in kept}
    told = {"format": FORMAT, "workshop": workshop, "data": data}
    return json.dumps(told, ensure_ascii=False, indent=1, default=_plain) + "\n"


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime | date) else str(value)


def as_text(
    title: str, kept: Iterable[KeptRows], say: Callable[[str], str], line: Callable[[str, Any], str]
) -> str:
    """For people: a line for each value; `say` translates a heading, `line` says a column and its value."""
    lines = [title, ""]
    for section, rows in kept:
        heading = say(section.heading)
        lines += [heading, "-" * len(heading)]
        for row in rows:
            lines += [*(line(name, value) for name, value in row.items()), ""]
    return "\n".join(lines)
