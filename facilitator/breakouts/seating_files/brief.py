"""From the rows of files to a problem: who is meant, which tables, which rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from facilitator.breakouts.allocation.problem import FixedSeat, Pair, Person, Problem, Round, Table
from facilitator.breakouts.seating_files.files import (
    BadFile,
    FileRow,
    json_document,
    json_rows,
    list_rows,
    people_rows,
)
from facilitator.errors import N_
from facilitator.sentences import say

PEOPLE = frozenset(
    ("name", "organisation", "role", "wishes", "languages", "step_free", "absent", "came_for")
)  # fmt: skip
TABLES = frozenset(("table", "capacity", "minimum", "measure", "accessible", "languages", "rounds"))
RULES = frozenset(("rule", "person", "other", "round", "table"))
DOCUMENT = frozenset(("people", "tables", "rules", "rounds"))


@dataclass(frozen=True)
class Grid:
    """Tables alike: how many, of how many seats, for how many rounds; measures go round among them."""

    rounds: int
    tables: int = 0
    size: int = 0
    measures: tuple[str, ...] = ()

    def round(self) -> Round:
        """One round of it."""
        measures = self.measures or ("",)
        names = range(1, self.tables + 1)
        tables = (Table(str(t), self.size, measure=measures[(t - 1) % len(measures)]) for t in names)
        return Round(tuple(tables))


def read_problem(people: Path, grid: Grid, tables: Path | None = None, rules: Path | None = None) -> Problem:
    """The problem that files describe; raises BadFile with a sentence."""
    if people.suffix.lower() == ".json":
        return _from_json(people, grid)
    return assemble(
        people_rows(people, PEOPLE),
        list(list_rows(tables, TABLES, frozenset({"table", "capacity"}))) if tables else [],
        list(list_rows(rules, RULES, frozenset({"rule", "person"}))) if rules else [],
        grid,
    )


def _from_json(path: Path, grid: Grid) -> Problem:
    document = json_document(path)
    if unknown := sorted(set(document) - DOCUMENT):
        raise BadFile(say("%(file)s: “%(key)s” is not known.", file=path.name, key=unknown[0][:60]))
    if document.get("tables") and (grid.tables or grid.measures):
        text = N_("%(file)s already contains tables. Remove the options --tables, --size and --measure.")
        raise BadFile(say(text, file=path.name))
    rounds = document.get("rounds", grid.rounds)
    if not isinstance(rounds, int) or isinstance(rounds, bool) or not 1 <= rounds <= 99:
        raise BadFile(say("%(file)s: “rounds” is not a whole number from 1 to 99.", file=path.name))
    return assemble(
        json_rows(path.name, "people", document.get("people", []), PEOPLE, frozenset({"name"})),
        json_rows(path.name, "tables", document.get("tables", []), TABLES, frozenset({"table", "capacity"})),
        json_rows(path.name, "rules", document.get("rules", []), RULES, frozenset({"rule", "person"})),
        Grid(rounds, grid.tables, grid.size, grid.measures),
    )


def assemble(people: list[FileRow], tables: list[FileRow], rules: list[FileRow], grid: Grid) -> Problem:
    """The problem from its rows; without rows for tables they are those of the grid."""
    crowd = tuple(_person(row, grid.rounds) for row in people)
    rounds = _rounds(tables, grid.rounds) if tables else (grid.round(),) * grid.rounds
    names = PeopleByName(crowd)
    return Problem(
        crowd,
        rounds,
        together=tuple(_pairs(rules, "together", names)),
        apart=tuple(_pairs(rules, "apart", names)),
        pins=tuple(_pins(rules, names, rounds)),
        interests=_interests(people),
    )


def _person(row: FileRow, rounds: int) -> Person:
    absent = row.numbers("absent")
    if wrong := [number for number in absent if number > rounds]:
        raise row.wrong("absent", f"there is no round {wrong[0]}, only {rounds}.")
    return Person(
        row.required("name"),
        row.text("organisation"),
        row.role("role"),
        row.several("wishes"),
        frozenset(row.several("languages")),
        row.yes("step_free", default=False),
        frozenset(number - 1 for number in absent),
    )


def _rounds(rows: list[FileRow], count: int) -> tuple[Round, ...]:
    tables: list[list[Table]] = [[] for _ in range(count)]
    for row in rows:
        table = Table(
            row.required("table"),
            row.number("capacity"),
            row.number("minimum", default=1),
            row.text("measure"),
            row.yes("accessible", default=True),
            frozenset(row.several("languages")),
        )
        for number in row.numbers("rounds") or range(1, count + 1):
            if number > count:
                raise row.wrong("rounds", f"there is no round {number}, only {count}.")
            tables[number - 1].append(table)
    return tuple(Round(tuple(found)) for found in tables)


def _interests(rows: list[FileRow]) -> dict[str, frozenset[str]]:
    wanted: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.several("came_for"):
            wanted[row.required("organisation")].update(row.several("came_for"))
    return {name: frozenset(measures) for name, measures in wanted.items()}


class PeopleByName:
    """People by name, or by “name (organisation)” where two have one name."""

    def __init__(self, people: Sequence[Person]) -> None:
        self.found: dict[str, list[int]] = defaultdict(list)
        for p, who in enumerate(people):
            for name in {who.name, f"{who.name} ({who.organisation})"}:
                self.found[name].append(p)

    def find(self, row: FileRow, column: str) -> int:
        """The person that a cell names."""
        name = row.required(column)
        found = self.found.get(name, [])
        if len(found) == 1:
            return found[0]
        why = "has no such person." if not found else f"has {len(found)} of them: add (organisation)."
        raise row.wrong(column, f"“{name[:60]}”: the list of people {why}")


def _pairs(rows: list[FileRow], rule: str, names: PeopleByName) -> Iterable[Pair]:
    for row in rows:
        if row.required("rule").lower() not in ("together", "apart", "pin"):
            raise row.wrong("rule", f"“{row.text('rule')[:60]}” is not one of together, apart, pin.")
        if row.text("rule").lower() == rule:
            yield names.find(row, "person"), names.find(row, "other")


def _pins(rows: list[FileRow], names: PeopleByName, rounds: tuple[Round, ...]) -> Iterable[FixedSeat]:
    for row in rows:
        if row.text("rule").lower() != "pin":
            continue
        number = row.number("round")
        if number > len(rounds):
            raise row.wrong("round", f"there is no round {number}, only {len(rounds)}.")
        tables = [table.name for table in rounds[number - 1].tables]
        if row.required("table") not in tables:
            raise row.wrong("table", f"round {number} has no table “{row.text('table')[:60]}”.")
        yield FixedSeat(names.find(row, "person"), number - 1, tables.index(row.text("table")))
