"""Reads what is kept of a participant."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from facilitator.capture.models import reference
from facilitator.database import db
from facilitator.own_data.kept import SECTIONS, KeptSection


class KeptRows(NamedTuple):
    """A section with its rows: each by the names of its columns, without what is empty."""

    section: KeptSection
    rows: Sequence[Mapping[str, Any]]


def kept_of(workshop_id: int, participant_id: int) -> list[KeptRows]:
    """Everything that is kept of a participant, without sections in which there is nothing."""
    asked = {"workshop": workshop_id, "participant": participant_id}
    found = [KeptRows(section, _rows(section.rows, asked)) for section in SECTIONS]
    return [each for each in found if each.rows]


def _rows(statement: sa.Select[*tuple[Any, ...]], asked: Mapping[str, int]) -> list[dict[str, Any]]:
    rows = db.session.execute(statement, asked).mappings()
    return [_row(dict(row)) for row in rows]


def _row(row: dict[str, Any]) -> dict[str, Any]:
    ref = [row.pop(name, None) for name in ("ref_prefix", "ref_kind", "ref_number")]
    named = {"card": reference(ref[0], ref[1], ref[2])} if all(ref) else {}
    return named | {name: value for name, value in row.items() if value not in (None, "", [], {})}
