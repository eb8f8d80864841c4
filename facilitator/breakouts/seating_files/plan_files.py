"""Writes a plan and its report as CSV or JSON; see docs/allocation.md for the formats."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from io import StringIO
from typing import Any

from facilitator.breakouts.allocation.allocate import Allocation
from facilitator.breakouts.allocation.problem import Problem

Cells = tuple[str | int, ...]


def plan_csv(problem: Problem, allocation: Allocation) -> str:
    """One line a seat: round, table, measure, person, organisation."""
    return _csv(("round", "table", "measure", "person", "organisation"), _seats(problem, allocation))


def report_csv(allocation: Allocation) -> str:
    """One line an aim, and one for each sentence about what is left of it."""
    return _csv(("aim", "value", "bound", "proven", "sentence"), _findings(allocation))


def plan_json(problem: Problem, allocation: Allocation) -> str:
    """Plan and report in one document."""
    keys = ("round", "table", "measure", "person", "organisation")
    document: dict[str, Any] = {
        "how": str(allocation.how),
        "seats": [dict(zip(keys, seat, strict=True)) for seat in _seats(problem, allocation)],
        "report": [
            {
                "aim": finding.aim.value,
                "value": finding.value,
                "bound": finding.bound,
                "proven": finding.proven,
                "left": [str(sentence) for sentence in finding.left],
            }
            for finding in allocation.report.findings
        ],
        "notes": [str(note) for note in allocation.report.notes],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _seats(problem: Problem, allocation: Allocation) -> Iterator[Cells]:
    for r, seating in enumerate(allocation.plan):
        for table, people in zip(problem.rounds[r].tables, seating, strict=True):
            for p in people:
                who = problem.people[p]
                yield r + 1, table.name, table.measure, who.name, who.organisation


def _findings(allocation: Allocation) -> Iterator[Cells]:
    for finding in allocation.report.findings:
        head = (finding.aim.value, finding.value, finding.bound, "yes" if finding.proven else "no")
        yield *head, str(finding.verdict)
        yield from ((*head, str(sentence)) for sentence in finding.left)
    for note in allocation.report.notes:
        yield "note", "", "", "", str(note)


def _csv(header: tuple[str, ...], rows: Iterator[Cells]) -> str:
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue()


def _harmless(cell: str | int) -> str | int:
    """A text that a spreadsheet would run as a formula is led by an apostrophe."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
