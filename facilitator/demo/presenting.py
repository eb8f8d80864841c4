"""What was said in the room while the lighthouse cities presented day one."""

import json
from pathlib import Path

from facilitator.capture.remarks.operations import make_remark
from facilitator.demo.loader import Loader

REMARKS = Path(__file__).parent / "brussels" / "remarks.json"


def present_day_one(loader: Loader) -> None:
    """The remarks that the rapporteurs wrote down, each at its issue."""
    for entry in json.loads(REMARKS.read_text(encoding="utf-8")):
        make_remark(
            loader.cards[entry["issue"]],
            text=entry["text"],
            city=loader.cities.get(entry["city"]),
            by=loader.actor(entry["by"]),
        )
