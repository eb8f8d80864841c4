"""Answers to the script that saves as one goes: a word instead of a page."""

from collections.abc import Iterable

from flask import Response, request

WORDS = "text/plain"


def is_in_the_background() -> bool:
    """Whether the script asks, and not a person who waits for a page."""
    return request.headers.get("Accept") == WORDS


def saved(word: str = "") -> Response:
    """That it is saved; with a word where there is more to say."""
    return Response(word, 200 if word else 204, mimetype=WORDS)


def not_saved(sentences: Iterable[str]) -> Response:
    """What stands against it, each sentence once."""
    return Response(" ".join(dict.fromkeys(sentences)), 422, mimetype=WORDS)
