"""Facilitator runs a multi-city workshop from the first note to the published report.

The package itself imports nothing: who wants one of its hearts alone (who sits where, what the
ratings say) gets it without Flask and without a database.
"""

TYPE_CHECKING = False  # that of `typing` costs its keeper more than all that it does (keeper.py)
if TYPE_CHECKING:
    from typing import Any

    from flask import Flask

    from facilitator.config import Settings

__version__ = "0.1.0"


def create_app(settings: "Settings | None" = None, **overrides: "Any") -> "Flask":
    """The application; see `facilitator.app`, the table of contents."""
    from facilitator import app

    return app.create_app(settings, **overrides)
