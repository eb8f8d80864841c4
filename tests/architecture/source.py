"""The code as the tests of this folder read it: parsed, never imported."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from facilitator.paths import PACKAGE, TEMPLATES

ROOT = PACKAGE.parent


@cache
def modules() -> dict[str, ast.Module]:
    """Every module of the product by its path below the checkout."""
    return {
        path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
    }


def templates() -> dict[str, str]:
    """The source of every template by its name."""
    return {
        path.relative_to(TEMPLATES).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(TEMPLATES.rglob("*.html"))
    }


def calls(tree: ast.AST, *names: str) -> Iterator[ast.Call]:
    """The calls of functions or methods of these names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) in names:
            yield node


def called(call: ast.Call) -> str:
    """The last part of what is called: `commit` of `db.session.commit()`."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def imported(tree: ast.AST) -> set[str]:
    """The names of the modules that a module imports, wherever in it."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def folders(path: Path) -> Iterator[Path]:
    """What lies below a folder of the checkout, without what tools leave behind."""
    return (found for found in path.rglob("*") if "__pycache__" not in found.parts)
