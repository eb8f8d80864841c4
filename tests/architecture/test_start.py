"""What a start loads: nothing before it is asked for, since whoever starts the server waits for all of it."""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

# What pages are made with.
FOR_PAGES = {
    "argon2", "babel", "blinker", "click", "flask", "flask_babel", "flask_compress", "flask_login",
    "flask_sqlalchemy", "flask_wtf", "itsdangerous", "jinja2", "markupsafe", "sqlalchemy", "werkzeug",
    "wtforms",
}  # fmt: skip
# What these load of their own accord.
OF_THEIRS = {
    "_argon2_cffi_bindings", "_brotli", "_cffi_backend", "_distutils_hack", "backports", "brotli", "pytz",
    "typing_extensions",
}  # fmt: skip
# Parts of ours that have their hour, and what a SQLite file needs nothing of.
LATER = {
    "facilitator.demo.load", "facilitator.demo.links", "facilitator.documents.docx",
    "facilitator.documents.pptx", "sqlalchemy.dialects.postgresql",
}  # fmt: skip
START = """
import sys
from facilitator import cli, create_app, schema
with create_app().app_context():
    schema.bring_up_to_date()
for name, module in list(sys.modules.items()):
    print(name, getattr(module, "__file__", None), sep="|")
"""


@pytest.mark.slow
def test_a_start_loads_what_pages_are_made_with_and_nothing_else(tmp_path: Path) -> None:
    _start(tmp_path)  # makes the tables, for which Alembic is needed
    loaded = _start(tmp_path)
    places = tuple(sysconfig.get_path(name) for name in ("purelib", "platlib"))
    others = {name.partition(".")[0] for name, file in loaded.items() if file.startswith(places)}
    assert others - OF_THEIRS <= FOR_PAGES
    assert others >= FOR_PAGES, "this has to be named no longer"
    assert LATER.isdisjoint(loaded)


def _start(folder: Path) -> dict[str, str]:
    """The modules that stand after a start, with their files."""
    printed = subprocess.run(  # noqa: S603 - Python itself, and our own lines
        [sys.executable, "-c", START],
        env=os.environ | {"FACILITATOR_INSTANCE": str(folder)},
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    return dict(line.split("|") for line in printed.splitlines())
