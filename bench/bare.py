"""The least that a start can be: a Flask app with one page, on the product's own server."""

from __future__ import annotations

import gc
import sys

from facilitator import keeper
from facilitator.__main__ import COLLECT_AFTER


def serve_bare(port: int) -> None:
    """Serve one page until terminated, in a process that is kept as the product's is."""
    keeper.part()
    from flask import Flask

    from facilitator.serve import Server, bound

    app = Flask("bare")
    app.add_url_rule("/sign-in", view_func=lambda: "<!doctype html><title>Bare</title>")
    Server(app, bound("127.0.0.1", port)).run()


if __name__ == "__main__":
    gc.set_threshold(*COLLECT_AFTER)
    serve_bare(int(sys.argv[1]))
