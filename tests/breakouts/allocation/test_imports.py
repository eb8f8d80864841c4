"""The engine stands alone."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import facilitator.breakouts.allocation as engine

OWN = "facilitator.breakouts.allocation"
SENTENCES = {"facilitator.sentences", "facilitator.errors"}
"""What a finding is said with; these need nothing but Python either."""
APART = "facilitator.child_process"
"""What a search is begun with beside a server; it needs nothing but Python either."""


def imported(path: Path) -> set[str]:
    """The modules that a file imports."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return names | {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}


def test_the_engine_needs_nothing_but_python_and_only_its_command_needs_click() -> None:
    for path in Path(engine.__file__).parent.glob("*.py"):
        foreign = {
            name
            for name in imported(path)
            if name.split(".")[0] not in sys.stdlib_module_names
            and not name.startswith(OWN)
            and name not in SENTENCES
            and (name, path.name) != (APART, "process.py")
        }
        assert foreign == ({"click"} if path.name == "commands.py" else set()), path.name


def test_the_sentences_and_processes_of_the_engine_need_nothing_but_python() -> None:
    for name in {*SENTENCES, APART}:
        path = Path(sys.modules[name].__file__ or "")
        foreign = {module for module in imported(path) if module.split(".")[0] not in sys.stdlib_module_names}
        assert foreign <= SENTENCES, name
