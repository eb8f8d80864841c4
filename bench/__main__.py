"""`python -m bench [NAME] [--part PART] [--json FILE] [--quick]`: runs the benches, one line a case."""

from __future__ import annotations

import argparse
import importlib
import inspect
import json
import pkgutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import bench
from bench.result import Result

NOT_BENCHES = {"__main__", "result"}
PARTS = ("room", "anywhere", "wake", "open", "join", "killed")
LONG, QUICK = 60.0, 10.0
"""Seconds that a load on a server lasts."""


def bench_names() -> list[str]:
    """The modules of this package that have a `run()`."""
    names = (found.name for found in pkgutil.iter_modules(bench.__path__))
    return sorted(name for name in names if name not in NOT_BENCHES and hasattr(load(name), "run"))


def load(name: str) -> object:
    """The module `bench.<name>`."""
    return importlib.import_module(f"bench.{name}")


def line(result: Result) -> str:
    """One case as a line: case, aim, reached, limit, seconds, and `short` where the aim is missed."""
    text = (
        f"{result.case:<46} aim {result.aim:<26} reached {result.reached:<26}"
        f" limit {result.bound:<22} {result.seconds:9.3f} s"
    )
    return f"{text}  short" if result.short else text


def run_bench(name: str, length: dict[str, Any]) -> Iterator[Result]:
    """Runs one bench, printing each case as it comes; `length` is for those that can be told how long."""
    print(f"# {name}", flush=True)
    run = load(name).run  # type: ignore[attr-defined]
    known = {what: length[what] for what in inspect.signature(run).parameters}
    for result in run(**known):
        print(line(result), flush=True)
        yield result


def write_json(file: Path, results: dict[str, list[Result]]) -> None:
    """Writes the results as {bench: [case, ...]}."""
    plain = {name: [asdict(result) for result in found] for name, found in results.items()}
    file.write_text(json.dumps(plain, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def parser() -> argparse.ArgumentParser:
    """The command line of the benches."""
    options = argparse.ArgumentParser(prog="bench", description=__doc__)
    options.add_argument("name", nargs="?", help="the bench to run; all of them if left out")
    options.add_argument("--seconds", type=float, default=LONG, help="how long each load on a server lasts")
    options.add_argument("--part", choices=PARTS, help="of `phones`, this alone")
    options.add_argument("--quick", action="store_true", help="loads as short as still say something")
    options.add_argument("--json", type=Path, metavar="FILE", help="write the results to FILE as well")
    return options


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the named bench, or all of them; returns the exit status."""
    options = parser().parse_args(arguments)
    names = bench_names()
    if options.name and options.name not in names:
        print(f"There is no bench {options.name!r}; there are: {', '.join(names)}.", file=sys.stderr)
        return 2
    length = {"seconds": QUICK if options.quick else options.seconds, "part": options.part}
    results = {name: list(run_bench(name, length)) for name in ([options.name] if options.name else names)}
    if options.json:
        write_json(options.json, results)
    short = sum(result.short for found in results.values() for result in found)
    print(f"{sum(map(len, results.values()))} cases, {short} short of their aim")
    return 0


if __name__ == "__main__":
    sys.exit(main())
