"""Load a workshop from its files, by the same operations that people use."""

import json
from pathlib import Path
from typing import Any

from facilitator.demo.day_one import begin_day_one, hold_day_one
from facilitator.demo.day_two import begin_day_two, hold_day_two
from facilitator.demo.loader import Loader
from facilitator.demo.planning import plan_rounds
from facilitator.demo.running import begin_rounds, hold_tables
from facilitator.demo.stages import Stage
from facilitator.workshop_file.reading import check, read_workshop
from facilitator.workshops.operations import join_workshop

FOLDER = Path(__file__).parent / "brussels"


def load_demo(secret: str, stage: Stage, folder: Path = FOLDER) -> Loader:
    """The Brussels workshop, as it stood on day one, on day two, or after it."""
    loader = Loader(secret=secret)
    read_workshop(check(_read(folder, "workshop")), loader, with_people=True)
    _let_everybody_in(loader)
    day_one, day_two = _read(folder, "day_one"), _read(folder, "day_two")
    if stage is Stage.DAY_ONE:
        begin_day_one(loader, day_one)
        plan_rounds(loader, _read(folder, "planning"), day_two["groups"])
        return loader
    hold_day_one(loader, day_one)
    begin_day_two(loader, day_two)
    tables = _read(folder, "running")
    if stage is Stage.CLOSED:
        hold_tables(loader, tables, loader.groups)
        hold_day_two(loader, day_two, _read(folder, "solutions"))
    else:
        begin_rounds(loader, tables)
        plan_rounds(loader, _read(folder, "planning"), ())
    return loader


def _let_everybody_in(loader: Loader) -> None:
    """Let those who are on the list join, by links that the same installation makes again."""
    for key, person in loader.people.items():
        join_workshop(
            loader.workshop,
            organisation=person.organisation,
            display_name=person.display_name,
            submission=f"demo-{key}",
            secret=loader.secret,
            by=loader.by,
            is_listed=True,
        )


def _read(folder: Path, name: str) -> Any:
    return json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
