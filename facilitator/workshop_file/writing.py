"""From a workshop to a file: its set-up, and never what was said in it."""

from typing import Any

from facilitator.workshop_file.reading import FACTS
from facilitator.workshop_file.sections import FORMAT, SECTIONS, VERSION
from facilitator.workshops.models import Workshop


def written(workshop: Workshop, *, with_people: bool = False) -> dict[str, Any]:
    """The content of the file of a workshop; team and participants where that is asked for."""
    facts = {name: getattr(workshop, name) for name in FACTS}
    days = {name: facts[name].isoformat() for name in ("starts_on", "ends_on")}
    return {
        "format": f"{FORMAT}/{VERSION}",
        "workshop": facts | days,
        **{
            section.name: section.write(workshop)
            for section in SECTIONS
            if with_people or not section.of_people
        },
    }
