"""Load a workshop from its files, by the same operations that people use."""

import json
from pathlib import Path
from typing import Any

from facilitator.demo.day_one import begin_day_one, hold_day_one
from facilitator.demo.day_two import begin_day_two, hold_day_two
from facilitator.demo.loader import Loader
from facilitator.demo.planning import plan_rounds
from facilitator.demo.running import begin_rounds, hold_tables
from facilitator.demo.setting_up import set_up
from facilitator.demo.stages import Stage

FOLDER = Path(__file__).parent / "brussels"


def load_demo(secret: str, stage: Stage, folder: Path = FOLDER) -> Loader:
    """The Brussels workshop, as it stood on day one, on day two, or after it."""
    loader = Loader(secret)
    set_up(loader, _read(folder, "workshop"))
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


def _read(folder: Path, name: str) -> Any:
    return json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
