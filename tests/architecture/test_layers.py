"""What may know of what: rules of the house that a reviewer would otherwise have to remember."""

import ast
import re
import tomllib
from importlib.metadata import packages_distributions

import pytest

from tests.architecture.source import PACKAGE, ROOT, calls, folders, imported, modules

MODULES = modules()
# The edge opens the transaction of a request, the command line that of a command; a search for a plan
# thinks for seconds behind the request that began it, and must not hold that one's while it does. E-mails
# go out behind requests, too; rehearsals are played and orders drawn there.
OPEN_A_TRANSACTION = {
    "facilitator/web/edge.py",
    "facilitator/cli.py",
    "facilitator/commands/users.py",
    "facilitator/commands/workshops.py",
    "facilitator/breakouts/planning/searching.py",
    "facilitator/mail/sending.py",
    "facilitator/summary/drawing_ahead.py",
    "facilitator/rehearsal/playing.py",
}
WEB = ("flask", "flask_wtf", "flask_login", "flask_babel", "wtforms")
CATCH_ALL = {"utils", "util", "helpers", "helper", "common", "misc", "services", "managers", "core", "base"}
# Required, and imported by none of our modules: why.
NOT_IMPORTED = {"tzdata": "the time zones that `zoneinfo` reads where the system has none"}


def named(*stems: str) -> list[str]:
    return [path for path in MODULES if path.rpartition("/")[2].removesuffix(".py") in stems]


def packages_of(path: str) -> set[str]:
    return {module.partition(".")[0] for module in imported(MODULES[path])}


@pytest.mark.parametrize("path", named("rules", "models"))
def test_rules_and_models_know_nothing_of_the_web(path: str) -> None:
    assert packages_of(path) & set(WEB) == set()


@pytest.mark.parametrize("path", named("operations", "queries"))
def test_operations_and_queries_know_nothing_of_the_request(path: str) -> None:
    assert packages_of(path) & set(WEB) == set()


@pytest.mark.parametrize("path", named("rules"))
def test_a_rule_decides_on_plain_values(path: str) -> None:
    assert (
        imported(MODULES[path]) & {"facilitator.database", "facilitator.database.db", "sqlalchemy"} == set()
    )


def test_one_place_commits_and_only_the_edge_and_the_command_line_ask_it_to() -> None:
    commits = {path for path, tree in MODULES.items() if any(calls(tree, "commit"))}
    opens = {path for path, tree in MODULES.items() if any(calls(tree, "transaction"))}
    assert commits == {"facilitator/transactions.py"}
    assert opens == OPEN_A_TRANSACTION


def test_operations_never_end_the_transaction_of_their_caller() -> None:
    ending = {
        path: list(calls(MODULES[path], "commit", "rollback", "begin", "close"))
        for path in named("operations")
    }
    assert [path for path, found in ending.items() if found] == []


def test_no_file_has_a_name_that_says_nothing() -> None:
    places = [PACKAGE, ROOT / "templates", ROOT / "tests"]
    assert [
        path.name for place in places for path in folders(place) if path.stem.strip("_") in CATCH_ALL
    ] == ALLOWED


# The skeleton of all pages; the name is Jinja's own convention for it.
ALLOWED = ["base.html"]


def test_every_operation_that_changes_something_takes_who_does_it() -> None:
    """Found by what they do: a function that records an activity has `by` among its arguments."""
    anonymous = [
        f"{path}: {function.name}"
        for path in MODULES
        for function in ast.walk(MODULES[path])
        if isinstance(function, ast.FunctionDef)
        and path != "facilitator/web/submissions.py"  # there the person is the gate's
        and any(calls(function, "record"))
        and "by" not in {argument.arg for argument in [*function.args.args, *function.args.kwonlyargs]}
    ]
    assert anonymous == []


def test_nothing_is_required_that_is_never_imported() -> None:
    asked_for = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "dependencies"
    ]
    required = {re.split(r"[^a-z0-9-]", line)[0] for line in asked_for}
    taken = {module.partition(".")[0] for path in MODULES for module in imported(MODULES[path])}
    known = packages_distributions()
    came_with = {name.lower() for module in taken for name in known.get(module, ())}
    assert required - came_with == set(NOT_IMPORTED)
