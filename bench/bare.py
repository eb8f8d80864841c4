"""The least that a start can be: a Flask app with one page, on the product's own server."""

from __future__ import annotations

import gc
import sys

from flask import Flask

from facilitator.__main__ import COLLECT_AFTER
from facilitator.serve import Server


def bare_app() -> Flask:
    """One page."""
    app = Flask("bare")
    app.add_url_rule("/sign-in", view_func=lambda: "<!doctype html><title>Bare</title>")
    return app


if __name__ == "__main__":
    gc.set_threshold(*COLLECT_AFTER)
    Server(bare_app(), "127.0.0.1", int(sys.argv[1])).run()
