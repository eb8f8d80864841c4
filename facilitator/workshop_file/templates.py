"""Templates: files without a workshop's own facts, whose days count from its first one."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from facilitator.errors import N_, NotFound
from facilitator.workshops.lists.cities import TypedCity
from facilitator.workshops.lists.measures import TypedMeasure
from facilitator.workshops.models import Part

FOLDER = Path(__file__).parent / "templates"
EACH = "each"
"""In place of a session's measure: one session for each, which share its time."""
STEP = 5  # minutes


@dataclass(frozen=True)
class Template:
    """A workshop to begin with, by the name of its file."""

    name: str
    title: str
    hint: str

    @property
    def content(self) -> dict[str, Any]:
        """What stands in its file."""
        read: dict[str, Any] = json.loads((FOLDER / f"{self.name}.json").read_text(encoding="utf-8"))
        return read

    @property
    def days(self) -> int:
        """How many days it takes; 0 if it has no agenda."""
        return max((session["day"] for session in self.content["sessions"]), default=0)


TEMPLATES = (
    Template(
        "two_days",
        N_("Two-day replication workshop"),
        N_("Day one collects issues and what helps; on day two groups rate them in two rounds."),
    ),
    Template(
        "one_afternoon",
        N_("One afternoon"),
        N_("Collect issues and rate them in one round, from 13:30 to 16:45."),
    ),
    Template(
        "panel",
        N_("Panel rating in rounds"),
        N_("A panel rates statements, discusses where it differs, and rates them again."),
    ),
    Template("empty", N_("Empty"), N_("No agenda, no measures and no criteria.")),
)


def template_named(name: str) -> Template:
    """The template of this name."""
    for template in TEMPLATES:
        if template.name == name:
            return template
    raise NotFound(N_("This template was not found."))


@cache
def placeholders() -> frozenset[tuple[str, str]]:
    """Prefix and title of each measure that a template has until the workshop's own are there."""
    return frozenset(
        (measure["prefix"], measure["title"])
        for template in TEMPLATES
        for measure in template.content["measures"]
    )


def composed(
    content: Mapping[str, Any],
    facts: Mapping[str, Any],
    cities: Mapping[Part, Sequence[TypedCity]],
    measures: Sequence[TypedMeasure] = (),
) -> dict[str, Any]:
    """The content of a whole file: a template with the facts of a workshop, its cities and its measures.

    Each city gets an organisation of its name for people to speak for. Without `measures` those of the
    template stand in.
    """
    question = next((measure["question"] for measure in content["measures"]), "")
    own = [{"prefix": each.prefix, "title": each.title, "question": question} for each in measures]
    chosen = own or content["measures"]
    return {
        **content,
        "workshop": dict(facts),
        "measures": chosen,
        "cities": [
            {"name": city.name, "country": city.country, "part": str(part)}
            for part, listed in cities.items()
            for city in listed
        ],
        "organisations": [
            {"key": city.name, "name": city.name, "city": city.name}
            for listed in cities.values()
            for city in listed
        ],
        "sessions": [each for session in content["sessions"] for each in _of_measures(session, chosen)],
    }


def _of_measures(
    session: Mapping[str, Any], measures: Sequence[Mapping[str, Any]]
) -> Iterator[Mapping[str, Any]]:
    """A session as it is; or, where it is for each measure, one for each of them, one after the other."""
    if session.get("measure") != EACH:
        yield session
        return
    minutes = max(STEP, session["minutes"] // max(1, len(measures)) // STEP * STEP)
    hours, begun = map(int, session["starts"].split(":"))
    for number, measure in enumerate(measures):
        starts = hours * 60 + begun + number * minutes
        yield {
            **session,
            "key": f"{session['key']}-{measure['prefix']}",
            "title": (session["title"] % {"measure": measure["title"]})[:120],
            "measure": measure["prefix"],
            "starts": f"{starts // 60:02d}:{starts % 60:02d}",
            "minutes": minutes,
        }
