"""Answers to the script that saves as one goes: a word instead of a page."""

from collections.abc import Iterable, Mapping

from flask import Response, request

WORDS = "text/plain"
MARKS = "X-Was"


def is_in_the_background() -> bool:
    """Whether the script asks, and not a person who waits for a page."""
    return request.headers.get("Accept") == WORDS


def saved(word: str = "", *, now: Mapping[str, str] | None = None) -> Response:
    """That it is saved; with a word where there is more to say.

    `now` has the marks of what the page says from here on, each by the field that it belongs to.
    """
    headers = {MARKS: " ".join(f"{name}={mark}" for name, mark in (now or {}).items())}
    return Response(word, 200 if word else 204, headers, mimetype=WORDS)


def not_saved(sentences: Iterable[str]) -> Response:
    """What stands against it, each sentence once."""
    return Response(" ".join(dict.fromkeys(sentences)), 422, mimetype=WORDS)
