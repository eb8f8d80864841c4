"""`facilitator allocate`: people in, a plan and its report out, without a workshop or a database."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from facilitator.breakouts.allocation.allocate import (
    Allocation,
    Effort,
    SearchProgress,
    allocate,
    usual_effort,
)
from facilitator.breakouts.allocation.infeasible import Infeasible
from facilitator.breakouts.allocation.problem import Problem
from facilitator.breakouts.seating_files.brief import Grid, read_problem
from facilitator.breakouts.seating_files.files import BadFile
from facilitator.breakouts.seating_files.plan_files import plan_csv, plan_json, report_csv

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("allocate")
@click.argument("people", type=FILE)
@click.option("--rounds", type=click.IntRange(1, 99), default=1, show_default=True, help="Number of rounds.")
@click.option(
    "--tables",
    type=click.IntRange(0, 5000),
    default=0,
    help="Number of tables (a table is a group), all of one size.",
)
@click.option("--size", type=click.IntRange(0, 5000), default=0, help="Seats at each table.")
@click.option(
    "--measure", "measures", multiple=True, help="A measure. Several are given to the tables in turn."
)
@click.option(
    "--tables-file", type=FILE, help="List of tables (workbook or CSV), instead of --tables and --size."
)
@click.option("--rules", type=FILE, help="List of rules (workbook or CSV): together, apart, pin.")
@click.option(
    "--seed", type=int, default=1, show_default=True, help="Random seed. The same seed gives the same plan."
)
@click.option("--moves", type=click.IntRange(0, 1_000_000_000), help="Number of moves to search.")
@click.option(
    "--output", type=FILE, help="File for the plan, .csv or .json. Without it, the plan is printed as CSV."
)
@click.option("--report", type=FILE, help="File for the report, as CSV.")
@click.option("--quiet", is_flag=True, help="Print no progress and no report.")
def allocate_command(
    people: Path,
    rounds: int,
    tables: int,
    size: int,
    measures: tuple[str, ...],
    tables_file: Path | None,
    rules: Path | None,
    seed: int,
    moves: int | None,
    output: Path | None,
    report: Path | None,
    quiet: bool,
) -> None:
    """Seat PEOPLE (a workbook, CSV or JSON file) at tables over several rounds."""
    alike = bool(tables or size or measures)
    check_asked(people, alike=alike, sized=bool(tables and size), tables_file=tables_file, rules=rules)
    check_writable(output, report)
    try:
        problem = read_problem(people, Grid(rounds, tables, size, measures), tables_file, rules)
        found = search(problem, seed, moves, quiet=quiet)
    except BadFile as bad:
        raise click.ClickException(str(bad)) from None
    except Infeasible as infeasible:
        raise click.ClickException("\n".join(map(str, infeasible.reasons))) from None
    write(problem, found, output, report)
    if not quiet:
        summarise(found)


def check_asked(
    people: Path, *, alike: bool, sized: bool, tables_file: Path | None, rules: Path | None
) -> None:
    """Complains of what is missing, and of what would have been left unread."""
    if people.suffix.lower() == ".json" and (tables_file or rules):
        raise click.UsageError(
            "A JSON file contains its tables and rules. Remove the options --tables-file and --rules."
        )
    if tables_file and alike:
        raise click.UsageError("Use either --tables-file, or --tables, --size and --measure.")
    if not (tables_file or sized or people.suffix.lower() == ".json"):
        raise click.UsageError("No tables are given. Use --tables and --size, or --tables-file.")


def check_writable(*wanted: Path | None) -> None:
    """Complains before the search of a file that could not be written after it."""
    for path in filter(None, wanted):
        if not (path.parent.is_dir() and os.access(path if path.exists() else path.parent, os.W_OK)):
            raise click.ClickException(f"{path} cannot be written.")


def search(problem: Problem, seed: int, moves: int | None, *, quiet: bool) -> Allocation:
    """The allocation; Ctrl-C ends the search and keeps the best so far."""
    usual = usual_effort(len(problem.people))
    effort = Effort(moves, usual.restarts) if moves is not None else usual
    with interruptible() as caught:

        def watch(progress: SearchProgress) -> bool:
            if not quiet:
                click.echo(f"\r{progress.share:4.0%} ", nl=False, err=True)
            return bool(caught)

        found = allocate(problem, seed, effort, watch)
    if not quiet:
        click.echo("\r", nl=False, err=True)
    return found


@contextmanager
def interruptible() -> Iterator[list[int]]:
    """Collects Ctrl-C instead of ending the program."""
    caught: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _frame: caught.append(number))
    try:
        yield caught
    finally:
        signal.signal(signal.SIGINT, before)


def write(problem: Problem, found: Allocation, output: Path | None, report: Path | None) -> None:
    """Writes plan and report where they are wanted."""
    try:
        if output is None:
            click.echo(plan_csv(problem, found), nl=False)
        else:
            make = plan_json if output.suffix.lower() == ".json" else plan_csv
            output.write_text(make(problem, found), encoding="utf-8", newline="")
        if report is not None:
            report.write_text(report_csv(found), encoding="utf-8", newline="")
    except OSError as error:
        raise click.ClickException(f"{error.filename} cannot be written: {error.strerror}.") from None


def summarise(found: Allocation) -> None:
    """The report, on the terminal's error stream so that the plan can be piped."""
    click.echo(str(found.how), err=True)
    for finding in found.report.findings:
        click.echo(f"{finding.aim.value:>10}  {finding.verdict}", err=True)
        for sentence in finding.left[:5]:
            click.echo(f"{'':>12}{sentence}", err=True)
        if len(finding.left) > 5:
            click.echo(f"{'':>12}… and {len(finding.left) - 5} more", err=True)
    for note in found.report.notes:
        click.echo(str(note), err=True)
